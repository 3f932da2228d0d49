"""Changes of the board that several rules share: logging an event, moving a card, deciding it, its traffic."""

from typing import Final

from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import Decided, IdeaAdded, Moved
from aiboard.engine.happenings.live import LegalStarted, RolledBack, ShareSet
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import EDGES, Block, Reason, Stage
from aiboard.engine.model.world import World

#: Decisions.
PROMOTED: Final = 1
KILLED: Final = 2


class RuleBroken(Exception):
    """An invariant of the rules failed: a bug in the engine, never in the player's input."""


def log(board: Board, event: Event) -> None:
    """Append what happened to the history, dated today."""
    event.day = board.day
    board.history.append(event)


def move(board: Board, card: Card, stage: Stage) -> None:
    """Move a card along a drawn edge."""
    if stage not in EDGES[card.stage]:
        raise RuleBroken(f"no edge from {card.stage.name} to {stage.name}")
    log(board, Moved(card.index, before=card.stage, after=stage))
    card.stage = stage
    card.moved_day = board.day
    card.block = Block.NONE
    card.block_until = 0
    card.waited_days = 0
    card.running = False
    card.parked = False
    if stage != Stage.PRODUCTION:
        card.launched = 0
        card.incident = 0


def show_idea(board: Board, card: Card) -> None:
    """Put a card that nobody has proposed so far on the board."""
    card.shown = True
    log(board, IdeaAdded(card.index, person=board.world.ideas[card.index].person, stated_pct=card.stated_pct))


def decide(board: Board, card: Card, decision: int) -> None:
    """Count a card's first decision; later ones (a retired model, a second promotion) do not count again."""
    if card.decision != 0:
        return
    card.decision = decision
    card.decided_day = board.day
    board.decided += 1
    board.decided_sprint += 1
    if decision == PROMOTED:
        board.promoted += 1
    else:
        board.killed += 1
    log(board, Decided(card.index, decision=decision))


def clear_work(card: Card) -> None:
    """Forget pending work when a card leaves the flow."""
    card.seeds_pending = 0
    card.eval_left_min = 0
    card.change = -1
    card.paused = False


def retire(board: Board, card: Card) -> None:
    """Take a replaced model out of production for good; its decision stays what it was."""
    move(board, card, Stage.KILLED)
    card.reason = int(Reason.SUPERSEDED)
    card.share_pct = 0
    clear_work(card)
    drop_questions(board, card.index)


def drop_questions(board: Board, card: int) -> None:
    """Remove what standing orders asked about a card once it is answered; questions about datasets stay."""
    board.asked = [item for item in board.asked if item.card != card]


def warm_standby(board: Board, excluded: int) -> int:
    """The production card without traffic that was live most recently, or -1."""
    best = -1
    for card in board.cards:
        if card.stage == Stage.PRODUCTION and card.index != excluded and card.share_pct == 0 and card.launched > 0:
            if best < 0 or card.share_day > board.cards[best].share_day:
                best = card.index
    return best


def set_share(board: Board, card: Card, percent: int) -> None:
    """Give a production card its share of traffic; the rest stays with (or returns to) the model before it."""
    before = card.share_pct
    card.share_pct = percent
    card.share_day = board.day
    log(board, ShareSet(card.index, percent=percent, before=before))
    other = -1
    for rival in board.cards:
        if rival.share_pct > 0 and rival.index != card.index and rival.stage == Stage.PRODUCTION:
            other = rival.index
    if other < 0 and percent < 100:
        other = warm_standby(board, card.index) if percent == 0 else -1
    if other >= 0:
        board.cards[other].share_pct = 100 - percent


def rollback_price(board: Board, card: Card) -> int:
    """Cents that taking this card off all its traffic costs now; 0 for one without traffic."""
    return rollback_cents(board.world, card.exposed_pct) if card.share_pct else 0


def rollback_cents(world: World, exposed_pct: int) -> int:
    """Cents for customers met, in days at 1 % of the traffic: a price a day, up to `rollback_days` full days."""
    return world.rollback_cents * min(exposed_pct, 100 * world.rollback_days) // 100


def most_rollback_cents(world: World) -> int:
    """Cents of a roll-back after more customers than are counted: the most that one can cost."""
    return rollback_cents(world, 100 * world.rollback_days)


def lowering_price(board: Board, card: Card, percent: int) -> int:
    """Cents that giving a live model this smaller share of traffic costs: its part of a roll-back's price."""
    drop_pct = card.share_pct - percent
    return rollback_price(board, card) * drop_pct // card.share_pct if drop_pct > 0 else 0


def lower_share(board: Board, card: Card, percent: int) -> None:
    """Give a live model a smaller share of traffic, down to 0, and pay for what customers had met."""
    cents = lowering_price(board, card, percent)
    board.ledger.incidents -= cents
    # What is paid for is not paid for again.
    card.exposed_pct = card.exposed_pct * percent // card.share_pct
    log(board, RolledBack(card.index, share_pct=card.share_pct, cents=cents))
    set_share(board, card, percent)


def start_legal(board: Board) -> None:
    """The legal review begins today."""
    board.legal = 1
    board.legal_left = board.world.legal_days
    board.legal_day = board.day
    log(board, LegalStarted(days=board.legal_left))
