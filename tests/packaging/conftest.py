"""The two wheels, built once for the session and installed in environments outside the checkout."""

import sys
from pathlib import Path

import pytest

import compiling
from tests.packaging.installed import Installed, install


@pytest.fixture(scope="session")
def pure(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The pure wheel, installed."""
    wheel = compiling.cached_wheel(Path(sys.executable), compiled=False)
    return install(tmp_path_factory.mktemp("pure") / "venv", wheel)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The compiled wheel, installed; skips where C extensions cannot be built."""
    if reason := compiling.why_not_compile():
        pytest.skip(reason)
    wheel = compiling.cached_wheel(Path(sys.executable), compiled=True)
    return install(tmp_path_factory.mktemp("compiled") / "venv", wheel)
