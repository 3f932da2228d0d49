"""Retry: the costliest boards of a game again, one after another, each with options to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from aiboard.actions.grammar import to_text, without_words
from aiboard.analysis.debrief.decision_summaries import DecisionSummary
from aiboard.analysis.debrief.phrases import imperative_text, try_parse_action
from aiboard.analysis.debrief.prices import interval_text
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.position import Position, position_before
from aiboard.analysis.pricing.figures import without_amounts
from aiboard.analysis.pricing.groups import by_subject, merge_dependent_groups
from aiboard.analysis.pricing.options import is_choice
from aiboard.analysis.rollouts import Continuation, plan_of
from aiboard.analysis.weighing import WAIT, Option, Weighing, decision_choices, weigh
from aiboard.engine.verbs import Action, AddIdea
from aiboard.views.decisions.menu import complete_typed

if TYPE_CHECKING:
    from aiboard.engine.model.world import World
    from aiboard.game import Game
    from aiboard.game.view import GameView

_AS_THEN: Final = ", as in the game"
PASS: Final = 2.0
"""Points within which of the best a choice passes."""
FUTURES: Final = 64


@dataclass(frozen=True)
class Exercise:
    """A board to decide again.

    Attributes:
        answer: what was done there.
        position: where it was.
        options: the ways on, leaving the matter first.
        daily_boards: of something that was left undone, the boards of the game on which the reference would have done
            it, the first of them `position`, each with leaving it for that day and doing it as its price compares them.
    """

    answer: DecisionSummary
    position: Position
    options: tuple[Option, ...]
    daily_boards: tuple[tuple[Position, tuple[Option, Option]], ...] = ()

    @property
    def facts(self) -> str:
        """What the board said; of something that was left for days also what leaving it stands for here."""
        summary, count = self.answer, len(self.daily_boards)
        sentences = [f"Known: {summary.known}."] if summary.known else []
        if count > 1:
            sentences.append(f"Leaving it is priced over the {count} days on which it was left, each as its board was.")
        elif summary.last_day > summary.day:
            sentences.append(f"In the game it was left until day {summary.last_day}; here it is one day of that.")
        return " ".join(sentences)

    def option_text(self, option: Option, world: World, titled: bool = True) -> str:
        """An option as something to do; with `titled` the card's title too."""
        if len(self.daily_boards) > 1 and option.line == WAIT:
            return f"leave it until day {self.daily_boards[-1][0].day}{_AS_THEN}"
        return imperative_text(option.line, world, titled)


@dataclass(frozen=True)
class Verdict:
    """What a choice comes to: points behind the best, whether that passes."""

    behind: float
    passed: bool


def exercise(game: GameView, answer: DecisionSummary) -> Exercise | None:
    """The board before a decision that was told of; None where nothing else can be chosen there."""
    position = position_before(game, answer.day, answer.line, answer.undone)
    action = _action(position, answer.line)
    if answer.undone and answer.card < 0:
        # About a card that was not on the board: what could be done was to ask for an idea.
        action = next((one for one in plan_of(position.state) if isinstance(one, AddIdea)), action)
    if action is None:
        return None
    instead = None if answer.undone else _action(position, answer.alternative)
    options = decision_choices(position, action, instead)
    if len(options) < 2:
        return None
    priced_too = answer.undone and any(one.line == answer.line for one in options)
    return Exercise(answer, position, options, tuple(_left(game, answer)) if priced_too else ())


def _left(game: GameView, answer: DecisionSummary) -> Iterator[tuple[Position, tuple[Option, Option]]]:
    """The boards on which the reference would have done what was left undone."""
    for day in range(answer.day, answer.last_day + 1):
        position = position_before(game, day, answer.line, True)
        pair = _pair(position, answer.line)
        if pair is not None:
            yield position, pair


def _pair(position: Position, line: str) -> tuple[Option, Option] | None:
    """Leaving a thing for the day and doing it, both after what the reference would do before it, as it is priced."""
    state, before_it = position.state, tuple[Action, ...]()
    groups = merge_dependent_groups(state, by_subject([one for one in plan_of(state) if is_choice(one)]))
    for number, group in enumerate(groups, 1):
        after = (*before_it, *group)
        own_line = without_words(to_text(group[0], state.world))
        # Its amount may be another one than on the first of the days.
        if without_amounts(own_line) == without_amounts(line):
            # The day's last thing is left to the reference: what an idea is like it sees when it is there.
            continuation = Continuation() if number == len(groups) else Continuation(after, ends=True)
            return Option(WAIT, Continuation(before_it, ends=True)), Option(own_line, continuation, True)
        before_it = after
    return None


def _action(position: Position, line: str) -> Action | None:
    """The action of a line; a kill with the learning that the evidence speaks for, without which it teaches nothing."""
    action = try_parse_action(line, position.state.world)
    return None if action is None else complete_typed(position.state.board, action, line)


def weigh_exercise(problem: Exercise) -> Iterator[Weighing]:
    """The options' worth after more and more futures.

    Leaving a matter for days loses, as its price says, what each of these days lost on its own board.
    """
    boards = [weigh(position, pair, FUTURES) for position, pair in problem.daily_boards]
    for first, *others in zip(weigh(problem.position, problem.options, FUTURES), *boards, strict=True):
        leaving, *rows = first.values
        if others:
            lines = [one.line for one in first.options]
            leaving = first.values[lines.index(problem.answer.line)]
        for other in others:
            leaving = tuple(value + wait - done for value, wait, done in zip(leaving, *other.values, strict=True))
        yield Weighing(first.options, (leaving, *rows))


def judge(weighed: Weighing, choice: int, point_cents: float) -> Verdict:
    """Whether a choice is within two points of the best.

    Which option is best is chosen on some futures and what it is worth told by others: the largest of several noisy
    means flatters itself, and would fail a choice that is as good.
    """
    # From 0: the best one is behind itself by 0, not by minus 0.
    behind = 0.0 - _over_best(weighed, choice, point_cents).mean
    return Verdict(behind, behind <= PASS)


def _over_best(weighed: Weighing, index: int, point_cents: float) -> Estimate:
    """Points that an option is worth over the best, never over 0: of the verdict and of the table that explains it."""
    over = -weighed.regret(index).rescale(0.0, 100 * point_cents)
    low, high = (None if end is None else min(0.0, end) for end in (over.low, over.high))
    return Estimate(min(0.0, over.mean), low, high)


@dataclass(frozen=True)
class ComparisonRow:
    """What one option came to: in words, points behind the best ("best" for that one), what it was."""

    option: str
    worth: str
    marks: str

    @property
    def text(self) -> str:
        """On one line."""
        return f"{self.option}: {self.worth}" + (f" ({self.marks})" if self.marks else "")


def compare_options(
    problem: Exercise, weighed: Weighing, choice: int, world: World, point_cents: float
) -> list[ComparisonRow]:
    """Every option against the best, and which of them was chosen now, in the game, and by the reference."""
    rows: list[ComparisonRow] = []
    for index, option in enumerate(problem.options):
        # Told only now: before the choice it would be the answer.
        then = option.line == (WAIT if problem.answer.undone else problem.answer.line)
        names = (("you now", index == choice), ("in the game", then), ("the reference", option.reference))
        marks = ", ".join(name for name, holds in names if holds)
        worth = "best" if index == weighed.best else interval_text(_over_best(weighed, index, point_cents), 0)
        # Without titles: the board above has them, and a long one would hide in what two options differ.
        rows.append(ComparisonRow(problem.option_text(option, world, False).removesuffix(_AS_THEN), worth, marks))
    return rows


def verdict_words(verdict: Verdict) -> str:
    """Whether the choice passes, one sentence."""
    word = "passes" if verdict.passed else "does not pass"
    # Rounded up, or 2.04 would be told as 2.0 that does not pass.
    behind = ceil(round(verdict.behind * 10, 6)) / 10
    return f"{behind:.1f} points behind the best of these: {word} (within {PASS:.0f} points does)."


def retry_method_words(weighed: Weighing) -> str:
    """What the numbers are, one sentence."""
    return f"{weighed.futures} futures each: best by one half, points behind it by the other, 95 %."


def result_lines(problem: Exercise, weighed: Weighing, choice: int, world: World, point_cents: float) -> list[str]:
    """A judged choice in lines."""
    rows = compare_options(problem, weighed, choice, world, point_cents)
    verdict = verdict_words(judge(weighed, choice, point_cents))
    return [verdict, *(f"  {row.text}" for row in rows), retry_method_words(weighed)]


def branch(game: Game, position: Position, path: str | None) -> Game:
    """A new game that goes on from there; practice, as every branch is. `path` of its save, None for none."""
    new = game.branch(path, ended=position.day - 1)
    for action in position.actions:
        new.do(action)
    return new
