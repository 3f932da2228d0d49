"""Every event has a sentence, and sentences keep to their form."""

from __future__ import annotations

import pytest

from aiboard.engine.events import Event
from aiboard.engine.model.vocabulary import Chaos, EventKind, Order, Reason, Refusal, Source, Stage
from aiboard.game import new_game
from aiboard.views.questions import question, refusal
from aiboard.views.sentences import LIMIT, sentence
from tests.views.playing import mornings

WORLD = new_game("support-chatbot", seed=1).world


def _event(kind: EventKind) -> Event:
    """An event of this kind with values that are possible for it."""
    a, b, c = 1, 1, 0
    if kind == EventKind.MOVED:
        a, b = int(Stage.PRODUCTION), int(Stage.EVALUATION)
    if kind in (EventKind.RUN_ENDED, EventKind.EVAL_DONE, EventKind.MONITORED, EventKind.ALERT):
        a, b = 843_000, 2
    if kind == EventKind.EVAL_STARTED:
        a, b, c = 3, 1_080, 100
    return Event(12, kind, 3, 1, a, b, c)


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_has_one_plain_sentence(kind: EventKind) -> None:
    told = sentence(WORLD, _event(kind))
    # Nothing had to be cut: it would end with "…".
    assert told.text[-1] in ".?"
    assert len(told.text) > 8
    assert not any(sign in told.text for sign in "[]{}<>\x1b\n")
    assert "should" not in told.text


def test_the_person_is_named_where_a_card_has_one() -> None:
    person = WORLD.people[WORLD.ideas[3].person].name
    for kind in (EventKind.RUN_ENDED, EventKind.DIVERGED, EventKind.TICKETED, EventKind.ITERATING):
        assert sentence(WORLD, _event(kind)).text.startswith(f"{person}: ")


@pytest.mark.xfail(strict=True, reason="the sentence of a ticket that knows decided cards is too long and is cut")
def test_a_long_name_leaves_room_for_what_happened() -> None:
    world = new_game("support-chatbot", seed=1).world
    world.people[world.ideas[3].person].name = "Bartholomew " * 20
    texts = [sentence(world, _event(kind)).text for kind in EventKind]
    assert sum("Bartholomew Bartholomew…" in text for text in texts) >= 4
    assert all(len(text) <= LIMIT and text[-1] in ".?" for text in texts)


def test_what_was_measured_is_in_the_sentence() -> None:
    run = sentence(WORLD, Event(5, EventKind.RUN_ENDED, 3, -1, 762_000, 3, 780_000)).text
    assert "run 3" in run and "about 76" in run and "78" in run
    one = sentence(WORLD, Event(5, EventKind.EVAL_DONE, 3, -1, 910_000, 1, 0)).text
    assert "91.0" in one and "one seed" in one and "not passed" in one
    asked = [sentence(WORLD, Event(5, EventKind.EVAL_STARTED, 3, -1, 3, 216, part)).text for part in (20, 100)]
    assert "3 eval seeds on 100 questions asked for, 3.6 GPU-h" in asked[0] and "questions" not in asked[1]
    lost = sentence(WORLD, Event(5, EventKind.DIVERGED, 3, -1, 2, 140)).text
    assert "run 2" in lost and "1.4 days" in lost


def test_chaos_says_who_brought_it() -> None:
    drawn = sentence(WORLD, Event(5, EventKind.CHAOS_BEGAN, -1, -1, int(Chaos.GPU_SHORTAGE), 5, int(Source.DRAWN))).text
    injected = sentence(
        WORLD, Event(5, EventKind.CHAOS_BEGAN, -1, -1, int(Chaos.GPU_SHORTAGE), 5, int(Source.PLAYER))
    ).text
    assert drawn == "GPU shortage, 5 days."
    assert "by you" in injected


def test_all_reasons_orders_and_refusals_have_words() -> None:
    told = [sentence(WORLD, Event(5, EventKind.KILLED, 3, -1, int(reason), 800_000)).text for reason in Reason]
    asked = [question(WORLD, order, 0) for order in Order]
    refused = [refusal(code) for code in Refusal]
    for texts in (told, asked, refused):
        assert len(set(texts)) == len(texts), "two of a kind in the same words"
    assert all(text.endswith("?") for text in asked)


@pytest.mark.parametrize("bot", ["random", "autopilot"])
def test_whole_games_are_told(bot: str) -> None:
    *_, (board, _) = mornings("support-chatbot", 3, bot, 80)
    texts = [sentence(board.world, event).text for event in board.history]
    assert len(texts) > 100
    # Nothing had to be cut.
    assert not any(text.endswith("…") for text in texts)
