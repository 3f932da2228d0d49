"""What pricing a whole game takes, look by look as the debrief's screen asks for it.

Seconds until the first price, until each look has seen every day, and until all is complete (further options, guesses,
luck); and seconds of all processes' CPU. Then what a rollout takes: the truth that it begins with, the rules
with their luck, and the thinking of the bot that plays on. The first two are the floor: no quicker bot goes below it.

    python tests/bench/prices.py [SCENARIO] [--seed 1000003] [--rollouts 256] [--bot heuristic] [--jobs 2]
"""

from __future__ import annotations

import time
from itertools import pairwise
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from common import arguments, rerun

from aiboard.analysis import anchors
from aiboard.analysis.belief import Memory, Priors
from aiboard.analysis.pool import pool
from aiboard.analysis.pricing.game import Settings, stream_prices
from aiboard.analysis.rollouts import REFERENCE, RolloutBase
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day, without_gc
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.state import State
from aiboard.engine.verbs import Action
from aiboard.scenario import ResolvedScenario, load

EVERY = 5
"""Mornings of a game from one whose rollouts are taken apart to the next."""
TRUTHS = 64
"""Rollouts taken apart from each of them."""


def used() -> float:
    """Seconds of CPU of this process and of those that it began and that have ended."""
    return sum(one.ru_utime + one.ru_stime for one in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))


def played(state: State) -> list[list[Action]]:
    """Let the reference play on to the end; what it did on each day."""
    bot, days = make_bot(REFERENCE, state.seed), []
    while not state.board.over:
        days.append(play_day(state, bot))
        advance(state)
    return days


def replayed(state: State, days: list[list[Action]]) -> None:
    """The same days with nothing thought."""
    for actions in days:
        for action in actions:
            act(state, action)
        advance(state)


def parts(resolved: ResolvedScenario, seed: int, days: list[list[Action]]) -> tuple[float, float, float]:
    """Milliseconds of CPU that a truth takes, and a rollout: the rules with their luck, and thinking."""
    priors, memory = Priors(resolved.world()), Memory()
    state = new_state(priors.world, seed, priors.latents)
    spent, rollouts = [0.0, 0.0, 0.0], 0
    for number, actions in enumerate(days):
        memory.observe(state.board)
        if number % EVERY == 0:
            base = RolloutBase(state.board, "parts", str(seed), priors, None, Memory(memory))
            with without_gc():
                marks = [time.process_time()]
                base.truths(TRUTHS)
                marks.append(time.process_time())
                found = [played(base.start(replicate)) for replicate in range(TRUTHS)]
                marks.append(time.process_time())
                for replicate, taken in enumerate(found):
                    replayed(base.start(replicate), taken)
                marks.append(time.process_time())
            drawn, whole, rules = (after - before for before, after in pairwise(marks))
            spent = [sum(pair) for pair in zip(spent, (drawn, rules, whole - rules), strict=True)]
            rollouts += TRUTHS
        for action in actions:
            act(state, action)
        advance(state)
    truths, rules, thought = (1000 * part / rollouts for part in spent)
    return truths, rules, thought


def main() -> None:
    parser = arguments(__doc__ or "", 1)
    parser.add_argument("--rollouts", type=int, default=256, metavar="N", help="replicates of a price at most")
    parser.add_argument("--bot", default="heuristic", help="whose game it is")
    parser.set_defaults(seed=1_000_003)
    asked = parser.parse_args()
    resolved = load(asked.scenario)
    scale = anchors.find(resolved)
    assert scale is not None
    for seed in range(asked.seed, asked.seed + asked.games):
        state, bot = new_state(resolved.world(), seed), make_bot(asked.bot, seed)
        days = []
        while not state.board.over:
            days.append(play_day(state, bot))
            advance(state)
        began, before = time.perf_counter(), used()
        settings = Settings(asked.rollouts, guess=True, luck=True)
        looks: dict[int, float] = {}
        first, decisions = None, 0
        with pool(asked.jobs) as executor:
            for partial in stream_prices(resolved, seed, [*days, []], scale, settings, executor):
                wall = time.perf_counter() - began
                decisions = len(partial.prices.decisions)
                first = wall if first is None and decisions else first
                looks[partial.replicates] = wall
        *rough, last = looks.items()
        print(f"{asked.scenario}, {asked.bot}, seed {seed}: {decisions} decisions, {asked.jobs} processes")
        print(f"first price after {first or 0.0:.1f} s")
        for replicates, wall in rough:
            print(f"all decisions at {replicates} replicates after {wall:.1f} s")
        print(f"complete, at most {last[0]} replicates, options, guesses and luck, after {last[1]:.1f} s")
        print(f"CPU of all processes: {used() - before:.1f} s")
        truths, rules, thought = parts(resolved, seed, days)
        print(f"a truth: {truths:.2f} ms, once for all lines that are compared")
        print(f"a rollout: rules and luck {rules:.2f} ms ({rules / (rules + thought):.0%}), thinking {thought:.2f} ms")
    print(rerun())


if __name__ == "__main__":
    main()
