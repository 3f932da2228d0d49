"""What is put before the player in one game, one sheet at a time: launches, incidents, a sprint's rituals, the end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from aiboard.engine.happenings import Event
from aiboard.engine.happenings.plan import Closed, SprintEnded
from aiboard.engine.verbs import Action, CardAction, Inject
from aiboard.play import sheets
from aiboard.play.beats import Beat, BeatKind
from aiboard.play.incident import response_sheet
from aiboard.play.sheets import Choice, Sheet, SheetKind, SheetQueue
from aiboard.views.board.project import message

if TYPE_CHECKING:
    from aiboard.game import Game

_RITUALS = (SheetKind.REVIEW, SheetKind.QUESTION, SheetKind.RETRO, SheetKind.PLANNING)
"""In the order in which they come."""


class Agenda(SheetQueue):
    """The sheets of one game, and what its save keeps of the answers."""

    def __init__(self, game: Game) -> None:
        super().__init__()
        self._game = game

    # --- what is added -------------------------------------------------------------------------------------

    def happened(self, beats: Iterable[Beat]) -> None:
        """Launches and incidents get a sheet of their own."""
        board = self._game.board
        for beat in beats:
            if beat.kind is BeatKind.LAUNCH:
                self.add(partial(sheets.launch_sheet, beat))
            elif beat.kind is BeatKind.INCIDENT and not board.over:
                self.add(partial(response_sheet, board, beat))

    def project_ended(self, events: Sequence[Event]) -> None:
        """The end, where one of these events is the close."""
        if any(isinstance(event, Closed) for event in events):
            self.add(sheets.end_sheet)

    def sprint_ended(self, events: Sequence[Event]) -> None:
        """The rituals of each sprint that ended with these events."""
        for event in events:
            if isinstance(event, SprintEnded):
                self._add_rituals(event.sprint)

    def reopen_rituals(self) -> None:
        """A game that was left on a sprint's first morning, before the player did anything: they come again."""
        board = self._game.board
        sprint, since = divmod(board.day - 1, board.world.sprint_days)
        # Planned disruptions are no act of the player's: the rituals come again behind them.
        planned = all(isinstance(action, Inject) for action in self._game.timeline.days[-1])
        if sprint and not since and planned and not board.over:
            self._add_rituals(
                sprint, {question for asked_sprint, question in self._game.answers if asked_sprint == sprint}
            )

    def look_back(self, kind: SheetKind, sprint: int) -> None:
        """Put a ritual before the player again: REVIEW, RETRO or PLANNING."""
        self.push_front(partial(self._ritual, kind, sprint))

    def _add_rituals(self, sprint: int, answered: Collection[str] = ()) -> None:
        """The rituals of a sprint, without those that were answered or left, by their ids in the save."""
        # The question has an id of its own each time. They come in order: what stands before an answer was seen.
        kinds = [SheetKind(one) if one in _RITUALS else SheetKind.QUESTION for one in answered]
        seen_count = max((_RITUALS.index(kind) + 1 for kind in kinds), default=0)
        self.add(*(partial(self._ritual, kind, sprint) for kind in _RITUALS[seen_count:]))

    def _ritual(self, kind: SheetKind, sprint: int) -> Sheet | None:
        """One ritual of a sprint; None when there is nothing to say."""
        # Late: a sprint of ten days is over before the first of them.
        from aiboard.play import rituals

        board, answers = self._game.board, self._game.answers
        if kind is SheetKind.REVIEW:
            return rituals.review(board, sprint, answers)
        if kind is SheetKind.QUESTION:
            return rituals.question(board, sprint, answers)
        if kind is SheetKind.RETRO:
            return rituals.retro(board, sprint)
        return rituals.planning(board, message(self._game.resolved, board.sprint()))

    # --- what is answered ----------------------------------------------------------------------------------

    def answered(self, sheet: Sheet, choice: Choice | None) -> None:
        """The sheet before the player was answered, or left with None."""
        self._record(sheet, choice.name if choice else "")
        self.close_current()
        if sheet.kind is SheetKind.REVIEW and choice is None and sheet.sprint > 1:
            self._skip_to_planning()

    def answered_by(self, action: Action) -> None:
        """An incident is answered by whatever is done with its card, be it typed or chosen on the board."""
        sheet = self.current
        incident_card = sheet.beat.card if sheet is not None and sheet.kind is SheetKind.INCIDENT and sheet.beat else -1
        if incident_card >= 0 and isinstance(action, CardAction) and action.card == incident_card:
            self.close_current()

    def _skip_to_planning(self) -> None:
        while (sheet := self.current) is not None and sheet.kind in (SheetKind.QUESTION, SheetKind.RETRO):
            self._record(sheet, "")
            self.close_current()

    def _record(self, sheet: Sheet, answer: str) -> None:
        """Keep an answer in the save, an empty one too: what was left is not asked again."""
        # Looked at again and left, a ritual keeps what was answered before.
        new = answer or (sheet.sprint, sheet.question) not in self._game.answers
        if sheet.question and new and not self._game.read_only:
            self._game.answer(sheet.sprint, sheet.question, answer)
