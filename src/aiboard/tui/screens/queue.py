"""The compute queue: who runs, who waits, since when; priorities are changed here."""

from __future__ import annotations

from aiboard.engine.verbs import Prioritise
from aiboard.play.session import Session
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import ListPanel
from aiboard.tui.screens.full import Hints, PanelScreen
from aiboard.tui.screens.orders import open_orders
from aiboard.views import fmt
from aiboard.views.board.queue import Queue, QueueLine, queue


class QueueView(ListPanel):
    """The pool in words, then a line a card."""

    WRAPS = False

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def current(self) -> Queue:
        """The queue now."""
        return queue(self.session.board)

    def count(self) -> int:
        """Its lines."""
        return len(self.current().lines)

    @property
    def line(self) -> QueueLine | None:
        """The card under the cursor."""
        lines = self.current().lines
        # The queue may have become shorter since the cursor was set.
        self.at = max(0, min(self.at, len(lines) - 1))
        return lines[self.at] if lines else None

    def stay_on(self, card: int) -> None:
        """The queue has changed: the cursor goes with its card."""
        positions = [at for at, line in enumerate(self.current().lines) if line.card.card == card]
        self.at = positions[0] if positions else self.at
        self.update()

    def draw(self, width: int, height: int) -> list[Line]:
        """Words, heading, lines."""
        look = self.look
        compute_queue = self.current()
        out: list[Line] = [[(" COMPUTE", look["heading.focus"])], [(f" {compute_queue.pool}", look["text"])]]
        if compute_queue.shortage:
            out += cells.hanging_indent(" ■ ", look["bad"], compute_queue.shortage, look["bad"], width - 4, 2)
        if compute_queue.reserved:
            out.append([(f" + {compute_queue.reserved}", look["good"])])
        out.append([])
        if not compute_queue.lines:
            return [*out, [(" Nobody wants a GPU.", look["dim"])]]
        title = max(10, min(44, width - 61))
        head = f"   {cells.pad('card', title + 4)} {'need':<7} {'prio':<5} {'state':<29} waits"
        out.append([(cells.cut(head, width), look["heading"])])
        selected_line = self.line
        for line in compute_queue.lines:
            on = selected_line is not None and line.card == selected_line.card
            style = look.row_styles(on)
            need = fmt.count(line.gpus, "GPU") if line.gpus else "eval"
            state = f"{line.card.mark.glyph} {line.why or line.card.mark.word}"
            if not line.why and line.days_left:
                state += f", {line.days_left} d left"
            wait = f"since D{line.since}" if line.since else ""
            row: Line = [
                (" ▸ " if on else "   ", style("accent")),
                (f"{line.card.short} ", style("strong")),
                (cells.pad(line.card.title, title), style("text")),
                (f" {need:<7} ", style("text")),
                (f"{line.card.priority:<5} ", style("accent")),
                (cells.pad(state, 29), style(str(line.card.mark.tone))),
                (f" {wait}", style("dim")),
            ]
            out.append(cells.fit_spans(row, width, style("text")))
        return out


class QueueScreen(PanelScreen[QueueView]):
    """The queue's screen. The result is a card to go to, or None."""

    SCREEN = "queue"

    def __init__(self, session: Session) -> None:
        super().__init__(QueueView(session))
        self.session = session
        self._not_yours = session.locked_reason

    def hints(self) -> Hints:
        """Without what only who decides can do."""
        return self.hints_and_back(["help", "open"] if self._not_yours else None)

    def action_priority(self, digit: str) -> None:
        """Change who goes first."""
        line = self.view.line
        if self._not_yours:
            self.tell(self._not_yours, "warn")
        elif line is not None and line.card.priority != int(digit):
            self.host.dispatch(Prioritise(line.card.card, int(digit)))
            self.view.stay_on(line.card.card)

    def action_open(self) -> None:
        """Go to the card on the board."""
        line = self.view.line
        if line is not None:
            self.dismiss(line.card.card)

    def action_reserve(self) -> None:
        """GPUs kept through a shortage are the last line of the orders' sheet."""
        if self._not_yours:
            self.tell(self._not_yours, "warn")
        else:
            open_orders(self.host, self.session, -1)
