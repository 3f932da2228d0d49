"""Lab 11: a disruption on the board. Where the course says it piles up, beside the same luck without it."""

from __future__ import annotations

from typing import ClassVar, Final

from aiboard.engine.model.vocabulary import Stage
from aiboard.labs import lab
from aiboard.labs.controls import Values
from aiboard.labs.disruption import ADDED, SCENARIO, DisruptionEffect, DisruptionSetup, measure_effect, paired_states
from aiboard.labs.games import play_to_end
from aiboard.play.counterfactual import compare
from aiboard.play.watching import PILE_UP_STAGES
from aiboard.views import fmt, words
from aiboard.views.words import Tone

_BOTS: Final = ("vibes", "autopilot", "heuristic")
_NAIVE_PLACE: Final = (Stage.EXPERIMENT, Stage.EXPERIMENT, Stage.EVALUATION, Stage.HYPOTHESIS, Stage.EXPERIMENT)
"""Where the course's table tells the watcher to look, by kind."""
_PARTS: Final = 3
"""Causes of a difference in money that are named."""


def _what(values: Values) -> DisruptionSetup:
    return DisruptionSetup(values["kind"], values["added"], values["day"], _BOTS[values["bot"]])


class BoardLab(lab.Lab):
    """A disruption beside the same luck without it."""

    ID: ClassVar[str] = "board"

    def idle(self, values: Values) -> dict[str, str]:
        """How many are added matters where some are."""
        return {} if values["kind"] == ADDED else {"added": "set the disruption to experiments to use this"}

    def run(self, values: Values, seed: int) -> lab.Outcome:
        """The course's place, and what differs from the same game without it."""
        what = _what(values)
        told = measure_effect(what, seed)
        if not told.began:
            draw = f"The program {what.bot} plays; the {what.name} finds nothing to hit from day {what.day} on."
        else:
            days = f"day {told.began}" if told.until == told.began else f"days {told.began} to {told.until}"
            draw = f"The program {what.bot} plays; {what.name} on {days}: {what.does}."
            if what.kind == ADDED:
                draw += f" {told.begun} could be started."
        return lab.Outcome((draw,), _naive_side(what, told), _engine_side(told))

    def run_many(self, values: Values, seed: int, progress: lab.Progress) -> lab.Draws:
        """Other luck for everything that is still to come."""
        what = _what(values)
        pair = paired_states(what, seed)
        if pair is None:
            return lab.Draws(0, (), (), (), "It has nothing to hit.")
        cost = None
        for cost in compare(*pair, what.bot, self.DRAWS):
            progress(cost.futures)
        assert cost is not None
        clear = cost.low > 0 or cost.high < 0
        figures = (
            lab.Figure("held", "card-days more, in all", cost.held, fmt.number(cost.held, 1)),
            lab.Figure("later", "next decision, days later", cost.later, fmt.number(cost.later, 1)),
            lab.Figure("cents", "net value, difference", cost.cents / 100, fmt.signed_money(cost.cents)),
            lab.Figure("low", "95 % from", cost.low / 100, fmt.signed_money(cost.low)),
            lab.Figure("high", "to", cost.high / 100, fmt.signed_money(cost.high)),
        )
        sure = "The interval leaves out 0." if clear else "The interval holds 0: no clear difference in money."
        says = (
            "Other luck for what is to come, each future played with and without it, from that day to the close. "
            f"{sure} One luck, such as the one above, may say the opposite of the mean."
        )
        return lab.Draws(cost.futures, (), figures, (), says)

    def question(self, values: Values, seed: int) -> lab.Question:
        """Where it holds cards up."""
        what = _what(values)
        text = self.texts.question.format(day=what.day, disruption=what.name)
        return lab.Question(text, (*(words.STAGE[stage] for stage in PILE_UP_STAGES), "nowhere"))

    def answer(self, values: Values, seed: int) -> lab.Answer:
        """On this luck."""
        told = measure_effect(_what(values), seed)
        parts = [
            f"{words.STAGE[stage]} {_signed(more)}"
            for stage, more in zip(PILE_UP_STAGES, told.held, strict=True)
            if more
        ]
        return lab.Answer(
            len(PILE_UP_STAGES) if told.pile is None else told.pile,
            self.answer_reasons(
                held=", ".join(parts) or "none", fewer=_fewer(told), money=_money(told), draws=f"{self.DRAWS:,}"
            ),
        )

    def counterexample(self) -> lab.Counterexample:
        """Killing everything at once has the best throughput there is."""
        found = {}
        # A fixed luck: what the text says has to hold on what stands beside it.
        for bot in ("kill-all", "heuristic"):
            state = play_to_end(SCENARIO, 7, bot)
            sprints = state.world.days / state.world.sprint_days
            found[bot] = (state.board.decided / sprints, state.returns())
        fast = max(found, key=lambda bot: found[bot][0])
        worth = max(found, key=lambda bot: found[bot][1])
        return lab.Counterexample(
            self.texts.counterexample,
            _ranked(fast, "decided cards a sprint", {bot: round(pair[0], 1) for bot, pair in found.items()}),
            _ranked(worth, "net value", {bot: pair[1] / 100 for bot, pair in found.items()}, money=True),
            ("Course: throughput", "Engine: net value"),
        )

    def facts(self, values: Values) -> dict[str, object]:
        """How many futures `run_many` plays."""
        return {"draws": self.DRAWS}


def _signed(count: int) -> str:
    return f"{'+' if count > 0 else fmt.MINUS}{abs(count)}"


def _fewer(told: DisruptionEffect) -> str:
    """Cards decided less when it is over, and a sprint later."""
    if not told.decided_end and not told.decided_later:
        return "As many cards are decided as without it, when it is over and a sprint later."
    ways = [
        f"{fmt.count(abs(less), 'card')} {'fewer' if less >= 0 else 'more'} decided {when}"
        for less, when in ((told.decided_end, "when it is over"), (told.decided_later, "a sprint later"))
    ]
    return f"{', '.join(ways)}."


def _money(told: DisruptionEffect) -> str:
    """What the project ends with against the one without it, and what that is made of."""
    if not told.cents:
        return "Both projects end with the same net value."
    named = [f"{name} {fmt.signed_money(cents)}" for name, cents in told.parts[:_PARTS]]
    way = "less" if told.cents < 0 else "more"
    return (
        f"The project ends with {fmt.exact_money(abs(told.cents))} {way} in net value than without it "
        f"({', '.join(named)})."
    )


def _ranked(best: str, label: str, values: dict[str, float], money: bool = False) -> lab.Side:
    figures = tuple(
        lab.Figure(bot, f"{bot}: {label}", value, fmt.exact_money(round(value * 100)) if money else f"{value:.1f}")
        for bot, value in values.items()
    )
    return lab.Side(f"{best} is better", figures)


def _naive_side(what: DisruptionSetup, told: DisruptionEffect) -> lab.Side:
    place = _NAIVE_PLACE[what.kind]
    right = told.pile is not None and place == PILE_UP_STAGES[told.pile]
    blockers = int(bool(told.began) and what.kind != ADDED)
    figures = (
        lab.plain_figure("place", "cards pile up in", words.STAGE[place], Tone.GOOD if right else Tone.BAD),
        lab.yes_no_figure("right", "true on this luck", right),
        lab.plain_figure("blockers", "blockers counted", blockers),
    )
    return lab.Side(f"look at {words.STAGE[place]}", figures)


def _engine_side(told: DisruptionEffect) -> lab.Side:
    where = "nowhere" if told.pile is None else words.STAGE[PILE_UP_STAGES[told.pile]]
    most = max(1, *(abs(more) for more in told.held))
    bars = tuple(
        lab.Bar(
            words.STAGE[stage],
            max(0, more) / most,
            f"{_signed(more) if more else '0'} d",
            Tone.WARN if more > 0 else Tone.PLAIN,
        )
        for stage, more in zip(PILE_UP_STAGES, told.held, strict=True)
    )
    total = sum(told.held)
    with_it, without = (" ".join(str(pair[at]) for pair in told.by_sprint) or "none" for at in (0, 1))
    figures = (
        lab.Figure("held", "card-days more, in all", total, fmt.number(total)),
        lab.Figure("over_limit", "days over a limit, more", told.over, fmt.number(told.over)),
        lab.Figure("decided_end", "fewer decided at its end", told.decided_end, fmt.number(told.decided_end)),
        lab.Figure("decided_later", "fewer decided a sprint on", told.decided_later, fmt.number(told.decided_later)),
        lab.Figure("value", "net value, difference", told.cents / 100, fmt.signed_money(told.cents)),
        lab.plain_figure("by_sprint", "held by sprint, with", with_it),
        lab.plain_figure("by_sprint_without", "and without it", without),
    )
    return lab.Side(f"most held up: {where}", figures, bars)
