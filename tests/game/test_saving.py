"""The file under a game: full disks, removed files, and the limits a reader has. The game is never lost."""

import os
import re
import sys
from pathlib import Path

import pytest

from aiboard.game import Game, ReadOnlyError, log, new_game, open_game
from aiboard.instruments.errors import InputError
from aiboard.journal import saves
from aiboard.journal.reader import read
from tests.game.small import small


def _game(path: Path | None) -> Game:
    return new_game(small(), 7, path)


@pytest.fixture
def no_room(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """A disk that is full while the list holds True."""
    full = [False]
    write = os.write

    def limited(descriptor: int, content: bytes) -> int:
        if full[0]:
            raise OSError(28, "No space left on device")
        return write(descriptor, content)

    monkeypatch.setattr(os, "write", limited)
    return full


def test_unsaved_days_are_counted_and_written_when_there_is_room(tmp_path: Path, no_room: list[bool]) -> None:
    game = _game(tmp_path / "game")
    game.end_day()
    assert game.unsaved_days() == 0
    no_room[0] = True
    game.end_day()
    game.do("start EXP-001")
    game.end_day()
    assert game.unsaved_days() == 2
    assert any("not saved" in notice and "make room" in notice for notice in game.take_notices())
    no_room[0] = False
    game.close()
    assert game.unsaved_days() == 0 and game.trouble is None
    assert "saved again: everything is in the file" in game.take_notices()
    assert open_game(tmp_path / "game").board.day == 4


def test_room_is_asked_for_only_where_room_is_missing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    game = _game(tmp_path / "file" / "game")
    assert game.trouble is not None and "save it under another name" in game.trouble
    assert "make room" not in game.trouble


def test_what_a_full_disk_never_took_is_said_after_closing(tmp_path: Path, no_room: list[bool]) -> None:
    no_room[0] = True
    game = _game(tmp_path / "game")
    game.end_day()
    game.close()
    assert game.unsaved_days() == 1 and game.trouble is not None
    assert not (tmp_path / "game").exists()  # an empty file would look like a save


def test_a_folder_that_can_be_written_later(tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    game = _game(tmp_path / "there" / "game")
    game.end_day()
    assert game.trouble is not None and game.unsaved_days() == 1
    (tmp_path / "there").unlink()
    game.end_day()
    assert game.trouble is None and open_game(tmp_path / "there" / "game", read_only=True).board.day == 3


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
@pytest.mark.parametrize("how", ["removed", "renamed", "replaced", "folder"])
def test_a_save_that_is_gone_is_noticed_and_the_game_goes_on_in_a_new_one(tmp_path: Path, how: str) -> None:
    place = tmp_path / "saves" / "game.jsonl"
    game = _game(place)
    game.do("start EXP-001")
    game.end_day()
    if how == "removed":
        place.unlink()
    elif how == "renamed":
        place.rename(tmp_path / "other")
    elif how == "replaced":
        (tmp_path / "other").write_text("mine")
        (tmp_path / "other").replace(place)
    else:
        place.parent.rename(tmp_path / "moved")
    game.end_day()
    assert game.path == place.with_name("game-2.jsonl") and game.trouble is None
    assert any("removed or replaced" in notice and "game-2.jsonl" in notice for notice in game.take_notices())
    game.do("start EXP-002")
    game.close()
    again = open_game(place.with_name("game-2.jsonl"))
    assert again.digest() == game.digest() and len(again.actions()) == 2
    assert how != "replaced" or place.read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_a_save_removed_before_leaving_is_written_again(tmp_path: Path) -> None:
    place = tmp_path / "game.jsonl"
    game = _game(place)
    game.end_day()
    place.unlink()
    game.close()
    assert len(read(tmp_path / "game-2.jsonl").entries) == 1


@pytest.mark.parametrize("limit", ["ENTRY_LIMIT", "SIZE_LIMIT", "WORK_LIMIT"])
def test_the_writer_keeps_the_readers_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    """Undo in circles until no more is allowed: said before, and the game can still be finished and read again."""
    place = tmp_path / "game"
    game = _game(place)
    monkeypatch.setattr(log, limit, {"ENTRY_LIMIT": 300, "SIZE_LIMIT": 400_000, "WORK_LIMIT": 12_000}[limit])
    said: list[str] = []
    with pytest.raises(ReadOnlyError, match="save is full: days can still be ended, and nothing else"):
        for turn in range(5_000):
            game.end_day()
            game.do(f'kill EXP-001 other "note {turn} {"x" * 200}"')
            game.undo()
            game.undo()
            said += game.take_notices()
    assert len(said) == 1 and "nearly full" in said[0]
    while not game.board.over:
        game.end_day()
    game.close()
    assert place.stat().st_size <= log.SIZE_LIMIT and len(read(place).entries) < log.ENTRY_LIMIT
    assert open_game(place).digest() == game.digest()


def test_names_of_saves_never_meet(tmp_path: Path) -> None:
    names = {saves.new_path("support-chatbot", 7, tmp_path).name for _ in range(12)}
    assert len(names) == 12
    assert all(re.fullmatch(r"support-chatbot-7-\d{8}-\d{6}-[0-9a-f]{6}\.jsonl", name) for name in names)


def test_a_strange_file_never_empties_the_list_of_saves(tmp_path: Path) -> None:
    _game(tmp_path / "good.jsonl").close()
    (tmp_path / "gone.jsonl").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "loop.jsonl").symlink_to(tmp_path / "loop.jsonl")
    (tmp_path / "half.jsonl").write_bytes(b'{"sum":"\\ud800"}\n{"a":1,"sum":"00000000"}\n')
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.jsonl")
    assert [save.path.name for save in saves.recent_saves(folder=tmp_path)] == ["good.jsonl"]


def test_paths_as_people_write_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv(saves.SAVES_VARIABLE, "~/there")
    assert saves.saves_folder() == tmp_path / "there"
    assert saves.typed_path("~/game.jsonl") == tmp_path / "game.jsonl"
    for wrong in ("~nouser-at-all/x", "", "  "):
        with pytest.raises(InputError):
            saves.typed_path(wrong)


def test_what_a_face_adds_is_left_out_when_room_is_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    game = _game(tmp_path / "game")
    game.extras = lambda played: {"board": "x" * 100_000}
    monkeypatch.setattr(log, "SIZE_LIMIT", 250_000)
    while not game.board.over:
        game.end_day()
    game.close()
    kept = ["board" in summary for summary in read(tmp_path / "game").summaries()]
    assert len(kept) == 3 and True in kept and False in kept
    assert (tmp_path / "game").stat().st_size <= 250_000
