"""Ways of playing a few days of a test's game."""

import inspect
import random
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.happenings import Event
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Mode, Order, Stage
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action, Deploy, Evaluate, Promote, SlotKind, StandingOrder, Start

Kind = TypeVar("Kind", bound=Event)


def made(verb: type[Action], about: int, amount: int = 0, text: str = "") -> Action:
    """An action of any verb: what it is on, and one amount in every other slot."""
    on = (SlotKind.CARD, SlotKind.DATASET, SlotKind.FAMILY, SlotKind.STAGE, SlotKind.ORDER, SlotKind.CHAOS)
    values: dict[str, Any] = {slot.field: about if slot.kind in on else amount for slot in verb.SLOTS}
    values |= {slot.field: text for slot in verb.SLOTS if slot.kind == SlotKind.TEXT}
    values |= {slot.field: bool(amount) for slot in verb.SLOTS if slot.kind == SlotKind.FLAG}
    return verb(**values)


def questions(state: State) -> list[tuple[int, int, int]]:
    """What standing orders ask now: order, card, dataset."""
    return [(item.order, item.card, item.data) for item in state.board.asked]


def days(state: State, count: int) -> list[Event]:
    """Some days without actions; what happened."""
    found: list[Event] = []
    for _ in range(count):
        found += advance(state)
    return found


def until(state: State, done: Callable[[], bool], most: int = 150) -> int:
    """Days until something is so; fails when it never is."""
    for passed in range(most + 1):
        if done():
            return passed
        advance(state)
    raise AssertionError(f"still not so after {most} days")


def trained(state: State, index: int) -> Card:
    """Start a card and let the days pass until it comes to be evaluated."""
    card = state.board.cards[index]
    act(state, Start(index))
    until(state, lambda: card.stage == Stage.EVALUATION)
    return card


def evaluated(state: State, index: int, seeds: int = 5) -> Card:
    """A trained card with this many scores."""
    card = trained(state, index)
    act(state, Evaluate(index, seeds))
    until(state, lambda: len(card.scores) == seeds)
    return card


def launched(state: State, index: int, share: int = 100) -> Card:
    """A card in front of customers at this share of traffic."""
    card = evaluated(state, index)
    act(state, Promote(index))
    until(state, lambda: card.share_pct > 0)
    if share != card.share_pct:
        act(state, Deploy(index, share))
    return card


def kinds(events: list[Event]) -> list[type[Event]]:
    """The kinds of events, in order."""
    return [type(event) for event in events]


def of_kind(events: list[Event], kind: type[Kind]) -> list[Kind]:
    """The events of one kind."""
    return [event for event in events if isinstance(event, kind)]


def an_event(kind: type[Kind], card: int, data: int) -> Kind:
    """An event of any kind, its own numbers 1."""
    about = {"card": card, "data": data, "passed": True, "found": True}
    return kind(**{name: about.get(name, 1) for name in inspect.signature(kind).parameters})


def dated(day: int, event: Kind) -> Kind:
    """An event as it stands in the history of a day."""
    event.day = day
    return event


def random_day(state: State, dice: random.Random, most: int = 5, inject: bool = False) -> list[Action]:
    """Some random possible actions, one family of actions after another so that rare ones get their turn."""
    taken = []
    for _ in range(dice.randint(0, most)):
        found = legal_actions(state.board, inject=inject)
        if not found:
            break
        verb = dice.choice(sorted({action.VERB for action in found}))
        action = dice.choice([item for item in found if verb == item.VERB])
        act(state, action)
        taken.append(action)
    return taken


def random_games(world: World, count: int, seed: int = 0, inject: bool = True) -> Iterator[State]:
    """States at the start of each day of random games; some of them run on standing orders."""
    latents = Latents(world)
    for game in range(count):
        dice = random.Random(seed * 1_000_003 + game)
        state = new_state(world, seed + game, latents)
        if game % 2:
            for order in Order:
                mode = Mode.ASK if order == Order.KILL_LINE else Mode.AUTO
                act(state, StandingOrder(int(order), int(mode)))
        while not state.board.over:
            yield state
            random_day(state, dice, inject=inject)
            advance(state)


def bot_days(world: World, name: str, seed: int, latents: Latents | None = None) -> Iterator[State]:
    """The state after each day of a bot's game."""
    state = new_state(world, seed, latents)
    bot = make_bot(name, seed)
    while not state.board.over:
        play_day(state, bot)
        advance(state)
        yield state
