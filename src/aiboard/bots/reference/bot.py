"""`reference`: the strongest policy we know that reads the Board only.

It holds a posterior over what it cannot see, counts in dollars what each thing it may do is worth for the GPUs, hands
and days it takes, and does the best. docs/reference-bot.md explains each rule and what it is worth.
"""

from typing import Final

from aiboard.bots.base import ActionReason, Bot, kill
from aiboard.bots.glance import CardLists
from aiboard.bots.reference.concluding import CheckpointRule, Choice
from aiboard.bots.reference.game_belief import GameBelief
from aiboard.bots.reference.habits import Habits
from aiboard.bots.reference.ideas import IdeaRule
from aiboard.bots.reference.launching import LaunchRule
from aiboard.bots.reference.money import Money
from aiboard.bots.reference.pool import GpuRule
from aiboard.bots.reference.starting import StartRule, fits_pivot
from aiboard.bots.reference.supply import DataRule
from aiboard.bots.reference.trouble import TroubleRule
from aiboard.bots.reference.work import TrainingValue
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Change, Chaos, Reason, Refusal, Stage
from aiboard.engine.outlook import unsettled_newcomer
from aiboard.engine.verbs import Action, CheckLeak, Evaluate, Iterate, LegalReview, Promote, verb_minutes

#: What the killed card taught, in the fewest words that say it.
LEARNING: Final = "worth less than what waits"


class Rules:
    """What the bot goes through, made once for each game."""

    def __init__(self, board: Board, work: TrainingValue, habits: Habits) -> None:
        money = work.money
        self.ideas = IdeaRule(board, money)
        self.launching = LaunchRule(board, money, habits)
        self.trouble = TroubleRule(board, money, habits)
        self.concluding = CheckpointRule(board, money, work)
        self.pool = GpuRule(board, money, work)
        self.starting = StartRule(board, work, habits)
        self.supply = DataRule(board, money, work, habits)


class Reference(Bot):
    """The reference, with the habits of one who heeds every lesson unless told otherwise."""

    def __init__(self, name: str = "reference", habits: Habits | None = None) -> None:
        super().__init__(name)
        self.habits = habits if habits is not None else Habits()
        self._work: TrainingValue | None = None
        self._rules: Rules | None = None
        #: The day on which it last acted, and the rule by which.
        self._day = 0
        self._step_now = 0
        #: The day on which it first saw this game: then it looks at everything that is under way.
        self._first_day = 0

    def play(self, board: Board) -> Action | None:
        """The most urgent thing first; None when nothing is left to do today."""
        self.why = ActionReason.NOTHING
        work, rules = self._work, self._rules
        if work is None or rules is None or not work.money.game_belief.is_about(board):
            work = TrainingValue(board, Money(board, GameBelief(board), CardLists(board), self.habits), self.habits)
            rules = Rules(board, work, self.habits)
            self._work, self._rules = work, rules
            self._day = 0
            self._first_day = board.day
        money = work.money
        money.game_belief.refresh()
        money.card_lists.look()
        money.refresh()
        work.refresh()
        # What the more urgent rules let be this morning stays so for the day.
        first = self._step_now if self._day == board.day else 0
        self._day = board.day
        for step in range(first, STEPS):
            action = self._step(board, rules, work, step)
            if action is not None and check(board, action) == Refusal.NONE:
                self._step_now = step
                return action
        return None

    def _explain(self, reason: ActionReason, action: Action) -> Action:
        self.why = reason
        return action

    def _step(self, board: Board, rules: Rules, work: TrainingValue, step: int) -> Action | None:
        if step == 0:
            return self._take(rules.ideas.early_idea())
        if step == 1:
            return self._take(rules.launching.next())
        if step == 2:
            return self._take(rules.trouble.next())
        if step == 3:
            return self._legal(board)
        if step == 4:
            return self._cards(board, rules, work)
        if step == 5:
            return self._take(rules.starting.next())
        if step == 6:
            return self._take(rules.supply.next())
        return self._take(rules.ideas.spare_time_idea())

    def _take(self, decision: "tuple[ActionReason, Action] | None") -> Action | None:
        return None if decision is None else self._explain(decision[0], decision[1])

    def _legal(self, board: Board) -> Action | None:
        """On the first day: nothing goes live before it is done, and it takes as long as the first good card."""
        if board.world.needs_legal and board.legal == 0:
            return self._explain(ActionReason.LEGAL_EARLY, LegalReview())
        return None

    # --- cards under way ---------------------------------------------------------------------------------------
    def _cards(self, board: Board, rules: Rules, work: TrainingValue) -> Action | None:
        money = work.money
        for card in money.card_lists.evaluated:
            if card.seeds_pending == 0 and card.version > 0:
                action = self._conclude(board, rules, money, card)
                if action is not None and check(board, action) == Refusal.NONE:
                    return action
        if board.disruption_place(Chaos.GPU_SHORTAGE) >= 0:
            for card in money.card_lists.training:
                if card.stage == Stage.EXPERIMENT and card.version == 0 and self._not_worth_it(money, work, card):
                    return self._give_up(board, card)
        decision = rules.pool.next()
        if decision is not None:
            return self._take(decision)
        if not money.game_belief.has_news() and self._first_day < board.day:
            return None
        for card in money.card_lists.training:
            if card.stage == Stage.EXPERIMENT and card.version > 0:
                action = self._in_training(money, work, card)
                if action is not None and check(board, action) == Refusal.NONE:
                    return action
        return None

    def _not_worth_it(self, money: Money, work: TrainingValue, card: Card) -> bool:
        """Whether a card without a reading is surely not worth the GPU time of its plan, now that the pool is short."""
        return work.checkpoint_value(card, money.game_belief.planned(card.index), work.points_left(card)) < -SURE_CENTS

    def _in_training(self, money: Money, work: TrainingValue, card: Card) -> Action | None:
        """Stop when the time is worth more elsewhere; measure early what will not get much better."""
        if self._by_the_number(money.board, card):
            return self._give_up(money.board, card)
        if not self.habits.late_side_bet and not fits_pivot(money.board, card):
            return self._give_up(money.board, card)
        finish_value = work.finish_value(card)
        launch_value = money.launch_value(card, money.game_belief.belief(card.index).quality_after(0), 2, True)
        if max(finish_value, launch_value) <= 0:
            return self._give_up(money.board, card)
        if launch_value > finish_value:
            return self._explain(
                ActionReason.NEEDS_EVIDENCE, Evaluate(card.index, FIRST_SEEDS, slices=self.habits.measure_slices)
            )
        return None

    def _by_the_number(self, board: Board, card: Card) -> bool:
        """What a rule of thumb kills that looks at the numbers as they stand."""
        readings = card.corrected
        if (
            not self.habits.mind_headroom
            and len(readings) == 1
            and readings[0] < board.world.target_ppm - FAR_SHORT_PPM
        ):
            return True
        return not self.habits.mind_noise and is_stuck_below_target(board, card)

    def _conclude(self, board: Board, rules: Rules, money: Money, card: Card) -> Action | None:
        if self._by_the_number(board, card):
            return self._give_up(board, card)
        choice = rules.concluding.choose(card)
        if choice.kind == Choice.EVALUATE:
            evaluate = Evaluate(card.index, choice.seeds, slices=self.habits.measure_slices)
            return self._explain(ActionReason.NEEDS_EVIDENCE, evaluate)
        if choice.kind == Choice.CHANGE:
            return self._explain(ActionReason.CLOSE_TO_BAR, Iterate(card.index, choice.change))
        if choice.kind == Choice.PROMOTE:
            return self._promote(board, money, card)
        belief = money.game_belief.belief(card.index)
        if (
            not self.habits.time_box
            and belief.quality_after(1).mean - belief.quality_after(0).mean >= WORTH_EXTENDING_PPM
        ):
            return self._explain(ActionReason.CLOSE_TO_BAR, Iterate(card.index, int(Change.LONGER)))
        return self._give_up(board, card)

    def _promote(self, board: Board, money: Money, card: Card) -> Action | None:
        if unsettled_newcomer(board) >= 0:
            return None
        if self.habits.check_leaks and self._jumps(board, money, card):
            # The canary would show it too: a search is worth its hour, a day of the launch it is not.
            if board.minutes_left >= verb_minutes(board.world, CheckLeak) + verb_minutes(board.world, Promote):
                return self._explain(ActionReason.LEAK_FIRST, CheckLeak(card.index))
        return self._explain(ActionReason.GATE_PASSED, Promote(card.index))

    def _jumps(self, board: Board, money: Money, card: Card) -> bool:
        """Whether the scores are higher than everything else says, and nobody has looked for leaked questions."""
        if not card.scores or card.leak_checked or not board.world.leak_chance_pct:
            return False
        return card.mean_ppm() - money.game_belief.belief(card.index).quality_after(0).mean >= JUMP_PPM

    def _give_up(self, board: Board, card: Card) -> Action | None:
        holds_on = not self.habits.kill_failing and not shipped_lately(board)
        by_plateau = not self.habits.mind_noise and len(card.corrected) >= PLATEAU_RUNS
        if holds_on or (by_plateau and not has_plateaued(card)):
            # Held on to, until something ships or its numbers stand still: one more run.
            longer = card.stage == Stage.EVALUATION
            return self._explain(ActionReason.CLOSE_TO_BAR, Iterate(card.index, int(Change.LONGER))) if longer else None
        learning = LEARNING if self.habits.write_learnings else ""
        return self._explain(ActionReason.OUT_OF_REACH, kill(card.index, Reason.GAP, learning))


def has_plateaued(card: Card) -> bool:
    """Whether its last readings are within a point of each other."""
    last = card.corrected[-PLATEAU_RUNS:]
    return len(last) == PLATEAU_RUNS and max(last) - min(last) <= PLATEAU_PPM


def is_stuck_below_target(board: Board, card: Card) -> bool:
    """Whether it stands still under the target."""
    return has_plateaued(card) and max(card.corrected[-PLATEAU_RUNS:]) < board.world.target_ppm


def shipped_lately(board: Board) -> bool:
    """Whether customers have met a new model within the last sprint."""
    return any(card.share_pct > 0 and card.live_days <= board.world.sprint_days for card in board.cards)


#: The rules that are asked in turn.
STEPS: Final = 8
#: Seeds of an evaluation that ends a training early.
FIRST_SEEDS: Final = 3
#: A card without a reading is stopped when it is expected to lose so much: its forecast is rough.
SURE_CENTS: Final = 30_000
#: Scores so far over what the card is believed to be are worth a search for leaked questions.
JUMP_PPM: Final = 20_000
#: The rules of thumb: fifteen points under the target at the first reading; three readings within a point.
FAR_SHORT_PPM: Final = 150_000
PLATEAU_RUNS: Final = 3
PLATEAU_PPM: Final = 10_000
#: Who knows no time box extends what may still gain so much.
WORTH_EXTENDING_PPM: Final = 2_000
