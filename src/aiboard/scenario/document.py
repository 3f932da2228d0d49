"""A scenario's document after reading, whatever it was read from: plain values, and the line of every field.

Apart from the YAML reader, since a save holds its scenario as JSON: a game that goes on never loads YAML.
"""

from __future__ import annotations

from collections.abc import Sequence

from aiboard.instruments.errors import InputError
from aiboard.scenario.limits import MAX_PROBLEMS
from aiboard.scenario.problems import FieldPath, ScenarioError, dotted

Value = dict[str, "Value"] | list["Value"] | str | int | float | bool
"""What a document holds after reading."""


class Document:
    """A file's content: `data`, and the line (from 1) of each path in `lines`."""

    def __init__(self, file: str, data: dict[str, Value], lines: dict[FieldPath, int]) -> None:
        self.file = file
        self.data = data
        self.lines = lines

    def line(self, path: FieldPath) -> int | None:
        """The line of the field, or of the nearest group around it that the file has."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return self.lines.get((), 1)

    def refuse(self, problems: Sequence[tuple[FieldPath, str]]) -> None:
        """Raise a ScenarioError that names these places, in the order of the file; nothing when there are none."""
        if not problems:
            return
        ordered = sorted(problems[:MAX_PROBLEMS], key=lambda problem: self.line(problem[0]) or 0)
        raise ScenarioError(
            [
                InputError(
                    text,
                    file=self.file or None,
                    line=self.line(path) if self.lines else None,
                    field=dotted(path) or None,
                )
                for path, text in ordered
            ]
        )
