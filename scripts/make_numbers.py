"""Write docs/numbers.md: the numbers of the shipped scenarios and of the rules, as the code has them.

    make numbers

The player's guide names these numbers and does not repeat them, so that it cannot fall behind the rules.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from aiboard.actions.words import minutes
from aiboard.engine import gate as gating
from aiboard.engine import orders
from aiboard.engine.chance import deal
from aiboard.engine.model.vocabulary import CHAOS_ROWS, Chaos, Stage
from aiboard.engine.model.world import World
from aiboard.engine.systems import compute, deployment, evaluation, production
from aiboard.engine.verbs import VERBS, card, trouble, verb_minutes
from aiboard.scenario import load
from aiboard.views import fmt, words

TARGET: Final = Path(__file__).resolve().parent.parent / "docs" / "numbers.md"
SCENARIOS: Final = (
    "first-sprint",
    "slow-starters",
    "gpu-drought",
    "support-chatbot:calm",
    "support-chatbot",
    "support-chatbot:chaos",
)

Row = tuple[str, Callable[[World], str]]


def _range(values: list[int], show: Callable[[int], str]) -> str:
    return " / ".join(show(value) for value in values)


def _share(ppm: int) -> str:
    return f"{fmt.points(ppm)} %"


def _cents(cents: int) -> str:
    return fmt.exact_money(cents) if cents % 100 == 0 else f"${cents // 100:,}.{cents % 100:02}"


def _limits(world: World) -> str:
    shown = (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.EVALUATION, Stage.ITERATION, Stage.PRODUCTION)
    return " / ".join(str(world.wip[stage]) for stage in shown) + (", hard" if world.hard_wip else ", soft")


def _focus(world: World) -> str:
    return " / ".join(f"{speed} %" for speed in world.focus_pct)


def _fresh(world: World) -> str:
    return f"+{fmt.points(world.fresh_ppm)} a decided card measured to the full, up to {world.fresh_cap} cards"


def _listed(world: World) -> str:
    return f"{sum(idea.ready_sprint == 0 for idea in world.ideas)} on it"


def _classes(values: list[int], weights: list[int], show: Callable[[int], str]) -> str:
    return f"{_range(values, show)}; of 100 cards {_range([100 * one // sum(weights) for one in weights], str)}"


def _adds(world: World) -> str:
    return str(world.adds_a_sprint) if world.adds_a_sprint else "no limit"


def _leaks(world: World) -> str:
    return f"{world.leak_chance_pct} %, +{fmt.points(world.leak_ppm)}" if world.leak_chance_pct else "0 %"


def _moved(mean_ppm: int, sd_ppm: int) -> str:
    return f"{fmt.signed_points(mean_ppm)}, spread {fmt.points(sd_ppm)}"


def _slimmed(world: World) -> str:
    return f"{world.slim_pct} %, {fmt.signed_points(-world.slim_ppm)}"


def _chaos_row(kind: Chaos) -> Row:
    """What a kind's days say, and when and how often it is drawn."""
    days = "days of notice, " if kind == Chaos.SCOPE_CHANGE else "days it lasts, " if CHAOS_ROWS[kind].lasting else ""

    def show(world: World) -> str:
        if not world.chaos_weights[kind]:
            return "not drawn"
        drawn = (world.chaos_from[kind], min(world.days, world.chaos_to[kind]), world.chaos_weights[kind])
        return ", ".join(map(str, (world.chaos_days[kind], *drawn) if days else drawn))

    return f"{words.CHAOS[kind]}: {days}drawn from day, to day, weight", show


ROWS: Final[dict[str, tuple[Row, ...]]] = {
    "Calendar and team": (
        ("working days", lambda w: str(w.days)),
        ("days in a sprint", lambda w: str(w.sprint_days)),
        ("days that live models earn after the close", lambda w: str(w.tail_days)),
        ("your time a day", lambda w: minutes(w.minutes)),
        ("limits: Hypothesis / Experiment / Evaluation / Iteration / Production", _limits),
        ("speed of a person's cards in flight: one / two / three / more", _focus),
        ("what a ticket gains from its family", _fresh),
        ("ideas, those on the first board", lambda w: f"{len(w.ideas)}, {_listed(w)}"),
        ("ideas that may be asked for in a sprint", _adds),
    ),
    "Goal and money": (
        ("target asked for", lambda w: fmt.points(w.target_ppm)),
        ("bar to launch", lambda w: fmt.points(w.launch_ppm)),
        ("kill line of a ticket", lambda w: fmt.points(w.kill_ppm)),
        ("a live point earns from", lambda w: fmt.points(w.value_floor_ppm)),
        ("a live point a day, all traffic", lambda w: _cents(w.point_cents)),
        ("a point below costs, times", lambda w: str(w.loss_factor)),
        ("launch", lambda w: _cents(w.launch_cents)),
        ("roll-back, for each day at full traffic", lambda w: _cents(w.rollback_cents)),
        ("roll-back, most days charged", lambda w: str(w.rollback_days)),
        ("public incident, when it strikes", lambda w: _cents(w.incident_cents)),
        ("each further day of an incident, full traffic", lambda w: _cents(w.incident_day_cents)),
        ("chance a day of an incident, each point under a bar, full traffic", lambda w: fmt.percent(w.incident_ppm)),
        ("weakest slice is bad under", lambda w: fmt.points(w.bad_slice_ppm)),
        ("a launch is bad when customers get under", lambda w: fmt.points(w.bad_launch_ppm)),
        ("agent incident", lambda w: _cents(w.agent_incident_cents)),
        ("GPU-hour", lambda w: _cents(w.gpu_hour_cents)),
        ("drift of a live model, after the close too", lambda w: fmt.points(w.drift_ppm_day * 10) + " in ten days"),
    ),
    "Training": (
        ("share of the gap that a run closes: slow / middle / fast", lambda w: _range(w.rate_ppm, fmt.percent)),
        ("chance that a run is lost, by class", lambda w: _classes(w.hazard_ppm, w.hazard_weights, _share)),
        ("a new technique", lambda w: _moved(w.technique_mean_ppm, w.technique_sd_ppm)),
        ("a longer training flatters later numbers by", lambda w: fmt.points(w.overfit_ppm)),
        ("a slimmer model: left of latency and cost; quality", _slimmed),
    ),
    "Measuring": (
        ("baseline", lambda w: fmt.points(w.baseline_ppm)),
        ("a training's own number is too high, on average", lambda w: fmt.points(w.optimism_mean_ppm)),
        ("spread of that from card to card", lambda w: fmt.points(w.optimism_sd_ppm)),
        ("noise of a training's own number besides", lambda w: fmt.points(w.readout_sd_ppm)),
        ("spread between seeds", lambda w: fmt.points(w.seed_sd_ppm)),
        ("spread from which questions are in the set", lambda w: fmt.points(w.items_sd_ppm)),
        ("questions in the frozen set", lambda w: str(w.eval_items)),
        ("smallest part of them an evaluation may use", lambda w: f"{w.least_items_pct} %"),
        ("spread of a live day: canary / half / all", lambda w: _range(w.monitor_sd_ppm, fmt.points)),
        ("customers' quality against the test", lambda w: _moved(w.skew_mean_ppm, w.skew_sd_ppm)),
        ("lost to faults that only customers meet", lambda w: _classes(w.fault_ppm, w.fault_weights, fmt.points)),
        ("weakest slice against the whole", lambda w: _moved(w.slice_mean_ppm, w.slice_sd_ppm)),
        ("chance that a card's scores are flattered by leaked questions, by how much", _leaks),
        ("seeds that a first evaluation usually gets", lambda w: str(w.first_seeds)),
        ("GPU-hours of an eval seed", lambda w: fmt.gpu_hours(w.eval_gpu_min)),
        ("GPU-hours of the slices", lambda w: fmt.gpu_hours(w.slice_gpu_min)),
        ("limit: latency", lambda w: f"{w.latency_limit_ms} ms"),
        ("revenue lost for each 100 ms over it", lambda w: f"{w.late_revenue_pct} %"),
        ("limit: serving a day", lambda w: _cents(w.serving_limit_cents)),
    ),
    "Compute, data, launch": (
        ("GPUs", lambda w: str(w.gpus)),
        ("GPUs left in a shortage, if the card that trains needs no more", lambda w: str(w.shortage_gpus)),
        ("a GPU kept for you in a shortage, a day", lambda w: _cents(w.reserve_cents)),
        ("pilot batch", lambda w: f"{w.pilot_pct} %"),
        ("ceiling lost to labels: good / fair / poor", lambda w: _range(w.label_penalty_ppm, fmt.points)),
        ("true kappa: good / fair / poor", lambda w: _range(w.label_kappa_ppm, fmt.kappa)),
        ("ceiling lost while only the pilot is there", lambda w: fmt.points(w.pilot_penalty_ppm)),
        ("kappa at which the order holds a batch: under", lambda w: fmt.kappa(w.kappa_hold_ppm)),
        ("relabelling costs, share of the labels' price", lambda w: f"{w.relabel_pct} %"),
        ("legal review", lambda w: fmt.days(w.legal_days) if w.needs_legal else "not needed"),
        ("handoff", lambda w: fmt.work_days(w.handoff_points)),
        ("days at each canary share", lambda w: str(w.canary_days)),
        ("live alert: points under the offline score", lambda w: fmt.points(w.alert_ppm)),
    ),
    "Chaos": (
        ("disruptions in a game, at most", lambda w: str(w.chaos_events)),
        ("days between two of them, at least", lambda w: str(w.chaos_gap)),
        *map(_chaos_row, Chaos),
        ("quality that a regressed model has lost", lambda w: fmt.points(w.regression_ppm)),
        ("revenue left while a new requirement is not met", lambda w: f"{w.scope_revenue_pct} %"),
    ),
}


#: Rules' constants that the guide names.
CONSTANTS: Final = (
    ("seeds under which the gate says there is not enough evidence", str(gating.LEAST_SEEDS)),
    ("seeds that one checkpoint can be given at most", str(deal.BASELINE_SEEDS)),
    ("days after which an untouched card in Evaluation takes no focus", str(evaluation.PARKED_DAYS)),
    ("days a data question of a standing order waits before the rest is ordered", str(orders.WEEK)),
    ("share of traffic a launch begins with", f"{deployment.CANARY_PCT} %"),
    ("share of traffic from which an alert may be raised", f"{production.ALERT_SHARE} %"),
    ("days that chasing the vendor or the lawyers gives back", str(trouble.CHASED_DAYS)),
    ("setup after a pause", fmt.work_days(card.RESUME_POINTS)),
    ("GPU-hours of a GPU in a day", str(compute.DAY_GPU_MIN // 60)),
)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines]


def _prices(worlds: list[World]) -> list[tuple[str, ...]]:
    found = []
    for verb in VERBS:
        if any(verb_minutes(world, verb) for world in worlds):
            found.append((verb.VERB, *(minutes(verb_minutes(world, verb)) for world in worlds)))
    return found


def text() -> str:
    """The whole page."""
    worlds = [load(name).world() for name in SCENARIOS]
    head = ("", *SCENARIOS)
    lines = [
        "# Numbers",
        "",
        "Written by `make numbers` from the code. Qualities are points of 100; spreads are standard deviations. What",
        "each number does is in the [player's guide](players-guide.md), the formulas are in the [model](model.md).",
    ]
    for title, rows in ROWS.items():
        lines += ["", f"## {title}", "", *_table(head, [(name, *map(show, worlds)) for name, show in rows])]
    lines += ["", "## What takes your time", "", *_table(head, _prices(worlds)), ""]
    lines += [
        "Starting a card from the Backlog also writes its ticket. On the first day of a sprint orders are free.",
        "",
    ]
    lines += ["All other actions take no time.", "", "## The same in every scenario", ""]
    lines += _table(("", ""), list(CONSTANTS))
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    argparse.ArgumentParser(description="Write docs/numbers.md.").parse_args()
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
    print(f"wrote docs/{TARGET.name}")


if __name__ == "__main__":
    main()
