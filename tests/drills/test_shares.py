"""Sharing 100 % among options in few keys."""

from hypothesis import given
from hypothesis import strategies as st

from aiboard.drills.shares import WHOLE, complete_shares, fill_evenly, with_share

KEYS = "abcdefghijkl"
SHARES = st.lists(st.integers(0, 100), min_size=12, max_size=12).map(
    lambda parts: {key: part * 100 // max(100, sum(parts)) for key, part in zip(KEYS, parts, strict=True)}
)


def test_one_cause_and_the_rest_alike() -> None:
    shares = fill_evenly(with_share(dict.fromkeys(KEYS, 0), "c", 70))
    assert shares["c"] == 70 and sum(shares.values()) == WHOLE
    assert {shares[key] for key in KEYS if key != "c"} == {2, 3}


def test_what_is_over_comes_from_the_others_in_proportion() -> None:
    assert with_share({"a": 60, "b": 30, "c": 10}, "c", 55) == {"a": 30, "b": 15, "c": 55}
    assert with_share({"a": 60, "b": 30, "c": 0}, "c", 10) == {"a": 60, "b": 30, "c": 10}


def test_what_rounding_leaves_goes_to_the_largest_remainder() -> None:
    # 60 of 83 each: 36.1 and 23.9.
    assert with_share({"a": 50, "b": 33, "c": 17}, "c", 40) == {"a": 36, "b": 24, "c": 40}


def test_with_nothing_left_all_are_alike_again() -> None:
    assert fill_evenly({"a": 100, "b": 0, "c": 0}) == {"a": 34, "b": 33, "c": 33}


def test_a_given_share_of_a_hundred_stays() -> None:
    assert complete_shares({"a": 100}, "abc") == {"a": 100}
    assert complete_shares({"a": 40}, "abc") == {"a": 40, "b": 30, "c": 30}


@given(SHARES, st.sampled_from(KEYS), st.integers(-20, 130))
def test_never_more_than_a_hundred_and_never_less_than_nothing(shares: dict[str, int], key: str, share: int) -> None:
    found = with_share(shares, key, share)
    assert list(found) == list(shares) and found[key] == max(0, min(100, share))
    assert sum(found.values()) <= WHOLE and min(found.values()) >= 0
    assert sum(fill_evenly(found).values()) == WHOLE
