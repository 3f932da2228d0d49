"""What the line mode says when it is asked for help."""

from __future__ import annotations

from typing import Final

from aiboard.actions.grammar import FORMS, usage
from aiboard.engine.model.vocabulary import Chaos, Order, Reason
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.views.why.topics import ABOUT_ONE, Topic

CARD_TOPICS: Final = tuple(topic.value for topic in Topic if topic in ABOUT_ONE and topic != Topic.DATASET)
PROJECT_TOPICS: Final = tuple(topic.value for topic in Topic if topic not in ABOUT_ONE)

_TIME: Final = (
    ("end", "end the day"),
    (".", "go on to the next stop: where something can be decided"),
    (">", "go on to the end of the sprint"),
)
_LOOK: Final = (
    ("board", "the seven columns; backlog and killed list those two"),
    ("card CARD", "a card in full; its number is enough: card 3"),
    ("chart CARD", "its scores and readouts"),
    ("runs CARD [N]", "an agent card's runs; one of them step by step"),
    ("data, queue, orders", "the data board, the compute queue, standing orders"),
    ("families, due, standup", "what was learned, what is promised, what the team says"),
    ("log [DAYS], log all", "what happened"),
    ("canvas", "the project on one page"),
    ("w", "why: what a number is, what moved it, what could be done"),
    (f"w CARD [{'|'.join(CARD_TOPICS)}]", "the same for a card; w DS-1 for a dataset"),
    (f"w {'|'.join(PROJECT_TOPICS)}", "the same for the project's numbers"),
    ("? ACTION", "an action with its evidence and price, not done: ? promote EXP-001"),
    ("review [N], retro [N], planning", "the sprint's rituals again; an answer is its number, an empty line none"),
)
_GAME: Final = (
    ("undo", "take back the last line or day; the game counts as practice then"),
    ("save [FILE]", "where the save is; or go on in another file"),
    ("debrief [FILE]", "what it came to; written to a file as Markdown"),
    ("quit", "leave; everything is saved"),
)


def help_lines(rest: list[str]) -> list[str]:
    """`help`, or `help kill`."""
    verbs = {verb: kind for kind, (verb, _) in FORMS.items()}
    if rest:
        word = rest[0].lower()
        if word not in verbs:
            raise InputError(None, None, None, f"no action is called '{clean(word, 40)}'; help lists them")
        return [usage(verbs[word]), *_more(word)]
    found = ["Time"]
    found += [f"  {word:<24} {what}" for word, what in _TIME]
    found.append("Look")
    found += [f"  {word:<24} {what}" for word, what in _LOOK]
    found.append("Do (a card may be given by its number alone)")
    found += [f"  {usage(kind)}" for kind in FORMS]
    found.append("Game")
    found += [f"  {word:<24} {what}" for word, what in _GAME]
    return found


def _more(verb: str) -> list[str]:
    """The words a slot of this action takes."""
    lists = {"kill": ("reasons", Reason), "inject": ("disruptions", Chaos), "standing": ("orders", Order)}
    if verb not in lists:
        return []
    name, kind = lists[verb]
    return [f"{name}: " + ", ".join(member.name.lower().replace("_", "-") for member in kind)]
