"""Cursor key and day to repaint, 60 cards, ten in training, against a bare app. Run: python -m tests.bench.tui_keys"""

import argparse
import random
import tempfile
import time
from pathlib import Path

from tests.bench.tui_common import BARE, Run, big_save, folders, game_code, median


def main(times: int) -> None:
    """Print medians, ratios and bytes."""
    luck = random.Random(1)
    with tempfile.TemporaryDirectory() as place:
        base = Path(place)
        env = folders(base)
        bare = Run(BARE, b"ready 0", env)
        game = Run(game_code(big_save(base)), b"EXP-", env)
        game.press("j", 0.5)
        plain: list[float] = []
        found: dict[str, list[tuple[float, int]]] = {"cursor": [], "column": [], "day": []}
        for turn in range(times):
            # In turn, so that what else the machine does falls on all of them.
            for name, key, every in (
                ("cursor", "j" if turn % 12 < 6 else "k", 1),
                ("column", "l" if turn % 4 < 2 else "h", 2),
                ("day", " ", 2),
            ):
                if turn % every == 0:
                    time.sleep(luck.random() / 50)
                    plain.append(bare.press("a")[0])
                    found[name].append(game.press(key, 0.12 if name == "day" else 0.06))
        bare.end()
        game.end()
    floor = median(plain) * 1000
    print(f"bare key: {floor:.1f} ms; in the game ten cards train, animation is off")
    for name, must in (("cursor", "2, 2 kB"), ("column", "-"), ("day", "5")):
        took = median([seconds for seconds, _ in found[name]]) * 1000
        size = median([float(count) for _, count in found[name]])
        print(f"{name}: {took:.1f} ms, ratio {took / floor:.2f}, {size:.0f} bytes (must {must})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("times", nargs="?", type=int, default=60, metavar="TIMES", help="turns (default 60)")
    main(parser.parse_args().times)
