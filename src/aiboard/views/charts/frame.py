"""What a curve is drawn in: a y axis of values, the plot beside it, the x axis under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aiboard.views.charts.cells import (
    PIXELS,
    CellBackground,
    Grid,
    Role,
    Scale,
    label_stride,
    nice_step,
    ticks,
)


def plot_of(grid: Grid) -> tuple[int, int]:
    """First column of a curve's plot on a grid, and how many it has: left of it stands the axis."""
    left = 8 if grid.width >= 44 else 6
    return left, max(1, grid.width - left)


class Frame:
    """A y axis of values and the plot beside it."""

    def __init__(self, grid: Grid, top: int, low: int, high: int, min_step: int, below: int = 0) -> None:
        self.grid = grid
        self.top = top
        #: Last row of the plot: under it stand the shelf, the axis and its labels.
        self.bottom = grid.height - 1 - below - (2 if grid.height - top - below >= 5 else 1)
        rows = self.bottom - top + 1
        self.step = nice_step(high - low, max(2, rows // 3), min_step)
        self.values = Scale(low, high, rows)
        across, down = PIXELS[grid.mode]
        self._fine = Scale(low, high, rows * down)
        self._across, self._down = across, down
        self.left, self.cells = plot_of(grid)

    def row(self, value: int) -> int:
        """Row of a value."""
        return self.top + (self._fine.cells - 1 - self._fine.position(value)) // self._down

    def reaches(self, value: int) -> bool:
        """Whether a curve at this value fills its cell's far side, seen from zero, so that the ground may join it."""
        low_half = self._fine.position(value) % self._down < (self._down + 1) // 2
        return self._down > 1 and low_half == (value < 0)

    def curve(self, points: list[tuple[int, int]], role: Role) -> None:
        """A line through (column, value) points."""
        top = self.top * self._down
        pixels = [
            (x * self._across + self._across // 2, top + self._fine.cells - 1 - self._fine.position(value))
            for x, value in points
        ]
        self.grid.curve(pixels, role)

    def fill(self, x0: int, x1: int, low: int, high: int, ground: CellBackground) -> None:
        """Colour the ground of columns x0..x1 between two values."""
        for x in range(max(self.left, x0), min(self.grid.width - 1, x1) + 1):
            for y in range(self.row(high), self.row(low) + 1):
                self.grid.set_background(x, y, ground)

    def draw_axis(
        self,
        label: Callable[[int], str],
        stops: list[tuple[int, str, str]],
        shelf: int = 0,
        lines: Sequence[int] = (),
    ) -> None:
        """Both axes; `stops` are columns of the x axis with a long and a short label.

        A tick gives way to one of `lines` on its row: the line would look as if it were the tick's value.
        """
        grid = self.grid
        grid.column(self.left - 1, self.top, self.bottom + shelf, "│", Role.AXIS)
        for tick in ticks(self.values.low, self.values.high, self.step):
            y = self.row(tick)
            if any(line != tick and self.row(line) == y for line in lines):
                continue
            grid.put(0, y, f"{label(tick):>{self.left - 2}}", Role.AXIS)
            grid.put(self.left - 1, y, "┤", Role.AXIS)
        y = self.bottom + 1 + shelf
        ruled = grid.height - y >= 2
        if ruled:
            grid.put(self.left - 1, y, "└" + "─" * self.cells, Role.AXIS)
        longs = sum(len(long) + 2 for _, long, _ in stops) <= self.cells
        texts = [(x, long if longs else short) for x, long, short in stops]
        starts = [max(self.left, min(x - (len(text) - 1) // 2, grid.width - len(text))) for x, text in texts]
        stride = label_stride([(start, len(text)) for start, (_, text) in zip(starts, texts, strict=True)])
        for i, (x, text) in enumerate(texts):
            if ruled:
                grid.put(x, y, "┬", Role.AXIS)
            if (i + 1) % stride == 0:
                grid.put(starts[i], y + (1 if ruled else 0), text, Role.AXIS)
