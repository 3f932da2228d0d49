"""Write src/aiboard/analysis/reliability/published.json: the SEM of each scenario's decision score.

    make sem
    make sem ARGS="first-sprint gpu-drought --players 100"

It is what `aiboard reliability SCENARIO` measures of one game; games that were played for either are kept for both, and
lines of other scenarios stay. Ten minutes on two cores, and for `support-chatbot` a quarter of an hour more.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Final

from aiboard.analysis import anchors
from aiboard.analysis.pool import pool
from aiboard.analysis.reliability import published
from aiboard.analysis.reliability.measure import ReliabilityMeasurement, ReliabilitySettings
from aiboard.analysis.reliability.published import Sem
from aiboard.engine.model.world import RULES_VERSION
from aiboard.scenario import load, shipped

#: In the source, also where the package itself is the compiled one.
TARGET: Final = Path(__file__).resolve().parent.parent / "src/aiboard/analysis/reliability" / published.FILE


def main() -> int:
    """Measure what is not kept yet, and write."""
    parser = argparse.ArgumentParser(description="Write the published SEM of every scenario.")
    parser.add_argument("scenarios", nargs="*", default=[str(path) for path in shipped()], help="default: all")
    parser.add_argument("--players", type=int, default=60, metavar="N", help="simulated players (default 60)")
    parser.add_argument("--games", type=int, default=2, metavar="N", help="games of each (default 2)")
    asked = parser.parse_args()
    # Of the source: the package itself may be the compiled one, which an earlier run did not write.
    found = {row["scenario"]: Sem(**row) for row in json.loads(TARGET.read_text(encoding="utf-8"))}
    with pool(os.cpu_count() or 1) as executor:
        for name in asked.scenarios:
            resolved = load(name)
            scale = anchors.get(resolved, executor)
            report = ReliabilityMeasurement(resolved, scale, ReliabilitySettings(asked.players, asked.games)).run(
                executor
            )
            error = report.figures["decision"].error
            found[resolved.key] = Sem(
                resolved.key, resolved.sha, RULES_VERSION, scale.evaluator, asked.players, asked.games,
                round(error, 1), round(report.pricing_error, 1),
            )  # fmt: skip
            print(f"{resolved.key}: SEM {error:.1f} points", flush=True)
    TARGET.write_text(published.to_json(list(found.values())), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
