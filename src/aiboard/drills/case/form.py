"""What the person fills in: canvas, ticket, board, gates, data, cadence, standing orders."""

from __future__ import annotations

from typing import Any, Final

from aiboard.bots.deciding import AT_TWO, FIRST_SEEDS, JUDGED, NEVER
from aiboard.bots.designed import Design
from aiboard.bots.heuristic import DATA_KAPPA_PPM
from aiboard.drills import whiteboard
from aiboard.drills.asks import Option
from aiboard.drills.drawing import Drawing, drawing
from aiboard.drills.form import By, Choice, Choices, Field, Form, Number, Sentence
from aiboard.engine.model.vocabulary import Order
from aiboard.engine.model.world import USUAL_SEEDS, World
from aiboard.views import fmt

KEY: Final = "design"
_KILLS: Final = {"forecast": JUDGED, "line": AT_TWO, "never": NEVER}
GATES: Final = {
    "evidence": "better than what is live, on seeds enough to say so",
    "slices": "the weakest slice is measured and high enough",
    "leaks": "no eval question was in the training data",
    "limits": "latency and serving cost are within the limits",
    "safety": "no run of an agent did what is not allowed",
}
ORDERS: Final = {
    "evaluate": (Order.EVALUATE, "evaluate what comes out of training"),
    "promote": (Order.PROMOTE, "promote what passes the gate"),
    "start": (Order.START, "start the next card by priority"),
    "canary": (Order.CANARY, "widen the canary when its days are over"),
    "roll-back": (Order.ROLL_BACK, "roll back on an alert or an incident"),
    "kappa": (Order.KAPPA, "accept or send back labels by their agreement"),
}
_CANARY: Final = {"5-50-100": 50, "5-100": 100, "100": 0}
_YES_NO: Final = (Option("yes", "yes"), Option("no", "no"))
#: As many as a column without a limit holds.
_NO_LIMIT: Final = 20
#: The board by which the heuristic works; its limit on Experiment is the one that plays.
USUAL_COLUMNS: Final = "Hypothesis 5, Experiment 3, Evaluation 4, Iteration, Production 2, Killed"


def _canvas() -> tuple[Field, ...]:
    name = "canvas"
    return (
        Sentence("objective", name, "Objective, as the business would say it", By.PERSON, 5),
        Sentence("metric", name, "Metric, its target, and on what it is measured", By.PROGRAM, 4),
        Number("baseline", name, "Baseline: what runs today", By.PROGRAM, 0, 100, 1, 80, "percent"),
        Number("serving", name, "Budget to serve, a working day", By.PROGRAM, 0, 1000, 1, 100, "dollars"),
        Number("latency", name, "Latency allowed, p95", By.PROGRAM, 100, 10_000, 100, 1000, "ms"),
        Number("first_live", name, "First version live in sprint", By.PROGRAM, 1, 20, 1, 1, ""),
    )


def _ticket() -> tuple[Field, ...]:
    name = "ticket"
    kills = (
        Option("forecast", "kill when the forecast of the curve stays short of what is needed"),
        Option("line", "kill what is under the kill line at its second run"),
        Option("never", "no kill rule: improve until it works"),
    )
    return (
        Sentence("hypothesis", name, "Hypothesis of the first experiment, with its numbers", By.PROGRAM, 6),
        Number("success", name, "Success line: it may launch from", By.SIMULATION, 50, 99, 0.5, 85, "percent"),
        Choice("kill_rule", name, "Kill rule", By.SIMULATION, kills),
        Number("kill_line", name, "Kill line", By.SIMULATION, 40, 99, 0.5, 70, "percent"),
        Number("changes", name, "Changes a card may get before it is decided", By.SIMULATION, 0, 8, 1, 1, "changes"),
    )


def _board() -> tuple[Field, ...]:
    name = "board"
    return (
        Field("columns", name, "Columns with limits, left to right, as: Ideas 6, Training 4, ...", By.PROGRAM),
        Choice("pool", name, "Start only what has free GPUs, one kept for evaluations", By.SIMULATION, _YES_NO),
    )


def _gates() -> tuple[Field, ...]:
    options = tuple(Option(key, text) for key, text in GATES.items())
    return (Choices("gates", "gate", "What holds a launch back", By.SIMULATION, options),)


def _data() -> tuple[Field, ...]:
    name = "data"
    first = (Option("pilot", "a tenth as a pilot, then the rest"), Option("whole", "the whole set at once"))
    return (
        Choice("order", name, "Order of a dataset", By.SIMULATION, first),
        Choice("guidelines", name, "Written guidelines before labelling", By.SIMULATION, _YES_NO),
        Number("agreement", name, "Labels are taken from an agreement of", By.SIMULATION, 0, 1, 0.02, 0.5, "kappa"),
    )


def _cadence() -> tuple[Field, ...]:
    name = "cadence"
    parts = (Option("20", "a fifth of the questions"), Option("50", "half"), Option("100", "all"))
    legal = (Option("first-day", "on the first day"), Option("when-near", "when a model is near its line"))
    steps = tuple(Option(key, " then ".join(f"{step} %" for step in key.split("-"))) for key in _CANARY)
    return (
        Number("first_seeds", name, "Eval seeds of a first look", By.SIMULATION, 1, 10, 1, 1, "seeds"),
        Number("launch_seeds", name, "Eval seeds that a launch stands on", By.SIMULATION, 1, 10, 1, 1, "seeds"),
        Choice("first_part", name, "Questions of a first look", By.SIMULATION, parts),
        Choice("legal", name, "Legal review is filed", By.SIMULATION, legal),
        Choice("canary", name, "Traffic of a new model", By.SIMULATION, steps),
        Number("step_days", name, "Days before traffic is widened", By.SIMULATION, 1, 10, 1, 1, "days"),
        Choice("take_back", name, "Take back what customers get too little from", By.SIMULATION, _YES_NO),
        Sentence("rituals", name, "What is asked in stand-up, review and retrospective", By.PERSON, 10),
    )


def _orders() -> tuple[Field, ...]:
    options = tuple(Option(key, text) for key, (_, text) in ORDERS.items())
    return (Choices("orders", "standing", "Standing orders on auto from the first morning", By.SIMULATION, options),)


FORM: Final = Form(
    KEY,
    "Your design. Each line says who judges it.",
    (*_canvas(), *_ticket(), *_board(), *_gates(), *_data(), *_cadence(), *_orders()),
)
#: Fields that a simulation plays, and the one text of which it plays a number.
PLAYED: Final = (*(field.key for field in FORM.fields if field.by == By.SIMULATION), "columns")


def usual(world: World) -> dict[str, Any]:
    """The played fields as the heuristic decides them in a project."""
    return {
        "success": world.launch_ppm / fmt.POINT,
        "kill_rule": "forecast",
        "kill_line": world.kill_ppm / fmt.POINT,
        "changes": 3,
        "columns": USUAL_COLUMNS,
        "pool": "yes",
        "gates": list(GATES),
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
    found = whiteboard.limit(columns(text), "Experiment")
    return found if found is not None else _NO_LIMIT


def design(values: dict[str, Any], world: World) -> Design:
    """The policy that the values of all played fields describe."""
    found = Design()
    found.success_ppm = round(values["success"] * fmt.POINT)
    found.kills = _KILLS[values["kill_rule"]]
    found.kill_line_ppm = round(values["kill_line"] * fmt.POINT) if found.kills == AT_TWO else 0
    found.most_changes = values["changes"]
    found.wip = wip(values["columns"])
    found.mind_pool = values["pool"] == "yes"
    for gate in GATES:
        setattr(found, gate, gate in values["gates"])
    found.pilot = values["order"] == "pilot"
    found.guidelines = values["guidelines"] == "yes"
    found.kappa_ppm = round(values["agreement"] * 1_000_000)
    found.first_seeds, found.seeds = values["first_seeds"], values["launch_seeds"]
    found.first_pct = int(values["first_part"])
    found.legal_first = values["legal"] == "first-day"
    found.canary = values["canary"] != "100"
    found.second_pct = _CANARY[values["canary"]] or 100
    found.look_days = 0 if values["step_days"] == world.canary_days else values["step_days"]
    found.takes_back = values["take_back"] == "yes"
    found.orders = [int(ORDERS[key][0]) for key in values["orders"]]
    return found
