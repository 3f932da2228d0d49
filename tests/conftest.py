"""What every test shares: a clean environment, the compiled copy of the package, hypothesis settings."""

import gc
import os
import random
import re
import secrets
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from aiboard.engine import day

ROOT = Path(__file__).resolve().parent.parent

# Derandomised: a run fails for its change, not for its luck. HYPOTHESIS_PROFILE=explore searches anew.
settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.register_profile("explore", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


#: Whether the rules that this session plays with are the compiled ones.
COMPILED = not str(day.__file__).endswith(".py")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--sample`: for a session with interpreted rules beside one with the compiled ones."""
    parser.addoption("--sample", action="store_true", help="only tests marked interpreted or both")


def pytest_report_header() -> str:
    """Say which rules are tested."""
    return f"rules: {'compiled' if COMPILED else 'interpreted'}, {Path(day.__file__).parents[2]}"


@cache
def _names_a_mark(file: Path) -> bool:
    return re.search(r"\bmark\.(interpreted|both)\b", file.read_text(encoding="utf-8")) is not None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `--sample`, read only the test files that name one of its marks; a file that is asked for is read."""
    if not (config.getoption("--sample") and collection_path.match("test_*.py")):
        return None
    asked = {Path(config.invocation_params.dir, name.partition("::")[0]).resolve() for name in config.args}
    return None if _names_a_mark(collection_path) or collection_path.resolve() in asked else True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the other session runs."""
    left_out = []
    for item in list(items):
        interpreted = item.get_closest_marker("interpreted") is not None
        sampled = interpreted or item.get_closest_marker("both") is not None
        if sampled and not _names_a_mark(item.path):
            raise pytest.UsageError(f"{item.nodeid}: write its mark in its own file, or --sample leaves it out")
        if (interpreted and COMPILED) or (not sampled and config.getoption("--sample")):
            items.remove(item)
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """What was imported stays: a search for garbage need not go through it, nor come after every few objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Refuse to run with a compiled module in the source tree: it would be tested in the source's place."""
    stray = sorted(path for kind in ("*.so", "*.pyd") for path in (ROOT / "src").rglob(kind))
    if stray:
        pytest.exit(f"remove {stray[0].relative_to(ROOT)}: it shadows the source beside it", returncode=2)


@pytest.fixture(scope="session", autouse=True)
def _clean_environment() -> Iterator[None]:
    """Keep a person's saves, settings and colour choices out of the tests, and the tests out of them."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="aiboard-tests-") as home:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = str(Path(home, name.split("_")[1].lower()))
        os.environ["AIBOARD_SAVES"] = str(Path(home, "saves"))
        for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "COLORTERM"):
            os.environ.pop(name, None)
        os.environ["TERM"] = "xterm-256color"
        yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(autouse=True)
def _repeatable_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A game whose test names no seed gets the same one in every run: a test fails for its change, not for its luck."""
    monkeypatch.setattr(secrets, "randbelow", random.Random(0).randrange)


@pytest.fixture(scope="session")
def compiled_path() -> Path:
    """The folder to put first on PYTHONPATH for the compiled package; skips where there is none."""
    named = os.environ.get("AIBOARD_COMPILED_PATH")
    if not named:
        pytest.skip("AIBOARD_COMPILED_PATH is not set: run the tests with `make tests`")
    if not Path(named, "aiboard").is_dir():
        pytest.skip("the rules are not compiled here (no C compiler or no Python headers)")
    return Path(named)
