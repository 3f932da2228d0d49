"""Plant small faults in a copy of the project, one at a time, and count how many the tests find.

    python scripts/mutants.py                        340 faults over the packages, two at a time
    python scripts/mutants.py --package engine --sample 100 --seed 2
    python scripts/mutants.py --again                only those that survived the last time
    python scripts/mutants.py --budget 10            stop planting after ten minutes
    python scripts/mutants.py --list --package tui   name the faults and plant none
    python scripts/mutants.py --write                write docs/mutants.md from what was found, plant none

Each fault (`scripts/mutations.py`) is shown to the tests that run its line, quickest first, until one fails or
does not end. A fault is found by the tests of its own package (`FOLDERS` in `scripts/covered.py`) or not at all:
the golden games, the conformance suite, random play and the tests in other processes (`LEFT_OUT`) notice nearly
every change of a rule, take long and say little about what broke, so they are neither measured nor run here.
Seconds are the processor's, so a busy machine finds no more than an idle one.

Which tests run which lines is measured first, a package at a time, and kept in build/mutants until source or
scenarios change; of tests, what changed is measured again. What became of each fault is kept there too. The faults
depend on seed, sample and source alone.
"""

import argparse
import ast
import json
import random
import re
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.covered import CACHE, Fault, Problem, covered, say  # noqa: E402
from scripts.mutations import Mutation, mutations  # noqa: E402
from scripts.planting import HEAVY, SURVIVED, Bench  # noqa: E402

#: Package -> faults planted in it.
SAMPLES: Final = {"engine": 100, "play": 40, "views": 60, "tui": 60, "cli": 40, "formats": 40}
#: Share of the faults that the tests are meant to find, in percent.
WANTED: Final = {"engine": 90}
WANTED_ELSEWHERE: Final = 80
OUTCOMES: Final = CACHE / "outcomes.json"
PAGE: Final = ROOT / "docs" / "mutants.md"
#: What became of a fault that survived once and is found by now.
FOUND_SINCE: Final = "found since"

#: Package -> text of a fault -> what became of it.
Outcomes = dict[str, dict[str, str]]


# --- which faults ---------------------------------------------------------------------------------


def faults(package: str, sample: int, seed: int) -> list[Fault]:
    """`sample` faults of a package: lines drawn at random, and on each line one of its faults."""
    lines: dict[tuple[str, int], list[Mutation]] = defaultdict(list)
    for path in sorted((ROOT / "src" / "aiboard" / package).rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for mutation in mutations(path.read_bytes()):
            lines[file, mutation.line].append(mutation)
    luck = random.Random(f"{seed} {package}")
    places = list(lines)
    luck.shuffle(places)
    chosen = (Fault(package, place[0], luck.choice(lines[place])) for place in places)
    return [fault for fault, _ in zip((one for one in chosen if _compiles(one)), range(sample), strict=False)]


def _compiles(fault: Fault) -> bool:
    try:
        ast.parse(fault.mutation.applied((ROOT / fault.file).read_bytes()))
    except SyntaxError:
        return False
    return True


# --- planting -------------------------------------------------------------------------------------


def plant(package: str, chosen: list[Fault], asked: argparse.Namespace, until: float) -> dict[str, str]:
    """Try the faults of a package; returns what became of each by its text, and prints the survivors."""
    bench = Bench(covered([package], asked.jobs), asked.seconds)
    bench.run(list(chosen), asked.jobs, until)
    print(file=sys.stderr)
    for fault, outcome in sorted(bench.outcomes.items(), key=lambda row: str(row[0])):
        if outcome == SURVIVED:
            shown, of = len(bench.chosen(fault)), len(bench.known.tests(fault))
            tests = f"{shown} tests" if shown == of else f"the quickest {shown} of {of} tests"
            print(f"{fault}   [{tests if of else 'no test runs it'}]", flush=True)
    return {str(fault): outcome for fault, outcome in bench.outcomes.items()}


def outcomes() -> Outcomes:
    """What was found so far, of any run since build/ was made."""
    kept: Outcomes = json.loads(OUTCOMES.read_text(encoding="utf-8")) if OUTCOMES.exists() else {}
    return kept


def keep(package: str, found: dict[str, str], again: bool) -> None:
    """Note what a run found; a second look at survivors changes only what it looked at."""
    known = outcomes()
    if again:
        since = {fault: outcome if outcome == SURVIVED else FOUND_SINCE for fault, outcome in found.items()}
        found = known[package] | since
    OUTCOMES.parent.mkdir(parents=True, exist_ok=True)
    OUTCOMES.write_text(json.dumps(known | {package: found}, indent=1), encoding="utf-8")


# --- the report -----------------------------------------------------------------------------------


def share(package: str, found: dict[str, str]) -> str:
    """One line: how many of a package's faults were found, and how many are wanted."""
    killed = sum(outcome != SURVIVED for outcome in found.values())
    wanted = WANTED.get(package, WANTED_ELSEWHERE)
    return f"{package:12} {killed:4} of {len(found):4} found, {killed / len(found):.0%} (wanted {wanted} %)"


def page(known: Outcomes, before: str) -> str:
    """The page of docs/; the remarks in the last column of `before` stay with their faults."""
    remarks = {match[1]: match[2] for match in re.finditer(r"^\| `(.+?)` \| (.+) \|$", before, re.M)}
    rows = [
        "# Planted faults",
        "",
        "Small faults, drawn at random and planted one at a time in a copy of the source, and how many of them the",
        "tests of the package find (`make mutants`; `scripts/mutants.py` says how). Written by",
        "`python scripts/mutants.py --write`; the remarks on survivors are written by hand and kept.",
        "",
        "| package | faults | found at first | found now | wanted |",
        "|---|---:|---:|---:|---:|",
    ]
    for package, found in known.items():
        first = sum(outcome not in (SURVIVED, FOUND_SINCE) for outcome in found.values())
        now = sum(outcome != SURVIVED for outcome in found.values())
        wanted = WANTED.get(package, WANTED_ELSEWHERE)
        parts = (f"{first / len(found):.0%}", f"{now} ({now / len(found):.0%})", f"{wanted} %")
        rows.append(f"| {package} | {len(found)} | {' | '.join(parts)} |")
    rows += ["", '"Found now" counts the tests written for faults that survived at first.', ""]
    rows += ["## What no test finds", "", "| fault | remark |", "|---|---|"]
    for found in known.values():
        left = sorted(fault for fault, outcome in found.items() if outcome == SURVIVED)
        texts = [_cell(fault) for fault in left]
        rows += [f"| `{text}` | {remarks.get(text, 'not looked at yet')} |" for text in texts]
    return "\n".join(rows) + "\n"


def _cell(fault: str) -> str:
    """The text of a fault as it can stand in a table."""
    return fault.replace("|", "or").replace("`", "'")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", type=int, help="faults in each package (instead of 340 over all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--package", action="append", choices=SAMPLES, help="may be given again; all unless given")
    parser.add_argument("--jobs", type=int, default=2, help="faults tried at a time")
    parser.add_argument("--budget", type=float, default=60, metavar="MINUTES", help="begin no fault after this")
    parser.add_argument("--seconds", type=float, default=20, help="seconds of tests that a fault is shown")
    parser.add_argument("--again", action="store_true", help="try only the faults that survived the last time")
    parser.add_argument("--list", action="store_true", help="name the faults, plant none")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)}, plant none")
    return parser.parse_args()


def main() -> int:
    """Plant the faults and print what came of them; 0 whatever that is, 2 when it could not be measured."""
    asked = arguments()
    if asked.write:
        PAGE.write_text(page(outcomes(), PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""), encoding="utf-8")
        return 0
    packages = asked.package or [name for name in SAMPLES if (ROOT / "src" / "aiboard" / name).is_dir()]
    chosen = {name: faults(name, asked.sample or SAMPLES[name], asked.seed) for name in packages}
    if asked.again:
        left = {fault for row in outcomes().values() for fault, outcome in row.items() if outcome == SURVIVED}
        chosen = {name: [one for one in row if str(one) in left] for name, row in chosen.items()}
    if asked.list:
        print("\n".join(str(fault) for row in chosen.values() for fault in row))
        return 0
    for name in HEAVY:
        __import__(name)
    until = time.monotonic() + 60 * asked.budget
    try:
        for package, row in chosen.items():
            if row and (found := plant(package, row, asked, until)):
                keep(package, found, asked.again)
    except Problem as problem:
        say(str(problem))
        return 2
    known = outcomes()
    print("", *(share(package, known[package]) for package in packages if package in known), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
