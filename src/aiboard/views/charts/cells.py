"""The grid that charts are drawn on: characters with a role each, on a background with a role.

Roles are meanings, not colours: a face that has colours maps them, plain text leaves them out. All geometry is
in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Final


class GlyphMode(StrEnum):
    """Which characters a chart may use."""

    BRAILLE = "braille"
    BLOCK = "block"
    ASCII = "ascii"


class Role(StrEnum):
    """What a character of a chart says."""

    TEXT = "text"
    STRONG = "strong"
    AXIS = "axis"
    DOT = "dot"
    PAIR = "pair"
    MEAN = "mean"
    LINE = "line"
    BAR = "bar"
    BASE = "base"
    KILL = "kill"
    GOOD = "good"
    BAD = "bad"
    WARN = "warn"


class CellBackground(StrEnum):
    """What the ground under a character says."""

    NONE = "none"
    ZONE = "zone"
    BAND = "band"
    GAIN = "gain"
    LOSS = "loss"


#: What stands in an empty cell of a ground where colours cannot say it.
SHADES: Final[dict[CellBackground, str]] = {
    CellBackground.NONE: " ",
    CellBackground.ZONE: "░",
    CellBackground.BAND: "▒",
    CellBackground.GAIN: "░",
    CellBackground.LOSS: "▒",
}
# One for one and in the same order: the cells of a grid must not move. Marks that differ stay different.
_ASCII: Final = str.maketrans("●○◆┣┫━│╎─╌┬┴┼├┤└▼▲◂▸–≥−…✓✗■·↩▶◐█▁▂▃▄▅▆▇░▒", "o.#[]=|:--++++++v^<>->-~vx#.<>o#__-==##.:")

#: Sub-cell resolution (across, down) of a curve in each mode.
PIXELS: Final[dict[GlyphMode, tuple[int, int]]] = {
    GlyphMode.BRAILLE: (2, 4),
    GlyphMode.BLOCK: (1, 2),
    GlyphMode.ASCII: (1, 1),
}
_BRAILLE_BITS: Final = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_HALVES: Final = " ▀▄█"

PERCENT_TICKS: Final = (0, 25, 50, 75, 100)
PERCENT_LEFT: Final = 6
"""Columns that `percent_axes` needs to the left of the plot."""

RoleTexts = list[tuple[str, Role]]
"""Pieces of a text in their roles."""
CellRun = tuple[str, Role, CellBackground]
"""Neighbouring characters that look the same."""


def to_ascii(text: str) -> str:
    """The text with the charts' glyphs replaced by ASCII ones, one for one; other characters become '?'."""
    return text.translate(_ASCII).encode("ascii", "replace").decode("ascii")


class Grid:
    """A grid of `width` x `height` characters. Drawing outside it is cut off, never an error."""

    def __init__(self, width: int, height: int, mode: GlyphMode = GlyphMode.BRAILLE, shade: bool = False) -> None:
        self.width = max(0, width)
        self.height = max(0, height)
        self.mode = mode
        #: Grounds are shown by characters, because the face has no colours for them.
        self.shade = shade
        self._chars = [[" "] * self.width for _ in range(self.height)]
        self._roles = [[Role.TEXT] * self.width for _ in range(self.height)]
        self._grounds = [[CellBackground.NONE] * self.width for _ in range(self.height)]
        self._pixels: dict[tuple[int, int], int] = {}

    def put(self, x: int, y: int, text: str, role: Role) -> None:
        """Write `text` (characters one cell wide) from x, y to the right."""
        if not 0 <= y < self.height:
            return
        # Replaced here, where everything is written, so that no chart has to think of it.
        if self.mode is GlyphMode.ASCII:
            text = to_ascii(text)
        for i, char in enumerate(text):
            if 0 <= x + i < self.width:
                self._chars[y][x + i] = char
                self._roles[y][x + i] = role

    def words(self, y: int, line: Iterable[tuple[str, Role]]) -> None:
        """Write a line of worded parts from the left edge."""
        x = 0
        for text, role in line:
            self.put(x, y, text, role)
            x += len(text)

    def words_on_top(self, parts: RoleTexts) -> int:
        """Write a chart's words from the first row on; returns the first row under them."""
        lines = wrap_words(parts, self.width)
        top = min(len(lines), self.height)
        for y, line in enumerate(lines[:top]):
            self.words(y, line)
        # A tall grid has a row to spare between words and picture.
        return top + (1 if self.height - top >= 8 else 0)

    def column(self, x: int, top: int, bottom: int, char: str, role: Role) -> None:
        """A vertical line over rows top..bottom."""
        for y in range(top, bottom + 1):
            self.put(x, y, char, role)

    def set_background(self, x: int, y: int, ground: CellBackground) -> None:
        """Set the ground of one cell."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self._grounds[y][x] = ground

    def curve(self, points: Sequence[tuple[int, int]], role: Role) -> None:
        """Join points given in sub-cell pixels (see PIXELS) by straight lines, in the mode's characters."""
        for (x0, y0), (x1, y1) in pairwise(points):
            for x, y in _segment(x0, y0, x1, y1):
                self._pixel(x, y, role)
        if len(points) == 1:
            self._pixel(*points[0], role)

    def _pixel(self, x: int, y: int, role: Role) -> None:
        across, down = PIXELS[self.mode]
        cell = (x // across, y // down)
        if not (0 <= cell[0] < self.width and 0 <= cell[1] < self.height):
            return
        bit = _BRAILLE_BITS[y % 4][x % 2] if self.mode is GlyphMode.BRAILLE else 1 << (y % down)
        # Two curves may cross in a cell: their dots are added up.
        bits = self._pixels.get(cell, 0) | bit
        self._pixels[cell] = bits
        if self.mode is GlyphMode.BRAILLE:
            char = chr(0x2800 + bits)
        elif self.mode is GlyphMode.BLOCK:
            char = _HALVES[bits]
        else:
            char = "*"
        self._chars[cell[1]][cell[0]] = char
        self._roles[cell[1]][cell[0]] = role

    def rows(self) -> list[list[CellRun]]:
        """The grid as runs of equal look, row by row, each `width` cells in all."""
        rows: list[list[CellRun]] = []
        for chars, roles, grounds in zip(self._chars, self._roles, self._grounds, strict=True):
            cells = []
            for char, role, ground in zip(chars, roles, grounds, strict=True):
                # An empty cell has no role to show, and many of them make one long run.
                empty = char == " "
                if empty and self.shade:
                    char = to_ascii(SHADES[ground]) if self.mode is GlyphMode.ASCII else SHADES[ground]
                cells.append((char, Role.TEXT if empty else role, ground))
            rows.append(
                [
                    ("".join(cell[0] for cell in group), role, ground)
                    for (role, ground), group in groupby(cells, key=lambda cell: (cell[1], cell[2]))
                ]
            )
        return rows

    def lines(self) -> list[str]:
        """The grid as plain text, without trailing spaces."""
        return ["".join(text for text, _, _ in row).rstrip() for row in self.rows()]


@dataclass(frozen=True)
class Scale:
    """Whole values low..high on `cells` places; a value outside is held at the nearer end."""

    low: int
    high: int
    cells: int

    def position(self, value: int) -> int:
        """Place of a value, 0 .. cells - 1."""
        # Twice the span in the denominator rounds to the nearest place in whole numbers.
        span = max(1, self.high - self.low)
        cell = ((value - self.low) * (self.cells - 1) * 2 + span) // (2 * span)
        return max(0, min(self.cells - 1, cell))


def nice_step(span: int, max_parts: int, min_step: int = 1) -> int:
    """The smallest of 1, 2, 5 x 10^k (not under `min_step`) that cuts `span` into at most `max_parts` parts."""
    unit = 1
    while True:
        for factor in (1, 2, 5):
            step = unit * factor
            if step >= min_step and span <= step * max(1, max_parts):
                return step
        unit *= 10


def ticks(low: int, high: int, step: int) -> list[int]:
    """The multiples of `step` in low..high."""
    first = -(-low // step) * step
    return list(range(first, high + 1, step))


def percent_axes(grid: Grid, top: int, bottom: int, cells: int, labels: Iterable[tuple[int, str]]) -> None:
    """Axes of a plot whose columns go from 0 to 100 %. Each label stands under its column, inwards at the ends."""
    up = Scale(0, 100, bottom - top + 1)
    for tick in PERCENT_TICKS:
        grid.put(0, bottom - up.position(tick), f"{tick:>3} %", Role.AXIS)
    grid.column(PERCENT_LEFT - 1, top, bottom, "│", Role.AXIS)
    grid.put(PERCENT_LEFT - 1, bottom + 1, "└" + "─" * cells, Role.AXIS)
    for column, label in labels:
        x = max(0, min(column - len(label) // 2, cells - len(label)))
        grid.put(PERCENT_LEFT + x, bottom + 2, label, Role.AXIS)


def label_stride(labels: Sequence[tuple[int, int]]) -> int:
    """Every how many-th of some labels (start, length), in order, can be written so that none touch."""
    for stride in range(1, len(labels) + 1):
        subset = labels[stride - 1 :: stride]
        if all(a + length < b for (a, length), (b, _) in pairwise(subset)):
            return stride
    return max(1, len(labels))


def clauses(groups: Iterable[RoleTexts]) -> RoleTexts:
    """Worded parts of several clauses in a row, a semicolon after each but the last; empty clauses are left out."""
    texts: RoleTexts = []
    for group in groups:
        if group and texts:
            texts[-1] = (texts[-1][0] + ";", texts[-1][1])
        texts += group
    return texts


def _segment(x0: int, y0: int, x1: int, y1: int) -> Iterable[tuple[int, int]]:
    """The pixels of a straight line, both ends among them."""
    # Rounded in whole numbers below, so that every machine draws the same dots.
    steps = max(abs(x1 - x0), abs(y1 - y0), 1)
    for i in range(steps + 1):
        yield (
            x0 + (2 * (x1 - x0) * i + steps) // (2 * steps),
            y0 + (2 * (y1 - y0) * i + steps) // (2 * steps),
        )


#: Joins two words that stay on one line; shown as a space.
GLUE: Final = "~"


def wrap_words(parts: RoleTexts, width: int) -> list[RoleTexts]:
    """Break worded parts at spaces into lines of at most `width` characters; a longer word is cut."""
    words = [(word.replace(GLUE, " "), role) for text, role in parts for word in text.split(" ") if word]
    lines: list[RoleTexts] = []
    room = 0
    for word, role in words:
        word = word[: max(1, width)]
        if lines and len(word) + 1 <= room:
            last_text, last_role = lines[-1][-1]
            if last_role == role:
                lines[-1][-1] = (f"{last_text} {word}", role)
            else:
                lines[-1].append((" ", Role.TEXT))
                lines[-1].append((word, role))
            room -= len(word) + 1
        else:
            lines.append([(word, role)])
            room = width - len(word)
    return lines
