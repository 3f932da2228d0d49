"""World: what the rules need of a scenario, frozen. Public: it holds priors and prices, never a game's hidden truth."""

from typing import Final

from aiboard.engine.model.vocabulary import CHAOS_ROWS

#: Seeds a checkpoint usually gets before much is decided on its numbers.
USUAL_SEEDS: Final = 3


class Family:
    """An approach family: cards in it share a latent ceiling level."""

    def __init__(
        self,
        key: str,
        name: str,
        mean_ppm: int,
        mean_sd_ppm: int,
        card_sd_ppm: int,
        start_ppm: int,
        latency_ms: list[int],
        latency_weights: list[int],
        serving_cents: list[int],
        serving_weights: list[int],
        agent: bool,
    ) -> None:
        self.key = key
        self.name = name
        #: Prior of the family's mean ceiling and its spread, millionths.
        self.mean_ppm = mean_ppm
        self.mean_sd_ppm = mean_sd_ppm
        #: Spread of a card's ceiling around its family's mean.
        self.card_sd_ppm = card_sd_ppm
        #: Quality before the first run.
        self.start_ppm = start_ppm
        #: p95 latency classes (ms) and weights; serving cost classes (cents a day at full traffic) and weights.
        self.latency_ms = latency_ms
        self.latency_weights = latency_weights
        self.serving_cents = serving_cents
        self.serving_weights = serving_weights
        #: Cards are tool-using agents: evaluations also produce runs.
        self.agent = agent


class Idea:
    """One experiment idea; `ready_sprint` is the sprint that proposes a reserve idea (0 = on the first board)."""

    def __init__(
        self,
        key: str,
        title: str,
        hypothesis: str,
        method: str,
        family: int,
        person: int,
        gpus: int,
        runs: int,
        run_points: int,
        setup_points: int,
        dataset: int,
        ready_sprint: int,
        priority: int,
        lift_ppm: int = 0,
    ) -> None:
        self.key = key
        self.title = title
        self.hypothesis = hypothesis
        self.method = method
        self.family = family
        self.person = person
        self.gpus = gpus
        self.runs = runs
        self.run_points = run_points
        self.setup_points = setup_points
        #: Index of the dataset it trains on, besides the shared corpus; -1 for none.
        self.dataset = dataset
        self.ready_sprint = ready_sprint
        self.priority = priority
        #: What its dataset adds to its ceiling, beyond what cards of its family usually reach. Everybody knows it.
        self.lift_ppm = lift_ppm


class Person:
    """Someone who proposes ideas and states odds. Bias and noise are in millionths of ceiling as they perceive it."""

    def __init__(
        self, key: str, name: str, role: str, bias_ppm: int, bias_sd_ppm: int, noise_ppm: int, builds: bool = True
    ) -> None:
        self.key = key
        self.name = name
        self.role = role
        self.bias_ppm = bias_ppm
        self.bias_sd_ppm = bias_sd_ppm
        self.noise_ppm = noise_ppm
        #: Trains models, so that cards can be theirs.
        self.builds = builds


class DatasetSpec:
    """A dataset somebody must collect and label. Times are working days (lo, hi, uniform)."""

    def __init__(
        self,
        key: str,
        title: str,
        items: int,
        cents: int,
        collection: tuple[int, int],
        annotation: tuple[int, int],
        qa: tuple[int, int],
        poor_weights: list[int],
        guided_weights: list[int],
        ready: bool,
        scope: bool,
    ) -> None:
        self.key = key
        self.title = title
        self.items = items
        #: Price of labelling the whole set.
        self.cents = cents
        self.collection = collection
        self.annotation = annotation
        self.qa = qa
        #: Weights of the label quality classes without and with guidelines (order of World.label_penalty_ppm).
        self.poor_weights = poor_weights
        self.guided_weights = guided_weights
        #: On hand on day 1.
        self.ready = ready
        #: Appears only with a scope change.
        self.scope = scope


class World:
    """A resolved scenario in the engine's units. Every number a rule uses that is not a published constant is here."""

    def __init__(self) -> None:
        self.key = ""
        self.title = ""
        self.rules_version = RULES_VERSION
        self.days = 80
        self.sprint_days = 10
        self.tail_days = 40
        self.families: list[Family] = []
        self.ideas: list[Idea] = []
        self.people: list[Person] = []
        self.datasets: list[DatasetSpec] = []
        # --- objective and money -----------------------------------------------------------------------------
        self.target_ppm = 920_000
        self.launch_ppm = 880_000
        self.kill_ppm = 800_000
        self.kill_after_sprint = 3
        #: Run from which a card's own kill line counts (a plan with fewer runs: its last).
        self.kill_run = 2
        self.launch_by_sprint = 5
        #: How far people think that the ceiling they perceive may be off, one SD: stated odds are those of such a law.
        #: Nine points (ours) is what they do not know: their own noise of 4 to 6 points, their bias, and what freshness
        #: and techniques will add.
        self.stated_scale_ppm = 90_000
        self.value_floor_ppm = 800_000
        #: Dollars-and-cents per point above the floor per day at full traffic; below it the loss factor applies.
        self.point_cents = 10_000
        self.loss_factor = 3
        self.bad_launch_ppm = 850_000
        #: The same bar for the weakest slice, live for incidents and offline for the gate.
        self.bad_slice_ppm = 780_000
        #: Chance a day of an incident for each point under these bars at full traffic; less by the share.
        self.incident_ppm = 100_000
        #: Price of an incident when it strikes, and of each further day at full traffic until somebody acts.
        self.incident_cents = 800_000
        self.incident_day_cents = 100_000
        self.launch_cents = 150_000
        #: Undoing a launch, for each day that customers had met it at full traffic, up to so many days.
        self.rollback_cents = 150_000
        self.rollback_days = 5
        self.gpu_hour_cents = 125
        #: Quality that a live model loses each day since its launch, as the world changes.
        self.drift_ppm_day = 300
        # --- people and flow -----------------------------------------------------------------------------------
        self.minutes = 240
        #: Manager's minutes by verb, where they are not the verb's own (its MINUTES).
        self.cost_min: dict[str, int] = {}
        self.wip = [0, 5, 3, 4, 2, 2, 0]
        self.hard_wip = False
        self.hard_gates = False
        #: Speed of a person's cards, percent, by how many are in flight: one, two, three, four or more.
        self.focus_pct = [100, 85, 55, 40]
        self.fresh_ppm = 8_000
        self.fresh_cap = 5
        #: Share of it that a finished run and an eval seed of the decided card are worth, percent; 100 is all of it.
        self.evidence_run_pct = 25
        self.evidence_seed_pct = 10
        #: Most ideas that may be asked for in a sprint; 0 is no limit.
        self.adds_a_sprint = 0
        # --- learning and measurement ----------------------------------------------------------------------------
        #: Share of the remaining gap closed by one full run, per rate class, and prior weights below/at/above the mean.
        self.rate_ppm = [500_000, 650_000, 780_000]
        self.rate_weights_low = [20, 50, 30]
        self.rate_weights_mid = [25, 50, 25]
        self.rate_weights_high = [35, 45, 20]
        self.hazard_ppm = [20_000, 80_000, 250_000]
        self.hazard_weights = [55, 35, 10]
        #: A training readout is too high by the card's own optimism, and has noise besides.
        self.optimism_mean_ppm = 20_000
        self.optimism_sd_ppm = 25_000
        self.readout_sd_ppm = 35_000
        self.seed_sd_ppm = 30_000
        #: Degrees of freedom with which `seed_sd_ppm`, known from earlier projects, enters the pooled variance.
        self.seed_sd_weight = 8
        self.slice_noise_ppm = 16_000
        self.items_sd_ppm = 6_000
        self.set_sd_ppm = 11_000
        #: Seeds a checkpoint's first evaluation usually gets: the standing order's and the question's number.
        self.first_seeds = USUAL_SEEDS
        self.eval_items = 500
        #: Smallest part of the questions an evaluation may use: one of items.EVAL_PARTS.
        self.least_items_pct = 20
        self.score_step_ppm = 2_000
        self.baseline_ppm = 720_000
        self.slice_mean_ppm = -40_000
        self.slice_sd_ppm = 60_000
        self.leak_ppm = 50_000
        self.leak_chance_pct = 10
        self.skew_mean_ppm = -10_000
        self.skew_sd_ppm = 10_000
        #: Quality lost to faults that only customers meet (none, some, most of its worth), and how common each is.
        self.fault_ppm = [0, 40_000, 140_000]
        self.fault_weights = [70, 15, 15]
        self.latency_limit_ms = 2_000
        #: Percent of its revenue that a live model loses for each 100 ms over the limit: customers leave.
        self.late_revenue_pct = 4
        self.serving_limit_cents = 22_700
        self.monitor_sd_ppm = [80_000, 40_000, 25_000]
        self.technique_mean_ppm = 10_000
        self.technique_sd_ppm = 16_000
        #: Work before the first run of new code.
        self.technique_setup_points = 100
        #: What a longer training adds to the optimism of later readouts.
        self.overfit_ppm = 8_000
        #: Manager's minutes of an iteration by what it changes, percent of the verb's price.
        self.change_effort_pct = [0, 200, 100]
        self.slim_ppm = 6_000
        self.slim_pct = 55
        self.unauthorised_ppm = [2_000, 30_000, 120_000]
        self.unauthorised_weights = [50, 35, 15]
        self.loop_ppm = [10_000, 40_000, 120_000]
        self.loop_weights = [45, 40, 15]
        self.agent_runs = 8
        self.agent_incident_cents = 800_000
        # --- compute -----------------------------------------------------------------------------------------------
        self.gpus = 4
        self.eval_gpu_min = 360
        self.slice_gpu_min = 120
        self.shortage_gpus = 1
        self.reserve_cents = 3_000
        # --- data --------------------------------------------------------------------------------------------------
        #: Ceiling lost per label quality class (good, fair, poor), and true kappa per class.
        self.label_penalty_ppm = [0, 30_000, 80_000]
        self.label_kappa_ppm = [860_000, 720_000, 520_000]
        self.eval_corruption_pct = 50
        self.kappa_sd_ppm = 60_000
        self.kappa_hold_ppm = 600_000
        self.kappa_good_ppm = 800_000
        self.spot_check_items = 100
        self.pilot_pct = 10
        self.pilot_penalty_ppm = 25_000
        self.relabel_pct = 60
        # --- launch ------------------------------------------------------------------------------------------------
        self.legal_days = 15
        self.needs_legal = True
        self.handoff_points = 200
        self.canary_days = 3
        self.alert_ppm = 100_000
        # --- chaos -------------------------------------------------------------------------------------------------
        self.chaos_events = 6
        self.chaos_gap = 4
        self.chaos_days = [row.days for row in CHAOS_ROWS]
        self.chaos_from = [row.first for row in CHAOS_ROWS]
        self.chaos_to = [row.last for row in CHAOS_ROWS]
        self.chaos_weights = [row.weight for row in CHAOS_ROWS]
        self.scope_revenue_pct = 90
        #: Quality that a regressed model has lost until its cause is found and it was iterated.
        self.regression_ppm = 20_000
        self.systems: list[str] = []


#: Bumped when behaviour changes, never for refactors or speed-ups.
RULES_VERSION: Final = 8
