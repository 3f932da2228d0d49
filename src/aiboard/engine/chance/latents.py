"""The model's hidden quantities and what reveals them, declared once.

Every prior and every measurement is a Table built here from the World. Systems sample these tables; belief reads the
same tables as priors and likelihoods. Given its parents (family, person, eval set) each card is independent.
Values are put on the observation's own grid before noise is added, so no residue reveals a latent.
"""

from enum import IntEnum
from math import isqrt
from typing import Final

from aiboard.engine.chance.tables import ONE, Table, normal, normal_cdf, weighted
from aiboard.engine.model.world import World

FAMILY_STEP_PPM: Final = 10_000
CARD_STEP_PPM: Final = 5_000
#: Where the deal cuts the law of a slice's gap, millionths.
SLICE_LOWEST_PPM: Final = -150_000
SLICE_HIGHEST_PPM: Final = 50_000
STATED_STEP_PPM: Final = 10_000
KAPPA_STEP_PPM: Final = 10_000
#: Stated odds come in steps of so many percent: nobody says 63 %.
ODDS_STEP: Final = 5


class Purpose(IntEnum):
    """What a draw is for. Numbers are part of the rules: never reuse one."""

    FAMILY_MEAN = 1
    CARD_OFFSET = 2
    CARD_RATE = 3
    CARD_HAZARD = 4
    CARD_LATENCY = 5
    CARD_SERVING = 6
    CARD_SLICE = 7
    CARD_LEAK = 8
    CARD_SKEW = 9
    CARD_ITEMS = 10
    SET_ITEMS = 11
    PERSON_BIAS = 12
    STATED_ODDS = 13
    CARD_UNAUTHORISED = 14
    CARD_LOOP = 15
    CARD_HALF_ITEMS = 16
    CARD_FIFTH_ITEMS = 17
    CARD_OPTIMISM = 18
    CARD_FAULT = 19
    READOUT = 20
    EVAL_SEED = 21
    BASELINE_SEED = 22
    EVAL_SLICE = 23
    DIVERGENCE = 24
    DIVERGENCE_POINT = 25
    TECHNIQUE = 26
    AGENT_RUN = 27
    BATCH_QUALITY = 30
    COLLECTION_TIME = 31
    ANNOTATION_TIME = 32
    QA_TIME = 33
    KAPPA = 34
    MONITOR = 40
    REVIEW = 41
    INCIDENT = 42
    AGENT_INCIDENT = 43
    CHAOS_DAY = 50
    CHAOS_KIND = 51
    CHAOS_HINT = 52
    BOT = 90


class Declaration:
    """One latent or observation: its table's attribute on Latents, what it belongs to, what it depends on.

    `field` is the field of CardTruth that holds a latent which every card draws alike from one table: the deal fills
    it from here. Empty for all others.
    """

    def __init__(
        self, name: str, entity: str, parents: tuple[str, ...], purpose: Purpose, table: str, field: str = ""
    ) -> None:
        self.name = name
        self.entity = entity
        self.parents = parents
        self.purpose = purpose
        self.table = table
        self.field = field


#: The hidden quantities dealt on day 0.
LATENTS: tuple[Declaration, ...] = (
    Declaration("family mean", "family", (), Purpose.FAMILY_MEAN, "family_mean"),
    Declaration("ceiling", "card", ("family mean",), Purpose.CARD_OFFSET, "card_offset"),
    Declaration("learning rate", "card", ("ceiling",), Purpose.CARD_RATE, "rate"),
    Declaration("divergence hazard", "card", (), Purpose.CARD_HAZARD, "hazard", "hazard"),
    Declaration("latency", "card", (), Purpose.CARD_LATENCY, "latency"),
    Declaration("serving cost", "card", (), Purpose.CARD_SERVING, "serving"),
    Declaration("slice gap", "card", (), Purpose.CARD_SLICE, "slice_gap", "slice_ppm"),
    Declaration("contamination", "card", (), Purpose.CARD_LEAK, "leak", "leak_ppm"),
    Declaration("serving skew", "card", (), Purpose.CARD_SKEW, "skew", "skew_ppm"),
    Declaration("optimism", "card", (), Purpose.CARD_OPTIMISM, "optimism", "optimism_ppm"),
    Declaration("serving fault", "card", (), Purpose.CARD_FAULT, "fault", "fault"),
    Declaration("item luck", "card on an eval set", (), Purpose.CARD_ITEMS, "items"),
    Declaration("item luck of the half", "card on an eval set", ("item luck",), Purpose.CARD_HALF_ITEMS, "half_items"),
    Declaration(
        "item luck of the fifth",
        "card on an eval set",
        ("item luck of the half",),
        Purpose.CARD_FIFTH_ITEMS,
        "fifth_items",
    ),
    Declaration("set luck", "eval set", (), Purpose.SET_ITEMS, "set_items"),
    Declaration("unauthorised rate", "agent card", (), Purpose.CARD_UNAUTHORISED, "unauthorised"),
    Declaration("loop rate", "agent card", (), Purpose.CARD_LOOP, "loop"),
    Declaration("bias", "person", (), Purpose.PERSON_BIAS, "bias"),
    Declaration("label quality", "batch with guidelines", (), Purpose.BATCH_QUALITY, "labels"),
    Declaration("label quality", "batch without guidelines", (), Purpose.BATCH_QUALITY, "labels_plain"),
    Declaration("technique gain", "technique of a card", (), Purpose.TECHNIQUE, "technique"),
)

#: What a player can come to see of them.
OBSERVATIONS: tuple[Declaration, ...] = (
    Declaration("stated odds", "card", ("ceiling", "bias"), Purpose.STATED_ODDS, "stated"),
    Declaration("readout", "run", ("quality", "optimism"), Purpose.READOUT, "readout"),
    Declaration(
        "eval score",
        "eval seed",
        (
            "quality",
            "set luck",
            "item luck",
            "item luck of the half",
            "item luck of the fifth",
            "contamination",
            "label quality",
        ),
        Purpose.EVAL_SEED,
        "seed",
    ),
    Declaration("baseline score", "eval seed", ("set luck",), Purpose.BASELINE_SEED, "seed"),
    Declaration("slice score", "evaluation", ("quality", "slice gap"), Purpose.EVAL_SLICE, "slice_noise"),
    Declaration("kappa", "batch", ("label quality",), Purpose.KAPPA, "kappa"),
    Declaration("online quality", "live day", ("quality", "serving skew", "serving fault"), Purpose.MONITOR, "monitor"),
    Declaration("canary review", "review", ("quality", "serving skew", "serving fault"), Purpose.REVIEW, "review"),
)

#: Draws that hide nothing about a card: how long the vendor takes, what the schedule of disruptions holds.
PROCESSES: tuple[Declaration, ...] = (
    Declaration("collection time", "batch", (), Purpose.COLLECTION_TIME, "collection"),
    Declaration("annotation time", "batch", (), Purpose.ANNOTATION_TIME, "annotation"),
    Declaration("QA time", "batch", (), Purpose.QA_TIME, "qa"),
    Declaration("disruption kind", "schedule", (), Purpose.CHAOS_KIND, "chaos_kind"),
)

#: Yes-or-no and uniform draws, with the World's number that is the chance (empty: uniform, or a named constant).
CHANCES: tuple[Declaration, ...] = (
    Declaration("divergence", "attempt", ("divergence hazard",), Purpose.DIVERGENCE, "hazard_ppm"),
    Declaration("point of divergence", "attempt", (), Purpose.DIVERGENCE_POINT, ""),
    Declaration("agent run", "run", ("quality", "loop rate", "unauthorised rate"), Purpose.AGENT_RUN, ""),
    Declaration(
        "incident",
        "live day",
        ("quality", "serving skew", "serving fault", "slice gap"),
        Purpose.INCIDENT,
        "incident_ppm",
    ),
    Declaration("agent incident", "live day", ("unauthorised rate",), Purpose.AGENT_INCIDENT, "unauthorised_ppm"),
    Declaration("disruption day", "schedule", (), Purpose.CHAOS_DAY, ""),
    Declaration("disruption warning", "schedule", (), Purpose.CHAOS_HINT, ""),
)

#: No measured quality is over this.
MOST_PPM: Final = 1_000_000


def on_grid(value: int, step: int) -> int:
    """The nearest multiple of `step` (halves upwards)."""
    return (value + step // 2) // step * step


def capped(value: int) -> int:
    """A measured quality as it is reported: never over 100 %."""
    return value if value < MOST_PPM else MOST_PPM


def share_class(percent: int) -> int:
    """Which monitoring table a share of traffic uses: 0 under 20 %, 1 under 80 %, 2 above."""
    if percent < 20:
        return 0
    return 1 if percent < 80 else 2


def stated_percent(world: World, perceived_ppm: int) -> int:
    """The odds a person states, percent in steps of 5 from 5 to 95, who perceives this ceiling and knows that it is
    only about right: the chance that a normal law around it, with the SD `stated_scale_ppm`, lies over the launch bar.
    """
    chance = normal_cdf((perceived_ppm - world.launch_ppm) * 1000 // world.stated_scale_ppm)
    rounded = on_grid(100 * chance // ONE, ODDS_STEP)
    return min(100 - ODDS_STEP, max(ODDS_STEP, rounded))


def uniform(low: int, high: int) -> Table:
    """Whole days low..high, all alike."""
    return weighted([1] * (high - low + 1), low)


class Latents:
    """All tables of one World."""

    def __init__(self, world: World) -> None:
        step = world.score_step_ppm
        self.family_mean: list[Table] = []
        self.card_offset: list[Table] = []
        self.latency: list[Table] = []
        self.serving: list[Table] = []
        for family in world.families:
            self.family_mean.append(normal(family.mean_ppm, family.mean_sd_ppm, FAMILY_STEP_PPM, 300_000, 990_000))
            self.card_offset.append(normal(0, family.card_sd_ppm, CARD_STEP_PPM, -300_000, 300_000))
            self.latency.append(weighted(family.latency_weights))
            self.serving.append(weighted(family.serving_weights))
        #: Rate class given a ceiling clearly under, near, clearly over the family mean.
        self.rate: list[Table] = [
            weighted(world.rate_weights_low),
            weighted(world.rate_weights_mid),
            weighted(world.rate_weights_high),
        ]
        self.hazard = weighted(world.hazard_weights)
        slice_ends = (SLICE_LOWEST_PPM, SLICE_HIGHEST_PPM)
        self.slice_gap = normal(world.slice_mean_ppm, world.slice_sd_ppm, CARD_STEP_PPM, *slice_ends)
        self.leak = weighted([100 - world.leak_chance_pct, world.leak_chance_pct], 0, max(world.leak_ppm, 1))
        self.skew = normal(world.skew_mean_ppm, world.skew_sd_ppm, CARD_STEP_PPM, -120_000, 30_000)
        self.fault = weighted(world.fault_weights)
        self.items = normal(0, world.items_sd_ppm, step, -100_000, 100_000)
        # Nested parts: variance 1 on the whole, 1 more on the half (2 = 100/50), 3 more on the fifth (5 = 100/20).
        fifth_sd = isqrt(3 * world.items_sd_ppm * world.items_sd_ppm)
        self.half_items = normal(0, world.items_sd_ppm, step, -100_000, 100_000)
        self.fifth_items = normal(0, fifth_sd, step, -200_000, 200_000)
        self.set_items = normal(0, world.set_sd_ppm, step, -100_000, 100_000)
        self.unauthorised = weighted(world.unauthorised_weights)
        self.loop = weighted(world.loop_weights)
        self.bias: list[Table] = []
        self.stated: list[Table] = []
        for person in world.people:
            self.bias.append(normal(person.bias_ppm, person.bias_sd_ppm, STATED_STEP_PPM, -300_000, 300_000))
            self.stated.append(normal(0, person.noise_ppm, STATED_STEP_PPM, -300_000, 300_000))
        self.optimism = normal(world.optimism_mean_ppm, world.optimism_sd_ppm, step, -200_000, 200_000)
        self.readout = normal(0, world.readout_sd_ppm, step, -200_000, 200_000)
        self.seed = normal(0, world.seed_sd_ppm, step, -200_000, 200_000)
        self.slice_noise = normal(0, world.slice_noise_ppm, step, -200_000, 200_000)
        self.monitor: list[Table] = [normal(0, sd, step, -300_000, 300_000) for sd in world.monitor_sd_ppm]
        self.review = normal(0, world.monitor_sd_ppm[1], step, -300_000, 300_000)
        self.technique = normal(world.technique_mean_ppm, world.technique_sd_ppm, step, -60_000, 80_000)
        self.kappa = normal(0, world.kappa_sd_ppm, KAPPA_STEP_PPM, -300_000, 300_000)
        #: Label quality per dataset: without and with guidelines; stage times.
        self.labels_plain: list[Table] = []
        self.labels: list[Table] = []
        self.collection: list[Table] = []
        self.annotation: list[Table] = []
        self.qa: list[Table] = []
        for spec in world.datasets:
            self.labels_plain.append(weighted(spec.poor_weights))
            self.labels.append(weighted(spec.guided_weights))
            self.collection.append(uniform(spec.collection[0], spec.collection[1]))
            self.annotation.append(uniform(spec.annotation[0], spec.annotation[1]))
            self.qa.append(uniform(spec.qa[0], spec.qa[1]))
        self.chaos_kind = weighted(world.chaos_weights)

    def rate_table(self, offset_ppm: int, card_sd_ppm: int) -> Table:
        """The rate prior for a ceiling this far from its family mean (half an SD parts the classes)."""
        if 2 * offset_ppm < -card_sd_ppm:
            return self.rate[0]
        return self.rate[2] if 2 * offset_ppm > card_sd_ppm else self.rate[1]
