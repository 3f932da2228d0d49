"""What is imported when: start-up stays quick, the rules need nothing but Python."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import aiboard
import aiboard.game

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "aiboard"
CONTRACTS = tomllib.loads((SOURCE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
RULES = sorted(path for package in ("engine", "instruments") for path in (SOURCE / package).rglob("*.py"))

REPORT = """
import atexit, sys
atexit.register(lambda: print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr))
"""


def _imported(code: str) -> set[str]:
    """Run code in a new interpreter and return the top-level packages it had imported when it ended."""
    done = subprocess.run([sys.executable, "-c", REPORT + code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["simulate", "--help"], ["play", "--help"]])
def test_help_imports_no_heavy_package(arguments: list[str]) -> None:
    imported = _imported(f"from aiboard.cli.main import main; sys.exit(main({arguments!r}))")
    assert "aiboard" in imported
    assert imported & {"textual", "rich", "numpy", "scipy", "pydantic", "yaml"} == set()


def test_package_itself_imports_the_standard_library_only() -> None:
    assert _imported("import aiboard") - _imported("") - sys.stdlib_module_names == {"aiboard"}


def test_public_names_are_those_of_their_homes() -> None:
    assert [name for name in aiboard.__all__ if not hasattr(aiboard, name)] == []
    assert aiboard.new_game is aiboard.game.new_game
    assert set(aiboard.__all__) <= set(dir(aiboard))
    with pytest.raises(AttributeError, match="no_such_name"):
        aiboard.no_such_name  # noqa: B018


def _packages(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and top-level package of every absolute import in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.partition(".")[0]


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_rules_need_the_standard_library_only(path: Path) -> None:
    assert _foreign(path) == []


def _foreign(path: Path) -> list[str]:
    """Imports that need something installed, at the top or inside functions."""
    allowed = sys.stdlib_module_names | {"aiboard", "mypy_extensions"}
    return [f"{path.name}:{line}: {name}" for line, name in _packages(path) if name not in allowed]


def test_an_installed_package_is_noticed_wherever_it_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "rule.py"
    path.write_text("import os\nfrom numpy.linalg import norm\ndef f():\n    import yaml, aiboard.engine\n")
    assert _foreign(path) == ["rule.py:2: numpy", "rule.py:4: yaml"]


def test_no_rule_file_was_overlooked() -> None:
    """The files asked are all those of the packages that the contract names."""
    (contract,) = [one for one in CONTRACTS["contracts"] if one["name"].startswith("Engine and instruments need")]
    packages = [SOURCE / name.removeprefix("aiboard.") for name in contract["source_modules"]]
    assert set(RULES) == {path for package in packages for path in package.rglob("*.py")}
    assert all(len(list(package.rglob("*.py"))) > 5 for package in packages)


def test_the_first_screen_loads_no_rules() -> None:
    """The first paint waits for no engine, view or scenario: what a game needs is loaded when one is opened."""
    code = "import aiboard.tui.app, aiboard.tui.launch, aiboard.tui.screens.first, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = ("aiboard.engine", "aiboard.views", "aiboard.scenario", "aiboard.bots", "aiboard.analysis")
    assert [name for name in done.stdout.split() if name.startswith(heavy)] == []


def test_a_game_that_goes_on_loads_nothing_that_it_may_never_show(tmp_path: Path) -> None:
    """A save holds its scenario as JSON, and no bot plays: what neither needs is not held in memory."""
    path = tmp_path / "game.jsonl"
    with aiboard.new_game("first-sprint", seed=1, save=path) as game:
        game.end_day()
    code = (
        "import sys; from aiboard.game import open_game; from aiboard.play.session import Session; "
        f"Session(open_game({str(path)!r})).step(); "
        "import aiboard.tui.screens.game; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.split()
    assert [name for name in loaded if name.startswith(("yaml", "aiboard.bots", "numpy"))] == []
    # What is only shown when somebody opens it, or when there is something to draw.
    later = ("views.charts.", "views.linear", "views.board.canvas", "views.decisions.for_", "play.rituals")
    assert [name for name in loaded if name.startswith(tuple(f"aiboard.{one}" for one in later))] == []
    screens = {name.rpartition(".")[2] for name in loaded if name.startswith("aiboard.tui.screens.")}
    assert screens == {"base", "full", "game", "board_host", "days", "decisions", "looks"}
