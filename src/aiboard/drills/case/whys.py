"""Why a choice of the design costs or pays: the model answers to the follow-up questions, both ways."""

from __future__ import annotations

from typing import Final

WHYS: Final[dict[str, str]] = {
    "success": (
        "A line too low lets models meet customers who then cost money; one too high keeps what would earn in "
        "Evaluation, and every day without a live model is a day without revenue. What a point earns sets it, not"
        " a wish."
    ),
    "kill_rule": (
        "A kill frees people and GPUs for the next idea; most ideas fail, so what is not stopped fills the slots."
        " A forecast weighs how steep a curve still is; a fixed line at the second run also stops slow starters."
    ),
    "kill_line": (
        "A fixed line is read off noisy numbers: too high it kills what would have got there, too low it stops "
        "nothing."
    ),
    "changes": (
        "A change close to the line can win the last point; each further one wins less, and the card holds its "
        "person and GPUs meanwhile. With none, what is nearly good enough is thrown away."
    ),
    "columns": (
        "Too many cards at a time share people and GPUs, so that each takes longer and later tickets learn "
        "nothing from earlier ones. Too few leave people and GPUs idle."
    ),
    "pool": (
        "When training takes all GPUs, evaluations wait, and a decision waits for its evaluation. Slack costs "
        "some training and saves days."
    ),
    "gates.evidence": (
        "A score over the line may be luck. Without proof that it beats what is live, a worse model replaces a "
        "better one; proof costs seeds and days."
    ),
    "gates.slices": (
        "An average hides the customers for whom the model fails; those cause incidents. Measuring the slice "
        "costs GPU time with each evaluation near a launch."
    ),
    "gates.leaks": (
        "Where questions leaked, a score is too high and customers get less than it says. The check costs an "
        "hour; a canary shows much of the same, later and with customers."
    ),
    "gates.limits": (
        "A model over the limits loses revenue or costs more to serve than it earns; making it slimmer first "
        "costs an iteration."
    ),
    "gates.safety": (
        "An agent that oversteps makes incidents that cost more than a month of its revenue. The gate also holds "
        "back agents that would have been lucky."
    ),
    "order": (
        "A pilot shows for a tenth of the price what the whole set would be worth; the price is a second wait."
    ),
    "guidelines": (
        "Without written guidelines people label the same thing differently, and a model trained on that stays "
        "lower. They cost half a day once."
    ),
    "agreement": (
        "Labels on which people do not agree lower the ceiling of every card that trains on them; sending them "
        "back costs days. The later in the project, the dearer the days."
    ),
    "first_seeds": (
        "A first look only has to tell the hopeless from the rest; more seeds then are GPU time, fewer are "
        "decisions on luck."
    ),
    "launch_seeds": (
        "The noise of a mean falls with the root of the seeds. On one seed the lucky ones of many cards are "
        "launched, and customers get what they truly are. More seeds cost days; near the line they pay, far from "
        "it not."
    ),
    "first_part": (
        "A part of the questions is cheaper and noisier, and its scores do not count towards a launch on all."
    ),
    "legal": (
        "The review is a wait that nobody can shorten. Filed late, a finished model earns nothing until it is "
        "over."
    ),
    "canary": (
        "Few customers first bound what a bad model can cost; every step is also days without full revenue."
    ),
    "step_days": (
        "A step shorter than monitoring needs is no look at all; a longer one delays full revenue."
    ),
    "take_back": (
        "What customers get too little from loses money each day and may cause an incident. Taking it back costs "
        "a fee and what it would have earned had the alarm been noise."
    ),
    "orders.evaluate": (
        "An order evaluates on the morning after, without your minutes, and with a fixed number of seeds whether "
        "they are needed or not."
    ),
    "orders.promote": (
        "An order promotes whatever passes the gate, your own checks and the size of the gain aside."
    ),
    "orders.start": (
        "An order starts by priority on the list, whatever was learnt about the families, and up to the board's "
        "limit."
    ),
    "orders.canary": (
        "An order widens on the day, without your minutes; it looks for a fading number only."
    ),
    "orders.roll-back": (
        "An order rolls back on any alert, overnight; some alerts are noise, and a roll-back has its price."
    ),
    "orders.kappa": (
        "An order takes labels from a lower agreement than a careful person would."
    ),
}
"""By the name of a switch: what the choice costs and what it buys."""
