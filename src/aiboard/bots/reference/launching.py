"""Models in production: canary, widen, roll back, all on the posterior of what customers get."""

from typing import Final

from aiboard.bots.base import Why
from aiboard.bots.reference.arithmetic import chance_over
from aiboard.bots.reference.habits import Habits
from aiboard.bots.reference.money import Money
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.outlook import fading
from aiboard.engine.systems.production import INCIDENT_PPM, INCIDENT_SHARE
from aiboard.engine.verbs import Action, Deploy, RollBack

#: A wider share has to be worth a day's wait for one more number: so many thousandths of an SD over the model before.
SURE: Final = 0
#: ... and a model goes back when it is so many thousandths of an SD under it: at the bar itself either is as good.
DOUBT: Final = 500


class Launching:
    """The next thing to do about what meets customers."""

    def __init__(self, board: Board, money: Money, habits: Habits) -> None:
        self.board = board
        self.money = money
        self.habits = habits

    def next(self) -> tuple[Why, Action] | None:
        """An action with its reason, or None."""
        for card in self.board.cards:
            if card.stage == Stage.PRODUCTION and card.share_pct > 0 and not fading(self.board, card):
                found = self._newest(card)
                if found is not None:
                    return found
        return None

    def _newest(self, card: Card) -> tuple[Why, Action] | None:
        board = self.board
        live = self.money.live(card)
        rival = self.money.instead(card.index)
        sd = live.sd()
        if len(card.monitored_ppm) > 0 and live.mean + DOUBT * sd // 1000 < rival:
            return Why.CANARY_BAD, RollBack(card.index)
        if card.share_pct == 100:
            return None
        gain = live.mean - rival - SURE * sd // 1000
        wider = 50 if card.share_pct < 50 else 100
        risk = self._incident_ppm(card, wider) - self._incident_ppm(card, card.share_pct)
        if gain * (wider - card.share_pct) // 100 > risk:
            return Why.CANARY_GOOD, Deploy(card.index, wider)
        return None

    def _incident_ppm(self, card: Card, share: int) -> int:
        """What a public incident is expected to cost a day at this share, in millionths of quality."""
        world = self.board.world
        if share < INCIDENT_SHARE or card.incidents:
            return 0
        live = self.money.live(card)
        gross = live.mean + self.money.serving(card).mean + self.money.oversteps(card)
        bad = 1_000_000 - chance_over(gross, live.sd(), world.bad_launch_ppm)
        cost = world.incident_cents * (INCIDENT_PPM // 1000) // 1000 * (bad // 1000) // 1000
        return cost * 10_000 // world.point_cents
