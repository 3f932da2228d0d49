"""State: a board, its truth and the seed of its luck; copying, serialising and the daily digest.

Fields are hashed by name, so adding one changes the digest and reordering code does not.
"""

import hashlib
from typing import Any

from aiboard.engine.chance.latents import Latents
from aiboard.engine.happenings import HAPPENINGS, Event
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask, Disruption, Ledger
from aiboard.engine.model.card import Card
from aiboard.engine.model.truth import CardTruth, Planned, Truth
from aiboard.engine.model.vocabulary import Block, Column, Stage
from aiboard.engine.model.world import World

#: Digest parts: name -> (half, fields). Every field of Board and Truth is in exactly one (a test).
PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "calendar": ("board", ("day", "over", "minutes_left", "target_day")),
    "cards": ("board", ("cards", "decided", "promoted", "killed", "decided_sprint")),
    "data": ("board", ("data", "scope_data", "scope_met", "scope_from")),
    "compute": (
        "board",
        ("reserved_gpus", "reserved_until", "gpu_min", "gpu_used_min", "eval_used_min", "running_max"),
    ),
    "evaluation": ("board", ("baseline", "set_version")),
    "chaos": ("board", ("disruptions", "injected")),
    "plan": (
        "board",
        (
            "orders",
            "wip",
            "asked",
            "legal",
            "legal_left",
            "legal_day",
            "legal_chased",
            "forecast_70",
            "forecast_90",
            "forecast_day",
        ),
    ),
    "money": ("board", ("ledger", "before")),
    "history": ("board", ("history",)),
    "truth": ("truth", ("families", "cards", "people", "set_ppm", "labels", "batch", "planned")),
}

HISTORY_PART = "history"


class State:
    """One game at one moment. `latents` (tables built from the World) is shared, not state."""

    def __init__(self, world: World, seed: int, latents: Latents, board: Board, truth: Truth) -> None:
        self.world = world
        self.seed = seed
        self.latents = latents
        self.board = board
        self.truth = truth
        #: Hash chain over the first `chained` events: the history is append-only, so a day reads only what is new.
        self.chain = ""
        self.chained = 0

    def clone(self) -> "State":
        """An independent copy."""
        new = State(self.world, self.seed, self.latents, self.board.copy(), self.truth.copy())
        new.chain = self.chain
        new.chained = self.chained
        return new

    def is_terminal(self) -> bool:
        """Whether the last day has ended."""
        return self.board.over

    def returns(self) -> int:
        """Net value so far in cents."""
        return self.board.ledger.booked()


def dump(value: Any) -> Any:
    """A field as plain JSON data: objects become dicts of their FIELDS."""
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, list):
        return [dump(item) for item in value]
    if isinstance(value, Event):
        return {"happening": type(value).__name__} | {name: dump(getattr(value, name)) for name in _named(value)}
    return {name: dump(getattr(value, name)) for name in value.FIELDS}


def _named(event: Event) -> tuple[str, ...]:
    """The fields of an event: those of every event, then its kind's own."""
    return ("day", "card", "data", *event.FIELDS)


def _canonical(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, str):
        # Not repr: what it escapes depends on the Unicode tables of the Python that runs.
        return ascii(value)
    if isinstance(value, list):
        return "[" + ",".join([_canonical(item) for item in value]) + "]"
    return "{" + ",".join([name + "=" + _canonical(getattr(value, name)) for name in value.FIELDS]) + "}"


def _history_chain(state: State) -> str:
    """The chain over all events so far; each link hashes the link before it and one event."""
    history = state.board.history
    if state.chained > len(history):
        state.chain = ""
        state.chained = 0
    for event in history[state.chained :]:
        text = type(event).__name__ + ";".join(
            [name + "=" + _canonical(getattr(event, name)) for name in _named(event)]
        )
        state.chain = hashlib.blake2b((state.chain + text).encode(), digest_size=16).hexdigest()
    state.chained = len(history)
    return state.chain


def digests(state: State) -> tuple[str, dict[str, str]]:
    """The digest of the whole state (32 hex digits) and a short one (8) of each part, from one reading of it."""
    whole = hashlib.blake2b(digest_size=16)
    parts: dict[str, str] = {}
    for part, (half, fields) in PARTS.items():
        owner: Any = state.board if half == "board" else state.truth
        if part == HISTORY_PART:
            text = _history_chain(state)
        else:
            text = ";".join([name + "=" + _canonical(getattr(owner, name)) for name in fields])
        whole.update((part + ":" + text + "\n").encode())
        parts[part] = hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
    return whole.hexdigest(), parts


def part_digests(state: State) -> dict[str, str]:
    """A short digest (8 hex digits) of each part of State."""
    return digests(state)[1]


def digest(state: State) -> str:
    """The whole state in 32 hex digits."""
    return digests(state)[0]


def serialize(state: State) -> dict[str, Any]:
    """The whole state as JSON data; `restore` is its inverse."""
    return {"seed": state.seed, "board": dump(state.board), "truth": dump(state.truth)}


def _fill(target: Any, data: dict[str, Any]) -> Any:
    for name in target.FIELDS:
        value = data[name]
        setattr(target, name, value.copy() if isinstance(value, list) else value)
    return target


def _card(data: dict[str, Any]) -> Card:
    card: Card = _fill(Card(0), {**data, "stage": Stage(data["stage"]), "block": Block(data["block"])})
    return card


def _event(data: dict[str, Any]) -> Event:
    kind = next(kind for kind in HAPPENINGS if kind.__name__ == data["happening"])
    event = kind.__new__(kind)
    for name in _named(event):
        setattr(event, name, data[name])
    return event


def restore(world: World, latents: Latents, data: dict[str, Any]) -> State:
    """A State from `serialize`'s data (trusted: our own, never a file from outside)."""
    board_data = dict(data["board"])
    board_data["cards"] = [_card(item) for item in board_data["cards"]]
    board_data["data"] = [_fill(DataTask(0), {**item, "column": Column(item["column"])}) for item in board_data["data"]]
    board_data["disruptions"] = [_fill(Disruption(0, 0, 0, 0, 0, 0), item) for item in board_data["disruptions"]]
    board_data["ledger"] = _fill(Ledger(), board_data["ledger"])
    board_data["before"] = _fill(Ledger(), board_data["before"])
    board_data["history"] = [_event(item) for item in board_data["history"]]
    truth_data = dict(data["truth"])
    truth_data["cards"] = [_fill(CardTruth(), item) for item in truth_data["cards"]]
    truth_data["planned"] = [_fill(Planned(0, 0, 0), item) for item in truth_data["planned"]]
    board: Board = _fill(Board(world), board_data)
    truth: Truth = _fill(Truth(), truth_data)
    return State(world, data["seed"], latents, board, truth)
