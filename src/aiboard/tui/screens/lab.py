"""A lab over the whole screen. Everything that may take a while is worked out in a thread."""

from __future__ import annotations

from functools import partial, partialmethod
from time import monotonic
from typing import Final

from aiboard.instruments.errors import InputError
from aiboard.labs import LabEntry
from aiboard.labs.controls import Values
from aiboard.labs.lab import Answer, Draws, Outcome
from aiboard.labs.session import LabSession
from aiboard.labs.words import LETTERS, all_rows, text_of, why_texts
from aiboard.tui.screens.full import Hints, PanelScreen
from aiboard.tui.widgets.lab import LabView

_COPIED: Final = 92
_TOLD_EVERY: Final = 0.1
"""Seconds between two tellings of how far the draws are."""


class LabScreen(PanelScreen[LabView]):
    """One lab, opened from the list or by the command line, which has its controls set already."""

    SCREEN = "lab"

    def __init__(self, lab: LabEntry | LabSession) -> None:
        super().__init__(LabView())
        self._wanted = lab
        #: Something is being worked out; what is asked for meanwhile waits for its end.
        self._working = False
        #: What the question's answer on the shown draw is, is being worked out beside that.
        self._explaining = False
        self._left = False

    @property
    def sitting(self) -> LabSession | None:
        """The lab in use; None while it is being opened."""
        return self.view.sitting

    def hints(self) -> Hints:
        """Before the answer only what helps to give it."""
        first, back, *rest = super().hints()
        if self.sitting is None or not self.sitting.revealed:
            rest = [hint for hint in rest if hint[1] in ("change", "choose")]
            rest = [(key, "answer" if word == "choose" else word) for key, word in rest]
        else:
            rest = [hint for hint in rest if hint[1] != "choose"]
        return [first, back, *rest]

    def on_mount(self) -> None:
        """Open the lab."""
        wanted = self._wanted
        if isinstance(wanted, LabSession):
            self._opened(wanted)
        else:
            self.run_in_thread(partial(LabSession, wanted), self._opened, self.view.fail)

    def on_unmount(self) -> None:
        """Nobody waits for results any more."""
        self._left = True

    def _opened(self, sitting: LabSession) -> None:
        self.view.show(sitting)
        self.show_hints()

    # --- what keys do --------------------------------------------------------------------------------------

    def turn(self, by: int) -> None:
        """Change the control under the cursor."""
        place = self.view.control
        if self.sitting is not None and place is not None:
            self.sitting.move(place, by)
            name = self.sitting.lab.controls[place].name
            if (why := self.sitting.lab.idle(self.sitting.values).get(name)) is not None:
                self.tell(why, "warn")
            self._refresh()

    action_less = partialmethod(turn, -1)
    action_more = partialmethod(turn, 1)

    def action_choose(self) -> None:
        """Commit the answer under the cursor."""
        choice = self.view.choice
        if self.sitting is None or choice is None or self._working:
            return
        sitting = self.sitting
        values, seed = sitting.values, sitting.seed

        def job() -> tuple[Answer, Outcome]:
            # Shown with the results: worked out here, so that drawing never waits for it.
            _ = sitting.counterexample
            return sitting.lab.answer(values, seed), sitting.lab.run(values, seed)

        def done(found: tuple[Answer, Outcome]) -> None:
            self._done()
            # Controls may have been moved while the answer was worked out: then the question is another one.
            if sitting.accept(values, seed, found[1]):
                sitting.commit(choice, found[0])
                self.view.show_results()
                self.show_hints()

        self._begin("working it out …")
        self.run_in_thread(job, done, self._failed)

    def action_letter(self, letter: str) -> None:
        """The cursor to the answer of a letter."""
        self.view.to_choice(LETTERS.index(letter))

    def action_redraw(self) -> None:
        """Other luck."""
        if self.sitting is not None:
            self.sitting.redraw()
            self._refresh()

    def action_many(self) -> None:
        """Many draws."""
        sitting = self._revealed_session()
        if sitting is None or self._working:
            return
        values, seed, lab = sitting.values, sitting.seed, sitting.lab

        told = 0.0

        def progress(count: int) -> None:
            nonlocal told
            if self._left:
                raise InputError("left")
            # Each telling waits for the screen: more often than people read would only slow the draws.
            if monotonic() - told >= _TOLD_EVERY:
                self.app.call_from_thread(self._tell_progress, count, lab.DRAWS)
                told = monotonic()

        def done(found: Draws) -> None:
            self._done()
            if (values, seed) == (sitting.values, sitting.seed):
                sitting.draws = found
                self.view.show_draws()
            else:
                self._refresh()

        self._begin(f"0 of {lab.DRAWS:,} draws")
        self.run_in_thread(lambda: lab.run_many(values, seed, progress), done, self._failed)

    def action_why(self) -> None:
        """How both rules work."""
        sitting = self._revealed_session()
        if sitting is not None:
            rows = [("", text, "text") for part in why_texts(sitting) for text in (part, "")]
            self.host.open("page", f"Lab {sitting.entry.chapter}: {sitting.entry.title}", rows, "lab-why")

    def action_copy(self) -> None:
        """The lab as text, as far as it is revealed."""
        if self.sitting is not None and self.sitting.revealed and (self._working or self.sitting.explanation is None):
            self.tell("this draw is still being worked out: copy it in a moment", "warn")
        elif self.sitting is not None:
            text = "\n".join(text_of(all_rows(self.sitting, _COPIED)))
            self.tell(self.host.copy(text, f"lab-{self.sitting.entry.id}"))

    def action_play(self) -> None:
        """The scenario that shows it."""
        if self.sitting is not None:
            self.host.play(self.sitting.lab.texts.scenario)

    action_page_up = partialmethod(lambda self, by: self.view.scroll_page(by), -1)
    action_page_down = partialmethod(lambda self, by: self.view.scroll_page(by), 1)

    def action_back(self) -> None:
        """To the list; opened by the command line, to the first screen."""
        self.close_or(self.host.to_first)

    # --- working it out ------------------------------------------------------------------------------------

    def _revealed_session(self) -> LabSession | None:
        """The lab, once its question is answered."""
        if self.sitting is not None and not self.sitting.revealed:
            self.tell("answer first: choose a line and press Enter", "warn")
            return None
        return self.sitting

    def _refresh(self) -> None:
        """The controls or the luck have changed: show that, and what comes of it as soon as it is known."""
        self.view.update()
        sitting = self.sitting
        if sitting is None or not sitting.revealed or self._working:
            return
        values, seed = sitting.values, sitting.seed
        self._working = True
        self.run_in_thread(lambda: sitting.lab.run(values, seed), partial(self._drawn, values, seed), self._failed)

    def _drawn(self, values: Values, seed: int, outcome: Outcome) -> None:
        self._done()
        # Keys pressed meanwhile are answered by one more run, however many they were.
        if self.sitting is not None and not self.sitting.accept(values, seed, outcome):
            self._refresh()
        self._explain()

    def _explain(self) -> None:
        """Work out the text under the results for their draw: it may take longer than they do."""
        sitting = self.sitting
        if sitting is None or self._explaining or self._left or sitting.explanation is not None:
            return
        values, seed = sitting.values, sitting.seed

        def done(answer: Answer) -> None:
            self._explaining = False
            sitting.accept_explanation(values, seed, answer)
            self.view.update()
            # Controls moved meanwhile: once more, for the draw that is shown now.
            if not self._working:
                self._explain()

        def failed(why: str) -> None:
            self._explaining = False
            self._failed(why)

        self._explaining = True
        self.run_in_thread(lambda: sitting.lab.answer(values, seed), done, failed)

    def _begin(self, what: str) -> None:
        self._working = True
        self.view.busy = what
        self.view.update()

    def _tell_progress(self, done: int, total: int) -> None:
        self.view.busy = f"{done:,} of {total:,} draws"
        self.view.update()

    def _done(self) -> None:
        self._working = False
        self.view.busy = ""
        self.view.call_after_refresh(self.view.update)

    def _failed(self, why: str) -> None:
        self._done()
        if not self._left:
            self.tell(why, "warn")
