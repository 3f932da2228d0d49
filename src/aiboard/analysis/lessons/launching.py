"""Lessons about customers: L23, L26, L28, L32, L36."""

from __future__ import annotations

from typing import Final

from aiboard.analysis.lessons.lesson import Boundary, Lesson
from aiboard.engine.verbs import (
    AddIdea,
    Deploy,
    Evaluate,
    Iterate,
    Kill,
    OrderData,
    Promote,
    Respond,
    ReviewCanary,
    RollBack,
    Start,
    Ticket,
)

LESSONS: Final = (
    Lesson(
        "L23",
        "Hold latency and cost limits from the ticket on",
        "A model that is too slow or too dear to serve is found before its launch, not by customers.",
        "Does not promote over a latency or serving limit; makes the model smaller or lets it go.",
        "Looks at the score only.",
        "when there is room for every model: a generous limit, or serving that costs next to nothing",
        Boundary(
            "ample-serving",
            "where every model is fast enough and costs a dollar a day to serve",
            "No limit can be broken, so knowing them early changes nothing.",
            {
                "families": {"*": {"latency": [400], "latency_weights": [1], "serving": [1], "serving_weights": [1]}},
            },
        ),
        (Start, Promote, Iterate, Kill),
    ),
    Lesson(
        "L26",
        "Begin with five percent of traffic",
        "A canary shows what customers get while few of them get it; widen when its days are good.",
        "Stays at five percent, then at half, for the canary's days, and reads the monitoring before each step.",
        "Goes to all traffic on the first day.",
        "when offline scores hold online, near the end of the project, or when a bad answer costs nobody anything",
        Boundary(
            "offline-is-online",
            "where customers get exactly what was measured offline",
            "The canary has nothing to find, and its days are days of revenue.",
            {"measurement": {"skew_mean": 0, "skew_sd": 0, "fault_weights": [1, 0, 0], "leak_chance": 0}},
        ),
        (Deploy, ReviewCanary),
    ),
    Lesson(
        "L28",
        "Price a new requirement before you take it",
        "Weigh what a request earns against the work it displaces; take it as a swap, or park it with a reason.",
        "Meets a new requirement only with what the plan can spare, and does the better paid work first.",
        "Does the request at once; everything else waits for it.",
        "when the request is worth more than everything it displaces",
        Boundary(
            "vital-request",
            "where nine tenths of the revenue hang on the new requirement",
            "At that price the request comes first for everybody, and pricing it changes nothing.",
            {"chaos": {"scope_revenue": 10}},
        ),
        (Start, Ticket, OrderData, AddIdea, Kill),
        doubt=(
            "The requirement takes a tenth of the revenue until it is met, so that meeting it at once or later "
            "differs little."
        ),
    ),
    Lesson(
        "L32",
        "Ship what is good enough, then improve it",
        "A model over the bar earns every day; the next point is found while it does.",
        "Launches the first model that is over the bar with evidence.",
        "Waits for the target before it launches anything.",
        "when an error costs far more than a right answer earns, or when what goes out first would lose money",
        Boundary(
            "costly-errors",
            "where a model under 92 loses money and a bad one causes an incident of $60,000",
            "Good enough is the target itself there: what falls short of it costs money each day.",
            {"money": {"worth_above": 91, "loss_factor": 5, "incident_below": 90, "incident": 60_000}},
        ),
        (Promote, Deploy, Iterate, Evaluate, Kill),
    ),
    Lesson(
        "L36",
        "Roll back first, then look for the cause",
        "When customers get worse than planned, take the model back and diagnose without them.",
        "Rolls back when the live numbers fall short or an incident happens, and looks for the cause afterwards.",
        "Leaves the model live while the cause is looked for.",
        "when the version before is as bad, the next one is a day away, or a bad answer costs nobody anything",
        Boundary(
            "harmless-errors",
            "where customers get what was measured and a bad answer costs nobody anything",
            "A roll-back pays by the losses it ends, and here there are none to end.",
            {
                "money": {"incident": 0, "incident_day": 0, "loss_factor": 0},
                "agents": {"incident": 0},
                "measurement": {"skew_mean": 0, "skew_sd": 0, "fault_weights": [1, 0, 0], "leak_chance": 0},
            },
        ),
        (RollBack, Respond),
    ),
)
