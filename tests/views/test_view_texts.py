"""Everything the views say of a made-up board, and what each fact changes in it, word by word.

The texts stand in golden/: a base, then for each changed fact the lines that come (+), and those that only go (-).
`AIBOARD_GOLDEN=write pytest tests/views/test_view_texts.py` writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

import pytest

from aiboard.engine.act import check
from aiboard.engine.happenings.cards import Diverged
from aiboard.engine.happenings.live import Alerted
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import (
    Block,
    Chaos,
    Column,
    IncidentCause,
    Mode,
    Order,
    Reason,
    Refusal,
    Regression,
    Stage,
)
from aiboard.engine.verbs import VERBS, CardAction, DataAction, Document
from aiboard.views import fmt, linear
from aiboard.views.board.columns import card_line, columns
from aiboard.views.board.header import header
from aiboard.views.board.log import last_lines
from aiboard.views.board.standup import fact, standup
from aiboard.views.card.evidence import suggested_learning, suggested_reason
from aiboard.views.card.gate_lines import gate_words
from aiboard.views.card.measure import card_chart, eval_chart, readout_chart
from aiboard.views.card.starting import start_waits
from aiboard.views.charts.chart import words as chart_words
from aiboard.views.data.databoard import data_line, dataset_history, label_odds, users
from aiboard.views.decisions.menu import card_options, data_options, decision, project_options, remedies
from aiboard.views.why.topics import ABOUT_ONE, Topic, explain
from tests.engine import worlds
from tests.engine.play import dated
from tests.views import made
from tests.views.made import DAY
from tests.written import as_written

GOLDEN: Final = Path(__file__).parent / "golden"
Change = tuple[str, Callable[[Board], Any]]


# --- what is said ------------------------------------------------------------------------------------------------


def of_card(board: Board, index: int) -> Iterator[str]:
    """Everything said about a card."""
    yield from linear.card_lines(board, index)
    line = card_line(board, index)
    possible = ", ".join(option.action.VERB for option in card_options(board, index))
    could = f"can: {possible}" if possible else f"{fmt.key(board.world, index)}: nothing to do now"
    yield f"marks: {line.mark.tone} until={line.state.until} decide={line.needs_decision} blocked={line.state.blocked}"
    yield f"lines: {' / '.join(line.lines)}"
    yield f"could: {could}; asked for: {fact(board, index)}; gate: {gate_words(board, index)}"
    yield f"starting: {start_waits(board, index)}"
    yield f"learned: {suggested_reason(board, index).name}: {suggested_learning(board, index)}"
    for option in remedies(board, index):
        yield f"answer: {option.word} ({fmt.minutes(option.minutes)}): {option.line}"
    for option in card_options(board, index, include_refused=True):
        yield f"option: {option.line}: {option.word}; {option.refusal or 'possible'}"
    for chart in (eval_chart(board, index), readout_chart(board, index), card_chart(board, index)):
        yield f"chart: {chart and chart_words(chart)}"
    for topic in (Topic.CARD, Topic.SCORE, Topic.ODDS, Topic.GATE):
        yield from (f"{topic}? {line}" for line in explain(board, topic, index).lines)
    for verb in VERBS:
        open_now = issubclass(verb, CardAction) and check(board, verb.default_action(board, index)) == Refusal.NONE
        if open_now or verb is Document:
            yield from dialog(board, verb, index)


def dialog(board: Board, verb: Any, index: int) -> Iterator[str]:
    """A decision with the tone of its facts and the detail of its choices."""
    found = decision(board, verb, index)
    # Pictures of charts have tests of their own.
    yield from (f"{verb.VERB}> {line}" for line in linear.decision_lines(replace(found, chart=None)))
    tones = [one.tone for one in (*found.facts, *found.price(found.values))]
    yield f"{verb.VERB}> {' '.join(tones)}; {found.verb}; chart={found.chart is not None} needed={found.text_needed}"
    for row in found.rows:
        details = [choice.detail for choice in row.choices if choice.detail]
        yield from (f"{verb.VERB}> {row.name}: {detail}" for detail in details)
        for choice in row.choices[row.selected + 1 : row.selected + 2]:
            costs = "; ".join(one.text for one in found.price({**found.values, row.name: choice.value}))
            yield f"{verb.VERB}> {row.name} {choice.word}: {costs}"


def of_project(board: Board) -> Iterator[str]:
    """Everything said about the project as a whole."""
    head = header(board)
    for field in fields(head):
        yield f"{field.name}: {getattr(head, field.name)}"
    yield f"{head.hours_left}; {head.brief_warning}; {header(board, show_hours=False).text}"
    for name, lines in (
        ("trouble", linear.trouble_lines(board)),
        ("board", linear.board_lines(board)),
        ("queue", linear.queue_lines(board)),
        ("orders", linear.orders_lines(board)),
        ("families", linear.families_lines(board)),
        ("due", linear.due_lines(board)),
        ("log", linear.log_lines(board)),
    ):
        yield from (f"{name}: {line}" for line in lines)
    for column in columns(board):
        shorts = [line.short for line in column.cards[:4]]
        yield f"column: {column.stage.name} {column.short} {column.is_over_limit}: {shorts}"
    yield from (f"killed: {line}" for line in linear.column_lines(board, Stage.KILLED))
    yield from (f"said: {line.tone} {line.weight} {line.text}" for line in standup(board))
    yield from (f"last: {line.tone} {line.text}" for line in last_lines(board))
    yield from (f"option: {one.line}: {one.word}; {one.note}; {one.refusal}" for one in project_options(board))
    for topic in Topic:
        if topic not in ABOUT_ONE:
            yield from (f"{topic}? {line}" for line in explain(board, topic).lines)


def of_dataset(board: Board, index: int) -> Iterator[str]:
    """Everything said about a dataset."""
    line = data_line(board, index)
    yield f"{line.column.name} {line.mark.tone} decide={line.decide}: {line.text}"
    yield f"trained on by {users(board, index)}; {label_odds(board, index)}"
    yield from (f"happened: {one.text}" for one in dataset_history(board, index))
    for option in data_options(board, index, include_refused=True):
        yield f"option: {option.line}: {option.word}; {option.refusal or 'possible'}"
    yield from (f"dataset? {line}" for line in explain(board, Topic.DATASET, index).lines)
    for verb in VERBS:
        if issubclass(verb, DataAction) and check(board, verb.default_action(board, index)) == Refusal.NONE:
            yield from dialog(board, verb, index)


# --- what is changed -----------------------------------------------------------------------------------------------


def facts(index: int, **values: Any) -> list[Change]:
    """A change of each of some facts of a card by itself; a tuple gives a fact several values, one after the other."""

    def setting(name: str, value: Any) -> Change:
        return f"{name} = {value!r}", lambda board: setattr(board.cards[index], name, value)

    return [
        setting(name, value)
        for name, given in values.items()
        for value in (given if isinstance(given, tuple) else (given,))
    ]


def both(index: int, **values: Any) -> Change:
    """A change of some facts of a card together."""

    def change(board: Board) -> None:
        for name, value in values.items():
            setattr(board.cards[index], name, value)

    return ", ".join(f"{name} = {value!r}" for name, value in values.items()), change


def on_board(**values: Any) -> list[Change]:
    """The same of the board's own facts."""

    def setting(name: str, value: Any) -> Change:
        return f"board.{name} = {value!r}", lambda board: setattr(board, name, value)

    return [
        setting(name, value)
        for name, given in values.items()
        for value in (given if isinstance(given, tuple) else (given,))
    ]


def shortage(until: int) -> Change:
    return f"GPU shortage until {until}", lambda board: made.disrupted(board, Chaos.GPU_SHORTAGE, until)


def data_issue(data: int, until: int) -> Change:
    return f"data issue of {data} until {until}", lambda board: made.disrupted(board, Chaos.DATA_ISSUE, until, data)


def asks(order: Order, card: int = -1, data: int = -1) -> Change:
    return f"{order.name} asks", lambda board: made.ask(board, int(order), card, data)


def together(*changes: Change) -> Change:
    """Several changes at once."""

    def change(board: Board) -> None:
        for _, one in changes:
            one(board)

    return "; ".join(name for name, _ in changes), change


def data_facts(index: int, **values: Any) -> Change:
    """A change of some facts of a dataset together."""

    def change(board: Board) -> None:
        for name, value in values.items():
            setattr(board.data[index], name, value)

    return ", ".join(f"{name} = {value!r}" for name, value in values.items()), change


#: What can keep a card without a dataset.
BLOCKS: Final = tuple(block for block in Block if block != Block.NO_DATA)
OF_CARD: Final[dict[int, list[Change]]] = {
    made.IDEA: [
        *facts(made.IDEA, stated_pct=95, priority=(1, 5), shown=False, stage=Stage.KILLED),
        ("dataset = 1", lambda board: setattr(board.world.ideas[0], "dataset", 1)),
        ("dataset = 1 lifts", lambda board: _lifting(board, 0)),
        together(
            ("dataset = 0", lambda board: setattr(board.world.ideas[0], "dataset", 0)), data_facts(0, delivered_pct=50)
        ),
        asks(Order.START, made.IDEA),
        *on_board(minutes_left=(10, 0), over=True),
        both(made.LABELS, decision=2, documented=True, runs_done=3, seeds_done=2),
        both(made.KILLED, decision=0),
        shortage(20),
    ],
    made.READY: [
        *facts(made.READY, fresh_cards=(1, 2), ticket_day=12, started_day=12),
        both(made.READY, ticket_day=12, success_ppm=915_000, kill_ppm=805_000, kill_run=1, box_days=9, fresh_cards=2),
    ],
    made.TRAINING: [
        *facts(made.TRAINING, runs_done=(0, 3), setup_left=50, running=False, paused=True, waited_days=(1, 2)),
        *facts(made.TRAINING, kill_ppm=(830_000, 830_001), kill_run=3, corrected=[830_000], started_day=8),
        *facts(made.TRAINING, lost_in_a_row=(1, 2, 3), diverged=(1, 2), unstable=True, holder=0, box_days=(7, 8)),
        *facts(made.TRAINING, gpu_used_min=(0, 13_000, 100_000), corrected=[]),
        *[both(made.TRAINING, block=block, running=False, waited_days=3) for block in BLOCKS],
        both(made.TRAINING, block=Block.NO_GPU, running=False, waited_days=1, block_until=20),
        both(made.TRAINING, lost_in_a_row=2, root_caused=True),
        together(shortage(19), both(made.TRAINING, block=Block.SHORTAGE, running=False, waited_days=2)),
        together(shortage(17), both(made.TRAINING, block=Block.SHORTAGE, running=False)),
        together(shortage(16), both(made.TRAINING, block=Block.SHORTAGE, running=False)),
        data_issue(0, 19),
        ("trains on 1", lambda board: setattr(board.world.ideas[made.TRAINING], "dataset", 1)),
        together(
            ("trains on 1", lambda board: setattr(board.world.ideas[made.TRAINING], "dataset", 1)), data_issue(1, 18)
        ),
        together(
            ("trains on 0", lambda board: setattr(board.world.ideas[made.TRAINING], "dataset", 0)),
            data_facts(0, delivered_pct=0, ordered_pct=0),
        ),
        ("trains on 2", lambda board: setattr(board.world.ideas[made.TRAINING], "dataset", 2)),
        ("trains on 3", lambda board: setattr(board.world.ideas[made.TRAINING], "dataset", 3)),
        asks(Order.KILL_LINE, made.TRAINING),
    ],
    made.MEASURED: [
        *facts(made.MEASURED, scores=([890_000], [890_000] * 3, [940_000] * 5, []), eval_pct=(50, 20), paused=True),
        *facts(made.MEASURED, latency_ms=(1_950, 2_000, 2_001, 2_500), serving_cents=(20_000, 22_700, 30_000)),
        *facts(made.MEASURED, slice_ppm=(700_000, 860_000), regressed=tuple(Regression), leak_checked=True),
        *facts(made.MEASURED, success_ppm=(0, 890_000, 960_000), diverged=2, kill_ppm=(890_001, 890_000), parked=True),
        *facts(made.MEASURED, gpu_used_min=(26_000, 13_000), holder=-1, started_day=0),
        *facts(made.MEASURED, corrected=([840_000] * 3, [840_000, 840_000], [820_000, 840_000, 836_001])),
        *on_board(minutes_left=(60, 59)),
        asks(Order.PROMOTE, made.MEASURED),
        together(asks(Order.PROMOTE, made.MEASURED), both(made.CANARY, share_pct=0)),
        *[
            (f"{name} = {value}", lambda board, name=name, value=value: setattr(board.world, name, value))
            for name, value in (("needs_legal", False), ("least_items_pct", 50), ("least_items_pct", 100))
        ],
        *on_board(legal=(0, 2), set_version=1),
        both(made.HANDED, stage=Stage.KILLED),
        together(both(made.HANDED, stage=Stage.KILLED), both(made.CANARY, stage=Stage.KILLED, share_pct=0)),
    ],
    made.MENDING: [
        *facts(made.MENDING, change=(-1, 0, 1, 2), setup_left=30, run_points_done=(0, 300), paused=True),
        *facts(made.MENDING, regressed=(1, 2), corrected=[790_000] * 3, decided_day=9),
    ],
    made.HANDED: [
        *facts(made.HANDED, handoff_left=0, block_until=20),
        *[both(made.HANDED, block=block, waited_days=2) for block in BLOCKS],
        together(both(made.HANDED, block=Block.LEGAL, handoff_left=0), *on_board(legal=0)),
        *[both(made.HANDED, block=Block.LEGAL, handoff_left=0, block_until=until) for until in (17, 18, 20)],
    ],
    made.CANARY: [
        *facts(made.CANARY, share_pct=(0, 50, 95, 100), share_day=(14, 15, 10), live_days=(0, 5), seeds_pending=(1, 2)),
        *facts(made.CANARY, incident=tuple(IncidentCause), regressed=(1, 2), review_pending=True, monitored_ppm=[]),
        *facts(made.CANARY, exposed_pct=(0, 400, 5_000), latency_ms=2_400, aged_days=9, leak_checked=True),
        both(made.CANARY, monitored_ppm=[870_000, 690_000], monitored_pct=[5, 5]),
        both(made.CANARY, agent_unauthorised=1, agent_runs=8, incident=3, share_pct=50),
        ("alerted", lambda board: _alerted(board, DAY - 1)),
        ("alerted the day before", lambda board: _alerted(board, DAY - 2)),
        both(made.LIVE, stage=Stage.KILLED, share_pct=0),
        asks(Order.CANARY, made.CANARY),
        asks(Order.ROLL_BACK, made.CANARY),
    ],
    made.LIVE: [
        *facts(made.LIVE, share_pct=(100, 0), incident=1, latency_ms=2_300, seeds_pending=1),
        *facts(made.LIVE, regressed=1, live_days=1),
        both(made.LIVE, share_pct=100, incident=2),
        together(both(made.LIVE, share_pct=100), both(made.CANARY, stage=Stage.KILLED, share_pct=0)),
        both(made.LIVE, share_pct=0, regressed=1),
    ],
    made.KILLED: [
        *facts(made.KILLED, reason=(-1, *range(len(Reason))), learning="", documented=False),
        *facts(made.KILLED, scores=[850_000], corrected=[]),
    ],
    made.SCORING: [
        *facts(made.SCORING, seeds_pending=(0, 1), paused=True, scores=[870_000], block=Block.EVAL_QUEUE),
        both(made.SCORING, block=Block.EVAL_QUEUE, waited_days=3),
        both(made.SCORING, eval_pct=50, scores=[870_000]),
    ],
    made.AGENT: [
        *facts(made.AGENT, agent_unauthorised=(1, 2), agent_loops=0, agent_runs=0),
        both(made.AGENT, agent_unauthorised=1, run_codes=[[0, 1, 2, 3]]),
    ],
    made.LABELS: [
        *facts(made.LABELS, shown=False, stage=Stage.HYPOTHESIS),
        data_facts(worlds.LABELS, delivered_pct=100),
        data_facts(worlds.LABELS, delivered_pct=99),
        data_facts(worlds.LABELS, ordered_pct=0, batch_pct=0, column=Column.NEEDED),
    ],
}


def _lifting(board: Board, index: int) -> None:
    board.world.ideas[index].dataset, board.world.ideas[index].lift_ppm = worlds.LABELS, 15_000


def _alerted(board: Board, day: int) -> None:
    board.history.append(dated(day, Alerted(made.CANARY, online_ppm=700_000, expected_ppm=870_000)))


def _lost(board: Board) -> None:
    board.history.append(dated(DAY - 1, Diverged(made.TRAINING, run=2, points=140, in_a_row=2)))


OF_PROJECT: Final[list[Change]] = [
    *on_board(day=(1, 10, 30, 40), over=True, minutes_left=(0, 1, 60, 61), legal=(0, 2), legal_left=0),
    *on_board(target_day=12, decided=5, reserved_gpus=2, gpu_min=0, forecast_70=18),
    together(*on_board(reserved_gpus=1, reserved_until=DAY)),
    together(*on_board(reserved_gpus=2, reserved_until=DAY - 1)),
    together(*on_board(forecast_70=16, forecast_90=25, forecast_day=4)),
    together(*on_board(forecast_70=17, forecast_90=25, forecast_day=4, target_day=16)),
    together(*on_board(scope_data=3, scope_from=20)),
    together(*on_board(scope_data=3, scope_from=DAY)),
    together(*on_board(scope_data=3, scope_from=DAY - 1)),
    together(*on_board(scope_data=3, scope_from=DAY - 1, scope_met=True)),
    together(*on_board(scope_data=3, scope_from=DAY - 1), both(made.LIVE, slice_ppm=0)),
    together(*on_board(scope_data=1, scope_from=DAY - 1)),
    together(*on_board(scope_data=3, scope_from=10), both(made.LIVE, share_pct=0), both(made.CANARY, share_pct=0)),
    shortage(20),
    shortage(DAY),
    shortage(DAY - 1),
    together(shortage(20), both(made.TRAINING, block=Block.SHORTAGE, running=False, waited_days=4)),
    together(shortage(20), *on_board(reserved_gpus=2, reserved_until=25)),
    data_issue(0, 20),
    together(data_issue(0, 20), both(made.TRAINING, block=Block.DATA_ISSUE, running=False, waited_days=1)),
    ("data issue, cause found", lambda board: setattr(made.disrupted(board, Chaos.DATA_ISSUE, 20, 0), "handled", True)),
    ("vendor delay", lambda board: made.disrupted(board, Chaos.VENDOR_DELAY, 21)),
    together(
        ("vendor delay", lambda board: made.disrupted(board, Chaos.VENDOR_DELAY, 21)),
        data_facts(worlds.LABELS, column=Column.READY, batch_pct=0, delivered_pct=100),
    ),
    both(made.CANARY, incident=1),
    both(made.LIVE, incident=3),
    both(made.MEASURED, regressed=1),
    both(made.MEASURED, regressed=2),
    both(made.MENDING, regressed=2),
    both(made.CANARY, regressed=1),
    both(made.LIVE, regressed=1, share_pct=0),
    both(made.TRAINING, lost_in_a_row=2, unstable=True),
    both(made.TRAINING, lost_in_a_row=1),
    both(made.TRAINING, block=Block.NO_GPU, running=False, waited_days=3),
    both(made.MENDING, block=Block.NO_GPU, running=False, waited_days=12, priority=1),
    both(made.SCORING, block=Block.EVAL_QUEUE, waited_days=2),
    both(made.HANDED, block=Block.LEGAL, waited_days=2, handoff_left=0),
    both(made.KILLED, decision=1),
    both(made.KILLED, started_day=0, ticket_day=0, runs_done=0),
    both(made.IDEA, stage=Stage.KILLED, decision=2),
    both(made.LIVE, stage=Stage.KILLED, share_pct=0, decision=1),
    ("a run was lost", _lost),
    ("no history", lambda board: board.history.clear()),
    *[asks(order, card) for order, card in ((Order.KILL_LINE, made.TRAINING), (Order.MEND, made.CANARY))],
    asks(Order.DATA, data=worlds.LABELS),
    asks(Order.KAPPA, data=worlds.MORE),
    *[
        (f"{order.name} {mode.name}", lambda board, order=order, mode=mode: board.orders.__setitem__(order, int(mode)))
        for order, mode in ((Order.EVALUATE, Mode.AUTO), (Order.KILL_LINE, Mode.ASK))
    ],
    ("wip of Experiment 1", lambda board: board.wip.__setitem__(int(Stage.EXPERIMENT), 1)),
    together(
        ("launch by sprint 1", lambda board: setattr(board.world, "launch_by_sprint", 1)),
        *[both(card, share_pct=0, live_days=0) for card in (made.CANARY, made.LIVE)],
    ),
    ("no hours", lambda board: setattr(board.world, "minutes", 0)),
    ("spent on incidents", lambda board: setattr(board.ledger, "incidents", -600_000)),
    ("serving costs", lambda board: setattr(board.ledger, "serving", -12_345)),
]
OF_DATASET: Final[dict[int, list[Change]]] = {
    worlds.CORPUS: [data_issue(0, 20), data_facts(0, shown=False)],
    worlds.LABELS: [
        *[data_facts(1, column=column) for column in Column],
        data_facts(1, due_day=18),
        data_facts(1, due_day=17),
        data_facts(1, column=Column.NEEDED, ordered_pct=0, batch_pct=0),
        data_facts(1, column=Column.READY, batch_pct=0, delivered_pct=100),
        data_facts(1, column=Column.READY, batch_pct=0, delivered_pct=10, ordered_pct=10),
        data_facts(1, guidelines=True),
        data_facts(1, chased_day=17),
        asks(Order.DATA, data=1),
        data_issue(1, 18),
        both(made.LABELS, stage=Stage.EXPERIMENT),
    ],
    worlds.MORE: [
        *[data_facts(2, kappa_ppm=kappa) for kappa in (599_999, 600_000, 799_999, 800_000, 1_010_000)],
        data_facts(2, kappa_items=0),
        data_facts(2, check_pending=True),
        data_facts(2, relabels=1),
        asks(Order.KAPPA, data=2),
    ],
    worlds.SCOPE: [data_facts(3, shown=True), together(*on_board(scope_data=3, scope_from=20))],
}


def changed(say: Callable[[Board], Iterator[str]], changes: list[Change]) -> str:
    """What is said at first, then for each change the lines that go and come."""
    base = [line.rstrip() for line in say(made.board())]
    out = list(base)
    for name, change in changes:
        board = made.board()
        change(board)
        out.append(f"=== {name}")
        told = [line.rstrip() for line in say(board)]
        for what, i, j, k, end in SequenceMatcher(None, base, told, autojunk=False).get_opcodes():
            out += [f"+ {line}" for line in told[k:end] if what in ("insert", "replace")]
            out += [f"- {line}" for line in base[i:j] if what == "delete"]
    return "\n".join(out)


@pytest.mark.parametrize("index", OF_CARD, ids=lambda index: f"card-{index}")
def test_what_is_said_of_a_card_and_what_each_fact_changes(index: int) -> None:
    as_written(GOLDEN / f"card-{index}.txt", changed(lambda board: of_card(board, index), OF_CARD[index]))


def test_what_is_said_of_the_project_and_what_each_fact_changes() -> None:
    as_written(GOLDEN / "project.txt", changed(of_project, OF_PROJECT))


@pytest.mark.parametrize("index", OF_DATASET, ids=lambda index: f"dataset-{index}")
def test_what_is_said_of_a_dataset_and_what_each_fact_changes(index: int) -> None:
    as_written(GOLDEN / f"dataset-{index}.txt", changed(lambda board: of_dataset(board, index), OF_DATASET[index]))
