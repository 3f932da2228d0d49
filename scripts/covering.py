"""A pytest plugin that notes which lines each test runs, and how long it takes. For `scripts/mutants.py`.

    MUTANTS_MAP=folder MUTANTS_SOURCE=src/aiboard pytest -p scripts.covering

leaves in the folder, for each process that ran tests, coverage data with one context a test and a JSON file
`{test: seconds}` of the tests that passed: seconds of the processor, which a busy machine does not stretch.
"""

import json
import os
import sys
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest


class Covering:
    """Switches the context of the coverage data with the tests."""

    def __init__(self, folder: Path) -> None:
        self.times = folder / f"times.{os.getpid()}.json"
        self.coverage = coverage.Coverage(
            data_file=str(folder / f"coverage.{os.getpid()}"),
            source=[os.environ["MUTANTS_SOURCE"]],
            config_file=False,
        )
        self.coverage.set_option("run:relative_files", True)
        self.seconds: dict[str, float] = {}
        self.test = ""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Let every test compute for itself what it needs, and note its lines and time."""
        self.test = item.nodeid
        self._forget_results()
        self.coverage.switch_context(self.test)
        start = sum(os.times()[:4])
        result = yield
        if item.nodeid in self.seconds:
            self.seconds[item.nodeid] = sum(os.times()[:4]) - start
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
        """What tests of a file share, the whole file covers: its context is the name of the file."""
        if fixturedef.scope == "function":
            return (yield)
        self.coverage.switch_context(self.test.partition("::")[0])
        try:
            return (yield)
        finally:
            self.coverage.switch_context(self.test)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the tests that pass."""
        if report.when == "call" and report.passed:
            self.seconds[report.nodeid] = 0.0
        elif report.failed:
            self.seconds.pop(report.nodeid, None)

    def pytest_sessionfinish(self) -> None:
        """Write what was noted."""
        self.coverage.stop()
        self.coverage.save()
        self.times.write_text(json.dumps(self.seconds), encoding="utf-8")

    @staticmethod
    def _forget_results() -> None:
        """Clear what functions of the project remember of earlier calls."""
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] == "aiboard":
                for value in list(vars(module).values()):
                    if callable(clear := getattr(value, "cache_clear", None)):
                        clear()


def pytest_configure(config: pytest.Config) -> None:
    """Start in the processes that run tests."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        plugin = Covering(Path(os.environ["MUTANTS_MAP"]))
        config.pluginmanager.register(plugin, "covering")
        plugin.coverage.start()
