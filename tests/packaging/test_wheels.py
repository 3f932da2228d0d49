"""The built wheels, pure and compiled, play in an empty environment outside the checkout, and alike."""

import zipfile
from pathlib import Path

import pytest

from tests.packaging.installed import Installed

pytestmark = [pytest.mark.packaging, pytest.mark.xdist_group("packaging")]

SCENARIOS = Path(__file__).resolve().parent.parent.parent / "scenarios"
EXTENSIONS = (".so", ".pyd")
GAMES = ("simulate", "support-chatbot", "--bot", "heuristic", "--games", "2", "--seed", "1", "--json")


def _names(installed: Installed) -> list[str]:
    with zipfile.ZipFile(installed.wheel) as archive:
        return archive.namelist()


def test_pure_wheel_runs_everywhere(pure: Installed) -> None:
    assert pure.wheel.name.endswith("-py3-none-any.whl")
    assert [name for name in _names(pure) if name.endswith(EXTENSIONS)] == []


def test_compiled_wheel_holds_the_extensions(compiled: Installed) -> None:
    assert "-none-any" not in compiled.wheel.name
    names = _names(compiled)
    for package in ("engine", "instruments"):
        assert any(name.startswith(f"aiboard/{package}/") and name.endswith(EXTENSIONS) for name in names)


@pytest.mark.parametrize("kind", ["pure", "compiled"])
def test_wheel_holds_what_belongs_to_the_package(kind: str, request: pytest.FixtureRequest) -> None:
    names = _names(request.getfixturevalue(kind))
    shipped = {name.rpartition("/")[2] for name in names if name.startswith("aiboard/scenarios/")}
    assert shipped >= {path.name for path in SCENARIOS.glob("*.yaml")} >= {"support-chatbot.yaml"}
    assert "aiboard/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    places = {name.partition("/")[0] for name in names if not name.endswith(EXTENSIONS)}
    assert {place for place in places if not place.endswith(".dist-info")} == {"aiboard"}


@pytest.mark.parametrize("kind", ["pure", "compiled"])
def test_rules_run_from_the_installed_wheel(kind: str, request: pytest.FixtureRequest) -> None:
    installed: Installed = request.getfixturevalue(kind)
    done = installed.run("-c", "import aiboard.engine.chance.luck as luck; print(luck.__file__)")
    assert done.stdout.startswith(str(installed.folder)), done.stderr
    assert done.stdout.strip().endswith(EXTENSIONS) == (kind == "compiled")


def test_scenarios_are_found_outside_the_checkout(pure: Installed) -> None:
    found = {scenario["id"] for scenario in pure.json("scenarios", "--json")["scenarios"]}
    assert found >= {"first-sprint", "support-chatbot"}


def test_both_wheels_play_the_same_games(pure: Installed, compiled: Installed) -> None:
    assert pure.json("scenarios", "--json") == compiled.json("scenarios", "--json")
    reports = [installed.json(*GAMES) for installed in (pure, compiled)]
    for report in reports:
        assert report.pop("timing")
    assert reports[0] == reports[1]
    assert reports[0]["games"] == 2 and reports[0]["digest"]


def test_installed_command_is_the_module(pure: Installed) -> None:
    asked = "from importlib.metadata import entry_points; print(entry_points(name='aiboard'))"
    assert "aiboard.__main__:start" in pure.run("-c", asked).stdout
    assert pure.run("-m", "aiboard", "--version").returncode == 0
