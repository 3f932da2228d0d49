"""Write docs/keys.md from the key table; with --check, say whether the file is as it should be (exit 1: it is not)."""

import argparse
import sys
from pathlib import Path

from aiboard.tui import keys

TARGET = Path(__file__).resolve().parent.parent / "docs" / "keys.md"

HEAD = """# Keys

Made from the one key table of the app by `python scripts/make_keys_doc.py`; do not edit.

`?` shows the keys of the screen you are on, searchable; Enter does what the cursor is on. `:` takes an action typed
as its line (`kill 4 plateau "three runs, no gain"`). A key means one thing on one screen.

To remap, put names of this page and keys into `settings.json` (its place is at the foot of the settings, `,`):

```json
{"keymap": {"board.kill": "delete x", "board.messages": "f2"}}
```

Keys are named as Textual names them (`textual keys` shows what your terminal sends). A map that would give one key
two meanings on one screen is refused, and the default keys are used.
"""


def page() -> str:
    """The page's text."""
    lines = [HEAD]
    group = ""
    for key in keys.TABLE:
        if key.group != group:
            group = key.group
            lines += [f"\n## {group}\n", "| keys | what | name |", "|---|---|---|"]
        shown = " ".join(f"`{keys.key_label(one)}`" for one in key.keys).replace("|", "\\|")
        lines.append(f"| {shown} | {key.help} | `{key.id}` |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write or check."""
    parser = argparse.ArgumentParser(description="Write docs/keys.md from the key table.")
    parser.add_argument("--check", action="store_true", help="only say whether it is as it should be")
    text = page()
    if parser.parse_args().check:
        same = TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text
        if not same:
            print(f"{TARGET.name} is not what the key table says; run python scripts/make_keys_doc.py")
        return 0 if same else 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
