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


def items(played: PlayedGame) -> tuple[Item, ...]:
    """All evidence about a project."""
    return tuple(Item(kind.key, kind.name, kind.minutes, tuple(kind.lines(played))) for kind in KINDS)


def numbers(played: PlayedGame, opened: list[str] | None = None) -> Numbers:
    """The numbers of what was opened (None: of everything), each once."""
    found: Numbers = {}
    for kind in KINDS:
        if opened is None or kind.key in opened:
            found |= kind.numbers(played)
    return found


def _events(played: PlayedGame, kind: type[_Kind]) -> list[_Kind]:
    return [event for event in played.board.history if isinstance(event, kind)]


def _started(played: PlayedGame) -> list[Card]:
    return [card for card in played.board.cards if card.started_day > 0]


def _name(played: PlayedGame, card: int) -> str:
    return f"{fmt.key(played.board.world, card)} {fmt.title(played.board.world, card)}"


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


# --- the board -------------------------------------------------------------------------------------------------


def _board_lines(played: PlayedGame) -> Iterator[str]:
    board = played.board
    for stage in Stage:
        limit = f", limit {board.wip[stage]}" if board.wip[stage] else ""
        yield f"{words.STAGE[stage]}: {board.count(stage)}{limit}"
    people = sum(person.builds for person in board.world.people)
    yield f"In flight on an average day: {played.in_flight / played.days:.1f} cards, for {people} people."
    yield f"Days on which a column was over its limit: {played.over} of {played.days}."


def _board_numbers(played: PlayedGame) -> Numbers:
    return {"in_flight": played.in_flight / played.days, "over": played.over}


def _decision_lines(played: PlayedGame) -> Iterator[str]:
    board = played.board
    yield f"Started: {len(_started(played))}. Decided: {board.decided}, of them killed {board.killed}."
    yield f"Promoted: {board.promoted}. Serving customers: {'yes' if played.served() else 'nobody'}."
    yield f"Decided by sprint: {_by_sprint(played, [card.decided_day for card in board.cards if card.decision])}."


def _decision_numbers(played: PlayedGame) -> Numbers:
    board = played.board
    return {"started": len(_started(played)), "killed": board.killed, "promoted": board.promoted}


# --- the cards -------------------------------------------------------------------------------------------------


def _old_lines(played: PlayedGame) -> Iterator[str]:
    old = sorted((card for card in _started(played) if card.decision == 0), key=lambda card: card.started_day)
    for card in old[:4]:
        score = _score(card)
        runs = ", ".join(fmt.tenth(value) for value in card.corrected[-4:]) or "no run yet"
        yield f"{_name(played, card.index)}: since day {card.started_day}, {words.STAGE[Stage(card.stage)]}"
        yield f"  runs {runs}; {score}; kill line {fmt.tenth(card.kill_ppm)}"
    if not old:
        yield "No started card is open."
    yield f"Card-days that open cards spent under their own kill line: {played.under_kill}."


def _score(card: Card) -> str:
    """What is measured of the version that a card has now; seeds of earlier versions do not count for it."""
    if not card.scores:
        return "this version not evaluated"
    return f"this version {fmt.count(len(card.scores), 'seed')}, mean {fmt.tenth(card.mean_ppm())}"


def _old_numbers(played: PlayedGame) -> Numbers:
    runs = Counter(event.card for event in _events(played, RunEnded))
    return {"under_kill": played.under_kill, "most_runs": max(runs.values(), default=0)}


def _iteration_lines(played: PlayedGame) -> Iterator[str]:
    found = Counter(event.card for event in _events(played, Iterating))
    yield f"Changes tried on cards that had been evaluated: {sum(found.values())}."
    for card, count in found.most_common(4):
        best = fmt.tenth(played.board.cards[card].best_ppm)
        yield f"{_name(played, card)}: {fmt.count(count, 'change')}, best so far {best}"
    world = played.board.world
    yield f"Launch bar {fmt.tenth(world.launch_ppm)}; a point earns money from {fmt.tenth(world.value_floor_ppm)} on."


def _iteration_numbers(played: PlayedGame) -> Numbers:
    found = Counter(event.card for event in _events(played, Iterating))
    floor = played.board.world.value_floor_ppm
    good = sum(count for card, count in found.items() if played.board.cards[card].best_ppm >= floor)
    return {"changes": sum(found.values()), "changes_good": good}


# --- what is scarce --------------------------------------------------------------------------------------------


def _compute_lines(played: PlayedGame) -> Iterator[str]:
    yield f"GPU-days offered: {played.gpu / DAY_GPU_MIN:.0f} of {played.board.world.gpus * played.days}."
    yield f"Used: {100 * _share(played.gpu_used + played.eval_used, played.gpu):.0f} % of what was offered."
    blocked = played.blocked
    yield f"Card-days waiting for a GPU: {blocked[Block.NO_GPU]}; in a shortage: {blocked[Block.SHORTAGE]}."


def _compute_numbers(played: PlayedGame) -> Numbers:
    offered = _share(played.gpu, played.board.world.gpus * played.days * DAY_GPU_MIN)
    return {"offered": offered, "no_gpu": played.blocked[Block.NO_GPU], "shortage": played.blocked[Block.SHORTAGE]}


def _evaluation_lines(played: PlayedGame) -> Iterator[str]:
    asked = _events(played, EvalStarted)
    by_card = Counter[int]()
    for event in asked:
        by_card[event.card] += event.seeds
    cards = fmt.count(len(by_card), "card")
    yield f"Evaluations: {len(asked)}, of {cards}, {fmt.count(sum(by_card.values()), 'seed')} in all, all versions."
    for card, seeds in by_card.most_common(4):
        yield f"{_name(played, card)}: all versions {fmt.count(seeds, 'seed')}; {_score(played.board.cards[card])}"
    used = _share(played.eval_used, played.gpu_used + played.eval_used)
    yield f"Evaluation took {100 * used:.0f} % of the GPU time used."
    yield f"Card-days in its queue: {played.blocked[Block.EVAL_QUEUE]}."


def _evaluation_numbers(played: PlayedGame) -> Numbers:
    asked = _events(played, EvalStarted)
    cards = len({event.card for event in asked})
    seeds = sum(event.seeds for event in asked)
    return {"seeds_a_card": _share(seeds, cards), "seeds_an_eval": _share(seeds, len(asked)), "seeds": seeds}


# --- data ------------------------------------------------------------------------------------------------------


def _data_lines(played: PlayedGame) -> Iterator[str]:
    orders = _events(played, DataOrdered)
    for order in orders:
        name = fmt.dataset(played.board.world, order.data)
        yield f"Day {order.day}: {order.percent} % of {name} ordered."
    if not orders:
        yield "Nothing was ordered."
    for task in played.board.data:
        if task.shown and not played.board.world.datasets[task.index].ready:
            waiting = sum(
                played.board.world.ideas[card.index].dataset == task.index and card.started_day == 0 and card.shown
                for card in played.board.cards
            )
            name = fmt.dataset(played.board.world, task.index)
            yield f"{name}: {task.delivered_pct} % there; {fmt.count(waiting, 'idea')} not started need it."


def _data_numbers(played: PlayedGame) -> Numbers:
    orders = _events(played, DataOrdered)
    # Never is the day after the last, so that it lies on the late side of every bin.
    return {"first_order": min((order.day for order in orders), default=31), "orders": len(orders)}


def _label_lines(played: PlayedGame) -> Iterator[str]:
    for task in played.board.data:
        if task.ordered_pct == 0:
            continue
        name = fmt.dataset(played.board.world, task.index)
        guided = "with guidelines" if task.guidelines else "without guidelines"
        agreement = f"kappa {task.kappa_ppm / 1_000_000:.2f}" if task.kappa_items else "agreement not read"
        batches = fmt.count(task.batches, "batch", "batches")
        yield f"{name}: {batches}, {guided}, {agreement}, {task.delivered_pct} % accepted."
    readings = [f"{event.kappa_ppm / 1_000_000:.2f}" for event in _events(played, KappaRead)]
    yield f"Readings of agreement in turn: {', '.join(readings) or 'none'}."
    yield f"Batches accepted: {len(_events(played, BatchAccepted))}."


def _label_numbers(played: PlayedGame) -> Numbers:
    ordered = bool(_events(played, DataOrdered))
    guided = len(_events(played, GuidelinesDone))
    first = next((event.percent for event in _events(played, DataOrdered)), 0)
    # Where nothing was ordered no guidelines are missing: a number of its own.
    return {"guided": guided if ordered else -1, "first_percent": first}


# --- choices ---------------------------------------------------------------------------------------------------


def _family_lines(played: PlayedGame) -> Iterator[str]:
    world = played.board.world
    started = Counter(world.ideas[card.index].family for card in _started(played))
    for place, family in enumerate(world.families):
        ideas = sum(world.ideas[card.index].family == place and card.shown for card in played.board.cards)
        yield f"{family.name}: {started.get(place, 0)} started of {fmt.count(ideas, 'idea')}."


def _family_numbers(played: PlayedGame) -> Numbers:
    started = Counter(played.board.world.ideas[card.index].family for card in _started(played))
    return {"families": len(started), "top_family": _share(max(started.values(), default=0), sum(started.values()))}


def _launch_lines(played: PlayedGame) -> Iterator[str]:
    asked = _events(played, LegalStarted)
    legal = f"asked on day {asked[0].day}, takes {fmt.days(asked[0].days)}" if asked else "nobody has asked"
    yield f"Legal review: {legal}."
    for event in _events(played, Promoted):
        seeds = _seeds_at(played, event)
        yield f"Day {event.day}: {_name(played, event.card)} promoted on {fmt.count(seeds, 'seed')}, all versions."
    rolled = len(_events(played, RolledBack))
    shares = len(_events(played, ShareSet))
    yield f"Steps of traffic: {shares}. Rolled back: {rolled}."
    level = fmt.tenth(played.board.world.value_floor_ppm)
    yield f"Card-days in Evaluation of cards measured at {level} or more on {MEASURED_SEEDS} seeds: {played.ready}."


def _seeds_at(played: PlayedGame, promoted: Promoted) -> int:
    """Eval seeds of a card that were asked for before its promotion."""
    seeds = 0
    for event in played.board.history:
        if event is promoted:
            break
        if isinstance(event, EvalStarted) and event.card == promoted.card:
            seeds += event.seeds
    return seeds


def _launch_numbers(played: PlayedGame) -> Numbers:
    promotions = _events(played, Promoted)
    least = min((_seeds_at(played, event) for event in promotions), default=-1)
    return {"ready": played.ready, "least_seeds": least, "promotions": len(promotions)}


def _event_lines(played: PlayedGame) -> Iterator[str]:
    found = _events(played, ChaosBegan)
    for event in found:
        yield f"Day {event.day}: {words.CHAOS[Chaos(event.chaos)]}."
    added = _events(played, ScopeAdded)
    yield f"New requirements in the sprints: {len(added)}." if added else "No requirement was added."
    if not found:
        yield "Nothing out of the ordinary happened."
    moves = [event for event in _events(played, Moved) if event.after == Stage.HYPOTHESIS]
    yield f"Tickets written by sprint: {_by_sprint(played, [event.day for event in moves])}."


def _by_sprint(played: PlayedGame, days: list[int]) -> str:
    sprints = Counter((day - 1) // played.board.world.sprint_days + 1 for day in days)
    return ", ".join(str(sprints.get(sprint, 0)) for sprint in (1, 2, 3))


def _event_numbers(played: PlayedGame) -> Numbers:
    return {"added": len(_events(played, ScopeAdded)), "events": len(_events(played, ChaosBegan))}


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
