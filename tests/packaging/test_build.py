"""What a build needs: the compiled part is checked by mypyc where none of the dependencies is installed."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_compiled_part_needs_no_dependency_to_build(tmp_path: Path) -> None:
    targets = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    hook = targets["wheel"]["hooks"]["mypyc"]
    paths = [str(ROOT / path.strip("/")) for path in hook["include"]]
    assert [path for path in paths if not Path(path).exists()] == []
    command = [sys.executable, "-m", "mypy", "--no-site-packages", "--cache-dir", str(tmp_path / "cache")]
    # From another folder: like mypyc, without the settings in pyproject.toml.
    done = subprocess.run(
        [*command, *hook["mypy-args"], *paths], cwd=tmp_path, env={}, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
