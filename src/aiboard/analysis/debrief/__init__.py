"""The debrief of a game: its model, how it is built, its sections, and the printers that read them."""

from aiboard.analysis.debrief.build import build, debrief
from aiboard.analysis.debrief.html import document as html
from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.passes import with_prices, with_second_evaluator
from aiboard.analysis.debrief.printers import json_document, markdown, sections, text
from aiboard.analysis.debrief.section import Section
from aiboard.analysis.debrief.share import share_line

__all__ = [
    "Debrief", "Section", "build", "debrief", "json_document", "html", "markdown", "sections", "share_line", "text",
    "with_prices", "with_second_evaluator",
]  # fmt: skip
