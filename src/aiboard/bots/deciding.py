"""The heuristic's cards that have numbers: more evidence, another iteration, a promotion, or the end."""

from typing import Final

from aiboard.bots.base import ActionReason, kill
from aiboard.bots.card_estimates import (
    SLACK_PPM,
    current_quality,
    headroom,
    hopeless,
    iteration_days,
    launch_bar,
    newcomer,
    project_days_left,
)
from aiboard.bots.glance import CardLists
from aiboard.bots.launching import LaunchPolicy
from aiboard.engine.act import check
from aiboard.engine.gate import verdict
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import kept_seeds
from aiboard.engine.model.vocabulary import Change, CheckKind, Reason, Refusal, Stage
from aiboard.engine.outlook import live_mean_error
from aiboard.engine.verbs import Action, CheckLeak, Evaluate, Iterate, Promote

#: Kill rules: on the forecast; all that is short of what is needed at its second run, rising or not; never.
KILL_BY_FORECAST: Final = 0
KILL_AT_RUN_TWO: Final = 1
KILL_NEVER: Final = 2


class DecisionPolicy(LaunchPolicy):
    """Decides about cards in Evaluation by their scores, and kills in training by their readouts."""

    def __init__(self, name: str, seeds: int, kills: int, first_pct: int, last_pct: int, slices: bool) -> None:
        super().__init__(name)
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

    def goal(self, card_lists: CardLists) -> int:
        """The level that a card has to reach, from the success line on its ticket."""
        return launch_bar(card_lists.board, card_lists.live(), self.success_ppm)

    def evaluation_action(self, board: Board, card_lists: CardLists) -> Action | None:
        """What to do with the first card in Evaluation about which there is something to do."""
        for card in card_lists.evaluated:
            if card.seeds_pending == 0 and card.version > 0:
                action = self._decide(board, card_lists, card)
                if action is not None and check(board, action) == Refusal.NONE:
                    return action
        return None

    def _decide(self, board: Board, card_lists: CardLists, card: Card) -> Action | None:
        goal = self.goal(card_lists)
        seed_count = len(card.scores)
        if card.regressed:
            return self._mend(board, card_lists, card)
        if card.monitored_ppm:
            live_mean, error = live_mean_error(board, card)
            if live_mean < self.live_goal(board, card.index) - error // 2:
                return self._after_rollback(board, card)
        if seed_count == 0:
            if self.kills == KILL_BY_FORECAST and hopeless(board, card, goal, self.slack_ppm):
                return self._give_up(card, Reason.GAP)
            # A checkpoint near the goal gets all its seeds at once: a second round costs days.
            near = current_quality(board, card) >= goal - NEAR_PPM
            first = self.seeds if near else min(self.first_seeds, self.seeds)
            return self._evaluate(board, card_lists, card, first, self.first_pct)
        mean = card.mean_ppm()
        # Scores on another part than a promotion stands on do not count there.
        seed_count = kept_seeds(card, max(self.last_pct, board.world.least_items_pct))
        if seed_count < self.seeds and mean >= goal - AGAIN_PPM:
            return self._evaluate(board, card_lists, card, self.seeds - seed_count, self.last_pct)
        return self._conclude(board, card_lists, card, goal)

    def _mend(self, board: Board, card_lists: CardLists, card: Card) -> Action | None:
        """A regressed model whose cause is known: one iteration, if it can still reach customers.

        Too late for that, the weaker model is better than none, while it earns.
        """
        if project_days_left(board) > iteration_days(board, card):
            return self.explain(ActionReason.REGRESSED, Iterate(card.index, int(Change.LONGER)))
        regressed_ppm = card.best_ppm - board.world.regression_ppm
        if (
            card_lists.live() < 0
            and newcomer(board, card_lists.promoted) < 0
            and regressed_ppm > board.world.bad_launch_ppm
        ):
            return self.explain(ActionReason.REGRESSED, Promote(card.index))
        return self._give_up(card, Reason.GAP)

    def _evaluate(self, board: Board, card_lists: CardLists, card: Card, seeds: int, percent: int) -> Action:
        part = max(percent, board.world.least_items_pct)
        slices = self._launch_near(board, card_lists, card)
        return self.explain(ActionReason.NEEDS_EVIDENCE, Evaluate(card.index, seeds, part, slices=slices))

    def _launch_near(self, board: Board, card_lists: CardLists, card: Card) -> bool:
        """Whether it may be launched next, so that its slices are to be measured too."""
        return self.slices and current_quality(board, card) >= self.goal(card_lists) - NEAR_PPM

    def _after_rollback(self, board: Board, card: Card) -> Action | None:
        """It has met customers and fell short: what they got is better evidence than the eval set."""
        shortfall = self.live_goal(board, card.index) - live_mean_error(board, card)[0]
        time = project_days_left(board) > iteration_days(board, card)
        if shortfall < TECHNIQUE_GAIN_PPM + headroom(board, card) // 2 and time and card.changes < self.most_changes:
            change = Change.LONGER if headroom(board, card) > LONGER_PPM else Change.TECHNIQUE
            return self.explain(ActionReason.CLOSE_TO_BAR, Iterate(card.index, int(change)))
        return self._give_up(card, Reason.GAP)

    def _conclude(self, board: Board, card_lists: CardLists, card: Card, goal: int) -> Action | None:
        mean = card.mean_ppm()
        gate = verdict(board, card.index)
        blocking = 0
        too_dear = False
        slice_shortfall = 0
        for item in gate.checks:
            # With the mean past the goal, a gain over the live model need not be proven: the canary's days test it.
            is_excused = item.kind == CheckKind.BASELINE and gate.rival >= 0
            if not item.passed and self._minded(item.kind) and not is_excused:
                blocking += 1
                if item.kind == CheckKind.SLICE:
                    slice_shortfall = item.bar - item.value
                too_dear = too_dear or item.kind == CheckKind.LATENCY or item.kind == CheckKind.SERVING_COST
        if mean >= goal and self.slices and not card.slice_ppm and blocking == 0:
            return self._evaluate(board, card_lists, card, 1, self.last_pct)
        if slice_shortfall > REACH_PPM:
            return self._give_up(card, Reason.SAFETY)
        ready = gate.passed or (blocking == 0 and (self.seeds < 2 or len(card.scores) >= self.seeds))
        if ready and mean >= goal:
            if newcomer(board, card_lists.promoted) >= 0:
                return None
            if self.check_leaks and not card.leak_checked and board.world.leak_chance_pct > 0:
                return self.explain(ActionReason.LEAK_FIRST, CheckLeak(card.index))
            return self.explain(ActionReason.GATE_PASSED, Promote(card.index))
        has_time = project_days_left(board) > iteration_days(board, card)
        if too_dear and mean >= goal - SLIM_PPM and has_time and card.changes < self.most_changes:
            return self.explain(ActionReason.TOO_DEAR_TO_SERVE, Iterate(card.index, Change.SLIMMER))
        rising = headroom(board, card) // 2
        worth_iterating = mean + rising + REACH_PPM >= goal and not too_dear
        safe = card.agent_unauthorised == 0 or not self.mind_safety
        if worth_iterating and has_time and card.changes < self.most_changes and safe:
            change = Change.LONGER if rising > LONGER_PPM // 2 else Change.TECHNIQUE
            return self.explain(ActionReason.CLOSE_TO_BAR, Iterate(card.index, int(change)))
        if self.kills == KILL_NEVER:
            return None
        return self._give_up(card, Reason.SERVING if too_dear else Reason.GAP)

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
        return self.explain(ActionReason.OUT_OF_REACH, kill(card.index, reason, "forecast short of what is needed"))

    def kill_action(self, board: Board, card_lists: CardLists) -> Action | None:
        """The end of the first training whose readouts say that it leads nowhere."""
        goal = 0
        for card in card_lists.training:
            if card.stage != Stage.EXPERIMENT or not card.readouts:
                continue
            if goal == 0:
                goal = self.goal(card_lists)
            line = self.kill_line_ppm if self.kill_line_ppm > 0 else goal
            if self.kills == KILL_AT_RUN_TWO and card.runs_done >= 2 and current_quality(board, card) < line:
                return self._give_up(card, Reason.BELOW_LINE)
            if self.kills == KILL_BY_FORECAST and hopeless(board, card, goal, self.slack_ppm):
                return self._give_up(card, Reason.GAP)
        return None


#: A first look at a checkpoint that is not near what is needed: enough to see that it is far off, or is near after all.
FIRST_SEEDS: Final = 1
#: A checkpoint this near to what is needed gets all its seeds at once.
NEAR_PPM: Final = 30_000
#: A mean this near to what is needed gets the seeds that are missing.
AGAIN_PPM: Final = 16_000
#: A mean this near is worth a cheaper model, or one more change.
SLIM_PPM: Final = 5_000
REACH_PPM: Final = 10_000
#: With more headroom than this, training on beats another technique.
LONGER_PPM: Final = 16_000
#: What one technique is expected to bring.
TECHNIQUE_GAIN_PPM: Final = 8_000
