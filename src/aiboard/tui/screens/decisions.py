"""The deciding keys of the board: ask where there is something to choose, then dispatch the action."""

from __future__ import annotations

from functools import partialmethod
from typing import Final

from aiboard.actions.grammar import parse
from aiboard.actions.words import refusal as refusal_words
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Chaos, Refusal
from aiboard.engine.verbs import (
    Action,
    CardAction,
    CheckLeak,
    Deploy,
    Evaluate,
    Inject,
    Iterate,
    Kill,
    Pause,
    Prioritise,
    Promote,
    Resume,
    ReviewCanary,
    RollBack,
    Start,
    Ticket,
)
from aiboard.tui.host import unless_cancelled
from aiboard.tui.screens.board_host import BoardHost
from aiboard.tui.widgets import question
from aiboard.views import fmt, words
from aiboard.views.decisions.decision import Question
from aiboard.views.decisions.menu import complete_typed, decision, decision_of, usual_action

#: The board's keys by what they do to a card.
VERB_KEYS: Final[dict[type[CardAction], str]] = {
    Start: "start",
    Ticket: "ticket",
    Evaluate: "evaluate",
    Promote: "promote",
    Iterate: "iterate",
    Deploy: "deploy",
    RollBack: "roll_back",
    ReviewCanary: "review",
    Pause: "hold",
    Resume: "hold",
    # late: the first line is what Enter does, and nobody should kill by habit
    Kill: "kill",
    CheckLeak: "check_leak",
}


def available_keys(board: Board, card: int) -> list[str]:
    """Names of the board's keys that do something for a card (-1: none) now, in the order of the hint bar."""
    if card < 0:
        return []
    names = [name for verb, name in VERB_KEYS.items() if check(board, usual_action(board, verb, card)) == Refusal.NONE]
    return list(dict.fromkeys(names))


def may_inject(board: Board) -> bool:
    """Whether chaos may be injected in this game at all."""
    return check(board, Inject(int(Chaos.GPU_SHORTAGE))) != Refusal.GAME_OVER


def say_refusal(table: BoardHost, action: Action, refusal: Refusal) -> None:
    """Why an action is not possible now."""
    board = table.session.board
    table.say(refusal_words(refusal, board, action), "warn")


class Decisions:
    """A part of the board's screen: decisions about the card under the cursor, and about the project."""

    def __init__(self, table: BoardHost) -> None:
        self._table = table

    def ask(self, verb: type[CardAction], stay: bool = False) -> None:
        """Open the question of a card's action, or say why it is not possible. For `stay` see `do`."""
        card = self._table.board_view.card
        if card < 0:
            self._table.say("no card is under the cursor", "warn")
            return
        board = self._table.session.board
        action = usual_action(board, verb, card)
        refusal = check(board, action)
        # A decision that only lacks hours is shown all the same: it is worth planning for tomorrow.
        if refusal in (Refusal.NONE, Refusal.NOT_ENOUGH_TIME):
            self._open(decision(board, verb, card), stay)
        else:
            say_refusal(self._table, action, refusal)

    def ask_line(self, line: str) -> None:
        """Open the question of a card's action as a line has it, amounts and all."""
        board = self._table.session.board
        action = parse(line, board.world)
        assert isinstance(action, CardAction)
        self._open(decision_of(board, complete_typed(board, action, line)))

    def _open(self, action_question: Question[Action], stay: bool = False) -> None:
        self._table.host.open("question", action_question, then=unless_cancelled(lambda action: self.do(action, stay)))

    def do(self, action: Action, stay: bool = False) -> None:
        """Do it; with `stay` the cursor remains in its column, where the next decision is."""
        view = self._table.board_view
        card = view.card
        if stay:
            view.stay()
        # Refused: the card is where it was, and so is the cursor.
        if self._table.host.dispatch(action) is None and stay:
            view.focus_card(card)
            self._table.show_status()

    action_kill = partialmethod(ask, Kill, True)
    action_iterate = partialmethod(ask, Iterate)
    action_evaluate = partialmethod(ask, Evaluate)
    action_check_leak = partialmethod(ask, CheckLeak)
    action_promote = partialmethod(ask, Promote)
    action_ticket = partialmethod(ask, Ticket)
    action_deploy = partialmethod(ask, Deploy)
    action_roll_back = partialmethod(ask, RollBack)

    def action_start(self) -> None:
        """Start the card: what it takes of the day, or what would keep it from moving, is shown first."""
        card, session = self._table.board_view.card, self._table.session
        if card < 0:
            return
        action = Start(card)
        paid = session.show_hours and action.minutes(session.board) > 0
        if paid or session.decision_to_confirm(action) is not None:
            self.ask(Start, stay=True)
        else:
            self.do(action, stay=True)

    def action_hold(self) -> None:
        """Pause, or go on."""
        card = self._table.board_view.card
        if card >= 0:
            paused = self._table.session.board.cards[card].paused
            self.do(Resume(card) if paused else Pause(card))

    def action_priority(self, digit: str) -> None:
        """Priority of the card."""
        card = self._table.board_view.card
        # The same priority again would be a line in the save that changes nothing.
        if card >= 0 and self._table.session.board.cards[card].priority != int(digit):
            self.do(Prioritise(card, int(digit)))

    def action_review(self) -> None:
        """Look at the canary; what it takes of the day is shown first."""
        session, card = self._table.session, self._table.board_view.card
        if card >= 0 and session.show_hours and ReviewCanary(card).minutes(session.board):
            self.ask(ReviewCanary)
        elif card >= 0:
            self.do(ReviewCanary(card))

    def action_add_idea(self) -> None:
        """Ask for an idea."""
        if not self._ended():
            self._open(question.add_idea(self._table.session.board))

    def action_forecast(self) -> None:
        """Say two days, until the target is cleared."""
        board = self._table.session.board
        if self._ended():
            return
        if board.target_day:
            cleared = f"a card cleared {fmt.points(board.world.target_ppm)} on D{board.target_day}"
            self._table.say(f"{cleared}: there is nothing left to forecast", "warn")
        else:
            self._open(question.forecast(board))

    def action_orders(self) -> None:
        """Standing orders, limits, reserved GPUs."""
        if self._ended():
            return
        # Late, as all that is opened from the board: most of it is never looked at in a game.
        from aiboard.tui.screens.orders import open_orders

        open_orders(self._table.host, self._table.session)

    def _ended(self) -> bool:
        """Whether the project is over, which is said then: nothing about it can be decided any more."""
        session = self._table.session
        if session.board.over:
            self._table.say(session.locked_reason, "warn")
        return session.board.over

    def action_undo(self) -> None:
        """Take the last action or day back; the first time, ask: the game becomes practice."""
        host = self._table.host
        consent = self._table.session.undo_consent()
        if consent and not self._table.session.game.read_only:
            host.open("question", question.undo_question(consent), then=unless_cancelled(lambda _: host.undo()))
        else:
            host.undo()


class Injections:
    """A part of the board's screen: a capital letter prepares an injection of chaos, Enter does it."""

    def __init__(self, table: BoardHost) -> None:
        self._table = table
        self._waiting: Inject | None = None
        self._in_a_row = 0

    def prepare(self, chaos: Chaos) -> None:
        """Say what would happen, and wait for Enter."""
        board = self._table.session.board
        action = Inject(int(chaos))
        refusal = check(board, action)
        self._in_a_row += 1
        # Refused before Enter is asked for.
        if refusal != Refusal.NONE:
            say_refusal(self._table, action, refusal)
            return
        days = board.world.chaos_days[chaos]
        active, for_days = board.disruption_place(chaos), f", {fmt.days(days)}" if days > 1 else ""
        if active >= 0 and for_days:
            for_days += f" more, until D{board.disruptions[active].until_day + days}"
        text = f"{words.CHAOS[chaos][:1].upper()}{words.CHAOS[chaos][1:]}{for_days}: Enter to inject, Esc"
        if self._in_a_row >= 3:
            text += "   (three capitals in a row: is caps lock on?)"
        self._waiting = action
        self._table.say(text, "news", "▲")

    def handle_key(self, key: str, character: str) -> bool:
        """A key while an injection waits: Enter does it, Esc drops it (True: used up), others drop it too."""
        # Caps lock happens: three capitals in a row are remarked on.
        if not character.isupper():
            self._in_a_row = 0
        action, self._waiting = self._waiting, None
        if action is None:
            return False
        if key == "enter":
            self._table.host.inject(action)
            return True
        return key == "escape"

    action_inject_gpu = partialmethod(prepare, Chaos.GPU_SHORTAGE)
    action_inject_data = partialmethod(prepare, Chaos.DATA_ISSUE)
    action_inject_regression = partialmethod(prepare, Chaos.EVAL_REGRESSION)
    action_inject_scope = partialmethod(prepare, Chaos.SCOPE_CHANGE)
    action_inject_vendor = partialmethod(prepare, Chaos.VENDOR_DELAY)
    action_inject_divergence = partialmethod(prepare, Chaos.DIVERGENCE)
