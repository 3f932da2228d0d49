"""Facts are the numbers of the views, and every text of the shipped room names facts that there are."""

from pathlib import Path

from aiboard.drills.stakeholder.facts import IDS, Unit, facts, notes
from aiboard.drills.stakeholder.persona_question import make_question
from aiboard.engine.counts import Tally
from aiboard.labs.summary import alive
from aiboard.views import fmt
from aiboard.views.card.measure import best_estimate, live
from tests.drills.stakeholder.boards import early, late


def test_the_best_card_is_the_views_own() -> None:
    board = early().board
    known = facts(board)
    found = best_estimate(board, alive(board))
    assert found is not None
    card, measured = found
    assert known["best"].value == measured.mean / 10_000 and known["best"].text == measured.short
    assert (known["low"].value, known["high"].value) == (measured.low / 10_000, measured.high / 10_000)
    assert known["range"].text == measured.span and known["seeds"].value == measured.seeds
    assert known["card"].text.startswith(fmt.key(board.world, card))
    assert known["gap"].value == (board.world.target_ppm - measured.mean) / 10_000


def test_counts_money_and_days_are_the_boards() -> None:
    board = late().board
    known, tally = facts(board), Tally(board.cards)
    assert [known[name].value for name in ("started", "decided", "killed", "promoted")] == [
        tally.started,
        tally.decided,
        tally.killed,
        tally.promoted,
    ]
    assert known["booked"].value == board.ledger.booked() / 100
    assert (known["earned"].value or 0) - (known["spent"].value or 0) == known["booked"].value
    assert known["days-left"].value == board.world.days - board.day + 1
    shown = live(board, board.live())
    assert shown is not None and known["live-quality"].value == shown.mean / 10_000


def test_what_is_not_known_is_no_fact() -> None:
    known = facts(early().board)
    assert not any(name.startswith("live-") for name in known) and "launch-day" in known
    assert "launch-day" not in facts(late().board)


def test_every_fact_of_a_board_that_texts_may_name_is_listed() -> None:
    found = {**facts(early().board), **facts(late().board)}
    assert set(IDS) <= set(found)
    assert all((fact.value is None) == (fact.unit is Unit.WORDS) for fact in found.values())


def test_the_guide_lists_them() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "interview.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in guide for name in IDS)


def test_notes_leave_out_what_repeats() -> None:
    told = {heading: [fact.id for fact in group] for heading, group in notes(early().board)}
    assert "Customers" not in told and "low" not in told["Best card alive"] and "range" in told["Best card alive"]


def test_odds_and_the_next_step_follow_from_the_board() -> None:
    launched, waiting = facts(late().board), facts(early().board)
    # Best 88.3 (84 to 93) under a target of 92, and an early card far under it.
    assert 1 <= int(launched["odds"].text.split()[0]) < 20
    assert waiting["gate"].text.startswith("The gate fails") and "when this is settled" in waiting["step"].text
    assert "launch it to 5 %" in launched["step"].text


def test_the_largest_risk_is_that_customers_get_less_than_was_measured() -> None:
    moment = late()
    assert facts(moment.board)["risk"].text.startswith("customers get about 86")
    assert "evaluated at 88.3" in "\n".join(make_question(moment, "surprise").model())
