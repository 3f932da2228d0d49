"""What the line mode says when it is asked for help."""

from __future__ import annotations

from typing import Final

from aiboard.actions.grammar import usage
from aiboard.actions.slots import FORMS
from aiboard.actions.slots import usage as slot_usage
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Reason
from aiboard.engine.verbs import VERBS, Action, CardAction, DataAction, Inject, Slot, SlotKind, verb_minutes
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.scenario.files import load_json
from aiboard.scenario.words import kebab
from aiboard.views import fmt
from aiboard.views.glossary import find
from aiboard.views.verbs import VERB
from aiboard.views.why.topics import ABOUT_ONE, Topic
from aiboard.views.words import REASON_MEANS

CARD_TOPICS: Final = tuple(topic.value for topic in Topic if topic in ABOUT_ONE and topic != Topic.DATASET)
PROJECT_TOPICS: Final = tuple(topic.value for topic in Topic if topic not in ABOUT_ONE)


def _lines(section: str) -> list[tuple[str, str]]:
    """How words of the line mode are written, and what they do; in braces stand the topics of `w`."""
    topics = {"card": "|".join(CARD_TOPICS), "project": "|".join(PROJECT_TOPICS)}
    return [
        (words.format(**topics), description)
        for words, description in load_json(__file__, "plain_help.json")[section].items()
    ]


_TIME, _LOOK, _GAME = _lines("time"), _lines("look"), _lines("game")

_TAKES: Final = {
    "card": 1, "c": 1, "chart": 1, "runs": 2, "log": 1, "w": 2, "why": 2, "review": 1, "retro": 1, "coach": 1,
    "retry": 1,
}  # fmt: skip
"""Most words after a word of the line mode; those that are not here take none ..."""
_TEXT: Final = frozenset({"?", "ask", "help", "save", "debrief"})
"""... except these, which take a line, a word of the glossary, or a file's name."""


_MEANS: Final = {
    "success_ppm": "the score that counts as success; ",
    "kill_ppm": "the kill line, under which a run asks for a kill; ",
    "box_days": "its time box, working days after which time stops once to ask; ",
}
"""What the slots of a ticket are, by field; every other slot says it by its name."""


def refuse_extra(word: str, arguments: list[str]) -> None:
    """InputError for more words than a word of the line mode takes: what was meant by them would be lost."""
    limit = _TAKES.get(word, 0)
    if word in _TEXT or len(arguments) <= limit:
        return
    limit_text = "nothing" if not limit else fmt.count(limit, "word") + " at most"
    raise InputError(f"'{clean(arguments[limit], 20)}' is too much: {word} takes {limit_text}")


def help_lines(arguments: list[str], board: Board, watched: bool) -> list[str]:
    """`help`; `help kill` for an action, `help kappa` for a word of the screens, with this project's numbers.

    Where a bot plays the list of actions has only what a watcher can do.
    """
    if arguments:
        return _about(" ".join(arguments), board)
    lines = ["Time"]
    lines += [f"  {word:<24} {description}" for word, description in _TIME]
    lines.append("Look")
    lines += [f"  {word:<24} {description}" for word, description in _LOOK]
    lines.append("Do (the bot decides the rest)" if watched else "Do (a card may be given by its number alone)")
    lines += [f"  {usage(verb)}" for verb in ((Inject,) if watched else VERBS)]
    lines.append("Game")
    lines += [f"  {word:<24} {description}" for word, description in _GAME]
    return lines


def _about(text: str, board: Board) -> list[str]:
    """How an action is written, what a line of the list does, and what a word means; some words are several."""
    verb = next((one for one in VERBS if text.lower() == one.VERB), None)
    entries = [usage(verb), *_more(verb, board)] if verb is not None else []
    entries += [
        f"{lines}: {description}" for lines, description in (*_TIME, *_LOOK, *_GAME) if text.lower() in _words_of(lines)
    ]
    # Both, where a word is an action and a term: whoever asks for `promote` may want either.
    entries += [f"{term.word}: {term.text}" for term in find(text, board.world)]
    if not entries:
        description = f"'{clean(text, 40)}' is neither an action nor a word of the list or the glossary"
        raise InputError(f"{description}; help lists them")
    return entries


def _words_of(lines: str) -> list[str]:
    """The words that lines of the list begin with: of `log [DAYS], log all` it is `log`."""
    return [one.split()[0].lower() for one in lines.split(", ")]


def _more(verb: type[Action], board: Board) -> list[str]:
    """What an action is for, your time, and what each of its slots takes."""
    minutes = verb_minutes(board.world, verb)
    lines = [f"  {VERB[verb].about}; " + (f"{fmt.minutes(minutes)} of yours" if minutes else "no time of yours")]
    return lines + [f"  {slot_usage(slot).strip('[]')}: {_takes(slot, verb, board)}" for slot in verb.SLOTS]


def _takes(slot: Slot, verb: type[Action], board: Board) -> str:
    """The words that a slot takes; of a number those that menus offer."""
    if slot.kind == SlotKind.TEXT:
        return "your own words"
    if slot.kind == SlotKind.REASON:
        return "; ".join(f"{kebab(one)} ({REASON_MEANS[one]})" for one in Reason)
    if slot.kind == SlotKind.FLAG:
        return "the word itself, or nothing"
    accepted = _MEANS.get(slot.field, "") + FORMS[slot.kind].takes(board.world)
    if slot.kind == SlotKind.NUMBER:
        index = 0 if issubclass(verb, (CardAction, DataAction)) and board.data else -1
        offered = {getattr(action, slot.field) for action in verb.options(board, index)} - {slot.default or 0}
        accepted += f", such as {', '.join(map(str, sorted(offered)))}" if offered else ""
    return accepted
