"""Write tests/golden/evaluator_boards.json: fifty boards out of games, and what the reference does on each.

    make evaluator_boards
    python scripts/make_evaluator_boards.py

While the evaluator is not pinned, run it in the commit that changes the rules, a scenario or the reference. Once it is
pinned, a board on which the reference chooses otherwise needs a new version of the evaluator instead.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aiboard.analysis.evaluators import CURRENT
from tests.golden.boards import FILE, boards_text, kept, made


def main() -> int:
    """Write the file and say how many boards are chosen on otherwise."""
    argparse.ArgumentParser(description="Write tests/golden/evaluator_boards.json.").parse_args()
    before = {(one.scenario, one.seed): one for one in kept()} if FILE.exists() else {}
    boards = made()
    known = [(before[one.scenario, one.seed], one) for one in boards if (one.scenario, one.seed) in before]
    states = sum(old.digest != new.digest for old, new in known)
    chosen = sum(old.choices != new.choices and old.digest == new.digest for old, new in known)
    if chosen and CURRENT.pinned:
        print(f"{CURRENT.version} is pinned, and the reference chooses otherwise on {chosen} boards", file=sys.stderr)
        return 1
    FILE.write_text(boards_text(boards), encoding="utf-8", newline="\n")
    print(f"{FILE.name}: {len(boards)} boards; {states} other boards, {chosen} other choices on the same board")
    return 0


if __name__ == "__main__":
    sys.exit(main())
