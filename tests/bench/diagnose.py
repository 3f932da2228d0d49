"""Whether the planted causes can be told apart by the evidence that the drill shows; makes the table that ships.

    python tests/bench/diagnose.py [GAMES] [--write]

Learns on some seeds and judges others. Prints the share of games whose cause is ranked first, by cause and in all; then
the same with labels drawn as the drill draws them and the plants off: there it has to be chance, or something besides
the plant would give the cause away.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from aiboard.drills.diagnose import bayes
from aiboard.drills.diagnose.drill import case_cause, first_seed
from aiboard.drills.diagnose.evidence import Numbers, numbers
from aiboard.drills.diagnose.planted_game import play
from aiboard.drills.diagnose.plants import NONE, PLANTS

LEARNT_FROM = 200_000
JUDGED_FROM = 1_000_000
TABLE = Path(bayes.__file__).with_name(bayes.FILE)


_BINS = 6


def learn(games: Mapping[str, Sequence[Numbers]]) -> bayes.Table:
    """The table of games with known causes: cause -> the numbers of each game."""
    first = next(iter(games.values()))[0]
    edges = {name: _edges([game[name] for of in games.values() for game in of]) for name in first}
    counts: dict[str, dict[str, list[int]]] = {}
    for cause, of in games.items():
        counts[cause] = {name: [0] * (len(edges[name]) + 1) for name in first}
        for game in of:
            for name, value in game.items():
                counts[cause][name][bayes.bin_index(edges[name], value)] += 1
    return bayes.Table(edges, counts)


def _edges(values: list[float]) -> list[float]:
    """Quantiles, each once: a number with few values gets few bins."""
    values = sorted(values)
    found = [values[len(values) * place // _BINS] for place in range(1, _BINS)]
    # Beside the quantiles the least and the second value: a rare 0 is often what tells.
    distinct = sorted(set(values))
    return sorted({round(edge, 4) for edge in [*found, *distinct[:2], *distinct[-2:-1]]})


def unshipped(cause: str, first: int, count: int) -> list[Numbers]:
    """The numbers of so many games of a cause in which nothing serves customers after three sprints."""
    found: list[Numbers] = []
    seed = first
    while len(found) < count:
        played = play(PLANTS[cause], seed)
        if not played.served():
            found.append(numbers(played))
        seed += 1
    return found


def main() -> None:
    """Learn, judge, print; with --write the table goes into the package."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("games", nargs="?", type=int, default=200, metavar="GAMES", help="of a cause (default 200)")
    parser.add_argument("--write", action="store_true", help="put the table into the package")
    arguments = parser.parse_args()
    games = arguments.games
    table = learn({cause: unshipped(cause, LEARNT_FROM, games) for cause in PLANTS})
    hits, wrong = 0, Counter[tuple[str, str]]()
    judged = max(20, games // 2)
    for cause in PLANTS:
        right = 0
        for seen in unshipped(cause, JUDGED_FROM, judged):
            found = table.posterior(seen)
            first = max(found, key=found.__getitem__)
            right += first == cause
            wrong[(cause, first)] += first != cause
        hits += right
        print(f"{cause:14} {right / judged:.0%}")
    print(f"all            {hits / judged / len(PLANTS):.1%} of {judged * len(PLANTS)} games")
    print("taken for another:", ", ".join(f"{a} for {b} {n}" for (a, b), n in wrong.most_common(8) if n))
    off = [(case_cause(n), table.posterior(numbers(play(PLANTS[NONE], first_seed(n))))) for n in range(4 * judged)]
    chance = sum(max(found, key=found.__getitem__) == label for label, found in off) / len(off)
    print(f"plants off     {chance:.1%} (chance is {1 / len(PLANTS):.1%})")
    if arguments.write:
        found = {"edges": table.edges, "counts": table.counts}
        TABLE.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"written to {TABLE.name}")


if __name__ == "__main__":
    main()
