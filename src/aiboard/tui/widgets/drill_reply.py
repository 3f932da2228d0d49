"""How each kind of ask is answered on the screen: what is set until it is taken, and the lines that show it."""

from __future__ import annotations

from typing import Any, ClassVar, Final, Generic, TypeVar

from aiboard.drills.asks import Ask, Item, Open, Percent, Pick, Play, Several, Weights
from aiboard.drills.form import Field, Form, OptionsField
from aiboard.drills.shares import WHOLE, fill_evenly, with_share
from aiboard.instruments.text import clean_block
from aiboard.tui.cells import Line
from aiboard.tui.themes import Palette
from aiboard.tui.widgets.drill_form import FormRows
from aiboard.views import fmt
from aiboard.views.linear import wrap

FIRST_PERCENT: Final = 50
"""Where a percentage begins."""
PLAY: Final = "Play it now; you come back here from its end, or go on with it later"


Kind = TypeVar("Kind", bound=Ask)


class Reply(Generic[Kind]):
    """One ask and what is set for it. This one sets nothing: a text is written elsewhere.

    Attributes:
        ask: what is asked.
        at: the line under the cursor.
        KEYS: names of the keys that it needs besides those of every ask.
        initial: what is set at first, of an ask of which that is kept before it is taken; None of others.
    """

    KEYS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, ask: Kind, before: object = None) -> None:
        self.ask = ask
        self.at = 0
        self.initial: object = None

    def prompt(self) -> str:
        """What is asked, with what is left."""
        return self.ask.prompt

    def names(self) -> list[str]:
        """The lines to choose from."""
        return []

    def count(self) -> int:
        """How many lines the cursor can be on."""
        return len(self.names())

    def value(self) -> object:
        """What would be taken now."""
        return None

    def enter(self) -> str:
        """What Enter does on the line of the cursor, where that is not to take what is set; empty elsewhere."""
        return ""

    def move(self, by: int) -> bool:
        """The cursor by some lines; False where there are none."""
        if count := self.count():
            self.at = (self.at + by) % count
        return count > 0

    def change(self, by: int) -> None:
        """More or less of what is set."""

    def type_character(self, sign: str) -> bool:
        """A digit of a percentage, or the letter of an answer; False where neither is asked for."""
        return False

    def toggle(self) -> bool:
        """Set or unset the line under the cursor; False where Enter takes what is set."""
        return False

    def lines(self, look: Palette, room: int) -> tuple[list[Line], int | None]:
        """What is set as it is drawn, and the line on which the cursor stands; None without one."""
        out: list[Line] = []
        cursor = None
        for index, name in enumerate(self.names()):
            style = look.row_styles(index == self.at)
            if index == self.at:
                cursor = len(out)
            for part, text in enumerate(wrap([clean_block(name)], room - 4)):
                mark = "▸ " if index == self.at and part == 0 else "  "
                out.append([("  ", look["text"]), (mark, style("accent")), (text, style("text"))])
        return out, cursor


class PickReply(Reply[Pick]):
    """The option under the cursor."""

    def names(self) -> list[str]:
        return [self.ask.line(option) for option in self.ask.options]

    def value(self) -> object:
        return self.ask.options[self.at].key

    def type_character(self, sign: str) -> bool:
        keys = [option.key for option in self.ask.options]
        if sign in keys:
            self.at = keys.index(sign)
        return sign in keys


class PlayReply(Reply[Play]):
    """Enter plays; there is nothing to choose."""

    def names(self) -> list[str]:
        return [PLAY]

    def count(self) -> int:
        return 0

    def enter(self) -> str:
        return "play"


class SeveralReply(Reply[Several]):
    """Options that are set or not, and a line that goes on."""

    KEYS = ("done",)

    def __init__(self, ask: Several, before: object) -> None:
        super().__init__(ask)
        self.set: list[str] = list(before) if isinstance(before, list) else list(ask.initial)
        # What was found is right most times: the cursor stands where one goes on.
        self.at = len(ask.options)
        self.initial = self.value()

    def names(self) -> list[str]:
        names = [f"[{'✓' if one.key in self.set else ' '}] {one.text}" for one in self.ask.options]
        return [*names, "So it is: go on"]

    def value(self) -> object:
        return list(self.set)

    def enter(self) -> str:
        return "change" if self.at < len(self.ask.options) else "go on"

    def toggle(self) -> bool:
        if self.at >= len(self.ask.options):
            return False
        self.set = sorted({*self.set} ^ {self.ask.options[self.at].key})
        return True


class _Percentages(Reply[Kind]):
    """Percentages: digits in a row are one number, and whatever else is done ends it."""

    def __init__(self, ask: Kind, before: object = None) -> None:
        super().__init__(ask)
        self._digits = ""

    def put(self, percent: int) -> None:
        """Set the percentage under the cursor."""
        raise NotImplementedError

    def move(self, by: int) -> bool:
        """To another number."""
        self._digits = ""
        return super().move(by)

    def change(self, by: int) -> None:
        """By so much, within 0 and 100."""
        self._digits = ""

    def type_character(self, sign: str) -> bool:
        """One more digit; the first of another number where that would be over 100."""
        if sign not in "0123456789":
            return False
        digits = self._digits + sign
        self._digits = digits if int(digits) <= WHOLE else sign
        self.put(int(self._digits))
        return True


class PercentReply(_Percentages[Percent]):
    """One percentage, as a bar."""

    KEYS = ("more",)

    def __init__(self, ask: Percent, before: object = None) -> None:
        super().__init__(ask)
        self.percent = FIRST_PERCENT

    def value(self) -> object:
        return self.percent

    def put(self, percent: int) -> None:
        self.percent = percent

    def change(self, by: int) -> None:
        super().change(by)
        self.percent = max(0, min(WHOLE, self.percent + by))

    def lines(self, look: Palette, room: int) -> tuple[list[Line], int | None]:
        bar = "█" * (self.percent // 5) + "░" * (20 - self.percent // 5)
        return [[("  ◂ ", look["key"]), (bar, look["accent"]), (f" {self.percent} % ▸", look["key"])]], 0


class WeightsReply(_Percentages[Weights]):
    """A percentage for each option, 100 in all."""

    KEYS = ("more", "much_more", "level")

    def __init__(self, ask: Weights, before: object) -> None:
        super().__init__(ask)
        self.shares: dict[str, int] = {option.key: 0 for option in ask.options}
        self.shares |= before if isinstance(before, dict) else {}
        self.initial = self.value()

    def prompt(self) -> str:
        return f"{self.ask.prompt} {WHOLE - sum(self.shares.values())} % left to share."

    def names(self) -> list[str]:
        return [f"{self.shares[one.key]:>3} %  {one.text}" for one in self.ask.options]

    def value(self) -> object:
        return dict(self.shares)

    def put(self, percent: int) -> None:
        self.shares = with_share(self.shares, self.ask.options[self.at].key, percent)

    def change(self, by: int) -> None:
        super().change(by)
        self.put(self.shares[self.ask.options[self.at].key] + by)

    def level(self) -> None:
        """What is left in equal parts."""
        self.shares = fill_evenly(self.shares)
        self._digits = ""


class OpenReply(Reply[Open]):
    """Evidence that is not open yet, and a line that goes on."""

    KEYS = ("done",)

    def __init__(self, ask: Open, before: object) -> None:
        super().__init__(ask)
        self.opened: list[str] = list(before) if isinstance(before, list) else []

    def prompt(self) -> str:
        return f"{self.ask.prompt} {fmt.count(self.ask.left(self.opened), 'minute')} left."

    def names(self) -> list[str]:
        return [*(f"{one.text} ({one.minutes} min)" for one in self.ask.closed(self.opened)), "Enough: go on"]

    def enter(self) -> str:
        return "go on" if self.item() is None else "open"

    def item(self) -> Item | None:
        """The evidence under the cursor; None on the line that goes on."""
        closed = self.ask.closed(self.opened)
        return closed[self.at] if self.at < len(closed) else None

    def reveal(self, key: str) -> None:
        """An item was opened."""
        self.opened.append(key)
        self.at = min(self.at, len(self.ask.closed(self.opened)))


class FormReply(Reply[Form]):
    """The rows of a form, and a line that hands it in."""

    KEYS = ("done", "more")

    def __init__(self, ask: Form, before: object) -> None:
        super().__init__(ask)
        self.form = FormRows(ask, ask.parse_draft(before))

    def count(self) -> int:
        return len(self.form.rows) + 1

    def field(self) -> Field | None:
        """The field under the cursor; None on the line that hands it in."""
        return self.form.field(self.at)

    def enter(self) -> str:
        field = self.field()
        return "hand in" if field is None else "change" if isinstance(field, OptionsField) else "write"

    def change(self, by: int) -> None:
        self.form.change(self.at, by)

    def lines(self, look: Palette, room: int) -> tuple[list[Line], int | None]:
        return self.form.lines(look, self.at, room)


def reply_to(ask: Ask, before: object) -> Reply[Any]:
    """How an ask is answered, beginning with what was set for it before."""
    return _REPLIES.get(type(ask), Reply)(ask, before)


_REPLIES: Final[dict[type[Ask], type[Reply[Any]]]] = {
    Pick: PickReply,
    Percent: PercentReply,
    Weights: WeightsReply,
    Several: SeveralReply,
    Open: OpenReply,
    Form: FormReply,
    Play: PlayReply,
}
