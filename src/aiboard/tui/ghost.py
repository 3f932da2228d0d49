"""The ghost of a watched game: the same luck and the same bot, without the disruption that was injected."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.day import advance
from aiboard.engine.happenings.live import ShareSet
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Stage
from aiboard.views import fmt, words

#: Where a pile-up may be guessed, by the digit that guesses it.
PLACES = (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.EVALUATION, Stage.ITERATION, Stage.PRODUCTION)
_AFTER_DAYS = 5
"""Days after a disruption's end when its effect is told."""


@dataclass(slots=True)
class Ghost:
    """What would have been. `extra` counts card-days that the real board held more, by stage."""

    state: State
    bot_name: str
    name: str
    until: int
    guess: Stage | None = None
    extra: dict[Stage, int] = field(default_factory=dict)
    told: bool = False

    @property
    def due(self) -> int:
        """The day on which the effect is told."""
        return self.until + _AFTER_DAYS

    def step(self, real: Board) -> None:
        """A day, played by the bot; then compare."""
        if not self.state.board.over:
            play_day(self.state, make_bot(self.bot_name))
            advance(self.state)
        for stage in PLACES:
            more = real.count(stage) - self.state.board.count(stage)
            self.extra[stage] = self.extra.get(stage, 0) + more

    def pile(self) -> Stage | None:
        """The stage that held the most extra card-days; None when none held more."""
        stage = max(PLACES, key=lambda one: self.extra.get(one, 0))
        return stage if self.extra.get(stage, 0) > 0 else None

    def beside(self, real: Board) -> str:
        """Today's difference, one line."""
        ghost = self.state.board
        money = fmt.money(real.ledger.booked() - ghost.ledger.booked())
        parts = [
            f"{words.STAGE_SHORT[stage]} {real.count(stage)}/{ghost.count(stage)}"
            for stage in PLACES
            if real.count(stage) != ghost.count(stage)
        ]
        where = ", ".join(parts) if parts else "same columns"
        return f"with / without the {self.name}: {where}; decided {real.decided}/{ghost.decided}; {money}"

    def verdict(self, real: Board) -> str:
        """What it did, and whether the guess was right."""
        ghost = self.state.board
        parts = []
        later = _launch(real) - _launch(ghost) if _launch(real) and _launch(ghost) else 0
        if later:
            parts.append(f"launch {fmt.days(abs(later))} {'later' if later > 0 else 'earlier'}")
        fewer = ghost.decided - real.decided
        if fewer:
            parts.append(f"{fmt.count(abs(fewer), 'decision')} {'fewer' if fewer > 0 else 'more'}")
        parts.append(fmt.signed_money(real.ledger.booked() - ghost.ledger.booked()))
        pile = self.pile()
        parts.append(f"pile-up in {words.STAGE[pile]}" if pile is not None else "no pile-up")
        text = f"{self.name}: {', '.join(parts)}."
        if self.guess is not None:
            text += " You said so." if self.guess == pile else f" You said {words.STAGE[self.guess]}."
        return text


def _launch(board: Board) -> int:
    """The first day on which a model served everybody; 0 never."""
    return next((e.day for e in board.history if isinstance(e, ShareSet) and e.percent == 100), 0)
