"""What has been measured of each card, in order, read off the history once and kept while the same game goes on."""

from typing import Final

from aiboard.bots.reference.arithmetic import PRECISION_UNIT, precision
from aiboard.engine.chance.latents import share_class
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import (
    EvalDone,
    EvalStarted,
    Iterating,
    Killed,
    LeakChecked,
    RunEnded,
    SetRefreshed,
)
from aiboard.engine.happenings.chaos import ChaosBegan, RootCauseFound
from aiboard.engine.happenings.live import CanaryReviewed, Incident, Monitored, ShareSet
from aiboard.engine.model.board import Board
from aiboard.engine.model.items import WHOLE_PCT, item_sd
from aiboard.engine.model.vocabulary import Change, Chaos, IncidentCause
from aiboard.engine.model.world import World

#: A step that is an evaluation; the others are runs, by what they changed.
EVALUATION: Final = -1
PLAIN: Final = int(Change.LONGER)

# Counted once: a trail is begun for every card of every rollout, and compiled code asks an enumeration slowly.
_CAUSES: Final = len(IncidentCause)


class Measurement:
    """One run with its readout, or one evaluation with its mean; `variance` is the measurement's own."""

    def __init__(self, kind: int, value: int, variance: int) -> None:
        self.kind = kind
        self.value = value
        self.variance = variance


class CardHistory:
    """The steps of one card."""

    def __init__(self) -> None:
        self.steps: list[Measurement] = []
        #: Grows with every measurement.
        self.version = 0
        #: Grows when a step that was there is another one now.
        self.rewritten = 0
        #: What the iteration under way changes, and the part of the questions last asked.
        self.change = PLAIN
        self.percent = WHOLE_PCT
        #: Whether the next evaluation adds seeds to the one that is the last step.
        self.adding = False
        #: Whether it has regressed, and whether the next run mends it.
        self.regressed = False
        self.explained = False
        #: Days with customers of the present checkpoint.
        self.age = 0
        # What customers have met of it in all its deployments, as it would be fresh and sound: sums of inverse
        # variances, and of values by them.
        self._online_weight = 0
        self._online_sum = 0
        #: Customers met so far, in days at 1 % of the traffic, and incidents meanwhile, by their IncidentCause.
        self.exposure = 0
        self.incidents_by_cause = [0] * _CAUSES
        #: All of them, and measurements in front of customers.
        self.incidents = 0
        self.online_count = 0

    def live_day(self, value: int, error: int) -> None:
        """One measurement in front of customers."""
        self.online_count += 1
        weight = precision(error * error)
        self._online_weight += weight
        self._online_sum += value // 1000 * weight

    def has_online_values(self) -> bool:
        """Whether customers have met it."""
        return self._online_weight > 0

    def lived_mean(self) -> int:
        """Mean of what they met."""
        return self._online_sum // self._online_weight * 1000

    def lived_variance(self) -> int:
        """Its error variance."""
        return PRECISION_UNIT // self._online_weight


class Evidence:
    """All cards' trails. A bot that joins in the middle of a game finds the same as one that was there."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.card_histories = [CardHistory() for _ in board.cards]
        #: Measurements of all cards so far.
        self.measurements = 0
        #: Days and reviews in front of customers of all models so far.
        self.online_count = 0
        self._events_read = 0
        #: Day of the latest news: a measurement, a kill, a change of traffic.
        self.news_day = 0

    def is_about(self, board: Board) -> bool:
        """Whether this is the evidence of that game, no later than now."""
        return board is self.board and len(board.history) >= self._events_read

    def read_new_events(self) -> list[int]:
        """Take in what has happened since the last time; families of the cards to which something has, monitoring
        left out: it teaches nothing about the others."""
        history = self.board.history
        ideas = self.board.world.ideas
        families: list[int] = []
        for index in range(self._events_read, len(history)):
            event = history[index]
            if event.card < 0:
                if isinstance(event, SetRefreshed):
                    self._refreshed()
            elif isinstance(event, Monitored):
                card_history = self.card_histories[event.card]
                self._add_online_value(card_history, event.online_ppm, share_class(event.share_pct))
                card_history.age += 1
                card_history.exposure += event.share_pct
            else:
                self._card_event(event)
                if ideas[event.card].family not in families:
                    families.append(ideas[event.card].family)
        self._events_read = len(history)
        return families

    def _card_event(self, event: Event) -> None:
        card_history = self.card_histories[event.card]
        if isinstance(event, RunEnded):
            self._run_ended(event, card_history)
        elif isinstance(event, EvalDone):
            self._eval_done(event, card_history)
        elif isinstance(event, EvalStarted):
            card_history.adding = card_history.adding and card_history.percent == event.part_pct
            card_history.percent = event.part_pct
        elif isinstance(event, Iterating):
            card_history.change = event.change
        elif isinstance(event, LeakChecked):
            self._searched(event, card_history)
        elif isinstance(event, (Killed, ShareSet)):
            self.news_day = event.day
        elif isinstance(event, Incident):
            card_history.incidents_by_cause[event.cause] += 1
            card_history.incidents += 1
        elif isinstance(event, CanaryReviewed):
            self._add_online_value(card_history, event.online_ppm, 1)
        elif isinstance(event, ChaosBegan):
            card_history.regressed = card_history.regressed or event.chaos == Chaos.EVAL_REGRESSION
        elif isinstance(event, RootCauseFound):
            card_history.explained = card_history.regressed

    def _refreshed(self) -> None:
        for card_history in self.card_histories:
            card_history.adding = False

    def _searched(self, event: LeakChecked, card_history: CardHistory) -> None:
        """What the leak had added to the scores is known now."""
        card_history.adding = False
        if event.found:
            card_history.rewritten += 1
            for step in card_history.steps:
                if step.kind == EVALUATION:
                    step.value -= self.board.world.leak_ppm
        self._count(card_history, event.day)

    def _count(self, card_history: CardHistory, day: int) -> None:
        card_history.version += 1
        self.measurements += 1
        self.news_day = day

    def _lost(self, card_history: CardHistory) -> int:
        """What a regression takes from every number while it lasts."""
        return self.board.world.regression_ppm if card_history.regressed else 0

    def _add_online_value(self, card_history: CardHistory, value: int, share: int) -> None:
        world = self.board.world
        self.online_count += 1
        fresh = value + world.drift_ppm_day * card_history.age + self._lost(card_history)
        card_history.live_day(fresh, world.monitor_sd_ppm[share])

    def _run_ended(self, event: RunEnded, card_history: CardHistory) -> None:
        noise = self.board.world.readout_sd_ppm
        card_history.age = 0
        if card_history.explained:
            card_history.regressed = False
            card_history.explained = False
        value = event.corrected_ppm + self._lost(card_history)
        card_history.steps.append(Measurement(card_history.change, value, noise * noise))
        card_history.change = PLAIN
        card_history.adding = False
        self._count(card_history, event.day)

    def _eval_done(self, event: EvalDone, card_history: CardHistory) -> None:
        if card_history.adding and card_history.steps[-1].kind == EVALUATION:
            card_history.steps.pop()
            card_history.rewritten += 1
        mean = event.mean_ppm + self._lost(card_history)
        card_history.steps.append(
            Measurement(EVALUATION, mean, score_variance(self.board.world, event.seeds, card_history.percent))
        )
        card_history.adding = True
        self._count(card_history, event.day)


def score_variance(world: World, seeds: int, percent: int) -> int:
    """Error variance of a mean of so many seeds on a part of the questions: seeds, and the questions' own luck."""
    items = item_sd(world, percent)
    shared = world.set_sd_ppm * world.set_sd_ppm
    return world.seed_sd_ppm * world.seed_sd_ppm // seeds + items * items + shared
