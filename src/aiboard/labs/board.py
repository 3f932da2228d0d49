"""Lab 11: a disruption on the board. Where the course says it piles up, beside the same luck without it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Final

from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act, check
from aiboard.engine.day import advance
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Chaos, Refusal, Stage
from aiboard.engine.verbs import Inject
from aiboard.labs.controls import Control, Values
from aiboard.labs.games import ended, morning
from aiboard.labs.lab import (
    Answer,
    Bar,
    Counterexample,
    Draws,
    Figure,
    Lab,
    Outcome,
    Progress,
    Question,
    Side,
)
from aiboard.play.counterfactual import compare
from aiboard.play.watching import PLACES, Ghost
from aiboard.views import fmt, words
from aiboard.views.words import Tone

_SCENARIO: Final = "support-chatbot:calm"
_BOTS: Final = ("vibes", "autopilot", "heuristic")
_KINDS: Final = ("gpu-shortage", "data-issue", "eval-regression", "scope-change")
_NAIVE_PLACE: Final = (Stage.EXPERIMENT, Stage.EXPERIMENT, Stage.EVALUATION, Stage.HYPOTHESIS)
"""Where the course's table tells the watcher to look, by kind."""
_AFTER: Final = 10
"""Days after its end at which the board is looked at again: a sprint."""


@dataclass(frozen=True, slots=True)
class Told:
    """One disruption on one luck, with and without it.

    Attributes:
        began, until: its days; 0 where it had nothing to hit on any day from the one asked for.
        pile: the column where most card-days were held up; None for nowhere.
        held: card-days more held up, by column of PLACES.
        decided_end, decided_later: cards decided less at its end, and a sprint later.
        cents: net value more at the project's end; negative is a cost.
    """

    began: int
    until: int
    pile: Stage | None
    held: tuple[int, ...]
    decided_end: int
    decided_later: int
    cents: int


def injected(values: Values, seed: int) -> tuple[State, State] | None:
    """The game just after the disruption came and the same without it; None where it never has anything to hit."""
    bot, action = _BOTS[values["bot"]], Inject(values["kind"])
    state = morning(_SCENARIO, seed, bot, values["day"])
    # A regression needs a live model, a vendor delay an order: wait for one.
    while check(state.board, action) != Refusal.NONE:
        play_day(state, make_bot(bot, seed))
        advance(state)
        if state.board.over:
            return None
    without = state.clone()
    act(state, action)
    return state, without


def tell(values: Values, seed: int) -> Told:
    """Play both to the end."""
    return _tell(values["kind"], values["day"], values["bot"], seed)


@lru_cache(maxsize=32)
def _tell(kind: int, day: int, bot_at: int, seed: int) -> Told:
    bot = _BOTS[bot_at]
    pair = injected({"kind": kind, "day": day, "bot": bot_at}, seed)
    if pair is None:
        return Told(0, 0, None, (0,) * len(PLACES), 0, 0, 0)
    state, without = pair
    board = state.board
    active = board.disrupted(kind)
    began, until = board.day, board.disruptions[active].until_day if active >= 0 else board.day
    ghost = Ghost(without.clone(), state, without, bot, words.CHAOS[Chaos(kind)], until)
    pile, held, at_end, later = None, (0,) * len(PLACES), 0, 0
    while not board.over:
        play_day(state, make_bot(bot, seed))
        advance(state)
        ghost.step(board)
        less = ghost.state.board.decided - board.decided
        # The last values up to each of the two days are those that stay.
        if board.day <= until + 1:
            at_end = less
        if board.day <= until + _AFTER:
            pile, later = ghost.pile(), less
            held = tuple(ghost.held.get(stage, 0) for stage in PLACES)
    return Told(began, until, pile, held, at_end, later, state.returns() - ghost.state.returns())


class BoardLab(Lab):
    """A disruption beside the same luck without it."""

    CONTROLS: ClassVar[tuple[Control, ...]] = (
        Control("kind", "Disruption", 0, 3, 0, words=_KINDS),
        Control("day", "Comes on day", 2, 70, 13),
        Control("bot", "Who plays", 0, 2, 0, words=_BOTS),
    )
    SCENARIO: ClassVar[str] = "support-chatbot:calm"
    SOURCE: ClassVar[str] = "Course: where to look"
    ENGINE: ClassVar[str] = "Engine: the same luck without it"
    SCENE: ClassVar[str] = (
        "A program runs a chatbot project; its experiments are cards on a board. The project is played twice on "
        "the same luck, once with the disruption. A card-day is one card that is held up for one day by something "
        "that nobody decided."
    )
    CLAIM: ClassVar[str] = (
        "Watch where cards pile up: that column is the bottleneck. Measure blockers and throughput, the cards "
        "decided, per sprint."
    )
    DRAWS: ClassVar[int] = 16

    def run(self, values: Values, seed: int) -> Outcome:
        """The course's place, and what differs from the same game without it."""
        told = tell(values, seed)
        name = words.CHAOS[Chaos(values["kind"])]
        bot = _BOTS[values["bot"]]
        if not told.began:
            draw = f"The program {bot} plays; the {name} finds nothing to hit from day {values['day']} on."
        else:
            days = f"day {told.began}" if told.until == told.began else f"days {told.began} to {told.until}"
            draw = f"The program {bot} plays; {name} on {days}: {words.CHAOS_DOES[Chaos(values['kind'])]}."
        return Outcome((draw,), _naive_side(values, told), _engine_side(told))

    def many(self, values: Values, seed: int, progress: Progress) -> Draws:
        """Other luck for everything that is still to come."""
        pair = injected(values, seed)
        if pair is None:
            return Draws(0, (), (), (), "It has nothing to hit.")
        cost = None
        for cost in compare(*pair, _BOTS[values["bot"]], self.DRAWS):
            progress(cost.futures)
        assert cost is not None
        clear = cost.low > 0 or cost.high < 0
        figures = (
            Figure("held", "card-days more, in all", cost.held, f"{cost.held:.1f}"),
            Figure("later", "next decision, days later", cost.later, f"{cost.later:.1f}"),
            Figure("cents", "net value, difference", cost.cents / 100, fmt.signed_money(cost.cents)),
            Figure("low", "95 % from", cost.low / 100, fmt.signed_money(cost.low)),
            Figure("high", "to", cost.high / 100, fmt.signed_money(cost.high)),
        )
        sure = "The interval leaves out 0." if clear else "The interval holds 0: no clear difference in money."
        says = f"Other luck for what is to come, each played with and without it. {sure}"
        return Draws(cost.futures, (), figures, (), says)

    def question(self, values: Values, seed: int) -> Question:
        """Where it holds cards up."""
        name = words.CHAOS[Chaos(values["kind"])]
        text = (
            f"On day {values['day']}, or the first day after it on which there is something to hit, comes a {name}. "
            "Compared with the same project without it: in which column are cards held up for most days more?"
        )
        return Question(text, (*(words.STAGE[stage] for stage in PLACES), "nowhere"))

    def answer(self, values: Values, seed: int) -> Answer:
        """On this luck."""
        told = tell(values, seed)
        right = len(PLACES) if told.pile is None else PLACES.index(told.pile)
        parts = [f"{words.STAGE[stage]} {_signed(more)}" for stage, more in zip(PLACES, told.held, strict=True) if more]
        return Answer(
            right,
            (
                f"Card-days held up more (+) or less (−) than without it, until a sprint after it is over: "
                f"{', '.join(parts) or 'none'}.",
                f"Fewer cards are decided by {told.decided_end} when it is over, by {told.decided_later} a sprint "
                f"later. The project ends with {fmt.signed_money(told.cents)} in net value. That is one luck, which "
                f"proves nothing: n plays {self.DRAWS}.",
            ),
        )

    def counterexample(self) -> Counterexample:
        """Killing everything at once has the best throughput there is."""
        found = {}
        for bot in ("kill-all", "heuristic"):
            state = ended(_SCENARIO, 7, bot)
            sprints = state.world.days / state.world.sprint_days
            found[bot] = (state.board.decided / sprints, state.returns())
        fast = max(found, key=lambda bot: found[bot][0])
        worth = max(found, key=lambda bot: found[bot][1])
        return Counterexample(
            "Throughput counts every card killed or promoted. One program, kill-all, kills each card as soon as it "
            "may; the other judges by evidence.",
            _ranked(fast, "decided cards a sprint", {bot: round(pair[0], 1) for bot, pair in found.items()}),
            _ranked(worth, "net value", {bot: pair[1] / 100 for bot, pair in found.items()}, money=True),
            ("Course: throughput", "Engine: net value"),
        )

    def why(self, values: Values) -> tuple[str, ...]:
        """Both ways to read a board."""
        return (
            "The course takes the column with the most cards for the bottleneck. But cards also stand in a column "
            "because somebody has to decide, or because they are meant to be there.",
            "Both games share their luck card by card, so what differs comes from the disruption.",
            "Who plays matters most. vibes goes by first numbers and does nothing about a shortage; autopilot leaves "
            "all to standing orders; heuristic reserves GPUs on the first day, so nothing waits and the price is the "
            "reservation.",
            f"Money is told over {self.DRAWS} futures, with an interval.",
            'Interview: "The shortage is over. Which number is still worse a sprint later?" The decided '
            "cards: what was not done then is done now, in place of other work. The columns may look normal again.",
        )


def _signed(count: int) -> str:
    return f"{'+' if count > 0 else fmt.MINUS}{abs(count)}"


def _ranked(best: str, label: str, values: dict[str, float], money: bool = False) -> Side:
    figures = tuple(
        Figure(bot, f"{bot}: {label}", value, fmt.exact_money(round(value * 100)) if money else f"{value:.1f}")
        for bot, value in values.items()
    )
    return Side(f"{best} is better", figures)


def _naive_side(values: Values, told: Told) -> Side:
    place = _NAIVE_PLACE[values["kind"]]
    right = place == told.pile
    figures = (
        Figure("place", "cards pile up in", words.STAGE[place], words.STAGE[place], Tone.GOOD if right else Tone.BAD),
        Figure("right", "true on this luck", right, "yes" if right else "no", Tone.GOOD if right else Tone.BAD),
        Figure("blockers", "blockers counted", int(bool(told.began)), str(int(bool(told.began)))),
    )
    return Side(f"look at {words.STAGE[place]}", figures)


def _engine_side(told: Told) -> Side:
    where = "nowhere" if told.pile is None else words.STAGE[told.pile]
    most = max(1, *(abs(more) for more in told.held))
    bars = tuple(
        Bar(
            words.STAGE[stage],
            max(0, more) / most,
            f"{_signed(more) if more else '0'} d",
            Tone.WARN if more > 0 else Tone.PLAIN,
        )
        for stage, more in zip(PLACES, told.held, strict=True)
    )
    total = sum(told.held)
    figures = (
        Figure("held", "card-days more, in all", total, str(total)),
        Figure("decided_end", "fewer decided at its end", told.decided_end, str(told.decided_end)),
        Figure("decided_later", "fewer decided a sprint on", told.decided_later, str(told.decided_later)),
        Figure("value", "net value, difference", told.cents / 100, fmt.signed_money(told.cents)),
    )
    return Side(f"most held up: {where}", figures, bars)
