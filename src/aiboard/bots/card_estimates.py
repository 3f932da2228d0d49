"""How the heuristic reads a board: forecasts from readouts, family strength, online estimates. Board in, integers out.

All qualities in millionths. The constants are the bot's own assumptions about a typical card, not the rules' truth.
"""

from typing import Final

from aiboard.engine.gate import card_estimate
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.outlook import DAY_POINTS, days_at, iteration_points

#: A typical run closes 55 % of the gap, so a gain G so far leaves this share of G (percent) to come after n runs.
GAP_LEFT_PCT: Final[tuple[int, ...]] = (0, 82, 25, 10, 4, 2, 1)
#: ... and of what is left, the share (percent) that the planned rest of the runs still wins.
RUN_WINS_PCT: Final[tuple[int, ...]] = (0, 55, 80, 91, 96, 98, 99)
#: A card may fall this far short of what is needed before it is given up (noise and techniques).
SLACK_PPM: Final = 15_000


def start_of(board: Board, card: Card) -> int:
    """The quality this card's family begins at."""
    return board.world.families[board.world.ideas[card.index].family].start_ppm


def current_quality(board: Board, card: Card) -> int:
    """Best estimate of the current checkpoint: mean of seeds, or the readouts smoothed; the start before any."""
    if card.scores:
        return card.mean_ppm()
    if not card.corrected:
        return start_of(board, card)
    if len(card.corrected) >= 2:
        # The previous checkpoint was lower by design; half its shortfall is trusted as trend, half as noise.
        last = card.corrected[-1]
        previous = card.corrected[-2]
        return last if last >= previous else (3 * last + previous) // 4
    return card.corrected[-1]


def headroom(board: Board, card: Card) -> int:
    """How far the ceiling is thought to lie above the current level."""
    runs = card.runs_done
    if runs == 0:
        return 0
    gained = current_quality(board, card) - start_of(board, card)
    if gained <= 0:
        return 0
    index = runs if runs < len(GAP_LEFT_PCT) else len(GAP_LEFT_PCT) - 1
    return gained * GAP_LEFT_PCT[index] // 100


def forecast(board: Board, card: Card, extra_runs: int) -> int:
    """Expected level after the planned runs still to come and `extra_runs` more."""
    planned_runs = card.runs_planned - card.runs_done
    runs = (planned_runs if planned_runs > 0 else 0) + extra_runs
    index = runs if runs < len(RUN_WINS_PCT) else len(RUN_WINS_PCT) - 1
    return current_quality(board, card) + headroom(board, card) * RUN_WINS_PCT[index] // 100


def hopeless(board: Board, card: Card, goal_ppm: int, slack_ppm: int) -> bool:
    """Whether even a level one standard error over what was measured leads short of the goal."""
    reach = forecast(board, card, 2)
    # The forecast is cheap and mostly settles it.
    if reach + slack_ppm >= goal_ppm:
        return False
    estimate = card_estimate(board, card)
    # A 95 % interval is four standard errors wide.
    error = (estimate.high - estimate.low) // 4 if estimate is not None else 0
    return reach + error < goal_ppm


def incumbent(board: Board, promoted: list[Card]) -> int:
    """The model customers mostly get and that is not the newcomer, of the cards in production: index, or -1."""
    best = -1
    for card in promoted:
        if card.share_pct > 0 and (best < 0 or card.launched < board.cards[best].launched):
            best = card.index
    return best


def newcomer(board: Board, promoted: list[Card]) -> int:
    """Of the cards in production the one that is not yet at full traffic and came last, or -1."""
    best = -1
    for card in promoted:
        if card.launched == 0 or card.share_pct > 0:
            if best < 0 or card.moved_day > board.cards[best].moved_day:
                best = card.index
    if best >= 0 and board.cards[best].share_pct == 100:
        return -1
    return best


def launch_bar(board: Board, live: int, success_ppm: int = 0) -> int:
    """The offline level a card must reach to be worth launching: the bar, or clearly better than what is live.

    `live` is the live model, -1 for none. The bar is a ticket's success line; 0: the project's own.
    """
    bar = success_ppm if success_ppm > 0 else board.world.launch_ppm
    if live < 0:
        return bar
    live_card = board.cards[live]
    base = live_card.mean_ppm() if live_card.scores else bar
    return max(bar, base + NEWCOMER_MARGIN_PPM)


#: A newcomer should look better than the live model by this much before it is worth the disturbance.
NEWCOMER_MARGIN_PPM: Final = 12_000


def project_days_left(board: Board) -> int:
    """Days of the project still to come, today included."""
    return board.world.days - board.day + 1


def start_days(board: Board, card: Card) -> int:
    """Working days a start needs to be worth it: setup, two runs, evaluation, handoff and half the canary."""
    idea = board.world.ideas[card.index]
    work = idea.setup_points + 2 * idea.run_points + board.world.handoff_points
    return days_at(work, DAY_POINTS) + board.world.canary_days + EVALUATION_DAYS


def iteration_days(board: Board, card: Card) -> int:
    """Working days an iteration needs to reach customers."""
    work = iteration_points(board, card) + board.world.handoff_points
    return days_at(work, DAY_POINTS) + board.world.canary_days + EVALUATION_DAYS


#: Days an evaluation takes, queue included.
EVALUATION_DAYS: Final = 2
