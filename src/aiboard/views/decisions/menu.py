"""What can be done with a card, a dataset or the project now, and the decision behind each line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar

from aiboard.actions.grammar import to_text
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Block, Change, Chaos, Reason, Refusal, Regression, Stage
from aiboard.engine.systems.chaos import open_cause, softened_days
from aiboard.engine.verbs import (
    Accept,
    Action,
    CardAction,
    DataAction,
    Deploy,
    Document,
    Iterate,
    Kill,
    LegalReview,
    OrderData,
    Prioritise,
    Relabel,
    Reserve,
    Respond,
    RollBack,
    RootCause,
    Start,
    Unblock,
)
from aiboard.views import fmt, words
from aiboard.views.board.orders import reserve_days
from aiboard.views.card.evidence import suggested_learning, suggested_reason
from aiboard.views.card.gate_lines import check_lines
from aiboard.views.card.measure import card_chart
from aiboard.views.card.states import blocking_cause
from aiboard.views.decisions.decision import (
    Decision,
    DialogFact,
    Values,
    ordered_part,
    price_lines,
    refusal_words,
    with_choices,
)
from aiboard.views.verbs import VERB


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be done, or why not.

    Attributes:
        action: the action with usual numbers filled in; faces open `decision` for it or do it at once.
        line: its one-line form.
        word: what it is, a few words.
        minutes: what it takes of your time.
        refusal: why it is not possible now; empty when it is.
        note: what it brings, for an action on the whole project; empty for others.
    """

    action: Action
    line: str
    word: str
    minutes: int
    refusal: str
    note: str = ""


_Some = TypeVar("_Some", bound=Action)
_CARD: Final = tuple(verb for verb in VERB if issubclass(verb, CardAction))
_DATA: Final = tuple(verb for verb in VERB if issubclass(verb, DataAction))


def usual_action(board: Board, verb: type[CardAction] | type[DataAction], index: int) -> CardAction | DataAction:
    """A verb's usual action; of an iteration the change that the board asks for, else one that today's hours allow."""
    action = verb.default_action(board, index)
    if not isinstance(action, Iterate):
        return action
    if board.cards[index].regressed == Regression.EXPLAINED:
        # Its cause is known: any run mends it, and training longer changes the least besides.
        return Iterate(index, int(Change.LONGER))
    if check(board, action) != Refusal.NOT_ENOUGH_TIME:
        return action
    candidates = (one for one in Iterate.priced_options(board, index) if check(board, one) == Refusal.NONE)
    return next((one for one in candidates if isinstance(one, Iterate)), action)


def card_options(board: Board, index: int, include_refused: bool = False) -> tuple[Option, ...]:
    """What can be done with a card now; with `include_refused` also what cannot, and why."""
    options = [_option(board, usual_action(board, verb, index)) for verb in _CARD]
    return tuple(option for option in options if include_refused or not option.refusal)


def remedies(board: Board, index: int) -> tuple[Option, ...]:
    """What can be done now about whatever keeps a card, or goes wrong with it; empty where nothing does."""
    card = board.cards[index]
    name = fmt.short(board.world, index)
    cause_known = card.regressed == Regression.EXPLAINED
    options = [
        _option(board, RootCause(index), f"find {name}'s root cause"),
        *([_option(board, Iterate(index, int(Change.LONGER)), "mend it: one run")] if cause_known else []),
        _option(board, Respond(index)),
        *([_option(board, RollBack(index))] if card.incident else []),
        _option(board, Unblock(index)),
        *_about_block(board, card, blocking_cause(board, card)[0]),
    ]
    return tuple(option for option in options if not option.refusal)


def _about_block(board: Board, card: Card, block: Block) -> list[Option]:
    """What acts on the cause that keeps a card, besides actions on the card itself."""
    if block in (Block.SHORTAGE, Block.NO_GPU):
        first = [_option(board, Prioritise(card.index, 1), "put it first in the queue")]
        return first + ([_option(board, Reserve(1, reserve_days(board)))] if block == Block.SHORTAGE else [])
    if block == Block.LEGAL:
        return [_option(board, LegalReview())]
    if block == Block.DATA_ISSUE:
        return [_option(board, RootCause(), "find the cause of the data issue")]
    if block == Block.NO_DATA:
        index = board.world.ideas[card.index].dataset
        name = fmt.dataset(board.world, index)
        ordered = [one for one in data_options(board, index) if isinstance(one.action, (OrderData, Accept, Relabel))]
        delay_option = _option(board, RootCause(), "find the cause of the delay")
        return [*(replace(one, word=f"{name}: {one.word}") for one in ordered), delay_option]
    return []


def data_options(board: Board, index: int, include_refused: bool = False) -> tuple[Option, ...]:
    """The same for a dataset."""
    options = [_option(board, verb.default_action(board, index)) for verb in _DATA]
    if board.data[index].ordered_pct == 0:
        pilot = board.world.pilot_pct
        options.insert(0, _option(board, OrderData(index, pilot), f"order a {pilot} % pilot"))
    return tuple(option for option in options if include_refused or not option.refusal)


def project_options(board: Board) -> tuple[Option, ...]:
    """What can be done about the whole project now, besides ideas, orders and forecasts."""
    options: list[Option] = []
    legal = LegalReview()
    if check(board, legal) != Refusal.NOT_IN_THIS_SCENARIO and not board.legal:
        note = f"{fmt.days(board.world.legal_days)}; nothing goes live before it"
        options.append(_option(board, legal, note=note))
    cause = open_cause(board)
    if cause >= 0:
        item = board.disruptions[cause]
        # It keeps cards on its last day too, and today.
        days_left = item.until_day - board.day + 1
        note = f"saves {softened_days(board, item)} of the {fmt.days(days_left)} that it still lasts"
        options.append(_option(board, RootCause(), f"find the {words.CHAOS[Chaos(item.kind)]}'s cause", note))
    return tuple(options)


def decision(board: Board, verb: type[CardAction] | type[DataAction], index: int) -> Decision:
    """Everything a dialog shows about one action on a card or dataset, filled in as it opens."""
    return decision_of(board, _opening(board, usual_action(board, verb, index)))


def _opening(board: Board, action: CardAction | DataAction) -> CardAction | DataAction:
    """A verb's usual action as its dialog opens: a set's first order is a pilot, words are those of the evidence."""
    if isinstance(action, OrderData) and board.data[action.data].ordered_pct == 0:
        return OrderData(action.data, board.world.pilot_pct)
    if isinstance(action, Document):
        return Document(action.card)
    return fill_reason(board, action, reason=True)


def decision_of(board: Board, action: CardAction | DataAction) -> Decision:
    """The same with the numbers and words of this action filled in."""
    # Late: what can be done is listed for every card under the cursor, and few decisions are opened.
    from aiboard.views.decisions import card_dialogs, data_dialogs

    dialogs = card_dialogs.DIALOGS if isinstance(action, CardAction) else data_dialogs.DIALOGS
    dialog = dialogs[type(action)]
    verb_words = VERB[type(action)]
    rows = tuple(dialog.rows(board, action))
    text = dialog.text(board, action) if dialog.text is not None else ""

    def price(values: Values) -> tuple[DialogFact, ...]:
        candidate = with_choices(action, values, text)
        return (*price_lines(board, candidate), *dialog.consequences(board, candidate))

    def against(values: Values) -> str:
        candidate = with_choices(action, values, text)
        return refusal_words(board, candidate) or dialog.warning(board, candidate)

    initial_action = with_choices(action, {row.name: row.choices[row.selected].value for row in rows}, text)
    return Decision(
        title=verb_words.question.format(it=_name(board, action)),
        verb=verb_words.confirm,
        build=partial(with_choices, action),
        facts=tuple(dialog.facts(board, action)),
        chart=card_chart(board, action.card) if isinstance(action, CardAction) and dialog.chart else None,
        checks=check_lines(board, action.card) if isinstance(action, CardAction) and dialog.gate else (),
        rows=rows,
        text_label="learning" if dialog.text is not None else "",
        text=text,
        text_needed=dialog.text_needed,
        warning=dialog.warning(board, initial_action),
        refusal=refusal_words(board, initial_action),
        price=price,
        objection=against,
    )


def _name(board: Board, action: CardAction | DataAction) -> str:
    world = board.world
    if isinstance(action, DataAction):
        return f"{fmt.dataset(world, action.data)} {fmt.dataset_title(world, action.data, 40)}"
    return f"{fmt.short(world, action.card)} {fmt.title(world, action.card, 40)}"


def fill_reason(board: Board, action: _Some, reason: bool = False) -> _Some | Kill:
    """A possible action with the words that the evidence speaks for where it has none; with `reason` its reason too.

    A kill without a learning would teach its family nothing.
    """
    if not isinstance(action, Kill) or action.learning or check(board, action) != Refusal.NONE:
        return action
    kill_reason = suggested_reason(board, action.card) if reason else Reason(action.reason)
    return Kill(action.card, int(kill_reason), suggested_learning(board, action.card, kill_reason))


def complete_typed(board: Board, action: _Some, line: str) -> _Some | Kill:
    """`fill_reason` for the action of a typed line: `kill 14` gives no reason either, `kill 14 other` does."""
    return fill_reason(board, action, reason=len(line.split()) == 2)


def preview_text(board: Board, action: Action, line: str) -> tuple[str, str]:
    """What a typed line costs and changes, and what stands against it: what its dialog would show before it is done."""
    if check(board, action) not in (Refusal.NONE, Refusal.NOT_ENOUGH_TIME):
        # What cannot be done has no price.
        return "", refusal_words(board, action)
    if not isinstance(action, (CardAction, DataAction)) or not _on_board(board, action):
        return "; ".join(fact.text for fact in price_lines(board, action)), refusal_words(board, action)
    dialog = decision_of(board, complete_typed(board, action, line))
    return "; ".join(fact.text for fact in dialog.price(dialog.values)), dialog.objection(dialog.values)


def _on_board(board: Board, action: CardAction | DataAction) -> bool:
    """Whether an action is about a card or dataset that is there: a verb without one may be about the project."""
    if isinstance(action, DataAction):
        return 0 <= action.data < len(board.data) and board.data[action.data].shown
    return 0 <= action.card < len(board.cards) and board.cards[action.card].shown


def _option(board: Board, action: Action, word: str = "", note: str = "") -> Option:
    word = word or VERB[type(action)].label
    # Two verbs do different things by where the card stands; the menu says which.
    if isinstance(action, Deploy) and action.share_pct > board.cards[action.card].share_pct:
        word = f"raise its share to {action.share_pct} %"
    if isinstance(action, Start) and board.cards[action.card].stage == Stage.BACKLOG:
        word = "start, with the usual ticket"
    if isinstance(action, OrderData) and action.percent == 100:
        word = f"order {ordered_part(board, action)}"
    line = to_text(action, board.world)
    return Option(action, line, word, action.minutes(board), refusal_words(board, action), note)
