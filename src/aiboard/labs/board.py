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
        setup = _what(values)
        effect = measure_effect(setup, seed)
        if not effect.first_day:
            draw = f"The program {setup.bot} plays; the {setup.name} finds nothing to hit from day {setup.day} on."
        else:
            days = (
                f"day {effect.first_day}"
                if effect.last_day == effect.first_day
                else f"days {effect.first_day} to {effect.last_day}"
            )
            draw = f"The program {setup.bot} plays; {setup.name} on {days}: {setup.does}."
            if setup.kind == ADDED:
                draw += f" {effect.started} could be started."
        return lab.Outcome((draw,), _naive_side(setup, effect), _engine_side(effect))

    def run_many(self, values: Values, seed: int, progress: lab.Progress) -> lab.Draws:
        """Other luck for everything that is still to come."""
        setup = _what(values)
        pair = paired_states(setup, seed)
        if pair is None:
            return lab.Draws(0, (), (), (), "It has nothing to hit.")
        cost = None
        for cost in compare(*pair, setup.bot, self.DRAWS):
            progress(cost.futures)
        assert cost is not None
        clear = cost.low > 0 or cost.high < 0
        figures = (
            lab.Figure("held", "card-days more, in all", cost.held_days, fmt.number(cost.held_days, 1)),
            lab.Figure("later", "next decision, days later", cost.later, fmt.number(cost.later, 1)),
            lab.Figure("cents", "net value, difference", cost.cents / 100, fmt.signed_money(cost.cents)),
            lab.Figure("low", "95 % from", cost.low / 100, fmt.signed_money(cost.low)),
            lab.Figure("high", "to", cost.high / 100, fmt.signed_money(cost.high)),
        )
        certainty_text = (
            "The interval leaves out 0." if clear else "The interval holds 0: no clear difference in money."
        )
        conclusion = (
            "Other luck for what is to come, each future played with and without it, from that day to the close. "
            f"{certainty_text} One luck, such as the one above, may say the opposite of the mean."
        )
        return lab.Draws(cost.futures, (), figures, (), conclusion)

    def question(self, values: Values, seed: int) -> lab.Question:
        """Where it holds cards up."""
        setup = _what(values)
        text = self.texts.question.format(day=setup.day, disruption=setup.name)
        return lab.Question(text, (*(words.STAGE[stage] for stage in PILE_UP_STAGES), "nowhere"))

    def answer(self, values: Values, seed: int) -> lab.Answer:
        """On this luck."""
        effect = measure_effect(_what(values), seed)
        parts = [
            f"{words.STAGE[stage]} {_signed(extra_days)}"
            for stage, extra_days in zip(PILE_UP_STAGES, effect.held_days, strict=True)
            if extra_days
        ]
        return lab.Answer(
            len(PILE_UP_STAGES) if effect.pile is None else effect.pile,
            self.answer_reasons(
                held=", ".join(parts) or "none", fewer=_fewer(effect), money=_money(effect), draws=f"{self.DRAWS:,}"
            ),
        )

    def counterexample(self) -> lab.Counterexample:
        """Killing everything at once has the best throughput there is."""
        results = {}
        # A fixed luck: what the text says has to hold on what stands beside it.
        for bot in ("kill-all", "heuristic"):
            state = play_to_end(SCENARIO, 7, bot)
            sprints = state.world.days / state.world.sprint_days
            results[bot] = (state.board.decided / sprints, state.returns())
        fastest = max(results, key=lambda bot: results[bot][0])
        most_valuable = max(results, key=lambda bot: results[bot][1])
        return lab.Counterexample(
            self.texts.counterexample,
            _ranked(fastest, "decided cards a sprint", {bot: round(pair[0], 1) for bot, pair in results.items()}),
            _ranked(most_valuable, "net value", {bot: pair[1] / 100 for bot, pair in results.items()}, money=True),
            ("Course: throughput", "Engine: net value"),
        )

    def facts(self, values: Values) -> dict[str, object]:
        """How many futures `run_many` plays."""
        return {"draws": self.DRAWS}


def _signed(count: int) -> str:
    return f"{'+' if count > 0 else fmt.MINUS}{abs(count)}"


def _fewer(effect: DisruptionEffect) -> str:
    """Cards decided less when it is over, and a sprint later."""
    if not effect.decided_end and not effect.decided_later:
        return "As many cards are decided as without it, when it is over and a sprint later."
    phrases = [
        f"{fmt.count(abs(shortfall), 'card')} {'fewer' if shortfall >= 0 else 'more'} decided {moment}"
        for shortfall, moment in ((effect.decided_end, "when it is over"), (effect.decided_later, "a sprint later"))
    ]
    return f"{', '.join(phrases)}."


def _money(effect: DisruptionEffect) -> str:
    """What the project ends with against the one without it, and what that is made of."""
    if not effect.cents:
        return "Both projects end with the same net value."
    causes = [f"{name} {fmt.signed_money(cents)}" for name, cents in effect.parts[:_PARTS]]
    direction = "less" if effect.cents < 0 else "more"
    return (
        f"The project ends with {fmt.exact_money(abs(effect.cents))} {direction} in net value than without it "
        f"({', '.join(causes)})."
    )


def _ranked(best: str, label: str, values: dict[str, float], money: bool = False) -> lab.Side:
    figures = tuple(
        lab.Figure(bot, f"{bot}: {label}", value, fmt.exact_money(round(value * 100)) if money else f"{value:.1f}")
        for bot, value in values.items()
    )
    return lab.Side(f"{best} is better", figures)


def _naive_side(setup: DisruptionSetup, effect: DisruptionEffect) -> lab.Side:
    stage = _NAIVE_PLACE[setup.kind]
    right = effect.pile is not None and stage == PILE_UP_STAGES[effect.pile]
    blockers = int(bool(effect.first_day) and setup.kind != ADDED)
    figures = (
        lab.plain_figure("place", "cards pile up in", words.STAGE[stage], Tone.GOOD if right else Tone.BAD),
        lab.yes_no_figure("right", "true on this luck", right),
        lab.plain_figure("blockers", "blockers counted", blockers),
    )
    return lab.Side(f"look at {words.STAGE[stage]}", figures)


def _engine_side(effect: DisruptionEffect) -> lab.Side:
    pile_name = "nowhere" if effect.pile is None else words.STAGE[PILE_UP_STAGES[effect.pile]]
    scale = max(1, *(abs(extra_days) for extra_days in effect.held_days))
    bars = tuple(
        lab.Bar(
            words.STAGE[stage],
            max(0, extra_days) / scale,
            f"{_signed(extra_days) if extra_days else '0'} d",
            Tone.WARN if extra_days > 0 else Tone.PLAIN,
        )
        for stage, extra_days in zip(PILE_UP_STAGES, effect.held_days, strict=True)
    )
    total = sum(effect.held_days)
    with_it, without = (" ".join(str(pair[at]) for pair in effect.by_sprint) or "none" for at in (0, 1))
    figures = (
        lab.Figure("held", "card-days more, in all", total, fmt.number(total)),
        lab.Figure("over_limit", "days over a limit, more", effect.over_limit, fmt.number(effect.over_limit)),
        lab.Figure("decided_end", "fewer decided at its end", effect.decided_end, fmt.number(effect.decided_end)),
        lab.Figure(
            "decided_later", "fewer decided a sprint on", effect.decided_later, fmt.number(effect.decided_later)
        ),
        lab.Figure("value", "net value, difference", effect.cents / 100, fmt.signed_money(effect.cents)),
        lab.plain_figure("by_sprint", "held by sprint, with", with_it),
        lab.plain_figure("by_sprint_without", "and without it", without),
    )
    return lab.Side(f"most held up: {pile_name}", figures, bars)
