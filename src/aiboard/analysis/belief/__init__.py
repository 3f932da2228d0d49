"""Belief: what may be hidden behind a board, drawn in proportion to how well it explains everything that was seen."""

from aiboard.analysis.belief.memory import Memory
from aiboard.analysis.belief.priors import Priors
from aiboard.analysis.belief.resample import Belief, resample

__all__ = ["Belief", "Memory", "Priors", "resample"]
