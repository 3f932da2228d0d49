"""`aiboard diff A B`: where two games first differ: day, card, field."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from aiboard.cli import errors
from aiboard.cli.output import emit_json
from aiboard.engine.model.fields import dump_board, dump_truth
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.model.world import World
from aiboard.game.replay import Replay, replay
from aiboard.instruments.counted import count
from aiboard.instruments.text import clean
from aiboard.journal.reader import read


@dataclass(frozen=True)
class Difference:
    """The first difference: day (0: before the first), field, card (None where it is of no card), both values."""

    day: int
    field: str
    card: str | None
    a: object = None
    b: object = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("a", metavar="A", help="a save")
    parser.add_argument("b", metavar="B", help="another")
    parser.add_argument("--json", action="store_true", help="print the answer as one JSON document")


def run(args: argparse.Namespace) -> int:
    """Exit code 0: the same on every day; 1: not."""
    sides: list[Replay] = []
    for name in (args.a, args.b):
        save = read(name)
        # An edited save can still be compared, which is how one finds what was edited.
        result = replay(save, stop=False)
        if result.mismatch is not None:
            errors.say(f"{clean(name, 300)}:{result.mismatch.line}: {clean(result.mismatch.message, 300)}")
        sides.append(result)
    diff = difference(sides[0], sides[1])
    if args.json:
        document: dict[str, object] = {"same": diff is None, "day": None, "field": None, "card": None}
        if diff is not None:
            document |= {"day": diff.day, "field": diff.field, "card": diff.card, "a": diff.a, "b": diff.b}
        emit_json(document)
    elif diff is None:
        print(f"the same on {count(sides[0].timeline.days_ended(), 'day')}")
    else:
        card = f"{diff.card}: " if diff.card else ""
        print(f"day {diff.day}: {card}{diff.field}: {_said(diff, diff.a)} and {_said(diff, diff.b)}")
    return errors.OK if diff is None else errors.NO


def difference(a: Replay, b: Replay) -> Difference | None:
    """The first difference of two games, in the order of play; None when there is none."""
    if a.save.header.scenario_sha != b.save.header.scenario_sha:
        return Difference(0, "scenario", None, a.resolved.key, b.resolved.key)
    if a.save.header.seed != b.save.header.seed:
        return Difference(0, "seed", None, a.save.header.seed, b.save.header.seed)
    left, right = a.timeline, b.timeline
    for ended in range(1, min(left.days_ended(), right.days_ended()) + 1):
        diff = _states(left.morning(ended), right.morning(ended), ended)
        if diff is not None:
            return diff
    if left.days_ended() != right.days_ended():
        return Difference(
            min(left.days_ended(), right.days_ended()) + 1, "days", None, left.days_ended(), right.days_ended()
        )
    return _states(left.state, right.state, left.state.board.day)


def _states(a: State, b: State, day: int) -> Difference | None:
    # Digests first: writing both states out takes far longer, and nearly all days are equal.
    if digest(a) == digest(b):
        return None
    for half_a, half_b, name in (
        (dump_board(a.board), dump_board(b.board), "board"),
        (dump_truth(a.truth), dump_truth(b.truth), "truth"),
    ):
        field, card, x, y = _fields(half_a, half_b, name, a.world)
        if field:
            return Difference(day, field, card, x, y)
    return Difference(day, "digest", None, digest(a), digest(b))


def _fields(
    a: dict[str, object], b: dict[str, object], half: str, world: World
) -> tuple[str, str | None, object, object]:
    """The first field that differs: cards first, since they tell most; history last, since it repeats the others."""
    # What is summed up or logged comes last: a difference is named where it began, not where it led to.
    last = ("ledger", "before", "history")
    names = sorted(a, key=lambda name: (name != "cards", name in last))
    for name in names:
        if a[name] == b[name]:
            continue
        path, x, y = _walk(a[name], b[name], "")
        index, _, subpath = path.removeprefix("[").partition("]")
        if name == "cards" and index.isdigit() and int(index) < len(world.ideas):
            return (subpath.removeprefix(".") or half), world.ideas[int(index)].key, x, y
        return f"{name}{path}", None, x, y
    return "", None, None, None


def _walk(a: object, b: object, path: str) -> tuple[str, object, object]:
    """Down to the first value that differs."""
    if isinstance(a, dict) and isinstance(b, dict):
        for name in a:
            if a[name] != b.get(name):
                return _walk(a[name], b.get(name), f"{path}.{name}")
    if isinstance(a, list) and isinstance(b, list):
        for at, (x, y) in enumerate(zip(a, b, strict=False)):
            if x != y:
                return _walk(x, y, f"{path}[{at}]")
    return path, a, b


def _said(diff: Difference, value: object) -> str:
    """A value for a person: a stage by its name."""
    if diff.field == "stage" and isinstance(value, int):
        return Stage(value).name.lower()
    return clean(str(value), 60)
