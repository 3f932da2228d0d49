"""The other house bots: each a way of running a team that somebody has met."""

from typing import Final

from aiboard.bots.base import ActionReason, Bot, kill
from aiboard.engine.act import check, options_of
from aiboard.engine.chance.latents import Purpose
from aiboard.engine.chance.luck import mix
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import ASK_ONLY, Change, Mode, Reason, Refusal, Stage
from aiboard.engine.orders import next_start
from aiboard.engine.outlook import next_share
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.engine.verbs import Accept, Action, Deploy, Evaluate, Iterate, Promote, StandingOrder, Start


def possible(board: Board, action: Action) -> bool:
    """Whether the action can be taken now."""
    return check(board, action) == Refusal.NONE


def ramp(board: Board, card: Card) -> Action | None:
    """Next share of traffic after the canary's days, whatever monitoring says."""
    if card.stage == Stage.PRODUCTION and 0 < card.share_pct < 100 and card.launched > 0:
        if board.live() != card.index and card.share_day < board.cards[board.live()].share_day:
            return None
        if board.day - card.share_day >= board.world.canary_days:
            return Deploy(card.index, next_share(card))
    return None


def take_data(board: Board) -> Action | None:
    """Accept whatever the vendor delivers."""
    for task in board.data:
        if awaiting_verdict(task):
            return Accept(task.index)
    return None


def start_next(board: Board, limit: int) -> Action | None:
    """Start the next card by priority while fewer than `limit` are in Experiment."""
    if board.count(Stage.EXPERIMENT) >= limit:
        return None
    index = next_start(board)
    return Start(index) if index >= 0 else None


class Idle(Bot):
    """Does nothing, ever. The zero of the equity scale."""


class Random(Bot):
    """Up to two random possible actions a day, from its own luck: a random thing, then what can be done with it."""

    def __init__(self, seed: int) -> None:
        super().__init__("random")
        self.seed = seed
        self.day = 0
        self.actions_today = 0
        self.n = 0

    def play(self, board: Board) -> Action | None:
        """A random possible action."""
        if board.day != self.day:
            self.day = board.day
            self.actions_today = 0
        if self.actions_today >= ACTIONS_A_DAY:
            return None
        self.actions_today += 1
        self.n += 1
        self.why = ActionReason.CHANCE
        options = options_of(board, mix(self.seed, Purpose.BOT, 0, self.n))
        return options[mix(self.seed, Purpose.BOT, 1, self.n) % len(options)] if options else None


ACTIONS_A_DAY: Final = 2


class KillAll(Bot):
    """Starts cards and kills each at its first readout: the decision rate looks splendid."""

    def play(self, board: Board) -> Action | None:
        """Kill whatever has a number, then start more."""
        self.why = ActionReason.RULE
        for card in board.cards:
            if card.in_flight() and card.readouts:
                return kill(card.index, Reason.OTHER, "killed at the first readout")
        action = start_next(board, board.wip[Stage.EXPERIMENT])
        return action if action is not None and possible(board, action) else None


class PromoteAll(Bot):
    """Promotes everything that has finished training, unevaluated, straight to everybody."""

    def play(self, board: Board) -> Action | None:
        """Promote, open to all traffic, start more."""
        self.why = ActionReason.RULE
        for card in board.cards:
            action: Action | None = None
            if card.stage == Stage.EVALUATION:
                action = Promote(card.index)
            elif card.stage == Stage.PRODUCTION and 0 < card.share_pct < 100 and card.share_day == card.launched:
                action = Deploy(card.index, 100)
            if action is not None and possible(board, action):
                return action
        more = start_next(board, board.wip[Stage.EXPERIMENT])
        return more if more is not None and possible(board, more) else None


class Vibes(Bot):
    """Ships on the first number over the bar: no repeats, no gate; believes the loudest odds."""

    def play(self, board: Board) -> Action | None:
        """One lucky run is enough."""
        self.why = ActionReason.FIRST_OVER_BAR
        # Once for all cards: the live model is looked for among all of them.
        bar = self._bar(board)
        for card in board.cards:
            action = self._card(board, card, bar)
            if action is not None and possible(board, action):
                return action
        self.why = ActionReason.RULE
        for other in (take_data(board), start_next(board, board.wip[Stage.EXPERIMENT] + 1)):
            if other is not None and possible(board, other):
                return other
        return None

    def _bar(self, board: Board) -> int:
        live = board.live()
        return max(board.world.launch_ppm, board.cards[live].best_ppm if live >= 0 else 0)

    def _card(self, board: Board, card: Card, bar: int) -> Action | None:
        if card.stage == Stage.EXPERIMENT and card.readouts and card.readouts[-1] >= bar:
            return Evaluate(card.index, 1)
        if card.stage == Stage.EVALUATION and card.seeds_pending == 0:
            if card.best_ppm >= bar:
                return Promote(card.index)
            if card.changes < 1:
                return Iterate(card.index, Change.LONGER)
            return kill(card.index, Reason.OTHER, "did not feel right")
        return ramp(board, card)


class StoryPoints(Bot):
    """Commits to features and dates: finishes what it started, never kills, ships on the promised day."""

    def play(self, board: Board) -> Action | None:
        """Finish every story; ship what is best when the promised sprint comes."""
        self.why = ActionReason.PROMISED
        for card in board.cards:
            action = self._card(board, card)
            if action is not None and possible(board, action):
                return action
        for other in (take_data(board), start_next(board, board.wip[Stage.EXPERIMENT])):
            if other is not None and possible(board, other):
                return other
        return None

    def _card(self, board: Board, card: Card) -> Action | None:
        if card.stage == Stage.EVALUATION and card.seeds_pending == 0:
            if not card.scores:
                return Evaluate(card.index, 1)
            due = board.sprint() >= board.world.launch_by_sprint
            best = card.mean_ppm()
            for rival in board.cards:
                if rival.stage == Stage.PRODUCTION and rival.best_ppm > best:
                    return None
            if due:
                return Promote(card.index)
        return ramp(board, card)


class Autopilot(Bot):
    """Sets every standing order to auto (where auto exists) on day 1 and then only lets days pass."""

    def play(self, board: Board) -> Action | None:
        """Orders on the first morning."""
        self.why = ActionReason.ORDERS
        if board.day > 1:
            return None
        for order in range(len(board.orders)):
            mode = Mode.ASK if order in ASK_ONLY else Mode.AUTO
            action = StandingOrder(order, int(mode))
            if board.orders[order] == Mode.OFF and possible(board, action):
                return action
        return None
