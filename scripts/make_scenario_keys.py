"""Write the reference part of docs/scenario-authoring.md: every key of a scenario file, from the models.

    make scenario_keys

The part stands between two markers; what is written by hand around it stays.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import scenario_reference as reference
from aiboard.scenario.dials import CHAOS_NAMES
from aiboard.scenario.moments import MOMENTS
from aiboard.scenario.outcome import OUTCOMES
from aiboard.scenario.section import ACTIONS

TARGET: Final = Path(__file__).resolve().parent.parent / "docs" / "scenario-authoring.md"
BEGIN: Final = "<!-- made by make scenario_keys: do not edit from here -->"
END: Final = "<!-- to here -->"

#: The names that keys may be given by, or that values may be.
NAMES: Final = {
    "moments": MOMENTS,
    "disruptions": CHAOS_NAMES,
    "outcomes": OUTCOMES,
    "actions": list(ACTIONS),
}


def part() -> str:
    """The text between the markers."""
    lines: list[str] = []
    for group in reference.groups():
        lines += [f"### `{group.place}`" if group.place else "### At the top", "", group.about, ""]
        lines += ["| key | type | unit | range | default | meaning |", "|---|---|---|---|---|---|"]
        for key in group.keys:
            cells = (f"`{key.name}`", key.type, key.unit, key.range, key.default, key.meaning)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        lines.append("")
    lines += ["### Names", ""]
    for what, names in NAMES.items():
        lines += [f"- {what}: {', '.join(names)}"]
    return "\n".join(lines) + "\n"


def page() -> str:
    """The whole page with its reference part as the models have it."""
    text = TARGET.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{part()}\n{END}{tail}"


def main() -> None:
    """Write the page."""
    argparse.ArgumentParser(description="Write the keys into docs/scenario-authoring.md.").parse_args()
    TARGET.write_text(page(), encoding="utf-8", newline="\n")
    print(f"wrote docs/{TARGET.name}")


if __name__ == "__main__":
    main()
