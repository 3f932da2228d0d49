"""Watching: a bot plays, you throw chaos at it, and the same luck without it runs beside. `t` takes the board over."""

from __future__ import annotations

from aiboard.actions.grammar import to_text
from aiboard.bots import make_bot
from aiboard.bots.runner import MOST_ACTIONS
from aiboard.engine.events import Action, Event
from aiboard.engine.legality import check
from aiboard.engine.model.vocabulary import Chaos, EventKind, Refusal
from aiboard.tui.ghost import PLACES, Ghost
from aiboard.tui.screens.base import Hints, hints_of
from aiboard.tui.screens.card import KEYS as ON_CARDS
from aiboard.tui.screens.game import GameScreen
from aiboard.tui.screens.sheet import Item
from aiboard.tui.session import Session
from aiboard.views import words
from aiboard.views.botwords import bot_reason


class WatchScreen(GameScreen):
    """The board, with a bot at it."""

    SCREEN = "watch"
    LOOKING = True

    def __init__(self, session: Session, bot: str) -> None:
        super().__init__(session)
        self.bot_name = bot
        self.bot = make_bot(bot, session.game.seed)
        self.ghost: Ghost | None = None
        self._verdict = ""
        session.coach = f"{bot} plays. space a day, > a sprint; G D R S chaos; t take over."

    def hints(self) -> Hints:
        """Time, chaos, taking over."""
        names = ["help", "day", "sprint", "next_stop", "take_over", "open", "why", "add_idea"]
        return hints_of(self.SCREEN, self.host.table, names)

    def hint_tail(self) -> str:
        """Chaos by key."""
        return "G D R S V N chaos"

    def _mark(self) -> str:
        return f"watching {self.bot_name}"

    def end_one_day(self) -> list[Event] | None:
        """The bot acts until it is done, then the day ends; the ghost does the same."""
        board = self.session.board
        said: list[tuple[str, str]] = []
        for _ in range(MOST_ACTIONS):
            action = self.bot.play(board)
            if action is None or check(board, action) != Refusal.NONE:
                break
            # Without the learning in quotes: one line a decision.
            line = to_text(action, self.session.world).partition('"')[0].strip()
            if self.host.dispatch(action) is None:
                break
            said.append((self.bot_name, f"{line}: {bot_reason(self.bot.why.name)}"))
            if action.kind in ON_CARDS:
                self.board_view.focus_card(action.target)
        events = super().end_one_day()
        self.session.speak([*said[-3:], *self.session.voices[:1]])
        if self.ghost is not None and events is not None:
            self.ghost.step(self.session.board)
            self.session.coach = self.ghost.beside(self.session.board)
            if not self.ghost.told and self.session.board.day >= self.ghost.due:
                self.ghost.told = True
                self._verdict = self.ghost.verdict(self.session.board)
                self.clock.halt()
        return events

    def day_ended(self, events: list[Event], stops: object) -> None:
        """No rituals here: the bot has none. The ghost's verdict stops time once."""
        super().day_ended(events, ())
        if self._verdict:
            self.say(self._verdict, "accent", "◆")
            self._verdict = ""

    def after(self, events: list[Event]) -> None:
        """Only the end."""
        if any(event.kind == EventKind.CLOSED for event in events):
            if self.ghost is not None:
                self.say(self.ghost.verdict(self.session.board), "accent", "◆")
            self._queue.append(self._ended)
            self._next()

    def injected(self, action: Action) -> None:
        """Before it happens: where will it pile up? Then with and without it, side by side."""
        state = self.session.game.state.clone()
        chaos = Chaos(action.target)

        def guessed(answer: str | None) -> None:
            if self.host.dispatch(action) is None:
                return
            board = self.session.board
            active = board.disrupted(int(chaos))
            until = board.disruptions[active].until_day if active >= 0 else board.day
            self.ghost = Ghost(state, self.bot_name, words.CHAOS[chaos], until)
            if answer:
                self.ghost.guess = PLACES[int(answer) - 1]
            self.show_status()

        items = [Item(str(i), str(i), words.STAGE[stage], "") for i, stage in enumerate(PLACES, 1)]
        name = words.CHAOS[chaos]
        self.host.open("menu", "Where will it pile up?", items, [f"{name}: {words.CHAOS_DOES[chaos]}"], then=guessed)

    def action_take_over(self) -> None:
        """The board is the player's from now on."""
        self.clock.halt()
        self.session.coach = ""
        screen = GameScreen(self.session)
        self.app.switch_screen(screen)
        screen.call_after_refresh(screen.say, "You play from here.", "accent")
