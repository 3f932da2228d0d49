"""State: a board, its truth and the seed of its luck; copying, serialising and the daily digest.

Fields are hashed with their names, in the order of their declarations.
"""

import hashlib
from typing import Any

from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.fields import (
    copy_board,
    copy_truth,
    dump_board,
    dump_truth,
    load_board,
    load_truth,
    parts_board,
    parts_truth,
    text_event,
)
from aiboard.engine.model.truth import Truth
from aiboard.engine.model.world import World


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
        new = State(self.world, self.seed, self.latents, copy_board(self.board), copy_truth(self.truth))
        new.chain = self.chain
        new.chained = self.chained
        return new

    def quality(self, card: Card) -> int:
        """True offline quality of the card's checkpoint, millionths: what it was trained to, less a regression."""
        quality = self.truth.cards[card.index].quality_ppm
        return quality - self.world.regression_ppm if card.regressed else quality

    def is_terminal(self) -> bool:
        """Whether the last day has ended."""
        return self.board.over

    def returns(self) -> int:
        """Net value so far in cents."""
        return self.board.ledger.booked()


def _history_chain(state: State) -> str:
    """The chain over all events so far; each link hashes the link before it and one event."""
    history = state.board.history
    if state.chained > len(history):
        state.chain = ""
        state.chained = 0
    for event in history[state.chained :]:
        state.chain = hashlib.blake2b((state.chain + text_event(event)).encode(), digest_size=16).hexdigest()
    state.chained = len(history)
    return state.chain


def digests(state: State) -> tuple[str, dict[str, str]]:
    """The digest of the whole state (32 hex digits) and a short one (8) of each part, from one reading of it."""
    whole = hashlib.blake2b(digest_size=16)
    parts: dict[str, str] = {}
    texts = {**parts_board(state.board), "history": _history_chain(state), **parts_truth(state.truth)}
    for part, text in texts.items():
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
    return {"seed": state.seed, "board": dump_board(state.board), "truth": dump_truth(state.truth)}


def restore(world: World, latents: Latents, data: dict[str, Any]) -> State:
    """A State from `serialize`'s data (trusted: our own, never a file from outside)."""
    return State(world, data["seed"], latents, load_board(data["board"], world), load_truth(data["truth"]))
