"""Write docs/performance.md: run every bench, one at a time, and put what it printed beside its target.

    make performance

Takes some minutes, and wants a quiet machine. The benches exit with 1 when a claim does not hold; the page is written
all the same and says so, because it is the place where that is read.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aiboard.engine.model.world import RULES_VERSION

ROOT: Final = Path(__file__).resolve().parent.parent
TARGET: Final = ROOT / "docs" / "performance.md"
COMPILED: Final = ROOT / "build" / "compiled"

HEAD: Final = """# Performance

Written by `make performance` on {date}, with rules version {rules}: {cores} cores, Python {python}, {system}.
{load}
Ratios within one run are what counts. Targets are the design's: what must hold, and what is aimed at.
`make bench BENCH="speed waiting"` runs some of it.
"""

NOTES: Final = """## Reading it

- A day's figures hold the thinking of `heuristic`: it looks at every card each morning. The line of `idle` in
  [Rules compiled](#rules-compiled) is a day without it, and with nothing in training.
- Waiting for the manager is a floor. The bot needs minutes for tickets, data and launches only; there are no
  replies, one-to-ones and handoff checks yet.
- Luck by own events matters most where play differs little, as by a day off. Two different ways of play soon differ in
  what they do, and no keying pairs that.
- A rollout of the debrief is mostly the reference's thinking. A change of it is judged by counted instructions, as
  times of a busy machine differ by half: 48 games of `heuristic` that the reference takes over on days 5 to 75 took it
  604 million (valgrind's callgrind, compiled), with native laws and worths 362, for the same choices. Both in turn on a
  busy machine, pricing the game below took 107 seconds of CPU before and 70 after.
"""

PLATFORMS: Final = """## Platforms

| | run |
|---|---|
| Linux x86-64, Python 3.11, compiled and interpreted | everything on this page and the whole test suite |
| Linux x86-64, Python 3.13.0 | the whole test suite |
| Linux x86-64, Python 3.12.1 | the whole test suite, but not again since a fault that it found was mended |
| Python 3.14 | not run |
| macOS | not run; nothing in the code is for Linux alone |
| Windows | not run; signal handlers and locks are guarded, terminal tests are skipped there with a reason |
| screen readers | not run; `--plain` is lines of text |
"""


@dataclass(frozen=True)
class Bench:
    """A section: heading, the bench with its arguments, the rules it runs, words before its output."""

    title: str
    name: str
    arguments: tuple[str, ...] = ()
    compiled: bool = True
    words: str = ""

    @property
    def key(self) -> str:
        """What rows of the summary call it."""
        return self.name if self.compiled or self.name == "variance" else f"{self.name} interpreted"


BENCHES: Final = (
    Bench(
        "First paint and memory",
        "tui_start",
        words="In a pseudo-terminal of 120 x 36, against a Textual app with one line of text; medians, taken in turn.",
    ),
    Bench(
        "Keys",
        "tui_keys",
        words="From a key to the last byte of its repaint, on a board of 60 cards.",
    ),
    Bench("Dependencies", "imports", words="Start-up without a screen, and what each package adds to an empty Python."),
    Bench("Rules compiled", "speed"),
    Bench("Rules interpreted", "speed", ("--games", "20"), compiled=False),
    Bench(
        "Prices of a game",
        "prices",
        ("support-chatbot",),
        words="As the debrief's screen asks for them: every look takes in all decisions before the next begins.",
    ),
    Bench("Waiting for the manager", "waiting"),
    Bench("Stops", "stops"),
    Bench(
        "Paired variance",
        "variance",
        compiled=False,
        words="How many times fewer games a comparison on the same seeds takes than one on different seeds: with luck\n"
        "keyed by a thing's own events, as in the game, and by the calendar day, a double that is in the bench only.",
    ),
)

_CURSOR: Final = r"cursor:.*ratio ([\d.]+), (\d+)"
_DAY: Final = r"heuristic +[\d,]+ +([\d.]+)"

#: What, bench, pattern (its groups are the figure), unit words, must, aim.
SUMMARY: Final = (
    ("first paint, x bare Textual", "tui_start", r"first paint.*ratio ([\d.]+)", "{}", "1.25", "1.1"),
    ("memory in a game, x bare", "tui_start", r"memory.*ratio ([\d.]+)", "{}", "1.7", "1.5"),
    ("cursor key to repaint, x bare", "tui_keys", _CURSOR, "{}, {} bytes", "2, 2 kB", "1.5, 1 kB"),
    ("a day to repaint, x bare", "tui_keys", r"day:.*ratio ([\d.]+)", "{}", "5", "3"),
    ("`--help`, x importing bare Textual", "imports", r"--help is ([\d.]+)", "{}", "0.6", "0.3"),
    ("a day, `heuristic` included, compiled, us", "speed", _DAY, "{}", "30", "10"),
    ("a day, `heuristic` included, interpreted, us", "speed interpreted", _DAY, "{}", "300", "100"),
    ("game-days a second, `heuristic`", "speed", r"heuristic +([\d,]+)", "{}", "100,000", "250,000"),
    ("game-days a second, `reference`", "speed", r"reference +([\d,]+)", "{}", "25,000", "60,000"),
    ("days on which something waited, %", "waiting", r"heuristic +([\d.]+ \([^)]*\))", "{}", "", "30 to 45"),
    ("stops a game, median", "stops", r"stops a game: median (\d+)", "{}", "50", "35 to 50"),
    ("longest gap between stops, days", "stops", r"longest gap: (\d+)", "{}", "5", ""),
    ("variance cut, a day off, own events", "variance", r"day off +own events.* ([\d.]+) x", "{} x", "", ""),
    ("variance cut, a day off, calendar day", "variance", r"day off +calendar day.* ([\d.]+) x", "{} x", "", ""),
    ("first price of a game, s", "prices", r"first price after ([\d.]+)", "{}", "1", "0.5"),
    ("all prices at 64 replicates, s", "prices", r"at 64 replicates after ([\d.]+)", "{}", "6", "3"),
    ("prices complete, s", "prices", r"complete.* after ([\d.]+)", "{}", "20", "10"),
)  # fmt: skip


def run(bench: Bench) -> str:
    """What a bench printed."""
    paths = [str(COMPILED), str(ROOT)] if bench.compiled else [str(ROOT)]
    command = [sys.executable, f"tests/bench/{bench.name}.py", *bench.arguments]
    print(f"aiboard: {' '.join(command[1:])}{'' if bench.compiled else ' (interpreted)'}", flush=True)
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{bench.name}: stopped with {done.returncode}")
    return done.stdout.rstrip()


def summary(outputs: dict[str, str]) -> list[str]:
    """The table of figures and targets."""
    lines = ["| what | measured | must | aim |", "|---|---|---|---|"]
    for what, key, pattern, words, must, aim in SUMMARY:
        found = re.search(pattern, outputs[key]) if key else None
        if key and found is None:
            raise SystemExit(f"{key}: no '{what}' in its output")
        figure = words.format(*found.groups()) if found else words
        lines.append(f"| {what} | {figure} | {must} | {aim} |")
    return lines


def busy(load: float) -> str:
    """What other programs took of the cores: processes that ran or wanted to, on average, before the benches did."""
    if load < 0.3:
        return "Nothing else ran in the minute before."
    return f"In the minute before, {load:.1f} other processes ran on average: times may be on the high side."


def page(outputs: dict[str, str], load: float) -> str:
    """The whole page."""
    now = datetime.now(UTC)
    python = ".".join(map(str, sys.version_info[:2]))
    system = "Linux" if sys.platform == "linux" else sys.platform
    cores, date = os.cpu_count(), f"{now:%Y-%m-%d}"
    head = HEAD.format(date=date, cores=cores, python=python, system=system, rules=RULES_VERSION, load=busy(load))
    lines = [head, "## Summary", "", *summary(outputs), "", NOTES.rstrip()]
    for bench in BENCHES:
        words = " ".join(bench.arguments)
        how = f"`make bench BENCH={bench.name}{f' ARGS={words!r}' if words else ''}`"
        lines += ["", f"## {bench.title}", "", f"{how}{'' if bench.compiled else ', interpreted'}"]
        if bench.words:
            lines += ["", bench.words]
        lines += ["", "```text", outputs[bench.key], "```"]
    return "\n".join([*lines, "", PLATFORMS])


def main() -> None:
    """Run, assemble, write."""
    argparse.ArgumentParser(description="Run every bench and write docs/performance.md.").parse_args()
    if not COMPILED.is_dir():
        raise SystemExit("build/compiled is not there: make compiled")
    # Of the last minute: read before the benches add their own.
    load = os.getloadavg()[0]
    outputs = {bench.key: run(bench) for bench in BENCHES}
    TARGET.write_text(page(outputs, load), encoding="utf-8", newline="\n")
    print(f"wrote docs/{TARGET.name}")


if __name__ == "__main__":
    main()
