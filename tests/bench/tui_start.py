"""First paint and memory in a game, against a bare Textual app. Run: python -m tests.bench.tui_start"""

import argparse
import tempfile
from pathlib import Path

from tests.bench.tui_common import BARE, Run, big_save, folders, game_code, median

FIRST = "import sys; from aiboard.tui import run; sys.exit(run())"


def main(times: int) -> None:
    """Print the medians and their ratios."""
    with tempfile.TemporaryDirectory() as place:
        base = Path(place)
        env = folders(base)
        game = game_code(big_save(base))
        found: dict[str, list[float]] = {"bare": [], "first": []}
        memory: dict[str, list[float]] = {"bare": [], "game": []}
        for turn in range(times + 1):
            for name, code, mark in (("bare", BARE, b"ready 0"), ("first", FIRST, b"choose")):
                run = Run(code, mark, env)
                if turn:
                    found[name].append(run.first * 1000)
                if name == "bare" and turn:
                    memory["bare"].append(run.rss())
                run.end()
            if 0 < turn <= 3:
                run = Run(game, b"EXP-", env)
                run.press("j")
                memory["game"].append(run.rss())
                run.end()
    bare, first = median(found["bare"]), median(found["first"])
    print(f"first paint: bare {bare:.0f} ms, first screen {first:.0f} ms, ratio {first / bare:.2f} (must 1.25)")
    small, large = median(memory["bare"]), median(memory["game"])
    print(f"memory: bare {small:.1f} MiB, in a game {large:.1f} MiB, ratio {large / small:.2f} (must 1.7)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("times", nargs="?", type=int, default=21, metavar="TIMES", help="turns (default 21)")
    main(parser.parse_args().times)
