"""Games for the tests of the debrief, each written as what is done on which day."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiboard.actions.grammar import parse
from aiboard.analysis.debrief import Debrief, build
from aiboard.analysis.findings import Finding
from aiboard.analysis.runner import MOST_ACTIONS
from aiboard.bots import make_bot
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import Action
from aiboard.game import Game, new_game
from aiboard.scenario import ResolvedScenario, from_data
from tests.game.small import data, small


@cache
def calm(days: int = 60, **changes: Any) -> ResolvedScenario:
    """The small scenario without disruptions; `changes` are sections to merge in, as tuples of (name, value)."""
    content = data(days)
    content["chaos"] = {"events": 0}
    for section, values in changes.items():
        plain = {name: list(value) if isinstance(value, tuple) else value for name, value in values}
        content[section] = {**content.get(section, {}), **plain}
    return from_data(content)


def play(resolved: ResolvedScenario, seed: int, *lines: str, until: int | None = None) -> Game:
    """A game in memory: each line is done, in order, as soon as it is possible; a line `@12` waits for day 12."""
    game = new_game(resolved, seed)
    todo = list(lines)
    while not game.board.over and game.board.day != until:
        while todo and _possible(game, todo[0]):
            line = todo.pop(0)
            if not line.startswith("@"):
                game.do(line)
        game.end_day()
    assert not todo or until, f"never possible: {todo[0]}"
    return game


def _possible(game: Game, line: str) -> bool:
    if line.startswith("@"):
        return game.board.day >= int(line[1:])
    action = parse(line, game.world)
    return isinstance(action, Action) and game.check(action) == Refusal.NONE


@cache
def by_bot(bot: str, seed: int = 3, days: int = 60) -> Debrief:
    """The debrief of a bot's game of the small scenario, against three bots."""
    game = new_game(small(days), seed)
    player = make_bot(bot, seed)
    while not game.board.over:
        for _ in range(MOST_ACTIONS):
            action = player.play(game.board)
            if action is None or game.check(action) != Refusal.NONE:
                break
            game.do(action)
        game.end_day()
    return read(game)


def read(game: Game) -> Debrief:
    """A debrief against three bots."""
    return build(game.resolved, game.seed, game.timeline.days, game.why_practice, ("idle", "kill-all", "heuristic"))


def finding(found: Debrief, key: str) -> Finding | None:
    """The finding of this key, None when the debrief has none."""
    return next((item for item in found.findings if item.key == key), None)
