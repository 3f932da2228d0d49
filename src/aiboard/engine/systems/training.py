"""Training: setup, runs and iterations gain points; a finished run moves quality along its curve and gives one readout.

Learning curve: each full run closes the share `rate` of the gap between quality and the card's ceiling, where
ceiling = dealt ceiling + what its ticket knew (freshness) + techniques won - labels' penalty.
"""

from typing import Final

from aiboard.engine.chance.latents import Purpose, capped, on_grid
from aiboard.engine.chance.luck import LUCK_RANGE, draw, happens, mix
from aiboard.engine.happenings.cards import Diverged, RunEnded, SetupDone
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.truth import CardTruth
from aiboard.engine.model.vocabulary import Change, Regression, Stage
from aiboard.engine.model.world import World
from aiboard.engine.moves import log, move

#: So many runs lost in a row have a cause that can be found; one alone is bad luck (ours).
LOSSES_WITH_CAUSE: Final = 2
#: A card made unstable by a disruption settles after so many runs lost in a row (ours).
MOST_LOSSES: Final = 4
#: No training gets past this quality, whatever was learned (ours).
MOST_CEILING_PPM: Final = 990_000


def ceiling_now(card: Card, truth: CardTruth) -> int:
    """The quality this card's training tends to, millionths."""
    ceiling = truth.ceiling_ppm + card.fresh_ppm + truth.gained_ppm - truth.penalty_ppm
    return ceiling if ceiling < MOST_CEILING_PPM else MOST_CEILING_PPM


def data_penalty(state: State, card: Card) -> int:
    """Ceiling lost to its dataset: label quality class, and a pilot batch instead of the whole set."""
    dataset = state.world.ideas[card.index].dataset
    if dataset < 0:
        return 0
    penalty = state.world.label_penalty_ppm[state.truth.labels[dataset]]
    if state.board.data[dataset].delivered_pct < 100:
        penalty += state.world.pilot_penalty_ppm
    return penalty


def learned_ppm(gap_ppm: int, rate_ppm: int) -> int:
    """What one full run closes of a gap between quality and ceiling, rounded down."""
    return gap_ppm * rate_ppm // 1_000_000


def _close_gap(state: State, card: Card, truth: CardTruth) -> None:
    gap = ceiling_now(card, truth) - truth.quality_ppm
    if gap > 0:
        truth.quality_ppm += learned_ppm(gap, state.world.rate_ppm[truth.rate])


def _try_technique(state: State, card: Card, truth: CardTruth) -> None:
    """New code moves quality and ceiling alike, up or down; the n-th technique of a card by an n-th of its draw."""
    gain = draw(state.latents.technique, state.seed, Purpose.TECHNIQUE, card.index, truth.techniques)
    truth.techniques += 1
    # The quotient is rounded down.
    gain = gain // truth.techniques
    truth.quality_ppm += gain
    truth.gained_ppm += gain


def _slim(world: World, truth: CardTruth) -> None:
    """A smaller model: faster, cheaper to serve, a little worse."""
    truth.latency_ms = truth.latency_ms * world.slim_pct // 100
    truth.serving_cents = truth.serving_cents * world.slim_pct // 100
    truth.quality_ppm -= world.slim_ppm
    truth.gained_ppm -= world.slim_ppm


def _draw_divergence(state: State, card: Card, truth: CardTruth, length: int) -> None:
    if happens(state.world.hazard_ppm[truth.hazard], state.seed, Purpose.DIVERGENCE, card.index, truth.attempts):
        luck = mix(state.seed, Purpose.DIVERGENCE_POINT, card.index, truth.attempts)
        truth.diverge_at = 1 + luck * (length - 1) // LUCK_RANGE
    else:
        truth.diverge_at = 0


def lose_run(state: State, card: Card) -> None:
    """The current run diverged (NaN loss): its points are gone, the next try starts from the last checkpoint.

    Brought by chaos, it leaves the card's own luck alone: the run starts over as the attempt it was.
    """
    card.diverged += 1
    card.lost_in_a_row += 1
    log(
        state.board,
        Diverged(card.index, run=card.runs_done + 1, points=card.run_points_done, in_a_row=card.lost_in_a_row),
    )
    card.run_points_done = 0


def _lost_again(card: Card, length: int) -> bool:
    """Whether an unstable card's run is lost at its middle once more; after MOST_LOSSES in a row it settles."""
    if not card.unstable or card.root_caused or card.run_points_done < length // 2:
        return False
    card.unstable = card.lost_in_a_row + 1 < MOST_LOSSES
    return True


def _next_attempt(truth: CardTruth) -> None:
    truth.attempts += 1
    truth.diverge_at = -1


def _read_out(state: State, card: Card, truth: CardTruth) -> None:
    """One look at the new checkpoint: what a training reports of itself is noisy, and too high by its own optimism.

    How optimistic trainings usually are is known, how much this one is nobody can tell from its readouts.
    """
    score = on_grid(state.quality(card), state.world.score_step_ppm)
    score += truth.optimism_ppm + card.overfit_ppm
    score += draw(state.latents.readout, state.seed, Purpose.READOUT, card.index, len(card.readouts))
    score = capped(score)
    corrected = score - state.world.optimism_mean_ppm - card.overfit_ppm
    card.version += 1
    card.readouts.append(score)
    card.corrected.append(corrected)
    card.versions.append(card.version)
    card.aged_days = 0
    card.scores = []
    card.slice_ppm = 0
    card.monitored_ppm = []
    card.monitored_pct = []
    if corrected > card.best_ppm:
        card.best_ppm = corrected


def _finish_run(state: State, card: Card, truth: CardTruth) -> None:
    board = state.board
    truth.penalty_ppm = data_penalty(state, card)
    if card.stage != Stage.ITERATION:
        _close_gap(state, card, truth)
    elif card.change == Change.TECHNIQUE:
        _try_technique(state, card, truth)
    elif card.change == Change.SLIMMER:
        _slim(state.world, truth)
    else:
        _close_gap(state, card, truth)
        card.overfit_ppm += state.world.overfit_ppm
    if card.regressed == Regression.EXPLAINED:
        card.regressed = int(Regression.NONE)
    _next_attempt(truth)
    card.runs_done += 1
    card.lost_in_a_row = 0
    card.unstable = False
    _read_out(state, card, truth)
    crossed = card.kill_ppm if card.under_kill_line() else 0
    log(board, RunEnded(card.index, card.readouts[-1], card.corrected[-1], card.runs_done, crossed))


def _work(state: State, card: Card) -> None:
    truth = state.truth.cards[card.index]
    length = state.world.ideas[card.index].run_points
    if card.setup_left > 0:
        card.setup_left -= card.speed_pct
        if card.setup_left <= 0:
            # Surplus work carries over into the run, which may have been under way when the card was paused.
            card.run_points_done -= card.setup_left
            card.setup_left = 0
            log(state.board, SetupDone(card.index))
        return
    if truth.diverge_at < 0:
        _draw_divergence(state, card, truth, length)
    card.run_points_done += card.speed_pct
    if _lost_again(card, length):
        lose_run(state, card)
        return
    # A cause that was found is out of the attempt under way too.
    if truth.diverge_at > 0 and not card.root_caused and card.run_points_done >= truth.diverge_at:
        lose_run(state, card)
        _next_attempt(truth)
        return
    if card.run_points_done < length:
        return
    surplus = card.run_points_done - length
    _finish_run(state, card, truth)
    if card.stage == Stage.ITERATION or card.runs_done >= card.runs_planned:
        card.run_points_done = 0
        card.change = -1
        move(state.board, card, Stage.EVALUATION)
    else:
        card.run_points_done = surplus


def run(state: State) -> None:
    """A day's work on every card that got what it needs."""
    for card in state.board.cards:
        if card.running and card.in_training():
            _work(state, card)
