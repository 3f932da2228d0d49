"""The reference, and the pairs of bots that measure a lesson: one that heeds it, one that does the opposite."""

from aiboard.bots.base import Bot
from aiboard.bots.reference.bot import Reference
from aiboard.bots.reference.habits import IGNORED, Habits, habits_of


def lesson_bot(lesson: str, obey: bool) -> Bot:
    """The reference with one lesson's advice followed, or turned into its opposite. Raises KeyError for no lesson."""
    name = f"{lesson} {'obeyed' if obey else 'ignored'}"
    return Reference(name, habits_of(lesson, obey))


__all__ = ["IGNORED", "Habits", "Reference", "lesson_bot"]
