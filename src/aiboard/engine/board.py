"""Board: everything a player may see, history included. Screens, bots and coach are handed this and nothing else."""

from aiboard.engine.events import Event
from aiboard.engine.kinds import Block, Column, Stage
from aiboard.engine.world import World


class Card:
    """An experiment as its team sees it. Qualities in millionths, GPU time in minutes, work in points (100 a day)."""

    FIELDS = (
        "index", "stage", "shown", "priority", "stated_pct", "paused", "documented", "learning",
        "ticket_day", "success_ppm", "kill_ppm", "box_days", "fresh_ppm", "fresh_cards",
        "started_day", "decided_day", "decision", "reason", "over_gate", "moved_day", "touched_day",
        "setup_left", "run_points_done", "runs_done", "runs_planned", "change", "changes", "version", "diverged",
        "gpu_used_min", "waited_days", "block", "block_until", "speed_pct", "running", "root_caused",
        "readouts", "versions", "seeds", "seeds_pending", "eval_left_min", "eval_slices",
        "latency_ms", "serving_cents", "slice_ppm", "agent_runs", "agent_loops", "agent_unauthorised", "run_codes",
        "share_pct", "share_day", "live_days", "monitored", "monitored_pct", "handoff_left", "launched", "best_ppm",
        "review_pending", "reviews", "incidents", "parked",
    )  # fmt: skip

    def __init__(self, index: int) -> None:
        self.index = index
        self.stage = Stage.BACKLOG
        #: False while a reserve idea has not been proposed yet.
        self.shown = True
        self.priority = 3
        self.stated_pct = 0
        self.paused = False
        self.documented = False
        self.learning = ""
        # the ticket: fixed before any training
        self.ticket_day = 0
        self.success_ppm = 0
        self.kill_ppm = 0
        self.box_days = 0
        #: Points of ceiling that the family's decided cards had taught when the ticket was written, and how many cards.
        self.fresh_ppm = 0
        self.fresh_cards = 0
        self.started_day = 0
        self.decided_day = 0
        #: 0 undecided, 1 promoted, 2 killed.
        self.decision = 0
        self.reason = -1
        self.over_gate = False
        self.moved_day = 0
        #: Day of its last finished evaluation.
        self.touched_day = 0
        # training
        self.setup_left = 0
        self.run_points_done = 0
        self.runs_done = 0
        self.runs_planned = 0
        self.change = -1
        self.changes = 0
        #: Checkpoint number: grows with each finished run or iteration.
        self.version = 0
        self.diverged = 0
        self.gpu_used_min = 0
        self.waited_days = 0
        self.block = Block.NONE
        self.block_until = 0
        self.speed_pct = 100
        self.running = False
        self.root_caused = False
        # measurements
        self.readouts: list[int] = []
        #: Version each readout belongs to.
        self.versions: list[int] = []
        #: Scores per eval seed of the current checkpoint.
        self.seeds: list[int] = []
        self.seeds_pending = 0
        self.eval_left_min = 0
        self.eval_slices = False
        self.latency_ms = 0
        self.serving_cents = -1
        self.slice_ppm = 0
        self.agent_runs = 0
        self.agent_loops = 0
        self.agent_unauthorised = 0
        #: Step codes of the reviewed runs (see agent.py): what the trajectory viewer shows.
        self.run_codes: list[list[int]] = []
        # production
        self.share_pct = 0
        self.share_day = 0
        self.live_days = 0
        self.monitored: list[int] = []
        #: Share of traffic behind each monitored value.
        self.monitored_pct: list[int] = []
        self.handoff_left = 0
        #: Day this deployment met customers; 0 before, and again once it leaves production.
        self.launched = 0
        #: Best mean or readout ever measured.
        self.best_ppm = 0
        self.review_pending = False
        self.reviews = 0
        self.incidents = 0
        #: In Evaluation, undecided and untouched for PARKED_DAYS.
        self.parked = False

    def in_flight(self) -> bool:
        """Whether it takes the team's focus: being designed, trained or refined, or evaluated with work to do.

        A card in Evaluation that nobody has touched for a week is parked: it costs attention no more.
        """
        stage = self.stage
        if stage == Stage.EVALUATION:
            return self.seeds_pending > 0 or not self.parked
        return stage == Stage.HYPOTHESIS or stage == Stage.EXPERIMENT or stage == Stage.ITERATION

    def mean_ppm(self) -> int:
        """Mean of the eval seeds, rounded down; 0 when none."""
        n = len(self.seeds)
        return sum(self.seeds) // n if n else 0

    def copy(self) -> "Card":
        """An independent copy."""
        new = Card(self.index)
        new.stage = self.stage
        new.shown = self.shown
        new.priority = self.priority
        new.stated_pct = self.stated_pct
        new.paused = self.paused
        new.documented = self.documented
        new.learning = self.learning
        new.ticket_day = self.ticket_day
        new.success_ppm = self.success_ppm
        new.kill_ppm = self.kill_ppm
        new.box_days = self.box_days
        new.fresh_ppm = self.fresh_ppm
        new.fresh_cards = self.fresh_cards
        new.started_day = self.started_day
        new.decided_day = self.decided_day
        new.decision = self.decision
        new.reason = self.reason
        new.over_gate = self.over_gate
        new.moved_day = self.moved_day
        new.touched_day = self.touched_day
        new.setup_left = self.setup_left
        new.run_points_done = self.run_points_done
        new.runs_done = self.runs_done
        new.runs_planned = self.runs_planned
        new.change = self.change
        new.changes = self.changes
        new.version = self.version
        new.diverged = self.diverged
        new.gpu_used_min = self.gpu_used_min
        new.waited_days = self.waited_days
        new.block = self.block
        new.block_until = self.block_until
        new.speed_pct = self.speed_pct
        new.running = self.running
        new.root_caused = self.root_caused
        new.readouts = self.readouts.copy()
        new.versions = self.versions.copy()
        new.seeds = self.seeds.copy()
        new.seeds_pending = self.seeds_pending
        new.eval_left_min = self.eval_left_min
        new.eval_slices = self.eval_slices
        new.latency_ms = self.latency_ms
        new.serving_cents = self.serving_cents
        new.slice_ppm = self.slice_ppm
        new.agent_runs = self.agent_runs
        new.agent_loops = self.agent_loops
        new.agent_unauthorised = self.agent_unauthorised
        new.run_codes = self.run_codes.copy()
        new.share_pct = self.share_pct
        new.share_day = self.share_day
        new.live_days = self.live_days
        new.monitored = self.monitored.copy()
        new.monitored_pct = self.monitored_pct.copy()
        new.handoff_left = self.handoff_left
        new.launched = self.launched
        new.best_ppm = self.best_ppm
        new.review_pending = self.review_pending
        new.reviews = self.reviews
        new.incidents = self.incidents
        new.parked = self.parked
        return new


class DataTask:
    """A dataset on the data board, batch by batch."""

    FIELDS = (
        "index", "shown", "column", "ordered_pct", "batch_pct", "batches", "delivered_pct", "guidelines",
        "days_left", "due_day", "promised_day", "kappa_ppm", "kappa_items", "checks", "check_pending", "relabels",
        "asked_day", "chased_day", "moved_day",
    )  # fmt: skip

    def __init__(self, index: int) -> None:
        self.index = index
        self.shown = True
        self.column = Column.NEEDED
        #: Share of the set ordered so far, the batch now in the pipeline, batches ordered so far, share accepted.
        self.ordered_pct = 0
        self.batch_pct = 0
        self.batches = 0
        self.delivered_pct = 0
        self.guidelines = False
        self.days_left = 0
        #: Day the vendor promised first, and today's expectation.
        self.promised_day = 0
        self.due_day = 0
        #: Last agreement estimate (Cohen's kappa), under 0 when nobody has looked; items behind it.
        self.kappa_ppm = -1_000_000
        self.kappa_items = 0
        #: Agreement readings so far; whether one is on its way; batches sent back.
        self.checks = 0
        self.check_pending = False
        self.relabels = 0
        #: Day a standing order asked about the rest of the set; last day somebody chased the vendor.
        self.asked_day = 0
        self.chased_day = 0
        self.moved_day = 0

    def copy(self) -> "DataTask":
        """An independent copy."""
        new = DataTask(self.index)
        new.shown = self.shown
        new.column = self.column
        new.ordered_pct = self.ordered_pct
        new.batch_pct = self.batch_pct
        new.batches = self.batches
        new.delivered_pct = self.delivered_pct
        new.guidelines = self.guidelines
        new.days_left = self.days_left
        new.promised_day = self.promised_day
        new.due_day = self.due_day
        new.kappa_ppm = self.kappa_ppm
        new.kappa_items = self.kappa_items
        new.checks = self.checks
        new.check_pending = self.check_pending
        new.relabels = self.relabels
        new.asked_day = self.asked_day
        new.chased_day = self.chased_day
        new.moved_day = self.moved_day
        return new


class Disruption:
    """A disruption the team knows about."""

    FIELDS = ("kind", "from_day", "until_day", "card", "data", "source", "handled")

    def __init__(self, kind: int, from_day: int, until_day: int, card: int, data: int, source: int) -> None:
        self.kind = kind
        self.from_day = from_day
        #: Last day on which it acts; equals from_day for one-day ones.
        self.until_day = until_day
        self.card = card
        self.data = data
        self.source = source
        self.handled = False

    def copy(self) -> "Disruption":
        """An independent copy."""
        new = Disruption(self.kind, self.from_day, self.until_day, self.card, self.data, self.source)
        new.handled = self.handled
        return new


class Ledger:
    """Signed cents by cause; `booked` is their sum."""

    FIELDS = ("revenue", "compute", "labels", "serving", "launches", "incidents", "tail")

    def __init__(self) -> None:
        self.revenue = 0
        self.compute = 0
        self.labels = 0
        self.serving = 0
        self.launches = 0
        self.incidents = 0
        self.tail = 0

    def booked(self) -> int:
        """Net cents."""
        return self.revenue + self.compute + self.labels + self.serving + self.launches + self.incidents + self.tail

    def copy(self) -> "Ledger":
        """An independent copy."""
        new = Ledger()
        new.revenue = self.revenue
        new.compute = self.compute
        new.labels = self.labels
        new.serving = self.serving
        new.launches = self.launches
        new.incidents = self.incidents
        new.tail = self.tail
        return new


class Board:
    """The public half of State."""

    FIELDS = (
        "day", "over", "minutes_left", "cards", "data", "disruptions", "ledger", "before", "history", "orders", "wip",
        "asked", "baseline", "set_version", "legal", "legal_left", "legal_day", "legal_chased",
        "scope_data", "scope_met", "scope_from",
        "reserved_gpus", "reserved_until", "gpu_min", "gpu_used_min", "eval_used_min",
        "running_max", "forecast_70", "forecast_90", "forecast_day", "decided", "promoted", "killed", "decided_sprint",
        "injected", "target_day",
    )  # fmt: skip

    def __init__(self, world: World) -> None:
        self.world = world
        #: The day the player is in (1-based); actions act on it, `advance` ends it.
        self.day = 1
        self.over = False
        self.minutes_left = world.minutes
        self.cards: list[Card] = []
        self.data: list[DataTask] = []
        self.disruptions: list[Disruption] = []
        self.ledger = Ledger()
        #: The ledger as it stood this morning before: the signed parts of yesterday are ledger - before.
        self.before = Ledger()
        self.history: list[Event] = []
        self.orders = [0] * 8
        self.wip: list[int] = world.wip.copy()
        #: Questions standing orders put to the player: order * 1000 + target (a card, or a dataset for DATA and KAPPA).
        self.asked: list[int] = []
        #: The baseline's score per eval seed on the current eval set.
        self.baseline: list[int] = []
        self.set_version = 0
        #: Legal review: 0 not started, 1 under way, 2 done.
        self.legal = 0
        self.legal_left = 0
        self.legal_day = 0
        self.legal_chased = 0
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
        self.forecast_70 = 0
        self.forecast_90 = 0
        self.forecast_day = 0
        self.decided = 0
        self.promoted = 0
        self.killed = 0
        self.decided_sprint = 0
        self.injected = 0
        #: First day on which three or more eval seeds had a mean at or over the target; 0 never.
        self.target_day = 0

    def sprint(self) -> int:
        """Sprint of the current day, from 1."""
        return (self.day - 1) // self.world.sprint_days + 1

    def in_flight(self) -> int:
        """Cards that take the team's focus."""
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

    def family_decided(self, family: int) -> int:
        """Decided cards of a family whose outcome was written down."""
        count = 0
        ideas = self.world.ideas
        for card in self.cards:
            if card.decision != 0 and card.documented and ideas[card.index].family == family:
                count += 1
        return count

    def live(self) -> int:
        """Index of the card with the largest share of traffic (newest on a tie), or -1."""
        best = -1
        for card in self.cards:
            if card.stage == Stage.PRODUCTION and card.share_pct > 0:
                if best < 0 or (card.share_pct, card.share_day) > (
                    self.cards[best].share_pct,
                    self.cards[best].share_day,
                ):
                    best = card.index
        return best

    def disrupted(self, kind: int) -> int:
        """Position of the active disruption of this kind in `disruptions`, or -1."""
        for i, item in enumerate(self.disruptions):
            if item.kind == kind and item.until_day >= self.day:
                return i
        return -1

    def copy(self) -> "Board":
        """An independent copy; events are immutable and shared."""
        new = Board(self.world)
        new.day = self.day
        new.over = self.over
        new.minutes_left = self.minutes_left
        new.cards = [card.copy() for card in self.cards]
        new.data = [task.copy() for task in self.data]
        new.disruptions = [item.copy() for item in self.disruptions]
        new.ledger = self.ledger.copy()
        new.before = self.before.copy()
        new.history = self.history.copy()
        new.orders = self.orders.copy()
        new.wip = self.wip.copy()
        new.asked = self.asked.copy()
        new.baseline = self.baseline.copy()
        new.set_version = self.set_version
        new.legal = self.legal
        new.legal_left = self.legal_left
        new.legal_day = self.legal_day
        new.legal_chased = self.legal_chased
        new.scope_data = self.scope_data
        new.scope_met = self.scope_met
        new.scope_from = self.scope_from
        new.reserved_gpus = self.reserved_gpus
        new.reserved_until = self.reserved_until
        new.gpu_min = self.gpu_min
        new.gpu_used_min = self.gpu_used_min
        new.eval_used_min = self.eval_used_min
        new.running_max = self.running_max
        new.forecast_70 = self.forecast_70
        new.forecast_90 = self.forecast_90
        new.forecast_day = self.forecast_day
        new.decided = self.decided
        new.promoted = self.promoted
        new.killed = self.killed
        new.decided_sprint = self.decided_sprint
        new.injected = self.injected
        new.target_day = self.target_day
        return new
