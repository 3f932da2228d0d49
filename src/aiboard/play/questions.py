"""The sprint review's question: about this board, about the sprint to come, scored from what happens in it.

A question's id is kept in the save with the answer: `passes:EXP-009`, `worth:EXP-012`, `family`, `decided`. The id and
the sprint are enough to score it later. The same kind is never asked twice in a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from aiboard.engine.gate import verdict
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import GATE_LIVE, GATE_PASSED, Decided, EvalDone
from aiboard.engine.happenings.live import Monitored
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Stage
from aiboard.views import fmt
from aiboard.views.board.columns import find
from aiboard.views.board.families import families
from aiboard.views.board.standup import fact
from aiboard.views.card.gate_lines import failures

_STEP: Final = 2
"""Points between two of the bands offered for a live quality."""
_BEGUN: Final = (Stage.EVALUATION, Stage.ITERATION, Stage.EXPERIMENT)
_DECIDED: Final = (("..1", "0 or 1"), ("2..3", "2 or 3"), ("4..", "4 or more"))


class QuestionKind(StrEnum):
    """What is asked, in the order in which kinds that are equally long ago come."""

    PASSES = "passes"
    WORTH = "worth"
    FAMILY = "family"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its possible answers: (value kept in the save, words)."""

    id: str
    text: str
    options: tuple[tuple[str, str], ...]
    facts: tuple[str, ...] = ()

    @property
    def kind(self) -> QuestionKind:
        """What is asked."""
        return QuestionKind(self.id.partition(":")[0])


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """What an answer came to.

    Attributes:
        sprint: the sprint whose review asked.
        question, answer, outcome: the question, the answer and what happened, in words.
        right: whether the answer was right; None when nothing happened that could be scored.
    """

    sprint: int
    question: str
    answer: str
    outcome: str
    right: bool | None

    @property
    def text(self) -> str:
        """All of it on one line."""
        verdict = {True: "Right", False: "Wrong", None: "Not scored"}[self.right]
        return f"{self.question} You said {self.answer}. {verdict}: {self.outcome}."


Answers = Mapping[tuple[int, str], str]
"""What was answered: (sprint, question id) -> value; an empty value was left out."""


# --- asking --------------------------------------------------------------------------------------------------


def choose(board: Board, sprint: int, answers: Answers) -> Question | None:
    """The question of the review of `sprint`; None when there is nothing new to ask.

    The kind asked least recently comes first, and the kind of the review before never.
    """
    last: dict[QuestionKind, int] = {}
    for before, id_ in sorted(answers):
        name = id_.partition(":")[0]
        if before < sprint and name in list(QuestionKind):
            last[QuestionKind(name)] = before
    latest = max(last.values(), default=0)
    # Of the latest kind nothing is asked, were it even the only one: the same question twice teaches nothing.
    candidates = [one for one in possible_questions(board, sprint) if not latest or last.get(one.kind) != latest]
    return min(candidates, key=lambda one: last.get(one.kind, 0), default=None)


def possible_questions(board: Board, sprint: int) -> Iterator[Question]:
    """Every question this board allows, one of each kind, about the sprint after `sprint`."""
    period = f"in sprint {sprint + 1}"
    # One that has passed is not evaluated again: its answer would never be scored.
    started = [
        card for card in board.cards if card.stage in _BEGUN and not card.paused and not _has_passed(board, card)
    ]
    if started:
        # The card nearest to its gate: about it the player knows most, and the answer comes soonest.
        card = min(started, key=lambda one: (_BEGUN.index(one.stage), one.priority, one.index))
        yield _passes(board, card, period)
    live = [card for card in board.cards if card.stage == Stage.PRODUCTION and card.scores]
    if live:
        yield _worth(board, max(live, key=lambda one: (one.moved_day, one.index)), period)
    open_ = [strip for strip in families(board) if strip.active or strip.waiting]
    if len(open_) > 1:
        options = tuple((board.world.families[strip.family].key, strip.name) for strip in open_)
        text = f"Which approach gets the best new eval score {period}?"
        yield Question(QuestionKind.FAMILY, text, options, tuple(strip.text for strip in open_))
    yield Question(
        QuestionKind.DECIDED, f"How many cards are decided {period}: promoted, or started and killed?", _DECIDED
    )


def _has_passed(board: Board, card: Card) -> bool:
    return bool(card.scores) and verdict(board, card.index).passed


def _passes(board: Board, card: Card, period: str) -> Question:
    key, name = board.world.ideas[card.index].key, fmt.short(board.world, card.index)
    # One that passed before a model went live is compared with that model now.
    now = [f"the gate now: {clause}" for clause in failures(board, card.index)] if card.scores else []
    facts = (fact(board, card.index), f"bar {fmt.points(card.success_ppm)}", *now)
    text = f"Does {name} pass its gate in an evaluation {period}?"
    return Question(f"{QuestionKind.PASSES}:{key}", text, (("yes", "yes"), ("no", "no")), facts)


def _worth(board: Board, card: Card, period: str) -> Question:
    """Bands downwards from the measured score: live quality is the score less what serving takes."""
    # The measured score is the top edge: whoever thinks that customers get it as measured can say so.
    top = card.mean_ppm() // fmt.POINT
    edges = [top - 2 * _STEP, top - _STEP, top]
    bands = [f"..{edges[0]}", *(f"{low}..{high}" for low, high in pairwise(edges)), f"{top}.."]
    key, name = board.world.ideas[card.index].key, fmt.short(board.world, card.index)
    facts = (fact(board, card.index),)
    text = f"What quality do customers get from {name} {period}, on average?"
    return Question(f"{QuestionKind.WORTH}:{key}", text, tuple((band, _band_words(band)) for band in bands), facts)


def _band_words(band: str) -> str:
    """`84 to 86`, `under 82`, `90 or more`."""
    low, _, high = band.partition("..")
    if not low:
        return f"under {high}"
    return f"{low} to {high}" if high else f"{low} or more"


# --- scoring -------------------------------------------------------------------------------------------------


def outcomes(board: Board, answers: Answers) -> list[ScoredAnswer]:
    """Every answer whose sprint is over, in order; what a save holds and no question knows is left out."""
    scored = [_score_answer(board, sprint, id_, answer) for (sprint, id_), answer in sorted(answers.items()) if answer]
    return [one for one in scored if one is not None]


def _score_answer(board: Board, sprint: int, id_: str, answer: str) -> ScoredAnswer | None:
    name, _, card_key = id_.partition(":")
    first = sprint * board.world.sprint_days + 1
    last = fmt.sprint_end(board.world, sprint + 1)
    # A save is a file: ids in it may be anything.
    if name not in list(QuestionKind) or not (board.over or board.day > last):
        return None
    events = [event for event in board.history if first <= event.day <= last]
    period = f"in sprint {sprint + 1}"
    kind = QuestionKind(name)
    if kind is QuestionKind.DECIDED:
        return _score_decided(sprint, answer, period, sum(isinstance(event, Decided) for event in events))
    if kind is QuestionKind.FAMILY:
        return _best_family(board, sprint, answer, period, events)
    card = find(board.world, card_key)
    if card < 0:
        return None
    card_events = [event for event in events if event.card == card]
    short = fmt.short(board.world, card)
    if kind is QuestionKind.PASSES:
        return _score_gate(sprint, answer, f"Does {short} pass its gate {period}?", card_events)
    return _score_quality(sprint, answer, f"What do customers get from {short} {period}?", card_events)


def _score_decided(sprint: int, answer: str, period: str, count: int) -> ScoredAnswer:
    words = dict(_DECIDED).get(answer, answer)
    low, _, high = answer.partition("..")
    right = _number(low, 0) <= count <= _number(high, count)
    return ScoredAnswer(
        sprint, f"How many cards are decided {period}?", words, f"it was {fmt.count(count, 'card')}", right
    )


def _best_family(board: Board, sprint: int, answer: str, period: str, events: list[Event]) -> ScoredAnswer | None:
    keys = [family.key for family in board.world.families]
    question = f"Which approach gets the best new score {period}?"
    if answer not in keys:
        return None
    name = fmt.family(board.world, keys.index(answer))
    scores = [event for event in events if isinstance(event, EvalDone)]
    if not scores:
        return ScoredAnswer(sprint, question, name, "nothing was evaluated", None)
    # Of a card its last one: more seeds change what was read first.
    newest = {event.card: event for event in scores}
    best = max(newest.values(), key=lambda event: event.mean_ppm)
    family = board.world.ideas[best.card].family
    outcome = f"{fmt.family(board.world, family)}, {fmt.short(board.world, best.card)} at {fmt.tenth(best.mean_ppm)}"
    return ScoredAnswer(sprint, question, name, outcome, keys[family] == answer)


def _score_gate(sprint: int, answer: str, question: str, card_events: list[Event]) -> ScoredAnswer:
    scores = [event for event in card_events if isinstance(event, EvalDone) and event.gate != GATE_LIVE]
    if not scores:
        # Not scored rather than wrong: the answer was about an evaluation that nobody ordered.
        return ScoredAnswer(sprint, question, answer, "it was not evaluated", None)
    passed = next((event for event in scores if event.gate == GATE_PASSED), None)
    if passed is not None:
        outcome = f"it passed with {fmt.tenth(passed.mean_ppm)}, day {passed.day}"
        return ScoredAnswer(sprint, question, answer, outcome, answer == "yes")
    return ScoredAnswer(
        sprint, question, answer, f"it scored {fmt.tenth(scores[-1].mean_ppm)} and did not pass", answer == "no"
    )


def _score_quality(sprint: int, answer: str, question: str, card_events: list[Event]) -> ScoredAnswer:
    days = [event.online_ppm for event in card_events if isinstance(event, Monitored)]
    words = _band_words(answer)
    if not days:
        return ScoredAnswer(sprint, question, words, "it served nobody", None)
    mean = sum(days) // len(days)
    low, _, high = answer.partition("..")
    # Bands are half open: a mean on an edge lies in exactly one.
    right = _number(low, 0) * fmt.POINT <= mean < _number(high, 1_000) * fmt.POINT
    return ScoredAnswer(sprint, question, words, f"{fmt.tenth(mean)} on average over {fmt.days(len(days))}", right)


def _number(text: str, default: int) -> int:
    """A number from a save; anything else is the default."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default
