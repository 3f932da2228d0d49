"""`designed`: the way of working that somebody wrote down for a project, played as a policy.

Its rules are the heuristic's; a design only sets what the heuristic leaves open. The usual design plays exactly as the
heuristic does.
"""

from collections.abc import Sequence

from aiboard.bots.base import ActionReason
from aiboard.bots.deciding import FIRST_SEEDS, KILL_BY_FORECAST
from aiboard.bots.heuristic import DATA_KAPPA_PPM, Heuristic
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.items import WHOLE_PCT
from aiboard.engine.model.vocabulary import Mode, Refusal
from aiboard.engine.model.world import USUAL_SEEDS, World
from aiboard.engine.systems.deployment import HALF_PCT
from aiboard.engine.verbs import Action, StandingOrder


class Design:
    """What a manager decides before the first day. A fresh one is the heuristic's.

    Attributes:
        success_ppm: the tickets' success line, millionths; 0: the project's own.
        kills, kill_line_ppm: the heuristic's kill rule, and the line of AT_TWO; 0: what is needed.
        most_changes: changes a card may get before it is decided.
        wip, mind_pool: cards in training at most; start only when GPUs are free, one kept for evaluations.
        first_seeds, seeds: eval seeds of a first look, and of the numbers that a launch stands on.
        first_pct: part of the frozen questions of a first look, percent.
        evidence, slices, leaks, limits, safety: what holds a promotion back.
        legal_first: file the legal review on the first day, else when a model is near its line.
        guidelines, pilot, kappa_ppm: how a dataset is ordered, and the agreement from which its labels are taken.
        canary, second_pct, look_days, takes_back: how traffic is given and taken away; 0 days: the project's own.
        orders: standing orders that are set to auto on the first morning.
    """

    def __init__(self) -> None:
        self.success_ppm = 0
        self.kills = KILL_BY_FORECAST
        self.kill_line_ppm = 0
        self.most_changes = 3
        self.wip = 3
        self.mind_pool = True
        self.first_seeds = FIRST_SEEDS
        self.seeds = USUAL_SEEDS
        self.first_pct = WHOLE_PCT
        self.evidence = True
        self.slices = True
        self.leaks = True
        self.limits = True
        self.safety = True
        self.legal_first = True
        self.guidelines = True
        self.pilot = True
        self.kappa_ppm = DATA_KAPPA_PPM
        self.canary = True
        self.second_pct = HALF_PCT
        self.look_days = 0
        self.takes_back = True
        self.orders: Sequence[int] = ()


class Designed(Heuristic):
    """Plays a design."""

    def __init__(self, design: Design) -> None:
        super().__init__(
            "designed",
            wip=design.wip,
            seeds=design.seeds,
            kills=design.kills,
            mind_pool=design.mind_pool,
            first_pct=design.first_pct,
            slices=design.slices,
        )
        self.first_seeds = design.first_seeds
        self.success_ppm = design.success_ppm
        self.kill_line_ppm = design.kill_line_ppm
        self.most_changes = design.most_changes
        self.mind_evidence = design.evidence
        self.check_leaks = design.leaks
        self.mind_limits = design.limits
        self.mind_safety = design.safety
        self.legal_first = design.legal_first
        self.guidelines = design.guidelines
        self.pilot = design.pilot
        self.kappa_ppm = design.kappa_ppm
        self.canary = design.canary
        self.second_pct = design.second_pct
        self.look_days = design.look_days
        self.takes_back = design.takes_back
        self.orders = list(design.orders)
        self._world: World | None = None

    def play(self, board: Board) -> Action | None:
        """The orders on the first morning, then what the heuristic would do."""
        if self._world is not board.world:
            self._world = board.world
            # What the project asks for anyway needs no ticket of its own.
            if self.success_ppm == board.world.launch_ppm:
                self.success_ppm = 0
        if board.day == 1:
            for order in self.orders:
                action = StandingOrder(order, int(Mode.AUTO))
                if check(board, action) == Refusal.NONE:
                    self.why = ActionReason.ORDERS
                    return action
        return super().play(board)
