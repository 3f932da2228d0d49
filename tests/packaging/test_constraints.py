"""The pinned versions: one for all that pyproject.toml names, within its range; what is installed here; no registry."""

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHONS = ("3.11", "3.12", "3.13")


def pins(python: str) -> dict[str, Requirement]:
    """The pins that hold for one Python, by canonical name."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    rows = [Requirement(line) for line in lines if line and not line.startswith("#")]
    where = {"python_version": python}
    found = {canonicalize_name(row.name): row for row in rows if row.marker is None or row.marker.evaluate(where)}
    assert len(found) == len([row for row in rows if row.marker is None or row.marker.evaluate(where)])
    return found


def pinned(row: Requirement) -> str:
    (one,) = row.specifier
    assert one.operator == "==" and row.url is None
    return one.version


def test_every_dependency_is_pinned_within_its_range_for_every_python() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    named = [*project["project"]["dependencies"], *extras["dev"], *extras["zstd"], *project["build-system"]["requires"]]
    named += project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["mypyc"]["dependencies"]
    for python in PYTHONS:
        held = pins(python)
        for text in named:
            wanted = Requirement(text)
            assert wanted.specifier.contains(pinned(held[canonicalize_name(wanted.name)])), f"{python}: {text}"


def test_what_is_installed_here_is_what_is_pinned() -> None:
    """Else a check that fails on another machine passes on this one."""
    differs = {}
    for name, row in pins(f"{sys.version_info.major}.{sys.version_info.minor}").items():
        try:
            if version(name) != pinned(row):
                differs[name] = version(name)
        except PackageNotFoundError:
            continue
    assert differs == {}


def test_no_line_names_a_registry() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--|@|hash", text)
