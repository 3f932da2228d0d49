"""State: every field is named, copied, hashed and restored; the Board leads to no hidden thing."""

import copy
import inspect
import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from aiboard.bots import BOTS, make_bot
from aiboard.bots.base import Bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import check, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.happenings import HAPPENINGS, Event
from aiboard.engine.happenings.cards import Paused
from aiboard.engine.model import fields
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask, Disruption, Ledger, OrderQuestion
from aiboard.engine.model.card import Card
from aiboard.engine.model.fields import FIELDS, PARTS, copy_board
from aiboard.engine.model.state import State, digest, part_digests, restore, serialize
from aiboard.engine.model.truth import CardTruth, PlannedDisruption, Truth
from aiboard.engine.verbs import Action
from tests.engine.play import random_games
from tests.engine.worlds import world

#: Every class of the state, and an object of it.
MADE: dict[type, Callable[[], Any]] = {
    Card: lambda: Card(3),
    DataTask: lambda: DataTask(1),
    Disruption: lambda: Disruption(1, 2, 3, 4, 5, 6),
    OrderQuestion: lambda: OrderQuestion(1, 2, -1),
    Ledger: Ledger,
    Board: lambda: Board(world()),
    CardTruth: CardTruth,
    PlannedDisruption: lambda: PlannedDisruption(1, 2, 3),
    Truth: Truth,
    Paused: lambda: Paused(1),
}
#: What a list of each name holds.
ITEMS: dict[str, Callable[[], Any]] = {
    "data": MADE[DataTask],
    "disruptions": MADE[Disruption],
    "planned": MADE[PlannedDisruption],
    "asked": MADE[OrderQuestion],
    "history": MADE[Paused],
    "run_codes": lambda: [1, 2],
}


def item_of(cls: type, name: str) -> Any:
    """Something that this list may hold."""
    if name == "cards":
        return MADE[Card if cls is Board else CardTruth]()
    return ITEMS.get(name, lambda: 77)()


def copied(value: Any) -> Any:
    """The copy that the generated function of its class makes."""
    word = "".join("_" + c.lower() if c.isupper() else c for c in type(value).__name__)
    return getattr(fields, "copy" + word)(value)


def test_every_class_of_the_state_is_looked_at() -> None:
    assert set(FIELDS) == {cls.__name__ for cls in (*MADE, *HAPPENINGS)}
    for cls, make in MADE.items():
        names = FIELDS[cls.__name__]
        assert len(names) == len(set(names)) and all(hasattr(make(), name) for name in names)


def test_parts_hold_each_field_once() -> None:
    named = [name for names in PARTS.values() for name in names]
    assert sorted(named) == sorted([*FIELDS["Board"], *FIELDS["Truth"]])
    assert set(PARTS) == set(part_digests(new_state(world(), 1)))


def other(value: Any) -> Any:
    """A different value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        kind = type(value)
        return value + 1 if kind is int else next(item for item in kind if item != value)  # type: ignore[attr-defined]
    if isinstance(value, str):
        return value + "x"
    raise TypeError(f"no other {value!r}")


@pytest.mark.parametrize("cls", [cls for cls in MADE if cls is not Paused], ids=lambda cls: cls.__name__)
def test_a_copy_carries_every_field_and_shares_none(cls: type) -> None:
    """Each field in turn is changed: the copy has the change; what is done to the copy leaves the original alone."""
    for name in FIELDS[cls.__name__]:
        original = MADE[cls]()
        value = getattr(original, name)
        if isinstance(value, Ledger):
            value.revenue = 5
            twin = copied(original)
            assert getattr(twin, name).revenue == 5
            getattr(twin, name).revenue = 6
            assert getattr(original, name).revenue == 5
        elif isinstance(value, list):
            made = item_of(cls, name)
            value.append(made)
            held = getattr(copied(original), name)
            assert len(held) == len(value) and held is not value
            # Events never change and are shared; everything else in a list is copied too.
            assert (held[-1] is made) == isinstance(made, int | Event)
        else:
            setattr(original, name, other(value))
            assert getattr(copied(original), name) == getattr(original, name) != value


def walk(root: Any) -> list[Any]:
    """Every object that can be reached from a board, its world included."""
    seen: dict[int, Any] = {}
    todo = [root]
    while todo:
        value = todo.pop()
        if id(value) in seen or value is None or isinstance(value, (int, str, bytes, float)):
            continue
        seen[id(value)] = value
        if isinstance(value, (list, tuple, set, frozenset)):
            todo.extend(value)
        elif isinstance(value, dict):
            todo.extend([*value, *value.values()])
        else:
            names = [name for name in dir(value) if not name.startswith("__")]
            found = [getattr(value, name) for name in names]
            todo.extend(item for item in found if not callable(item))
    return list(seen.values())


def test_the_board_leads_to_no_truth() -> None:
    hidden = (Truth, CardTruth, PlannedDisruption, State, Latents)
    reached = set()
    for state in random_games(world(), 4, seed=10):
        if state.board.day % 7 == 0:
            found = walk(state.board)
            assert not [item for item in found if isinstance(item, hidden)]
            # Not by a shared list either: nothing mutable is both on the board and in the truth.
            lists = {id(item) for item in walk(state.truth) if not isinstance(item, tuple)}
            assert not [item for item in found if id(item) in lists and not callable(item)]
            reached |= {type(item) for item in found}
    assert {Board, Card, DataTask, Disruption, Ledger} <= reached and any(issubclass(kind, Event) for kind in reached)


@pytest.mark.parametrize("function", [check, legal_actions, Action.preview, Bot.play])
def test_judges_and_bots_take_the_board_alone(function: Callable[..., Any]) -> None:
    parameters = inspect.signature(function).parameters
    assert "board" in parameters and "state" not in parameters and "truth" not in parameters


class Poison(Truth):
    """A truth that nobody may look at."""

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(f"somebody looked at truth.{name}")


@pytest.mark.interpreted
@pytest.mark.parametrize("name", BOTS)
def test_bots_decide_without_the_truth(name: str) -> None:
    """The same decisions on a state whose truth cannot be read, and nothing of the truth is read by judging them."""
    made = world()
    latents = Latents(made)
    state = new_state(made, 4, latents)
    bot = make_bot(name, 4)
    blind = make_bot(name, 4)
    while not state.board.over:
        poisoned = State(made, 4, latents, copy_board(state.board), Poison())
        action = blind.play(poisoned.board)
        legal_actions(poisoned.board, inject=True)
        told = bot.play(state.board)
        assert (action is None) == (told is None)
        if action is not None and told is not None:
            assert action == told
        # The twins go on together: the day's other actions are the first one's.
        play_day(state, bot)
        blind = copy.copy(bot)
        advance(state)


def test_json_and_back_is_the_same_game() -> None:
    made = world()
    latents = Latents(made)
    for state in random_games(made, 4, seed=20):
        data = json.loads(json.dumps(serialize(state)))
        one = restore(made, latents, data)
        two = restore(made, latents, data)
        assert digest(one) == digest(state) and serialize(one) == serialize(state)
        advance(one)
        assert digest(two) == digest(state), "two states from the same data share something"
        advance(two)
        assert digest(one) == digest(two)


def test_a_shorter_history_is_hashed_anew_from_its_first_event() -> None:
    state = list(random_games(world(), 1, seed=7))[-1]
    digest(state)
    del state.board.history[-2:]
    again = state.clone()
    again.chain, again.chained = "", 0
    assert digest(state) == digest(again)


def changed(owner: Any, name: str) -> None:
    """Give a field another value of its kind."""
    value = getattr(owner, name)
    if isinstance(value, Ledger):
        value.tail += 1
    elif isinstance(value, list):
        value.append(item_of(type(owner), name))
    else:
        setattr(owner, name, other(value))


def test_every_field_is_in_the_digest() -> None:
    """Changing any one field of board or truth changes the whole digest and exactly its part."""
    state = list(random_games(world(), 2, seed=30))[-1]
    before, parts = digest(state), part_digests(state)
    for part, names in PARTS.items():
        for name in names:
            clone = state.clone()
            changed(clone.truth if part == "truth" else clone.board, name)
            assert digest(clone) != before
            now = part_digests(clone)
            assert [key for key in parts if parts[key] != now[key]] == [part], name


@pytest.mark.parametrize("cls", MADE, ids=lambda cls: cls.__name__)
def test_every_field_of_what_the_halves_hold_is_in_the_digest_and_in_a_save(cls: type) -> None:
    made = world()
    for name in FIELDS[cls.__name__]:
        state = new_state(made, 3)
        board, truth = state.board, state.truth
        owners = {
            Card: board.cards, DataTask: board.data, Disruption: board.disruptions, Paused: board.history,
            OrderQuestion: board.asked, CardTruth: truth.cards, PlannedDisruption: truth.planned,
        }  # fmt: skip
        thing = {Ledger: board.ledger, Board: board, Truth: truth}.get(cls) or MADE[cls]()
        if cls in owners:
            owners[cls].append(thing)
        before = digest(state.clone())
        changed(thing, name)
        after = digest(state.clone())
        assert after != before, name
        assert digest(restore(made, state.latents, json.loads(json.dumps(serialize(state))))) == after, name


def test_the_digest_does_not_depend_on_pythons_unicode_tables() -> None:
    state = new_state(world(), 1)
    state.board.cards[0].learning = "\U0001fae8 naïve ✗"
    assert "learning='\\U0001fae8 na\\xefve \\u2717'" in fields.text_card(state.board.cards[0])
    before = digest(state)
    state.board.cards[0].learning = "\U0001fae9 naïve ✗"
    assert digest(state) != before


def test_integers_only_and_far_from_64_bits() -> None:
    dice = random.Random(5)
    for state in random_games(world(), 3, seed=40):
        if dice.random() < 0.4:
            for value in numbers(serialize(state)):
                assert isinstance(value, int) and -(2**62) < value < 2**62


def numbers(data: Any) -> list[Any]:
    if isinstance(data, dict):
        return [item for value in data.values() for item in numbers(value)]
    if isinstance(data, list):
        return [item for value in data for item in numbers(value)]
    return [] if isinstance(data, str) else [data]
