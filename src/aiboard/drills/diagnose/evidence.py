"""What can be opened about a played project: each piece with its price, its lines, and its numbers for a classifier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from aiboard.drills.asks import Item
from aiboard.drills.diagnose.planted_game import MEASURED_SEEDS, PlayedGame
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import EvalStarted, Iterating, Moved, Promoted, RunEnded
from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.happenings.data import BatchAccepted, DataOrdered, GuidelinesDone, KappaRead, ScopeAdded
from aiboard.engine.happenings.live import LegalStarted, RolledBack, ShareSet
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Block, Chaos, Stage
from aiboard.engine.systems.compute import DAY_GPU_MIN
from aiboard.views import fmt, words

_Kind = TypeVar("_Kind", bound=Event)
Numbers = dict[str, float]


@dataclass(frozen=True)
class EvidenceKind:
    """A kind of evidence: its key, its name, its price in minutes, what it shows, its numbers by name."""

    key: str
    name: str
    minutes: int
    lines: Callable[[PlayedGame], Iterator[str]]
    numbers: Callable[[PlayedGame], Numbers]


def items(game: PlayedGame) -> tuple[Item, ...]:
    """All evidence about a project."""
    return tuple(Item(kind.key, kind.name, kind.minutes, tuple(kind.lines(game))) for kind in KINDS)


def numbers(game: PlayedGame, opened: list[str] | None = None) -> Numbers:
    """The numbers of what was opened (None: of everything), each once."""
    values: Numbers = {}
    for kind in KINDS:
        if opened is None or kind.key in opened:
            values |= kind.numbers(game)
    return values


def _events(game: PlayedGame, kind: type[_Kind]) -> list[_Kind]:
    return [event for event in game.board.history if isinstance(event, kind)]


def _started(game: PlayedGame) -> list[Card]:
    return [card for card in game.board.cards if card.started_day > 0]


def _name(game: PlayedGame, card: int) -> str:
    return f"{fmt.key(game.board.world, card)} {fmt.title(game.board.world, card)}"


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


# --- the board -------------------------------------------------------------------------------------------------


def _board_lines(game: PlayedGame) -> Iterator[str]:
    board = game.board
    for stage in Stage:
        limit = f", limit {board.wip[stage]}" if board.wip[stage] else ""
        yield f"{words.STAGE[stage]}: {board.count(stage)}{limit}"
    people = sum(person.builds for person in board.world.people)
    yield f"In flight on an average day: {game.in_flight / game.days:.1f} cards, for {people} people."
    yield f"Days on which a column was over its limit: {game.over} of {game.days}."


def _board_numbers(game: PlayedGame) -> Numbers:
    return {"in_flight": game.in_flight / game.days, "over": game.over}


def _decision_lines(game: PlayedGame) -> Iterator[str]:
    board = game.board
    yield f"Started: {len(_started(game))}. Decided: {board.decided}, of them killed {board.killed}."
    yield f"Promoted: {board.promoted}. Serving customers: {'yes' if game.served() else 'nobody'}."
    yield f"Decided by sprint: {_by_sprint(game, [card.decided_day for card in board.cards if card.decision])}."


def _decision_numbers(game: PlayedGame) -> Numbers:
    board = game.board
    return {"started": len(_started(game)), "killed": board.killed, "promoted": board.promoted}


# --- the cards -------------------------------------------------------------------------------------------------


def _old_lines(game: PlayedGame) -> Iterator[str]:
    old = sorted((card for card in _started(game) if card.decision == 0), key=lambda card: card.started_day)
    for card in old[:4]:
        score = _score(card)
        runs = ", ".join(fmt.tenth(value) for value in card.corrected[-4:]) or "no run yet"
        yield f"{_name(game, card.index)}: since day {card.started_day}, {words.STAGE[Stage(card.stage)]}"
        yield f"  runs {runs}; {score}; kill line {fmt.tenth(card.kill_ppm)}"
    if not old:
        yield "No started card is open."
    yield f"Card-days that open cards spent under their own kill line: {game.under_kill}."


def _score(card: Card) -> str:
    """What is measured of the version that a card has now; seeds of earlier versions do not count for it."""
    if not card.scores:
        return "this version not evaluated"
    return f"this version {fmt.count(len(card.scores), 'seed')}, mean {fmt.tenth(card.mean_ppm())}"


def _old_numbers(game: PlayedGame) -> Numbers:
    runs = Counter(event.card for event in _events(game, RunEnded))
    return {"under_kill": game.under_kill, "most_runs": max(runs.values(), default=0)}


def _iteration_lines(game: PlayedGame) -> Iterator[str]:
    changes = Counter(event.card for event in _events(game, Iterating))
    yield f"Changes tried on cards that had been evaluated: {sum(changes.values())}."
    for card, count in changes.most_common(4):
        best = fmt.tenth(game.board.cards[card].best_ppm)
        yield f"{_name(game, card)}: {fmt.count(count, 'change')}, best so far {best}"
    world = game.board.world
    yield f"Launch bar {fmt.tenth(world.launch_ppm)}; a point earns money from {fmt.tenth(world.value_floor_ppm)} on."


def _iteration_numbers(game: PlayedGame) -> Numbers:
    changes = Counter(event.card for event in _events(game, Iterating))
    floor = game.board.world.value_floor_ppm
    good = sum(count for card, count in changes.items() if game.board.cards[card].best_ppm >= floor)
    return {"changes": sum(changes.values()), "changes_good": good}


# --- what is scarce --------------------------------------------------------------------------------------------


def _compute_lines(game: PlayedGame) -> Iterator[str]:
    yield f"GPU-days offered: {game.gpu / DAY_GPU_MIN:.0f} of {game.board.world.gpus * game.days}."
    yield f"Used: {100 * _share(game.gpu_used + game.eval_used, game.gpu):.0f} % of what was offered."
    blocked = game.blocked
    yield f"Card-days waiting for a GPU: {blocked[Block.NO_GPU]}; in a shortage: {blocked[Block.SHORTAGE]}."


def _compute_numbers(game: PlayedGame) -> Numbers:
    offered = _share(game.gpu, game.board.world.gpus * game.days * DAY_GPU_MIN)
    return {"offered": offered, "no_gpu": game.blocked[Block.NO_GPU], "shortage": game.blocked[Block.SHORTAGE]}


def _evaluation_lines(game: PlayedGame) -> Iterator[str]:
    evals = _events(game, EvalStarted)
    by_card = Counter[int]()
    for event in evals:
        by_card[event.card] += event.seeds
    cards = fmt.count(len(by_card), "card")
    yield f"Evaluations: {len(evals)}, of {cards}, {fmt.count(sum(by_card.values()), 'seed')} in all, all versions."
    for card, seeds in by_card.most_common(4):
        yield f"{_name(game, card)}: all versions {fmt.count(seeds, 'seed')}; {_score(game.board.cards[card])}"
    used = _share(game.eval_used, game.gpu_used + game.eval_used)
    yield f"Evaluation took {100 * used:.0f} % of the GPU time used."
    yield f"Card-days in its queue: {game.blocked[Block.EVAL_QUEUE]}."


def _evaluation_numbers(game: PlayedGame) -> Numbers:
    evals = _events(game, EvalStarted)
    cards = len({event.card for event in evals})
    seeds = sum(event.seeds for event in evals)
    return {"seeds_a_card": _share(seeds, cards), "seeds_an_eval": _share(seeds, len(evals)), "seeds": seeds}


# --- data ------------------------------------------------------------------------------------------------------


def _data_lines(game: PlayedGame) -> Iterator[str]:
    orders = _events(game, DataOrdered)
    for order in orders:
        name = fmt.dataset(game.board.world, order.data)
        yield f"Day {order.day}: {order.percent} % of {name} ordered."
    if not orders:
        yield "Nothing was ordered."
    for task in game.board.data:
        if task.shown and not game.board.world.datasets[task.index].ready:
            waiting = sum(
                game.board.world.ideas[card.index].dataset == task.index and card.started_day == 0 and card.shown
                for card in game.board.cards
            )
            name = fmt.dataset(game.board.world, task.index)
            yield f"{name}: {task.delivered_pct} % there; {fmt.count(waiting, 'idea')} not started need it."


def _data_numbers(game: PlayedGame) -> Numbers:
    orders = _events(game, DataOrdered)
    # Never is the day after the last, so that it lies on the late side of every bin.
    return {"first_order": min((order.day for order in orders), default=31), "orders": len(orders)}


def _label_lines(game: PlayedGame) -> Iterator[str]:
    for task in game.board.data:
        if task.ordered_pct == 0:
            continue
        name = fmt.dataset(game.board.world, task.index)
        guideline_text = "with guidelines" if task.guidelines else "without guidelines"
        agreement = f"kappa {task.kappa_ppm / 1_000_000:.2f}" if task.kappa_items else "agreement not read"
        batches = fmt.count(task.batches, "batch", "batches")
        yield f"{name}: {batches}, {guideline_text}, {agreement}, {task.delivered_pct} % accepted."
    readings = [f"{event.kappa_ppm / 1_000_000:.2f}" for event in _events(game, KappaRead)]
    yield f"Readings of agreement in turn: {', '.join(readings) or 'none'}."
    yield f"Batches accepted: {len(_events(game, BatchAccepted))}."


def _label_numbers(game: PlayedGame) -> Numbers:
    ordered = bool(_events(game, DataOrdered))
    guided = len(_events(game, GuidelinesDone))
    first = next((event.percent for event in _events(game, DataOrdered)), 0)
    # Where nothing was ordered no guidelines are missing: a number of its own.
    return {"guided": guided if ordered else -1, "first_percent": first}


# --- choices ---------------------------------------------------------------------------------------------------


def _family_lines(game: PlayedGame) -> Iterator[str]:
    world = game.board.world
    started = Counter(world.ideas[card.index].family for card in _started(game))
    for index, family in enumerate(world.families):
        ideas = sum(world.ideas[card.index].family == index and card.shown for card in game.board.cards)
        yield f"{family.name}: {started.get(index, 0)} started of {fmt.count(ideas, 'idea')}."


def _family_numbers(game: PlayedGame) -> Numbers:
    started = Counter(game.board.world.ideas[card.index].family for card in _started(game))
    return {"families": len(started), "top_family": _share(max(started.values(), default=0), sum(started.values()))}


def _launch_lines(game: PlayedGame) -> Iterator[str]:
    reviews = _events(game, LegalStarted)
    legal = f"asked on day {reviews[0].day}, takes {fmt.days(reviews[0].days)}" if reviews else "nobody has asked"
    yield f"Legal review: {legal}."
    for event in _events(game, Promoted):
        seeds = _seeds_at(game, event)
        yield f"Day {event.day}: {_name(game, event.card)} promoted on {fmt.count(seeds, 'seed')}, all versions."
    rollbacks = len(_events(game, RolledBack))
    shares = len(_events(game, ShareSet))
    yield f"Steps of traffic: {shares}. Rolled back: {rollbacks}."
    level = fmt.tenth(game.board.world.value_floor_ppm)
    yield f"Card-days in Evaluation of cards measured at {level} or more on {MEASURED_SEEDS} seeds: {game.ready}."


def _seeds_at(game: PlayedGame, promoted: Promoted) -> int:
    """Eval seeds of a card that were asked for before its promotion."""
    seeds = 0
    for event in game.board.history:
        if event is promoted:
            break
        if isinstance(event, EvalStarted) and event.card == promoted.card:
            seeds += event.seeds
    return seeds


def _launch_numbers(game: PlayedGame) -> Numbers:
    promotions = _events(game, Promoted)
    fewest_seeds = min((_seeds_at(game, event) for event in promotions), default=-1)
    return {"ready": game.ready, "least_seeds": fewest_seeds, "promotions": len(promotions)}


def _event_lines(game: PlayedGame) -> Iterator[str]:
    disruptions = _events(game, ChaosBegan)
    for event in disruptions:
        yield f"Day {event.day}: {words.CHAOS[Chaos(event.chaos)]}."
    added = _events(game, ScopeAdded)
    yield f"New requirements in the sprints: {len(added)}." if added else "No requirement was added."
    if not disruptions:
        yield "Nothing out of the ordinary happened."
    moves = [event for event in _events(game, Moved) if event.after == Stage.HYPOTHESIS]
    yield f"Tickets written by sprint: {_by_sprint(game, [event.day for event in moves])}."


def _by_sprint(game: PlayedGame, days: list[int]) -> str:
    sprints = Counter((day - 1) // game.board.world.sprint_days + 1 for day in days)
    return ", ".join(str(sprints.get(sprint, 0)) for sprint in (1, 2, 3))


def _event_numbers(game: PlayedGame) -> Numbers:
    return {"added": len(_events(game, ScopeAdded)), "events": len(_events(game, ChaosBegan))}


KINDS: Final = (
    EvidenceKind("board", "The board: columns, limits, cards in flight", 3, _board_lines, _board_numbers),
    EvidenceKind("decisions", "Decisions: started, killed, promoted", 3, _decision_lines, _decision_numbers),
    EvidenceKind("old", "The oldest open cards with their numbers", 5, _old_lines, _old_numbers),
    EvidenceKind("changes", "What was changed on evaluated cards", 4, _iteration_lines, _iteration_numbers),
    EvidenceKind("compute", "GPUs: offered, used, waited for", 4, _compute_lines, _compute_numbers),
    EvidenceKind("evals", "Evaluations: how many seeds on what", 4, _evaluation_lines, _evaluation_numbers),
    EvidenceKind("data", "Data: what was ordered when", 4, _data_lines, _data_numbers),
    EvidenceKind("labels", "Labels: guidelines, agreement, batches", 5, _label_lines, _label_numbers),
    EvidenceKind("families", "Approaches: started by family", 3, _family_lines, _family_numbers),
    EvidenceKind("launches", "The way to customers: legal, promotions, traffic", 5, _launch_lines, _launch_numbers),
    EvidenceKind("events", "What happened from outside", 3, _event_lines, _event_numbers),
)
"""All evidence, in the order in which it is offered."""
