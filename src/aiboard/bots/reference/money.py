"""What a card is worth in dollars if it is launched: expected gain over what is live, for the days it would be live."""

from typing import Final

from mypy_extensions import i64

from aiboard.bots.glance import CardLists
from aiboard.bots.reference.arithmetic import Normal
from aiboard.bots.reference.evidence import CardHistory
from aiboard.bots.reference.family_costs import PERCENT_PPM
from aiboard.bots.reference.game_belief import GameBelief
from aiboard.bots.reference.gaps import slice_gaps
from aiboard.bots.reference.habits import Habits
from aiboard.bots.reference.mixture import POINT_PPM, Mixture
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import IncidentCause, Regression, Stage
from aiboard.engine.model.world import World
from aiboard.engine.outlook import days_at, handoff_of
from aiboard.engine.systems.deployment import HANDOFF_SPEED
from aiboard.engine.systems.production import NOTICED_PCT, drifted_ppm, late_loss_pct

DAY_POINTS: Final = 100
#: A point under the bar of incidents costs a day at most so much quality, millionths: ten times what a model can have.
DEAREST_POINT: Final = 10_000_000
#: The legal review has been passed.
LEGAL_DONE: Final = 2
#: Days an evaluation takes, queue included.
EVALUATION_DAYS: Final = 1
#: An incident is noticed in the evening and answered in the morning: it costs one day more than its strike.
INCIDENT_DAYS: Final = 1
#: A model that had incidents is judged as if it had had so many calm days before: one incident may be bad luck.
CALM_DAYS: Final = 15


class CachedMixture:
    """What customers get of a promoted model, and what that was worked out from."""

    def __init__(self, world: World) -> None:
        self.net = Mixture(world)
        #: The day and all evidence when it was last looked at: once a day is enough.
        self.stamp: i64 = -1
        self._exposure: i64 = -1
        self._inputs: tuple[int, ...] = ()

    def note_changes(self, card: Card, card_history: CardHistory, measurements: int) -> bool:
        """Whether anything that it hangs on has changed since the last time; notes how it is now."""
        if card_history.exposure != self._exposure:
            # Every day of a model that customers meet.
            self._exposure = card_history.exposure
            self._inputs = ()
            return True
        now = (
            measurements, card_history.online_count, card_history.incidents, card.aged_days, int(card.regressed),
            card.slice_ppm, card.serving_cents, card.latency_ms, card.agent_runs, card.agent_unauthorised,
        )  # fmt: skip
        before, self._inputs = self._inputs, now
        return now != before


class Money:
    """Prices and worths on one board."""

    def __init__(self, board: Board, game_belief: GameBelief, card_lists: CardLists, habits: Habits) -> None:
        world = board.world
        self.board = board
        self.game_belief = game_belief
        self.card_lists = card_lists
        self.habits = habits
        #: Of each card its family's.
        self._family_costs = [game_belief.tables.family_costs[idea.family] for idea in world.ideas]
        self._no_cost = Normal(0, 0)
        #: The weakest slice against the whole, of a model whose slices nobody has measured.
        self._gap = Normal(world.slice_mean_ppm, world.slice_sd_ppm * world.slice_sd_ppm)
        self._gaps = slice_gaps(self._gap)
        #: What customers would get of what is weighed now; others are kept.
        self._candidate = Mixture(world)
        self._live_mixtures: list[CachedMixture | None] = [None] * len(board.cards)
        self._live_stamp: i64 = 0
        self._oversteps = [0] * len(board.cards)
        self._overstep_keys = [-1] * len(board.cards)
        #: The net quality that a card that is not promoted has to beat.
        self.bar = 0
        # What the world says, native: asked a thousand times a game.
        self._point_cents: i64 = world.point_cents
        self._drift: i64 = world.drift_ppm_day
        self._floor: i64 = world.value_floor_ppm
        #: What incidents cost a day at full traffic for a hundred points under the bar, cents.
        once = world.incident_cents + INCIDENT_DAYS * world.incident_day_cents
        self._incidents: i64 = once * (world.incident_ppm // 100) // 10_000
        #: What a point under the bar of incidents costs, millionths.
        self._point_cost: i64 = min(DEAREST_POINT, self.incidents(POINT_PPM) * POINT_PPM // world.point_cents)
        #: Days of handoff, the first time and again; days without a canary's; those after the close.
        self._handoff: i64 = days_at(handoff_of(world, False), HANDOFF_SPEED)
        self._handoff_again: i64 = days_at(handoff_of(world, True), HANDOFF_SPEED)
        self._days: i64 = world.days
        self._canary: i64 = world.canary_days
        self._tail: i64 = world.tail_days
        monitor_sd = world.monitor_sd_ppm
        per_day = 10**14 // (monitor_sd[0] * monitor_sd[0] + 1) + 10**14 // (monitor_sd[1] * monitor_sd[1] + 1)
        #: How well a canary's days tell what customers get, error variance.
        self.canary_variance = 10**14 // max(1, per_day * world.canary_days)

    def refresh(self) -> None:
        """A new look at the models in production."""
        evidence = self.game_belief.evidence
        day: i64 = self.board.day
        self._live_stamp = (day * 10_000 + evidence.measurements) * 10_000 + evidence.online_count
        self.bar = self.rival_quality(-1)

    # --- what counts against a point of quality --------------------------------------------------------------------
    def serving(self, card: Card) -> Normal:
        """What serving takes, in millionths of quality: measured, or the family's usual."""
        if not self.habits.limits_early:
            return self._no_cost
        if card.serving_cents >= 0:
            return Normal(card.serving_cents * POINT_PPM // self.board.world.point_cents, 0)
        return self._family_costs[card.index].serving

    def lateness(self, card: Card) -> Normal:
        """What latency over the limit takes, in millionths of the revenue: measured, or the usual."""
        if not self.habits.limits_early:
            return self._no_cost
        if card.latency_ms:
            return Normal(late_loss_pct(self.board.world, card.latency_ms) * PERCENT_PPM, 0)
        return self._family_costs[card.index].late

    def oversteps(self, card: Card) -> int:
        """What an agent's unauthorised actions are expected to cost a day at full traffic, millionths of quality."""
        if not self._family_costs[card.index].agent or not self.habits.safety_gate:
            return 0
        key = card.agent_runs * 1000 + card.agent_unauthorised
        if self._overstep_keys[card.index] != key:
            self._overstep_keys[card.index] = key
            self._oversteps[card.index] = self._overstepping(card)
        return self._oversteps[card.index]

    def _overstepping(self, card: Card) -> int:
        world = self.board.world
        total = 0
        rate_sum = 0
        for index, rate in enumerate(world.unauthorised_ppm):
            weight = world.unauthorised_weights[index] * 1_000_000
            for run in range(card.agent_runs):
                share = rate if run < card.agent_unauthorised else 1_000_000 - rate
                weight = weight * (share // 100) // 10_000
            total += weight
            rate_sum += weight * (rate // 100) // 10_000
        if total == 0:
            return 0
        cents = (world.agent_incident_cents + INCIDENT_DAYS * world.incident_day_cents) * NOTICED_PCT // 100
        return cents * (rate_sum * 1000 // total) // 1000 * POINT_PPM // world.point_cents

    def slices(self, card: Card, quality: Normal, mixture: Mixture) -> None:
        """Let `mixture` lie lower by what incidents of the weakest slice are expected to cost a day at full traffic.

        `quality`: of the checkpoint, which the slice was measured against.
        """
        world = self.board.world
        blind = not self.habits.measure_slices and (card.stage == Stage.EVALUATION or card.stage == Stage.PRODUCTION)
        bar = 0 if blind else world.bad_slice_ppm
        gap = self._gap
        if card.slice_ppm and not blind:
            noise = world.slice_noise_ppm * world.slice_noise_ppm + quality.variance
            gap = gap.posterior(card.slice_ppm - quality.mean, noise)
        card_history = self.game_belief.evidence.card_histories[card.index]
        if card_history.exposure:
            mixture.update_from_incidents(gap, bar, self._point_cost, world.incident_ppm, card_history)
        elif not card_history.version:
            mixture.set_slice_prior(self._gaps, bar, self._point_cost)
        elif not blind:
            gaps = self._gaps if gap is self._gap else slice_gaps(gap)
            mixture.add_slice_cost(gaps, bar, self._point_cost, quality.variance)

    def tool_incident_cost(self, card: Card) -> int:
        """What incidents by its tools say that the next ones cost a day at full traffic, millionths of quality."""
        card_history = self.game_belief.evidence.card_histories[card.index]
        incidents = card_history.incidents_by_cause[IncidentCause.TOOL] if card_history.incidents else 0
        if not incidents:
            return 0
        world = self.board.world
        once = world.incident_cents + INCIDENT_DAYS * world.incident_day_cents
        a_day = incidents * once * 100 // (card_history.exposure + 100 * CALM_DAYS)
        return a_day * POINT_PPM // world.point_cents

    # --- what customers get ------------------------------------------------------------------------------------
    def fill_mixture(self, mixture: Mixture, card: Card, quality: Normal, mended: bool) -> None:
        """Let `mixture` be what customers would get of a checkpoint of this quality, net of what it costs, one law for
        each fault.

        `mended`: after another run, which ends a regression whose cause is known and makes a drifted model fresh.
        """
        world = self.board.world
        gross = quality.mean + world.skew_mean_ppm
        serving = self.serving(card)
        late = self.lateness(card)
        earning = max(0, gross - world.value_floor_ppm) // 1000
        variance = quality.variance + world.skew_sd_ppm * world.skew_sd_ppm + serving.variance
        variance += earning * earning * (late.variance // 1_000_000)
        deduction = serving.mean + earning * late.mean // 1000
        deduction += self.oversteps(card) + self.tool_incident_cost(card)
        mixture.reset(gross - deduction, variance, deduction)
        card_history = self.game_belief.evidence.card_histories[card.index]
        if card_history.has_online_values():
            mixture.update(card_history.lived_mean() - deduction, card_history.lived_variance())
        if not mended:
            mixture.shift(-drifted_ppm(world, card))
        if card.regressed and not (mended and card.regressed == Regression.EXPLAINED):
            mixture.shift(-world.regression_ppm)
        self.slices(card, quality, mixture)

    def live_mixture(self, card: Card) -> Mixture:
        """What customers get of a promoted model, net: the forecast and what monitoring has shown."""
        cached = self._live_mixtures[card.index]
        if cached is None:
            cached = CachedMixture(self.board.world)
            self._live_mixtures[card.index] = cached
        if cached.stamp != self._live_stamp:
            cached.stamp = self._live_stamp
            card_history = self.game_belief.evidence.card_histories[card.index]
            if cached.note_changes(card, card_history, self.game_belief.evidence_by_card[card.index].measurements):
                self.fill_mixture(cached.net, card, self.game_belief.belief(card.index).quality_after(0), False)
        return cached.net

    def rival_quality(self, excluded: int) -> i64:
        """The net quality that a launch has to beat: the best promoted model, or where earning begins."""
        best: i64 = self._floor
        for card in self.card_lists.promoted:
            if card.index != excluded and (card.share_pct > 0 or not card.launched):
                best = max(best, self.live_mixture(card).mean())
        return best

    def fallback_quality(self, excluded: int) -> i64:
        """The net quality that customers get when this model goes: the one before it, or nothing that earns."""
        best: i64 = self._floor
        for card in self.card_lists.promoted:
            if card.index != excluded and card.launched:
                best = max(best, self.live_mixture(card).mean())
        return best

    # --- time --------------------------------------------------------------------------------------------------
    def life(self, card: Card, days: i64) -> i64:
        """Days of full traffic that a card earns for when it is ready to be promoted in so many days; 0 when too late.

        The canary's days count in part: by the traffic they leave to the model before it.
        """
        board = self.board
        day: i64 = board.day
        live_on: i64 = day + days + (self._handoff_again if card.live_days > 0 else self._handoff)
        if board.legal != LEGAL_DONE and board.world.needs_legal:
            review: i64 = board.legal_left if board.legal else board.world.legal_days
            live_on = max(live_on, day + review)
        if live_on >= self._days:
            return 0
        return max(0, self._days - live_on - self._canary) + self._tail

    def cents(self, gain_ppm: i64, days: i64) -> i64:
        """Dollars of so much quality for so many days at full traffic, in cents."""
        return gain_ppm * self._point_cents // POINT_PPM * days

    def gpu_cents(self, index: int, days: int) -> int:
        """Compute of a card for so many days."""
        return self.board.world.ideas[index].gpus * 24 * self.board.world.gpu_hour_cents * days

    # --- a launch ----------------------------------------------------------------------------------------------
    def incidents(self, short_ppm: i64) -> i64:
        """What a model this far under its bar is expected to cost a day at full traffic in incidents, cents."""
        return self._incidents * (short_ppm // 100) // 100

    def launch_value(self, card: Card, quality: Normal, days: int, measured_before: bool, mended: bool = True) -> i64:
        """Expected cents of launching a checkpoint that is ready in so many days, over leaving things as they are.

        `measured_before`: how good it is offline will be measured before; else only the canary tells.
        """
        life: i64 = self.life(card, days)
        if life == 0:
            return 0
        bar: i64 = self.bar
        if card.stage == Stage.PRODUCTION:
            bar = self.rival_quality(card.index)
        net = self._candidate
        self.fill_mixture(net, card, quality, mended)
        if measured_before:
            return self.cents(self.known_gain(net, life, bar), life)
        net.shift(-self.aging(life, bar))
        price: i64 = self.incidents(net.mean_shortfall()) + self.board.world.launch_cents
        net.to_preposterior(self.canary_variance)
        return self.cents(net.gain(bar), life) - price

    def known_gain(self, net: Mixture, life: i64, bar: i64) -> i64:
        """Quality that the launch of a model of which customers get `net` is expected to win on `bar` in so many days,
        where it is launched only if it pays.
        """
        aging: i64 = self.aging(life, bar)
        net.shift(-aging)
        # A bad one costs its canary: an incident now and then while about a day's customers meet it. It will only be
        # launched where it is worth the price: over a bar that is higher by it.
        price: i64 = self.incidents(net.mean_shortfall()) + self.board.world.launch_cents
        # In two parts, as the product of an absurd price would pass a machine word.
        day: i64 = self._point_cents * life
        gain: i64 = net.gain(bar + price // day * POINT_PPM + price % day * POINT_PPM // day)
        # Left as it came.
        net.shift(aging)
        return gain

    def aging(self, life: i64, bar: i64) -> i64:
        """What a model loses on average over its days: half of its drift, where nothing else grows old meanwhile."""
        # Rounded up.
        return (self._drift * life + 1) // 2 if bar == self._floor else 0
