"""Prices: what each decision of a game was worth, given what the player could know when it was taken."""

from aiboard.analysis.pricing.game import Settings, price_game
from aiboard.analysis.pricing.model import Decision, Label, Prices

__all__ = ["Decision", "Label", "Prices", "Settings", "price_game"]
