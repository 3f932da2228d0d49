"""Lessons about evidence and safety: L15 to L18, L38."""

from __future__ import annotations

from typing import Final

from aiboard.analysis.lessons.lesson import PROJECT, Boundary, Lesson
from aiboard.engine.verbs import CheckLeak, Deploy, Evaluate, Iterate, Kill, Promote, Start

LESSONS: Final = (
    Lesson(
        "L15",
        "Repeat an evaluation before you believe it",
        "One good number is mostly luck: promote on the mean of several seeds and its interval.",
        "Promotes on the mean of several seeds, more of them near the bar.",
        "Promotes on the first score that is over the bar.",
        "when one seed is nearly exact, when a bad launch costs little, or when the first number lies many points "
        "from the bar",
        Boundary(
            "exact-seeds",
            "where one eval seed on these questions is exact to 0.3 points",
            "A second seed then repeats the first; only GPU time and days are spent on it.",
            {"measurement": {"seed_sd": 0.3, "items_sd": 0.1, "set_sd": 0.1, "leak_chance": 0}},
        ),
        (Evaluate, Promote),
        (PROJECT, "first-sprint"),
    ),
    Lesson(
        "L16",
        "Look for leaked questions before you believe a jump",
        "Check that no eval question was in the training data before a promotion stands on the score.",
        "Checks for leaked questions before it promotes.",
        "Trusts the score as reported.",
        "when questions and training data were kept apart from the first day: only the check's hours are left",
        Boundary(
            "clean-questions",
            "where no question can leak",
            "There is nothing to find, so the check costs its hour and changes no decision.",
            {"measurement": {"leak_chance": 0}},
        ),
        (CheckLeak,),
        doubt="One card in ten has leaked questions, and its readouts and the canary's days usually show it as well.",
    ),
    Lesson(
        "L17",
        "Measure the weak slice, not only the average",
        "An average hides the customers for whom the model fails: evaluate with slices before a launch.",
        "Measures slices before it promotes and does not promote over a failed one.",
        "Promotes on the average alone.",
        "when the product has one kind of customer, so that no slice can differ",
        Boundary(
            "one-slice",
            "where all customers ask alike and no slice is weaker",
            "The slice is the average, so its score is a second copy of what is known.",
            {"measurement": {"slice_mean": 0, "slice_sd": 0, "slice_noise": 0}},
        ),
        (Evaluate, Promote, Iterate, Kill),
    ),
    Lesson(
        "L18",
        "Let a safety finding block a launch",
        "What was seen to act without permission, or fails a safety check, does not meet customers until it is fixed.",
        "Holds back an agent whose runs overstepped until a change has removed that.",
        "Notes the finding and launches.",
        "when an incident costs nothing: an internal tool that nobody outside meets",
        Boundary(
            "no-exposure",
            "where incidents cost nothing: an internal tool",
            "Safety pays by the incidents it prevents, and these cost nobody anything.",
            {"money": {"incident": 0, "incident_day": 0}, "agents": {"incident": 0}},
        ),
        (Promote, Iterate, Kill, Start),
        doubt="Few agent cards reach a launch in a game, so that their rare losses are not told from 0 in 1,000 games.",
    ),
    Lesson(
        "L38",
        "Let agents climb gates, one after the other",
        "Read an agent's runs in the sandbox, then limit what it may do while few customers meet it.",
        "Reviews an agent's runs on several seeds, then begins with few customers.",
        "Promotes an agent after one sandbox run and gives it to everybody.",
        "when the agent can only read: what changes nothing can be watched instead of gated",
        Boundary(
            "read-only-agents",
            "where agents can only read",
            "An agent without rights has no unauthorised call to prevent.",
            {"agents": {"unauthorised": [0, 0, 0], "incident": 0}},
        ),
        (Evaluate, Promote, Deploy, Iterate, Kill),
        doubt="Few agent cards reach a launch in a game, and a canary already bounds what their tools can do.",
    ),
)
