"""A world with one experiment, so that a lab can ask the engine's own rules about it."""

from __future__ import annotations

from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.truth import CardTruth, Truth
from aiboard.engine.model.world import Family, Idea, World


def small_world() -> World:
    """The engine's usual numbers, one family, one idea, no dataset."""
    world = World()
    world.families = [Family("family", "Family", 880_000, 30_000, 30_000, 700_000, [900], [1], [100], [1], False)]
    world.ideas = [Idea("EXP-001", "Experiment", "", "", 0, -1, 1, 3, 300, 100, -1, 0, 3)]
    return world


def one_card(world: World, seed: int, quality_ppm: int) -> State:
    """A game of that world with its one card in the state of having been trained to this quality."""
    board, truth = Board(world), Truth()
    board.cards = [Card(0)]
    truth.cards = [CardTruth()]
    truth.cards[0].quality_ppm = quality_ppm
    return State(world, seed, Latents(world), board, truth)
