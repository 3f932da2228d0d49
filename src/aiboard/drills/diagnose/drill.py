"""Nothing has shipped in three sprints: open evidence, rank the causes, choose the first action."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from aiboard.drills.asks import Open, Option, Pick, Weights
from aiboard.drills.attempts import Attempt, Store
from aiboard.drills.brief import Brief, Point
from aiboard.drills.diagnose import bayes, evidence
from aiboard.drills.diagnose.causes import Cause, causes
from aiboard.drills.diagnose.planted_game import DAYS, PlayedGame, play, world
from aiboard.drills.diagnose.plants import NONE, PLANTS
from aiboard.drills.drill import Setting, entry
from aiboard.drills.question import Answer, Grade, Question
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.views import fmt

ID: Final = "diagnose"
MINUTES: Final = {1: 30, 2: 20, 3: 13}
"""Level -> minutes for evidence; all of it takes 43."""
_FIRST_SEED: Final = 3_000_000
_TRIES: Final = 60
_MOST: Final = 10_000_000
_OTHERS: Final = 3
"""Other causes that an interviewer asks about."""
_ALIKE: Final = 0.02
"""Two probabilities nearer than this are told as the same."""
_ACTION_SHARE: Final = 0.25
"""Of the score, what the first action counts; the rest is for the probabilities."""


@dataclass(frozen=True)
class Case:
    """A planted project: level, cause, the seed of its luck, and the game after three sprints."""

    level: int
    cause: str
    seed: int
    game: PlayedGame


def case(level: int, number: int) -> Case:
    """The project of a number: the first luck of its own on which nothing serves customers after three sprints."""
    cause = case_cause(number)
    for seed in range(first_seed(number), first_seed(number) + _TRIES):
        played = play(PLANTS[cause], seed)
        # The exercise says that nothing serves customers: luck on which something does is passed over.
        if not played.served():
            break
    return Case(level, cause, seed, played)


def case_cause(number: int) -> str:
    """The cause that is planted in a project, drawn by its number alone."""
    return Random(f"cause {number}").choice(list(PLANTS))


def first_seed(number: int) -> int:
    """The first luck that a project may have; no other project shares it."""
    return _FIRST_SEED + number * _TRIES


def make(setting: Setting) -> Diagnose:
    """The drill; the seed decides which project."""
    return Diagnose(setting.seed)


def level(tries: Sequence[Attempt]) -> int:
    """1 to 3: up after two right in a row, down after a wrong one."""
    current_level, row = 1, 0
    for attempt in tries:
        row = row + 1 if attempt.right else 0
        if not attempt.right:
            current_level = max(1, current_level - 1)
        elif row % 2 == 0:
            current_level = min(max(MINUTES), current_level + 1)
    return current_level


class Diagnose:
    """A question a project."""

    def __init__(self, seed: int | None = None) -> None:
        self._seed = seed
        self._cases: dict[str, Case] = {}

    def next(self, store: Store) -> Question:
        """A project at the level that the last attempts call for."""
        number = self._seed % _MOST if self._seed is not None else secrets.randbelow(_MOST)
        tries = [attempt for attempt in store.attempts if attempt.drill == ID]
        return self.find(f"{level(tries)}-{number}")

    def find(self, id: str) -> Question:
        """A project by `level-number`."""
        diagnosis = self._case(id)
        minutes = MINUTES[diagnosis.level]
        sprint = fmt.count(world().sprint_days, "working day")
        lines = (
            "Your AI team has not shipped anything in three sprints. What is the matter?",
            "",
            f"A support chatbot, {sprint} a sprint. Today is the morning of day {DAYS + 1}. Nothing serves customers.",
            "At most one thing is wrong; it may be that nothing is.",
        )
        return Question(
            ID,
            id,
            "Diagnose the board",
            lines,
            (
                Open("opened", "What do you look at?", evidence.items(diagnosis.game), minutes),
                Weights("causes", "How likely is each cause? 100 % in all.", _options()),
                Pick("action", "What do you do first?", _actions(), named=False),
            ),
            entry(ID).checked,
            dimension="DEBUG",
        )

    def _case(self, id: str) -> Case:
        if id not in self._cases:
            match = re.fullmatch(r"([1-3])-([0-9]{1,8})", id)
            if match is None or int(match[2]) >= _MOST:
                message = f"no project is called '{clean(id, 40)}'; it is a level and a number, as 1-17"
                raise InputError(message)
            self._cases[id] = case(int(match[1]), int(match[2]))
        return self._cases[id]

    def brief(self, question: Question) -> Brief:
        """The plant, where it can be seen, what to do first; the likeliest others by all the evidence."""
        diagnosis = self._case(question.id)
        cause, names = causes()[diagnosis.cause], {kind.key: kind.name for kind in evidence.KINDS}
        good = [Point(f"opens: {names[key]}", "DEBUG") for key in cause.shows]
        good += [Point(f"ranks first: {cause.name}", "DEBUG"), Point(f"does first: {cause.action}", "DESIGN")]
        posterior = bayes.shipped().posterior(evidence.numbers(diagnosis.game))
        others = [
            causes()[name] for name in sorted(posterior, key=lambda name: -posterior[name]) if name != diagnosis.cause
        ]
        follow_ups = tuple(f"What speaks against: {other.name}?" for other in others[:_OTHERS])
        return Brief(tuple(good), follow_ups, truth=(cause.name, cause.why))

    def grade(self, question: Question, answer: Answer) -> Grade:
        """Quadratic score of the probabilities and the first action; what the evidence said; the luck without it."""
        diagnosis = self._case(question.id)
        probabilities: dict[str, int] = answer["causes"]
        penalty = multiclass_brier(probabilities, diagnosis.cause)
        acted = answer["action"] == diagnosis.cause
        # Named first and alone: equal shares for all would be right about every cause.
        top = max(probabilities.values())
        right = probabilities[diagnosis.cause] == top and list(probabilities.values()).count(top) == 1
        score = (1 - penalty / 2) * (1 - _ACTION_SHARE) + acted * _ACTION_SHARE
        posterior = bayes.shipped().posterior(evidence.numbers(diagnosis.game, answer["opened"]))
        comparison = counterfactual(diagnosis)
        true_cause = causes()[diagnosis.cause]
        lines = [
            f"{'✓' if right else '✗'} It was: {true_cause.name}. You gave it {probabilities[diagnosis.cause]} %.",
            f"Squared error of your probabilities: {penalty:.2f} (0 is best, 2 is worst, "
            f"all equal costs {multiclass_brier({}, diagnosis.cause):.2f}).",
            *_action(true_cause, causes()[answer["action"]]),
            "",
            true_cause.why,
            *_shown(diagnosis, answer["opened"]),
            *_program(posterior, bool(answer["opened"])),
            "",
            *comparison.lines(),
        ]
        data = {
            "cause": diagnosis.cause,
            "penalty": penalty,
            "action_right": acted,
            "classifier": {cause: round(share, 4) for cause, share in posterior.items()},
            "without": comparison.data(),
        }
        return Grade(score, right, tuple(lines), brier=round(penalty, 4), data=data)


def multiclass_brier(probabilities: Mapping[str, float], cause: str) -> float:
    """Sum of squared errors over all causes, 0 to 2; an empty answer is equal shares."""
    shares = probabilities or dict.fromkeys(PLANTS, 100 / len(PLANTS))
    return sum((shares.get(name, 0) / 100 - (name == cause)) ** 2 for name in PLANTS)


def _options() -> tuple[Option, ...]:
    return tuple(Option(cause.id, cause.name) for cause in causes().values())


def _actions() -> tuple[Option, ...]:
    """The first actions for all causes: a choice of some would narrow the causes down."""
    # Neither keys nor the order say which action belongs to which cause.
    return tuple(Option(cause.id, cause.action) for cause in sorted(causes().values(), key=lambda one: one.action))


def _action(right: Cause, chosen: Cause) -> Iterator[str]:
    """What to do first; of another choice also what was chosen, or the mark would seem to be of the right one."""
    if chosen is right:
        yield f"✓ First: {right.action}."
    else:
        yield f"✗ You would first: {chosen.action}."
        yield f"  Here first: {right.action}."


def _shown(diagnosis: Case, opened: list[str]) -> Iterator[str]:
    """Where it could be seen, and whether that was opened."""
    names = {kind.key: kind.name for kind in evidence.KINDS}
    for key in causes()[diagnosis.cause].shows:
        yield f"  seen in: {names[key]} ({'opened' if key in opened else 'not opened'})"


def _program(posterior: dict[str, float], has_evidence: bool) -> Iterator[str]:
    if not has_evidence:
        yield "You opened nothing: a program that has counted many such boards knows no more than you."
        return
    best = sorted(posterior, key=lambda name: -posterior[name])[:3]
    tied = sum(share > posterior[best[0]] - _ALIKE for share in posterior.values())
    if tied > len(best):
        yield f"A program that has counted many such boards finds {tied} causes about as likely, by what you opened."
        return
    ranking = "; ".join(f"{causes()[name].name} {posterior[name] * 100:.0f} %" for name in best)
    yield f"A program that has counted many such boards says, by what you opened: {ranking}."


@dataclass(frozen=True)
class CounterfactualGame:
    """The same luck with the cause and without it: after three sprints, and at the end of the project."""

    case: Case
    clean: PlayedGame
    with_end: PlayedGame
    clean_end: PlayedGame

    def lines(self) -> Iterator[str]:
        """For people."""
        if self.case.cause == NONE:
            yield f"Nothing was planted. Played on to its end, the project is worth {_money(self.with_end)}."
            return
        yield "The same luck without it:"
        a, b = self.case.game.board, self.clean.board
        counts = f"{b.decided} decided and {b.promoted} promoted, in place of {a.decided} and {a.promoted}"
        yield f"  after three sprints {counts}"
        yield f"  at the end of the project {_money(self.clean_end)}, in place of {_money(self.with_end)}"
        if self.clean_end.state.returns() <= self.with_end.state.returns():
            yield (
                "On this luck taking the fault away did not pay. That does not make the fault harmless: from where the "
                "two games part, other cards are tried and launched, and what those happen to earn counts too."
            )
        yield "One game is mostly luck: it cannot show what a fault costs. That takes the mean of many games."

    def data(self) -> dict[str, int]:
        """For programs; money in cents."""
        return {
            "decided": self.clean.board.decided,
            "decided_with": self.case.game.board.decided,
            "value_cents": self.clean_end.state.returns(),
            "value_cents_with": self.with_end.state.returns(),
        }


def _money(played: PlayedGame) -> str:
    return fmt.money(played.state.returns())


def counterfactual(diagnosis: Case) -> CounterfactualGame:
    """Plays the same luck without the plant, three sprints and whole, and the planted one to its end."""
    plant, none, days = PLANTS[diagnosis.cause], PLANTS[NONE], world().days
    return CounterfactualGame(
        diagnosis, play(none, diagnosis.seed), play(plant, diagnosis.seed, days), play(none, diagnosis.seed, days)
    )
