"""Begins a game, or opens a save to go on with it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable
from typing import Final

from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.world import RULES_VERSION
from aiboard.game.errors import TamperedError
from aiboard.game.game import Game
from aiboard.game.injections import Injection
from aiboard.game.replay import Replay, replay
from aiboard.game.timeline import Timeline
from aiboard.instruments.errors import InputError, check_range
from aiboard.journal.lines import SEED_END, Header
from aiboard.journal.reader import Save, read
from aiboard.journal.saves import now
from aiboard.journal.writer import LockedError, Writer
from aiboard.scenario import ResolvedScenario, load

# Drawn seeds stay short enough to read out and type.
_RANDOM_SEEDS: Final = 1_000_000_000


def new_game(
    scenario: str | ResolvedScenario,
    seed: int | None = None,
    save: str | os.PathLike[str] | None = None,
    injections: Iterable[Injection] = (),
    latents: Latents | None = None,
) -> Game:
    """Begin a game.

    Args:
        scenario: its name (`support-chatbot:calm`), its file, or a resolved scenario.
        seed: its luck, 0 .. 2**63 - 1; None draws one.
        save: the file of the journal, which must not exist; None keeps the game in memory.
        injections: what comes by itself, each when its day begins.
        latents: tables of the same world made before, to share between many games.

    Raises InputError for an unknown scenario, a bad seed or a file that exists. A folder that cannot be written
    is no error: `Game.trouble` says so.
    """
    resolved = load(scenario) if isinstance(scenario, str) else scenario
    if seed is None:
        seed = secrets.randbelow(_RANDOM_SEEDS)
    check_range("seed", seed, 0, SEED_END - 1)
    header = Header(RULES_VERSION, resolved.data, resolved.sha, seed, now())
    writer = Writer.create(save, header) if save is not None else None
    game = Game(resolved, header, Timeline(resolved.world(), seed, latents), writer, [])
    plan = list(injections)
    if plan:
        game.inject(plan)
    return game


def open_game(
    path: str | os.PathLike[str], read_only: bool = False, cancelled: Callable[[], bool] | None = None
) -> Game:
    """Go on with a save. `take_notices` of the game says what was found (a torn line, another writer).

    Args:
        path: the save.
        read_only: only look at it.
        cancelled: asked again and again while the save is replayed; True raises CancelledError and lets the save go.

    Raises:
        InputError: no save, or none this program can read; named with file and line.
        TamperedError: the replay does not come out as the save says; day and part are named.
        OldRulesError: made by other rules; its `save` holds the summaries.
        CancelledError: `cancelled` said so.
    """
    writer: Writer | None = None
    notice: str | None = None
    look_only = read_only
    if not read_only:
        try:
            writer, save = Writer.resume(path)
        except LockedError:
            look_only, notice = True, "another program has this save open: it opens for reading only"
        except FileNotFoundError:
            raise InputError("there is no such file; check the name", file=path) from None
        except OSError as error:
            # Not read only: the game goes on in memory and can be saved elsewhere.
            notice = f"{path}: cannot be written ({error.strerror}): save the game under another name to keep it"
    if writer is None:
        save = read(path)
    try:
        result = _verified_replay(save, cancelled)
        # Lines of the new format after lines of the old one would make a file that neither program reads.
        if save.old_format and writer is not None:
            writer.close()
            writer, look_only, notice = None, True, "this save has an older format: save it under a new name to play on"
        game = Game(result.resolved, save.header, result.timeline, writer, list(save.entries))
        game.read_only = look_only
        for message in (*save.warnings, notice):
            game.add_notice(message)
        if result.mismatch is not None:
            game.add_notice(f"line {result.mismatch.line}: {result.mismatch.message}")
        game.take_over(result)
    except BaseException:
        # Whatever ends the opening, the save must not stay locked.
        if writer is not None:
            writer.close()
        raise
    return game


def _verified_replay(save: Save, cancelled: Callable[[], bool] | None) -> Replay:
    """The replay of a save whose digests all hold; raises TamperedError otherwise."""
    result = replay(save, cancelled=cancelled)
    mismatch = result.mismatch
    if mismatch is not None and not mismatch.harmless:
        raise TamperedError(mismatch.message, file=save.path, line=mismatch.line, field=f"day {mismatch.day}")
    return result
