"""A lab as lines of text with a tone each: the full screen colours them, the line mode prints them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from aiboard.instruments.word_wrap import words_of
from aiboard.labs.lab import Bar, Draws, Figure, Lab, Outcome, Side
from aiboard.labs.session import LabSession
from aiboard.views.words import Tone

Span = tuple[str, str]
"""A text and the role of the palette it is shown in."""
Row = tuple[Span, ...]

LETTERS: Final = "abcdefgh"
"""Names of the choices, in their order."""
_LABEL: Final = 14
_VALUE: Final = 14
_LEAST: Final = 6
_SEEN: Final = 0.005
"""A share under this is told as 0 % and has no bar."""


def text_of(rows: Iterable[Row]) -> list[str]:
    """The rows without their tones."""
    return ["".join(text for text, _ in row).rstrip() for row in rows]


def wrap_text(text: str, width: int, role: str = "text", front: str = "") -> list[Row]:
    """A paragraph in rows of at most `width` characters, `front` before the first and blanks under it."""
    rows: list[Row] = []
    line = start = front
    for word in words_of(text):
        if line != start and len(line) + 1 + len(word) > width:
            rows.append(((line, role),))
            line = start = " " * len(front)
        line += word if line == start else f" {word}"
    return [*rows, ((line, role),)] if line.strip() else rows


def figure_rows(figures: Iterable[Figure], width: int, columns: bool) -> list[Row]:
    """A figure a row: its label, its text at the right end; two rows where they do not fit into one.

    Without `columns` the text follows its label at once, as a screen reader wants it.
    """
    rows: list[Row] = []
    for figure in figures:
        if not columns:
            rows += wrap_text(f"{figure.label}: {figure.text}", width, str(figure.tone), "  ")
            continue
        room = width - len(figure.text) - 1
        if len(figure.label) <= room:
            rows.append(((figure.label.ljust(room + 1), "dim"), (figure.text, str(figure.tone))))
        else:
            rows += [*wrap_text(figure.label, width, "dim"), ((figure.text.rjust(width)[-width:], str(figure.tone)),)]
    return rows


def bar_rows(bars: Iterable[Bar], width: int) -> list[Row]:
    """A bar a row: label, line, text. All lines of one picture begin and end in the same columns."""
    shown = tuple(bars)
    if not shown:
        return []
    left = min(max(len(bar.label) for bar in shown), max(_LABEL, width // 2)) + 1
    right = min(max(len(bar.text) for bar in shown), _VALUE) + 1
    room = max(_LEAST, width - left - right)
    return [_bar_row(bar, left, room, right) for bar in shown]


def _bar_row(bar: Bar, left: int, room: int, right: int) -> Row:
    first, last = round(bar.start * room), round(bar.end * room)
    # Something that is there shows, however short or far out it is.
    first = min(first, room - 1)
    if last <= first and bar.end >= _SEEN:
        last = first + 1
    mark = min(room - 1, round(bar.mark * room)) if bar.mark >= 0 else -1
    spans: list[Span] = [(bar.label[: left - 1].ljust(left), "dim")]
    # Runs of equal cells become one span, so that a row stays a few pieces.
    kinds = ["mark" if x == mark else "on" if first <= x < last else "off" for x in range(room)]
    # A mark covers the bar under it: it is what the bar is held against.
    looks = {"mark": ("│", "strong"), "on": ("█", str(bar.tone)), "off": ("·", "faint")}
    begin = 0
    for x in range(1, room + 1):
        if x == room or kinds[x] != kinds[begin]:
            char, role = looks[kinds[begin]]
            spans.append((char * (x - begin), role))
            begin = x
    return (*spans, (bar.text.rjust(right), str(bar.tone)))


def side_rows(heading: str, side: Side, width: int, pictures: bool = True) -> list[Row]:
    """One rule's side: whose rule, its verdict, its picture, its figures."""
    rows = wrap_text(heading, width, "heading")
    rows += wrap_text(side.says, width, str(side.tone) if side.tone != Tone.PLAIN else "strong")
    if pictures:
        rows += bar_rows(side.bars, width)
    else:
        rows += [
            row for bar in side.bars if bar.text for row in wrap_text(f"{bar.label}: {bar.text}", width, front="  ")
        ]
    return rows + figure_rows(side.figures, width, pictures)


def two_columns(left: list[Row], right: list[Row], width: int) -> list[Row]:
    """Two columns with a rule between them; each was made for `half(width)`."""
    column = half(width)
    out: list[Row] = []
    for y in range(max(len(left), len(right))):
        a = left[y] if y < len(left) else ()
        b = right[y] if y < len(right) else ()
        used = sum(len(text) for text, _ in a)
        out.append((*a, (" " * (column - used), "text"), (" │ ", "rule"), *b))
    return out


def half(width: int) -> int:
    """The width of one of two columns."""
    return (width - 3) // 2


def sides_rows(lab: Lab, outcome: Outcome, width: int) -> list[Row]:
    """Both rules on the draw, side by side."""
    rows = [row for line in outcome.draw for row in wrap_text(line, width)]
    left = side_rows(lab.texts.source, outcome.naive, half(width))
    right = side_rows(lab.texts.engine, outcome.engine, half(width))
    return rows + two_columns(left, right, width)


def verdict_rows(sitting: LabSession, width: int) -> list[Row]:
    """What was answered, and whether it was right; nothing before an answer."""
    if sitting.answer is None or sitting.graded is None:
        return []
    chosen, right = (sitting.asked.choices[at].rstrip(".") for at in (sitting.answer, sitting.graded.right))
    # After a change the rest is of another draw than what was asked.
    said = "When asked, before the change, you said" if sitting.is_other_draw else "You said"
    verb = "was" if sitting.is_other_draw else "is"
    # Said only where it adds something to the choice.
    exact = sitting.graded.exact if sitting.graded.exact != right else ""
    if sitting.right:
        told = f"the nearest of those offered; exactly: {exact}" if exact else "right"
        return wrap_text(f"{said}: {chosen}. That {verb} {told}.", width, "good", "✓ ")
    near = f", the nearest of those offered; exactly: {exact}" if exact else ""
    return wrap_text(f"{said}: {chosen}. The answer {verb}: {right}{near}.", width, "bad", "✗ ")


def because_rows(sitting: LabSession, width: int) -> list[Row]:
    """The question again, and why its answer is right, both of the draw that is shown."""
    if sitting.graded is None:
        return []
    if sitting.explanation is None:
        return wrap_text("The question's answer on this draw is being worked out …", width, "dim")
    question, answer = sitting.explanation
    rows = wrap_text(question.text, width, "heading.focus")
    if sitting.is_other_draw:
        rows += wrap_text(f"The answer here: {question.choices[answer.right].rstrip('.')}.", width, "strong")
    return rows + [row for text in answer.because for row in wrap_text(text, width)]


def choice_rows(sitting: LabSession, width: int) -> list[Row]:
    """The choices with their letters."""
    pairs = zip(LETTERS, sitting.asked.choices, strict=False)
    return [row for letter, choice in pairs for row in wrap_text(choice, width, front=f"  {letter}  ")]


def draws_rows(draws: Draws, width: int, pictures: bool = True) -> list[Row]:
    """What came out of many draws."""
    rows: list[Row] = [((f"{draws.count:,} draws", "heading.focus"),)]
    if pictures and draws.bars:
        rows += bar_rows(draws.bars, width)
    else:
        rows += figure_rows(draws.naive + draws.engine, width, pictures)
    return rows + wrap_text(draws.says, width)


def counterexample_rows(sitting: LabSession, width: int) -> list[Row]:
    """Where the course's rule goes wrong."""
    found = sitting.counterexample
    rows: list[Row] = [(("Where the course's rule goes wrong", "heading.focus"),), *wrap_text(found.text, width)]
    source, engine = found.headings or (sitting.lab.texts.source, sitting.lab.texts.engine)
    left = side_rows(source, found.naive, half(width))
    right = side_rows(engine, found.engine, half(width))
    return rows + two_columns(left, right, width)


def why_texts(sitting: LabSession) -> tuple[str, ...]:
    """How the rules work, and the scenario that shows it."""
    return (*sitting.lab.rule_explanation(sitting.values), f"To see it in a game: {sitting.lab.texts.scenario}.")


def all_rows(sitting: LabSession, width: int) -> list[Row]:
    """The whole lab as far as it is revealed, for copying."""
    lab = sitting.lab
    title = f"Lab {sitting.entry.chapter}: {sitting.entry.title} (luck {sitting.seed})"
    rows: list[Row] = [((title, "strong"),), *wrap_text(lab.texts.scene, width)]
    rows += [*wrap_text(f"The course: {lab.texts.claim}", width), ()]
    idle = lab.idle(sitting.values)
    for control in lab.controls:
        nothing = " (no effect)" if control.name in idle else ""
        rows.append(((f"{control.label}: {control.value_text(sitting.values[control.name])}{nothing}", "text"),))
    rows.append(())
    if not sitting.revealed:
        return [*rows, *wrap_text(sitting.asked.text, width), *choice_rows(sitting, width)]
    sitting.explain_now()
    rows += [*verdict_rows(sitting, width), (), *sides_rows(lab, sitting.outcome, width), ()]
    rows += [*because_rows(sitting, width), ()]
    if sitting.draws is not None:
        rows += [*draws_rows(sitting.draws, width), ()]
    rows += [*counterexample_rows(sitting, width), ()]
    return rows + [row for text in why_texts(sitting) for row in wrap_text(text, width)]
