"""The YAML reader: a narrow dialect, with lines, within limits."""

import os
from pathlib import Path

import pytest

from aiboard.instruments.errors import InputError
from aiboard.scenario import limits
from aiboard.scenario.source import parse, read_bytes


def data(text: str) -> dict[str, object]:
    return dict(parse(text.encode(), "f.yaml").data)


def refusal(text: str | bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        parse(text if isinstance(text, bytes) else text.encode(), "f.yaml")
    return caught.value


def test_values_mean_one_thing() -> None:
    read = data('a: 1\nb: -2.50\nc: true\nd: "1"\ne: no\nf: 2024-01-01\ng: 1e3\nh: .nan\ni: 0x10\nj: 1_000\n')
    assert read == {
        "a": 1, "b": -2.5, "c": True, "d": "1", "e": "no", "f": "2024-01-01",
        "g": "1e3", "h": ".nan", "i": "0x10", "j": "1_000",
    }  # fmt: skip


def test_every_field_has_its_line() -> None:
    document = parse(b"a:\n  b: 1\n  c:\n    - x\n    - d: 2\n", "f.yaml")
    assert document.line(("a", "b")) == 2
    assert document.line(("a", "c", 1, "d")) == 5
    assert document.line(("a", "missing")) == 1


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\na: 2\n", 2, "given twice"),
        ("a: &x 1\nb: *x\n", 1, "anchors"),
        ("a: 1\nb: !!python/object/apply:os.system [x]\n", 2, "tags"),
        ("a: 1\nb:\n", 2, "no value"),
        ("a: 1\n? [x]\n: 2\n", 2, "plain text"),
        ("- 1\n", 1, "at the top"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: 1\nb: [1\n", 3, "; correct the line"),
        ("a: 1\nb: 123456789.12345678901\n", 2, "too many digits"),
        ("a: 1\nb: '" + "x" * (limits.MAX_TEXT + 1) + "'\n", 2, "longer than"),
        ("a: 1\nb: " + "[" * 40 + "]" * 40 + "\n", 2, "nested deeper"),
    ],
)
def test_what_is_refused_names_its_line(text: str, line: int, says: str) -> None:
    error = refusal(text)
    assert (error.file, error.line) == ("f.yaml", line)
    assert says in str(error)


def test_a_control_character_and_a_wrong_encoding_name_their_line() -> None:
    assert refusal("a: 1\nb: x\x07y\n").line in (2, None)
    assert refusal("a: 1\nb: \xe4\n".encode("latin-1")).line == 2


def test_billions_of_laughs_are_refused_at_the_first() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    assert refusal("\n".join(rows)).line == 1


def test_too_many_values_are_refused() -> None:
    assert "values" in str(refusal("a: [" + "1," * (limits.MAX_NODES + 1) + "1]"))


def test_only_regular_files_of_a_bounded_size_are_read(tmp_path: Path) -> None:
    big = tmp_path / "big.yaml"
    big.write_bytes(b"a: 1\n" * limits.MAX_BYTES)
    places = [big, tmp_path, tmp_path / "absent.yaml"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.yaml")
        places.append(tmp_path / "pipe.yaml")
    for place in places:
        with pytest.raises(InputError):
            read_bytes(place)
