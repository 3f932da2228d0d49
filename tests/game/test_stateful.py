"""Any order of actions, days, saving, loading, undo and branches gives one state: that of a plain replay."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from aiboard.actions.grammar import to_text
from aiboard.engine.model.state import digest, restore, serialize
from aiboard.game import Game, Timeline, new_game, open_game, replay
from aiboard.journal.reader import read
from tests.game.small import small


class Play(RuleBasedStateMachine):
    """A game beside a list of what was done and not undone."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="aiboard-play-"))
        self.files = 0
        self.done: list[str] = []
        self.digests: list[str] = []
        self.game: Game

    def _path(self) -> Path:
        self.files += 1
        return self.folder / f"{self.files}.jsonl"

    @initialize(seed=st.integers(0, 50), in_file=st.booleans())
    def begin(self, seed: int, in_file: bool) -> None:
        self.game = new_game(small(), seed, self._path() if in_file else None)
        self.digests = [self.game.digest()]

    def _did(self, line: str) -> None:
        self.done.append(line)
        self.digests.append(self.game.digest())

    @rule(choice=st.integers(0, 10_000))
    def act(self, choice: int) -> None:
        actions = self.game.legal_actions()
        if actions:
            line = to_text(actions[choice % len(actions)], self.game.world)
            self.game.do(line)
            self._did(line)

    @rule(days=st.integers(1, 6))
    def end_days(self, days: int) -> None:
        for _ in range(days):
            if not self.game.board.over:
                self.game.end_day()
                self._did("end")

    @rule(choice=st.integers(0, 5), days=st.integers(0, 60))
    def inject(self, choice: int, days: int) -> None:
        kinds = ("gpu-shortage", "data-issue", "scope-change", "divergence", "vendor-delay", "eval-regression")
        line = f"inject {kinds[choice]}" + (f" {days}" if days else "")
        before = self.game.digest()
        try:
            self.game.do(line)
        except Exception as error:
            assert type(error).__name__ == "RefusedError"
            assert self.game.digest() == before
        else:
            self._did(line)

    @rule()
    def undo(self) -> None:
        expected = self.done.pop() if self.done else None
        assert self.game.undo() == expected
        if expected is not None:
            self.digests.pop()

    @precondition(lambda self: self.game.path is not None)
    @rule()
    def save_and_load(self) -> None:
        path, practice = self.game.path, self.game.practice
        assert path is not None
        self.game.close()
        self.game = open_game(path)
        assert self.game.take_notices() == [] and self.game.practice == practice

    @rule()
    def another_file(self) -> None:
        self.game.save_as(self._path())

    @rule(part=st.integers(0, 100))
    def branch(self, part: int) -> None:
        days = [at for at, line in enumerate(self.done) if line == "end"]
        ended = part % (len(days) + 1)
        kept = days[ended - 1] + 1 if ended else 0
        before = self.game.digest()
        other = self.game.branch(self._path(), ended)
        assert self.game.digest() == before and other.practice
        self.game.close()
        self.game = other
        del self.done[kept:], self.digests[kept + 1 :]

    @rule()
    def state_through_json(self) -> None:
        state = self.game.state
        assert digest(restore(state.world, state.latents, serialize(state))) == self.game.digest()

    @invariant()
    def the_state_is_what_was_done(self) -> None:
        if self.digests:
            assert self.game.digest() == self.digests[-1]

    def teardown(self) -> None:
        if self.digests:
            plain = Timeline(self.game.world, self.game.seed, self.game.state.latents)
            for (day, action), again in zip(self.game.actions(), self.game.actions(), strict=True):
                assert day == again[0]
                while plain.board.day < day:
                    plain.end_day()
                plain.act(action)
            while plain.days_ended() < self.game.timeline.days_ended():
                plain.end_day()
            assert digest(plain.state) == self.digests[-1]
            self.game.close()
            if self.game.path is not None:
                assert replay(read(self.game.path)).mismatch is None
        shutil.rmtree(self.folder)


TestPlay = Play.TestCase
TestPlay.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
