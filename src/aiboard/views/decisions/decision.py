"""Decisions as dialogs show them: what is known, what can be chosen, what it costs; from the engine's own answers.

`menu.py` lists what can be done with a card or dataset now and fills in one of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from aiboard.actions import words as action_words
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Refusal, Stage
from aiboard.engine.verbs import Action, Evaluate, Iterate, OrderData, Pause, SlotKind, Start, Ticket
from aiboard.engine.verbs.base import Preview
from aiboard.views import fmt, words
from aiboard.views.card.gate_lines import CheckLine
from aiboard.views.words import Tone

if TYPE_CHECKING:
    from aiboard.views.charts.chart import Chart


@dataclass(frozen=True, slots=True)
class DialogFact:
    """One line of text with a tone."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a row: the number it stands for, its word, what it means."""

    value: int
    word: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A row to choose in; `name` is the key of the answer, `selected` the choice filled in."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    selected: int = 0


Values = Mapping[str, int]
Result = TypeVar("Result")


def row(name: str, label: str, choices: Iterable[Choice], value: int) -> ChoiceRow:
    """A row in which the choice of this value is filled in; a value that is not among the choices leaves the first."""
    options = tuple(choices)
    return ChoiceRow(name, label, options, next((at for at, choice in enumerate(options) if choice.value == value), 0))


@dataclass(frozen=True)
class Question(Generic[Result]):
    """A question with everything it needs on one screen.

    Attributes:
        title: what is asked ("Kill 012 Hybrid retrieval?").
        verb: the word of the confirming key ("kill").
        build: chosen values and words to the result.
        facts: what is known, most important first.
        chart: the measurement.
        checks: the gate's lines.
        rows: what can be chosen.
        text_label: name of the words to write; empty where none are wanted.
        text: the words filled in.
        text_needed: an empty text is no answer.
        price: chosen values to what it costs and changes at once.
        objection: chosen values to why that cannot be done, else what speaks against it; empty for neither.
    """

    title: str
    verb: str
    build: Callable[[Values, str], Result]
    facts: tuple[DialogFact, ...] = ()
    chart: Chart | None = None
    checks: tuple[CheckLine, ...] = ()
    rows: tuple[ChoiceRow, ...] = ()
    text_label: str = ""
    text: str = ""
    text_needed: bool = False
    price: Callable[[Values], tuple[DialogFact, ...]] = lambda values: ()
    objection: Callable[[Values], str] = lambda values: ""

    @property
    def values(self) -> dict[str, int]:
        """The values filled in."""
        return {row.name: row.choices[row.selected].value for row in self.rows}


@dataclass(frozen=True)
class Decision(Question[Action]):
    """The question about an action on a card or dataset, and what there is to say of it as it is filled in.

    Attributes:
        warning: what speaks against it, or empty.
        refusal: why it cannot be done, one sentence; empty when it can.
    """

    warning: str = ""
    refusal: str = ""

    @property
    def action(self) -> Action:
        """The action as filled in."""
        return self.build(self.values, self.text)


@dataclass(frozen=True)
class Dialog:
    """What the dialog of one verb shows, each part from the board and the action as it stands in the dialog.

    Attributes:
        facts: what is known, most important first.
        rows: what can be chosen.
        consequences: consequences that no preview counts, beside the price.
        warning: what speaks against it.
        text: the words filled in, for a verb that takes some; `text_needed` where it takes none without.
        chart, gate: the card's chart and its gate belong to the evidence.
    """

    facts: Callable[[Board, Any], list[DialogFact]]
    rows: Callable[[Board, Any], list[ChoiceRow]] = lambda board, action: []
    consequences: Callable[[Board, Any], list[DialogFact]] = lambda board, action: []
    warning: Callable[[Board, Any], str] = lambda board, action: ""
    text: Callable[[Board, Any], str] | None = None
    text_needed: bool = False
    chart: bool = False
    gate: bool = False


def with_choices(action: Action, values: Values, text: str) -> Action:
    """An action with chosen values, and with words where it takes any."""
    # A verb takes at most one text.
    field = next((slot.field for slot in action.SLOTS if slot.kind == SlotKind.TEXT), "")
    return action.with_values({**values, field: text})


def _setup_text(action: Action, work: str) -> str:
    """What the setup is for: new code, or finding back into work that stood still."""
    if isinstance(action, Iterate):
        return f"{work} of setup first"
    return f"resuming it takes {work} of setup again" if isinstance(action, Pause) else f"{work} of setup again"


def price_lines(board: Board, action: Action) -> tuple[DialogFact, ...]:
    """What an action costs and changes at once: your time, money, GPU time, the column after, who holds it."""
    preview = action.preview(board)
    facts: list[DialogFact] = []
    if preview.minutes:
        short = preview.minutes > board.minutes_left
        cost, remaining = fmt.minutes(preview.minutes), fmt.minutes(board.minutes_left)
        text = f"{cost}; you have {remaining} left" if short else f"{cost} of your {remaining} left"
        facts.append(DialogFact(text, Tone.BAD if short else Tone.PLAIN))
    else:
        facts.append(DialogFact("no time of yours", Tone.DIM))
    if preview.cents:
        facts.append(DialogFact(f"{fmt.exact_money(preview.cents)}"))
    if preview.gpu_min:
        facts.append(DialogFact(f"{fmt.gpu_hours(preview.gpu_min)} GPU-h after training"))
    if preview.half_width_ppm:
        facts.append(DialogFact(f"mean good to ±{fmt.tenth(preview.half_width_ppm)}"))
    if isinstance(action, Evaluate):
        facts += _cut_short(board, action.card)
    if preview.void_seeds:
        scores = fmt.count(preview.void_seeds, "score")
        facts.append(DialogFact(f"other questions: its {scores} become void", Tone.WARN))
    if preview.setup_points:
        facts.append(DialogFact(_setup_text(action, fmt.work_days(preview.setup_points)), Tone.WARN))
    if preview.stage >= 0 and preview.limit:
        stage = words.STAGE[Stage(preview.stage)]
        over = preview.cards > preview.limit
        text = f"{stage} {preview.cards}/{preview.limit} after" + (", over the limit" if over else "")
        facts.append(DialogFact(text, Tone.WARN if over else Tone.DIM))
    if isinstance(action, (Ticket, Start)) and preview.holder >= 0:
        facts.append(_held_by(board, preview))
    return tuple(facts)


def _held_by(board: Board, preview: Preview) -> DialogFact:
    """Who will work on a card that is taken on, and how fast."""
    name = fmt.person_name(board.world, preview.holder)
    if preview.speed_pct == 100:
        return DialogFact(f"{name} will hold it", Tone.DIM)
    return DialogFact(
        f"{name} will hold {fmt.count(preview.workload, 'card')}: each at {preview.speed_pct} % speed", Tone.WARN
    )


def _cut_short(board: Board, index: int) -> list[DialogFact]:
    """What an evaluation before the end of the plan gives up: the run under way and those not begun."""
    card = board.cards[index]
    remaining = card.runs_planned - card.runs_done
    if card.stage != Stage.EXPERIMENT or remaining <= 0:
        return []
    return [DialogFact(f"ends its training: {remaining} of {fmt.count(card.runs_planned, 'run')} not done", Tone.WARN)]


def refusal_words(board: Board, action: Action) -> str:
    """Why an action is not possible now, one sentence; empty when it is."""
    refusal = check(board, action)
    if refusal == Refusal.NONE:
        return ""
    return action_words.refusal(refusal, board, action)


def is_possible_soon(board: Board, action: Action) -> bool:
    """Whether an action is possible now, or will be tomorrow with a new day's hours."""
    return check(board, action) in (Refusal.NONE, Refusal.NOT_ENOUGH_TIME)


def ordered_part(board: Board, action: OrderData) -> str:
    """What an order buys of its set: `a 10 % pilot`, `the whole set`, `the other 90 %`."""
    if action.percent < 100:
        return f"a {action.percent} % pilot"
    ordered = board.data[action.data].ordered_pct
    return f"the other {100 - ordered} %" if ordered else "the whole set"
