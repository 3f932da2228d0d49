"""`aiboard check FILE...`: finds errors in scenario files, banks of questions and saves."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path

from aiboard.analysis import anchors
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.cli import errors
from aiboard.cli.output import colourise, emit_json
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.game.errors import OldRulesError
from aiboard.game.replay import replay
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.journal.reader import read as read_save
from aiboard.scenario import ResolvedScenario
from aiboard.scenario.problems import ScenarioError
from aiboard.views import fmt


@dataclass
class CheckResult:
    """What was found in one file.

    Attributes:
        file: as it was named.
        code: the exit code this file asks for.
        errors: what makes it unsound, one line each.
        warnings: what a person should know, one line each.
        summary: what it is, when it is sound.
    """

    file: str
    code: int = errors.OK
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    summary: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    help_text = "a scenario file, a shipped scenario's name, a bank of questions, a room of personas, a save"
    parser.add_argument("files", metavar="FILE", nargs="+", help=help_text)
    parser.add_argument("--json", action="store_true", help="print the findings as one JSON document")


def run(args: argparse.Namespace) -> int:
    """Exit code 0: all sound; 1: a save's replay differs from what it says; 2: a file is not what it should be."""
    results = [check(name) for name in args.files]
    if args.json:
        rows = [
            {
                "file": clean(item.file, 300),
                "ok": not item.errors,
                "errors": item.errors,
                "warnings": item.warnings,
            }
            for item in results
        ]
        emit_json({"files": rows})
    for item in results:
        for line in item.errors:
            errors.say(line)
        for line in item.warnings:
            errors.say(f"{clean(item.file, 300)}: warning: {line}")
        if not args.json and not item.errors:
            print(f"{clean(item.file, 300)}: {colourise('ok', 'green')}, {item.summary}")
    # The codes rise with what is wrong: of several files the worst decides.
    return max(item.code for item in results)


def check(name: str) -> CheckResult:
    """Look at one file."""
    result = CheckResult(name)
    try:
        if _is_save(Path(name)):
            _save(result)
        else:
            _scenario(result)
    # Before InputError, of which it is one: an old save is sound, but this program cannot say so.
    except OldRulesError as error:
        result.code = errors.NO
        result.errors.append(str(error))
    except ScenarioError as error:
        result.code = errors.BAD_INPUT
        result.errors += [str(problem) for problem in error.problems]
    except InputError as error:
        result.code = errors.BAD_INPUT
        result.errors.append(str(error))
    return result


def _is_save(path: Path) -> bool:
    """A scenario is YAML by its name; anything else that starts with a brace is a save."""
    if path.suffix in (".yaml", ".yml"):
        return False
    try:
        if not path.is_file():
            return False
        with open(path, "rb") as stream:
            # Some bytes only: the file may be of any size, and is read whole once it is known what it is.
            return stream.read(64).lstrip().startswith(b"{")
    except (OSError, ValueError):
        return False


def _scenario(result: CheckResult) -> None:
    # Here: the models of both are made when the first file of YAML is looked at.
    from aiboard.drills import bank
    from aiboard.drills.stakeholder import room
    from aiboard.scenario import loader

    document = loader.read(loader.find(result.file))
    if room.is_room(document):
        people = room.validate_room(document, room.shipped())
        counts = fmt.count(len(people.personas), "persona"), fmt.count(len(people.questions), "question")
        result.summary = f"room {people.room}, {', '.join(counts)}"
        return
    if bank.is_bank(document):
        question_bank = bank.validate_bank(document)
        result.summary = f"bank {question_bank.bank}, {fmt.count(len(question_bank.questions), 'question')}"
        return
    scenarios, problems = loader.check(document)
    if problems:
        result.code = errors.BAD_INPUT
        result.errors += [str(problem) for problem in problems]
        return
    for resolved in scenarios:
        defect = _unplayable(resolved)
        if defect is not None:
            result.code = errors.BAD_INPUT
            result.errors.append(f"{clean(result.file, 300)}: {resolved.key}: {defect}")
            continue
        weakness = anchors.warning(resolved, anchors.find(resolved))
        if weakness is not None:
            result.warnings.append(weakness if resolved.key in weakness else f"{resolved.key}: {weakness}")
    world = scenarios[0].world()
    variants = f", {len(scenarios)} variants" if len(scenarios) > 1 else ""
    result.summary = (
        f"scenario {scenarios[0].key}, {fmt.days(world.days)}, {fmt.count(len(world.ideas), 'idea')}{variants}"
    )


def _unplayable(resolved: ResolvedScenario) -> str | None:
    """Deal once and let the reference play a day; what went wrong, None when nothing did.

    The field checks cannot foresee every combination of dials, so the rules themselves have the last word. Whatever
    they raise here, a game would have raised later.
    """
    try:
        state = new_state(resolved.world(), 0)
        play_day(state, make_bot("heuristic", 0))
        advance(state)
    # Dials within their ranges may still contradict each other, and the rules then fail in any way.
    except Exception as error:
        message = clean(str(error), 120)
        return f"cannot be played: {message} ({type(error).__name__}); change the dials that differ from the defaults"
    return None


def _save(result: CheckResult) -> None:
    save = read_save(result.file)
    result.warnings += save.warnings
    rerun = replay(save)
    mismatch = rerun.mismatch
    if mismatch is None:
        result.summary = (
            f"save of {rerun.resolved.key}, seed {save.header.seed}, {fmt.days(rerun.timeline.days_ended())}"
        )
        return
    result.code = errors.NO
    part = f" {mismatch.part}:" if mismatch.part else ""
    location = f"{clean(result.file, 300)}:{mismatch.line}"
    result.errors.append(f"{location}: day {mismatch.day}:{part} {clean(mismatch.message, 300)}")
