"""An agent's runs over the whole screen: of a card in the game, and of a log for `aiboard trajectory FILE`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from aiboard.formats.notes import Note, RunNotes
from aiboard.instruments.errors import InputError
from aiboard.instruments.trajectory import Run
from aiboard.tui.screens.full import PanelScreen
from aiboard.tui.widgets.note_question import note_question
from aiboard.tui.widgets.trajectory import TrajectoryView


class RunsScreen(PanelScreen[TrajectoryView]):
    """The viewer, with the hint bar under it. Arguments as of `TrajectoryView`."""

    SCREEN = "runs"

    def __init__(
        self,
        title: str,
        runs: Sequence[Run],
        allow: Collection[str] | None,
        note: str = "",
        harmless: bool = False,
    ) -> None:
        super().__init__(TrajectoryView(title, runs, allow, note, harmless))

    def action_note(self) -> None:
        """Only where a file was named for notes."""
        self.tell("notes are kept by: aiboard trajectory LOG --notes FILE", "warn")


class LogScreen(RunsScreen):
    """The runs of a log. There is nothing behind it: going back leaves the program."""

    SMALL_ADVICE = ("make it larger, or use --text", "q leaves; other keys do nothing")

    def __init__(
        self,
        title: str,
        runs: Sequence[Run],
        allow: Collection[str] | None,
        note: str = "",
        notes: RunNotes | None = None,
    ) -> None:
        super().__init__(title, runs, allow, note)
        self.view.notes = notes

    def action_note(self) -> None:
        """Note the step under the cursor as the run's first failure: the kind is chosen, or written anew."""
        notes = self.view.notes
        if notes is None:
            super().action_note()
            return
        self.host.open("question", note_question(self.view, notes), then=self._noted)

    def _noted(self, note: Note | None) -> None:
        notes = self.view.notes
        if note is None or notes is None:
            return
        if not note.kind and notes.of(self.view.run_at) is None:
            self.tell("nothing noted: a new kind needs a word", "warn")
            return
        try:
            # On the disk before it is shown: whoever reads a hundred runs may be interrupted.
            notes.take(self.view.run_at, note)
        except InputError as error:
            self.tell(str(error), "bad")
            return
        self.view.update()
        self.tell(notes.sentence)

    def action_back(self) -> None:
        """Out of the program."""
        self.host.leave()
