"""A card: an experiment as its team sees it."""

from aiboard.engine.model.vocabulary import EVALUATION, EXPERIMENT, HYPOTHESIS, ITERATION, Block, Stage


class Card:
    """An experiment as its team sees it. Qualities in millionths, GPU time in minutes, work in points (100 a day)."""

    def __init__(self, index: int) -> None:
        self.index = index
        self.stage = Stage.BACKLOG
        #: False while a reserve idea has not been proposed yet.
        self.shown = True
        self.priority = 3
        self.stated_pct = 0
        self.paused = False
        #: Who works on it, an index of World.people; -1 before its ticket.
        self.holder = -1
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
        #: Runs lost since the last one that ended: from LOSSES_WITH_CAUSE on there is a cause to be found.
        self.lost_in_a_row = 0
        #: A disruption made its training diverge: runs go on being lost until the cause is found.
        self.unstable = False
        self.gpu_used_min = 0
        self.waited_days = 0
        self.block = Block.NONE
        self.block_until = 0
        self.speed_pct = 100
        self.running = False
        self.root_caused = False
        # measurements
        #: What training reports after each run: too high by the card's own optimism.
        self.readouts: list[int] = []
        #: The same less the usual optimism: what every forecast and kill line reads.
        self.corrected: list[int] = []
        #: What longer trainings have added to its optimism so far.
        self.overfit_ppm = 0
        #: Version each readout belongs to.
        self.versions: list[int] = []
        #: Scores per eval seed of the current checkpoint.
        self.scores: list[int] = []
        self.seeds_pending = 0
        #: Eval seeds measured of all its checkpoints.
        self.seeds_done = 0
        self.leak_checked = False
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
        #: Quality that customers got, one value a live day or review of this deployment.
        self.monitored_ppm: list[int] = []
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
        #: What the incident that goes on is about (an IncidentCause); 0 for none.
        self.incident = 0
        #: Days with customers of this checkpoint: it loses quality by them.
        self.aged_days = 0
        #: A Regression: its quality is down until the cause is found and it was iterated after that.
        self.regressed = 0
        #: Customers who met this deployment, in days at 1 % of the traffic.
        self.exposed_pct = 0
        #: In Evaluation, undecided and untouched for PARKED_DAYS.
        self.parked = False

    def in_training(self) -> bool:
        """Whether it is in Experiment or Iteration."""
        return self.stage in (EXPERIMENT, ITERATION)

    def in_flight(self) -> bool:
        """Whether it takes its holder's focus: being designed, trained or refined, or evaluated with work to do.

        A card in Evaluation that nobody has touched for a week is parked: it costs attention no more.
        """
        stage = self.stage
        if stage == EVALUATION:
            return self.seeds_pending > 0 or not self.parked
        return stage in (EXPERIMENT, ITERATION, HYPOTHESIS)

    def mean_ppm(self) -> int:
        """Mean of the eval seeds, rounded down; 0 when none."""
        n = len(self.scores)
        # A loop, as a compiled one is faster than the built-in sum, and bots ask often.
        total = 0
        for seed in self.scores:
            total += seed
        return total // n if n else 0

    def under_kill_line(self) -> bool:
        """Whether what is known of the checkpoint is under the ticket's kill line: a score, or a run that counts."""
        if self.kill_ppm == 0:
            return False
        if self.scores:
            return self.mean_ppm() < self.kill_ppm
        n = len(self.corrected)
        return n > 0 and n >= self.kill_run and self.corrected[n - 1] < self.kill_ppm
