"""A form on the screen: its fields as rows, what an arrow changes in each, and how they are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from aiboard.drills.asks import Option
from aiboard.drills.form import ChoiceField, Field, Form, MultiChoiceField, NumberField
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.themes import Palette
from aiboard.views.linear import wrap

HAND_IN: Final = "All is set: hand it in"
_EMPTY: Final = "–"


class FormRows:
    """The rows of a form, and its values so far. A field of several choices has a row for each of them.

    Attributes:
        values: by field; what may be any number of choices begins with none.
        rows: each a field, and for one of several choices which.
    """

    def __init__(self, form: Form, values: Mapping[str, Any]) -> None:
        none: dict[str, Any] = {field.key: [] for field in form.fields if isinstance(field, MultiChoiceField)}
        self.values = {**none, **values}
        self.rows: list[tuple[Field, Option | None]] = []
        for field in form.fields:
            options: tuple[Option | None, ...] = field.options if isinstance(field, MultiChoiceField) else (None,)
            self.rows += [(field, option) for option in options]

    def field(self, at: int) -> Field | None:
        """The field of a row; None on the line after the last."""
        return self.rows[at][0] if at < len(self.rows) else None

    def first_missing(self) -> int | None:
        """The row of the first field without a value; None where all have one."""
        return next((at for at, (field, _) in enumerate(self.rows) if field.key not in self.values), None)

    def change(self, at: int, by: int) -> bool:
        """More or less of a number, the next or the last choice, on or off; False where arrows change nothing."""
        field, option = self.rows[at] if at < len(self.rows) else (None, None)
        if isinstance(field, NumberField):
            self.values[field.key] = _stepped(field, self.values.get(field.key), by)
        elif isinstance(field, ChoiceField):
            keys = [one.key for one in field.options]
            old = self.values.get(field.key)
            index = keys.index(old) + (1 if by > 0 else -1) if old in keys else 0 if by > 0 else -1
            self.values[field.key] = keys[index % len(keys)]
        elif isinstance(field, MultiChoiceField) and option is not None:
            on = self.values[field.key]
            self.values[field.key] = [one.key for one in field.options if (one.key in on) != (one is option)]
        else:
            return False
        return True

    def lines(self, look: Palette, at: int, room: int) -> tuple[list[Line], int]:
        """The rows as they are drawn, and the line on which the cursor stands."""
        out: list[Line] = []
        cursor = 0
        before: Field | None = None
        for index, (field, option) in enumerate(self.rows):
            if before is None or field.group != before.group:
                out += [[], [("  ", look["text"]), (field.group.capitalize(), look["strong"])]]
            if option is not None and field is not before:
                out.append(_named(look, field, room))
            before = field
            if index == at:
                cursor = len(out)
            out += self._row(look, field, option, index == at, room)
        if at == len(self.rows):
            cursor = len(out) + 1
        style = look.row_styles(at == len(self.rows))
        out += [[], [("  ", look["text"]), (_mark(at == len(self.rows)), style("accent")), (HAND_IN, style("text"))]]
        return out, cursor

    def _row(self, look: Palette, field: Field, option: Option | None, selected: bool, room: int) -> list[Line]:
        style = look.row_styles(selected)
        start: Line = [("  ", look["text"]), (_mark(selected), style("accent"))]
        if option is not None:
            box = "[✓] " if option.key in self.values[field.key] else "[ ] "
            return [[*start, (box, style("accent")), (cells.cut(option.text, room - 8), style("text"))]]
        value_text = field.value_text(self.values[field.key]) if field.key in self.values else _EMPTY
        tag = f" {field.by.value}"
        space = room - 4 - cells.width_of(field.name) - 2 - cells.width_of(tag)
        if cells.width_of(value_text) <= space:
            value = cells.pad(value_text, space)
            return [[*start, (f"{field.name}: ", style("text")), (value, style("accent")), (tag, style("dim"))]]
        head = _named(look, field, room, start)
        return [head, *([("      ", look["text"]), (part, style("accent"))] for part in wrap([value_text], room - 6))]


def _mark(selected: bool) -> str:
    return "▸ " if selected else "  "


def _named(look: Palette, field: Field, room: int, start: Line | None = None) -> Line:
    tag = f" {field.by.value}"
    space = room - 4 - cells.width_of(tag)
    begin: Line = start or [("    ", look["text"])]
    return [*begin, (cells.pad(f"{field.name}:", space), look["text"]), (tag, look["dim"])]


def _stepped(field: NumberField, old: float | None, by: int) -> float:
    if old is None:
        return field.start
    new = old + (field.step if by > 0 else -field.step)
    return round(max(field.low, min(field.high, new)), 3)
