"""Plays games and prints each day's digest: run by test_compiled.py on the source and on its compiled copy.

    python tests/engine/digests.py < request.json

The request lists games as [what, bot, seed]: a scenario's name with a bot, or "dice" with a number of games of the
small world under random actions and injections. Prints JSON: each module's file, digests by game, vectors of luck,
class constants that the faces could not read.
"""

import importlib
import json
import pkgutil
import sys
import time
from pathlib import Path
from types import GetSetDescriptorType, ModuleType

sys.path.append(str(Path(__file__).resolve().parents[2]))

import aiboard.bots
import aiboard.engine
import aiboard.instruments
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.chance.luck import mix, murmur3
from aiboard.engine.day import advance
from aiboard.engine.gate import verdict
from aiboard.engine.model.state import State, digest, restore, serialize
from aiboard.engine.model.vocabulary import Chaos, Refusal, Source
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Inject
from aiboard.instruments.gate import interval, lower_bound, sample_variance
from aiboard.scenario import load
from tests.engine.play import random_games
from tests.engine.worlds import world


def modules() -> list[ModuleType]:
    """Every module of the compiled packages."""
    return [
        importlib.import_module(info.name)
        for package in (aiboard.engine, aiboard.bots, aiboard.instruments)
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]


def unreadable() -> list[str]:
    """Class constants that cannot be read from the class: mypyc takes one without Final or ClassVar for a field."""
    return [
        f"{module.__name__}.{cls.__name__}.{name}"
        for module in modules()
        for cls in vars(module).values()
        if isinstance(cls, type) and cls.__module__ == module.__name__
        for name, value in vars(cls).items()
        if name.isupper() and isinstance(value, GetSetDescriptorType)
    ]


def verdicts(state: State) -> list[int]:
    """What the gate says of every card, as numbers."""
    return [
        value
        for card in state.board.cards
        if card.scores
        for item in verdict(state.board, card.index).checks
        for value in (int(item.kind), int(item.passed), item.value, item.bar)
    ]


def bots_game(made: World, latents: Latents, bot_name: str, seed: int) -> list[str]:
    """Every day's digest of a bot's game, with two injections; half way the state goes through JSON."""
    state = new_state(made, seed, latents)
    bot = make_bot(bot_name, seed)
    found = [digest(state)]
    while not state.board.over:
        if state.board.day in (made.days // 3, made.days // 2):
            for kind in Chaos:
                action = Inject(int(kind), source=Source.FACILITATOR)
                if (state.board.day + kind) % 2 and check(state.board, action) == Refusal.NONE:
                    act(state, action)
        play_day(state, bot)
        advance(state)
        if state.board.day == made.days // 2:
            state = restore(made, latents, json.loads(json.dumps(serialize(state))))
        found.append(digest(state))
    found.append(repr(verdicts(state)))
    return found


def main() -> None:
    """Answer the request on standard input."""
    games = {}
    began = time.process_time()
    for what, bot, seed in json.load(sys.stdin):
        if what == "dice":
            games[f"dice {seed}"] = [digest(state) for state in random_games(world(), bot, seed=seed)]
            continue
        made = load(what).world()
        games[f"{what} {bot} {seed}"] = bots_game(made, Latents(made), bot, seed)
    took = time.process_time() - began
    luck = [mix(seed, purpose, 3, n) for seed in (0, 7, 2**63 - 1) for purpose in (1, 91) for n in (0, 1, 2**32 - 1)]
    luck += [murmur3([0xFFFFFFFF], 0), murmur3([], 0xFFFFFFFF)]
    scores = []
    for n in range(2, 40):
        values = [i * 7_919 % 50_000 - 9_000 for i in range(n)]
        mean, variance = sum(values) // n, sample_variance(values)
        scores.append([lower_bound(mean, n, variance, n - 1, 10_000), interval(mean, n, variance, n - 1, 10_000).low])
    answer = {
        "modules": {module.__name__: str(module.__file__) for module in modules()},
        "unreadable": unreadable(),
        "games": games,
        "luck": luck,
        "scores": scores,
        "seconds": took,
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
