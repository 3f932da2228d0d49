"""The evaluator's boards: the reference chooses on each of them as it did when they were written."""

import pytest

from aiboard.analysis.rollouts import is_same_choice, plan_of
from aiboard.bots import Bot, Heuristic
from aiboard.bots.reference import lesson_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import IllegalAction
from aiboard.engine.model.state import State, digest
from tests.golden.boards import BOARDS, Board, choices, kept, state_of

WRITE = "if the change is meant, run `make evaluator_boards` and review the diff"


def replayed(board: Board) -> State:
    try:
        return state_of(board)
    except IllegalAction as error:
        raise AssertionError(f"the rules refuse what was done: {error}; {WRITE}") from None


@pytest.mark.parametrize("scenario", BOARDS)
def test_the_reference_chooses_as_it_did(scenario: str) -> None:
    boards = [board for board in kept() if board.scenario == scenario]
    assert len(boards) == BOARDS[scenario], WRITE
    for board in boards:
        state = replayed(board)
        where = f"{scenario}, seed {board.seed}, day {state.board.day}"
        assert digest(state) == board.digest, f"{where}: the rules made another board; {WRITE}"
        assert choices(state) == board.choices, f"{where}: the reference chooses otherwise; {WRITE}"


def test_the_boards_ask_for_many_kinds_of_choices() -> None:
    boards = kept()
    verbs = {line.split()[0] for board in boards for line in board.choices}
    assert {"start", "evaluate", "promote", "kill", "iterate"} <= verbs and len(verbs) >= 10
    assert len({(board.scenario, board.digest) for board in boards}) == len(boards)
    # A board without any choice says little.
    assert sum(not board.choices for board in boards) <= 2 * len(boards) // 5


@pytest.mark.parametrize(
    ("other", "least"),
    [(Heuristic(), 25), *((lesson_bot(lesson, False), 2) for lesson in ("L03", "L15", "L26"))],
    ids=lambda value: value.name if isinstance(value, Bot) else "",
)
def test_another_policy_is_noticed(other: Bot, least: int) -> None:
    """Each kind of the reference's choices is asked for by some boards: one that ignores a lesson does not pass."""
    differ = 0
    for board in kept():
        state = replayed(board)
        ours = plan_of(state)
        theirs = play_day(state.clone(), other)
        differ += len(ours) != len(theirs) or not all(map(is_same_choice, ours, theirs))
    assert differ >= least
