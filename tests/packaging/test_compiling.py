"""`make play` opens the game at once: the rules are compiled beside it, by one process, and tried once."""

import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

import compiling
from steps import Problem


class Place:
    """A build folder of its own, in which nothing is really compiled."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.build = folder
        self.compiled = folder / "compiled"
        self.started: list[list[str]] = []
        self.source = "these rules"
        monkeypatch.setattr(compiling, "BUILD", folder)
        monkeypatch.setattr(compiling, "COMPILED", self.compiled)
        monkeypatch.setattr(compiling, "STAMP", folder / "stamp")
        monkeypatch.setattr(compiling, "FAILED", folder / "failed")
        monkeypatch.setattr(compiling, "fingerprint", lambda roots: self.source)
        monkeypatch.setattr(compiling, "why_not_compile", lambda: "")
        monkeypatch.setattr(subprocess, "Popen", self._popen)

    def _popen(self, command: list[str], **how: Any) -> None:
        assert how["start_new_session"], "it would end with the game"
        self.started.append(command)

    def compiled_for(self, source: str) -> None:
        self.compiled.mkdir()
        (self.build / "stamp").write_text(source, encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    return Place(tmp_path, monkeypatch)


def test_a_game_does_not_wait_for_the_compiler(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    compiling.compile_meanwhile(["compile"])
    assert place.started == [["compile"]]
    assert "meanwhile" in capsys.readouterr().out


def test_rules_of_another_day_are_not_played(place: Place) -> None:
    place.compiled_for("other rules")
    compiling.compile_meanwhile(["compile"])
    assert not place.compiled.exists()
    assert place.started == [["compile"]]


def test_what_is_compiled_is_not_compiled_again(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.compiled_for(place.source)
    compiling.compile_meanwhile(["compile"])
    assert (place.compiled / "aiboard" / "__init__.py").is_file(), "the plain files are brought up to date"
    assert not place.started
    assert not capsys.readouterr().out


def test_a_second_game_starts_no_second_compiler(place: Place) -> None:
    with compiling.turn():
        compiling.compile_meanwhile(["compile"])
    assert not place.started


def test_what_cannot_be_compiled_is_tried_once(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(python: Path, compiled: bool) -> Path:
        raise Problem("no such header")

    monkeypatch.setattr(compiling, "cached_wheel", fails)
    compiling.make_compiled(Path("python"), fall_back=True)
    assert "no such header" in capsys.readouterr().out
    compiling.compile_meanwhile(["compile"])
    assert not place.started
    place.source = "mended rules"
    compiling.compile_meanwhile(["compile"])
    assert place.started


def test_no_compiler_is_said_once(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compiling, "why_not_compile", lambda: "there is no C compiler")
    compiling.compile_meanwhile(["compile"])
    assert "there is no C compiler; the rules run interpreted" in capsys.readouterr().out
    compiling.compile_meanwhile(["compile"])
    assert not capsys.readouterr().out
    assert not place.started


def test_new_rules_replace_the_old_ones_and_never_share_their_stamp(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.compiled_for("old rules")
    (place.compiled / "left.so").touch()
    with zipfile.ZipFile(place.build / "new.whl", "w") as wheel:
        wheel.writestr("aiboard/rules.so", "")
    beside: list[bool] = []

    def seen(roots: object) -> str:
        beside.append(place.compiled.exists())
        return place.source

    monkeypatch.setattr(compiling, "fingerprint", seen)
    compiling.unpack(place.build / "new.whl")
    assert beside == [False], "the old rules are gone before the new stamp is written"
    assert compiling.current() and [path.name for path in place.compiled.rglob("*.so")] == ["rules.so"]
