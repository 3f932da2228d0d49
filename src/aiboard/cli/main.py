"""The entry point: finds the command, runs it, and turns the outcome, whatever it is, into an exit code.

Nothing heavy is imported here: `aiboard --help` needs the standard library only.
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from importlib import import_module
from typing import Any, NoReturn, Protocol, cast

from aiboard import __version__
from aiboard.cli import errors
from aiboard.cli.commands import COMMANDS, DEFAULT
from aiboard.instruments.text import clean, did_you_mean


class Command(Protocol):
    """What a module `aiboard.cli.<name>` offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; return the exit code 0 or 1, raise InputError for bad input."""


class _Closed(io.TextIOBase):
    """Stands for a standard output that was closed before the program began: writing to it is an error that is said."""

    def write(self, text: str, /) -> int:
        """Refuse."""
        raise OSError(errno.EBADF, "the standard output is closed")


class _Parser(argparse.ArgumentParser):
    """argparse whose usage errors are one line."""

    def error(self, message: str) -> NoReturn:
        raise errors.UserError(f"{message}; see {self.prog} --help", field=self.prog)

    def print_help(self, file: Any = None) -> None:
        """The help, written out at once: argparse passes over an output that cannot be written."""
        print(self.format_help(), end="", file=file, flush=True)

    def refuse_dashes(self, words: list[str]) -> None:
        """UserError for `--name=--`: argparse drops those dashes, and an option would have a list as its value."""
        for word in words:
            name, _, value = word.partition("=")
            if name.startswith("--") and value == "--":
                self.error(f"argument {name}: -- is no value")


def main(argv: list[str] | None = None) -> int:
    """Run one command line (without the program's name; default: the process's own).

    Returns the exit code: 0 ok, 1 the answer is "no", 2 bad input, 70 a defect of ours, 74 the output could
    not be written, 130 interrupted, 141 the reader of our output went away.
    """
    words = sys.argv[1:] if argv is None else argv
    if sys.stdout is None:
        sys.stdout = _Closed()
    _replace_unencodable()
    try:
        code = _run(words)
        # Here and not at exit: a full disk can still become an exit code.
        sys.stdout.flush()
        return code
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or errors.OK
        errors.say(clean(str(end.code), 300))
        return errors.NO
    # Whatever it is, also what is no Exception: a command that failed never ends with exit code 0 or a traceback.
    except BaseException as error:
        code = errors.report(error)
        if isinstance(error, OSError):
            _drop_output()
        return code


def _run(words: list[str]) -> int:
    if words and words[0] in ("-h", "--help"):
        print(overview())
        return errors.OK
    if words and words[0] == "--version":
        print(f"aiboard {__version__}")
        return errors.OK
    if not words or words[0].startswith("-"):
        words = [DEFAULT, *words]
    # Commands first: no file or scenario can hide one.
    if words[0] not in COMMANDS and _is_for_play(words[0]):
        words = [DEFAULT, *words]
    name, arguments = words[0], words[1:]
    if name not in COMMANDS:
        raise errors.UserError(_unknown(name))
    command = cast(Command, import_module(f"aiboard.cli.{name}"))
    parser = _Parser(prog=f"aiboard {name}", description=_sentence(COMMANDS[name]), allow_abbrev=False)
    command.add_arguments(parser)
    parser.refuse_dashes(arguments)
    return command.run(parser.parse_args(arguments))


def overview() -> str:
    """The text of `aiboard --help`."""
    width = max(len(name) for name in COMMANDS)
    lines = ["usage: aiboard [COMMAND] [ARGUMENTS]", ""]
    lines += ["A flight simulator for the person who runs an AI team.", "", "commands:"]
    for name, description in COMMANDS.items():
        default = " (the default)" if name == DEFAULT else ""
        lines.append(f"  {name:<{width}}  {description}{default}")
    lines += ["", "aiboard COMMAND --help tells more. aiboard --version prints the version."]
    return "\n".join(lines)


def _is_for_play(name: str) -> bool:
    """Whether the first word is what `play` takes: a shipped scenario, with or without its variant, a YAML file, or a
    save."""
    from aiboard.journal.saves import SUFFIX
    from aiboard.scenario.files import shipped

    base = name.partition(":")[0]
    return base.endswith((".yaml", ".yml")) or name.endswith(SUFFIX) or base in {path.stem for path in shipped()}


def _unknown(name: str) -> str:
    if name == DEFAULT:
        return "give a command; aiboard --help lists them"
    return f"there is no command '{clean(name, 40)}': {did_you_mean(name, COMMANDS)}aiboard --help lists them"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _replace_unencodable() -> None:
    """Let a character that the terminal's encoding lacks print as '?' instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _drop_output() -> None:
    """Point stdout at nothing, so that the interpreter's last flush does not fail a second time."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError, AttributeError):
        pass


if __name__ == "__main__":
    sys.exit(main())
