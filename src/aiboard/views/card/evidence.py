"""The words filled in when a card is decided: a reason and a learning, from what was measured."""

from __future__ import annotations

from aiboard.engine import gate as gating
from aiboard.engine import outlook
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Block, CheckKind, Reason, Stage
from aiboard.instruments.kill_rules import BUDGETS
from aiboard.views import fmt
from aiboard.views.card.measure import best_estimate, best_of_family, live, quality_estimate

#: Readouts that have to say the same for a plateau.
_PLATEAU_RUNS = 3
_LIMIT = 160


def suggested_reason(board: Board, index: int) -> Reason:
    """The reason that the evidence speaks for; OTHER where it speaks for none."""
    card = board.cards[index]
    failed = {check.kind for check in gating.verdict(board, index).checks if not check.passed}
    if CheckKind.SAFETY in failed:
        return Reason.SAFETY
    # The card's own line comes before what else may be wrong: it was agreed before any result.
    if card.under_kill_line():
        return Reason.BELOW_LINE
    if failed & {CheckKind.LATENCY, CheckKind.SERVING_COST}:
        return Reason.SERVING
    if plateau(board, card):
        return Reason.PLATEAU
    # One lost run happens to most cards; two speak of the card, until their cause is found.
    if card.diverged > 1 and not card.root_caused:
        return Reason.DIVERGED
    if card.gpu_used_min > BUDGETS * outlook.budget_gpu_min(board.world, index):
        return Reason.OVER_BUDGET
    if card.block in (Block.NO_DATA, Block.DATA_ISSUE):
        return Reason.DATA
    if _out_of_reach(board, card):
        return Reason.GAP
    return Reason.SUPERSEDED if _better(board, index) >= 0 else Reason.OTHER


def _better(board: Board, index: int) -> int:
    """The live model where it measures better than a card, else the best such card with eval scores; -1 for none."""
    estimate, serving = quality_estimate(board, index), board.live()
    if estimate is None:
        return -1
    serving_estimate = quality_estimate(board, serving) if serving >= 0 and serving != index else None
    if serving_estimate is not None and estimate.mean < serving_estimate.mean:
        return serving
    # Readouts of two cards say too little of which is better; scores on the same questions do.
    scored = [card.index for card in board.cards if card.stage == Stage.EVALUATION and card.scores]
    best = best_estimate(board, scored) if index in scored else None
    return best[0] if best is not None and estimate.mean < best[1].mean else -1


def plateau(board: Board, card: Card) -> bool:
    """Whether the last three readouts differ by less than one readout's own spread."""
    last = card.corrected[-_PLATEAU_RUNS:]
    return len(last) == _PLATEAU_RUNS and max(last) - min(last) <= board.world.readout_sd_ppm


def _out_of_reach(board: Board, card: Card) -> bool:
    """Whether even the upper end of what was measured, and a good technique, stay under the card's own bar."""
    estimate = quality_estimate(board, card.index)
    if estimate is None:
        return False
    world = board.world
    best = estimate.high + world.technique_mean_ppm + world.technique_sd_ppm
    return best < (card.success_ppm or world.launch_ppm)


def suggested_learning(board: Board, index: int, reason: Reason | None = None) -> str:
    """One line of learning: the fact, its numbers, and where that leaves the family."""
    chosen = suggested_reason(board, index) if reason is None else reason
    parts = [_fact(board, board.cards[index], chosen)]
    family = board.world.ideas[index].family
    best = best_of_family(board, family)
    if best is not None:
        parts.append(f"{fmt.family(board.world, family)} best {best.brief}")
    return "; ".join(parts)[:_LIMIT]


def _fact(board: Board, card: Card, reason: Reason) -> str:
    world = board.world
    estimate = quality_estimate(board, card.index)
    score = estimate.text if estimate else "nothing measured"
    runs = ", ".join(fmt.tenth(value) for value in card.corrected[-_PLATEAU_RUNS:])
    if reason == Reason.PLATEAU:
        return f"plateau: {runs}"
    if reason == Reason.BELOW_LINE:
        return f"{score}, kill line {fmt.points(card.kill_ppm)}"
    if reason == Reason.DIVERGED:
        return f"diverged {fmt.count(card.diverged, 'time')}; {score}"
    if reason == Reason.SERVING:
        cost = fmt.exact_money(card.serving_cents)
        limit = fmt.exact_money(world.serving_limit_cents)
        p95 = f"p95 {fmt.seconds(card.latency_ms)} of {fmt.seconds(world.latency_limit_ms)}"
        return f"{p95}, {cost} a day of {limit}; {score}"
    if reason == Reason.OVER_BUDGET:
        budget = fmt.gpu_hours(outlook.budget_gpu_min(world, card.index))
        return f"{fmt.gpu_hours(card.gpu_used_min)} GPU-h used of {budget}; {score}"
    if reason == Reason.GAP:
        bar = fmt.points(card.success_ppm or world.launch_ppm)
        return f"{score}, bar {bar}: more than a technique brings"
    if reason == Reason.SAFETY:
        return f"{fmt.count(card.agent_unauthorised, 'agent run')} of {card.agent_runs} left the allowed tools; {score}"
    if reason == Reason.SUPERSEDED:
        rival = _better(board, card.index) if board.live() < 0 else board.live()
        if rival >= 0:
            # What customers get of the other, where there is any of it; a score alone says what it was before.
            live_estimate, rival_estimate = live(board, rival), quality_estimate(board, rival)
            other = (
                f" at {live_estimate.brief}"
                if live_estimate
                else f", measured {rival_estimate.brief}"
                if rival_estimate
                else ""
            )
            return f"{score}; {fmt.short(world, rival)}{' is live' if board.live() >= 0 else ''}{other}"
    if reason == Reason.DATA:
        dataset = world.ideas[card.index].dataset
        return f"waited {fmt.days(card.waited_days)} for {fmt.dataset(world, dataset) if dataset >= 0 else 'data'}"
    return f"{runs}; {score}" if len(card.corrected) > 1 else score
