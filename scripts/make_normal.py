"""Write the table of the standard normal distribution function as integers, from the standard library.

    make normal

The rules read the checked-in file and never compute it: floating-point libraries differ between machines. Another grid
would be a change of the rules.
"""

import argparse
from pathlib import Path
from statistics import NormalDist
from typing import Final

TARGET: Final = Path(__file__).resolve().parent.parent / "src" / "aiboard" / "engine" / "chance" / "normal.py"
STEPS: Final = 32
LAST: Final = 5 * STEPS

HEAD: Final = '''"""The standard normal distribution function at 0, 1/32, 2/32 ... 5 SD, in units of 2**-32.

Written by scripts/make_normal.py; checked in because floating-point libraries differ between machines.
"""

from typing import Final

STEPS_PER_SD: Final = 32
NORMAL_CDF: Final[list[int]] = [
'''


def text() -> str:
    """The whole file."""
    values = (round(NormalDist().cdf(i / STEPS) * 2**32) for i in range(LAST + 1))
    return HEAD + "".join(f"    {value},\n" for value in values) + "]\n"


def main() -> None:
    """Write the file."""
    argparse.ArgumentParser(description="Write the table of the normal distribution.").parse_args()
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
    print(f"wrote {TARGET.name}")


if __name__ == "__main__":
    main()
