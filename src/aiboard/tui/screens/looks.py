"""The looking keys of the board: open what there is to read. Nothing here decides."""

from __future__ import annotations

from functools import partialmethod
from typing import TYPE_CHECKING

from aiboard.instruments.text import clean
from aiboard.tui.host import unless_cancelled
from aiboard.tui.screens.board_host import BoardHost
from aiboard.views import fmt
from aiboard.views.board.columns import columns
from aiboard.views.board.header import header
from aiboard.views.board.log import log
from aiboard.views.data.databoard import has_data_board

if TYPE_CHECKING:
    from aiboard.tui.screens.page import Row


class ViewActions:
    """A part of the board's screen. With `only` somebody else plays, and cards are only looked at."""

    def __init__(self, table: BoardHost, only: bool) -> None:
        self._table = table
        self._only = only

    def move_ask(self, by: int) -> None:
        """To another card that waits for the player, or that time stopped for."""
        stopped = {stop.card for stop in self._table.session.stops()}
        if not self._table.board_view.move_ask(by, stopped):
            self._table.say("no card waits for a decision", "dim")

    action_next_ask = partialmethod(move_ask, 1)
    action_previous_ask = partialmethod(move_ask, -1)

    def action_open(self) -> None:
        """Everything about the card."""
        table = self._table
        card = table.board_view.card
        if card >= 0:
            table.host.open("card", table.session, card, table.host.table, self._only, then=table.run_command)

    def action_project(self) -> None:
        """What can be done about the whole project."""
        self._table.host.open("project", self._table.session, self._table.host.table, then=self._table.run_command)

    def action_data(self) -> None:
        """The data board."""
        if has_data_board(self._table.session.board):
            self._table.host.open("data", self._table.session)
        else:
            self._table.say("nothing is being labelled in this project", "dim")

    def action_compute(self) -> None:
        """The compute queue; from there to one of its cards."""
        self._table.host.open("queue", self._table.session, then=unless_cancelled(self._table.board_view.focus_card))

    def action_coach(self) -> None:
        """What each option on the card is worth; asked for the first time, the game becomes practice."""
        # Late, as all that is opened from the board: most of it is never looked at in a game.
        from aiboard.tui.screens.advice import ask_coach

        table, card = self._table, self._table.board_view.card

        def begin() -> None:
            table.host.open("advice", table.session, card, then=table.run_command)

        if card < 0:
            table.say("no card is under the cursor", "warn")
        else:
            ask_coach(table.session, table.host, table.say, begin)

    def action_cone(self) -> None:
        """The forecast, and what the coach makes of it."""
        self._table.host.open("forecast", self._table.session)

    def action_runs(self) -> None:
        """The runs of an agent card."""
        from aiboard.views.card.trajectory import ALLOWED, runs

        board, card = self._table.session.board, self._table.board_view.card
        agent_runs = runs(board, card) if card >= 0 else ()
        if not agent_runs:
            self._table.say("no agent runs to look at: evaluating an agent card makes them", "dim")
            return
        name = f"{fmt.key(board.world, card)} {fmt.title(board.world, card)}"
        count = fmt.count(len(agent_runs), "reviewed agent run")
        self._table.host.open("runs", f"{name}: {count}", agent_runs, ALLOWED, "", True)

    def action_why(self) -> None:
        """What the numbers are, and what moved them."""
        self._table.host.open("why", self._table.session.board, self._table.board_view.card, False, self._only)

    def action_canvas(self) -> None:
        """What this project is about."""
        self._table.host.open("canvas", self._table.session)

    def action_messages(self) -> None:
        """The whole log."""
        rows: list[Row] = []
        for day in log(self._table.session.board, ordered=self._table.session.game.order_event_ids):
            for i, line in enumerate(day.lines):
                rows.append((f"{day.weekday} D{day.day}" if i == 0 else "", line.text, str(line.tone)))
            rows.append(("", "", "text"))
        # What people say is no event: a remark that the pane had no room for is read here.
        session = self._table.session
        remarks = [f"{voice.name}: {voice.text}" if voice.name else voice.text for voice in session.voices]
        remarks += [session.message()] if session.message() else []
        if remarks:
            first: list[Row] = [("Said" if i == 0 else "", clean(text, 600), "text") for i, text in enumerate(remarks)]
            rows = [*first, ("", "", "text"), *rows]
        self._table.host.open("page", "Everything that happened, newest day first", rows, "log")

    def action_copy(self) -> None:
        """The board as text, into the clipboard and a file."""
        session = self._table.session
        lines = [header(session.board, session.show_hours).text]
        for column in columns(session.board):
            lines.append(f"{column.name} {column.tally}")
            lines += [f"  {line.text}" for line in column.cards]
        self._table.say(self._table.host.copy("\n".join(lines), "board"), "good", "✓")

    def action_save_as(self) -> None:
        """Go on in another file."""
        from aiboard.tui.widgets.question import save_as

        path = self._table.session.game.path
        copy = str(path.with_name(path.stem + "-copy.jsonl")) if path else "game.jsonl"
        self._table.host.open("question", save_as(copy), then=unless_cancelled(self._table.host.save_as))
