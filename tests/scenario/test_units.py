"""Numbers are read exactly, or refused."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from aiboard.scenario.units import Text, Unit, name_suggestion

PERCENT = Unit("percent", 10_000, 0, 100)


@pytest.mark.parametrize(
    ("value", "units"),
    [(88, 880_000), (88.0, 880_000), (88.1, 881_000), (0.0001, 1), (99.9999, 999_999), (0, 0)],
)
def test_percent_points_become_millionths_without_rounding(value: float, units: int) -> None:
    assert PERCENT.parse(value) == units


@given(st.integers(0, 1_000_000))
def test_what_is_shown_reads_back_as_the_same_units(units: int) -> None:
    assert PERCENT.parse(PERCENT.show(units)) == units


@given(st.decimals(min_value=0, max_value=100, places=4))
def test_four_decimals_are_exact(value: Decimal) -> None:
    assert PERCENT.parse(float(value)) == value * 10_000


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, True, "88", None, [88], 100.1, -1, 88.00001, 10**400])
def test_what_is_no_such_number_is_refused(value: object) -> None:
    with pytest.raises(PydanticCustomError):
        PERCENT.parse(value)


@pytest.mark.parametrize("bad", ["a\x1b[31mb", "a\u202eb", "a\u200bb", "a\x00b", "a\nb", "", "   ", "x" * 61])
def test_text_that_could_act_on_a_terminal_or_does_not_fit_is_refused(bad: str) -> None:
    with pytest.raises(PydanticCustomError):
        Text(60).parse(bad)


def test_text_keeps_letters_of_every_script_and_one_spelling_of_them() -> None:
    assert Text(60).parse("Zu\u0308rich 東京 [bold]") == "Zürich 東京 [bold]"


def test_a_near_miss_is_guessed() -> None:
    assert name_suggestion("prioryty", ["priority", "family"]) == ": did you mean priority?"
    assert name_suggestion("zzz", ["priority", "family"]) == "; possible: priority, family"
