"""Pin the evaluator: write its module in src/aiboard/analysis/evaluators/ and rename its anchors.

    make evaluator_pin                        says what stands in the way, and writes nothing
    make evaluator_pin ARGS="--bar-met"       pins; once

The bar is no matter of a script: `make lookahead ARGS="--all"` measures the reference's own regret in every scenario,
and whoever pins says that it is at most half a point a choice and half a sure loss a game. Anchors are not cut again,
as they do not depend on the version's name; prices get other replicates, since their luck does. From then on another
choice on any board of tests/golden/evaluator_boards.json is another version, in a file of its own.
"""

import argparse
import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aiboard.analysis import anchors
from aiboard.analysis.evaluators import CURRENT
from aiboard.analysis.evaluators.evaluator import Evaluator
from aiboard.engine.model.world import RULES_VERSION
from scripts.make_anchors import TARGET as ANCHORS
from scripts.make_anchors import every_scenario
from tests.golden import boards

ROOT = Path(__file__).resolve().parent.parent
NAME = "v4"
MODULE = ROOT / "src" / "aiboard" / "analysis" / "evaluators" / f"{NAME}.py"
_MODULE = '''\
"""The evaluator whose prices are published: the reference plays on. `analysis/anchors.json` has its anchors.

Pinned: another choice of the reference on any board of its golden test is another version, in another file.
"""

from __future__ import annotations

from typing import Final

from aiboard.analysis.evaluators.evaluator import Evaluator
from aiboard.analysis.pricing.model import Label

EVALUATOR: Final = Evaluator(
    version="{version}",
    policy="{policy}",
    rules={rules},
    thresholds=({thresholds}),
    pinned=True,
)
'''


def obstacles() -> list[str]:
    """What has to be put right before it can be pinned, a sentence each; empty when nothing has."""
    if CURRENT.pinned:
        return [f"{CURRENT.version} is pinned already; a change of its choices is a new version in a file of its own"]
    found = [f"{resolved.key} has no anchors of these rules: make anchors" for resolved in every_scenario()
             if anchors.find(resolved) is None]  # fmt: skip
    found += [f"{one.scenario}: {weak}" for one in anchors.load_shipped() if (weak := one.weakness())]
    if boards.boards_text(boards.made()) != boards.boards_text(boards.kept()):
        found.append("its fifty boards are of other rules or choices: make evaluator_boards, and review the diff")
    return found


def pinned(evaluator: Evaluator) -> str:
    """The module of an evaluator, with everything written out that may change elsewhere."""
    thresholds = ", ".join(f"({least!r}, Label.{label.name})" for least, label in evaluator.thresholds)
    return _MODULE.format(version=NAME, policy=evaluator.policy, rules=RULES_VERSION, thresholds=thresholds)


def write(module: Path, scale: Path, known: Sequence[anchors.Anchors]) -> None:
    """The module and the anchors under the new name."""
    module.write_text(pinned(CURRENT), encoding="utf-8", newline="\n")
    renamed = [dataclasses.replace(one, evaluator=NAME) for one in known]
    scale.write_text(anchors.to_json(renamed), encoding="utf-8", newline="\n")


def main() -> int:
    """Pin, or say why not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bar-met", action="store_true", help="the reference's own regret meets the bar")
    asked = parser.parse_args()
    found = obstacles()
    for one in found:
        print(one, file=sys.stderr)
    if found or not asked.bar_met:
        print("nothing is written" + ("" if found else "; with --bar-met it would be pinned as " + NAME))
        return 1 if found else 0
    write(MODULE, ANCHORS, anchors.load_shipped())
    print(f"pinned: {MODULE.relative_to(ROOT)} and {ANCHORS.name}; next: make test, and the change log")
    return 0


if __name__ == "__main__":
    sys.exit(main())
