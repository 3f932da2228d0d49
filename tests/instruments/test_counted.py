"""A number and its noun."""

from aiboard.instruments.counted import count, left_out


def test_one_is_no_plural() -> None:
    assert [count(number, "run") for number in (0, 1, 2)] == ["0 runs", "1 run", "2 runs"]
    assert (count(1, "query", "queries"), count(2, "query", "queries")) == ("1 query", "2 queries")


def test_the_verb_goes_with_the_number() -> None:
    assert left_out(1, "row", "without a score") == "1 row without a score is left out"
    assert left_out(2, "row", "without a score") == "2 rows without a score are left out"
    assert left_out(1, "empty cell") == "1 empty cell is left out"
