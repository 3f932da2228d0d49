"""A question in use on the screen: where the cursor is, what is set, what of the question is in view."""

from __future__ import annotations

from functools import partialmethod
from typing import Final

from aiboard.drills.asks import Ask, Item, Open, Percent, Pick, Several, Weights
from aiboard.drills.form import Field, Form
from aiboard.drills.shares import WHOLE, levelled, with_share
from aiboard.drills.sitting import Sitting
from aiboard.tui.panel import Pager
from aiboard.tui.screens.full import FullScreen
from aiboard.tui.widgets.drill_form import FormRows

FIRST_PERCENT: Final = 50
"""Where a percentage begins."""


class DrillState(Pager):
    """The cursor, what is set until it is taken, and where the window on the question stands; a subclass draws it."""

    def __init__(self) -> None:
        super().__init__()
        self.sitting: Sitting | None = None
        self.at = 0
        self.percent = FIRST_PERCENT
        self.shares: dict[str, int] = {}
        self.opened: list[str] = []
        self.set: list[str] = []
        self.form: FormRows | None = None
        #: What takes so long that it is said; nothing is asked meanwhile.
        self.busy = ""
        #: The line on which the cursor stands, and the one on which the grade begins.
        self.cursor_line: int | None = None
        self.grade_line = 0
        #: Where what is asked now begins.
        self.ask_line = 0
        #: What was asked when the question opened: with it the question is shown from its first line.
        self._first = ""
        #: Lines of the question in view above what is asked.
        self.window = 0
        #: Said once, between the question and what is asked.
        self.note = ""
        #: Digits of a percentage that are being typed.
        self._digits = ""
        #: What a check of the text said.
        self.checked: list[str] = []

    def wait(self) -> None:
        """Nothing to show yet."""
        self.sitting = None
        self.wrong = ""
        self.update()

    def show(self, sitting: Sitting) -> None:
        """Another question."""
        self.sitting = sitting
        self._first = sitting.ask.key if sitting.ask is not None else ""
        self.note = ""
        self.prepare()

    def prepare(self) -> None:
        """What is asked is another thing now: begin with its first line."""
        ask = self.asked
        self.at = 0
        self.percent = FIRST_PERCENT
        self._digits, self.checked = "", []
        before = self.sitting.partial(ask) if self.sitting is not None and ask is not None else None
        if isinstance(ask, Weights):
            self.shares = {option.key: 0 for option in ask.options}
            self.shares |= before if isinstance(before, dict) else {}
        if isinstance(ask, Open):
            self.opened = list(before) if isinstance(before, list) else []
        if isinstance(ask, Form):
            self.form = FormRows(ask, ask.begun(before))
        if isinstance(ask, Several):
            self.set = list(before) if isinstance(before, list) else list(ask.before)
            # What was found is right most times: the cursor stands where one goes on.
            self.at = len(ask.options)
        if ask is None or ask.key == self._first:
            self.offset_rows = 0
        else:
            self._to_end()
        self.follow()

    @property
    def asked(self) -> Ask | None:
        """What is asked now; None before there is a question and after its grade."""
        return self.sitting.ask if self.sitting is not None else None

    # --- what is set ---------------------------------------------------------------------------------------

    def value(self) -> object:
        """What would be taken now."""
        ask = self.asked
        if isinstance(ask, Pick):
            return ask.options[self.at].key
        if isinstance(ask, Percent):
            return self.percent
        return list(self.set) if isinstance(ask, Several) else dict(self.shares)

    def toggle(self) -> bool:
        """Set or unset the option under the cursor; False on the line that goes on."""
        ask = self.asked
        if not isinstance(ask, Several) or self.at >= len(ask.options):
            return False
        self.set = sorted({*self.set} ^ {ask.options[self.at].key})
        self.follow()
        return True

    def unopened(self) -> list[Item]:
        """The evidence that is not open yet."""
        ask = self.asked
        return [item for item in ask.items if item.key not in self.opened] if isinstance(ask, Open) else []

    def item(self) -> Item | None:
        """The evidence under the cursor; None on the line that goes on."""
        closed = self.unopened()
        return closed[self.at] if self.at < len(closed) else None

    def left(self) -> int:
        """Minutes that are left for evidence."""
        ask = self.asked
        if not isinstance(ask, Open):
            return 0
        return ask.minutes - sum(item.minutes for item in ask.items if item.key in self.opened)

    def reveal(self, key: str) -> None:
        """An item was opened."""
        self.opened.append(key)
        self.at = min(self.at, len(self.unopened()))
        self._to_end()
        self.follow()

    def _count(self) -> int:
        ask = self.asked
        if isinstance(ask, Pick | Weights):
            return len(ask.options)
        if isinstance(ask, Several):
            return len(ask.options) + 1
        if isinstance(ask, Form) and self.form is not None:
            return len(self.form.rows) + 1
        return len(self.unopened()) + 1 if isinstance(ask, Open) else 0

    def move(self, by: int) -> None:
        """The cursor by some lines; the page where there is nothing to choose."""
        self._hush()
        self._digits = ""
        if count := self._count():
            self.at = (self.at + by) % count
            self.follow()
        else:
            self.scroll(by)

    def change(self, by: int) -> None:
        """A percentage by so much, within 0 and 100."""
        ask = self.asked
        self._hush()
        self._digits = ""
        if isinstance(ask, Percent):
            self.percent = max(0, min(100, self.percent + by))
        elif isinstance(ask, Weights):
            key = ask.options[self.at].key
            self.shares = with_share(self.shares, key, self.shares[key] + by)
        elif self.form is not None and isinstance(ask, Form):
            self.form.change(self.at, by)
        self.follow()

    def digit(self, sign: str) -> bool:
        """A digit of a percentage; digits in a row are one number. False where none is asked for."""
        ask = self.asked
        if not isinstance(ask, Percent | Weights):
            return False
        self._hush()
        digits = self._digits + sign
        self._digits = digits if int(digits) <= WHOLE else sign
        if isinstance(ask, Percent):
            self.percent = int(self._digits)
        else:
            self.shares = with_share(self.shares, ask.options[self.at].key, int(self._digits))
        self.follow()
        return True

    def level(self) -> None:
        """What is left in equal parts."""
        if isinstance(self.asked, Weights):
            self.shares = levelled(self.shares)
            self._digits = ""
            self.follow()

    def to_last(self) -> None:
        """The cursor on the line that goes on; without one, the end of the page."""
        if count := self._count():
            self.at = count - 1
            self.follow()
        else:
            self.scroll(0, 1_000)

    def show_check(self, lines: list[str]) -> None:
        """What was asked about a text while it is written."""
        self.checked = lines
        self.follow()

    def _hush(self) -> None:
        """What was said of the last key goes with this one."""
        if self.is_mounted and isinstance(self.screen, FullScreen):
            self.screen.hush()

    def field(self) -> Field | None:
        """The field of the form under the cursor; None on the line that hands it in."""
        return self.form.field(self.at) if self.form is not None else None

    def tell(self, busy: str) -> None:
        """Say what takes long."""
        self.busy = busy
        self.follow()

    def follow(self) -> None:
        """Draw; what is asked is in view whatever of the question is."""
        self.update()

    def _to_end(self) -> None:
        """What was given or opened last stands at the end of the question; drawing takes it back to what there is."""
        self.offset_rows = len(self.content(max(20, self.size.width - 2)))

    def scroll(self, lines: int = 0, pages: int = 0) -> None:
        """Move the question; a page keeps one line of the last one."""
        self.go_to(self.offset_rows + lines + pages * max(1, (self.window or self.size.height) - 1))

    action_page_up = partialmethod(scroll, 0, -1)
    action_page_down = partialmethod(scroll, 0, 1)

    def say_once(self, note: str) -> None:
        """Say something until the next key, without taking the place of the keys."""
        if note != self.note:
            self.note = note
            self.update()
