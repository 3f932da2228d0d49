"""How a command ends: exit codes, and errors as one line on stderr."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from typing import Final

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean

OK: Final = 0
NO: Final = 1
"""The command worked and its answer is "no"."""
BAD_INPUT: Final = 2
BUG: Final = 70
"""A defect of ours; the number is EX_SOFTWARE of sysexits."""
NO_OUTPUT: Final = 74
"""The output could not be written; EX_IOERR of sysexits."""
INTERRUPTED: Final = 130
"""128 + SIGINT, as shells report it."""
PIPE_CLOSED: Final = 141
"""128 + SIGPIPE, as shells report it."""

DEBUG_VARIABLE: Final = "AIBOARD_DEBUG"
"""Set to 1, an unexpected error shows its traceback."""


class UserError(InputError):
    """A command cannot do what was asked; raised by the commands themselves."""


def say(message: str) -> None:
    """One line on stderr. Silent when there is no stderr to write to."""
    with suppress(OSError, ValueError):
        print(message, file=sys.stderr, flush=True)


def report(error: BaseException) -> int:
    """Tell a person about `error` in one line on stderr and return the exit code."""
    if os.environ.get(DEBUG_VARIABLE) == "1":
        traceback.print_exception(error)
    if isinstance(error, KeyboardInterrupt):
        say("interrupted")
        return INTERRUPTED
    # Silent, as with `head`: who closed the pipe has what was wanted.
    if isinstance(error, BrokenPipeError):
        return PIPE_CLOSED
    if isinstance(error, InputError):
        say(str(error))
        return BAD_INPUT
    # With a file's name it is about what was asked for; without one it is our own output.
    if isinstance(error, OSError) and error.filename is not None:
        say(str(file_error(error)))
        return BAD_INPUT
    if isinstance(error, OSError):
        say(f"aiboard: cannot write or read: {clean(error.strerror or str(error))}")
        return NO_OUTPUT
    say(bug(error))
    return BUG


def bug(error: BaseException) -> str:
    """The line about a defect of ours; it names the save that a game was kept in (`aiboard.game.CrashError`)."""
    # A crash of a game carries the error that caused it and the save that it left.
    cause = getattr(error, "cause", error)
    save = getattr(error, "save", None)
    save_note = f"the game up to here is in {clean(str(save), 300)}; " if save is not None else ""
    message = f"{type(cause).__name__}: {clean(str(cause))}"
    return f"aiboard: bug: {message}; {save_note}please report it ({DEBUG_VARIABLE}=1 shows where)"


def file_error(error: OSError) -> UserError:
    """An operating system error about a file, as one line."""
    name = error.filename
    file_name = os.fsdecode(name) if isinstance(name, (str, bytes, os.PathLike)) else str(name)
    return UserError(f"{error.strerror or error}; check the name and the rights", file=file_name)
