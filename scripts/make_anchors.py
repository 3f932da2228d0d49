"""Write src/aiboard/analysis/anchors.json: the ends of the equity scale of every shipped scenario and variant.

    make anchors                          all of them, with the compiled rules where there are any
    python scripts/make_anchors.py KEY    only these (`support-chatbot:calm`); the others are kept if they still match

Run it in the commit that changes the rules, a scenario or the reference bot.
"""

import argparse
import os
import sys
import time
from pathlib import Path

from aiboard.analysis import anchors
from aiboard.analysis.pool import pool
from aiboard.engine import day
from aiboard.scenario import ResolvedScenario, load, shipped

TARGET = Path(__file__).resolve().parent.parent / "src" / "aiboard" / "analysis" / anchors.FILE


def every_scenario() -> list[ResolvedScenario]:
    """Every shipped scenario: plain, then each variant."""
    found: list[ResolvedScenario] = []
    for path in shipped():
        plain = load(path.stem)
        found += [plain, *(load(f"{path.stem}:{variant}") for variant in plain.variants)]
    return found


def main() -> int:
    """Cut anchors and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("keys", nargs="*", metavar="KEY", help="only these scenarios")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes")
    asked = parser.parse_args()
    scenarios = every_scenario()
    unknown = set(asked.keys) - {resolved.key for resolved in scenarios}
    if unknown:
        print(f"make_anchors: no such scenario: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    how = "interpreted" if str(day.__file__).endswith(".py") else "compiled"
    print(f"cutting anchors, {len(anchors.SEEDS)} games a bot, rules {how}", flush=True)
    made: list[anchors.Anchors] = []
    with pool(asked.jobs) as executor:
        for resolved in scenarios:
            kept = anchors.find(resolved) if asked.keys and resolved.key not in asked.keys else None
            began = time.perf_counter()
            one = kept or anchors.measure(resolved, executor)
            made.append(one)
            weak = one.weakness()
            tail = f"  WEAK: {weak}" if weak else ""
            print(
                f"{one.scenario:<28} idle ${one.idle / 100:,.0f}  reference ${one.reference / 100:,.0f}"
                f"  SD ${one.spread / 100:,.0f}  {time.perf_counter() - began:.1f} s{tail}",
                flush=True,
            )
    TARGET.write_text(anchors.to_json(made), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
