"""The types of a scenario's fields: numbers in people's units that become the engine's integers, and safe text.

A number is read exactly: 88.1 percent points are 881,000 millionths, and a value that is not a whole number of
engine units is refused, not rounded.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from aiboard.engine.chance.deal import BASELINE_SEEDS
from aiboard.instruments.text import clean_block, nearest


def field_error(message: str) -> PydanticCustomError:
    """A validation error whose text is exactly `message`."""
    return PydanticCustomError("wrong", "{message}", {"message": message})


class Unit:
    """A number with a unit. `scale` engine units are one of the scenario's; `low` and `high` are in the scenario's."""

    def __init__(self, title: str, scale: int, low: int, high: int) -> None:
        self.title = title
        self.scale = scale
        self.low = low
        self.high = high

    def parse(self, value: object) -> int:
        """Engine units from what the file says."""
        # In Python true is the number 1.
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise field_error(f"should be a number ({self.title}), without quotes or unit")
        if isinstance(value, float) and not math.isfinite(value):
            raise field_error(f"should be a finite number ({self.title})")
        if not self.low <= value <= self.high:
            raise field_error(f"should be {self.low} to {self.high} ({self.title})")
        # repr gives the shortest decimal that reads back as the same float: the digits that were written
        scaled = Decimal(repr(value)) * self.scale
        if scaled != scaled.to_integral_value():
            digits = len(str(self.scale)) - 1
            raise field_error(
                f"should be a whole number ({self.title})"
                if digits == 0
                else f"should be a multiple of {_plain(Decimal(1) / self.scale)} ({self.title})"
            )
        return int(scaled)

    def show(self, value: int) -> int | float:
        """The scenario's number for engine units: whole where it is whole."""
        quotient, remainder = divmod(value, self.scale)
        return quotient if remainder == 0 else float(Decimal(value) / self.scale)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validates by `parse`, dumps by `show`."""
        return core_schema.no_info_plain_validator_function(
            self.parse, serialization=core_schema.plain_serializer_function_ser_schema(self.show)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A bounded number; the unit is its title."""
        kind = "integer" if self.scale == 1 else "number"
        return {"type": kind, "minimum": self.low, "maximum": self.high, "title": self.title}


def _plain(value: Decimal) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


class Text:
    """Text without control, invisible or reordering characters, in NFC, of bounded length.

    Args:
        limit: characters allowed.
        lines: newlines are allowed.
        words: words allowed, 0 for no limit.
        pattern: regular expression of the whole text, with `shape` its description for people.
    """

    def __init__(self, limit: int, lines: bool = False, words: int = 0, pattern: str = "", shape: str = "") -> None:
        self.limit = limit
        self.lines = lines
        self.words = words
        self.pattern = pattern
        self.shape = shape

    def parse(self, value: object) -> str:
        """The text, or an error that says what is wrong with it."""
        if not isinstance(value, str):
            raise field_error("should be text; put it in quotes")
        if len(value) > self.limit:
            raise field_error(f"has {len(value)} characters, {self.limit} are allowed")
        # One spelling of each accented letter, so that equal names are equal and a scenario has one sha.
        text = unicodedata.normalize("NFC", value).strip()
        if not text:
            raise field_error("is empty; write something or remove the line")
        bad = next((c for c in text if clean_block(c) != c), None)
        if bad is not None:
            raise field_error(f"has the character U+{ord(bad):04X}, which is not printable text; remove it")
        if not self.lines and "\n" in text:
            raise field_error("should be one line")
        if self.words and len(text.split()) > self.words:
            raise field_error(f"has {len(text.split())} words, {self.words} are allowed")
        if self.pattern and not re.fullmatch(self.pattern, text, re.ASCII):
            raise field_error(f"should look like {self.shape}")
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validates by `parse`."""
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A string with its length and pattern."""
        result: JsonSchemaValue = {"type": "string", "minLength": 1, "maxLength": self.limit}
        if self.pattern:
            result["pattern"] = f"^{self.pattern}$"
        return result


class OneOf:
    """One word out of a closed list."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)

    def parse(self, value: object) -> str:
        """The word; a near miss is told what was probably meant."""
        if isinstance(value, str) and value in self.names:
            return value
        raise field_error(f"is not known{name_suggestion(str(value), self.names)}")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validates by `parse`."""
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """An enumeration."""
        return {"type": "string", "enum": self.names}


def name_suggestion(word: str, names: Sequence[str]) -> str:
    """`: did you mean x?`, or the list of what is possible when it is short, for the end of a message."""
    near = nearest(word[:60], names)
    if near:
        return f": did you mean {near}?"
    return f"; possible: {', '.join(names)}" if len(names) <= 12 else ""


# --- numbers ----------------------------------------------------------------------------------------------------

_PPM: Final = 10_000

Percent = Annotated[int, Unit("percent", _PPM, 0, 100)]
Points = Annotated[int, Unit("percent points", _PPM, -100, 100)]
# The engine's tables are cut at these ends; a mean outside them has no table.
Technique = Annotated[int, Unit("percent points", _PPM, -1, 6)]
SliceGap = Annotated[int, Unit("percent points", _PPM, -15, 5)]
Optimism = Annotated[int, Unit("percent points", _PPM, -15, 15)]
Skew = Annotated[int, Unit("percent points", _PPM, -12, 3)]
Bias = Annotated[int, Unit("percent points", _PPM, -30, 30)]
Ceiling = Annotated[int, Unit("percent", _PPM, 30, 99)]
Spread = Annotated[int, Unit("percent points, one standard deviation", _PPM, 0, 50)]
Share = Annotated[int, Unit("whole percent", 1, 0, 100)]
Effort = Annotated[int, Unit("whole percent", 1, 0, 400)]
Agreement = Annotated[int, Unit("Cohen's kappa", 1_000_000, 0, 1)]
Dollars = Annotated[int, Unit("dollars", 100, 0, 10_000_000)]
Minutes = Annotated[int, Unit("minutes", 1, 0, 480)]
Milliseconds = Annotated[int, Unit("milliseconds", 1, 1, 600_000)]
GpuHours = Annotated[int, Unit("GPU-hours", 60, 0, 10_000)]
WorkDays = Annotated[int, Unit("working days of one person at full speed", 100, 0, 200)]
Days = Annotated[int, Unit("working days", 1, 0, 400)]
Count = Annotated[int, Unit("how many", 1, 0, 1_000_000)]
SmallCount = Annotated[int, Unit("how many", 1, 0, 200)]
Runs = Annotated[int, Unit("how many", 1, 1, 20)]
# A checkpoint takes no more.
EvalSeeds = Annotated[int, Unit("how many", 1, 1, BASELINE_SEEDS)]
Priority = Annotated[int, Unit("place", 1, 1, 5)]
Factor = Annotated[int, Unit("times", 1, 0, 100)]
Weight = Annotated[int, Unit("relative weight", 1, 0, 1_000)]
Seed = Annotated[int, Unit("seed", 1, 0, 2**31 - 1)]

# --- text -------------------------------------------------------------------------------------------------------

Title = Annotated[str, Text(60)]
Line = Annotated[str, Text(120)]
Sentence = Annotated[str, Text(240)]
CoachText = Annotated[str, Text(70)]
Paragraph = Annotated[str, Text(600, lines=True, words=60)]
Key = Annotated[str, Text(32, pattern=r"[a-z][a-z0-9]*(-[a-z0-9]+)*", shape="a-short-name in small letters")]
IdeaId = Annotated[str, Text(7, pattern=r"EXP-[0-9]{3}", shape="EXP-001")]
DatasetId = Annotated[str, Text(8, pattern=r"DS-[1-9][0-9]{0,3}", shape="DS-1")]
