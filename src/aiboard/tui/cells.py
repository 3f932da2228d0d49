"""Building lines of exact width out of short texts and roles, for the Line-API widgets."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

from aiboard.instruments.word_wrap import words_of

Span = tuple[str, Style]
"""A text and how it looks."""
Line = list[Span]
"""What stands on one line."""


def width_of(text: str) -> int:
    """Terminal cells a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells; an ellipsis ends a text that was cut."""
    if width <= 0:
        return ""
    if width_of(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def pad(text: str, width: int) -> str:
    """`text` in exactly `width` cells."""
    short = cut(text, width)
    return short + " " * (width - width_of(short))


def align_right(text: str, width: int) -> str:
    """`text` in exactly `width` cells, at their right end."""
    short = cut(text, width)
    return " " * (width - width_of(short)) + short


def line(spans: list[Span], width: int, fill: Style) -> list[Segment]:
    """Segments of exactly `width` cells: the spans as far as they fit, then spaces in `fill`. Equal neighbours join.

    An ellipsis ends a line that was cut, also where a span that fits exactly is followed by others.
    """
    out: list[Segment] = []
    text, style = "", fill
    remaining = width
    for piece, look in spans:
        if remaining <= 0:
            if text and piece.strip():
                text = _ended(text)
                break
            continue
        size = width_of(piece)
        if size > remaining:
            # Blanks at its end are no text that is missing.
            piece, size = cut(piece.rstrip(), remaining), remaining
            piece += " " * (remaining - width_of(piece))
        remaining -= size
        if look is style:
            text += piece
            continue
        if text:
            out.append(Segment(text, style))
        text, style = piece, look
    if remaining > 0 and style is not fill:
        if text:
            out.append(Segment(text, style))
        text, style = "", fill
    out.append(Segment(text + " " * remaining, style))
    return out


def merge_segments(segments: Iterable[Segment]) -> list[Segment]:
    """The same picture in fewer segments: blanks go with a neighbour on the same ground.

    Each change of style is about forty bytes to the terminal.
    """
    out: list[tuple[str, Style]] = []
    for text, style, _ in segments:
        style = style or Style.null()
        before, look = out[-1] if out else ("", style)
        if out and (look == style or ((text.isspace() or before.isspace()) and _same_ground(look, style))):
            out[-1] = before + text, style if before.isspace() else look
        else:
            out.append((text, style))
    return [Segment(text, style) for text, style in out]


def _same_ground(one: Style, other: Style) -> bool:
    """Whether a blank looks the same in both styles."""
    appearance = (one.bgcolor, one.underline, one.reverse, one.strike)
    return appearance == (other.bgcolor, other.underline, other.reverse, other.strike) and not (
        one.reverse or one.underline
    )


def _ended(text: str) -> str:
    """A text that is not empty with an ellipsis in its last cell."""
    return text if text.endswith("…") else set_cell_size(text, width_of(text) - 1) + "…"


def fit_spans(spans: list[Span], width: int, fill: Style) -> list[Span]:
    """`line` as spans again: exactly `width` cells."""
    return [(segment.text, segment.style or fill) for segment in line(spans, width, fill)]


def hanging_indent(front: str, mark: Style, text: str, style: Style, width: int, limit: int) -> list[Line]:
    """`text` in at most `limit` lines of `width` cells: `front` before the first one, blanks before the others."""
    blank = " " * width_of(front)
    return [[(blank if i else front, mark), (part, style)] for i, part in enumerate(wrap(text, width, limit))]


def side_by_side(columns: Iterable[list[Line]], rule: Span) -> list[Line]:
    """Columns of equally many lines, each line exact in width, with a line between them."""
    out: list[Line] = []
    for first, *others in zip(*columns, strict=True):
        row = list(first)
        for part in others:
            row += [rule, *part]
        out.append(row)
    return out


def two_panes(left: list[Line], right: list[Line], width: int, height: int, fill: Style, rule: Style) -> list[Line]:
    """Two panes with a line between them: `height` lines, the left pane `width` cells wide."""
    return [
        [*fit_spans(left[y] if y < len(left) else [], width, fill), ("│ ", rule), *(right[y] if y < len(right) else [])]
        for y in range(height)
    ]


def wrap(text: str, width: int, limit: int) -> list[str]:
    """`text` in lines of at most `width` cells, broken at spaces; at most `limit` lines, the last one cut.

    A number and its percent sign stay on one line. A word longer than a line, such as a path, is broken where the
    line ends.
    """
    lines: list[str] = []
    current = ""
    for word in words_of(text):
        trial = f"{current} {word}" if current else word
        if width_of(trial) <= width:
            current = trial
            continue
        if current:
            lines.append(current)
        *full_lines, current = _broken(word, width)
        lines += full_lines
        if len(lines) >= limit:
            break
    if current and len(lines) < limit:
        lines.append(current)
    elif current and lines:
        left_out = lines[limit:]
        lines = lines[:limit]
        lines[-1] = cut(" ".join([lines[-1], *left_out, current, "…"]), width)
    return lines


def _broken(word: str, width: int) -> list[str]:
    """A word in pieces of at most `width` cells, at least one."""
    pieces = [""]
    for character in word:
        if width_of(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
