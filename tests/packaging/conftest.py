"""The two wheels, built once for the session and installed in environments outside the checkout."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.packaging.installed import Installed, install

ROOT = Path(__file__).resolve().parent.parent.parent


def _script(name: str) -> ModuleType:
    """Load a script of the project as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def pure(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The pure wheel, installed."""
    wheel = _script("environment").cached_wheel(Path(sys.executable), compiled=False)
    return install(tmp_path_factory.mktemp("pure") / "venv", wheel)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The compiled wheel, installed; skips where C extensions cannot be built."""
    environment = _script("environment")
    if reason := environment.why_not_compile():
        pytest.skip(reason)
    wheel = environment.cached_wheel(Path(sys.executable), compiled=True)
    return install(tmp_path_factory.mktemp("compiled") / "venv", wheel)
