"""The list of commands, in the order `aiboard --help` shows them.

A command `name` is the module `aiboard.cli.<name>` with `add_arguments(parser)` and `run(args) -> int`.
The module is imported only when its command is run. Only commands that exist stand here.
"""

from __future__ import annotations

from typing import Final

DEFAULT: Final = "play"
"""The command of `aiboard` without a command."""

COMMANDS: Final[dict[str, str]] = {
    "play": "play a scenario, full screen or line by line (--plain)",
    "watch": "watch a bot play, and inject disruptions",
    "drill": "practise for an interview: list the drills, or do one",
    "scenarios": "list the scenarios",
    "check": "check scenario files, banks of questions and saves for errors",
    "simulate": "let a bot play many games and print statistics",
    "ladder": "compare bots on the same seeds",
    "lessons": "measure what following each advice is worth, and where it stops",
    "calibrate": "measure disruptions, orderings, flow and what each action is worth",
    "reliability": "measure how far a score tells players apart, on simulated players",
    "lab": "learn from one simulation of the course: its rule beside the engine's",
    "debrief": "analyse a game: its result, its decisions, what was known at each",
    "replay": "replay a save and verify every day of it",
    "diff": "show where two games first differ: day, card, field",
    "doctor": "show what this installation can do",
    "gate": "say whether a candidate beats a baseline beyond chance, from evaluation results",
    "kappa": "say how far two labellers agree beyond chance, from a CSV",
    "runs": "say which runs of an experiment log to stop, with and without regard to noise",
    "trajectory": "show what an agent did, step by step, from its log files",
}
"""Name of a command -> what it does, one line."""
