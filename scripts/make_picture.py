"""Draw the picture of the README from the running app: docs/pictures/board.svg.

    make picture

The reference bot plays a game of support-chatbot until the board has something in most columns: experiments at work,
one that is stuck, a scored one that waits for a decision, a model in production. The first such morning is taken (seeds
in order, so the same rules give the same picture). The app goes on with that game's save at 120 x 36, and Textual
exports what is on the screen.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import os
import re
import tempfile
from pathlib import Path
from typing import Final

from aiboard.bots import make_bot
from aiboard.bots.runner import MOST_ACTIONS, play_day
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Block, Refusal, Stage
from aiboard.game import new_game
from aiboard.instruments.text import clean
from aiboard.scenario import ResolvedScenario, load

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURE: Final = ROOT / "docs" / "pictures" / "board.svg"
SCENARIO: Final = "support-chatbot"
BOT: Final = "heuristic"
MOST_SEEDS: Final = 2_000
FIRST_DAY: Final = 21
LAST_DAY: Final = 50
#: Seconds between looks whether the board is open, and looks at most.
PAUSE: Final = 0.1
MOST_PAUSES: Final = 300
SIZE: Final = (120, 36)
BLANK: Final = "\u00a0"
TEXT: Final = re.compile(r'(<text [^>]*x=")([\d.]+)("[^>]*textLength=")([\d.]+)("[^>]*>)([^<]*)</text>')
#: A picture in a repository asks nobody for a font: the reader's own fixed-width one does.
FONT: Final = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


def worth_showing(board: Board) -> bool:
    """Whether a stranger sees on this board what the game is about."""
    training = [card for card in board.cards if card.stage == Stage.EXPERIMENT]
    return (
        FIRST_DAY <= board.day <= LAST_DAY
        and len(training) > 1
        and any(card.block not in (Block.NONE, Block.PAUSED) for card in training)
        and any(card.running and card.corrected for card in training)
        and any(card.stage == Stage.EVALUATION and len(card.scores) > 1 for card in board.cards)
        and any(card.stage == Stage.PRODUCTION and card.share_pct > 0 for card in board.cards)
    )


def morning(resolved: ResolvedScenario) -> tuple[int, int]:
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


def played(resolved: ResolvedScenario, seed: int, day: int, save: Path) -> None:
    """Play a saved game up to the morning of `day`."""
    bot = make_bot(BOT, seed)
    with new_game(resolved, seed=seed, save=save) as game:
        while game.board.day < day:
            for _ in range(MOST_ACTIONS):
                action = bot.play(game.board)
                if action is None or game.check(action) != Refusal.NONE:
                    break
                game.do(action)
            game.end_day()


async def screenshot(save: Path, title: str) -> str:
    """The board's screen as SVG, after going on with this save."""
    from aiboard.tui.app import AiBoard
    from aiboard.tui.options import Options
    from aiboard.tui.screens.game import GameScreen
    from aiboard.tui.settings import Settings

    app = AiBoard(Options(resume=save), Settings(animation=False))
    async with app.run_test(size=SIZE) as pilot:
        for _ in range(MOST_PAUSES):
            await pilot.pause(PAUSE)
            if isinstance(app.screen, GameScreen):
                await pilot.pause(PAUSE)
                return app.export_screenshot(title=title)
    raise SystemExit("the board did not open")


def without_web_fonts(svg: str) -> str:
    """The SVG with the reader's own font in place of one from the web."""
    svg = re.sub(r"\s*@font-face\s*\{[^}]*\}", "", svg)
    return re.sub(r"font-family:\s*[^;]+;", f"font-family: {FONT};", svg)


def without_margins(svg: str) -> str:
    """The SVG with each text beginning and ending at a letter: some viewers drop spaces at the ends of a text."""

    def tight(found: re.Match[str]) -> str:
        head, x, middle, length, tail, escaped = found.groups()
        text = html.unescape(escaped)
        inner = text.strip(BLANK)
        if not inner:
            return ""
        cell = float(length) / len(text)
        left = float(x) + cell * text.index(inner)
        words = html.escape(inner).replace(BLANK, "&#160;")
        return f"{head}{left:.1f}{middle}{cell * len(inner):.1f}{tail}{words}</text>"

    return TEXT.sub(tight, svg)


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
        save = Path(folder, "game.jsonl")
        played(resolved, seed, day, save)
        svg = asyncio.run(screenshot(save, f"aiboard: {clean(resolved.key)}, day {day}"))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(without_margins(without_web_fonts(svg)), encoding="utf-8", newline="\n")
    print(f"{asked.out.name}: {SCENARIO}, seed {seed}, day {day}, {SIZE[0]} x {SIZE[1]}")


if __name__ == "__main__":
    main()
