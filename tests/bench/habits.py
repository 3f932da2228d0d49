"""What each habit of the reference is worth: paired games with and without it.

    python tests/bench/habits.py [--scenario support-chatbot] [--games 300] [--seed 0] [--only L15 L17]

Prints the mean dollars a game that heeding the lesson wins over doing the opposite, with a 95 % interval.
"""

from argparse import ArgumentParser
from collections.abc import Callable
from math import sqrt

from aiboard.analysis.runner import run_games
from aiboard.bots import Bot
from aiboard.bots.reference import IGNORED, Reference, lesson_bot
from aiboard.scenario import load


def worth(obeyed: list[float], ignored: list[float]) -> tuple[float, float]:
    """Mean paired difference and half of its 95 % interval, in the unit of the values."""
    off = [one - other for one, other in zip(obeyed, ignored, strict=True)]
    mean = sum(off) / len(off)
    return mean, 1.96 * sqrt(sum((value - mean) ** 2 for value in off) / len(off) / (len(off) - 1))


def ignoring(lesson: str) -> Callable[[int], Bot]:
    """Makes the bot that does the opposite of a lesson."""
    return lambda seed: lesson_bot(lesson, False)


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description="What each habit of the reference is worth.")
    parser.add_argument("--scenario", default="support-chatbot")
    parser.add_argument("--games", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="+", default=list(IGNORED), choices=list(IGNORED))
    asked = parser.parse_args()
    resolved = load(asked.scenario)
    seeds = range(asked.seed, asked.seed + asked.games)

    def dollars(maker: Callable[[int], Bot]) -> list[float]:
        return [result.value_cents / 100 for result in run_games(resolved, maker, seeds)]

    obeyed = dollars(lambda seed: Reference())
    print(f"reference: {sum(obeyed) / len(obeyed):,.0f} dollars a game on {asked.scenario}")
    for lesson in asked.only:
        mean, half = worth(obeyed, dollars(ignoring(lesson)))
        print(f"{lesson} {IGNORED[lesson]:<16} {mean:>8,.0f} ± {half:,.0f}")


if __name__ == "__main__":
    main()
