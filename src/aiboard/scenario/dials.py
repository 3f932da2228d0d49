"""The dials of a scenario: each field of a section sets one number of the engine's World.

A field that is left out keeps the World's default; no default is written here. `dial` names the attribute, the type of
the field gives the unit. A dial may be given by name (`cost: {ticket: 60}`): then it sets places of a list.
"""

from __future__ import annotations

from typing import Annotated, Final

from aiboard.scenario.section import ACTIONS, PLACES, Section, dial
from aiboard.scenario.units import (
    Agreement,
    Count,
    Days,
    Dollars,
    Effort,
    EvalSeeds,
    Factor,
    GpuHours,
    Milliseconds,
    Minutes,
    OneOf,
    Optimism,
    Percent,
    Points,
    Runs,
    Share,
    Skew,
    SliceGap,
    SmallCount,
    Spread,
    Technique,
    Weight,
    WorkDays,
)

CHAOS_NAMES: Final = list(PLACES["chaos"])
"""How a scenario and an `inject` line name the disruptions."""
ActionName = Annotated[str, OneOf(list(ACTIONS))]
StageName = Annotated[str, OneOf(list(PLACES["stage"]))]
ChaosName = Annotated[str, OneOf(CHAOS_NAMES)]


class Calendar(Section):
    """How long the project is, in working days."""

    days: Days | None = dial("days", "Length of the project.")
    sprint_days: Days | None = dial("sprint_days", "Length of a sprint.")
    tail_days: Days | None = dial("tail_days", "Days after close on which live models go on earning.")


class Goal(Section):
    """What the product owner asked for, and what a point of quality is worth."""

    target: Percent | None = dial(
        "target_ppm",
        "Quality asked for. Clearing it (whole interval, all questions) is noted, told at the end, and earns nothing.",
    )
    launch: Percent | None = dial(
        "launch_ppm",
        "Mean score the gate asks for where the ticket names no other. Stated odds are odds of reaching it.",
    )
    stated_scale: Spread | None = dial(
        "stated_scale_ppm",
        "How far off people think the ceiling they perceive may be; the smaller, the surer are stated odds.",
    )
    kill_below: Percent | None = dial(
        "kill_ppm",
        "Kill line of a ticket that names none, and what the kill check compares the best score with.",
    )
    kill_after_sprint: SmallCount | None = dial(
        "kill_after_sprint",
        "Time stops for the kill check at the end of this sprint; 0 is never. Nothing is killed by itself.",
    )
    kill_run: SmallCount | None = dial(
        "kill_run",
        "Run from which a ticket's kill line counts; in a plan of fewer runs the last one.",
    )
    launch_by_sprint: SmallCount | None = dial(
        "launch_by_sprint",
        "The first version is due at the end of this sprint; 0 is never. Shown and judged in the debrief.",
    )
    baseline: Percent | None = dial("baseline_ppm", "Quality of what runs today.")
    latency_limit: Milliseconds | None = dial("latency_limit_ms", "p95 latency allowed.")
    late_revenue: Share | None = dial(
        "late_revenue_pct", "Share of its revenue that a live model loses for each 100 ms over `latency_limit`."
    )
    serving_limit: Dollars | None = dial("serving_limit_cents", "Serving cost allowed, a working day, full traffic.")


class Money(Section):
    """What is earned and what is paid."""

    worth_above: Percent | None = dial(
        "value_floor_ppm", "Quality from which a live model earns, as each day's monitoring measures it."
    )
    point: Dollars | None = dial("point_cents", "Earned a day by each measured point over `worth_above`, full traffic.")
    loss_factor: Factor | None = dial("loss_factor", "A point below `worth_above` costs this many times `point`.")
    incident_below: Percent | None = dial(
        "bad_launch_ppm",
        "A live model truly under this may have an incident.",
    )
    incident_slice_below: Percent | None = dial(
        "bad_slice_ppm",
        "One whose weakest slice is truly under this may too; offline it is the gate's bar for the slice.",
    )
    incident_chance: Percent | None = dial(
        "incident_ppm", "Chance a day of an incident for each point under these bars, full traffic."
    )
    incident: Dollars | None = dial("incident_cents", "An incident of a model that is live, when it strikes.")
    incident_day: Dollars | None = dial(
        "incident_day_cents", "Each further day of an incident that nobody answers, full traffic."
    )
    launch: Dollars | None = dial("launch_cents", "A launch, charged when the canary begins.")
    rollback: Dollars | None = dial(
        "rollback_cents", "A rollback, or killing a live model, for each day at full traffic that customers met it."
    )
    rollback_days: SmallCount | None = dial(
        "rollback_days", "Most days at full traffic that a rollback is charged for."
    )
    gpu_hour: Dollars | None = dial("gpu_hour_cents", "A GPU for an hour.")
    drift: Points | None = dial(
        "drift_ppm_day",
        "Quality a checkpoint loses on each day with customers, and on after the close.",
    )


class Team(Section):
    """The manager's time, WIP limits and what switching costs."""

    minutes: Minutes | None = dial("minutes", "Your own minutes a day, after meetings.")
    cost: dict[ActionName, Minutes] | None = dial(
        "cost_min",
        "Minutes of yours each action takes. Beyond `minutes` it is never possible, respond excepted.",
        by="action",
    )
    wip: dict[StageName, SmallCount] | None = dial("wip", "WIP limit of each stage; 0 is no limit.", by="stage")
    hard_wip: bool | None = dial("hard_wip", "A full stage takes no more cards (else it is a warning).")
    hard_gates: bool | None = dial("hard_gates", "A failed gate forbids the move (else it is a warning).")
    focus: list[Share] | None = dial(
        "focus_pct",
        "Speed of a person's cards, by how many are in flight: one, two, three, four or more.",
    )
    fresh: Points | None = dial(
        "fresh_ppm", "Ceiling a ticket gains from each decided card of its family that was measured to the full."
    )
    fresh_cap: SmallCount | None = dial(
        "fresh_cap", "Decided cards, each measured to the full, that count for it at most."
    )
    evidence_run: Share | None = dial("evidence_run_pct", "Share of it that a decided card's finished run is worth.")
    evidence_seed: Share | None = dial("evidence_seed_pct", "Share of it that a decided card's eval seed is worth.")
    adds_a_sprint: SmallCount | None = dial("adds_a_sprint", "Ideas that may be asked for in a sprint; 0 is no limit.")
    change_effort: list[Effort] | None = dial(
        "change_effort_pct",
        "Your time for an iteration, percent of its cost: longer, technique, slimmer.",
    )


class Learning(Section):
    """Learning curves, divergence and what one more technique brings. Lists go by class, slow to fast, safe to wild."""

    rate: list[Percent] | None = dial("rate_ppm", "Share of the gap to the ceiling one run closes, by class.")
    rate_weights_low: list[Weight] | None = dial(
        "rate_weights_low",
        "How common each class of `rate` is among cards well under their family's level.",
    )
    rate_weights_mid: list[Weight] | None = dial("rate_weights_mid", "The same among cards near their family's level.")
    rate_weights_high: list[Weight] | None = dial(
        "rate_weights_high",
        "The same among cards well over their family's level.",
    )
    hazard: list[Percent] | None = dial("hazard_ppm", "Chance that a run diverges, by class.")
    hazard_weights: list[Weight] | None = dial("hazard_weights", "How common each hazard class is.")
    technique: Technique | None = dial("technique_mean_ppm", "Quality and ceiling a new technique brings, mean.")
    technique_sd: Spread | None = dial("technique_sd_ppm", "Its spread; a technique may make a card worse.")
    technique_setup: WorkDays | None = dial("technique_setup_points", "Work before the run of a new technique.")
    overfit: Points | None = dial("overfit_ppm", "What a longer training adds to the optimism of later readouts.")
    slim: Points | None = dial("slim_ppm", "Quality that slimming costs.")
    slim_to: Share | None = dial("slim_pct", "What is left of latency and serving cost after slimming.")


class Measurement(Section):
    """How scores differ from the truth."""

    optimism: Optimism | None = dial("optimism_mean_ppm", "How much too high a card's training readouts are, mean.")
    optimism_sd: Spread | None = dial("optimism_sd_ppm", "Its spread from card to card.")
    readout_sd: Spread | None = dial("readout_sd_ppm", "Noise of a training readout besides.")
    seed_sd: Spread | None = dial("seed_sd_ppm", "Noise of one eval seed, as earlier projects found it.")
    seed_sd_weight: Runs | None = dial(
        "seed_sd_weight",
        "How sure earlier projects are of `seed_sd`, in degrees of freedom; this project's own seeds are added.",
    )
    slice_noise: Spread | None = dial("slice_noise_ppm", "Noise of a slice score.")
    items_sd: Spread | None = dial("items_sd_ppm", "What the frozen questions favour one card by.")
    set_sd: Spread | None = dial("set_sd_ppm", "What the frozen questions favour every card by.")
    eval_items: Count | None = dial("eval_items", "Questions in the frozen set.")
    least_items: Share | None = dial(
        "least_items_pct", "Smallest part of the questions an evaluation may use: 20, 50 or 100 %."
    )
    score_step: Percent | None = dial("score_step_ppm", "Scores are multiples of this.")
    slice_mean: SliceGap | None = dial("slice_mean_ppm", "Weak slice against the whole, mean.")
    slice_sd: Spread | None = dial("slice_sd_ppm", "Its spread.")
    leak: Points | None = dial("leak_ppm", "How much too high a contaminated card scores.")
    leak_chance: Share | None = dial("leak_chance_pct", "Share of cards that are contaminated.")
    skew_mean: Skew | None = dial("skew_mean_ppm", "Production against evaluation, mean.")
    skew_sd: Spread | None = dial("skew_sd_ppm", "Its spread.")
    fault: list[Points] | None = dial("fault_ppm", "Quality lost to faults that only customers meet, by class.")
    fault_weights: list[Weight] | None = dial("fault_weights", "How common each class of `fault` is.")
    first_seeds: EvalSeeds | None = dial(
        "first_seeds",
        "Seeds the evaluation question proposes; the standing order asks for as many, and for 3 at least.",
    )
    monitor_sd: list[Spread] | None = dial(
        "monitor_sd_ppm", "Noise of a day's monitoring at 5, 50 and 100 %; the second is also that of a canary review."
    )


class Agents(Section):
    """Tool-using agents: what their runs do."""

    runs: SmallCount | None = dial("agent_runs", "Runs reviewed with each eval seed; on a part of the questions fewer.")
    unauthorised: list[Percent] | None = dial("unauthorised_ppm", "Runs with an unauthorised call, by class.")
    unauthorised_weights: list[Weight] | None = dial("unauthorised_weights", "How common each class is.")
    loop: list[Percent] | None = dial("loop_ppm", "Runs that loop, by class.")
    loop_weights: list[Weight] | None = dial("loop_weights", "How common each class is.")
    incident: Dollars | None = dial(
        "agent_incident_cents",
        "An unauthorised action in production that somebody notices.",
    )


class Compute(Section):
    """The GPU pool."""

    gpus: SmallCount | None = dial("gpus", "GPUs; each gives 24 hours a day.")
    eval_hours: GpuHours | None = dial("eval_gpu_min", "GPU-hours of one eval seed.")
    slice_hours: GpuHours | None = dial("slice_gpu_min", "GPU-hours more with slices.")
    shortage_gpus: SmallCount | None = dial(
        "shortage_gpus", "GPUs left in a shortage; more where the one card that trains needs more."
    )
    reserve: Dollars | None = dial("reserve_cents", "Keeping a GPU in a shortage, for a day; paid when it is reserved.")


class Data(Section):
    """Labels. Lists go by quality class: good, fair, poor."""

    penalty: list[Points] | None = dial("label_penalty_ppm", "Ceiling lost to labels of each class.")
    kappa: list[Agreement] | None = dial("label_kappa_ppm", "True agreement in each class.")
    eval_corruption: Share | None = dial(
        "eval_corruption_pct",
        "Share of the penalty by which evaluations flatter, because the test has the same bad labels.",
    )
    kappa_sd: Agreement | None = dial("kappa_sd_ppm", "Noise of the kappa that a spot check reads.")
    kappa_hold: Agreement | None = dial(
        "kappa_hold_ppm",
        "Under this the standing order sends a batch back, and accepting it is advised against.",
    )
    kappa_good: Agreement | None = dial("kappa_good_ppm", "From this on a batch is shown as good; no rule uses it.")
    spot_check: SmallCount | None = dial(
        "spot_check_items",
        "Items counted for one spot check. How far its kappa may be off is `kappa_sd`.",
    )
    pilot: Share | None = dial("pilot_pct", "Share of a set in its pilot batch.")
    pilot_penalty: Points | None = dial("pilot_penalty_ppm", "Ceiling lost when only the pilot is there.")
    relabel: Share | None = dial("relabel_pct", "Price of sending a batch back, as a share of what labelling it cost.")


class Launch(Section):
    """The way to production."""

    legal_days: Days | None = dial("legal_days", "Working days of the legal review.")
    needs_legal: bool | None = dial("needs_legal", "Nothing goes live before the legal review.")
    handoff: WorkDays | None = dial("handoff_points", "ML engineering between the gate and the first canary.")
    canary_days: Days | None = dial(
        "canary_days",
        "Days the standing order, and good practice in the debrief, stay at each share of traffic.",
    )
    alert: Points | None = dial(
        "alert_ppm",
        "An alert comes when the mean of three live values at half the traffic or more is this far under the score.",
    )


class ChaosDials(Section):
    """Disruptions dealt on day 0."""

    events: SmallCount | None = dial("chaos_events", "Disruptions in a game.")
    gap: Days | None = dial("chaos_gap", "Fewest days between the beginnings of two that are drawn.")
    days: dict[ChaosName, Days] | None = dial(
        "chaos_days",
        "How long each lasts; of a scope change the days of notice. Regression and divergence strike once.",
        by="chaos",
    )
    first: dict[ChaosName, Days] | None = dial("chaos_from", "First day for which it may be drawn.", by="chaos")
    last: dict[ChaosName, Days] | None = dial(
        "chaos_to", "Last day for which it may be drawn; one with nothing to hit begins later.", by="chaos"
    )
    weights: dict[ChaosName, Weight] | None = dial(
        "chaos_weights",
        "How common each is; 0: never drawn. A day on which none may begin stays empty; one with nothing to hit waits.",
        by="chaos",
    )
    regression: Points | None = dial(
        "regression_ppm",
        "Quality a regressed model has lost until its cause is found and it was iterated after that.",
    )
    scope_revenue: Share | None = dial(
        "scope_revenue_pct",
        "Share of revenue left while a new requirement is not met, after the close too.",
    )
