"""The debrief's pages in one panel: their names on top, the open one, and those after it as far as they fit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partialmethod
from typing import Final

from aiboard.analysis.debrief import Debrief, Section, sections, share_line
from aiboard.analysis.debrief.costliest_quiz import grade_pick, picks
from aiboard.analysis.debrief.decision_summaries import DecisionSummary, key_decisions, legend
from aiboard.analysis.debrief.decisions import DECISIONS, Entry, entries
from aiboard.analysis.debrief.first_pass import remarks, sentences
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import Pager
from aiboard.tui.widgets.answers import answer_rows, entry_rows, head, question_rows
from aiboard.tui.widgets.chart import mode_of, spans_of
from aiboard.tui.widgets.debrief_page import page

_CHART_ROWS: Final = 18
"""Rows in which a chart can still be read ..."""
_CHART_MOST: Final = 36
"""... and over which it gains nothing."""
_SURE: Final = 64
"""Replicates behind a look that may show prices without having asked which decision cost most."""
#: A lower screen needs its rows for the decisions, not for large digits.
_TALL: Final = 34


class DebriefView(Pager):
    """One page at a time. The first one has a cursor: on the decisions to pick from, then on the answers; so has the
    page of all decisions."""

    def __init__(self) -> None:
        super().__init__()
        self.debrief: Debrief | None = None
        self.pages: list[Section] = []
        self.page = 0
        #: The first page that is not shown beside the open one.
        self.after = 1
        #: How far the prices are, in a few words; empty while nobody works them out.
        self.pricing = ""
        self.decisions: list[DecisionSummary] = []
        self.entries: list[Entry] = []
        self.entry_at = 0
        self.picks: tuple[DecisionSummary, ...] = ()
        self.at = 0
        self._picked: DecisionSummary | None = None
        self._picks_chosen = False

    def show(self, debrief: Debrief) -> None:
        """The analysis is there, or there with finer prices."""
        answer, entry = self.answer, self.entry
        if not self._picks_chosen and debrief.prices is not None:
            # Asked once, from the first prices: finer ones do not change what was asked.
            self.picks = picks(debrief)
            self._picks_chosen = bool(self.picks) or debrief.prices.rollouts >= _SURE
            # Nothing is surely lost yet. Shown now, the prices would come before the question that a finer look asks.
            if not self._picks_chosen:
                return
        self.debrief = debrief
        self.pages = sections(debrief)
        self.decisions = key_decisions(debrief)
        self.entries = entries(debrief)
        if answer is not None:
            self.at = _place(self.decisions, answer)
        if entry is not None:
            self.entry_at = _place([one.answer for one in self.entries], entry.answer)
        self.update()

    # --- the cursor ------------------------------------------------------------------------------------------

    @property
    def asking(self) -> bool:
        """Whether the question stands in the place of the answers."""
        return bool(self.picks)

    @property
    def listing(self) -> bool:
        """Whether the page of all decisions is open."""
        return bool(self.pages) and self.pages[self.page].tab == DECISIONS.tab

    @property
    def entry(self) -> Entry | None:
        """The decision under the cursor of that page."""
        return self.entries[min(self.entry_at, len(self.entries) - 1)] if self.entries else None

    @property
    def answer(self) -> DecisionSummary | None:
        """The decision under the cursor; None while the question stands, or on a page that has none."""
        if self.listing:
            return self.entry.answer if self.entry is not None else None
        if self.asking or self.page != 0 or not self.decisions:
            return None
        return self.decisions[min(self.at, len(self.decisions) - 1)]

    def pick(self) -> None:
        """Take the decision under the cursor, or none: the answers are shown."""
        if self.debrief is not None and self.at < len(self.picks):
            self._picked = self.picks[self.at]
        self.picks, self.at = (), 0
        self.update()

    def move(self, by: int) -> None:
        """The cursor, where the page has one; else the page."""
        count = len(self.picks) + 1 if self.asking else len(self.decisions)
        if self.listing and self.entries:
            self.entry_at = max(0, min(len(self.entries) - 1, self.entry_at + by))
            self.update()
        elif self.page == 0 and count and (self.asking or self.decisions):
            self.at = max(0, min(count - 1, self.at + by))
            self.update()
        else:
            self.cursor = None
            self.scroll(by)

    action_up = partialmethod(move, -1)
    action_down = partialmethod(move, 1)

    def open_page(self, number: int) -> None:
        """A page from 0; nothing where there is none."""
        if 0 <= number < len(self.pages):
            self.page = number
            self.cursor = None
            self.go_to(0)

    # --- drawing -----------------------------------------------------------------------------------------------

    @property
    def tall(self) -> bool:
        """Whether there is room for whole sentences."""
        return self.size.height >= _TALL

    def content(self, width: int) -> list[Line]:
        """Names of the pages, then the page."""
        look = self.look
        if self.debrief is None:
            words = "Working it out: every bot plays this luck once …"
            return [[], [(f"  {words}", look["strong"])], [], [("  Esc cancels", look["dim"])]]
        # Drawn again at the end, when it is known which pages fit; their names take the same rows.
        top = len(self._names(width)) + (1 if self.tall or self.page else 0)
        out: list[Line] = []
        remaining = self.size.height - top
        self.after = self.page
        # The pages that follow stand below as long as they fit whole, or half of the screen would be left empty.
        half = remaining // 2
        alone = self.page == 0 and (self.asking or not self.tall)
        while self.after < len(self.pages) and not (alone and self.after > 0):
            title = self.pages[self.after].title
            heading: list[Line] = [[], [(f" {title}", look["heading.focus"])]] if self.after > self.page else []
            rows = heading + self._page(self.debrief, self.after, width, remaining - len(heading), top)
            if self.after > self.page and len(rows) > remaining and remaining < half:
                break
            out += rows
            remaining -= len(rows)
            self.after += 1
        return [*self._names(width), *([[]] if self.tall or self.page else []), *out]

    def _page(self, debrief: Debrief, at: int, width: int, room: int, top: int) -> list[Line]:
        """The rows of a page, a chart in `room` rows or the fewest it can be read in."""
        section = self.pages[at]
        rows: list[Line] = []
        if at == 0 and (self.decisions or self.asking):
            rows = self._first(debrief, width - 4, top)
        elif section.tab == DECISIONS.tab and self.entries:
            # Under another page the list has no cursor.
            selected_entry = min(self.entry_at, len(self.entries) - 1) if self.page == at else -1
            listed, starts = entry_rows(debrief, self.entries, selected_entry, width - 4, self.look)
            rows = [[(row, self.look["dim"])] for row in cells.wrap(legend(debrief), width - 4, 3)]
            if selected_entry >= 0:
                self.cursor = top + len(rows) + starts[selected_entry]
            rows += listed
        elif section.chart is not None:
            under = page(section.lines, width - 4, self.look)
            height = max(_CHART_ROWS, min(room - len(under) - 2, _CHART_MOST))
            rows = [*spans_of(section.chart, self.look, width - 4, height, mode_of(self.app)), [], *under]
        else:
            rows = page(section.lines, width - 4, self.look, hero=at == 0 and self.tall)
            # Before there is a price the page says how far the first ones are.
            if at == 0 and self.pricing and debrief.prices is None:
                progress = f"{self.pricing[:1].upper()}{self.pricing[1:]}; p stops."
                if debrief.finished:
                    progress += " Then: which decision cost you most?"
                rows = [[(progress, self.look["accent"])], [], *rows]
        out: list[Line] = [[("  ", self.look["text"]), *row] for row in rows]
        if at == len(self.pages) - 1:
            out += [[], [("  ", self.look["text"]), (share_line(debrief), self.look["accent"])]]
        return out

    def _first(self, debrief: Debrief, width: int, top: int) -> list[Line]:
        # A low screen's rows are for the answers; the board says what kind of game it is.
        rows = head([*sentences(debrief), *(remarks(debrief) if self.tall else [])], width, self.look)
        if self.asking:
            return [*rows, [], *question_rows(self.picks, self.at, width, self.look)]
        if self._picked is not None:
            # By the prices as they are now: finer ones may answer it in another way.
            rows += [[(row, self.look["accent"])] for row in cells.wrap(grade_pick(debrief, self._picked), width, 2)]
        rows.append([])
        rows_left = 0 if self.tall else self.size.height - top - len(rows)
        answer_lines, starts = answer_rows(
            debrief, self.decisions, min(self.at, len(self.decisions) - 1), width, self.look, rows_left
        )
        if self.page == 0 and starts:
            self.cursor = top + len(rows) + starts[min(self.at, len(starts) - 1)]
        return [*rows, *answer_lines]

    def _names(self, width: int) -> list[Line]:
        look = self.look
        rows: list[Line] = [[(" ", look["text"])]]
        used = 1
        for i, section in enumerate(self.pages):
            visible = self.page <= i < max(self.after, self.page + 1)
            # The pages from 10 on have no key of their own.
            number = f"{i + 1} " if i < 9 else ""
            need = cells.width_of(section.tab) + len(number) + 2
            if used + need > width:
                rows.append([(" ", look["text"])])
                used = 1
            name = (section.tab, look["cursor" if visible else "dim"])
            rows[-1] += [(number, look["key"]), name, ("  ", look["text"])]
            used += need
        return rows


def _place(decisions: Sequence[DecisionSummary], decision: DecisionSummary) -> int:
    """Where a decision stands now; 0 where it is gone."""
    return next(
        (at for at, other in enumerate(decisions) if (other.day, other.line) == (decision.day, decision.line)), 0
    )
