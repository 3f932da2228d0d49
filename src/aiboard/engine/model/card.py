"""A card: an experiment as its team sees it."""

from aiboard.engine.model.vocabulary import Block, Stage


class Card:
    """An experiment as its team sees it. Qualities in millionths, GPU time in minutes, work in points (100 a day)."""

    FIELDS = (
        "index", "stage", "shown", "priority", "stated_pct", "paused", "documented", "learning",
        "ticket_day", "success_ppm", "kill_ppm", "kill_run", "box_days", "fresh_ppm", "fresh_cards",
        "started_day", "decided_day", "decision", "reason", "over_gate", "moved_day", "touched_day",
        "setup_left", "run_points_done", "runs_done", "runs_planned", "change", "changes", "version", "diverged",
        "gpu_used_min", "waited_days", "block", "block_until", "speed_pct", "running", "root_caused",
        "readouts", "versions", "seeds", "seeds_pending", "eval_left_min", "eval_slices",
        "eval_pct", "latency_ms", "serving_cents", "slice_ppm", "agent_runs", "agent_loops", "agent_unauthorised",
        "run_codes", "share_pct", "share_day", "live_days", "monitored", "monitored_pct", "handoff_left", "launched",
        "best_ppm", "review_pending", "reviews", "incidents", "parked",
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
        #: Run from which the kill line counts: first runs start low.
        self.kill_run = 0
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
        #: Percent of the frozen questions that these scores, and those under way, are on.
        self.eval_pct = 100
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
        # A loop, as a compiled one is faster than the built-in sum, and bots ask often.
        total = 0
        for seed in self.seeds:
            total += seed
        return total // n if n else 0

    def under_kill_line(self) -> bool:
        """Whether what is known of the checkpoint is under the ticket's kill line: a score, or a run that counts."""
        if self.kill_ppm == 0:
            return False
        if self.seeds:
            return self.mean_ppm() < self.kill_ppm
        n = len(self.readouts)
        return n > 0 and n >= self.kill_run and self.readouts[n - 1] < self.kill_ppm

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
        new.kill_run = self.kill_run
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
        new.eval_pct = self.eval_pct
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
