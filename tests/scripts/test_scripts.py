"""The scripts: each refuses what it does not know, and what is generated is what they would write."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import make_normal

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
#: Called by the build or by another script, not by people.
HOOKS = {"pack_scenarios.py", "covered.py", "covering.py", "mutations.py", "planting.py"}


@pytest.mark.parametrize("name", sorted({path.name for path in SCRIPTS.glob("*.py")} - HOOKS))
def test_a_script_refuses_arguments_it_does_not_know(name: str) -> None:
    program = [sys.executable, str(SCRIPTS / name), "--nonsense"]
    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2 and done.stdout == ""
    assert "usage:" in done.stderr and "Traceback" not in done.stderr


def test_the_table_of_the_normal_law_is_what_its_script_writes() -> None:
    assert make_normal.TARGET.read_text(encoding="utf-8") == make_normal.text()
