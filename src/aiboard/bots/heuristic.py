"""`heuristic`: the source's advice, plainly coded, reading the Board only.

Limit work in progress, explore families early and exploit later, kill on the forecast against what is needed, repeat an
evaluation before believing it, start legal and data early, launch by canary, roll back first and ask later.
"""

from typing import Final

from aiboard.bots.base import Why, kill
from aiboard.bots.choosing import Families
from aiboard.bots.glance import Glance
from aiboard.bots.judgement import (
    SLACK_PPM,
    days_left,
    forecast,
    headroom,
    hopeless,
    iteration_days,
    level,
    needed,
    newcomer,
    start_days,
)
from aiboard.bots.launching import Launching
from aiboard.engine.act import check
from aiboard.engine.gate import verdict
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import WHOLE_PCT, kept_seeds
from aiboard.engine.model.vocabulary import Change, Chaos, CheckKind, Column, Reason, Refusal, Regression, Stage
from aiboard.engine.orders import EVAL_GPUS
from aiboard.engine.outlook import free_gpus, live_seen
from aiboard.engine.systems.chaos import open_cause
from aiboard.engine.systems.compute import holder_of
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.engine.systems.training import LOSSES_WITH_CAUSE
from aiboard.engine.verbs import (
    Accept,
    Action,
    CheckLeak,
    Evaluate,
    Guidelines,
    Iterate,
    LegalReview,
    OrderData,
    Prioritise,
    Promote,
    Relabel,
    Reserve,
    RootCause,
    Start,
    Ticket,
)

#: Kill rules: on the forecast; all that is short of what is needed at its second run, rising or not; never.
JUDGED: Final = 0
AT_TWO: Final = 1
NEVER: Final = 2


class Heuristic(Launching):
    """The advice as a policy. Parameters exist so that it can be compared with its opposite."""

    def __init__(
        self,
        name: str = "heuristic",
        wip: int = 3,
        seeds: int = 5,
        kills: int = JUDGED,
        mind_pool: bool = True,
        first_pct: int = WHOLE_PCT,
        last_pct: int = WHOLE_PCT,
        slices: bool = True,
    ) -> None:
        super().__init__(name)
        #: Start a card only when its GPUs are free, and one more while a card is in Evaluation.
        self.mind_pool = mind_pool
        self.wip = wip
        self.seeds = seeds
        self.kills = kills
        #: Parts of the questions, percent: a first look's, and the one that a promotion stands on.
        self.first_pct = first_pct
        self.last_pct = last_pct
        #: Measure the weakest slice before a launch.
        self.slices = slices
        self.slack_ppm = SLACK_PPM
        self.most_changes = 3
        #: Search for leaked questions before a promotion.
        self.check_leaks = True
        #: Seeds of a first look that is not near what is needed.
        self.first_seeds = FIRST_SEEDS
        #: The ticket's success line, and the line of the kill rule AT_TWO; 0: what the project asks for.
        self.success_ppm = 0
        self.kill_line_ppm = 0
        #: Which checks of the gate hold a promotion back.
        self.mind_evidence = True
        self.mind_limits = True
        self.mind_safety = True
        #: File the legal review on the first day, else when a model is near what is needed.
        self.legal_first = True
        #: Guidelines and a pilot before a set is ordered whole, and the agreement from which labels are taken.
        self.guidelines = True
        self.pilot = True
        self.kappa_ppm = DATA_KAPPA_PPM

    def play(self, board: Board) -> Action | None:
        """The most urgent thing first; None when nothing is left to do today."""
        self.why = Why.NOTHING
        glance = self.look(board)
        for step in range(7):
            action = self._step(board, glance, step)
            if action is not None and check(board, action) == Refusal.NONE:
                return action
        return None

    def _step(self, board: Board, glance: Glance, step: int) -> Action | None:
        if step == 0:
            return self.launched(board, glance.promoted)
        if step == 1:
            return self._trouble(board, glance)
        if step == 2:
            return self._legal(board)
        if step == 3:
            return self._decisions(board, glance)
        if step == 4:
            return self._kills(board, glance)
        if step == 5:
            return self._starts(board, glance)
        return self._data(board, glance)

    # --- trouble ----------------------------------------------------------------------------------------------
    def _trouble(self, board: Board, glance: Glance) -> Action | None:
        if open_cause(board) >= 0:
            return self.say(Why.DATA_ISSUE, RootCause())
        shortage = board.disrupted(Chaos.GPU_SHORTAGE)
        if shortage >= 0:
            reservation = self._reservation(board, shortage)
            if reservation is not None:
                return self.say(Why.SHORTAGE, reservation)
            best = -1
            for card in glance.training:
                if best < 0 or forecast(board, card, 1) > forecast(board, board.cards[best], 1):
                    best = card.index
            if best >= 0 and board.cards[best].priority > 1:
                return self.say(Why.SHORTAGE, Prioritise(best, 1))
        for card in glance.evaluated:
            if card.regressed == Regression.UNEXPLAINED:
                return self.say(Why.REGRESSED, RootCause(card.index))
        for card in glance.training:
            if (card.unstable or card.lost_in_a_row >= LOSSES_WITH_CAUSE) and not card.root_caused:
                return self.say(Why.DIVERGED, RootCause(card.index))
        return self._requirement(board)

    def _requirement(self, board: Board) -> Action | None:
        """A new requirement asks for a slice score of the live model, once its data is there."""
        if board.scope_met or board.scope_data < 0 or board.data[board.scope_data].delivered_pct < 100:
            return None
        live = board.live()
        if live < 0:
            return None
        card = board.cards[live]
        if card.slice_ppm or card.seeds_pending:
            return None
        return self.say(Why.REQUIREMENT, Evaluate(live, 1, card.eval_pct, slices=True))

    def _reservation(self, board: Board, shortage: int) -> Reserve | None:
        """Keep the pool through a shortage, once it has begun and while it lasts beyond today."""
        if board.reserved_until >= board.day or board.count(Stage.EXPERIMENT) == 0:
            return None
        days = board.disruptions[shortage].until_day - board.day + 1
        missing = board.world.gpus - board.world.shortage_gpus
        return Reserve(missing, days) if days > 1 and missing > 0 else None

    def _legal(self, board: Board) -> Action | None:
        if not board.world.needs_legal or board.legal != 0:
            return None
        if not self.legal_first and not self._model_near(board):
            return None
        return self.say(Why.LEGAL_EARLY, LegalReview())

    def _model_near(self, board: Board) -> bool:
        """Whether a model in Evaluation is close enough to be launched next."""
        best = 0
        for card in board.cards:
            if card.stage == Stage.EVALUATION and card.scores:
                best = max(best, card.mean_ppm())
        return best >= self._needed(board) - NEAR_PPM

    def _needed(self, board: Board) -> int:
        """The level that a card has to reach, from the success line on its ticket."""
        return needed(board, self.success_ppm)

    # --- evaluation -------------------------------------------------------------------------------------------
    def _decisions(self, board: Board, glance: Glance) -> Action | None:
        for card in glance.evaluated:
            if card.seeds_pending == 0 and card.version > 0:
                action = self._decide(board, glance, card)
                if action is not None and check(board, action) == Refusal.NONE:
                    return action
        return None

    def _decide(self, board: Board, glance: Glance, card: Card) -> Action | None:
        goal = self._needed(board)
        have = len(card.scores)
        if card.regressed:
            return self._mend(board, glance, card)
        if card.monitored_ppm:
            seen, error = live_seen(board, card)
            if seen < self.live_goal(board, card.index) - error // 2:
                return self._after_rollback(board, card)
        if have == 0:
            if self.kills == JUDGED and hopeless(board, card, goal, self.slack_ppm):
                return self._give_up(card, Reason.GAP)
            # A checkpoint near the goal gets all its seeds at once: a second round costs days.
            near = level(board, card) >= goal - NEAR_PPM
            first = self.seeds if near else min(self.first_seeds, self.seeds)
            return self._evaluate(board, card, first, self.first_pct)
        mean = card.mean_ppm()
        # Scores on another part than a promotion stands on do not count there.
        have = kept_seeds(card, max(self.last_pct, board.world.least_items_pct))
        if have < self.seeds and mean >= goal - AGAIN_PPM:
            return self._evaluate(board, card, self.seeds - have, self.last_pct)
        return self._conclude(board, glance, card, goal)

    def _mend(self, board: Board, glance: Glance, card: Card) -> Action | None:
        """A regressed model whose cause is known: one iteration, if it can still reach customers.

        Too late for that, the weaker model is better than none, while it earns.
        """
        if days_left(board) > iteration_days(board, card):
            return self.say(Why.REGRESSED, Iterate(card.index, int(Change.LONGER)))
        still = card.best_ppm - board.world.regression_ppm
        if board.live() < 0 and newcomer(board, glance.promoted) < 0 and still > board.world.bad_launch_ppm:
            return self.say(Why.REGRESSED, Promote(card.index))
        return self._give_up(card, Reason.GAP)

    def _evaluate(self, board: Board, card: Card, seeds: int, percent: int) -> Action:
        part = max(percent, board.world.least_items_pct)
        return self.say(Why.NEEDS_EVIDENCE, Evaluate(card.index, seeds, part, slices=self._launch_near(board, card)))

    def _launch_near(self, board: Board, card: Card) -> bool:
        """Whether it may be launched next, so that its slices are to be measured too."""
        return self.slices and level(board, card) >= self._needed(board) - NEAR_PPM

    def _after_rollback(self, board: Board, card: Card) -> Action | None:
        """It has met customers and fell short: what they got is better evidence than the eval set."""
        short = self.live_goal(board, card.index) - live_seen(board, card)[0]
        time = days_left(board) > iteration_days(board, card)
        if short < TECHNIQUE_GAIN_PPM + headroom(board, card) // 2 and time and card.changes < self.most_changes:
            change = Change.LONGER if headroom(board, card) > LONGER_PPM else Change.TECHNIQUE
            return self.say(Why.CLOSE_TO_BAR, Iterate(card.index, int(change)))
        return self._give_up(card, Reason.GAP)

    def _conclude(self, board: Board, glance: Glance, card: Card, goal: int) -> Action | None:
        mean = card.mean_ppm()
        gate = verdict(board, card.index)
        blocking = 0
        dear = False
        short = 0
        for item in gate.checks:
            # With the mean past the goal, a gain over the live model need not be proven: the canary's days test it.
            likely = item.kind == CheckKind.BASELINE and gate.rival >= 0
            if not item.passed and self._minded(item.kind) and not likely:
                blocking += 1
                if item.kind == CheckKind.SLICE:
                    short = item.bar - item.value
                dear = dear or item.kind == CheckKind.LATENCY or item.kind == CheckKind.SERVING_COST
        if mean >= goal and self.slices and not card.slice_ppm and blocking == 0:
            return self._evaluate(board, card, 1, self.last_pct)
        if short > REACH_PPM:
            return self._give_up(card, Reason.SAFETY)
        ready = gate.passed or (blocking == 0 and (self.seeds < 2 or len(card.scores) >= self.seeds))
        if ready and mean >= goal:
            if newcomer(board, glance.promoted) >= 0:
                return None
            if self.check_leaks and not card.leak_checked and board.world.leak_chance_pct > 0:
                return self.say(Why.LEAK_FIRST, CheckLeak(card.index))
            return self.say(Why.GATE_PASSED, Promote(card.index))
        time = days_left(board) > iteration_days(board, card)
        if dear and mean >= goal - SLIM_PPM and time and card.changes < self.most_changes:
            return self.say(Why.TOO_DEAR_TO_SERVE, Iterate(card.index, Change.SLIMMER))
        rising = headroom(board, card) // 2
        worth = mean + rising + REACH_PPM >= goal and not dear
        safe = card.agent_unauthorised == 0 or not self.mind_safety
        if worth and time and card.changes < self.most_changes and safe:
            change = Change.LONGER if rising > LONGER_PPM // 2 else Change.TECHNIQUE
            return self.say(Why.CLOSE_TO_BAR, Iterate(card.index, int(change)))
        if self.kills == NEVER:
            return None
        return self._give_up(card, Reason.SERVING if dear else Reason.GAP)

    def _minded(self, kind: CheckKind) -> bool:
        """Whether a failed check of the gate holds a promotion back; seeds are counted apart."""
        if kind == CheckKind.LATENCY or kind == CheckKind.SERVING_COST:
            return self.mind_limits
        if kind == CheckKind.SAFETY:
            return self.mind_safety
        if kind == CheckKind.BASELINE or kind == CheckKind.LIVE:
            return self.mind_evidence
        return kind != CheckKind.EVIDENCE

    def _give_up(self, card: Card, reason: Reason) -> Action:
        return self.say(Why.OUT_OF_REACH, kill(card.index, reason, "forecast short of what is needed"))

    # --- kills ------------------------------------------------------------------------------------------------
    def _kills(self, board: Board, glance: Glance) -> Action | None:
        goal = 0
        for card in glance.training:
            if card.stage != Stage.EXPERIMENT or not card.readouts:
                continue
            if goal == 0:
                goal = self._needed(board)
            line = self.kill_line_ppm if self.kill_line_ppm > 0 else goal
            if self.kills == AT_TWO and card.runs_done >= 2 and level(board, card) < line:
                return self._give_up(card, Reason.BELOW_LINE)
            if self.kills == JUDGED and hopeless(board, card, goal, self.slack_ppm):
                return self._give_up(card, Reason.GAP)
        return None

    # --- starts -----------------------------------------------------------------------------------------------
    def _starts(self, board: Board, glance: Glance) -> Action | None:
        if len(glance.training) >= self.wip:
            return None
        free = free_gpus(board)
        # Cards in Evaluation need a GPU that no training takes.
        kept = EVAL_GPUS if glance.evaluated else 0
        if self.mind_pool and free <= kept:
            return None
        families = Families(board, glance)
        left = days_left(board)
        best = -1
        best_score = 0
        for card in glance.waiting():
            if self.mind_pool and board.world.ideas[card.index].gpus + kept > free:
                continue
            if left < start_days(board, card):
                continue
            # A card is worth less to a person who has others in flight.
            held = glance.held[holder_of(board, card, glance.held)]
            score = families.of(card) - held * SECOND_CARD_PPM
            if best < 0 or score > best_score:
                best = card.index
                best_score = score
        if best < 0:
            return None
        self.why = Why.BEST_BET if glance.tried[board.world.ideas[best].family] else Why.EXPLORE
        if self.success_ppm and board.cards[best].stage == Stage.BACKLOG:
            return Ticket(best, self.success_ppm)
        start = Start(best)
        # Where a day is too short for both, the ticket is written today and the training begins tomorrow.
        return start if start.minutes(board) <= board.world.minutes else Ticket(best)

    # --- data -------------------------------------------------------------------------------------------------
    def _data(self, board: Board, glance: Glance) -> Action | None:
        for task in board.data:
            if not task.shown or board.world.datasets[task.index].ready:
                continue
            if awaiting_verdict(task):
                if task.kappa_ppm >= self.kappa_ppm or task.relabels >= MOST_RELABELS:
                    return self.say(Why.KAPPA_GOOD, Accept(task.index))
                if self.guidelines and not task.guidelines:
                    return self.say(Why.KAPPA_BAD, Guidelines(task.index))
                return self.say(Why.KAPPA_BAD, Relabel(task.index))
            asked = task.index == board.scope_data
            late = days_left(board) * 2 < board.world.days and not asked
            needs = task.column == Column.NEEDED or (task.column == Column.READY and task.delivered_pct < 100)
            if late or not needs or not self._wanted(board, glance, task.index):
                continue
            if self.guidelines and not asked and task.column == Column.NEEDED and not task.guidelines:
                return self.say(Why.LOOK_AHEAD, Guidelines(task.index))
            if task.column == Column.READY or asked or not self.pilot:
                # A requirement takes its part of the revenue each day: the whole set at once.
                return self.say(Why.REQUIREMENT if asked else Why.LOOK_AHEAD, OrderData(task.index, 100))
            return self.say(Why.LOOK_AHEAD, OrderData(task.index, board.world.pilot_pct))
        return None

    def _wanted(self, board: Board, glance: Glance, dataset: int) -> bool:
        """Data is worth ordering for a family with promise that has at least two cards waiting for it."""
        if dataset == board.scope_data:
            return True
        families = Families(board, glance)
        bar = self._needed(board) - PROMISE_PPM
        waiting = 0
        for card in glance.backlog():
            idea = board.world.ideas[card.index]
            if idea.dataset == dataset and families.level(idea.family) + idea.lift_ppm >= bar:
                waiting += 1
        return waiting >= 2


#: A first look at a checkpoint that is not near what is needed.
FIRST_SEEDS: Final = 3
#: A second card in flight costs a person's card so much: one card a person, where there is a choice.
SECOND_CARD_PPM: Final = 15_000
#: A checkpoint this near to what is needed gets all its seeds at once.
NEAR_PPM: Final = 20_000
#: A mean this near to what is needed gets the seeds that are missing.
AGAIN_PPM: Final = 10_000
#: A mean this near is worth a cheaper model, or one more change.
SLIM_PPM: Final = 5_000
REACH_PPM: Final = 6_000
#: With more headroom than this, training on beats another technique.
LONGER_PPM: Final = 16_000
#: A family this far under what is needed may still be worth its data.
PROMISE_PPM: Final = 30_000
#: What one technique is expected to bring.
TECHNIQUE_GAIN_PPM: Final = 8_000
#: Labels of this agreement cost the cards little; a batch is sent back so often at most.
DATA_KAPPA_PPM: Final = 780_000
MOST_RELABELS: Final = 2
