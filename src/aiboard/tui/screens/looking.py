"""What the looking keys of the board do: move the cursor, open what there is to read. Nothing here decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiboard.engine.model.vocabulary import ActionKind
from aiboard.engine.verbs import Action

if TYPE_CHECKING:
    from textual.app import App

    from aiboard.play.session import Session
    from aiboard.tui.app import AiBoard
    from aiboard.tui.board import BoardView
    from aiboard.tui.header import HeaderBar


class Looking:
    """A mixin of the board's screen."""

    if TYPE_CHECKING:
        session: Session
        board_view: BoardView
        head: HeaderBar
        app: App[object]

        @property
        def game_app(self) -> AiBoard:
            """The app."""

        def say(self, text: str, tone: str = "text", front: str = "") -> None:
            """A line."""

        def show_board(self) -> None:
            """The board again."""

        def show_foot(self) -> None:
            """The foot again."""

        def ask_card(self, kind: ActionKind, stay: bool = False) -> None:
            """A question about the card."""

        def do(self, action: Action, stay: bool = False) -> None:
            """Do it."""

        def run_later(self, action: str) -> None:
            """Run a key's action."""

    #: Somebody else plays: the board is only looked at.
    looking = False

    def action_left(self) -> None:
        """Column to the left."""
        self.board_view.move_column(-1)
        self.show_foot()

    def action_right(self) -> None:
        """Column to the right."""
        self.board_view.move_column(1)
        self.show_foot()

    def action_up(self) -> None:
        """Card above."""
        self.board_view.move_card(-1)
        self.show_foot()

    def action_down(self) -> None:
        """Card below."""
        self.board_view.move_card(1)
        self.show_foot()

    def action_next_ask(self) -> None:
        """Next card that waits for the player."""
        self._ask_move(1)

    def action_previous_ask(self) -> None:
        """Previous card that waits for the player."""
        self._ask_move(-1)

    def _ask_move(self, by: int) -> None:
        if self.board_view.move_ask(by):
            self.show_foot()
        else:
            self.say("no card waits for a decision", "dim")

    def action_zoom(self) -> None:
        """One column over the whole width, and back."""
        self.board_view.zoomed = not self.board_view.zoomed
        self.board_view.update()

    def action_open(self) -> None:
        """Everything about the card."""
        card = self.board_view.card
        if card < 0:
            return
        from aiboard.tui.screens.card import CardBox

        def chosen(name: str | None) -> None:
            if name is None:
                return
            if name.startswith("do:"):
                self.ask_card(ActionKind(int(name.removeprefix("do:"))))
            else:
                self._chosen(name)

        self.app.push_screen(CardBox(self.session, card, self.game_app.table, self.looking), chosen)

    def action_project(self) -> None:
        """What can be done about the whole project."""
        from aiboard.tui.screens.project import project_menu

        self.app.push_screen(project_menu(self.session, self.game_app.table), self._chosen)

    def _chosen(self, name: str | None) -> None:
        """A line of a menu: an action's line, or a key's name."""
        if name is None:
            return
        if name.startswith("line:"):
            self.game_app.dispatch_line(name.removeprefix("line:"))
        else:
            self.run_later(name)

    def action_data(self) -> None:
        """The data board."""
        from aiboard.tui.screens.data import DataScreen
        from aiboard.views.data.databoard import exists

        if exists(self.session.board):
            self.app.push_screen(DataScreen(self.session), lambda _: self.show_board())
        else:
            self.say("nothing is being labelled in this project", "dim")

    def action_compute(self) -> None:
        """The compute queue."""
        from aiboard.tui.screens.compute import QueueScreen

        self.app.push_screen(QueueScreen(self.session), lambda _: self.show_board())

    def action_runs(self) -> None:
        """The runs of an agent card."""
        from aiboard.tui.screens.runs import of_card

        card = self.board_view.card
        screen = of_card(self.session, card) if card >= 0 else None
        if screen is None:
            self.say("no agent runs to look at: evaluating an agent card makes them", "dim")
        else:
            self.app.push_screen(screen)

    def action_why(self) -> None:
        """What the numbers are, and what moved them."""
        from aiboard.tui.screens.why import WhyScreen

        self.app.push_screen(WhyScreen(self.session.board, self.board_view.card))

    def action_orders(self) -> None:
        """Standing orders, limits, reserved GPUs."""
        from aiboard.tui.screens.orders import OrdersScreen

        self.app.push_screen(OrdersScreen(self.session), self._ordered)

    def _ordered(self, actions: list[Action] | None) -> None:
        for action in actions or []:
            if self.game_app.dispatch(action) is None:
                break

    def action_canvas(self) -> None:
        """What this project is about."""
        from aiboard.tui.screens.page import PageScreen, canvas_rows
        from aiboard.views.board.project import project

        found = project(self.session.game.resolved)
        self.app.push_screen(PageScreen(found.title, canvas_rows(found), "canvas"))

    def action_messages(self) -> None:
        """The whole log."""
        from aiboard.tui.screens.log import LogScreen
        from aiboard.views.board.log import log

        rows = []
        for day in log(self.session.board):
            for i, line in enumerate(day.lines):
                rows.append((f"{day.weekday} D{day.day}" if i == 0 else "", line.text, str(line.tone)))
            rows.append(("", "", "text"))
        self.app.push_screen(LogScreen("Everything that happened, newest day first", rows))

    def action_copy(self) -> None:
        """The board as text, into the clipboard and a file."""
        from aiboard.tui.copying import copy_out
        from aiboard.views.board.columns import columns as all_columns

        lines = [self.head.head.text] if self.head.head else []
        for column in all_columns(self.session.board):
            lines.append(f"{column.name} {column.tally}")
            lines += [f"  {line.text}" for line in column.cards]
        self.say(copy_out(self.game_app, "\n".join(lines), "board"), "good", "✓")

    def action_save_as(self) -> None:
        """Go on in another file."""
        from aiboard.tui.widgets.dialog import Answer, Fact, Question, QuestionScreen

        path = self.session.game.path
        question = Question(
            title="Save as",
            verb="save",
            facts=(Fact("The game goes on in this file; the one it was in stays as it is."),),
            text_label="File",
            text=str(path.with_name(path.stem + "-copy.jsonl")) if path else "game.jsonl",
            text_needed=True,
        )

        def answered(answer: Answer | None) -> None:
            if answer is not None:
                self.game_app.save_as(answer.text)

        self.app.push_screen(QuestionScreen(question), answered)
