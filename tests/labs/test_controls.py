"""Controls: what may be typed, what is refused, how values are shown."""

import pytest

from aiboard.instruments.errors import InputError
from aiboard.labs.controls import Control, defaults, with_control

SD = Control("sd", "Spread", 0, 60, 25, 5, "points", 1)
WHO = Control("who", "Who", 0, 2, 0, words=("one", "two", "three"))


def test_values_are_read_and_shown_in_their_unit() -> None:
    assert SD.parse("2.5") == 25 and SD.parse(" 6 ") == 60
    assert SD.value_text(25) == "2.5 points" and SD.plain(25) == 2.5
    assert Control("n", "N", 0, 20_000, 10).value_text(10_000) == "10,000"
    assert Control("n", "N", 0, 20_000, 10).parse("10,000") == 10_000
    assert WHO.parse("Two") == 1 and WHO.value_text(1) == "two" and WHO.plain(2) == "three"


@pytest.mark.parametrize("text", ["", "abc", "7", "-1", "2.6", "1e3", "nan", "9" * 50, "\x1b[2J"])
def test_what_is_out_of_range_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(InputError) as caught:
        SD.parse(text)
    assert str(caught.value).isprintable() and str(caught.value).startswith("sd: ")


@pytest.mark.parametrize(
    ("control", "told"),
    [
        (SD, "0.0 to 6.0 points in steps of 0.5"),
        (Control("n", "N", 1, 16, 5), "1 to 16"),
        (Control("n", "N", 10, 90, 50, 10), "10 to 90 in steps of 10"),
        (Control("n", "N", 10, 90, 50, 1, "%", 1), "1.0 to 9.0 % in steps of 0.1"),
        (WHO, "one, two, three"),
    ],
)
def test_a_range_says_its_steps_where_they_are_not_one(control: Control, told: str) -> None:
    assert control.range_text == told


def test_steps_stay_in_the_range() -> None:
    assert SD.step_value(58, 1) == 60 and SD.step_value(0, -3) == 0 and SD.step_value(25, 2) == 35


def test_an_unknown_control_is_refused_with_the_known_ones() -> None:
    assert with_control((SD, WHO), defaults((SD, WHO)), "WHO", "three") == {"sd": 25, "who": 2}
    with pytest.raises(InputError, match="controls are sd, who"):
        with_control((SD, WHO), defaults((SD, WHO)), "what", "1")
