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


def wrap_text(text: str, width: int, role: str = "text", prefix: str = "") -> list[Row]:
    """A paragraph in rows of at most `width` characters, `prefix` before the first and blanks under it."""
    rows: list[Row] = []
    line = start = prefix
    for word in words_of(text):
        if line != start and len(line) + 1 + len(word) > width:
            rows.append(((line, role),))
            line = start = " " * len(prefix)
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
    all_bars = tuple(bars)
    if not all_bars:
        return []
    left = min(max(len(bar.label) for bar in all_bars), max(_LABEL, width // 2)) + 1
    right = min(max(len(bar.text) for bar in all_bars), _VALUE) + 1
    room = max(_LEAST, width - left - right)
    return [_bar_row(bar, left, room, right) for bar in all_bars]


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
    rows += wrap_text(side.verdict, width, str(side.tone) if side.tone != Tone.PLAIN else "strong")
    if pictures:
        rows += bar_rows(side.bars, width)
    else:
        rows += [
            row for bar in side.bars if bar.text for row in wrap_text(f"{bar.label}: {bar.text}", width, prefix="  ")
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


def verdict_rows(session: LabSession, width: int) -> list[Row]:
    """What was answered, and whether it was right; nothing before an answer."""
    if session.answer is None or session.right_answer is None:
        return []
    chosen, right = (session.question.choices[at].rstrip(".") for at in (session.answer, session.right_answer.right))
    # After a change the rest is of another draw than what was asked.
    intro = "When asked, before the change, you said" if session.is_other_draw else "You said"
    verb = "was" if session.is_other_draw else "is"
    # Said only where it adds something to the choice.
    exact = session.right_answer.exact if session.right_answer.exact != right else ""
    if session.right:
        verdict = f"the nearest of those offered; exactly: {exact}" if exact else "right"
        return wrap_text(f"{intro}: {chosen}. That {verb} {verdict}.", width, "good", "✓ ")
    near = f", the nearest of those offered; exactly: {exact}" if exact else ""
    return wrap_text(f"{intro}: {chosen}. The answer {verb}: {right}{near}.", width, "bad", "✗ ")


def because_rows(session: LabSession, width: int) -> list[Row]:
    """The question again, and why its answer is right, both of the draw that is shown."""
    if session.right_answer is None:
        return []
    if session.explanation is None:
        return wrap_text("The question's answer on this draw is being worked out …", width, "dim")
    question, answer = session.explanation
    rows = wrap_text(question.text, width, "heading.focus")
    if session.is_other_draw:
        rows += wrap_text(f"The answer here: {question.choices[answer.right].rstrip('.')}.", width, "strong")
    return rows + [row for text in answer.because for row in wrap_text(text, width)]


def choice_rows(session: LabSession, width: int) -> list[Row]:
    """The choices with their letters."""
    pairs = zip(LETTERS, session.question.choices, strict=False)
    return [row for letter, choice in pairs for row in wrap_text(choice, width, prefix=f"  {letter}  ")]


def draws_rows(draws: Draws, width: int, pictures: bool = True) -> list[Row]:
    """What came out of many draws."""
    rows: list[Row] = [((f"{draws.count:,} draws", "heading.focus"),)]
    if pictures and draws.bars:
        rows += bar_rows(draws.bars, width)
    else:
        rows += figure_rows(draws.naive + draws.engine, width, pictures)
    return rows + wrap_text(draws.conclusion, width)


def counterexample_rows(session: LabSession, width: int) -> list[Row]:
    """Where the course's rule goes wrong."""
    counterexample = session.counterexample
    rows: list[Row] = [
        (("Where the course's rule goes wrong", "heading.focus"),),
        *wrap_text(counterexample.text, width),
    ]
    source, engine = counterexample.headings or (session.lab.texts.source, session.lab.texts.engine)
    left = side_rows(source, counterexample.naive, half(width))
    right = side_rows(engine, counterexample.engine, half(width))
    return rows + two_columns(left, right, width)


def why_texts(session: LabSession) -> tuple[str, ...]:
    """How the rules work, and the scenario that shows it."""
    return (*session.lab.rule_explanation(session.values), f"To see it in a game: {session.lab.texts.scenario}.")


def all_rows(session: LabSession, width: int) -> list[Row]:
    """The whole lab as far as it is revealed, for copying."""
    lab = session.lab
    title = f"Lab {session.entry.chapter}: {session.entry.title} (luck {session.seed})"
    rows: list[Row] = [((title, "strong"),), *wrap_text(lab.texts.scene, width)]
    rows += [*wrap_text(f"The course: {lab.texts.claim}", width), ()]
    idle = lab.idle(session.values)
    for control in lab.controls:
        idle_text = " (no effect)" if control.name in idle else ""
        rows.append(((f"{control.label}: {control.value_text(session.values[control.name])}{idle_text}", "text"),))
    rows.append(())
    if not session.revealed:
        return [*rows, *wrap_text(session.question.text, width), *choice_rows(session, width)]
    session.explain_now()
    rows += [*verdict_rows(session, width), (), *sides_rows(lab, session.outcome, width), ()]
    rows += [*because_rows(session, width), ()]
    if session.draws is not None:
        rows += [*draws_rows(session.draws, width), ()]
    rows += [*counterexample_rows(session, width), ()]
    return rows + [row for text in why_texts(session) for row in wrap_text(text, width)]
