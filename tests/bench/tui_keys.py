"""Cursor key and day to repaint, 60 cards, against a bare Textual app. Run: python -m tests.bench.tui_keys"""

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.tui_common import BARE, Run, big_save, folders, game_code, median


def main(times: int = 60) -> None:
    """Print medians, ratios and bytes."""
    luck = random.Random(1)
    with tempfile.TemporaryDirectory() as place:
        base = Path(place)
        env = folders(base)
        bare = Run(BARE, b"ready 0", env)
        game = Run(game_code(big_save(base)), b"EXP-", env)
        game.press("j", 0.5)
        plain: list[float] = []
        cursor: list[tuple[float, int]] = []
        column: list[tuple[float, int]] = []
        day: list[tuple[float, int]] = []
        for turn in range(times):
            time.sleep(luck.random() / 50)
            plain.append(bare.press("a")[0])
            cursor.append(game.press("j" if turn % 12 < 6 else "k"))
        for turn in range(times // 4):
            column.append(game.press("l" if turn % 2 else "h"))
        for _ in range(times // 2):
            day.append(game.press(" ", 0.12))
        bare.end()
        game.end()
    floor = median(plain) * 1000
    print(f"bare key: {floor:.1f} ms")
    for name, found, must in (("cursor", cursor, "2, 2 kB"), ("column", column, "-"), ("day", day, "5")):
        took = median([seconds for seconds, _ in found]) * 1000
        size = median([float(count) for _, count in found])
        print(f"{name}: {took:.1f} ms, ratio {took / floor:.2f}, {size:.0f} bytes (must {must})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
