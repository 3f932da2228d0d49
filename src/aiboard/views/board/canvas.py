"""The project's numbers on one page: what a point is worth, when what is due, what limits, who tends to overstate.

Public facts only: every line is the scenario's own number, the same in every game of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiboard.engine.gate import LEAST_SEEDS
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.model.world import World
from aiboard.engine.moves import most_rollback_cents
from aiboard.instruments.text import clean
from aiboard.views import fmt

if TYPE_CHECKING:
    from aiboard.scenario import ResolvedScenario

_LEANS_PPM: Final = 10_000
"""A person whose estimates lean by less than a point on average is not named."""
_LINE: Final = 200


@dataclass(frozen=True, slots=True)
class CanvasFact:
    """One line of the page: what it is about, and what holds."""

    name: str
    text: str


def facts(resolved: ResolvedScenario) -> tuple[CanvasFact, ...]:
    """The page, most important first; what a scenario does not have is left out."""
    world = resolved.world()
    rows = (
        ("Target", _target(world)),
        ("Worth", clean(resolved.scenario.canvas.note or "", _LINE) or _worth(world)),
        ("Below", _below(world)),
        ("Incident", _incident(world)),
        ("After", _after(world)),
        ("Kill check", _kill_check(world)),
        ("Kill line", _kill_line(world)),
        ("Launch", _launch(world)),
        ("Legal", _legal(world)),
        ("Gate", _gate(world)),
        ("Serving", _limits(world)),
        ("Agents", _agents(world)),
        ("Yours", _yours(resolved)),
        ("People", _leanings(world)),
    )
    return tuple(CanvasFact(name, text) for name, text in rows if text)


def _target(world: World) -> str:
    target, launch = fmt.points(world.target_ppm), fmt.points(world.launch_ppm)
    return f"{target} % correct on {world.eval_items} frozen questions; gate: a mean of {launch} %"


def _worth(world: World) -> str:
    point = fmt.exact_money(world.point_cents)
    return f"each point measured live above {fmt.points(world.value_floor_ppm)} earns {point} that day at full traffic"


def _below(world: World) -> str:
    cost = fmt.exact_money(world.point_cents * world.loss_factor)
    return f"each point under {fmt.points(world.value_floor_ppm)} costs {cost} a day at full traffic"


def _incident(world: World) -> str:
    """What a bad model costs, and how likely: the largest sums that a launch can lose."""
    line, weakest = fmt.points(world.bad_launch_ppm), fmt.points(world.bad_slice_ppm)
    cost, more = fmt.exact_money(world.incident_cents), fmt.exact_money(world.incident_day_cents)
    max_rollback = fmt.exact_money(most_rollback_cents(world))
    chance = fmt.percent(world.incident_ppm)
    risk = f"each point truly under {line} (a slice: {weakest}): {chance} a day at full traffic"
    return f"{risk} to lose {cost}, then {more} a day until you act; a roll-back: up to {max_rollback}"


def _after(world: World) -> str:
    if not world.tail_days:
        return f"the project closes after day {world.days}; live models stop earning then"
    more = f"{fmt.count(world.tail_days, 'more day')} after day {world.days}"
    return f"{more} still earn{'s' if world.tail_days == 1 else ''}; unshipped work does not"


def _kill_check(world: World) -> str:
    day, line = fmt.kill_check_day(world), fmt.points(world.kill_ppm)
    return f"day {day}: with no launch yet, the best score is compared with {line}" if day else ""


def _kill_line(world: World) -> str:
    line = fmt.points(world.kill_ppm)
    return f"{line} from run {world.kill_run} on, unless the card's ticket says another"


def _launch(world: World) -> str:
    return f"promised by day {fmt.sprint_end(world, world.launch_by_sprint)}" if world.launch_by_sprint else ""


def _legal(world: World) -> str:
    if not world.needs_legal:
        return ""
    text = f"{fmt.days(world.legal_days)} before anything goes live"
    due = fmt.sprint_end(world, world.launch_by_sprint)
    # Said only where the promise can still be kept: the review's last day is the day before the launch.
    if due > world.legal_days:
        text += f"; start it by day {due - world.legal_days}"
    return text


def _gate(world: World) -> str:
    """What a promotion is held against besides the mean and the limits of serving."""
    mode = "it cannot be overruled" if world.hard_gates else "overruling it is recorded"
    better = f"surely better than baseline {fmt.points(world.baseline_ppm)} or the live model"
    return f"{LEAST_SEEDS} seeds or more; {better}; weakest slice {fmt.points(world.bad_slice_ppm)} if scored; {mode}"


def _agents(world: World) -> str:
    """What safety asks of agents, and what it costs not to meet it."""
    if not any(family.agent for family in world.families):
        return ""
    cost = fmt.exact_money(world.agent_incident_cents)
    return f"no run may leave its tools; one that is noticed costs {cost}"


def _limits(world: World) -> str:
    serving = fmt.exact_money(world.serving_limit_cents)
    return f"p95 at most {fmt.seconds(world.latency_limit_ms)}; cost at most {serving} a day at full traffic"


def _yours(resolved: ResolvedScenario) -> str:
    world = resolved.world()
    parts = [fmt.count(world.gpus, "GPU"), f"{world.wip[Stage.EXPERIMENT]} experiments at a time"]
    parts[1] += "" if world.hard_wip else " (more is allowed and slower)"
    if resolved.scenario.show_hours and world.minutes:
        parts.append(f"{fmt.minutes(world.minutes)} of your own time a day")
    return ", ".join(parts)


def _leanings(world: World) -> str:
    """Who tends to see more in an idea than is there, and who less; by how much is for the player to find out."""
    # Most biased first: the name that stands first is the one to remember.
    people = sorted(world.people, key=lambda one: -abs(one.bias_ppm))
    over = [clean(one.name, 40) for one in people if one.bias_ppm >= _LEANS_PPM]
    under = [clean(one.name, 40) for one in people if one.bias_ppm <= -_LEANS_PPM]
    parts = [f"odds often too high: {', '.join(over)}"] if over else []
    parts += [f"too low: {', '.join(under)}"] if under else []
    return "; ".join(parts)
