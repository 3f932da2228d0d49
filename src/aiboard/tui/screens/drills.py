"""Interview practice: the list of drills, how practice is going, and the interviewer's sheet of each drill."""

from __future__ import annotations

from datetime import UTC, datetime

from aiboard.drills.attempts import Store
from aiboard.drills.drill import DRILLS, Entry, Setting
from aiboard.instruments.counted import count
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import ListPanel
from aiboard.tui.screens.full import PanelScreen
from aiboard.tui.screens.page import Row


class _Drills(ListPanel):
    """The drills, one a line, with what each is and how often it was done."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Entry, ...] = DRILLS
        self.attempt_counts: dict[str, int] = {}

    def count(self) -> int:
        """Its lines."""
        return len(self.rows)

    def draw(self, width: int, height: int) -> list[Line]:
        """Title, minutes, tries; under it what it is."""
        look = self.look
        out: list[Line] = [[], [("  Interview practice", look["strong"])], []]
        for i, entry in enumerate(self.rows):
            style = look.row_styles(i == self.at)
            tries = self.attempt_counts.get(entry.id, 0)
            out.append(
                [
                    (f" {'▸' if i == self.at else ' '} ", style("accent")),
                    (cells.pad(entry.title, 24), style("strong")),
                    (cells.align_right(f"{entry.minutes} min", 8), style("dim")),
                    (cells.align_right(f"done {tries}" if tries else "", 10) + " ", style("dim")),
                ]
            )
            out.append([("     ", look["text"]), (entry.about, look["dim"])])
        return out


class DrillsScreen(PanelScreen[_Drills]):
    """Choose a drill."""

    SCREEN = "drills"

    def __init__(self) -> None:
        super().__init__(_Drills())

    def on_screen_resume(self) -> None:
        """Opened, or back from a drill: count again."""
        self.call_after_refresh(self.run_in_thread, Store.load, self._count, self.view.fail)

    def _count(self, store: Store) -> None:
        drill_ids = [attempt.drill for attempt in store.attempts]
        self.view.attempt_counts = {name: drill_ids.count(name) for name in set(drill_ids)}
        self.view.update()

    def action_choose(self) -> None:
        """Do it."""
        self.host.open("drill", self.view.rows[self.view.at].id, Setting(), None)

    def action_progress(self) -> None:
        """How practice is going."""
        self.run_in_thread(_progress_rows, self._show_progress, self.view.fail)

    def action_interviewer(self) -> None:
        """The other side of the table, for who asks the questions."""
        name = self.view.rows[self.view.at].id
        self.run_in_thread(lambda: _sheet_rows(name), self._show_sheet, lambda reason: self.tell(reason, "warn"))

    def _show_sheet(self, sheet: tuple[str, list[Row]]) -> None:
        self.host.open("page", *sheet, "interviewer")

    def _show_progress(self, rows: list[Row]) -> None:
        self.host.open("page", "Progress", rows, "progress")


def _progress_rows() -> list[Row]:
    # Imported here: reading the banks' names is for those who ask.
    from aiboard.drills import progress, schedule

    report = progress.progress(Store.load().attempts, schedule.package())
    rows: list[Row] = [("", "tries, mean score, sure, right, squared error", "dim")]
    for row in report.dimensions:
        rows.append((row.name, progress.row_text(row), "text"))
    rows.append(("", "how often you were right, by how sure you said you were", "dim"))
    rows += [(row.name, progress.row_text(row), "text") for row in report.calibration]
    ready = sum(due_at <= datetime.now(UTC) for _, due_at in report.due)
    rows.append(("due now", f"{ready} of {count(len(report.due), 'question')} seen", "strong"))
    return rows


def _sheet_rows(name: str) -> tuple[str, list[Row]]:
    # Imported here: its rubric is read for those who ask.
    from aiboard.drills.interviewer import sheet

    page = sheet(name, Setting(), Store.load()).page()
    rows: list[Row] = []
    for section in page.sections:
        rows += [("", "", "text"), ("", section.title, "strong"), *(("", line, "text") for line in section.lines)]
    return page.title, rows
