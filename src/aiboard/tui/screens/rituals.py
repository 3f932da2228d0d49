"""Between sprints: review, retro, planning. Three fixed questions each, under a minute and a half, skippable."""

from __future__ import annotations

from aiboard.engine.model.board import Board
from aiboard.tui import cells
from aiboard.tui.screens.sheet import Item, Lines, Menu
from aiboard.tui.session import Session
from aiboard.views import rituals as views
from aiboard.views.board.families import FamilyStrip, families
from aiboard.views.board.header import header
from aiboard.views.board.standup import fact
from aiboard.views.rituals import Question

_MOST = 6


class Ritual(Menu[str]):
    """One sheet: a title, questions with their facts, some answers."""

    WIDTH = 80
    KEYS = "⏎ choose   Esc skip"

    def asked(self, question: Question, width: int, most: int = _MOST) -> Lines:
        """A question and its facts."""
        look = self.window.look
        out: Lines = [[(question.text, look["strong"])]]
        for line in question.lines[:most]:
            out.append([("  ", look["text"]), (cells.cut(line, width - 2), look["text"])])
        if len(question.lines) > most:
            out.append([(f"  +{len(question.lines) - most} more", look["dim"])])
        return out


def guessable(board: Board) -> list[FamilyStrip]:
    """Families that could hold the best decided card; with one there is nothing to guess."""
    return [strip for strip in families(board) if strip.decided]


class Guess(Ritual):
    """Review, before it: predict, then see."""

    def __init__(self, session: Session, sprint: int) -> None:
        items = [Item(str(strip.family), "", strip.name, strip.marks) for strip in guessable(session.board)]
        super().__init__(f"Review of sprint {sprint}: guess first", [*items, Item("", "", "no guess", "")])

    def text_lines(self, width: int) -> Lines:
        """The question."""
        return [[("Which approach holds the best decided card so far?", self.window.look["strong"])]]


class Review(Ritual):
    """What did we learn: a strip a family, what was decided, what is open."""

    def __init__(self, session: Session, sprint: int, guess: int) -> None:
        self._board = session.board
        self._ritual = views.review(session.board, sprint)
        self._guess = guess
        super().__init__(self._ritual.title, [Item("on", "", "Go on", "")])

    def text_lines(self, width: int) -> Lines:
        """Families first, then the other two questions."""
        look = self.window.look
        learned, decided, still_open = self._ritual.questions
        strips = families(self._board)
        best = max((strip.best.mean for strip in strips if strip.best), default=0)
        out: Lines = [[(learned.text, look["strong"])]]
        for strip in strips:
            top = strip.best is not None and strip.best.mean == best
            name = look["strong" if top else "text"]
            out.append(
                [
                    ("★ " if top else "  ", look["good"]),
                    (cells.pad(strip.name, 25), name),
                    (cells.pad(strip.marks[:12], 13), look["accent"]),
                    # A sprint's end is "so far"; the whole line then fits 80 cells.
                    (strip.text.partition(": ")[2].replace(" so far", ""), name),
                ]
            )
        if self._guess >= 0 and best:
            said = strips[self._guess]
            right = said.best is not None and said.best.mean == best
            answer = "so it is." if right else "not so far."
            out.append([(f"  You said {said.name}: ", look["dim"]), (answer, look["accent"])])
        out += [[], *self.asked(decided, width, 4), [], *self.asked(still_open, width, 3)]
        return out


class Retro(Ritual):
    """Which kill would you take back (without one: what would you stop)? Written down, answered in the debrief."""

    def __init__(self, session: Session, sprint: int) -> None:
        board = session.board
        self._ritual = views.retro(board, sprint)
        items = [Item(str(index), "", fact(board, index), "")
                 for index in self._ritual.questions[0].cards]  # fmt: skip
        super().__init__(self._ritual.title, [Item("none", "", "none of them", ""), *items])

    def text_lines(self, width: int) -> Lines:
        """What waited and what surprised; the first question last, above its answers."""
        look = self.window.look
        kills, waited, surprised = self._ritual.questions
        return [
            *self.asked(waited, width, 3),
            [],
            *self.asked(surprised, width, 3),
            [],
            [(kills.text, look["strong"]), ("  It is written down; the debrief answers.", look["dim"])],
        ]


class Planning(Ritual):
    """What the next sprint begins with."""

    def __init__(self, session: Session) -> None:
        board = session.board
        self._ritual = views.planning(board)
        self._message = session.message()
        head = header(board, session.show_hours)
        super().__init__(
            f"{self._ritual.title} of {head.sprints}",
            [
                Item("go", "", "Begin the sprint", ""),
                Item("orders", "o", "Standing orders", "free today; limits and GPUs as well"),
                Item("forecast", "n", "Forecast", "a day at 70 %, a day at 90 %"),
                Item("add_idea", "a", "One more idea", "somebody proposes it"),
            ],
        )

    def text_lines(self, width: int) -> Lines:
        """Who wrote, then the three questions."""
        look = self.window.look
        out: Lines = [[(line, look["accent"])] for line in cells.wrap(self._message, width, 3)]
        if out:
            out.append([])
        cards, limits, forecast = self._ritual.questions
        for question, most in ((cards, 5), (limits, 3), (forecast, 2)):
            out += self.asked(question, width, most)
        return out

