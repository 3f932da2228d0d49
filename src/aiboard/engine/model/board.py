"""Board: everything a player may see, history included. Screens, bots and coach are handed this and nothing else."""

from typing import Final

from aiboard.engine.happenings import Event
from aiboard.engine.model.books import DataTask, Disruption, Ledger, OrderQuestion
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Order, Stage
from aiboard.engine.model.world import World


class Board:
    """The public half of State."""

    #: The parts of the day's digest, each by its first field: it holds that one and those that follow in __init__.
    PARTS: Final = {
        "calendar": "day",
        "cards": "cards",
        "data": "data",
        "compute": "reserved_gpus",
        "evaluation": "baseline",
        "chaos": "disruptions",
        "plan": "orders",
        "money": "ledger",
        "history": "history",
    }

    def __init__(self, world: World) -> None:
        self.world = world
        #: The day the player is in (1-based); actions act on it, `advance` ends it.
        self.day = 1
        self.over = False
        self.minutes_left: int = world.minutes
        #: First day on which scores on all the questions cleared the target; 0 never.
        self.target_day = 0
        self.cards: list[Card] = []
        self.decided = 0
        self.promoted = 0
        self.killed = 0
        self.decided_sprint = 0
        #: Ideas asked for in this sprint.
        self.added_sprint = 0
        self.data: list[DataTask] = []
        #: Scope change: the dataset it needs (-1 none), whether it is met, the day it begins to cost.
        self.scope_data = -1
        self.scope_met = False
        self.scope_from = 0
        self.reserved_gpus = 0
        self.reserved_until = 0
        #: Yesterday's pool: minutes offered, used by training, used by evaluation; most experiments allowed to run.
        self.gpu_min = 0
        self.gpu_used_min = 0
        self.eval_used_min = 0
        self.running_max = 0
        #: The baseline's score per eval seed on the current eval set.
        self.baseline: list[int] = []
        self.set_version = 0
        #: Spread between seeds so far, pooled: squared deviations from each checkpoint's mean, degrees of freedom.
        self.seed_squares = 0
        self.seed_df = 0
        self.disruptions: list[Disruption] = []
        self.injected = 0
        #: Mode of each standing order.
        self.orders: list[int] = [0] * len(Order)
        self.wip: list[int] = world.wip.copy()
        #: Questions standing orders put to the player, not answered yet.
        self.asked: list[OrderQuestion] = []
        #: Legal review: 0 not started, 1 under way, 2 done.
        self.legal = 0
        self.legal_left = 0
        self.legal_day = 0
        self.legal_chased = 0
        self.forecast_70 = 0
        self.forecast_90 = 0
        self.forecast_day = 0
        self.ledger = Ledger()
        #: The ledger when the last `advance` began: ledger - before is what that day booked and what was paid since.
        self.before = Ledger()
        self.history: list[Event] = []

    def sprint(self) -> int:
        """Sprint of the current day, from 1."""
        return (self.day - 1) // self.world.sprint_days + 1

    def has_scope_cost(self) -> bool:
        """Whether a new requirement is not met and takes its part of what live models earn."""
        due = self.scope_data >= 0 and not self.scope_met and self.day >= self.scope_from
        return due and self.world.scope_revenue_pct < 100

    def count_in_flight(self) -> int:
        """Cards that take somebody's focus."""
        count = 0
        for card in self.cards:
            if card.in_flight():
                count += 1
        return count

    def count(self, stage: Stage) -> int:
        """Shown cards in a stage."""
        count = 0
        for card in self.cards:
            if card.stage == stage and card.shown:
                count += 1
        return count

    def full(self, stage: Stage) -> bool:
        """Whether a stage holds its WIP limit or more; a limit of 0 is none."""
        limit = self.wip[stage]
        return limit > 0 and self.count(stage) >= limit

    def evidence_pct(self, card: Card) -> int:
        """How much a card's outcome is known rather than guessed, percent: by its finished runs and eval seeds."""
        world = self.world
        percent = world.evidence_run_pct * card.runs_done + world.evidence_seed_pct * card.seeds_done
        return percent if percent < 100 else 100

    def family_decided(self, family: int) -> int:
        """Decided cards of a family that teach: measured, and with the outcome written down."""
        count = 0
        for card in self.cards:
            if card.decision and card.documented and self.world.ideas[card.index].family == family:
                count += self.evidence_pct(card) > 0
        return count

    def family_fresh_ppm(self, family: int) -> int:
        """Ceiling that a ticket written now gains from its family's decided cards, each by its evidence."""
        return self.fresh_ppm()[family]

    def fresh_ppm(self) -> list[int]:
        """`family_fresh_ppm` of every family: whoever asks about many of them counts once."""
        world = self.world
        percents = [0] * len(world.families)
        for card in self.cards:
            # Most cards are undecided.
            if card.decision and card.documented:
                family = world.ideas[card.index].family
                percents[family] = percents[family] + self.evidence_pct(card)
        return [min(percent, 100 * world.fresh_cap) * world.fresh_ppm // 100 for percent in percents]

    def live(self, besides: int = -1) -> int:
        """Index of the card with the largest share of traffic (newest on a tie), leaving one out; -1 for none."""
        return most_traffic(self.cards, besides)

    def disruption_place(self, kind: int) -> int:
        """Position of the active disruption of this kind in `disruptions`, or -1."""
        for i, item in enumerate(self.disruptions):
            if item.kind == kind and item.until_day >= self.day:
                return i
        return -1


def most_traffic(cards: list[Card], besides: int = -1) -> int:
    """Of these cards the index of the one with the largest share of traffic (newest on a tie), leaving one out; -1 for
    none."""
    best: Card | None = None
    for card in cards:
        if card.share_pct > 0 and card.index != besides:
            if best is None or (card.share_pct, card.share_day) > (best.share_pct, best.share_day):
                best = card
    return best.index if best is not None else -1
