"""The cache: lines of two that measure the same at once stand behind each other."""

from pathlib import Path

import pytest

from aiboard.analysis.cache import CACHE_VARIABLE, Cache


def test_two_writers_at_once_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    cache = Cache("games", {"of": 1})
    with cache.writing() as one:
        one.add({"game": 1})
        with cache.writing() as other:
            other.add({"game": 2})
            one.add({"game": 3})
    assert [line["game"] for line in cache.read()] == [1, 2, 3]
