"""The controls of a lab: named numbers with a range and a unit, or a choice of words. Values are whole numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean

Values = Mapping[str, int]
"""A value for each control, by its name, in the control's own steps of 10^-decimals."""

#: What a value may look like; the length is bounded so that no number can be huge.
_NUMBER: Final = re.compile(r"[-−]?\d{1,9}(\.\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Control:
    """One thing that can be changed.

    Attributes:
        name: what it is called on the command line, small letters.
        label: what it is called on screens.
        low, high, step, default: whole numbers, in units of 10^-decimals.
        unit: stands after the number.
        decimals: digits after the point: 25 with one decimal is 2.5.
        words: for a choice, the word of each value from `low` on.
    """

    name: str
    label: str
    low: int
    high: int
    default: int
    step: int = 1
    unit: str = ""
    decimals: int = 0
    words: Sequence[str] = ()

    @property
    def _ones(self) -> int:
        """What stands for 1."""
        return int(10**self.decimals)

    def value_text(self, value: int) -> str:
        """The value as people read it: `2.5 points`, `chaos`."""
        if self.words:
            return self.words[value - self.low]
        number = f"{value / self._ones:,.{self.decimals}f}"
        return f"{number} {self.unit}".rstrip()

    def plain(self, value: int) -> int | float | str:
        """The value as JSON has it."""
        if self.words:
            return self.words[value - self.low]
        return value / self._ones if self.decimals else value

    def step_value(self, value: int, by: int) -> int:
        """The value so many steps further, within the range."""
        return max(self.low, min(self.high, value + by * self.step))

    def parse(self, text: str) -> int:
        """The value that a person typed; InputError for one that is not a number or word of the range."""
        typed = text.strip().lower()
        if self.words:
            if typed in self.words:
                return self.low + self.words.index(typed)
            raise InputError(f"'{clean(text, 30)}' is none of {', '.join(self.words)}", field=self.name)
        # As it is shown: 10,000.
        typed = typed.replace(",", "")
        if not _NUMBER.fullmatch(typed):
            raise InputError(f"'{clean(text, 30)}' is no number; {self.range_text}", field=self.name)
        scaled = float(typed.replace("−", "-")) * self._ones
        value = round(scaled)
        if not self.decimals and abs(scaled - value) > 1e-6:
            raise InputError(f"{clean(text, 30)} is no whole number: {self.range_text}", field=self.name)
        # A tolerance, since 0.29 * 100 is not 29 in floats.
        if abs(scaled - value) > 1e-6 or not self.low <= value <= self.high or (value - self.low) % self.step:
            raise InputError(f"{clean(text, 30)} is out of its range: {self.range_text}", field=self.name)
        return value

    @property
    def range_text(self) -> str:
        """What may be typed: `0.0 to 6.0 points in steps of 0.5`."""
        if self.words:
            return ", ".join(self.words)
        ends = f"{self.plain(self.low)} to {self.value_text(self.high)}"
        return f"{ends} in steps of {self.plain(self.step)}" if self.step > 1 or self.decimals else ends


def defaults(controls: Sequence[Control]) -> dict[str, int]:
    """Every control at its default."""
    return {control.name: control.default for control in controls}


def with_control(controls: Sequence[Control], values: Values, name: str, text: str) -> dict[str, int]:
    """The values with one of them as typed; InputError for an unknown control or a value out of its range."""
    for control in controls:
        if control.name == name.strip().lower():
            return {**values, control.name: control.parse(text)}
    names = ", ".join(control.name for control in controls)
    raise InputError(f"there is no such control; controls are {names}", field=clean(name, 30))
