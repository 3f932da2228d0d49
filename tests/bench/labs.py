"""How long a lab takes to open, to be painted, to follow a slider and to make its many draws.

    PYTHONPATH=$PWD/build/compiled python tests/bench/labs.py [LAB ...]

Each slider is moved three steps on from its default and back to other luck between, in the real screen at 140x45: a
move is timed from the key to the results on screen, and to the text under them, which may take longer. Milliseconds;
the column cpu is processor time of the dearest move with its text, which other programs do not stretch.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable

from aiboard.labs import ENTRIES, find
from aiboard.labs.lab import no_progress
from aiboard.labs.session import LabSession
from aiboard.tui.app import AiBoard
from aiboard.tui.options import Options
from aiboard.tui.screens.lab import LabScreen
from aiboard.tui.settings import Settings
from tests.bench.common import compiled
from tests.bench.tui_common import median

SIZE = (140, 45)
MOVES = 3
FRAME_MS, SLIDER_MS = 17, 150


async def _until(done: Callable[[], bool]) -> None:
    while not done():
        await asyncio.sleep(0.001)


async def _timed(work: Awaitable[None]) -> float:
    begin = time.perf_counter()
    await work
    return (time.perf_counter() - begin) * 1000


async def _moved(screen: LabScreen, by: int) -> tuple[float, float, float]:
    """A key's time to the results, to the text under them, and the processor time of both."""
    begin, busy = time.perf_counter(), time.process_time()
    screen.turn(by)
    # A screen knows itself what it still works on; nothing outside can see when it is finished.
    await _until(lambda: not screen._working)
    shown = time.perf_counter()
    screen.view.draw(*SIZE)
    painted = time.perf_counter() - shown
    await _until(lambda: not screen._explaining)
    told = time.perf_counter() - begin
    return (shown - begin + painted) * 1000, told * 1000, (time.process_time() - busy) * 1000


async def measure(name: str) -> str:
    """One lab's line."""
    begin = time.perf_counter()
    sitting = LabSession(find(name))
    opened = (time.perf_counter() - begin) * 1000
    app = AiBoard(Options(lab=sitting), Settings(animation=False))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, LabScreen)
        answered = await _timed(_answer(screen))
        paints = [await _timed(_paint(screen)) for _ in range(20)]
        moves = []
        for place, control in enumerate(sitting.lab.controls):
            screen.view.at = place
            by = 1 if control.default < control.high else -1
            moves += [await _moved(screen, by) for _ in range(MOVES)]
            screen.action_redraw()
            await _until(lambda: not screen._working and not screen._explaining)
        begin = time.perf_counter()
        draws = sitting.lab.run_many(sitting.values, sitting.seed + 1, no_progress)
        many = (time.perf_counter() - begin) * 1000
    shown, told = [one[0] for one in moves], [one[1] for one in moves]
    return (
        f"{name:<14}{opened:7.0f}{answered:9.0f}{median(paints):8.1f}{median(shown):9.0f}{max(shown):7.0f}"
        f"{median(told):9.0f}{max(told):7.0f}{max(one[2] for one in moves):7.0f}{many:9.0f} ({draws.count:,})"
    )


async def _answer(screen: LabScreen) -> None:
    screen.action_choose()
    await _until(lambda: not screen._working and not screen._explaining)


async def _paint(screen: LabScreen) -> None:
    screen.view.draw(*SIZE)


def main() -> None:
    """A line a lab."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labs", nargs="*", metavar="LAB")
    asked = parser.parse_args()
    print(f"rules {'compiled' if compiled() else 'interpreted'}; asked: paint {FRAME_MS}, slider {SLIDER_MS}")
    print("lab              open   answer   paint   slider  worst     text  worst    cpu    many")
    for name in asked.labs or [entry.id for entry in ENTRIES if entry.is_available]:
        print(asyncio.run(measure(name)), flush=True)


if __name__ == "__main__":
    main()
