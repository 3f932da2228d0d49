"""`aiboard scenarios`: what there is to play."""

from __future__ import annotations

import argparse
from typing import Any

from aiboard.cli import errors
from aiboard.cli.output import colourise, emit
from aiboard.instruments.errors import InputError
from aiboard.scenario import ResolvedScenario, load, shipped
from aiboard.views import fmt


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--json", action="store_true", help="print the list as one JSON document")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; a shipped file that is broken is named on stderr and makes it 2."""
    scenarios: list[ResolvedScenario] = []
    code = errors.OK
    for path in shipped():
        try:
            scenarios.append(load(str(path)))
        except InputError as error:
            errors.say(str(error))
            # One broken file must not hide the others; the exit code still says that there is one.
            code = errors.BAD_INPUT
    scenarios.sort(key=lambda resolved: (resolved.scenario.order, resolved.key))
    emit(args.json, {"scenarios": [_row(resolved) for resolved in scenarios]}, map(_shown, scenarios))
    return code


def _row(resolved: ResolvedScenario) -> dict[str, Any]:
    scenario, world = resolved.scenario, resolved.world()
    return {
        "id": scenario.id,
        "title": scenario.title,
        "days": world.days,
        "systems": list(world.systems),
        "variants": list(resolved.variants),
        "minutes": scenario.play_minutes,
        "summary": scenario.summary,
    }


def _shown(resolved: ResolvedScenario) -> str:
    scenario, world = resolved.scenario, resolved.world()
    lines = [f"{colourise(scenario.id, 'bold')}  {scenario.title}, {fmt.days(world.days)}, {scenario.play_minutes} min"]
    if scenario.summary:
        lines.append(f"  {scenario.summary}")
    if resolved.variants:
        lines.append("  also " + ", ".join(f"{scenario.id}:{name}" for name in resolved.variants))
    return "\n".join(lines)
