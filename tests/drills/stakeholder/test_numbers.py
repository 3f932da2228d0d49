"""Numbers of a reply against the facts of a board: what matches, what contradicts, what is not about it."""

import time
from dataclasses import replace

import pytest

from aiboard.drills.stakeholder.facts import facts
from aiboard.drills.stakeholder.numbers import NumberCheck, check_numbers, numbers
from aiboard.views import fmt
from tests.drills.stakeholder.boards import early, late


def of(text: str) -> dict[str, NumberCheck]:
    """What came of each number, by its words. The board: best 88.3 (84–93), live 86, target 92, $12,524 spent."""
    return {one.number.text: one for one in check_numbers(text, facts(late().board))}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("It reads 88.3.", "best"),
        ("between 84 and 93", "low"),
        ("on 3 seeds", "seeds"),
        ("500 frozen questions", "items"),
        ("12 of 100 answers are wrong", "wrong"),
        ("16 points above", "gain"),
        ("$19.5k earned", "earned"),
        ("12,500 dollars", "spent"),
        ("27 days left", "days-left"),
        ("we are in sprint 6", "sprint"),
        ("started 6, since then nothing", "started"),
        ("by day 62, not before", "due-3"),
        ("p95 is 1.1 s", "latency"),
        ("by day 62 the labels", "due-3"),
        ("customers get 86 %", "live-quality"),
    ],
)
def test_a_number_of_the_board_is_found(text: str, fact: str) -> None:
    first = next(iter(of(text).values()))
    assert first.right and first.fact is not None and first.fact.id == fact


@pytest.mark.parametrize("text", ["It is at 95 %.", "It is 97 now", "we killed 7", "It is at 89 today, one seed"])
def test_a_number_that_stands_against_the_board_is_wrong(text: str) -> None:
    first = next(iter(of(text).values()))
    assert first.wrong and first.line.startswith("✗")


@pytest.mark.parametrize(
    "text",
    [
        "I will order 9 more seeds",
        "it could be 95 tomorrow",
        "it comes on day 71",
        "$5k a month for somebody else",
        "a range of my own, 86 to 91",
        "60 tickets a day",
        "with 900 ms at night",
        "I read 50 questions myself",
        "2 GPUs are out",
    ],
)
def test_plans_and_other_things_are_not_checked(text: str) -> None:
    assert all(one.fact is None or one.right for one in of(text).values())


def test_odds_names_and_shares_of_traffic_are_no_facts() -> None:
    assert numbers("EXP-016 on A100s, p95, DS-2: 80 % sure, 70 % by then, 5 % of the traffic, odds of 30 %") == ()


def test_the_whole_of_a_count_and_what_stands_in_the_gates_words_are_facts() -> None:
    assert of("0 of 1 are killed")["1"].right
    known = facts(early().board)
    first = check_numbers("the bar 88 and its mean 86.5", {"gate": known["gate"]})
    assert [one.right for one in first] == [True, True]


def test_money_has_its_sign() -> None:
    booked = fmt.exact_money(round(abs(facts(late().board)["booked"].value or 0) * 100))
    won = (facts(late().board)["booked"].value or 0) > 0
    right, wrong = (booked, f"{fmt.MINUS}{booked}") if won else (f"{fmt.MINUS}{booked}", booked)
    assert of(f"{wrong} booked")[wrong].fact is None
    assert of(f"{right} booked")[right].right


@pytest.mark.parametrize("text", ["1 " * 4_000, "9" * 8_000, "1," * 4_000, "8 to " * 1_600, "$ " * 4_000])
def test_the_longest_reply_is_read_at_once(text: str) -> None:
    began = time.perf_counter()
    assert len(numbers(text)) <= 60
    assert time.perf_counter() - began < 3


def test_a_comma_behind_a_number_is_none_of_it() -> None:
    assert list(of("on day 62, or on 1,234 days, or 3,")) == ["day 62", "1,234 days", "3"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        # The low end, as it is and as something else.
        ("at the low end 84", []),
        ("The best card reads 84", ["84"]),
        # An end of a range is an end of the interval on its own side, and no goal or price of the same size.
        ("between 84 and 93", []),
        ("its interval is 90 to 92", ["90", "92"]),
        ("killed 0 and 3 seeds", []),
        ("it went from 72 to 88.3", []),
    ],
)
def test_what_a_number_is_said_to_be_counts(text: str, wrong: list[str]) -> None:
    found = of(text)
    assert [said for said, one in found.items() if one.wrong] == wrong
    assert wrong or all(one.right for one in found.values()), [one.line for one in found.values()]


@pytest.mark.parametrize("text", ["between 88 and 92", "93 to 100", "a range of 86 to 93"])
def test_an_end_of_a_range_is_no_goal_and_no_price(text: str) -> None:
    ends = {one.fact.id for one in of(text).values() if one.fact is not None and one.right}
    assert ends <= {"low", "high", "live-low", "live-high"}


def test_seeds_that_are_needed_are_not_those_there_are() -> None:
    known = facts(early().board)
    seeds = replace(known["seeds"], value=0, text="0 seeds")
    gate = replace(known["gate"], text="The gate fails: not enough evidence (no seed, 2 needed).")
    few = {"seeds": seeds, "gate": gate}
    (said,) = check_numbers("It reads about 84 on 2 seeds"[18:], few)
    assert said.wrong and said.fact is seeds
    (planned,) = check_numbers("2 are needed", few)
    assert planned.right


def test_what_is_told_beside_a_wrong_reading_is_what_was_measured() -> None:
    assert "nearest is quality 88.3" in of("The best card reads 91")["91"].line
