"""Write src/aiboard/engine/chance/normal.py: the standard normal distribution function as integers."""

from pathlib import Path
from statistics import NormalDist

STEPS = 32
LAST = 5 * STEPS


def main() -> None:
    """Write the table; rerun only to change its grid (that is a change of rules)."""
    values = [round(NormalDist().cdf(i / STEPS) * 2**32) for i in range(LAST + 1)]
    rows = [", ".join(str(v) for v in values[i : i + 8]) for i in range(0, len(values), 8)]
    text = (
        '"""The standard normal distribution function at 0, 1/32, 2/32 ... 5 SD, in units of 2**-32.\n\n'
        'Written by scripts/make_normal.py; checked in because floating-point libraries differ between machines.\n'
        '"""\n\n'
        "from typing import Final\n\nSTEPS_PER_SD: Final = 32\nNORMAL_CDF: Final[list[int]] = [\n"
        + "".join(f"    {row},\n" for row in rows)
        + "]\n"
    )
    Path(__file__).parents[1].joinpath("src/aiboard/engine/chance/normal.py").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
