"""The evaluator's boards: mornings and middles of days out of many games, and what the reference does on each.

They hold what was done until then, not who did it: only the rules and the reference's own choices can change them.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from aiboard.actions.grammar import Turn, parse, to_text
from aiboard.analysis.rollouts import plan_of
from aiboard.bots import Bot, make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents, Purpose
from aiboard.engine.chance.luck import mix
from aiboard.engine.day import advance
from aiboard.engine.model.state import State, digest
from aiboard.scenario import load

FILE: Final = Path(__file__).resolve().parent / "evaluator_boards.json"
BOARDS: Final = {"first-sprint": 12, "slow-starters": 13, "gpu-drought": 13, "support-chatbot": 12}
"""Boards of each scenario, fifty together."""
PLAYERS: Final = ("reference", "heuristic", "vibes", "story-points")
"""Who played until then, in turn: the reference judges boards that it would never have made, too."""
FIRST_SEED: Final = 50
_KEY: Final = 7


@dataclass(frozen=True)
class Board:
    """A board and the reference's choices on it.

    Attributes:
        scenario, seed: of the game.
        days: what was done on each day until then, the last one under way.
        digest: of the state, so that a change of the rules is told from one of the reference.
        choices: what the reference does on the rest of the day.
    """

    scenario: str
    seed: int
    days: tuple[tuple[str, ...], ...]
    digest: str
    choices: tuple[str, ...]


def state_of(board: Board) -> State:
    """The state, played again. Raises IllegalAction where the rules no longer allow what was done."""
    world = load(board.scenario).world()
    state = new_state(world, board.seed)
    for number, lines in enumerate(board.days):
        if number:
            advance(state)
        for line in lines:
            action = parse(line, world)
            assert not isinstance(action, Turn)
            act(state, action)
    return state


def choices(state: State) -> tuple[str, ...]:
    """What the reference does on the rest of the day, without its words."""
    return tuple(to_text(action, state.world).partition(' "')[0] for action in plan_of(state))


def made() -> list[Board]:
    """All boards, from games played now."""
    return [_made(key, number) for key, count in BOARDS.items() for number in range(count)]


def _made(key: str, number: int) -> Board:
    world = load(key).world()
    seed = FIRST_SEED + number
    state = new_state(world, seed, Latents(world))
    bot = make_bot(PLAYERS[number % len(PLAYERS)], seed)
    last = 1 + mix(_KEY, Purpose.BOT, 0, number) % world.days
    days: list[tuple[str, ...]] = []
    while state.board.day < last:
        days.append(tuple(to_text(action, world) for action in play_day(state, bot)))
        advance(state)
    days.append(_part_of_a_day(state, bot, number))
    return Board(key, seed, tuple(days), digest(state), choices(state))


def _part_of_a_day(state: State, bot: Bot, number: int) -> tuple[str, ...]:
    """Every other board is a morning; on the others the day's first choice is made already."""
    action = bot.play(state.board) if number % 2 else None
    if action is None:
        return ()
    act(state, action)
    return (to_text(action, state.world),)


def boards_text(boards: list[Board]) -> str:
    """The file, a board a line: a change is a line of the diff."""
    lines = [json.dumps(asdict(board)) for board in boards]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def kept() -> list[Board]:
    """The boards as they were last written."""
    found = json.loads(FILE.read_text(encoding="utf-8"))
    return [
        Board(
            item["scenario"], item["seed"], tuple(map(tuple, item["days"])), item["digest"], tuple(item["choices"])
        )
        for item in found
    ]
