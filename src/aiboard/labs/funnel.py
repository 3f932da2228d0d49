"""Lab 0: most ideas die. The listing's kill rule beside a forecast that knows the noise, on the same training runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar, Final

from aiboard.bots.card_estimates import SLACK_PPM, hopeless
from aiboard.engine.model.vocabulary import Stage
from aiboard.labs import lab
from aiboard.labs.bench import one_card, small_world
from aiboard.labs.controls import Values
from aiboard.labs.games import world_and_latents
from aiboard.labs.ideas import BUDGET, GAP, ON, PLATEAU, SCENARIO, JudgedIdea, judge, naive_reason
from aiboard.labs.sampling import Sampler
from aiboard.views import fmt
from aiboard.views.words import Tone

_STALE: Final = "past its box"
_GUESSES: Final = (0.05, 0.15, 0.35, 0.55, 0.80)
_PREVIEWED: Final = 6
#: Deals behind the text under the answer, which follows the controls.
_TOLD: Final = 200


class Funnel(lab.Lab):
    """Ideas of one deal, trained and judged."""

    ID: ClassVar[str] = "funnel"

    def run(self, values: Values, seed: int) -> lab.Outcome:
        """Both rules on one deal."""
        ideas = judge(values, seed)
        good = sum(one.good for one in ideas)
        stale = [one for one in ideas if one.stale]
        draw = (
            f"{len(ideas)} ideas on day {values['day']}: {sum(one.reading > 0 for one in ideas)} have a reading, "
            f"{good} can reach {fmt.points(values['bar'] * 1_000)} (nobody knows which). Past their time box: "
            f"{len(stale)}, of which {sum(one.good for one in stale)} can."
        )
        lines = (draw, *_preview(stale)) if values["kill-stale"] else (draw,)
        return lab.Outcome(lines, _naive_side(ideas, bool(values["kill-stale"])), _engine_side(ideas))

    def run_many(self, values: Values, seed: int, progress: lab.Progress) -> lab.Draws:
        """The same over many deals."""
        ideas = _deals(values, seed, self.DRAWS, progress)
        good = [one for one in ideas if one.good]
        bad = [one for one in ideas if not one.good]
        rows = [
            ("good", "can reach the bar", len(good) / len(ideas), Tone.GOOD),
            ("naive_lost", "good ones the course kills", _part(good, True), Tone.BAD),
            ("lost", "good ones the forecast kills", _part(good, False), Tone.BAD),
            ("naive_ended", "hopeless ones the course kills", _part(bad, True), Tone.WORK),
            ("ended", "hopeless ones the forecast kills", _part(bad, False), Tone.WORK),
        ]
        if values["kill-stale"]:
            rows += [
                ("stale", "good ones past their box", _stale(good), Tone.BAD),
                ("stale_bad", "hopeless ones past their box", _stale(bad), Tone.WORK),
            ]
        figures, bars = lab.shares(rows)
        conclusion = f"{len(ideas):,} ideas of {self.DRAWS:,} deals, each judged on day {values['day']}."
        # Every other row is the course's, and what is stale is killed by its rule alone.
        return lab.Draws(self.DRAWS, figures[1:4:2] + figures[5:], figures[:5:2], bars, conclusion)

    def question(self, values: Values, seed: int) -> lab.Question:
        """How many ideas can make it at all."""
        bar = fmt.points(values["bar"] * 1_000)
        text = self.texts.question.format(ideas=values["ideas"], scenario=SCENARIO, bar=bar)
        return lab.Question(text, lab.share_choices(_GUESSES))

    def answer(self, values: Values, seed: int) -> lab.Answer:
        """The share of ceilings at or over the bar."""
        ideas = _deals(values, seed, _TOLD)
        reachable = [one for one in ideas if one.good]
        unreachable = [one for one in ideas if not one.good]
        good = len(reachable) / len(ideas)
        high = [one for one in ideas if one.naive == PLATEAU and one.reading >= values["bar"] * 1_000]
        naive, naive_bad, ended, ended_bad = (
            fmt.share(_part(group, rule)) for rule in (True, False) for group in (reachable, unreachable)
        )
        because = self.answer_reasons(
            deals=_TOLD, good=fmt.share(good), day=values["day"], naive=naive, naive_bad=naive_bad, ended=ended,
            ended_bad=ended_bad, high=fmt.count(len(high), "idea"), ideas=f"{len(ideas):,}",
        )  # fmt: skip
        return lab.Answer(lab.nearest(good, _GUESSES), because, lab.exact(good))

    def counterexample(self) -> lab.Counterexample:
        """Three equal readings over the target."""
        history, target = (0.931, 0.933, 0.935), 0.92
        naive = naive_reason(history, 10, 24, target)
        state = one_card(small_world(), 0, 935_000)
        card = state.board.cards[0]
        card.stage, card.runs_planned, card.runs_done = Stage.EXPERIMENT, 3, 3
        card.corrected = card.readouts = [round(value * 1_000_000) for value in history]
        kills = hopeless(state.board, card, round(target * 1_000_000), SLACK_PPM)
        first = naive_reason((0.72,), 10, 24, target)
        readings = ", ".join(f"{100 * value:.1f}" for value in history)
        return lab.Counterexample(
            self.texts.counterexample.format(readings=readings, target=f"{100 * target:.0f}", first=first),
            lab.side(f"kill: {naive}", lab.Figure("kill", "kills", naive != ON, "yes"), tone=Tone.BAD),
            lab.side(
                "kill" if kills else "goes on", lab.yes_no_figure("kill", "kills", kills, good=False), tone=Tone.GOOD
            ),
        )

    def facts(self, values: Values) -> dict[str, object]:
        """How noisy readings are, and how many good and bad ideas start slowly."""
        world = world_and_latents(SCENARIO)[0]
        slow, slow_low = (weights[0] / sum(weights) for weights in (world.rate_weights_high, world.rate_weights_low))
        return {
            "readout_sd": fmt.tenth(world.readout_sd_ppm),
            "plateau": fmt.share(_plateau_seen()),
            "slow": fmt.share(slow),
            "slow_low": fmt.share(slow_low),
        }


@lru_cache(maxsize=1)
def _plateau_seen() -> float:
    """How often the listing sees the plateau of an experiment that truly no longer moves."""
    draws = 5_000
    readings = Sampler(0).draw(world_and_latents(SCENARIO)[1].readout, draws, 3).tolist()
    plateaus = [naive_reason([0.8 + value / 1_000_000 for value in row], 0, 1, 0.9) == PLATEAU for row in readings]
    return sum(plateaus) / draws


def _deals(values: Values, seed: int, draws: int, progress: lab.Progress = lab.no_progress) -> list[JudgedIdea]:
    ideas: list[JudgedIdea] = []
    for n in range(draws):
        ideas += judge(values, lab.luck_of(seed, n))
        if n % 20 == 19:
            progress(n + 1)
    return ideas


def _part(ideas: Sequence[JudgedIdea], naive: bool) -> float:
    """The share that a rule kills; 0 of none."""
    killed = sum(one.naive != ON if naive else one.killed for one in ideas)
    return killed / len(ideas) if ideas else 0.0


def _stale(ideas: Sequence[JudgedIdea]) -> float:
    """The share that is past its time box; 0 of none."""
    return sum(one.stale > 0 for one in ideas) / len(ideas) if ideas else 0.0


def _preview(stale: list[JudgedIdea]) -> tuple[str, ...]:
    """What "kill stale" would end, before it does."""
    if not stale:
        return ("Kill stale: nothing is past its time box.",)
    examples = [f"{one.key} {fmt.tenth(one.reading) if one.reading else 'no reading'}" for one in stale[:_PREVIEWED]]
    more = f" and {len(stale) - _PREVIEWED} more" if len(stale) > _PREVIEWED else ""
    return (f"Kill stale ends {fmt.count(len(stale), 'idea')}: {', '.join(examples)}{more}.",)


def _naive_side(ideas: list[JudgedIdea], bulk: bool) -> lab.Side:
    reasons = Counter(_STALE if bulk and one.stale > 0 and one.naive == ON else one.naive for one in ideas)
    bars = tuple(
        lab.Bar(reason, reasons[reason] / len(ideas), str(reasons[reason]), Tone.GOOD if reason == ON else Tone.WARN)
        for reason in (BUDGET, PLATEAU, GAP, *((_STALE,) if bulk else ()), ON)
    )
    return _side([one.naive != ON or (bulk and one.stale > 0) for one in ideas], ideas, bars)


def _engine_side(ideas: list[JudgedIdea]) -> lab.Side:
    counts = {
        "forecast short": sum(one.killed for one in ideas),
        "no reading yet": sum(one.reading == 0 for one in ideas),
        ON: sum(not one.killed and one.reading > 0 for one in ideas),
    }
    bars = tuple(
        lab.Bar(label, count / len(ideas), str(count), Tone.WARN if label == "forecast short" else Tone.GOOD)
        for label, count in counts.items()
    )
    return _side([one.killed for one in ideas], ideas, bars)


def _side(kills: list[bool], ideas: list[JudgedIdea], bars: tuple[lab.Bar, ...]) -> lab.Side:
    pairs = list(zip(kills, ideas, strict=True))
    killed = sum(kills)
    good_killed = sum(kill and one.good for kill, one in pairs)
    hopeless_kept = sum(not kill and not one.good for kill, one in pairs)
    figures = (
        lab.Figure("killed", "killed", killed, f"{killed} of {len(ideas)}"),
        lab.plain_figure("lost", "of them could have reached it", good_killed, Tone.BAD if good_killed else Tone.GOOD),
        lab.plain_figure("kept", "hopeless ones that go on", hopeless_kept, Tone.WARN if hopeless_kept else Tone.GOOD),
    )
    return lab.Side(f"kills {killed}", figures, bars)
