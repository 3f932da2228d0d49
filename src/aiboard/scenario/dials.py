"""The dials: sections of a scenario whose every field sets one attribute of the engine's World.

A field that is not given keeps the World's own default, so each default has one home. `dial` names the attribute;
the field's type says the unit. A dial given by name (`minutes: {ticket: 60}`) sets places of a list.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from aiboard.engine.model.vocabulary import Chaos
from aiboard.engine.model.world import World
from aiboard.engine.verbs import VERBS, Action, price
from aiboard.engine.verbs.plan import LIMITED
from aiboard.scenario.units import (
    Agreement,
    Count,
    Days,
    Dollars,
    Factor,
    Few,
    GpuHours,
    Milliseconds,
    Minutes,
    OneOf,
    Percent,
    Points,
    Share,
    Skew,
    SliceGap,
    Spread,
    Technique,
    Weight,
    WorkDays,
    word,
)

CHAOS_NAMES: Final = [word(kind) for kind in Chaos]
"""How a scenario and an `inject` line name the disruptions."""


def action_name(verb: type[Action]) -> str:
    """How a scenario names an action: its class in words, `order-data`."""
    return re.sub(r"(?<=.)([A-Z])", r"-\1", verb.__name__).lower()


_ACTIONS: Final = {action_name(verb): verb for verb in VERBS}
#: Other dials given by name: what is named -> name in a scenario -> place in the World's list.
_PLACES: Final[dict[str, dict[str, int]]] = {
    "stage": {word(stage): int(stage) for stage in LIMITED},
    "chaos": {word(kind): int(kind) for kind in Chaos},
}
ActionName = Annotated[str, OneOf(list(_ACTIONS))]
StageName = Annotated[str, OneOf(list(_PLACES["stage"]))]
ChaosName = Annotated[str, OneOf(CHAOS_NAMES)]


def dial(attribute: str, description: str, by: str = "") -> Any:
    """A field that sets `attribute` of World; `by` says what is named ("stage") when it is given by name."""
    extra: dict[str, Any] = {"world": attribute, "by": by} if by else {"world": attribute}
    return Field(default=None, description=description, json_schema_extra=extra)


class Section(BaseModel):
    """A group of dials. Unknown names are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Calendar(Section):
    """How long the project is, in working days."""

    days: Days | None = dial("days", "Length of the project.")
    sprint_days: Days | None = dial("sprint_days", "Length of a sprint.")
    tail_days: Days | None = dial("tail_days", "Days after close on which live models go on earning.")


class Goal(Section):
    """What the product owner asked for, and what a point of quality is worth."""

    target: Percent | None = dial("target_ppm", "Quality asked for.")
    launch: Percent | None = dial("launch_ppm", "Quality a card must prove at the gate.")
    kill_below: Percent | None = dial(
        "kill_ppm", "Under this after `kill_after_sprint`, the approach is dropped."
    )
    kill_after_sprint: Few | None = dial("kill_after_sprint", "Sprint after which `kill_below` counts.")
    kill_run: Few | None = dial("kill_run", "Run from which a card's own kill line counts.")
    launch_by_sprint: Few | None = dial("launch_by_sprint", "Sprint in which the first version is due.")
    baseline: Percent | None = dial("baseline_ppm", "Quality of what runs today.")
    baseline_slice: Percent | None = dial(
        "baseline_slice_ppm", "Quality of what runs today on the weak slice."
    )
    margin: Points | None = dial("margin_ppm", "Non-inferiority margin on slices.")
    latency_limit: Milliseconds | None = dial("latency_limit_ms", "p95 latency allowed.")
    serving_limit: Dollars | None = dial(
        "serving_limit_cents", "Serving cost allowed, a working day, full traffic."
    )


class Money(Section):
    """Prices."""

    worth_above: Percent | None = dial("value_floor_ppm", "True quality from which a live model earns.")
    point: Dollars | None = dial(
        "point_cents", "Earned a day by each true point above `worth_above`, full traffic."
    )
    loss_factor: Factor | None = dial(
        "loss_factor", "A point below `worth_above` costs this many times `point`."
    )
    incident_below: Percent | None = dial(
        "bad_launch_ppm", "A live model truly under this ends in an incident."
    )
    incident: Dollars | None = dial("incident_cents", "An incident.")
    launch: Dollars | None = dial("launch_cents", "A launch.")
    rollback: Dollars | None = dial("rollback_cents", "A rollback at full traffic.")
    rollback_floor: Share | None = dial(
        "rollback_floor_pct", "Least share of traffic a rollback is charged for."
    )
    gpu_hour: Dollars | None = dial("gpu_hour_cents", "A GPU for an hour.")
    drift: Points | None = dial("drift_ppm_day", "Quality a live model loses a day.")


class Team(Section):
    """The manager's time, WIP limits and what switching costs."""

    minutes: Minutes | None = dial("minutes", "Your own minutes a day, after meetings.")
    cost: dict[ActionName, Minutes] | None = dial(
        "cost_min", "Minutes of yours each action takes.", by="action"
    )
    wip: dict[StageName, Few] | None = dial("wip", "WIP limit of each stage; 0 is no limit.", by="stage")
    hard_wip: bool | None = dial("hard_wip", "A full stage takes no more cards (else it is a warning).")
    hard_gates: bool | None = dial("hard_gates", "A failed gate forbids the move (else it is a warning).")
    free_cards: Few | None = dial("free_cards", "Cards in flight before switching costs anything.")
    focus_tax: Share | None = dial("focus_tax_pct", "Speed lost to each further card in flight.")
    focus_floor: Share | None = dial("focus_floor_pct", "Speed that is always left.")
    fresh: Points | None = dial("fresh_ppm", "Ceiling a ticket gains from each decided card of its family.")
    fresh_cap: Few | None = dial("fresh_cap", "Decided cards that count for it.")


class Learning(Section):
    """Learning curves, divergence and what one more technique brings. Lists go by class, slow to fast, safe to wild."""

    rate: list[Percent] | None = dial("rate_ppm", "Share of the gap to the ceiling one run closes, by class.")
    rate_weights_low: list[Weight] | None = dial("rate_weights_low", "Classes of cards with a low ceiling.")
    rate_weights_mid: list[Weight] | None = dial(
        "rate_weights_mid", "Classes of cards with a middle ceiling."
    )
    rate_weights_high: list[Weight] | None = dial(
        "rate_weights_high", "Classes of cards with a high ceiling."
    )
    hazard: list[Percent] | None = dial("hazard_ppm", "Chance that a run diverges, by class.")
    hazard_weights: list[Weight] | None = dial("hazard_weights", "How common each hazard class is.")
    technique: Technique | None = dial("technique_mean_ppm", "Ceiling a new technique brings, mean.")
    technique_sd: Spread | None = dial("technique_sd_ppm", "Its spread.")
    slim: Points | None = dial("slim_ppm", "Quality that slimming costs.")
    slim_to: Share | None = dial("slim_pct", "What is left of latency and serving cost after slimming.")


class Measurement(Section):
    """How scores differ from the truth."""

    readout_sd: Spread | None = dial("readout_sd_ppm", "Noise of a run's own readout.")
    seed_sd: Spread | None = dial("seed_sd_ppm", "Noise of one eval seed.")
    slice_noise: Spread | None = dial("slice_noise_ppm", "Noise of a slice score.")
    items_sd: Spread | None = dial("items_sd_ppm", "What the frozen questions favour one card by.")
    set_sd: Spread | None = dial("set_sd_ppm", "What the frozen questions favour every card by.")
    eval_items: Count | None = dial("eval_items", "Questions in the frozen set.")
    least_items: Share | None = dial(
        "least_items_pct", "Smallest part of the questions an evaluation may use: 20, 50 or 100 %."
    )
    score_step: Percent | None = dial("score_step_ppm", "Grid of a score.")
    slice_mean: SliceGap | None = dial("slice_mean_ppm", "Weak slice against the whole, mean.")
    slice_sd: Spread | None = dial("slice_sd_ppm", "Its spread.")
    leak: Points | None = dial("leak_ppm", "What a contaminated card scores too high by.")
    leak_chance: Share | None = dial("leak_chance_pct", "Cards that are contaminated.")
    skew_mean: Skew | None = dial("skew_mean_ppm", "Production against evaluation, mean.")
    skew_sd: Spread | None = dial("skew_sd_ppm", "Its spread.")
    first_seeds: Few | None = dial("first_seeds", "Seeds a first evaluation usually gets.")
    monitor_sd: list[Spread] | None = dial(
        "monitor_sd_ppm", "Noise of a day's monitoring at 5, 50 and 100 %."
    )


class Agents(Section):
    """Tool-using agents: what their runs do."""

    runs: Few | None = dial("agent_runs", "Runs an evaluation shows.")
    unauthorised: list[Percent] | None = dial("unauthorised_ppm", "Runs with an unauthorised call, by class.")
    unauthorised_weights: list[Weight] | None = dial("unauthorised_weights", "How common each class is.")
    loop: list[Percent] | None = dial("loop_ppm", "Runs that loop, by class.")
    loop_weights: list[Weight] | None = dial("loop_weights", "How common each class is.")
    incident: Dollars | None = dial("agent_incident_cents", "An unauthorised action in production.")


class Compute(Section):
    """The GPU pool."""

    gpus: Few | None = dial("gpus", "GPUs; each gives 24 hours a day.")
    eval_hours: GpuHours | None = dial("eval_gpu_min", "GPU-hours of one eval seed.")
    slice_hours: GpuHours | None = dial("slice_gpu_min", "GPU-hours more with slices.")
    shortage_gpus: Few | None = dial("shortage_gpus", "GPUs left in a shortage.")
    reserve: Dollars | None = dial("reserve_cents", "Reserving a GPU for a day.")


class Data(Section):
    """Labels. Lists go by quality class: good, fair, poor."""

    penalty: list[Points] | None = dial("label_penalty_ppm", "Ceiling lost to labels of each class.")
    kappa: list[Agreement] | None = dial("label_kappa_ppm", "True agreement in each class.")
    eval_corruption: Share | None = dial(
        "eval_corruption_pct", "Share of the penalty that shows in evaluations too."
    )
    kappa_sd: Agreement | None = dial("kappa_sd_ppm", "Noise of a spot check.")
    kappa_hold: Agreement | None = dial("kappa_hold_ppm", "Under this a batch should be held.")
    kappa_good: Agreement | None = dial("kappa_good_ppm", "From this on a batch is good.")
    spot_check: Few | None = dial("spot_check_items", "Items a spot check looks at.")
    pilot: Share | None = dial("pilot_pct", "Share of a set in its pilot batch.")
    pilot_penalty: Points | None = dial("pilot_penalty_ppm", "Ceiling lost when only the pilot is there.")
    relabel: Share | None = dial("relabel_pct", "Price of relabelling, of labelling.")


class Launch(Section):
    """The way to production."""

    legal_days: Days | None = dial("legal_days", "Working days of the legal review.")
    needs_legal: bool | None = dial("needs_legal", "Nothing goes live before the legal review.")
    handoff: WorkDays | None = dial("handoff_points", "ML engineering between the gate and the first canary.")
    canary_days: Days | None = dial("canary_days", "Days the standing order stays at each share of traffic.")
    alert: Points | None = dial("alert_ppm", "Drop in monitored quality that pages you.")


class ChaosDials(Section):
    """Disruptions dealt on day 0."""

    events: Few | None = dial("chaos_events", "Disruptions in a game.")
    gap: Days | None = dial("chaos_gap", "Fewest days between two.")
    days: dict[ChaosName, Days] | None = dial("chaos_days", "How long each lasts.", by="chaos")
    first: dict[ChaosName, Days] | None = dial("chaos_from", "First day it may begin.", by="chaos")
    last: dict[ChaosName, Days] | None = dial("chaos_to", "Last day it may begin.", by="chaos")
    weights: dict[ChaosName, Weight] | None = dial(
        "chaos_weights", "How common each is; 0 is never.", by="chaos"
    )
    scope_revenue: Share | None = dial(
        "scope_revenue_pct", "Revenue left while a new requirement is not met."
    )


def dials(section: Section | type[Section]) -> list[tuple[str, str, str]]:
    """(field, attribute of World, what its names name or "") for every dial of a section."""
    model = section if isinstance(section, type) else type(section)
    found: list[tuple[str, str, str]] = []
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        assert isinstance(extra, dict)
        found.append((name, str(extra["world"]), str(extra.get("by", ""))))
    return found


def turn(section: Section, world: World) -> list[tuple[str, str]]:
    """Set `world` to what the section gives. Returns (field, problem) for lists of the wrong length."""
    problems: list[tuple[str, str]] = []
    for name, attribute, by in dials(section):
        value = getattr(section, name)
        if value is None:
            continue
        if by == "action":
            prices = {_ACTIONS[key]: number for key, number in value.items()}
            # What the verb says itself is not kept twice: two ways to give the same prices make the same World.
            setattr(world, attribute, {verb.VERB: n for verb, n in prices.items() if n != verb.MINUTES})
        elif by:
            places: list[int] = getattr(world, attribute)
            for key, number in value.items():
                places[_PLACES[by][key]] = number
        elif isinstance(value, list):
            wanted = len(getattr(world, attribute))
            if len(value) != wanted:
                problems.append((name, f"has {len(value)} values, {wanted} are needed"))
            setattr(world, attribute, list(value))
        else:
            setattr(world, attribute, value)
    return problems


def read(model: type[Section], world: World) -> dict[str, Any]:
    """Every dial of a section as `world` has it, in the scenario's units."""
    values: dict[str, Any] = {}
    for name, attribute, by in dials(model):
        value = getattr(world, attribute)
        if by == "action":
            value = {key: price(world, verb) for key, verb in _ACTIONS.items()}
        elif by:
            value = {key: value[place] for key, place in _PLACES[by].items()}
        values[name] = value
    dumped: dict[str, Any] = model.model_construct(**values).model_dump(mode="json")
    return dumped
