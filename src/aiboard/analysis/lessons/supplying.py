"""Lessons about what work needs: focus, GPUs, data. L02, L19 to L22."""

from __future__ import annotations

from typing import Final

from aiboard.analysis.lessons.lesson import Boundary, Lesson
from aiboard.engine.verbs import Accept, Guidelines, OrderData, Relabel, Reserve, SpotCheck, Start, Ticket

LESSONS: Final = (
    Lesson(
        "L02",
        "Keep few cards in flight",
        "Start a card when one is decided: switching takes time, and later tickets know more.",
        "Keeps about a card a person in flight.",
        "Starts whatever fits, ten cards and more.",
        "when switching is free and no result changes the next ticket: the order of work then makes no difference",
        Boundary(
            "free-switching",
            "where switching is free, GPUs are plenty and no card teaches anything about the next",
            "A wide board loses to switching, to the queue and to tickets written too early, and all three are gone.",
            {"team": {"focus": [100, 100, 100, 100], "fresh": 0}, "compute": {"gpus": 40, "shortage_gpus": 40}},
        ),
        (Start, Ticket),
    ),
    Lesson(
        "L19",
        "Plan GPU time and leave slack",
        "Start what the pool can carry, keep a GPU for evaluations and reserve before a shortage.",
        "Starts a card when its GPUs and one for evaluations are free, and reserves when a shortage threatens.",
        "Starts cards and lets them queue, and reserves nothing.",
        "when the pool is far larger than the work and no shortage can come",
        Boundary(
            "idle-pool",
            "where the pool is ten times as large and a shortage takes none of it",
            "Nothing ever waits for a GPU, so a plan for them changes nothing.",
            {"compute": {"gpus": 40, "shortage_gpus": 40}},
        ),
        (Start, Ticket, Reserve),
    ),
    Lesson(
        "L20",
        "Order data two sprints ahead",
        "Collecting and labelling take longer than a sprint: order when the idea is written, not when it starts.",
        "Orders the sets of promising ideas before their cards are next.",
        "Orders a set when a card waits for it.",
        "when the data are on hand, or when hypotheses change faster than a vendor delivers",
        Boundary(
            "data-on-hand",
            "where every set is on hand on the first day",
            "There is nothing to wait for and nothing to order.",
            {"datasets": {"*": {"ready": True, "scope": False}}, "chaos": {"weights": {"scope-change": 0}}},
        ),
        (OrderData, Guidelines),
    ),
    Lesson(
        "L21",
        "Write guidelines, then label a pilot",
        "A tenth of a set, labelled by written guidelines, shows what the whole would be worth before it is paid.",
        "Writes guidelines, orders the pilot and reads it before it orders the rest.",
        "Orders the whole set at once, without guidelines.",
        "when vendor and guidelines are proven: a bad batch then never comes",
        Boundary(
            "proven-vendor",
            "where every batch is good, guidelines or not",
            "The pilot finds nothing, and costs its days.",
            {"datasets": {"*": {"unguided": [1, 0, 0], "guided": [1, 0, 0]}}},
        ),
        (OrderData, Guidelines),
    ),
    Lesson(
        "L22",
        "Send back labels the annotators disagree on",
        "Labels with a low kappa lower what a model can reach and flatter the evaluation as well.",
        "Reads kappa on a spot check and sends a batch back under the line.",
        "Accepts every batch as it comes.",
        "when labels are a small part of what a card learns from, so that bad ones cost next to nothing",
        Boundary(
            "robust-to-labels",
            "where poor labels cost no quality",
            "What a batch's kappa says then makes no difference to any model.",
            {"data": {"penalty": [0, 0, 0]}},
        ),
        (Relabel, SpotCheck, Accept, Guidelines),
        doubt=(
            "Most bad batches are found by the pilot's own kappa and relabelled once; the gate on kappa then "
            "decides few cards."
        ),
    ),
)
