"""Write scenarios/schema.json, the JSON Schema that editors use for scenario files.

Run it after a change of the scenario models or of a default in the engine's World: python scripts/make_schema.py
"""

from aiboard.scenario import schema
from aiboard.scenario.files import folder

if __name__ == "__main__":
    path = folder() / schema.FILE
    path.write_text(schema.text(), encoding="utf-8", newline="\n")
    print(f"wrote {path.name}, {path.stat().st_size} bytes")
