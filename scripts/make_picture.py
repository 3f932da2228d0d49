"""Draw the picture of the README from the running app: docs/pictures/board.svg.

    make picture

The reference bot plays a game of support-chatbot until the board has something in most columns: experiments at work,
one that is stuck, a scored one that waits for a decision, a model in production. The first such morning is taken (seeds
in order, so the same rules give the same picture). The app opens on that game at 120 x 36, with its journal, and
Textual exports what is on the screen.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import tempfile
from pathlib import Path
from typing import Final

from aiboard.bots import make_bot
from aiboard.bots.runner import MOST_ACTIONS, play_day
from aiboard.engine.board import Board
from aiboard.engine.day import advance
from aiboard.engine.deal import new_state
from aiboard.engine.kinds import Block, Refusal, Stage
from aiboard.engine.latents import Latents
from aiboard.game import Game, new_game
from aiboard.instruments.text import clean
from aiboard.scenario import Resolved, load

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURE: Final = ROOT / "docs" / "pictures" / "board.svg"
SCENARIO: Final = "support-chatbot"
BOT: Final = "heuristic"
MOST_SEEDS: Final = 2_000
FIRST_DAY: Final = 21
LAST_DAY: Final = 50
SIZE: Final = (120, 36)
#: A picture in a repository asks nobody for a font: the reader's own fixed-width one does.
FONT: Final = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


def worth_showing(board: Board) -> bool:
    """Whether a stranger sees on this board what the game is about."""
    training = [card for card in board.cards if card.stage == Stage.EXPERIMENT]
    return (
        FIRST_DAY <= board.day <= LAST_DAY
        and len(training) > 1
        and any(card.block not in (Block.NONE, Block.PAUSED) for card in training)
        and any(card.running and card.readouts for card in training)
        and any(card.stage == Stage.EVALUATION and len(card.seeds) > 1 for card in board.cards)
        and any(card.stage == Stage.PRODUCTION and card.share_pct > 0 for card in board.cards)
    )


def morning(resolved: Resolved) -> tuple[int, int]:
    """The first seed and day whose board is worth showing."""
    world = resolved.world()
    latents = Latents(world)
    for seed in range(MOST_SEEDS):
        state = new_state(world, seed, latents)
        bot = make_bot(BOT, seed)
        while not state.board.over and state.board.day <= LAST_DAY:
            if worth_showing(state.board):
                return seed, state.board.day
            play_day(state, bot)
            advance(state)
    raise SystemExit(f"no morning of {MOST_SEEDS} games shows enough; ask for less in worth_showing")


def played(resolved: Resolved, seed: int, day: int, folder: Path) -> Game:
    """A saved game on the morning of `day`, played by the bot."""
    game = new_game(resolved, seed=seed, save=folder / "game.jsonl")
    bot = make_bot(BOT, seed)
    while game.board.day < day:
        for _ in range(MOST_ACTIONS):
            action = bot.play(game.board)
            if action is None or game.check(action) != Refusal.NONE:
                break
            game.do(action)
        game.end_day()
    return game


async def screenshot(game: Game) -> str:
    """The board's screen as SVG, the cursor on the first card that waits for a decision."""
    from aiboard.tui.app import AiBoard
    from aiboard.tui.launch import Options
    from aiboard.tui.screens.game import GameScreen
    from aiboard.tui.session import Session
    from aiboard.tui.settings import Settings

    class Opened(AiBoard):
        """The app, opened at once on this game."""

        async def begin(self) -> None:
            """No first screen."""
            self.session = Session(game)
            await self.push_screen(GameScreen(self.session))

    app = Opened(Options(), Settings(animation=False))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        return app.export_screenshot(title=f"aiboard: {clean(game.resolved.key)}, day {game.board.day}")


def without_web_fonts(svg: str) -> str:
    """The SVG with the reader's own font in place of one from the web."""
    svg = re.sub(r"\s*@font-face\s*\{[^}]*\}", "", svg)
    return re.sub(r"font-family:\s*[^;]+;", f"font-family: {FONT};", svg)


def main() -> None:
    """Play, draw, write."""
    parser = argparse.ArgumentParser(description="Draw the picture of the README.")
    parser.add_argument("--out", type=Path, default=PICTURE, metavar="F", help="where the SVG goes")
    parser.add_argument("--seed", type=int, metavar="N", help="take this game")
    parser.add_argument("--day", type=int, metavar="D", help="and this morning of it")
    asked = parser.parse_args()
    resolved = load(SCENARIO)
    seed, day = (asked.seed, asked.day) if asked.seed is not None and asked.day else morning(resolved)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["AIBOARD_HOME"] = os.environ["AIBOARD_SAVES"] = folder
        with played(resolved, seed, day, Path(folder)) as game:
            svg = asyncio.run(screenshot(game))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(without_web_fonts(svg), encoding="utf-8", newline="\n")
    print(f"{asked.out.name}: {SCENARIO}, seed {seed}, day {day}, {SIZE[0]} x {SIZE[1]}")


if __name__ == "__main__":
    main()
