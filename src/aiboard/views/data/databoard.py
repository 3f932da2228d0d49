"""The data board: datasets in five columns, with what is known of their labels and when they come."""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask
from aiboard.engine.model.vocabulary import Chaos, Stage
from aiboard.engine.model.vocabulary import Column as Stop
from aiboard.engine.systems.data import awaiting_verdict, in_pipeline
from aiboard.views import fmt, words
from aiboard.views.sentences import Sentence, sentence
from aiboard.views.words import Mark, Tone


@dataclass(frozen=True, slots=True)
class DataLine:
    """A dataset as it stands on the data board.

    Attributes:
        data: index, for actions.
        key, title: cleaned names.
        column: where its batch is.
        mark: glyph, word, tone.
        lines: what is known, most important first.
        waiting: short ids of the cards that wait for it.
        needed: short ids of the ideas not begun yet that need it.
        decide: a decision about it is open.
    """

    data: int
    key: str
    title: str
    column: Stop
    mark: Mark
    lines: tuple[str, ...]
    waiting: tuple[str, ...]
    needed: tuple[str, ...]
    decide: bool

    @property
    def text(self) -> str:
        """The dataset in one line for linear faces."""
        mark = f"{self.mark.glyph} {self.mark.word}".strip()
        parts = [f"{self.key} {self.title}", mark, *self.lines]
        if self.waiting:
            parts.append("waiting: " + ", ".join(self.waiting))
        if self.needed:
            parts.append("needed by " + ", ".join(self.needed))
        return "; ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column of the data board."""

    name: str
    lines: tuple[DataLine, ...]


def has_data_board(board: Board) -> bool:
    """Whether the scenario has a data board at all."""
    return any(task.shown and not board.world.datasets[task.index].ready for task in board.data)


def data_columns(board: Board) -> tuple[DataColumn, ...]:
    """The five columns, datasets in the scenario's order."""
    lines = [data_line(board, task.index) for task in board.data if task.shown]
    return tuple(DataColumn(words.COLUMN[stop], tuple(line for line in lines if line.column == stop)) for stop in Stop)


def data_line(board: Board, index: int) -> DataLine:
    """One dataset."""
    world = board.world
    task = board.data[index]
    issue = board.disruption_place(Chaos.DATA_ISSUE)
    has_issue = issue >= 0 and board.disruptions[issue].data == index
    asks = any(item.data == index for item in board.asked)
    decide = awaiting_verdict(task) or asks
    return DataLine(
        data=index,
        key=fmt.dataset(world, index),
        title=fmt.dataset_title(world, index),
        column=task.column,
        mark=_mark(task, decide, has_issue),
        lines=tuple(_lines(board, task, has_issue, issue)),
        waiting=_users(board, index, (Stage.EXPERIMENT, Stage.ITERATION)) if task.delivered_pct == 0 else (),
        needed=_users(board, index, (Stage.BACKLOG, Stage.HYPOTHESIS)),
        decide=decide,
    )


def _users(board: Board, index: int, stages: tuple[Stage, ...]) -> tuple[str, ...]:
    return tuple(
        fmt.short(board.world, card.index)
        for card in board.cards
        if card.shown and card.stage in stages and board.world.ideas[card.index].dataset == index
    )


def dataset_history(board: Board, index: int) -> tuple[Sentence, ...]:
    """Everything that happened to a dataset, newest first."""
    return tuple(sentence(board.world, event) for event in reversed(board.history) if event.data == index)


def users(board: Board, index: int) -> tuple[str, ...]:
    """Cards under way that train on a dataset; on the shared corpus all of them do."""
    ready = board.world.datasets[index].ready
    training = (Stage.EXPERIMENT, Stage.ITERATION)
    return tuple(
        f"{fmt.short(board.world, card.index)} {fmt.title(board.world, card.index)}"
        for card in board.cards
        if card.stage in training and (ready or board.world.ideas[card.index].dataset == index)
    )


def label_odds(board: Board, index: int) -> tuple[str, ...]:
    """How a set's labels come out: without guidelines, while there are none, and with them."""
    cases = (True,) if board.data[index].guidelines else (False, True)
    return tuple(_odds(board, index, guided) for guided in cases)


def _odds(board: Board, index: int, guided: bool) -> str:
    """How labels of a set come out, from the table they are drawn from: `good 60 %, poor 10 % (−5 points)`."""
    world = board.world
    spec = world.datasets[index]
    weights = spec.guided_weights if guided else spec.poor_weights
    total = sum(weights)
    parts: list[str] = []
    for word, weight, penalty in zip(("good", "fair", "poor"), weights, world.label_penalty_ppm, strict=True):
        # Two such lines have to fit into 80 columns.
        cost = f" (−{fmt.points(penalty)} points)" if penalty else ""
        parts.append(f"{word} {weight * 100 // total} %{cost}")
    return f"{'with' if guided else 'without'} guidelines: " + ", ".join(parts)


def kappa_words(board: Board, task: DataTask) -> str:
    """What is known of the labels: `kappa .61 on 100 items, low`; empty when nobody has looked."""
    if task.kappa_items == 0:
        return ""
    world = board.world
    good = task.kappa_ppm >= world.kappa_good_ppm
    low = task.kappa_ppm < world.kappa_hold_ppm
    word = "good" if good else "low" if low else "fair"
    return f"kappa {fmt.kappa(task.kappa_ppm)} on {task.kappa_items} items, {word}"


def _mark(task: DataTask, decide: bool, has_issue: bool) -> Mark:
    if has_issue:
        return Mark("▲", "data issue", Tone.BAD)
    if decide:
        return words.DECIDE
    if in_pipeline(task) or task.column == Stop.QA:
        return Mark("▶", "at vendor", Tone.WORK)
    if task.column == Stop.READY:
        return words.READY if task.delivered_pct >= 100 else Mark("◐", f"{task.delivered_pct} % ready", Tone.WORK)
    return Mark("·", "not ordered", Tone.DIM)


def _lines(board: Board, task: DataTask, has_issue: bool, issue: int) -> list[str]:
    spec = board.world.datasets[task.index]
    lines: list[str] = []
    if has_issue:
        lines.append(f"issue until {fmt.day_name(board, board.disruptions[issue].until_day)}")
    if awaiting_verdict(task):
        lines.append("accept or relabel")
    # The vendor's word against what is known now: late as soon as the day has moved, not when it has come.
    if task.batch_pct and in_pipeline(task):
        delay = task.due_day - task.promised_day
        due = f"{task.batch_pct} % due D{task.due_day}"
        lines.append(f"{due}, {delay} d late" if delay > 0 else due)
    elif task.batch_pct:
        lines.append(f"{task.batch_pct} % in {words.COLUMN[task.column]}")
    kappa = kappa_words(board, task)
    if kappa:
        lines.append(kappa)
    if not spec.ready and task.column in (Stop.NEEDED, Stop.READY) and task.ordered_pct < 100:
        lines.append(f"{spec.items:,} items, {fmt.exact_money(spec.cents)} for all")
    if not spec.ready:
        lines.append("guidelines written" if task.guidelines else "no guidelines")
    return lines
