"""What has been measured of each card, in order, read off the history once and kept while the same game goes on."""

from typing import Final

from aiboard.engine.happenings.cards import EvalDone, EvalStarted, Iterating, RunEnded, SetRefreshed
from aiboard.engine.model.board import Board
from aiboard.engine.model.items import WHOLE_PCT, item_sd
from aiboard.engine.model.vocabulary import Change
from aiboard.engine.model.world import World

#: A step that is an evaluation; the others are runs, by what they changed.
EVALUATION: Final = -1
PLAIN: Final = int(Change.LONGER)


class Step:
    """One run with its readout, or one evaluation with its mean; `variance` is the measurement's own."""

    def __init__(self, kind: int, value: int, variance: int) -> None:
        self.kind = kind
        self.value = value
        self.variance = variance


class Trail:
    """The steps of one card."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        #: Grows with every measurement.
        self.version = 0
        #: What the iteration under way changes, and the part of the questions last asked.
        self.change = PLAIN
        self.percent = WHOLE_PCT
        #: Whether the next evaluation adds seeds to the one that is the last step.
        self.adding = False


class Evidence:
    """All cards' trails. A bot that joins in the middle of a game finds the same as one that was there."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.trails = [Trail() for _ in board.cards]
        #: Measurements of all cards so far.
        self.measured = 0
        self._read = 0
        self.set_luck = _set_luck(board)

    def of(self, board: Board) -> bool:
        """Whether this is the evidence of that game, no later than now."""
        return board is self.board and len(board.history) >= self._read

    def read_on(self) -> None:
        """Take in what has happened since the last time."""
        history = self.board.history
        for place in range(self._read, len(history)):
            event = history[place]
            if isinstance(event, RunEnded):
                self._run_ended(event)
            elif isinstance(event, EvalDone):
                self._eval_done(event)
            elif isinstance(event, EvalStarted):
                trail = self.trails[event.card]
                trail.adding = trail.adding and trail.percent == event.part_pct
                trail.percent = event.part_pct
            elif isinstance(event, Iterating):
                self.trails[event.card].change = event.change
            elif isinstance(event, SetRefreshed):
                self.set_luck = _set_luck(self.board)
                for trail in self.trails:
                    trail.adding = False
        self._read = len(history)

    def _run_ended(self, event: RunEnded) -> None:
        trail = self.trails[event.card]
        noise = self.board.world.readout_sd_ppm
        trail.steps.append(Step(trail.change, event.readout_ppm, noise * noise))
        trail.change = PLAIN
        trail.adding = False
        trail.version += 1
        self.measured += 1

    def _eval_done(self, event: EvalDone) -> None:
        trail = self.trails[event.card]
        if trail.adding and trail.steps[-1].kind == EVALUATION:
            trail.steps.pop()
        mean = event.mean_ppm - self.set_luck
        trail.steps.append(Step(EVALUATION, mean, score_variance(self.board.world, event.seeds, trail.percent)))
        trail.adding = True
        trail.version += 1
        self.measured += 1


def score_variance(world: World, seeds: int, percent: int) -> int:
    """Error variance of a mean of so many seeds on a part of the questions: seeds, and the questions' own luck."""
    items = item_sd(world, percent)
    return world.seed_sd_ppm * world.seed_sd_ppm // seeds + items * items


def _set_luck(board: Board) -> int:
    """What the frozen questions favour everybody by: the baseline's scores against its known quality, shrunk."""
    world = board.world
    if not board.baseline:
        return 0
    off = sum(board.baseline) // len(board.baseline) - world.baseline_ppm
    known = world.set_sd_ppm * world.set_sd_ppm
    noise = world.seed_sd_ppm * world.seed_sd_ppm // len(board.baseline)
    return off * known // max(1, known + noise)
