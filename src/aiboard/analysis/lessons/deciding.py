"""Lessons about starting and stopping: L01, L03 to L05, L09 to L12."""

from __future__ import annotations

from typing import Final

from aiboard.analysis.lessons.lesson import PROJECT, Boundary, Lesson
from aiboard.engine.verbs import Document, Evaluate, Iterate, Kill, Start, Ticket

#: Shared by two lessons about trying families: nothing is left to find out about them.
KNOWN_FAMILIES: Final = Boundary(
    "known-families",
    "where earlier projects have shown that all families reach the same at the same cost",
    "A first card of each family then tells nothing that is not known, so its GPU time buys nothing.",
    {
        "families": {
            "*": {
                "ceiling": 90,
                "family_sd": 0,
                "card_sd": 0.5,
                "latency": [800],
                "latency_weights": [1],
                "serving": [80],
                "serving_weights": [1],
            }
        },
        "ideas": {"*": {"lift": 0, "gpus": 2, "runs": 3, "run_days": 3}},
        "team": {"fresh": 0},
    },
)

LESSONS: Final = (
    Lesson(
        "L01",
        "Kill a card that will not get there",
        "A kill that the numbers justify frees people and GPUs for the next idea, and is counted as a result.",
        "Kills a card once its forecast falls short of what is needed.",
        "Holds on to failing cards, one more run at a time, while nothing has shipped for a sprint.",
        "when nothing waits for the slot: the backlog is empty, or nearly every card gets there",
        Boundary(
            "sure-ideas",
            "where nearly every idea gets there",
            "With families known to lie over the bar and cards close together there is next to nothing to kill.",
            {"families": {"*": {"ceiling": 94, "family_sd": 0.5, "card_sd": 0.5}}},
        ),
        (Kill,),
    ),
    Lesson(
        "L03",
        "Give each card a time box and keep to it",
        "Stop a card at the end of its box unless its curve still promises the bar: what was spent is gone either way.",
        "Decides a card when its box ends: evaluation, one justified change, or a kill.",
        "Extends a card for as long as another run may still gain a little.",
        "with slow starters: where curves rise late, a box drawn for fast ones ends what would win",
        Boundary(
            "slow-starters",
            "where curves rise late",
            "A run closes a tenth to a fifth of the gap, so a card that is worth most looks worst when its box ends.",
            {"learning": {"rate": [10, 15, 22]}, "ideas": {"*": {"runs": 8, "run_days": 1}}},
        ),
        (Kill, Iterate, Evaluate),
    ),
    Lesson(
        "L04",
        "Explore early, exploit late",
        "Try every family in the first sprints, then put what is left of the project into the best of them.",
        "Starts cards of untried families first and turns to the best family as the deadline nears.",
        "Goes on with the family it began with and turns to untried ones as the end comes near.",
        "when the families are known from earlier projects, or when the deadline is closer than a run",
        KNOWN_FAMILIES,
        (Start, Ticket),
    ),
    Lesson(
        "L05",
        "Keep a late change of direction to a side bet",
        "Past the middle, a new direction gets a small share of the GPUs while the best card goes on.",
        "Late in the project goes on with what works; an untried family comes last.",
        "Late in the project drops what it has and starts only the least tried family.",
        "when what leads can be shown to fall short, or when a new approach needs no set-up and no handoff",
        Boundary(
            "quick-pivot",
            "where all families reach the same and a new card takes two days to its handoff",
            "A pivot costs the work that is dropped and the time to the next launch, and here both are small.",
            {
                **KNOWN_FAMILIES.changes,
                "ideas": {"*": {"lift": 0, "setup_days": 0, "runs": 2, "run_days": 1}},
                "learning": {"rate": [95, 95, 95]},
                "launch": {"handoff": 0, "canary_days": 1},
            },
        ),
        (Start, Ticket, Kill, Iterate),
    ),
    Lesson(
        "L09",
        "Write down what a killed card taught",
        "A kill with its learning makes the family's next tickets better; without it they repeat the mistake.",
        "Kills with a learning that names what was measured.",
        "Kills without a word.",
        "when no later card of the family will be designed: nobody is left to read it",
        Boundary(
            "nothing-carries-over",
            "where no card teaches anything about the next",
            "Learnings pay through the tickets written after them, and here those start no better.",
            {"team": {"fresh": 0}},
        ),
        (Kill, Document),
    ),
    Lesson(
        "L10",
        "Call a plateau only beyond the noise",
        "Three runs within a point of each other are a plateau only where the noise of a run is smaller than that.",
        "Weighs a flat curve against the noise of its numbers before it kills.",
        "From the third run on kills a card when the last three lie within a point, and only then.",
        "when a run's number is exact to a few tenths of a point: the raw rule is right then",
        Boundary(
            "exact-readouts",
            "where a run takes a day, shows nearly the whole ceiling and is exact to 0.3 points",
            "Without noise three equal readouts are a plateau: the raw rule sees it too, and runs cost little.",
            {
                "measurement": {"optimism": 0, "optimism_sd": 0, "readout_sd": 0.3, "seed_sd": 0.3},
                "learning": {"rate": [99, 99, 99], "technique": 0, "technique_sd": 0.1},
                "ideas": {"*": {"runs": 3, "run_days": 1, "setup_days": 0}},
            },
        ),
        (Kill, Iterate),
        doubt=(
            "Three readings within a point are rare with the noise of a run: the raw rule mostly keeps a card for "
            "some days too long."
        ),
    ),
    Lesson(
        "L11",
        "Kill on what known techniques cannot close",
        "Compare the gap with what the rest of the curve and known techniques can bring, not with a fixed number.",
        "Kills when the forecast of the curve, techniques included, stays under what is needed.",
        "Kills at the first reading that lies fifteen points under the target.",
        "when restarts are free and every curve rises fast: the fixed gap is then as good a screen",
        Boundary(
            "fast-curves",
            "where every curve rises fast and starting again costs nothing",
            "One run shows nearly the whole ceiling, so the first gap is the last one.",
            {"learning": {"rate": [85, 85, 85]}, "ideas": {"*": {"setup_days": 0}}},
        ),
        (Kill,),
        ("slow-starters", PROJECT),
    ),
    Lesson(
        "L12",
        "Choose cards by what they can teach",
        "Early on prefer the card whose result changes most of the later choices, not the one with the loudest backer.",
        "Starts the card that is worth most for its GPU time, what it teaches included.",
        "Starts the card whose person is surest of it.",
        "in the last sprint, when there is no later choice to change, or when the families are known",
        KNOWN_FAMILIES,
        (Start, Ticket),
    ),
)
