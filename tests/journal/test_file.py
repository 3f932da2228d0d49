"""The save's file: what was written comes back, what was torn is dropped, what was edited is named."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiboard.instruments.errors import InputError
from aiboard.journal import lines, reader, saves
from aiboard.journal.lines import ActionEntry, DayEnd, Header, Plan, Practice, Summary, Undo
from aiboard.journal.reader import Save, read
from aiboard.journal.writer import LockedError, Writer

HEADER = Header(1, {"id": "small", "x": 1.5}, "ab" * 32, 7, "2026-01-05T09:00:00Z")
ENTRIES: list[lines.Entry] = [
    ActionEntry('kill EXP-001 plateau "a \\"quoted\\" thing"'),
    DayEnd(1, "0" * 32, {"cards": "1" * 8}),
    Undo(),
    Practice("coach"),
    Plan(["5 inject gpu-shortage 5"]),
    Summary({"day": 10, "value": 12.5, "stages": {"EXP-001": "killed"}, "board": "any\nthing"}),
    ActionEntry("start EXP-002"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A whole save."""
    place = tmp_path / "game.jsonl"
    _write(place)
    return place


def _write(place: Path) -> None:
    writer = Writer.create(place, HEADER)
    for entry in ENTRIES:
        writer.append(entry.data())
    writer.close()
    assert writer.trouble is None


def _data(save: Save) -> list[dict[str, object]]:
    return [entry.data() for entry in save.entries]


def test_what_was_written_comes_back(path: Path) -> None:
    save = read(path)
    assert save.header == HEADER
    assert _data(save) == [entry.data() for entry in ENTRIES]
    assert [entry.line for entry in save.entries] == list(range(2, len(ENTRIES) + 2))
    assert (save.edited, save.warnings, save.torn) == ([], [], False)
    assert save.summaries() == [{"day": 10, "value": 12.5, "stages": {"EXP-001": "killed"}, "board": "any\nthing"}]
    assert path.read_bytes().isascii() and b"\r" not in path.read_bytes()


def test_torn_at_every_byte_of_the_last_line(path: Path, tmp_path: Path) -> None:
    content = path.read_bytes()
    begin = content[:-1].rindex(b"\n") + 1
    for end in range(begin, len(content)):
        torn = tmp_path / f"torn-{end}"
        torn.write_bytes(content[:end])
        save = read(torn)
        whole = end == len(content) - 1  # only the newline is missing
        assert len(save.entries) == len(ENTRIES) - (0 if whole else 1)
        assert save.torn == (end > begin and not whole)
        assert bool(save.warnings) == save.torn
        assert save.edited == []
        writer, again = Writer.resume(torn)
        assert again.torn == save.torn
        writer.append(ActionEntry("pause EXP-002").data())
        writer.close()
        after = read(torn)
        assert after.entries[-1] == ActionEntry("pause EXP-002", len(after.entries) + 1)
        assert _data(after)[:-1] == _data(save)
        assert (after.edited, after.torn) == ([], False)


@pytest.mark.parametrize("tail", [b"\0" * 300, b'{"do":"sta', b"\xff\xfe", b"{", b"42"])
def test_a_tail_that_is_no_line_is_dropped(path: Path, tail: bytes) -> None:
    path.write_bytes(path.read_bytes() + tail)
    save = read(path)
    assert save.torn and _data(save) == [entry.data() for entry in ENTRIES]
    assert "dropped" in save.warnings[0]


def test_a_last_line_without_its_newline_counts_only_with_a_sound_checksum(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"start EXP-002", b"start EXP-003").removesuffix(b"\n"))
    save = read(path)
    assert len(save.entries) == len(ENTRIES) - 1 and save.torn and save.warnings


def test_a_checksum_counts_only_where_it_is_written() -> None:
    body = '{"do":"start EXP-001",'
    total = f"{zlib.crc32(lines.START_SUM.encode() + body.encode() + b'}'):08x}"
    # One space more: what would be summed is not what the line says.
    assert lines.decode(f'{body}"sum": "{total}"}}'.encode(), lines.START_SUM) == (
        {"do": "start EXP-001"},
        total,
        False,
    )


@pytest.mark.parametrize("number", range(1, len(ENTRIES) + 2))
def test_an_edited_line_is_named(path: Path, number: int) -> None:
    rows = path.read_text().splitlines()
    changed = json.loads(rows[number - 1])
    changed["note"] = "more"
    total = changed.pop("sum")
    rows[number - 1] = json.dumps({**changed, "sum": total}, separators=(",", ":"))
    path.write_text("\n".join(rows) + "\n")
    assert read(path).edited == [number]


def test_a_line_that_is_gone_or_moved_is_seen(path: Path) -> None:
    rows = path.read_text().splitlines()
    path.write_text("\n".join(rows[:3] + rows[4:]) + "\n")
    assert read(path).edited == [4]
    path.write_text("\n".join([*rows[:2], rows[3], rows[2], *rows[4:]]) + "\n")
    assert read(path).edited[0] == 3
    path.write_text("\n".join([*rows[:3], rows[2], *rows[3:]]) + "\n")
    assert read(path).edited == [4]
    without = json.loads(rows[1])
    del without["sum"]
    path.write_text("\n".join([rows[0], json.dumps(without), *rows[2:]]) + "\n")
    assert read(path).edited[0] == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("not json", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"do":5}', "do is not a text"),
        ('{"do":"' + "x" * 5000 + '"}', "do is not a text of at most"),
        ('{"day":true,"digest":"x","parts":{}}', "day is not a whole number"),
        ('{"day":1e9,"digest":"x","parts":{}}', "day is not a whole number"),
        ('{"day":1000000000,"digest":"x","parts":{}}', "day is not a whole number"),
        ('{"day":1,"digest":"x"}', "parts"),
        ('{"day":1,"digest":"x","parts":{"a":1}}', "a is not a text"),
        ('{"undo":2}', "undo"),
        ('{"summary":[]}', "summary"),
        ('{"plan":[1]}', "plan"),
        ('{"else":1}', "no kind"),
        ('{"summary":{"value":NaN}}', "NaN"),
        ('{"summary":{"value":1e999}}', "1e999"),
        ('{"a":' * 20_000, "nested too deep"),
        ('{"day":' + "9" * 6000 + "}", "not JSON"),
        ('{"do":"' + "x" * 400_000 + '"}', "bytes"),
    ],
    ids=range(18),
)
def test_a_bad_line_is_named_with_its_number(path: Path, row: str, said: str) -> None:
    rows = path.read_text().splitlines()
    rows[3] = row
    path.write_text("\n".join(rows) + "\n")
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}:4: ") and said in str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": lines.FORMAT + 1}, "use a newer aiboard"),
        ({"format": 0}, "never published"),
        ({"format": "1"}, "no save of aiboard"),
        ({"format": None}, "no save of aiboard"),
        ({"seed": -1}, "seed"),
        ({"seed": 1 << 63}, "seed"),
        ({"seed": 1.5}, "seed"),
        ({"scenario": "small"}, "no scenario"),
        ({"scenario_sha": 5}, "scenario_sha"),
        ({"parent": 5}, "parent"),
    ],
)
def test_a_bad_header_is_one_line(path: Path, change: dict[str, object], said: str) -> None:
    rows = path.read_text().splitlines()
    path.write_text("\n".join([json.dumps({**json.loads(rows[0]), **change}), *rows[1:]]) + "\n")
    with pytest.raises(InputError) as caught:
        read(path)
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_an_older_format_is_migrated_in_memory(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()
    monkeypatch.setattr(reader, "FORMAT", lines.FORMAT + 1)
    monkeypatch.setitem(
        reader.MIGRATIONS,
        lines.FORMAT,
        lambda rows: [rows[0], *({**row, "do": "pause EXP-009"} if "do" in row else row for row in rows[1:])],
    )
    save = read(path)
    assert save.old_format
    assert [entry.text for entry in save.entries if isinstance(entry, ActionEntry)] == ["pause EXP-009"] * 2
    assert path.read_bytes() == before


def test_what_is_no_file_or_too_large_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    large = tmp_path / "large"
    with open(large, "wb") as file:
        file.truncate(100_000_000)
    (tmp_path / "half").write_bytes(b'{"format":1,"rules')
    (tmp_path / "many").write_bytes(b"{}\n" * (lines.ENTRY_LIMIT + 1))
    names = {"empty": "is empty", "large": "larger than 16 MB", "half": "not whole", "many": "lines"}
    names |= {"none": "cannot be read", ".": "is a folder", "nul\0": "no file name", "half\ud800": "no file name"}
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        names["pipe"] = "is a pipe, not a file"
    for name, said in names.items():
        began = time.monotonic()
        with pytest.raises(InputError, match=said):
            read(tmp_path / name)
        assert time.monotonic() - began < 2


@given(st.binary(max_size=400))
def test_any_bytes_are_a_save_or_an_input_error(content: bytes) -> None:
    with contextlib.suppress(InputError):
        reader._save(content, Path("x"))


@given(st.data())
def test_any_change_of_any_byte_is_seen_or_harmless(data: st.DataObject) -> None:
    total, rows = lines.START_SUM, b""
    for item in (HEADER, *ENTRIES):
        row, total = lines.encode(item.data(), total)
        rows += row
    at = data.draw(st.integers(0, len(rows) - 2))
    changed = rows[:at] + bytes([data.draw(st.integers(0, 255))]) + rows[at + 1 :]
    try:
        save = reader._save(changed, Path("x"))
    except InputError:
        return
    same = save.header == HEADER and _data(save) == [entry.data() for entry in ENTRIES]
    assert same or save.edited or save.torn


def test_one_writer(path: Path) -> None:
    first, _ = Writer.resume(path)
    with pytest.raises(LockedError):
        Writer.resume(path)
    code = "\n".join(
        [
            "import sys",
            "from aiboard.journal.writer import LockedError, Writer",
            "try: Writer.resume(sys.argv[1])",
            "except LockedError: sys.exit(7)",
        ]
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 7
    assert _data(read(path)) == [entry.data() for entry in ENTRIES]
    first.close()
    second, _ = Writer.resume(path)
    second.close()


def test_a_new_save_never_touches_a_file(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(InputError, match="exists already"):
        Writer.create(path, HEADER)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError, match="exists already"):
        Writer.create(link, HEADER)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_said(path: Path) -> None:
    writer = Writer.create(path / "below" / "game.jsonl", HEADER)
    assert writer.trouble is not None and "in memory" in writer.trouble and "\n" not in writer.trouble
    writer.append(ActionEntry("start EXP-001").data(), sync=True)
    assert writer.trouble is not None
    writer.close()


def test_a_sync_beside_the_writer_takes_in_what_it_finds_and_closing_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = Writer.create(tmp_path / "game.jsonl", HEADER)
    began, let = threading.Event(), threading.Event()
    synced: list[int] = []

    def slow(descriptor: int) -> None:
        size = os.fstat(descriptor).st_size
        began.set()
        assert let.wait(30)
        synced.append(size)

    monkeypatch.setattr(os, "fsync", slow)
    writer.append(ActionEntry("start EXP-001").data())
    first = (tmp_path / "game.jsonl").stat().st_size
    beside = threading.Thread(target=writer.sync)
    beside.start()
    assert began.wait(30)
    writer.append(ActionEntry("pause EXP-001").data())
    last = (tmp_path / "game.jsonl").stat().st_size
    assert last > first and not synced
    threading.Timer(0.1, let.set).start()
    writer.close()
    beside.join()
    assert synced == [first, last]
    writer.sync()
    assert len(synced) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_full_disk_is_said_and_lines_are_kept(tmp_path: Path) -> None:
    # Never the device's own path: a writer that got nothing into its file removes it, which root may do in /dev.
    writer = Writer(tmp_path / "game.jsonl", os.open("/dev/full", os.O_RDWR))
    writer.append(ActionEntry("start EXP-001").data(), sync=True)
    assert writer.trouble is not None and "No space left" in writer.trouble
    writer.close()


FULL = """
import os, resource, signal, sys
from pathlib import Path
from aiboard.journal.lines import ActionEntry, Header
from aiboard.journal.reader import read
from aiboard.journal.writer import Writer
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
header = Header(1, {"id": "small"}, "ab", 7, "now")
writer = Writer.create(path, header)
size = path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 250, resource.RLIM_INFINITY))
told = []
for n in range(20):
    writer.append(ActionEntry(f"start EXP-{n:03d}").data(), sync=n % 5 == 0)
    told.append(writer.trouble is not None)
    save = read(path)  # at every moment a whole save
    assert not save.edited and not save.torn, n
kept = len(read(path).entries)
assert 0 < kept < 20 and told[-1] and not told[0] and "not saved" in writer.trouble
assert writer.trouble.count(chr(10)) == 0
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
writer.append(ActionEntry("pause EXP-000").data())
assert writer.trouble is None
writer.close()
save = read(path)
assert [entry.text for entry in save.entries] == [f"start EXP-{n:03d}" for n in range(20)] + ["pause EXP-000"]
assert not save.edited
print("fine")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
def test_a_disk_that_fills_up_and_has_room_again(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "game.jsonl")], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "fine", done.stderr


def test_names_and_lists_of_saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(saves.SAVES_VARIABLE, str(tmp_path / "there"))
    assert saves.recent_saves() == []
    first = saves.new_path("support-chatbot:calm", 7)
    assert first.parent == tmp_path / "there" and first.name.startswith("support-chatbot-calm-7-")
    assert saves.file_name("../../x\x1b[2J", 7) == "x-2J-7.jsonl"
    _write(first)
    (first.parent / "broken.jsonl").write_text("{")
    found = saves.recent_saves()
    assert [(item.path, item.scenario, item.seed, item.day) for item in found] == [(first, "small", 7, 1)]
    assert [item.finished for item in found] == [False]


def test_saves_are_in_the_checkout_or_with_the_users_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(saves.SAVES_VARIABLE, raising=False)
    root = Path(__file__).resolve().parents[2]
    assert saves.saves_folder() == root / "saves"
    monkeypatch.setattr(saves, "checkout", lambda: None)
    assert saves.saves_folder().name == "saves" and root not in saves.saves_folder().parents


def test_the_list_does_not_read_what_lies_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty saves of 16 MB would keep the first screen waiting for minutes."""
    place = tmp_path / "game.jsonl"
    writer = Writer.create(place, HEADER)
    for day in range(1, 4_000):
        writer.append(DayEnd(day, "0" * 32, {f"part-{n}": "1" * 190 for n in range(9)}).data())
    writer.close()
    read_bytes: list[int] = []
    original = os.read

    def counted(descriptor: int, most: int) -> bytes:
        piece = original(descriptor, most)
        read_bytes.append(len(piece))
        return piece

    decoded: list[int] = []
    decode = lines.decode
    monkeypatch.setattr(reader, "decode", lambda *given: decoded.append(1) or decode(*given))
    monkeypatch.setattr(os, "read", counted)
    assert [item.day for item in saves.recent_saves(folder=tmp_path)] == [3_999]
    assert len(decoded) < 5 and sum(read_bytes) < 5_000_000
