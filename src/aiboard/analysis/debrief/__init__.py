"""The debrief of a game: its model, how it is built, its sections, and the printers that read them."""

from aiboard.analysis.debrief.build import build, debrief
from aiboard.analysis.debrief.html import document as html
from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.passes import with_prices, with_second
from aiboard.analysis.debrief.printers import document, markdown, sections, text
from aiboard.analysis.debrief.section import Section
from aiboard.analysis.debrief.share import share

__all__ = [
    "Debrief", "Section", "build", "debrief", "document", "html", "markdown", "sections", "share", "text",
    "with_prices", "with_second",
]  # fmt: skip
