"""What the reference thinks of every card: family levels, ceilings, forecasts. Worked out when asked for, then kept."""

from typing import Final

from mypy_extensions import i64

from aiboard.bots.reference.arithmetic import PRECISION_UNIT, UNIT, Normal, likelihood, precision
from aiboard.bots.reference.belief import Belief, update_belief
from aiboard.bots.reference.evidence import Evidence
from aiboard.bots.reference.tables import WHOLE, squared, tables_of
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask
from aiboard.engine.model.card import Card
from aiboard.engine.model.world import World

#: Thousandths of an SD at which a normal law leaves 5, 10 ... 95 % (any table of it); the ends are where the mean of
#: what is said as "5 %" lies, since all that is less likely is said so too.
ODDS_Z: Final[tuple[int, ...]] = (
    -2_060, -1_282, -1_036, -842, -674, -524, -385, -253, -126, 0,
    126, 253, 385, 524, 674, 842, 1_036, 1_282, 2_060,
)  # fmt: skip
ODDS_STEP: Final = 5
#: Without news, cards under way and data are looked at once in so many days: there is less time left.
WEEK: Final = 5


class PrecisionSum:
    """What a card's own runs and scores say about its ceiling, its family left out: a precision, and values by it."""

    def __init__(self) -> None:
        self.weight = 0
        self.total = 0


class Labels:
    """What a set's labels are expected to take of a ceiling; kept until the set's state changes."""

    def __init__(self, task: DataTask) -> None:
        self.task = task
        self.state: i64 = -1
        self.loss: i64 = 0


class FamilyEvidence:
    """What a family's cards have shown so far. Native: what is worked out once in a while is compared with it."""

    def __init__(self) -> None:
        #: Measurements of them, and what a ticket written now gains from those that are decided.
        self.measurements: i64 = 0
        self.fresh: i64 = 0


class CachedBelief:
    """A card's posterior under its family's prior alone, and what it was worked out from."""

    def __init__(self, belief: Belief, added: int) -> None:
        self.belief = belief
        self.added = added
        #: Of the card's trail: its version, its steps, how often they were rewritten.
        self.version = 0
        self.steps = 0
        self.rewritten = 0


class GameBelief:
    """The reference's view of one game."""

    def __init__(self, board: Board) -> None:
        world = board.world
        self.board = board
        self.evidence = Evidence(board)
        n = len(board.cards)
        #: Of each card that was measured.
        self._own_beliefs: list[CachedBelief | None] = [None] * n
        self._card_sums = [PrecisionSum() for _ in range(n)]
        #: The same with what its family and its person say, kept until something is measured in the family.
        self._beliefs: list[Belief | None] = [None] * n
        self._belief_at = [-1] * n
        self._ceilings: list[Normal | None] = [None] * n
        self._ceiling_at = [-1] * n
        self.tables = tables_of(world)
        self.members = self.tables.members
        self.dealt = self.tables.dealt
        self.evidence_by_family = [FamilyEvidence() for _ in world.families]
        #: Of each card its family's.
        self.evidence_by_card = [self.evidence_by_family[idea.family] for idea in world.ideas]
        labels = [Labels(task) for task in board.data]
        #: Of each card those that it is trained with.
        self._labels = [labels[idea.dataset] if idea.dataset >= 0 else None for idea in world.ideas]
        #: Each family's level, and after how many measurements of it; all that is known of it as `PrecisionSum` counts.
        self._levels: list[Normal | None] = [None] * len(world.families)
        self._level_at = [-1] * len(world.families)
        self._family_sums = [PrecisionSum() for _ in world.families]
        self._family_sums_at = [-1] * len(world.families)

    def is_about(self, board: Board) -> bool:
        """Whether it is about that game, no later than now."""
        return self.evidence.is_about(board)

    def refresh(self) -> None:
        """Take in what has happened."""
        for family in self.evidence.read_new_events():
            self._count(family)

    def _count(self, family: int) -> None:
        """What a family's cards have shown and taught so far."""
        board = self.board
        world = board.world
        measurements = 0
        documented_pct = 0
        for index in self.members[family]:
            measurements += self.evidence.card_histories[index].version
            card = board.cards[index]
            if card.decision and card.documented:
                documented_pct += board.evidence_pct(card)
        self.evidence_by_family[family].measurements = measurements
        self.evidence_by_family[family].fresh = min(documented_pct, 100 * world.fresh_cap) * world.fresh_ppm // 100

    def has_news(self) -> bool:
        """Whether there is a reason to look again at what was let go on: since yesterday, or as a weekly habit."""
        return self.evidence.news_day >= self.board.day - 1 or self.board.day % WEEK == 0

    def data_lift(self, index: int) -> i64:
        """What its dataset adds to a card's ceiling, less what the labels are expected to take."""
        labels = self._labels[index]
        if labels is None:
            return 0
        task = labels.task
        # A native number: asked for every card every day, and the products are over 2**30.
        kappa: i64 = task.kappa_ppm
        state: i64 = (kappa // 1000 * 1000 + task.kappa_items) * 1000 + task.delivered_pct
        state = state * 2 + (1 if task.guidelines else 0)
        if state != labels.state:
            labels.state = state
            labels.loss = label_loss(self.board.world, task)
        return self.board.world.ideas[index].lift_ppm - labels.loss

    def ceiling_bonus(self, card: Card) -> i64:
        """What freshness, dataset and labels add to its ceiling: its ticket's, or a ticket's of today."""
        fresh: i64 = card.fresh_ppm if card.ticket_day else self.evidence_by_card[card.index].fresh
        return fresh + self.data_lift(card.index)

    def _own_belief(self, index: int) -> Belief:
        """What the card's own measurements say, under its family's prior."""
        card_history = self.evidence.card_histories[index]
        cached = self._own_beliefs[index]
        if cached is None or cached.version != card_history.version:
            world = self.board.world
            family = world.ideas[index].family
            added: int = self.board.cards[index].fresh_ppm + self.data_lift(index)
            if cached is not None and cached.rewritten == card_history.rewritten and cached.added == added:
                # Only what is new: a filter's steps are the dearest thing that the reference does, 4 % of its time.
                update_belief(world, cached.belief, card_history.steps, cached.steps)
            else:
                # A trail of several steps on first sight is that of a board which many rollouts begin with.
                if cached is None and len(card_history.steps) > 1:
                    belief = self.tables.cached_belief(family, added, card_history.steps)
                else:
                    belief = self.tables.compute_belief(family, added, card_history.steps)
                cached = CachedBelief(belief, added)
                self._own_beliefs[index] = cached
            cached.version = card_history.version
            cached.steps = len(card_history.steps)
            cached.rewritten = card_history.rewritten
            self._update_level_evidence(index, cached.belief.ceiling(), self.dealt[family])
        return cached.belief

    def _update_level_evidence(self, index: int, ceiling: Normal, dealt: Normal) -> None:
        """Note what the card says about its family's level."""
        card_sum = self._card_sums[index]
        card_sum.weight = 0
        card_sum.total = 0
        measurement = _remove_prior(ceiling, dealt)
        if measurement is not None:
            spec = self.board.world.families[self.board.world.ideas[index].family]
            card_sum.weight = precision(measurement.variance + squared(spec.card_sd_ppm))
            card_sum.total = (measurement.mean - spec.mean_ppm) * card_sum.weight

    def level(self, family: int) -> Normal:
        """The family's mean ceiling, from its prior and what its cards have shown."""
        level = self._levels[family]
        if level is None or self._level_at[family] != self.evidence_by_family[family].measurements:
            self._level_at[family] = self.evidence_by_family[family].measurements
            family_sum = self._all_known(family)
            level = self._level(family, family_sum.weight, family_sum.total)
            self._levels[family] = level
        return level

    def _level(self, family: int, weight: int, total: int) -> Normal:
        return Normal(self.board.world.families[family].mean_ppm + total // weight, PRECISION_UNIT // weight)

    def _all_known(self, family: int) -> PrecisionSum:
        """The family's prior and what its cards say; summed once, since every card asks for it without its own."""
        family_sum = self._family_sums[family]
        if self._family_sums_at[family] != self.evidence_by_family[family].measurements:
            self._family_sums_at[family] = self.evidence_by_family[family].measurements
            family_sum.weight = precision(squared(self.board.world.families[family].mean_sd_ppm))
            family_sum.total = 0
            for index in self.members[family]:
                if self.evidence.card_histories[index].version:
                    self._own_belief(index)
                    card_sum = self._card_sums[index]
                    family_sum.weight += card_sum.weight
                    family_sum.total += card_sum.total
        return family_sum

    def ceiling(self, index: int) -> Normal:
        """The card's dealt ceiling, from its family and what its person says."""
        stamp = self.evidence_by_card[index].measurements
        ceiling = self._ceilings[index]
        if ceiling is None or self._ceiling_at[index] != stamp:
            self._ceiling_at[index] = stamp
            ceiling = self._ceiling(index)
            self._ceilings[index] = ceiling
        return ceiling

    def _ceiling(self, index: int) -> Normal:
        world = self.board.world
        idea = world.ideas[index]
        family_sum, card_sum = self._all_known(idea.family), self._card_sums[index]
        family = self._level(idea.family, family_sum.weight - card_sum.weight, family_sum.total - card_sum.total)
        ceiling = Normal(family.mean, family.variance + squared(world.families[idea.family].card_sd_ppm))
        person = world.people[idea.person]
        z = ODDS_Z[self.board.cards[index].stated_pct // ODDS_STEP - 1]
        stated_ceiling = world.launch_ppm + z * world.stated_scale_ppm // 1000 - person.bias_ppm - idea.lift_ppm
        return ceiling.posterior(stated_ceiling, squared(person.noise_ppm) + squared(person.bias_sd_ppm))

    def belief(self, index: int) -> Belief:
        """The posterior of a card with a checkpoint; kept until something is measured in its family."""
        stamp = self.evidence_by_card[index].measurements
        belief = self._beliefs[index]
        if belief is None or self._belief_at[index] != stamp:
            self._belief_at[index] = stamp
            dealt = self.dealt[self.board.world.ideas[index].family]
            belief = self._own_belief(index).with_prior(dealt, self.ceiling(index))
            self._beliefs[index] = belief
        return belief

    def planned(self, index: int) -> Normal:
        """Quality after its whole plan of a card that has no checkpoint yet."""
        world = self.board.world
        idea = world.ideas[index]
        ceiling = self.ceiling(index)
        start = world.families[idea.family].start_ppm
        distance = ceiling.mean + int(self.ceiling_bonus(self.board.cards[index])) - start
        closing = self.tables.closing[idea.runs]
        covered = ceiling.variance // WHOLE * (closing.mean // 1000) * (closing.mean // 1000)
        spread = distance // 1000 * (distance // 1000) * closing.spread // 100
        return Normal(start + distance * closing.mean // WHOLE, covered + spread)


def label_loss(world: World, task: DataTask) -> int:
    """Ceiling that labels of the set are expected to take: by their kappa, or by how they are usually."""
    spec = world.datasets[task.index]
    if spec.ready:
        return 0
    weights = spec.guided_weights if task.guidelines else spec.poor_weights
    total = 0
    loss = 0
    for index, weight in enumerate(weights):
        likely = weight * UNIT
        if task.kappa_items > 0:
            looks = task.kappa_items // world.spot_check_items
            off = task.kappa_ppm - world.label_kappa_ppm[index]
            likely = weight * likelihood(off, world.kappa_sd_ppm * world.kappa_sd_ppm // max(1, looks))
        total += likely
        loss += likely // 1000 * world.label_penalty_ppm[index]
    mean_loss = loss // max(1, total // 1000)
    return mean_loss if task.delivered_pct >= 100 or task.delivered_pct == 0 else mean_loss + world.pilot_penalty_ppm


def _remove_prior(posterior: Normal, prior: Normal) -> Normal | None:
    """The measurement that turns the prior into what was found; None where it says nothing."""
    added_precision = precision(posterior.variance) - precision(prior.variance)
    if added_precision <= 0:
        return None
    mean = posterior.mean * precision(posterior.variance) - prior.mean * precision(prior.variance)
    return Normal(mean // added_precision, PRECISION_UNIT // added_precision)
