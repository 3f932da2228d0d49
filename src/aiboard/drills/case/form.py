"""What was filled in, as the policy that plays it."""

from __future__ import annotations

from typing import Any, Final

from aiboard.bots.deciding import FIRST_SEEDS, KILL_AT_RUN_TWO, KILL_BY_FORECAST, KILL_NEVER
from aiboard.bots.designed import Design
from aiboard.bots.heuristic import DATA_KAPPA_PPM
from aiboard.drills import whiteboard
from aiboard.drills.case.fields import FORM
from aiboard.drills.drawing import Drawing, drawing
from aiboard.drills.form import Grader
from aiboard.engine.model.vocabulary import Order
from aiboard.engine.model.world import USUAL_SEEDS, World
from aiboard.views import fmt

_KILLS: Final = {"forecast": KILL_BY_FORECAST, "line": KILL_AT_RUN_TWO, "never": KILL_NEVER}
_CANARY: Final = {"5-50-100": 50, "5-100": 100, "100": 0}
#: As many as a column without a limit holds.
_NO_LIMIT: Final = 20
#: The board by which the heuristic works; its limit on Experiment is the one that plays.
USUAL_COLUMNS: Final = "Hypothesis 5, Experiment 3, Evaluation 4, Iteration, Production 2, Killed"
#: What holds a launch back: switches of the design.
_GATES: Final = ("evidence", "slices", "leaks", "limits", "safety")
#: Fields that a simulation plays, and the one text of which it plays a number.
PLAYED: Final = (*(field.key for field in FORM.fields if field.by == Grader.SIMULATION), "columns")


def usual(world: World) -> dict[str, Any]:
    """The played fields as the heuristic decides them in a project."""
    return {
        "success": world.launch_ppm / fmt.POINT,
        "kill_rule": "forecast",
        "kill_line": world.kill_ppm / fmt.POINT,
        "changes": 3,
        "columns": USUAL_COLUMNS,
        "pool": "yes",
        "gates": list(_GATES),
        "order": "pilot",
        "guidelines": "yes",
        "agreement": DATA_KAPPA_PPM / 1_000_000,
        "first_seeds": FIRST_SEEDS,
        "launch_seeds": USUAL_SEEDS,
        "first_part": "100",
        "legal": "first-day",
        "canary": "5-50-100",
        "step_days": world.canary_days,
        "take_back": "yes",
        "orders": [],
    }


def columns(text: str) -> Drawing:
    """The columns in a line of text, separated by commas, bars or arrows."""
    for sign in ("|", "→", "->", ";"):
        text = text.replace(sign, ",")
    names = [name.strip() for name in text.split(",") if name.strip()]
    return drawing("\n".join(f"column {name}" for name in names))


def wip(text: str) -> int:
    """The limit on Experiment; a column without one holds as many as there are."""
    limit = whiteboard.limit(columns(text), "Experiment")
    return limit if limit is not None else _NO_LIMIT


def design(values: dict[str, Any], world: World) -> Design:
    """The policy that the values of all played fields describe."""
    policy = Design()
    policy.success_ppm = round(values["success"] * fmt.POINT)
    policy.kills = _KILLS[values["kill_rule"]]
    policy.kill_line_ppm = round(values["kill_line"] * fmt.POINT) if policy.kills == KILL_AT_RUN_TWO else 0
    policy.most_changes = values["changes"]
    policy.wip = wip(values["columns"])
    policy.mind_pool = values["pool"] == "yes"
    for gate in _GATES:
        setattr(policy, gate, gate in values["gates"])
    policy.pilot = values["order"] == "pilot"
    policy.guidelines = values["guidelines"] == "yes"
    policy.kappa_ppm = round(values["agreement"] * 1_000_000)
    policy.first_seeds, policy.seeds = values["first_seeds"], values["launch_seeds"]
    policy.first_pct = int(values["first_part"])
    policy.legal_first = values["legal"] == "first-day"
    policy.canary = values["canary"] != "100"
    policy.second_pct = _CANARY[values["canary"]] or 100
    policy.look_days = 0 if values["step_days"] == world.canary_days else values["step_days"]
    policy.takes_back = values["take_back"] == "yes"
    policy.orders = [int(Order[key.replace("-", "_").upper()]) for key in values["orders"]]
    return policy
