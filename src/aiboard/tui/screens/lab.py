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
        self._requested = lab
        #: Something is being worked out; what is asked for meanwhile waits for its end.
        self._working = False
        #: What the question's answer on the shown draw is, is being worked out beside that.
        self._explaining = False
        self._abandoned = False

    @property
    def sitting(self) -> LabSession | None:
        """The lab in use; None while it is being opened."""
        return self.view.lab_session

    def hints(self) -> Hints:
        """Before the answer only what helps to give it."""
        first, back, *others = super().hints()
        if self.sitting is None or not self.sitting.revealed:
            others = [hint for hint in others if hint[1] in ("change", "choose")]
            others = [(key, "answer" if word == "choose" else word) for key, word in others]
        else:
            others = [hint for hint in others if hint[1] != "choose"]
        return [first, back, *others]

    def on_mount(self) -> None:
        """Open the lab."""
        requested = self._requested
        if isinstance(requested, LabSession):
            self._opened(requested)
        else:
            self.run_in_thread(partial(LabSession, requested), self._opened, self.view.fail)

    def on_unmount(self) -> None:
        """Nobody waits for results any more."""
        self._abandoned = True

    def _opened(self, lab_session: LabSession) -> None:
        self.view.show(lab_session)
        self.show_hints()

    # --- what keys do --------------------------------------------------------------------------------------

    def turn(self, by: int) -> None:
        """Change the control under the cursor."""
        index = self.view.control
        if self.sitting is not None and index is not None:
            self.sitting.move(index, by)
            name = self.sitting.lab.controls[index].name
            if (reason := self.sitting.lab.idle(self.sitting.values).get(name)) is not None:
                self.tell(reason, "warn")
            self._refresh()

    action_less = partialmethod(turn, -1)
    action_more = partialmethod(turn, 1)

    def action_choose(self) -> None:
        """Commit the answer under the cursor."""
        choice = self.view.choice
        if self.sitting is None or choice is None or self._working:
            return
        lab_session = self.sitting
        values, seed = lab_session.values, lab_session.seed

        def job() -> tuple[Answer, Outcome]:
            # Shown with the results: worked out here, so that drawing never waits for it.
            _ = lab_session.counterexample
            return lab_session.lab.answer(values, seed), lab_session.lab.run(values, seed)

        def done(results: tuple[Answer, Outcome]) -> None:
            self._done()
            # Controls may have been moved while the answer was worked out: then the question is another one.
            if lab_session.accept(values, seed, results[1]):
                lab_session.commit(choice, results[0])
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
        lab_session = self._revealed_session()
        if lab_session is None or self._working:
            return
        values, seed, lab = lab_session.values, lab_session.seed, lab_session.lab

        last_update = 0.0

        def progress(count: int) -> None:
            nonlocal last_update
            if self._abandoned:
                raise InputError("left")
            # Each telling waits for the screen: more often than people read would only slow the draws.
            if monotonic() - last_update >= _TOLD_EVERY:
                self.app.call_from_thread(self._tell_progress, count, lab.DRAWS)
                last_update = monotonic()

        def done(draws: Draws) -> None:
            self._done()
            if (values, seed) == (lab_session.values, lab_session.seed):
                lab_session.draws = draws
                self.view.show_draws()
            else:
                self._refresh()

        self._begin(f"0 of {lab.DRAWS:,} draws")
        self.run_in_thread(lambda: lab.run_many(values, seed, progress), done, self._failed)

    def action_why(self) -> None:
        """How both rules work."""
        lab_session = self._revealed_session()
        if lab_session is not None:
            rows = [("", text, "text") for part in why_texts(lab_session) for text in (part, "")]
            self.host.open("page", f"Lab {lab_session.entry.chapter}: {lab_session.entry.title}", rows, "lab-why")

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
        lab_session = self.sitting
        if lab_session is None or not lab_session.revealed or self._working:
            return
        values, seed = lab_session.values, lab_session.seed
        self._working = True
        self.run_in_thread(lambda: lab_session.lab.run(values, seed), partial(self._drawn, values, seed), self._failed)

    def _drawn(self, values: Values, seed: int, outcome: Outcome) -> None:
        self._done()
        # Keys pressed meanwhile are answered by one more run, however many they were.
        if self.sitting is not None and not self.sitting.accept(values, seed, outcome):
            self._refresh()
        self._explain()

    def _explain(self) -> None:
        """Work out the text under the results for their draw: it may take longer than they do."""
        lab_session = self.sitting
        if lab_session is None or self._explaining or self._abandoned or lab_session.explanation is not None:
            return
        values, seed = lab_session.values, lab_session.seed

        def done(answer: Answer) -> None:
            self._explaining = False
            lab_session.accept_explanation(values, seed, answer)
            self.view.update()
            # Controls moved meanwhile: once more, for the draw that is shown now.
            if not self._working:
                self._explain()

        def failed(reason: str) -> None:
            self._explaining = False
            self._failed(reason)

        self._explaining = True
        self.run_in_thread(lambda: lab_session.lab.answer(values, seed), done, failed)

    def _begin(self, message: str) -> None:
        self._working = True
        self.view.busy = message
        self.view.update()

    def _tell_progress(self, completed: int, total: int) -> None:
        self.view.busy = f"{completed:,} of {total:,} draws"
        self.view.update()

    def _done(self) -> None:
        self._working = False
        self.view.busy = ""
        self.view.call_after_refresh(self.view.update)

    def _failed(self, reason: str) -> None:
        self._done()
        if not self._abandoned:
            self.tell(reason, "warn")
