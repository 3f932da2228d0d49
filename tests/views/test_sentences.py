"""Every event has a sentence, and sentences keep to their form."""

from __future__ import annotations

import pytest

from aiboard.actions.grammar import parse, to_text
from aiboard.actions.words import refusal_cause
from aiboard.engine.happenings import HAPPENINGS, Event
from aiboard.engine.happenings.cards import (
    Diverged,
    EvalDone,
    EvalStarted,
    IdeaAdded,
    Iterating,
    Killed,
    Moved,
    RunEnded,
    Ticketed,
)
from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.happenings.live import Incident
from aiboard.engine.happenings.plan import OrderRefused
from aiboard.engine.model.vocabulary import Chaos, IncidentCause, Order, Reason, Refusal, Source, Stage
from aiboard.game import new_game
from aiboard.views import fmt
from aiboard.views.questions import answer, question
from aiboard.views.sentences import LIMIT, sentence
from tests.engine.play import an_event, dated
from tests.views.playing import mornings

WORLD = new_game("support-chatbot", seed=1).world


def example(kind: type[Event]) -> Event:
    """An event of this kind with values that are possible for it."""
    if kind is Moved:
        return Moved(3, Stage.PRODUCTION, Stage.EVALUATION)
    return an_event(kind, card=3, data=1)


@pytest.mark.parametrize("kind", HAPPENINGS, ids=lambda kind: kind.__name__)
def test_every_kind_has_one_plain_sentence(kind: type[Event]) -> None:
    told = sentence(WORLD, example(kind))
    # Nothing had to be cut: it would end with "…".
    assert told.text[-1] in ".?"
    assert len(told.text) > 8
    assert not any(sign in told.text for sign in "[]{}<>\x1b\n")
    assert "should" not in told.text


def test_the_person_is_named_where_a_card_has_one() -> None:
    person = WORLD.people[WORLD.ideas[3].person].name
    for kind in (RunEnded, Diverged, Ticketed, Iterating):
        assert sentence(WORLD, example(kind)).text.startswith(f"{person}: ")


def test_a_long_name_leaves_room_for_what_happened() -> None:
    world = new_game("support-chatbot", seed=1).world
    world.people[world.ideas[3].person].name = "Bartholomew " * 20
    texts = [sentence(world, example(kind)).text for kind in HAPPENINGS]
    assert sum("Bartholomew Bartholomew…" in text for text in texts) >= 4
    assert all(len(text) <= LIMIT and text[-1] in ".?" for text in texts)


def test_the_title_of_an_idea_is_whole_beside_a_short_name() -> None:
    world = new_game("support-chatbot", seed=1).world
    idea = next(at for at, one in enumerate(world.ideas) if one.title == "Retrieve, then fine-tuned reader")
    for person in range(len(world.people)):
        text = sentence(world, dated(5, IdeaAdded(idea, person=person, stated_pct=100))).text
        assert "Retrieve, then fine-tuned reader: 100 % to reach" in text, text


def test_what_was_measured_is_in_the_sentence() -> None:
    ended = RunEnded(3, readout_ppm=782_000, corrected_ppm=762_000, run=3, kill_ppm=780_000)
    run = sentence(WORLD, dated(5, ended)).text
    assert "run 3" in run and "about 76" in run and "78" in run
    one = sentence(WORLD, dated(5, EvalDone(3, mean_ppm=910_000, seeds=1, gate=0))).text
    assert "91.0" in one and "one seed" in one and "not passed" in one
    asked = [sentence(WORLD, dated(5, EvalStarted(3, seeds=3, gpu_min=216, part_pct=part))).text for part in (20, 100)]
    assert "3 eval seeds on 100 questions asked for, 3.6 GPU-h" in asked[0] and "questions" not in asked[1]
    lost = sentence(WORLD, dated(5, Diverged(3, run=2, points=140, in_a_row=1))).text
    assert "run 2" in lost and "1.4 days" in lost


def test_chaos_says_who_brought_it() -> None:
    drawn = sentence(
        WORLD, dated(5, ChaosBegan(-1, -1, chaos=int(Chaos.GPU_SHORTAGE), days=5, source=int(Source.DRAWN)))
    ).text
    injected = sentence(
        WORLD, dated(5, ChaosBegan(-1, -1, chaos=int(Chaos.GPU_SHORTAGE), days=5, source=int(Source.PLAYER)))
    ).text
    assert drawn == "GPU shortage, 5 days."
    assert "by you" in injected


def test_all_reasons_orders_and_refusals_have_words() -> None:
    asked = [question(WORLD, order, 0) for order in Order]
    refused = [refusal_cause(code) for code in Refusal]
    for texts in (asked, refused):
        assert len(set(texts)) == len(texts), "two of a kind in the same words"
    assert all(text.endswith("?") for text in asked)
    for code, why in zip(Refusal, refused, strict=True):
        # The order with the longest name that can meet this refusal.
        order = Order.PROMOTE if code == Refusal.PRODUCTION_FULL else Order.ROLL_BACK
        told = sentence(WORLD, OrderRefused(3, -1, order=order, refusal=code)).text
        assert told.endswith(f": {why}."), "it is cut off"


@pytest.mark.parametrize("order", Order)
def test_the_answer_to_a_standing_order_is_a_line_that_can_be_typed(order: Order) -> None:
    board = new_game("support-chatbot", seed=1).board
    for line in answer(board, order, 0).split(" or "):
        assert to_text(parse(line, board.world), board.world).startswith(line)
    assert answer(board, Order.EVALUATE, 0) == "evaluate EXP-001 3"
    assert answer(board, Order.KILL_LINE, 0) == "kill EXP-001"
    needed = next(task.index for task in board.data if task.ordered_pct == 0)
    assert answer(board, Order.DATA, needed).endswith(f" {board.world.pilot_pct}")
    board.data[needed].ordered_pct = board.world.pilot_pct
    assert answer(board, Order.DATA, needed).endswith(" 100")


def killed(seeds: int, mean: int, low: int, high: int, reason: Reason = Reason.PLATEAU) -> str:
    return sentence(WORLD, Killed(3, reason, seeds, mean, low, high)).text


def test_a_kill_tells_what_was_known_of_the_card_with_its_interval() -> None:
    card = fmt.short(WORLD, 3)
    assert killed(4, 895_000, 868_000, 922_000) == f"{card} killed: plateau, 89.5 (87–92), 4 seeds."
    assert killed(0, 843_000, 820_000, 866_000) == f"{card} killed: plateau, about 84 (82–87)."
    assert killed(1, 985_000, 950_000, 1_020_000) == f"{card} killed: plateau, 98.5 (95–100), one seed."
    assert killed(0, 0, 0, 0) == f"{card} killed: plateau."


@pytest.mark.parametrize("reason", Reason)
def test_every_kill_fits_on_its_line(reason: Reason) -> None:
    assert killed(12, 895_000, 868_000, 1_020_000, reason=reason).endswith(", 12 seeds.")


def test_an_agents_incident_names_its_cause_and_no_quality_that_was_not_measured() -> None:
    text = sentence(WORLD, Incident(3, cents=5_000_000, online_ppm=870_000, cause=int(IncidentCause.TOOL))).text
    assert "its agent used a tool it must not" in text and "live about" not in text


@pytest.mark.parametrize("bot", ["random", "autopilot"])
def test_whole_games_are_told(bot: str) -> None:
    *_, (board, _) = mornings("support-chatbot", 3, bot, 80)
    texts = [sentence(board.world, event).text for event in board.history]
    assert len(texts) > 100
    # Nothing had to be cut.
    assert not any(text.endswith("…") for text in texts)


def test_an_eval_regression_says_that_all_scores_are_void() -> None:
    """The questions are new for every card, not only for the one that got worse."""
    world = new_game("support-chatbot", 7).world
    began = ChaosBegan(0, -1, chaos=int(Chaos.EVAL_REGRESSION), days=1, source=0)
    assert "all scores are void" in sentence(world, began).text
