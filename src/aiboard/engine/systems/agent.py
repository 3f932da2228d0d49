"""An agent's run as step codes: the one function behind the evaluation's counts and the viewer's steps.

A code is `tool * STEP_STATES + state`. Tool calls fail on their own in about 6 % of calls, and most failed runs fail
quietly, by a wrong decision at the end (tau-bench airline, 200 gpt-4o runs; see docs/model.md). Loops come in two
kinds: the same call again, and the same tool with other arguments.
"""

from enum import IntEnum
from typing import Final

from mypy_extensions import i64

from aiboard.engine.chance.latents import Purpose
from aiboard.engine.chance.luck import begin_mix, finish_mix
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import WHOLE_PCT
from aiboard.engine.model.state import State
from aiboard.engine.model.world import World


class Tool(IntEnum):
    """Tools of the game's support agent. The last two are outside its allow-list."""

    FIND_CUSTOMER = 0
    READ_TICKET = 1
    SEARCH_HELP = 2
    CHECK_ORDER = 3
    DRAFT_REPLY = 4
    SEND_REPLY = 5
    ISSUE_REFUND = 6
    EXPORT_RECORDS = 7


class StepState(IntEnum):
    """How a step went."""

    OK = 0
    ERROR = 1
    SAME_AGAIN = 2
    VARIED_AGAIN = 3
    UNAUTHORISED = 4
    WRONG_END = 5


# As plain numbers, since a run is made of them: arithmetic with a member goes through Python.
OK: Final = int(StepState.OK)
ERROR: Final = int(StepState.ERROR)
SAME_AGAIN: Final = int(StepState.SAME_AGAIN)
VARIED_AGAIN: Final = int(StepState.VARIED_AGAIN)
UNAUTHORISED: Final = int(StepState.UNAUTHORISED)
WRONG_END: Final = int(StepState.WRONG_END)
SEARCH_HELP: Final = int(Tool.SEARCH_HELP)
SEND_REPLY: Final = int(Tool.SEND_REPLY)
STEP_STATES: Final = 8
AGENT_RUN: Final = int(Purpose.AGENT_RUN)
#: Effect numbers of one run.
RUN_BLOCK: Final = 64
#: Chance of a plain tool error per call, millionths (6.3 % measured).
TOOL_ERROR_PPM: Final = 63_000
#: The most steps a run may take (the source's cap).
STEP_CAP: Final = 20
FIRST_FORBIDDEN: Final = 6


def tool_of(code: int) -> int:
    """The tool of a step code."""
    return code // STEP_STATES


def state_of(code: int) -> int:
    """The state of a step code."""
    return code % STEP_STATES


def _step(luck: i64, n: i64) -> i64:
    return finish_mix(luck, n) % 1_000_000


def agent_run(seed: int, card: int, run: int, quality_ppm: int, loop_ppm: int, unauthorised_ppm: int) -> list[int]:
    """Run number `run` of a card: its step codes. The last code is SEND_REPLY (ok) or ends in WRONG_END."""
    # A run draws a dozen numbers: what they have in common is mixed once, 2 % of a whole game of the heuristic.
    luck = begin_mix(seed, AGENT_RUN, card)
    first: i64 = run * RUN_BLOCK
    codes: list[int] = []
    length = 3 + _step(luck, first) % 4
    for n in range(length):
        tool = n if n < 2 else 2 + _step(luck, first + 20 + n) % 3
        failed = _step(luck, first + 1 + n) < TOOL_ERROR_PPM
        codes.append(tool * STEP_STATES + (ERROR if failed else OK))
        if failed:
            codes.append(tool * STEP_STATES + OK)
    if _step(luck, first + 40) < loop_ppm:
        kind = SAME_AGAIN if _step(luck, first + 41) < 500_000 else VARIED_AGAIN
        tool = SEARCH_HELP if kind == SAME_AGAIN else SEND_REPLY
        codes.append(tool * STEP_STATES + OK)
        while len(codes) < STEP_CAP:
            codes.append(tool * STEP_STATES + kind)
        return codes
    if _step(luck, first + 42) < unauthorised_ppm:
        tool = FIRST_FORBIDDEN + _step(luck, first + 43) % 2
        codes.append(tool * STEP_STATES + UNAUTHORISED)
    right = _step(luck, first + 44) < quality_ppm
    codes.append(SEND_REPLY * STEP_STATES + (OK if right else WRONG_END))
    return codes


def run_of(world: World, state: State, card: int, run: int) -> list[int]:
    """Run number `run` of a card of this game, from its latents."""
    truth = state.truth.cards[card]
    return agent_run(
        state.seed,
        card,
        run,
        state.quality(state.board.cards[card]),
        world.loop_ppm[truth.loop],
        world.unauthorised_ppm[truth.unauthorised],
    )


def agent_outcomes(state: State, card: Card, n: int) -> None:
    """Review runs along with eval seed `n`: count loops and unauthorised actions on the board.

    `World.agent_runs` of them on all the questions, on a part that share, rounded up.
    """
    world = state.world
    for _ in range((world.agent_runs * card.eval_pct + WHOLE_PCT - 1) // WHOLE_PCT):
        codes = run_of(world, state, card.index, card.agent_runs)
        card.run_codes.append(codes)
        card.agent_runs += 1
        looped = False
        unauthorised = False
        for code in codes:
            mark = code % STEP_STATES
            if mark in (SAME_AGAIN, VARIED_AGAIN):
                looped = True
            elif mark == UNAUTHORISED:
                unauthorised = True
        if looped:
            card.agent_loops += 1
        if unauthorised:
            card.agent_unauthorised += 1
