"""Write scenarios/schema.json, the JSON Schema that editors use for scenario files.

    make schema

Run it after a change of the scenario models or of a default in the engine's World.
"""

import argparse

from aiboard.scenario import schema
from aiboard.scenario.files import folder


def main() -> None:
    """Write the file."""
    argparse.ArgumentParser(description="Write scenarios/schema.json.").parse_args()
    path = folder() / schema.FILE
    path.write_text(schema.text(), encoding="utf-8", newline="\n")
    print(f"wrote {path.name}, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
