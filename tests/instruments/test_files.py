"""Named files: what is read and written, what is refused, and that nothing is replaced that is no file."""

import os
import stat
import sys
from pathlib import Path

import pytest

from aiboard.instruments.errors import InputError
from aiboard.instruments.files import read_regular, write_whole

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", "one\n")
    write_whole(tmp_path / "a", "two é\n")
    assert read_regular(tmp_path / "a", 100, "a note") == "two é\n".encode()
    assert os.listdir(tmp_path) == ["a"]


@posix
def test_a_link_stays_a_link_and_the_rights_stay(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target = tmp_path / "there" / "file"
    target.write_text("old")
    target.chmod(0o640)
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "fresh").symlink_to(tmp_path / "there" / "new")
    write_whole(tmp_path / "link", "text")
    write_whole(tmp_path / "fresh", "text")
    assert (tmp_path / "link").is_symlink() and target.read_text() == "text"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert (tmp_path / "fresh").is_symlink() and (tmp_path / "there" / "new").read_text() == "text"


@posix
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/", "a folder"),
        (".", "a folder"),
        ("", "empty"),
        ("/dev/null", "a device"),
        ("pipe", "a pipe"),
        ("loop", "cannot be written"),
        ("none/file", "cannot be written"),
        ("file/below", "cannot be written"),
        ("nul\0", "no file name"),
        ("half\ud800", "no file name"),
        ("x" * 300, "cannot be written"),
    ],
)
def test_what_is_no_file_is_left_alone(name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    os.symlink("loop", "loop")
    Path("file").touch()
    before = {item: item.lstat() for item in [*tmp_path.iterdir(), Path("/dev/null")]}
    with pytest.raises(InputError, match=said) as caught:
        write_whole(name, "text", "--out")
    assert str(caught.value).isprintable() and "--out" in str(caught.value)
    for item, old in before.items():
        assert (item.lstat().st_ino, item.lstat().st_mode) == (old.st_ino, old.st_mode)
    assert {item.name for item in tmp_path.iterdir()} == {"pipe", "loop", "file"}


@posix
@pytest.mark.parametrize("name", ["pipe", "/dev/null", ".", "", "none", "loop", "nul\0", "half\ud800", "large"])
def test_what_cannot_be_read_is_one_line_at_once(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    os.symlink("loop", "loop")
    Path("large").write_bytes(b"x" * 1_001)
    with pytest.raises(InputError) as caught:
        read_regular(name, 1_000, "a note")
    assert str(caught.value).isprintable()
