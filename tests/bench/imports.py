"""Start-up without a screen: `aiboard --help` against importing a bare Textual app, and what each dependency costs.

Every figure is the median of fresh processes, taken in turn so that all see the same machine. Sizes are the files a
package installs, without compiled bytecode.
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib.metadata import distribution
from statistics import median
from subprocess import DEVNULL, run

from common import rerun, table

PYTHON = [sys.executable, "-c"]
COMMANDS = {
    "python, nothing": [*PYTHON, "pass"],
    "import of textual.app": [*PYTHON, "from textual.app import App"],
    "aiboard --help": [sys.executable, "-m", "aiboard", "--help"],
    "aiboard scenarios": [sys.executable, "-m", "aiboard", "scenarios"],
}
#: What a user of the package imports first.
DEPENDENCIES = {
    "textual": "from textual.app import App",
    "rich": "from rich.segment import Segment",
    "pydantic": "from pydantic import BaseModel, ConfigDict\nclass A(BaseModel):\n    a: int",
    "PyYAML": "import yaml",
    "numpy": "import numpy",
    "platformdirs": "from platformdirs import user_data_path; user_data_path('x')",
    "mypy_extensions": "from mypy_extensions import i64",
}
MUST = 0.6


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    run(command, stdout=DEVNULL, check=True)
    return time.perf_counter() - began


def _medians(commands: dict[str, list[str]], times: int) -> dict[str, float]:
    """Milliseconds; the first round warms the caches and is not counted."""
    found: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(times + 1):
        for name, command in commands.items():
            took = _seconds(command)
            if turn:
                found[name].append(1000 * took)
    return {name: median(values) for name, values in found.items()}


def _megabytes(name: str) -> float:
    package = distribution(name)
    paths = [package.locate_file(file) for file in package.files or [] if file.suffix != ".pyc"]
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6  # type: ignore[attr-defined]


def main() -> int:
    """Measure and print. Exit code 1 when `--help` takes more than it must."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15, metavar="N", help="processes of each kind (default 15)")
    asked = parser.parse_args()
    took = _medians(COMMANDS, asked.times)
    base = took["import of textual.app"]
    print(table(["process", "ms", "x bare Textual"], [[n, f"{ms:.0f}", f"{ms / base:.2f}"] for n, ms in took.items()]))
    alone = {name: [*PYTHON, code] for name, code in DEPENDENCIES.items()}
    imports = _medians({"": [*PYTHON, "pass"], **alone}, max(3, asked.times // 3))
    floor = imports.pop("")
    rows = [
        [name, distribution(name).version, f"{ms - floor:.0f}", f"{_megabytes(name):.1f}"]
        for name, ms in imports.items()
    ]
    print("\n" + table(["package", "version", "import, ms", "size, MB"], rows))
    ratio = took["aiboard --help"] / base
    print(f"\n--help is {ratio:.2f} x importing bare Textual; must be at most {MUST}\n{rerun()}")
    return 0 if ratio <= MUST else 1


if __name__ == "__main__":
    sys.exit(main())
