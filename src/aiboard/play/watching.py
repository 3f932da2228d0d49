"""Watching: a bot plays, the watcher injects disruptions, and the same luck without them is played beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from aiboard.actions.grammar import to_text
from aiboard.bots import make_bot
from aiboard.bots.runner import MOST_ACTIONS, play_day
from aiboard.engine.act import check
from aiboard.engine.day import advance
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Chaos, Refusal, Stage
from aiboard.engine.verbs import CardAction, Inject
from aiboard.play.botwords import bot_reason
from aiboard.play.counterfactual import AS_MANY_HELD, REDRAWS, Cost, compare, count_held
from aiboard.play.sheets import Choice, Section, Sheet, SheetKind
from aiboard.play.voices import Voice
from aiboard.views import fmt, words

if TYPE_CHECKING:
    from aiboard.game import Game

#: Where a pile-up may be guessed, in the order of the choices.
PILE_UP_STAGES: Final = (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.EVALUATION, Stage.ITERATION, Stage.PRODUCTION)
_AFTER_DAYS: Final = 5
"""Days after a disruption's end when its effect is told."""
_MAX_REASONS: Final = 3
"""Reasons of the bot told a day."""


@dataclass(slots=True)
class Counterfactual:
    """The same luck and the same bot without the disruption.

    Attributes:
        state: the game without it, a day behind or beside the real one.
        start, without: copies of both games at the moment of the injection, for the comparison of futures.
        bot_name, name: who plays; what was injected.
        until: its last day.
        guess: where the watcher thought cards would pile up; None for no guess.
        held_days: card-days more that something held a card so far, by the card's column.
        extra_days: card-days more in each column so far.
        cost: what it comes to over many futures; None until that is worked out.
        comparing: the comparison is under way; the cost is told after it.
        reported: whether its cost was told.
    """

    state: State
    start: State
    without: State
    bot_name: str
    name: str
    until: int
    guess: Stage | None = None
    held_days: dict[Stage, int] = field(default_factory=dict)
    extra_days: dict[Stage, int] = field(default_factory=dict)
    cost: Cost | None = None
    comparing: bool = False
    reported: bool = False

    def step(self, real: Board) -> None:
        """A day, played by the bot; then compare."""
        if not self.state.board.over:
            play_day(self.state, make_bot(self.bot_name, self.state.seed))
            advance(self.state)
        baseline = self.state.board
        # Held-up cards show the harm. Where nothing is held up, cards that stand longer show at least the place.
        for stage in PILE_UP_STAGES:
            self.held_days[stage] = self.held_days.get(stage, 0) + count_held(real, stage) - count_held(baseline, stage)
            self.extra_days[stage] = self.extra_days.get(stage, 0) + real.count(stage) - baseline.count(stage)

    def futures(self) -> Iterator[Cost]:
        """The comparison over many futures, one after another, kept in `cost`. Long work: for a thread."""
        # A face may leave the generator at any yield: `finally` runs then too, and the cost so far stands.
        self.comparing = True
        try:
            for cost in compare(self.start, self.without, self.bot_name, REDRAWS):
                self.cost = cost
                yield cost
        finally:
            self.comparing = False

    def is_due(self, board: Board) -> bool:
        """Whether its cost is to be told now: some days after the disruption, or at the end."""
        return not self.reported and not self.comparing and (board.over or board.day >= self.until + _AFTER_DAYS)

    def pile(self) -> Stage | None:
        """Where most card-days were held up, or where nothing was, the most stood besides; None for nowhere."""
        for more in (self.held_days, self.extra_days):
            stage = max(PILE_UP_STAGES, key=lambda one: more.get(one, 0))
            if more.get(stage, 0) > 0:
                return stage
        return None

    def held_more(self) -> str:
        """`5 card-days more held up`."""
        total = sum(self.held_days.values())
        if not total:
            return AS_MANY_HELD
        return f"{fmt.count(abs(total), 'card-day')} {'more' if total >= 0 else 'less'} held up"

    def difference_line(self, real: Board) -> str:
        """Today's difference, one line."""
        baseline = self.state.board
        parts = [
            f"{words.STAGE_SHORT[stage]} {real.count(stage)}/{baseline.count(stage)}"
            for stage in PILE_UP_STAGES
            if real.count(stage) != baseline.count(stage)
        ]
        columns = ", ".join(parts) if parts else "same columns"
        text = (
            f"with / without the {self.name}: {columns}; decided {real.decided}/{baseline.decided}; {self.held_more()}"
        )
        if self.comparing:
            text += f"; comparing futures, {self.cost.futures if self.cost else 0} of {REDRAWS}"
        return text

    def cost_sheet(self) -> Sheet:
        """What it did so far, whether the guess was right, and what it comes to at the end."""
        pile = self.pile()
        # Where less was held up in all, there is no most of it: the place is where more of it stood.
        qualifier = "most" if sum(self.held_days.values()) > 0 else "but more stood"
        location = f", {qualifier} in {words.STAGE[pile]}" if pile is not None else ": it piled up nowhere"
        so_far = [f"{self.held_more()}{location}"]
        if self.guess is not None:
            so_far.append("You said so." if self.guess == pile else f"You said {words.STAGE[self.guess]}.")
        sections = [Section("So far, beside the same luck without it", tuple(so_far))]
        if self.cost is not None:
            heading = f"Both played on to the end by {self.bot_name}, over {fmt.count(self.cost.futures, 'future')}"
            sections.append(Section(heading, self.cost.lines))
        title = f"What the {self.name} cost"
        return Sheet(SheetKind.COST, title, tuple(sections), (Choice("on", "", "Go on"),))


class WatchedBot:
    """The bot at a game's board."""

    def __init__(self, bot: str, seed: int) -> None:
        self.bot_name = bot
        self.counterfactual: Counterfactual | None = None
        #: The card the bot acted on last, -1 for none.
        self.card = -1
        self._bot = make_bot(bot, seed)
        self._pending: Inject | None = None

    def turn(self, game: Game) -> tuple[Voice, ...]:
        """Let the bot act until it is done for today; its last reasons, one a decision."""
        remarks: list[Voice] = []
        # A bot with a fault could answer for ever: a day has an end all the same.
        for _ in range(MOST_ACTIONS):
            action = self._bot.play(game.board)
            if action is None or check(game.board, action) != Refusal.NONE:
                break
            # Without the learning in quotes: one line a decision.
            line = to_text(action, game.world).partition('"')[0].strip()
            reason = bot_reason(self._bot.why.name)
            events = game.do(action)
            # A new idea is named by what happened, and a review by the action: what it saw comes at night.
            acted_card = action.card if isinstance(action, CardAction) else -1
            self.card = next((card for card in (acted_card, *(event.card for event in events)) if card >= 0), self.card)
            remarks.append(Voice(self.bot_name, f"{line}: {reason}"))
        return tuple(remarks[-_MAX_REASONS:])

    def guess_sheet(self, action: Inject) -> Sheet:
        """Before a disruption happens: where will cards pile up? The answer goes to `inject`."""
        self._pending = action
        chaos = Chaos(action.chaos)
        choices = [Choice(stage.name, str(at), words.STAGE[stage]) for at, stage in enumerate(PILE_UP_STAGES, 1)]
        section = Section("", (f"{words.CHAOS[chaos]}: {words.CHAOS_DOES[chaos]}",))
        return Sheet(SheetKind.PILE_UP, "Where will it pile up?", (section,), tuple(choices))

    def inject(self, game: Game, guess: str) -> None:
        """Bring the disruption that was asked about and start the game without it beside; one before it is let go."""
        action, self._pending = self._pending, None
        if action is None:
            return
        # Copied before the disruption: from here on the two games differ in nothing else.
        without = game.state.clone()
        game.do(action)
        chaos = Chaos(action.chaos)
        active = game.board.disruption_place(int(chaos))
        until = game.board.disruptions[active].until_day if active >= 0 else game.board.day
        name = words.CHAOS[chaos]
        self.counterfactual = Counterfactual(without.clone(), game.state.clone(), without, self.bot_name, name, until)
        if guess:
            self.counterfactual.guess = Stage[guess]

    def day_ended(self, board: Board) -> str:
        """The game beside plays its day; today's difference, empty with nothing injected or once its cost was told."""
        if self.counterfactual is None or self.counterfactual.reported:
            return ""
        self.counterfactual.step(board)
        return self.counterfactual.difference_line(board)

    def due_cost_sheet(self, board: Board) -> Sheet | None:
        """What a disruption did, once, when that is due."""
        # Only once its days are over does it show what piled up behind it.
        if self.counterfactual is None or not self.counterfactual.is_due(board):
            return None
        self.counterfactual.reported = True
        return self.counterfactual.cost_sheet()
