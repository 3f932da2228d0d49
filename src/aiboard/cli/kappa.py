"""`aiboard kappa FILE...`: how far two labellers agree beyond chance, from a table, or a table of each."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator

from aiboard.cli import errors
from aiboard.cli.output import emit
from aiboard.formats.labels import Labels, open_labels, read_labels
from aiboard.instruments.agreement import Agreement, Share, agreement
from aiboard.instruments.counted import count, left_out
from aiboard.instruments.text import clean

_FEW = 50
"""Items under which the interval is rough."""
_FEW_OF_ONE = 5
"""Items with another label than a labeller's most frequent one, under which the interval is rough."""
_SHOWN = 5
_RARE, _FREQUENT = 0.05, 0.9
"""Shares of a label outside which the usual rule speaks of imbalance, whatever the world is like."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    help_text = "a table: a column a labeller, or rows of item, labeller, label; or a file of each labeller"
    parser.add_argument("files", nargs="+", metavar="FILE", help=help_text)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--labellers", metavar="A,B", help="the two columns, or the two labellers, to compare")
    parser.add_argument(
        "--need", type=float, metavar="KAPPA", help="exit code 1 unless the interval's low end reaches this kappa"
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 1 where a needed kappa is not shown; FormatError for a file that is no table of labels."""
    labellers = None
    if args.labellers is not None:
        names = [name.strip() for name in args.labellers.split(",")]
        if len(names) != 2 or not all(names) or names[0] == names[1]:
            raise errors.UserError("names two different labellers: --labellers A,B", field="--labellers")
        labellers = names[0], names[1]
    if args.need is not None and not -1 <= args.need <= 1:
        raise errors.UserError("must lie between -1 and 1", field="--need")
    labels = read_labels(open_labels(*args.files), labellers)
    stats = agreement(labels.counts)
    reached = None
    if args.need is not None:
        # The point estimate of a few items reaches anything at times.
        reached = stats is not None and stats.kappa is not None and stats.kappa.low >= args.need
    arguments = ", ".join(args.files), labels, stats, args.need, reached
    emit(args.json, _json(*arguments), _lines(*arguments))
    return errors.NO if reached is False else errors.OK


def _json(
    file: str, labels: Labels, stats: Agreement | None, need: float | None, reached: bool | None
) -> dict[str, object]:
    return {
        "file": clean(file, 500),
        "labellers": list(labels.names),
        "items": 0 if stats is None else stats.items,
        "left_out": labels.left_out,
        "kappa": None if stats is None else _est(stats.kappa),
        "agreement": None if stats is None else _est(stats.agreement),
        "chance": None if stats is None else stats.chance,
        "naive": None if stats is None else {"agreement": stats.agreement.mean, "kappa": stats.naive_kappa},
        "need": need,
        "reached": reached,
        "distribution": [
            {"label": label, "first": first, "second": second} for label, first, second in _distribution(labels)
        ],
        "disagreements": [
            {"first": a, "second": b, "count": count} for (a, b), count in labels.counts.most_common() if a != b
        ],
        "notes": _notes(labels, stats),
    }


def _est(share: Share | None) -> dict[str, float] | None:
    return None if share is None else {"mean": share.mean, "low": share.low, "high": share.high}


def _lines(
    file: str, labels: Labels, stats: Agreement | None, need: float | None, reached: bool | None
) -> Iterator[str]:
    items = 0 if stats is None else stats.items
    yield f"{clean(file)}: {labels.names[0]} and {labels.names[1]}, {count(items, 'item')} with a label of both"
    if stats is not None:
        yield f"  Cohen's kappa    {_shown(stats.kappa)}"
        yield f"  naive agreement  {_shown(stats.agreement)}   of which {stats.chance:.3f} is to be expected by chance"
        yield f"  naive kappa      {stats.naive_kappa:.3f}   chance from {labels.names[0]}'s labels alone"
        yield from _label_lines(labels)
        disagreements = [(pair, times) for pair, times in labels.counts.most_common() if pair[0] != pair[1]]
        for (a, b), times in disagreements[:_SHOWN]:
            yield f"  {times} × {labels.names[0]} says {a}, {labels.names[1]} says {b}"
        if len(disagreements) > _SHOWN:
            yield f"  and {len(disagreements) - _SHOWN} more ways to disagree"
    for note in _notes(labels, stats):
        yield f"  note: {note}"
    if reached is not None:
        yield f"kappa {need:g} is {'shown' if reached else 'not shown'}: the low end of the interval counts"


def _distribution(labels: Labels) -> list[tuple[str, float, float]]:
    """Each label with its share of what either labeller gave, the most frequent first."""
    total = sum(labels.counts.values())
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (a, b), times in labels.counts.items():
        first[a] += times
        second[b] += times
    return [(label, first[label] / total, second[label] / total) for label, _ in (first + second).most_common()]


def _label_lines(labels: Labels) -> Iterator[str]:
    """How often each label was given, and which of them the usual rule calls out of balance."""
    rows = _distribution(labels)
    label_text = ", ".join(
        f"{label} {100 * first:.0f} % and {100 * second:.0f} %" for label, first, second in rows[:_SHOWN]
    )
    more = f", and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
    yield f"  labels, {labels.names[0]} and {labels.names[1]}: {label_text}{more}"
    flagged = [label for label, *shares in rows if not _RARE <= sum(shares) / 2 <= _FREQUENT]
    if flagged:
        rule = f"under {100 * _RARE:.0f} % or over {100 * _FREQUENT:.0f} %"
        yield f"  the usual rule calls {', '.join(flagged[:_SHOWN])} out of balance ({rule}); a true rarity is no fault"


def _shown(share: Share | None) -> str:
    return "undefined" if share is None else f"{share.mean:.3f}   95 % interval {share.low:.3f} to {share.high:.3f}"


def _notes(labels: Labels, stats: Agreement | None) -> list[str]:
    """What has to be known beside the figures."""
    notes: list[str] = []
    if stats is None:
        notes.append("no item has a label of both, so nothing can be said")
    elif stats.kappa is None:
        notes.append("both always say the same one label: kappa is undefined, and not 1")
    elif stats.items < _FEW:
        notes.append(f"under {_FEW} items the interval is rough")
    if stats is not None and stats.kappa is not None:
        notes += _one_sided(labels, stats.items)
    if labels.left_out:
        notes.append(left_out(labels.left_out, "item", "without a label of both"))
    if labels.repeated:
        notes.append(f"{count(labels.repeated, 'label')} given again to the same item; the last counts")
    if labels.numbers and len(_distribution(labels)) > 2:
        notes.append("the labels are numbers: kappa here counts 4 against 5 as it counts 1 against 5")
    if labels.others:
        notes.append(f"{' and '.join(labels.others)} may be labels too: --labellers A,B names the two to compare")
    notes += [f"{group} count as different labels" for group in labels.alike]
    return notes


def _one_sided(labels: Labels, items: int) -> Iterator[str]:
    """Which labeller has nearly one label only, so that a few items decide kappa and its interval."""
    for i, name in enumerate(labels.names):
        given: Counter[str] = Counter()
        for pair, times in labels.counts.items():
            given[pair[i]] += times
        label, times = given.most_common(1)[0]
        if times == items:
            yield f"{name} always says {label}: kappa is 0 whatever the other says"
        elif items - times < _FEW_OF_ONE and items >= _FEW:
            yield f"{name} says something else than {label} {count(items - times, 'time')} only: the interval is rough"
