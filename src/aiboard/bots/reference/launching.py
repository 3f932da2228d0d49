"""Models in production: canary, widen, roll back, answer incidents; all on the posterior of what customers get."""

from typing import Final

from aiboard.bots.base import ActionReason
from aiboard.bots.reference.habits import Habits
from aiboard.bots.reference.mixture import Mixture
from aiboard.bots.reference.money import Money
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.moves import rollback_cents, rollback_price
from aiboard.engine.systems.production import ALERT_DAYS
from aiboard.engine.verbs import Action, Deploy, Respond, ReviewCanary, RollBack

#: A doubtful model goes on while its chance of being good is worth more than so many days of what it may cost: so long
#: monitoring takes to settle the doubt.
DOUBT_DAYS: Final = 3
#: A review is as good as a day at half the traffic; under this share it says more than the day's own number.
REVIEW_BELOW_PCT: Final = 50
#: A canary that had its days and was reviewed less often is reviewed before it is taken back.
MOST_REVIEWS: Final = 1
#: Expected to lie so far under the bar of incidents, a model is worth the hours of another look, millionths.
WORTH_A_LOOK: Final = 1_000


#: Who does not roll back first looks into a bad model for so many days.
DEBUG_DAYS: Final = 5


class LaunchRule:
    """The next thing to do about what meets customers."""

    def __init__(self, board: Board, money: Money, habits: Habits) -> None:
        self.board = board
        self.money = money
        self.habits = habits

    def next(self) -> tuple[ActionReason, Action] | None:
        """An action with its reason, or None."""
        for card in self.money.card_lists.promoted:
            if card.share_pct > 0:
                decision = self._incident(card) if card.incident else None
                if decision is None and not self._makes_way(card):
                    decision = self._newest(card)
                if decision is not None:
                    return decision
        return None

    def _makes_way(self, card: Card) -> bool:
        """Whether a model launched later is taking over its traffic."""
        return any(other.share_pct > 0 and other.launched > card.launched for other in self.money.card_lists.promoted)

    def _incident(self, card: Card) -> tuple[ActionReason, Action]:
        """Roll back first, unless the model is worth more than its way back costs."""
        live = self.money.live_mixture(card)
        if self.habits.roll_back_first and self._hopeless(card, live, self.money.fallback_quality(card.index)):
            return ActionReason.INCIDENT, RollBack(card.index)
        return ActionReason.INCIDENT, Respond(card.index)

    def _newest(self, card: Card) -> tuple[ActionReason, Action] | None:
        live = self.money.live_mixture(card)
        base = self.money.fallback_quality(card.index)
        if card.monitored_ppm and self._hopeless(card, live, base):
            if self.habits.roll_back_first or self.board.day - card.share_day >= DEBUG_DAYS:
                return ActionReason.CANARY_BAD, RollBack(card.index)
            return None if card.review_pending else (ActionReason.NEEDS_EVIDENCE, ReviewCanary(card.index))
        if card.share_pct == 100:
            return None
        if not self._canary(card):
            return ActionReason.CANARY_GOOD, Deploy(card.index, 100)
        day = self._day_cents(live, base)
        if self.board.day == self.board.world.days and day + self._tail(live, base, 0) > 0:
            return ActionReason.LAST_DAYS, Deploy(card.index, 100)
        if day > 0:
            # The middle step is for those whose way back would cost more than it delays.
            rollback_cost = self.board.world.rollback_cents // 100 * (live.chance_under(base) // 10_000)
            return ActionReason.CANARY_GOOD, Deploy(
                card.index, 50 if card.share_pct < 50 and day < rollback_cost else 100
            )
        if card.review_pending:
            return None
        patience = self.board.world.canary_days
        if self.board.day - card.share_day >= patience and self.board.world.days - self.board.day >= patience:
            # It had its days, and nothing else can be launched while it stays; near the close nothing else will be.
            if card.share_pct < REVIEW_BELOW_PCT and card.reviews < MOST_REVIEWS:
                return ActionReason.NEEDS_EVIDENCE, ReviewCanary(card.index)
            return ActionReason.CANARY_BAD, RollBack(card.index)
        if card.share_pct >= REVIEW_BELOW_PCT:
            return None
        if live.mean_shortfall() > WORTH_A_LOOK:
            return ActionReason.NEEDS_EVIDENCE, ReviewCanary(card.index)
        return None

    def _canary(self, card: Card) -> bool:
        """Whether the model is tried on few customers first."""
        family = self.board.world.families[self.board.world.ideas[card.index].family]
        return self.habits.canary and (self.habits.agent_gates or not family.agent)

    def _day_cents(self, live: Mixture, base: int) -> int:
        """Expected cents of one more day at full traffic: quality, less what a bad model breaks and its way back."""
        money = self.money
        return money.cents(live.mean() - base, 1) - money.incidents(live.mean_shortfall())

    def _tail(self, live: Mixture, base: int, late: int) -> int:
        """Expected cents of what comes after close, at full traffic, over what would earn there instead.

        One that loses money is taken back once its alert has come, and nothing takes its place any more. `late`: the
        quality that drift takes until then.
        """
        money = self.money
        floor = self.board.world.value_floor_ppm
        gain = live.gain(floor)
        tail_value = money.cents(max(0, gain - late) - (base - floor), self.board.world.tail_days)
        shortfall = max(0, gain - (live.mean() - floor))
        return tail_value - money.cents(shortfall, ALERT_DAYS) - ALERT_DAYS * money.incidents(live.mean_shortfall())

    def _hopeless(self, card: Card, live: Mixture, base: int) -> bool:
        """Whether keeping it costs more than taking it back.

        Kept, it goes on as it is expected to until the close, or is taken back once the doubt is settled: then the way
        back has to be paid as well, as far as it is likely.
        """
        board = self.board
        days = board.world.days - board.day + 1
        rollback_cost = rollback_price(board, card)
        if board.day == board.world.days:
            # What is live tonight stays so: the doubt is not settled any more.
            last = self._day_cents(live, base) + self._tail(live, base, 0)
            return last * card.share_pct // 100 < -rollback_cost
        day = self._day_cents(live, base) * card.share_pct // 100
        tail_value = self._tail(live, base, board.world.drift_ppm_day * days) * card.share_pct // 100
        # On the last day it is taken back if that is cheaper, more customers having met it.
        tail_value = max(tail_value, -rollback_cents(board.world, card.exposed_pct + card.share_pct * days))
        upside = self.money.cents(live.gain(base), days + board.world.tail_days) + DOUBT_DAYS * day
        upside -= rollback_cost // 100 * (live.chance_under(base) // 10_000)
        return max(day * days + tail_value, upside) < -rollback_cost
