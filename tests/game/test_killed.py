"""A player whose process dies at any moment loses at most the step that was not acknowledged."""

import multiprocessing
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from aiboard.game import new_game, open_game
from aiboard.journal.lines import ActionEntry, DayEnd, Undo
from aiboard.journal.reader import read
from tests.game.player import play, step
from tests.game.small import small

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")

CONTEXT = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
CONTEXT.set_forkserver_preload(["tests.game.player"])
GAMES = 3
DEATHS = 14
"""Deaths a game: about 40 in all."""


def _steps(path: Path) -> list[str]:
    """What the journal holds, in the words of `player.step`."""
    steps: list[str] = []
    for entry in read(path).entries:
        if isinstance(entry, ActionEntry):
            steps.append(entry.text)
        elif isinstance(entry, DayEnd):
            steps.append("end")
        elif isinstance(entry, Undo):
            steps.append("undo")
    return steps


def _live(path: Path, seed: int, seconds: float, how: int) -> list[str]:
    """Let a player live that long after its beginning, end it, and return what it acknowledged."""
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=play, args=(path, seed, theirs), daemon=True)
    process.start()
    theirs.close()
    acknowledged: list[str] = []
    end: float | None = None
    sent = False
    while True:
        left = 30.0 if end is None else max(0.0, end - time.monotonic())
        if ours.poll(left):
            try:
                said = ours.recv_bytes().decode()
            except EOFError:
                break
            if said == "begun":
                end = time.monotonic() + seconds
            else:
                acknowledged.append(said)
        if end is not None and not sent and time.monotonic() >= end:
            assert process.pid is not None
            os.kill(process.pid, how)
            sent, end = True, time.monotonic() + 30
        elif sent and end is not None and time.monotonic() >= end:
            process.kill()
            raise AssertionError(f"the player outlived signal {how}")
        elif end is None and not process.is_alive():
            break
    process.join(30)
    assert process.exitcode == -how, "the player ended by itself"
    return acknowledged


@pytest.mark.parametrize("number", range(GAMES))
def test_killed_at_random_moments(tmp_path: Path, number: int) -> None:
    path = tmp_path / "game.jsonl"
    luck = random.Random(number)
    known: list[str] = []
    for death in range(DEATHS):
        how = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGHUP)[death % 4]
        known += _live(path, 100 * number + death, luck.uniform(0.0, 0.08), how)
        kept = _steps(path)
        assert kept[: len(known)] == known, "an acknowledged step was lost or changed"
        assert len(kept) <= len(known) + 1, "more than the step under way was written"
        known = kept
    assert len(known) > DEATHS
    with open_game(path) as game:  # every digest is checked, the lock is free
        assert not game.read_only
        mirror = new_game(small(), game.seed)
        for line in known:
            if line == "undo":
                mirror.undo()
            else:
                mirror.do(line)
        assert mirror.digest() == game.digest()


def test_the_player_does_everything(tmp_path: Path) -> None:
    """The random steps reach actions, days and undo: the test above is about all of them."""
    luck = random.Random(5)
    with new_game(small(), 5, tmp_path / "game") as game:
        said = {step(game, luck).split()[0] for _ in range(400)}
    assert {"end", "undo", "start", "kill", "standing", "order"} <= said and len(said) > 12
