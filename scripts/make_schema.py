"""Write the JSON Schemas that editors use: scenarios/schema.json, and that of rooms beside the shipped room.

    make schema

Run it after a change of the models of scenarios or rooms, or of a default in the engine's World.
"""

import argparse
from pathlib import Path

import scenario_schema as schema
from aiboard.drills.stakeholder import room
from aiboard.scenario.files import folder


def main() -> None:
    """Write the files."""
    argparse.ArgumentParser(description="Write the schemas of scenarios and rooms.").parse_args()
    rooms = Path(room.__file__).parent / "rooms"
    for path, text in ((folder() / schema.FILE, schema.text()), (rooms / schema.FILE, room.schema_text())):
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"wrote {path.parent.name}/{path.name}, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
