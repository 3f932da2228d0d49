"""Compute: who gets the GPUs today. A running card takes its GPUs for the whole day; evaluation gets what is left."""

from typing import Final

from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Block, Chaos

DAY_GPU_MIN: Final = 24 * 60


def cards_held(board: Board) -> list[int]:
    """How many cards in flight each person holds."""
    workloads = [0] * len(board.world.people)
    for card in board.cards:
        if card.holder >= 0 and card.in_flight():
            # Compiled, += on an item of a list goes through Python's numbers and takes twice as long.
            workloads[card.holder] = workloads[card.holder] + 1
    return workloads


def speed_of(board: Board, cards: int) -> int:
    """Percent of full speed at which somebody works on each of this many cards: switching between them takes time."""
    levels = board.world.focus_pct
    return levels[min(max(cards, 1), len(levels)) - 1]


def next_holder(board: Board, card: Card, workloads: list[int]) -> int:
    """Who would take the card on now: its proposer where they build, else the builder with the fewest cards.

    `workloads` is `cards_held`: whoever asks about many cards counts once.
    """
    people = board.world.people
    proposer = board.world.ideas[card.index].person
    if people[proposer].builds:
        return proposer
    best = -1
    for index, person in enumerate(people):
        if person.builds and (best < 0 or workloads[index] < workloads[best]):
            best = index
    return best


def holder_of(board: Board, card: Card, workloads: list[int]) -> int:
    """Who works on the card, or would if it were taken on now; `workloads` is `cards_held`."""
    return card.holder if card.holder >= 0 else next_holder(board, card, workloads)


def focus_speed(board: Board, card: Card) -> int:
    """Percent of full speed of a card in flight, by how many cards its holder has."""
    return speed_of(board, cards_held(board)[card.holder]) if card.holder >= 0 else 100


def holds_gpus(card: Card) -> bool:
    """Whether it had GPUs yesterday."""
    return card.running


def before_in_queue(a: Card, b: Card) -> bool:
    """Queue order: priority (1 first), then who is in the middle of a run (nobody is thrown off), waiting days, id."""
    if a.priority != b.priority:
        return a.priority < b.priority
    if holds_gpus(a) != holds_gpus(b):
        return holds_gpus(a)
    if a.waited_days != b.waited_days:
        return a.waited_days > b.waited_days
    return a.index < b.index


def insert_in_queue(queue: list[Card], card: Card) -> None:
    """Insert keeping queue order."""
    at = len(queue)
    while at > 0 and before_in_queue(card, queue[at - 1]):
        at -= 1
    queue.insert(at, card)


def data_block(board: Board, card: Card) -> Block:
    """Whether a dataset keeps this card from training: missing, or in a known data issue."""
    issue = board.disruption_place(Chaos.DATA_ISSUE)
    dataset = board.world.ideas[card.index].dataset
    if issue >= 0:
        issue_dataset = board.disruptions[issue].data
        if issue_dataset == dataset or board.world.datasets[issue_dataset].ready:
            return Block.DATA_ISSUE
    if dataset >= 0 and board.data[dataset].delivered_pct == 0:
        return Block.NO_DATA
    return Block.NONE


def _set_block(board: Board, card: Card, block: Block) -> None:
    card.running = False
    card.block = block
    card.waited_days += 1
    card.block_until = 0
    if block == Block.DATA_ISSUE:
        card.block_until = board.disruptions[board.disruption_place(Chaos.DATA_ISSUE)].until_day + 1
    elif block == Block.SHORTAGE:
        card.block_until = board.disruptions[board.disruption_place(Chaos.GPU_SHORTAGE)].until_day + 1
    elif block == Block.NO_DATA:
        card.block_until = board.data[board.world.ideas[card.index].dataset].due_day


class Allocation:
    """How a day's pool would be shared out: its GPUs, the most cards that may train, who trains, who goes without."""

    def __init__(self, gpus: int, limit: int) -> None:
        self.gpus = gpus
        self.limit = limit
        self.free_gpus = gpus
        self.training: list[Card] = []
        self.waiting: list[Card] = []


def allocate(board: Board, queue: list[Card]) -> Allocation:
    """Share out today's pool: each card of the queue, in its order, trains if what is left is enough for it.

    In a shortage without reserved GPUs only the first of the queue trains, and gets all that it needs.
    """
    ideas = board.world.ideas
    reserved = board.reserved_gpus if board.reserved_until >= board.day else 0
    allocation = Allocation(board.world.gpus, len(queue))
    if board.disruption_place(Chaos.GPU_SHORTAGE) >= 0:
        first = ideas[queue[0].index].gpus if queue else 0
        allocation = Allocation(
            min(board.world.gpus, max(board.world.shortage_gpus, first) + reserved), len(queue) if reserved else 1
        )
    for card in queue:
        need = ideas[card.index].gpus
        if need <= allocation.free_gpus and len(allocation.training) < allocation.limit:
            allocation.free_gpus -= need
            allocation.training.append(card)
        else:
            allocation.waiting.append(card)
    return allocation


def gpu_queue(board: Board) -> list[Card]:
    """The cards in training that could use GPUs today, in queue order: neither paused nor without their data."""
    queue: list[Card] = []
    for card in board.cards:
        if card.in_training() and not card.paused and data_block(board, card) == Block.NONE:
            insert_in_queue(queue, card)
    return queue


def _queue(board: Board) -> list[Card]:
    """The cards that ask for GPUs today, in queue order: those in setup too, whose smoke runs need them.

    The others in training wait for something.
    """
    training = [card for card in board.cards if card.in_training()]
    queue: list[Card] = []
    if not training:
        return queue
    workloads = cards_held(board)
    for card in training:
        card.speed_pct = speed_of(board, workloads[card.holder])
        if card.paused:
            card.running = False
            card.block = Block.PAUSED
            card.block_until = 0
            continue
        blocked = data_block(board, card)
        if blocked != Block.NONE:
            _set_block(board, card, blocked)
        else:
            insert_in_queue(queue, card)
    return queue


def run(state: State) -> None:
    """Share out the pool among training cards; leaves the remainder in board.gpu_min - board.gpu_used_min."""
    board = state.board
    shortage = board.disruption_place(Chaos.GPU_SHORTAGE) >= 0
    shared = allocate(board, _queue(board))
    for card in shared.training:
        card.running = True
        card.block = Block.NONE
        card.block_until = 0
        card.waited_days = 0
        card.gpu_used_min += board.world.ideas[card.index].gpus * DAY_GPU_MIN
    for card in shared.waiting:
        _set_block(board, card, Block.SHORTAGE if shortage else Block.NO_GPU)
    board.running_max = shared.limit if shortage else board.world.gpus
    board.gpu_min = shared.gpus * DAY_GPU_MIN
    board.gpu_used_min = (shared.gpus - shared.free_gpus) * DAY_GPU_MIN
