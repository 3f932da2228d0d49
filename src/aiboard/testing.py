"""Conformance: does a scenario, played by a bot, keep every promise of the engine? Ships with the package.

    from aiboard.scenario import load
    from aiboard.testing import check_scenario
    check_scenario(load("mine.yaml"), ["heuristic", "random"], seeds=[1, 2])

Write a bot of your own as a function from the game's seed to a Bot and pass that in place of a name. A broken promise
raises NotConformant, naming scenario, bot, seed and day. AIBOARD_HEAVY=1 (or `heavy=True`) makes every check at every
step instead of once a sprint.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Final

from aiboard.bots import BOTS, Bot, make_bot
from aiboard.bots.runner import MOST_ACTIONS
from aiboard.engine import invariants
from aiboard.engine.act import IllegalAction, act, check, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.happenings.cards import Moved
from aiboard.engine.model.board import Board
from aiboard.engine.model.fields import PARTS, dump_ledger
from aiboard.engine.model.state import State, digest, part_digests, restore, serialize
from aiboard.engine.model.truth import CardTruth, PlannedDisruption, Truth
from aiboard.engine.model.vocabulary import EDGES, Refusal, Stage
from aiboard.engine.model.world import World
from aiboard.engine.verbs import VERBS, Action, LegalReview, SlotKind
from aiboard.scenario import ResolvedScenario

HEAVY: Final = "AIBOARD_HEAVY"
_HIDDEN: Final = (Truth, CardTruth, PlannedDisruption, State)
_NO_CARD: Final = 1_000_000
_TOO_MUCH: Final = 1_000_000_000


VERDICT_SEED: Final = 1_000_000
"""The first seed of games that nothing was tuned on."""


class NotConformant(AssertionError):
    """A promise of the engine is broken."""


@dataclass(frozen=True)
class CheckReport:
    """What was played without a broken promise."""

    games: int
    days: int
    actions: int


def check_scenario(
    resolved: ResolvedScenario,
    bots: Sequence[str | Callable[[int], Bot]] = BOTS,
    seeds: Sequence[int] = (1,),
    heavy: bool | None = None,
) -> CheckReport:
    """Play every bot on every seed and check every promise. Raises NotConformant at the first broken one.

    Args:
        resolved: the scenario.
        bots: names, or functions from a game's seed to a bot.
        seeds: luck to play on.
        heavy: clones, round trips and refusals after every action; None asks the environment (AIBOARD_HEAVY=1).
    """
    thorough = os.environ.get(HEAVY) == "1" if heavy is None else heavy
    world = resolved.world()
    days = actions = 0
    for bot in bots:
        for seed in seeds:
            game = _GameCheck(resolved.key, world, bot, seed, thorough)
            game.play()
            days += world.days
            actions += game.actions
    return CheckReport(len(bots) * len(seeds), days, actions)


def check_belief_and_prices(
    resolved: ResolvedScenario, games: int = 100, replicates: int = 8, draws: int = 63, executor: Executor | None = None
) -> None:
    """Check what decisions of this scenario are priced by. Raises NotConformant with everything that is broken.

    Boards stay as they were; ranks of the truth among the belief's draws are even; no observed latent is foreseen worse
    than by its prior, all together better; guesses are 0 on average; every verb declares options or why it has none.

    Args:
        resolved: the scenario.
        games: games of the reference, each to a random day; more of them find smaller faults.
        replicates: rollouts of each guess; 0 leaves guesses out.
        draws: of each belief.
        executor: where games are played.
    """
    from aiboard.analysis.conformance import ConformanceSettings, faults, measure
    from aiboard.analysis.pricing.options import undeclared

    seeds = range(VERDICT_SEED, VERDICT_SEED + games)
    measurement = measure(
        resolved, seeds, ConformanceSettings("reference", draws, replicates, min(1_500, 20 * games)), executor
    )
    broken = [*undeclared(), *faults(measurement)]
    if broken:
        raise NotConformant(f"{resolved.key}, {games} games: {'; '.join(broken)}")


class _GameCheck:
    """One game under observation."""

    def __init__(self, name: str, world: World, bot: str | Callable[[int], Bot], seed: int, thorough: bool) -> None:
        self.name = f"{name}, {bot if isinstance(bot, str) else getattr(bot, '__name__', 'bot')}, seed {seed}"
        self.world = world
        self.seed = seed
        self.thorough = thorough
        self.latents = Latents(world)
        self.state = new_state(world, seed, self.latents)
        self.bot = make_bot(bot, seed) if isinstance(bot, str) else bot(seed)
        self.days: list[list[Action]] = []
        self.digests: list[str] = []
        self.actions = 0

    def play(self) -> None:
        """The game, its promises, and the game again."""
        for _ in range(self.world.days):
            self.expect(not self.state.is_terminal(), "the game is over before its last day")
            self.days.append(self.day())
            self.night()
        self.terminal()
        self.again()

    def expect(self, holds: bool, promise: str) -> None:
        """Raise NotConformant when a promise is not kept."""
        if not holds:
            raise NotConformant(f"{self.name}, day {self.state.board.day}: {promise}")

    def day(self) -> list[Action]:
        """The bot's actions of one day."""
        actions: list[Action] = []
        board = self.state.board
        if self.thorough or board.day % self.world.sprint_days == 1:
            self.look()
        while True:
            before = digest(self.state) if self.thorough else ""
            action = self.bot.play(board)
            self.expect(not self.thorough or digest(self.state) == before, "the bot changed what it was shown")
            if action is None or check(board, action) != Refusal.NONE:
                return actions
            self.expect(len(actions) < MOST_ACTIONS, f"the bot took {MOST_ACTIONS} actions in a day")
            events = len(board.history)
            new_events = act(self.state, action)
            self.expect(new_events == board.history[events:], "an action did not return what it wrote to the history")
            actions.append(action)
            self.actions += 1
            if self.thorough:
                self.look()

    def night(self) -> None:
        """The end of a day."""
        board = self.state.board
        day = board.day
        events = len(board.history)
        new_events = advance(self.state)
        self.expect(new_events == board.history[events:], "a day did not return what it wrote to the history")
        self.expect(board.day == (day if board.over else day + 1), "the day's number did not grow by one")
        invariants.check_day(self.state)
        self.money()
        self.events(events)
        self.digests.append(digest(self.state))

    def money(self) -> None:
        """The ledger adds up, and returns() says the same."""
        ledger = self.state.board.ledger
        parts = sum(dump_ledger(ledger).values())
        self.expect(parts == ledger.booked() == self.state.returns(), "the ledger's parts do not add up")

    def events(self, since: int) -> None:
        """History grows by the day, and cards move along drawn edges only."""
        board = self.state.board
        for event in board.history[since:]:
            self.expect(event.day in (board.day - 1, board.day), "an event is of another day")
            if isinstance(event, Moved):
                before, after = Stage(event.before), Stage(event.after)
                self.expect(after in EDGES[before], f"a card moved from {before.name} to {after.name}")

    def look(self) -> None:
        """Everything that must not change a game, and must agree about it."""
        state = self.state
        before = digest(state)
        self.expect(set(part_digests(state)) == set(PARTS), "a part of the state has no digest")
        self.legal()
        self.refused()
        self.copies(before)
        self.expect(digest(state) == before, "looking changed the game")
        hidden = _hidden(state.board)
        self.expect(hidden == "", f"the board leads to the truth: {hidden}")

    def legal(self) -> None:
        """The legal actions are the same twice, possible, and can be taken."""
        board = self.state.board
        actions = legal_actions(board, inject=True)
        again = legal_actions(board, inject=True)
        self.expect(actions == again, "legal actions are in no fixed order")
        self.expect(len(set(actions)) == len(actions), "a legal action is listed twice")
        for action in actions:
            self.expect(check(board, action) == Refusal.NONE, f"{action} is listed and refused")
            self.expect(action.preview(board).minutes <= board.minutes_left, f"{action} takes too long")
        for action in actions if self.thorough else actions[:: max(1, len(actions) // _SAMPLE)]:
            clone = self.state.clone()
            act(clone, action)
            advance(clone)

    def refused(self) -> None:
        """A refused action raises and changes nothing."""
        before = digest(self.state)
        for action in (candidate for verb in VERBS for candidate in _absurd(verb)):
            refusal = check(self.state.board, action)
            if refusal == Refusal.NONE:
                continue
            try:
                act(self.state, action)
            except IllegalAction as error:
                self.expect(error.refusal == refusal, f"{action}: act and check disagree")
            else:
                self.expect(False, f"{action} was refused and carried out")
        self.expect(digest(self.state) == before, "a refused action changed the game")

    def copies(self, before: str) -> None:
        """A clone and a state read back from JSON are the same game, and their own."""
        for copy in (self.state.clone(), self.read_back()):
            self.expect(digest(copy) == before, "a copy differs from its game")
            advance(copy)
            self.expect(digest(copy) != before, "a day changed nothing")
        self.expect(digest(self.state) == before, "a copy's day changed the game")

    def read_back(self) -> State:
        """The state through JSON and back."""
        data: dict[str, Any] = json.loads(json.dumps(serialize(self.state)))
        return restore(self.world, self.latents, data)

    def terminal(self) -> None:
        """After the last day nothing can be done and nothing changes."""
        state = self.state
        self.expect(state.is_terminal() and state.board.over, "the game is not over after its last day")
        before = digest(state)
        self.expect(legal_actions(state.board, inject=True) == [], "something is legal after the end")
        self.expect(check(state.board, LegalReview()) == Refusal.GAME_OVER, "the end does not refuse")
        self.expect(advance(state) == [] and digest(state) == before, "a day after the end changed the game")

    def again(self) -> None:
        """The same actions on the same luck, with tables made anew, give the same digest every day."""
        state = new_state(self.world, self.seed)
        for number, actions in enumerate(self.days):
            for action in actions:
                act(state, action)
            advance(state)
            if digest(state) != self.digests[number]:
                raise NotConformant(f"{self.name}, day {number + 1}: the same game came out differently")


_SAMPLE: Final = 12
"""Legal actions tried on a clone where not all are."""


def _absurd(verb: type[Action]) -> list[Action]:
    """Actions of a verb about things that are not there, and with amounts out of range."""
    index_kinds = (SlotKind.CARD, SlotKind.DATASET, SlotKind.FAMILY, SlotKind.STAGE, SlotKind.ORDER, SlotKind.CHAOS)
    actions = []
    for index, amount in ((_NO_CARD, 0), (0, _TOO_MUCH), (-7, 0)):
        values: dict[str, Any] = {slot.field: index if slot.kind in index_kinds else amount for slot in verb.SLOTS}
        values |= {slot.field: "" for slot in verb.SLOTS if slot.kind == SlotKind.TEXT}
        values |= {slot.field: False for slot in verb.SLOTS if slot.kind == SlotKind.FLAG}
        actions.append(verb(**values))
    return actions


def _hidden(board: Board) -> str:
    """The path from a board to something hidden; empty when there is none."""
    visited: set[int] = set()
    todo: list[tuple[str, Any]] = [("board", board)]
    while todo:
        path, value = todo.pop()
        if isinstance(value, _HIDDEN):
            return path
        if isinstance(value, (int, str, float, bytes, type)) or value is None or id(value) in visited:
            continue
        visited.add(id(value))
        if isinstance(value, (list, tuple)):
            todo += [(f"{path}[{i}]", item) for i, item in enumerate(value)]
        elif isinstance(value, dict):
            todo += [(f"{path}[{key!r}]", item) for key, item in value.items()]
        elif type(value).__module__.startswith("aiboard."):
            names = [name for name in dir(value) if not name.startswith("__")]
            attributes = [(f"{path}.{name}", getattr(value, name)) for name in names]
            todo += [(item_path, item) for item_path, item in attributes if not callable(item)]
    return ""
