"""Write tests/golden: a playthrough of every shipped scenario and variant, and the digests of every bot's games.

    make golden                          with the compiled rules where there are any
    python scripts/make_golden.py

Run it in the commit that changes the rules, a scenario or a bot; its diff shows what the change does.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.golden.playthrough import DIGESTS, HERE, digests, digests_text, file_of, playthrough
from tests.shipped import every


def main() -> int:
    """Write every file and remove those of scenarios that are gone."""
    argparse.ArgumentParser(description="Write tests/golden.").parse_args()
    wanted = {file_of(key): playthrough(key) for key in every()}
    for path in HERE.glob("*.txt"):
        if path not in wanted:
            path.unlink()
            print(f"removed {path.name}")
    wanted[DIGESTS] = digests_text({key: digests(key) for key in every()})
    for path, text in wanted.items():
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(text, encoding="utf-8")
        print(f"{path.name}: {'unchanged' if old == text else 'written'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
