"""Between sprints: review, retro, planning. Three questions, under a minute and a half, one sheet each."""

from __future__ import annotations

from aiboard.engine.board import Board
from aiboard.engine.kinds import EventKind, Stage
from aiboard.tui import paint
from aiboard.tui.screens.box import Lines
from aiboard.tui.screens.menu import Item, Menu
from aiboard.tui.session import Session
from aiboard.views import fmt, words
from aiboard.views.families import families
from aiboard.views.header import header
from aiboard.views.measure import measured


class Ritual(Menu):
    """One sheet: a title, some lines, some answers."""

    WIDTH = 76
    KEYS = "⏎ choose   Esc skip"


class Guess(Ritual):
    """Review, first half: predict, then see."""

    def __init__(self, session: Session, sprint: int) -> None:
        board = session.board
        strips = families(board)
        items = [Item(str(strip.family), "", strip.name, strip.marks) for strip in strips]
        super().__init__(f"Review of sprint {sprint}: guess first", [*items, Item("", "", "no guess", "")])

    def text_lines(self, width: int) -> Lines:
        """The question."""
        look = self.sheet.look
        return [[("Which approach holds the best decided card so far?", look["strong"])]]


class Review(Ritual):
    """What did we learn: a strip a family, and what was decided."""

    def __init__(self, session: Session, sprint: int, guess: int) -> None:
        super().__init__(f"Review of sprint {sprint}", [Item("on", "", "Go on", "")])
        self._session = session
        self._sprint = sprint
        self._guess = guess

    def text_lines(self, width: int) -> Lines:
        """Money, decisions, families."""
        look = self.sheet.look
        board = self._session.board
        head = header(board, self._session.show_hours)
        decided, killed, promoted = decided_in(board, self._sprint)
        out: Lines = [
            [
                (fmt.count(decided, "card") + " decided", look["strong"]),
                (f": {promoted} promoted, {killed} killed", look["text"]),
                (f"   booked {head.booked}, burn {head.burn} a day", look["dim"]),
            ],
            [],
            [("What each approach is worth, as far as decided cards tell", look["heading"])],
        ]
        strips = families(board)
        best = max((strip.best.mean for strip in strips if strip.best), default=0)
        for strip in strips:
            top = strip.best is not None and strip.best.mean == best
            out.append(
                [
                    ("★ " if top else "  ", look["good"]),
                    (paint.pad(strip.name, 20), look["strong" if top else "text"]),
                    (paint.pad(strip.marks[:16], 17), look["accent"]),
                    (strip.text.partition(": ")[2], look["text"]),
                ]
            )
        if self._guess >= 0 and best:
            said = strips[self._guess]
            right = said.best is not None and said.best.mean == best
            answer = "so it is." if right else "not so far."
            out += [[], [(f"You said {said.name}: ", look["dim"]), (answer, look["strong"])]]
        return out


class Retro(Ritual):
    """Which kill would you take back? Written down, answered in the debrief."""

    def __init__(self, session: Session, sprint: int) -> None:
        board = session.board
        items = [
            Item(line_key(board, index), "", fmt.key(board.world, index), _what(board, index))
            for index in killed_in(board, sprint)
        ]
        super().__init__(f"Retro of sprint {sprint}", [Item("none", "", "none", "they were right"), *items])

    def text_lines(self, width: int) -> Lines:
        """The question."""
        look = self.sheet.look
        return [
            [("Which kill would you take back?", look["strong"])],
            [("It is written down; the debrief answers.", look["dim"])],
        ]


class Planning(Ritual):
    """What the next sprint begins with."""

    def __init__(self, session: Session) -> None:
        board = session.board
        head = header(board, session.show_hours)
        said = f"day {board.forecast_70} (70 %), day {board.forecast_90} (90 %)" if board.forecast_70 else "none yet"
        held = ", ".join(f"{words.STAGE_SHORT[s]} {board.count(s)}" for s in _FLIGHT)
        super().__init__(
            f"Planning of sprint {head.sprint} of {head.sprints}",
            [
                Item("go", "", "Begin the sprint", held),
                Item("orders", "o", "Standing orders", "free today; limits and GPUs as well"),
                Item("forecast", "n", "Forecast", f"when will {fmt.points(board.world.target_ppm)} be met? {said}"),
                Item("idea", "a", "One more idea", "somebody proposes it"),
            ],
        )
        self._message = session.message()

    def text_lines(self, width: int) -> Lines:
        """Who wrote."""
        look = self.sheet.look
        if self._message is None:
            return [[("Ten working days. What is on the board, what may run by itself?", look["dim"])]]
        who, text = self._message
        return [[(line, look["strong"])] for line in paint.wrap(f"{who}: {text}", width, 4)]


_FLIGHT = (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.EVALUATION, Stage.ITERATION)


def sprint_days(board: Board, sprint: int) -> tuple[int, int]:
    """First and last day of a sprint."""
    length = board.world.sprint_days
    return (sprint - 1) * length + 1, sprint * length


def killed_in(board: Board, sprint: int) -> list[int]:
    """Cards killed in a sprint."""
    first, last = sprint_days(board, sprint)
    return [e.card for e in board.history if e.kind == EventKind.KILLED and first <= e.day <= last]


def decided_in(board: Board, sprint: int) -> tuple[int, int, int]:
    """Cards decided, killed, promoted in a sprint."""
    first, last = sprint_days(board, sprint)
    found = [e for e in board.history if e.kind == EventKind.DECIDED and first <= e.day <= last]
    promoted = sum(1 for e in found if e.a == 1)
    return len(found), len(found) - promoted, promoted


def line_key(board: Board, index: int) -> str:
    """A card's name in answers."""
    return fmt.key(board.world, index)


def _what(board: Board, index: int) -> str:
    found = measured(board, index)
    title = fmt.title(board.world, index)
    return f"{title}, {found.text}" if found else title
