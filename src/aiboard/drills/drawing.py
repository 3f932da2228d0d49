"""A board of columns, arrows, gates, blockers and metrics: read from lines of text, and drawn as a picture of text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from aiboard.drills import prose
from aiboard.instruments.counted import count

_MOST_LINES: Final = 80
_WIDTH: Final = 78
"""Characters of a picture's line."""


@dataclass
class Drawing:
    """What stands on the whiteboard.

    Attributes:
        columns: names from left to right with their limit, None where none was given.
        arrows: from, to, as named by `columns`.
        gates: from, to, words.
        blockers: column, words.
        metrics: words.
        unread: lines that could not be read, with the reason.
    """

    columns: dict[str, int | None] = field(default_factory=dict)
    arrows: list[tuple[str, str]] = field(default_factory=list)
    gates: list[tuple[str, str, str]] = field(default_factory=list)
    blockers: list[tuple[str, str]] = field(default_factory=list)
    metrics: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def named(self, text: str) -> str:
        """The column that a line means: by name or by how its name begins. ValueError when there is none."""
        query = text.strip().lower()
        candidates = [one for one in self.columns if one.lower().startswith(query) or query.startswith(one.lower())]
        if not query or not candidates:
            raise ValueError(f"there is no column '{text.strip()}'")
        # Beside a column Review, `Review done` means the one that is called so.
        return min(candidates, key=lambda name: (not name.lower().startswith(query), abs(len(name) - len(query))))


def drawing(text: str) -> Drawing:
    """The lines of an answer, read; those that cannot be are named and left out."""
    board = Drawing()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    # Columns first: an arrow may be written before the column it leads to.
    for line in sorted(lines[:_MOST_LINES], key=lambda line: not line.lower().startswith("column")):
        try:
            _read(board, line)
        except ValueError as error:
            board.unread.append(f"{line[:60]}: {error}")
    if len(lines) > _MOST_LINES:
        board.unread.append(f"{count(len(lines) - _MOST_LINES, 'line')} after the first {_MOST_LINES}")
    return board


def _read(board: Drawing, line: str) -> None:
    word, _, body = line.partition(" ")
    kind = word.lower().rstrip(":")
    body = body.strip()
    if kind == "column":
        # A limit may be written as 3, (3) or WIP 3.
        match = re.fullmatch(r"(.+?)(?:\s+(?:wip\s*)?\(?(\d{1,3})\)?)?", body, re.IGNORECASE)
        if not body or match is None:
            raise ValueError("a column needs a name")
        board.columns[match[1].strip()] = int(match[2]) if match[2] else None
    elif kind == "arrow":
        board.arrows.append(_ends(board, body))
    elif kind == "gate":
        ends, _, words = body.partition(":")
        _worded(words, "a gate says after a colon what a card must have")
        board.gates.append((*_ends(board, ends), words.strip()))
    elif kind == "blocker":
        column, _, words = body.partition(":")
        _worded(words, "a blocker says after a colon what it is")
        board.blockers.append((board.named(column), words.strip()))
    elif kind == "metric":
        _worded(body, "a metric needs words")
        board.metrics.append(body)
    else:
        raise ValueError("begins with none of column, arrow, gate, blocker, metric")


def _worded(text: str, needed: str) -> None:
    """ValueError where a text has no word that means something."""
    if prose.flaw(text, 1):
        raise ValueError(needed)


def _ends(board: Drawing, text: str) -> tuple[str, str]:
    start, arrow, end = text.partition("->")
    if not arrow:
        raise ValueError("needs FROM -> TO")
    return board.named(start), board.named(end)


# --- the picture -----------------------------------------------------------------------------------------------


def picture(board: Drawing) -> list[str]:
    """The board as text: columns with limits side by side, then arrows, gates, blockers and metrics."""
    if not board.columns:
        return ["(an empty board)"]
    names = list(board.columns)
    room = max(8, min(16, (_WIDTH - 1) // len(names) - 1))
    per_row = max(1, (_WIDTH - 1) // (room + 1))
    lines: list[str] = []
    for start in range(0, len(names), per_row):
        lines += _boxes(board, names[start : start + per_row], room)
    lines += _arrows(board)
    for title, rows in (
        ("gates", [f"{start} → {end}: {words}" for start, end, words in board.gates]),
        ("blockers", [f"■ {column}: {words}" for column, words in board.blockers]),
        ("metrics", board.metrics),
    ):
        if rows:
            lines += ["", title, *[f"  {row}" for row in rows]]
    return lines


def _boxes(board: Drawing, names: list[str], room: int) -> list[str]:
    def row(cell: Callable[[str], str]) -> str:
        return "│" + "│".join(f" {cell(name)}"[:room].ljust(room) for name in names) + "│"

    def rule(left: str, middle: str, right: str) -> str:
        return left + middle.join("─" * room for _ in names) + right

    blocked = {column for column, _ in board.blockers}
    limits = {name: f"limit {limit}" if limit else "no limit" for name, limit in board.columns.items()}
    return [
        rule("┌", "┬", "┐"),
        row(lambda name: name),
        row(lambda name: limits[name]),
        row(lambda name: "■ blocked" if name in blocked else ""),
        rule("└", "┴", "┘"),
    ]


def _arrows(board: Drawing) -> list[str]:
    positions = {name: position for position, name in enumerate(board.columns)}
    lines = []
    for start, end in board.arrows:
        sign = "──▶" if positions[start] < positions[end] else "──▶ (back)"
        lines.append(f"  {start} {sign} {end}")
    return lines
