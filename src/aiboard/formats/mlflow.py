"""MLflow experiments: the file store (`mlruns`), as a folder or packed, and the database (`mlflow.db`).

A metric's file has a line a reading: time, value, step. Runs that were deleted are left out.
"""

from __future__ import annotations

import io
import os
import re
import sqlite3
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Final

from aiboard.formats.document import FormatError
from aiboard.formats.reading import read_bytes
from aiboard.instruments.text import clean

NAME: Final = "mlflow"

MAX_FILES: Final = 50_000
MAX_FILE: Final = 4_000_000
MAX_TOTAL: Final = 64_000_000
MAX_READINGS: Final = 100_000
_MOST_RUNS: Final = 5_000
_PART: Final = re.compile(r"^(.*?)/?\b(metrics|params|tags)/(.+)$")
_BESIDE: Final = frozenset(("artifacts", "inputs", "outputs", "models"))
"""Folders of a run that hold no readings, though what lies in them may be called so."""
_SEEDS: Final = frozenset(("seed", "random_seed", "randomseed", "random_state", "trial", "fold", "rep", "repeat"))
_TAIL: Final = re.compile(r"[-_ .]*(?:s|seed|run|trial|fold|rep)?[-_ .=]*\d+$", re.IGNORECASE)
_BROKEN: Final = (tarfile.TarError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)
_LONGEST: Final = 120


@dataclass
class Logged:
    """A run of an experiment log.

    Attributes:
        id: its own id.
        name: its name; the id where it has none.
        params: what it was started with.
        metrics: for each metric the readings (step, value) in the order of steps; a value may be no number.
        start: when it was started, in whatever unit the log has; runs are ordered by it.
        deleted: it lies in the bin.
        used: compute used, None when the log does not say.
        budget: compute it was given, in the same unit.
    """

    id: str
    name: str = ""
    params: dict[str, str] = field(default_factory=dict)
    metrics: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    start: float = 0.0
    deleted: bool = False
    used: float | None = None
    budget: float | None = None

    @property
    def seed(self) -> str:
        """Its seed, by the parameters; empty without one."""
        return next((value for key, value in self.params.items() if key.lower() in _SEEDS), "")

    @property
    def settings(self) -> str:
        """Its parameters without the seed, as one text: runs with the same are repeats."""
        return " ".join(f"{key}={value}" for key, value in sorted(self.params.items()) if key.lower() not in _SEEDS)


def is_store(path: str | os.PathLike[str]) -> bool:
    """Whether a path is a folder, or a file that may be a packed store or a database."""
    name = os.fspath(path).lower()
    return os.path.isdir(path) or name.endswith((".tar.gz", ".tgz", ".tar", ".zip", ".db", ".sqlite"))


def read_store(path: str | os.PathLike[str]) -> list[Logged]:
    """The runs of a store in the order they were started. FormatError where there are none, or it cannot be read."""
    file = os.fspath(path)
    runs: dict[str, Logged] = {}
    if not os.path.isdir(file) and read_head(file).startswith(b"SQLite format 3"):
        runs = _database(file)
    else:
        total = 0
        for count, (name, content) in enumerate(_files(file)):
            total += len(content)
            if count >= MAX_FILES or total > MAX_TOTAL:
                raise FormatError("is larger than an experiment log should be; give one experiment", file=file)
            _take(file, runs, name, content)
    logged_runs = [run for run in runs.values() if not run.deleted and (run.metrics or run.params)]
    if not logged_runs:
        raise FormatError("holds no runs; give an MLflow store (mlruns) or a CSV", file=file)
    if len(logged_runs) > _MOST_RUNS:
        raise FormatError(f"has {len(logged_runs)} runs, the most is {_MOST_RUNS}; give one experiment", file=file)
    for run in logged_runs:
        run.name = run.name or run.id
    return sorted(logged_runs, key=lambda run: (run.start, run.name))


def read_head(file: str) -> bytes:
    """The first bytes of a file."""
    return read_bytes(file)[:16]


def systems(runs: list[Logged]) -> dict[str, list[Logged]]:
    """The runs by what they are repeats of: the same parameters but for the seed.

    Without a seed the names have to agree too, but for a number at the end: what was changed in between may stand in
    no parameter. Named by what their names share, else by their parameters.
    """
    groups: dict[str, list[Logged]] = {}
    for run in runs:
        key = run.settings if run.seed else f"{_TAIL.sub('', run.name) or run.name} {run.settings}".strip()
        groups.setdefault(key, []).append(run)
    by_name: dict[str, list[Logged]] = {}
    for key, group in groups.items():
        stems = {_TAIL.sub("", run.name) or run.name for run in group}
        name = clean(stems.pop() if len(stems) == 1 else key, _LONGEST) or group[0].name
        by_name.setdefault(name if name not in by_name else f"{name} {clean(key, _LONGEST)}", []).extend(group)
    return by_name


# --- the file store --------------------------------------------------------------------------------------


def _files(file: str) -> Iterator[tuple[str, bytes]]:
    """Names, with slashes, and contents of the small files of a folder or an archive."""
    if os.path.isdir(file):
        yield from _folder(file)
        return
    data = read_bytes(file)
    try:
        if data.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                for info in packed.infolist():
                    if not info.is_dir():
                        yield info.filename, packed.open(info).read(MAX_FILE)
        else:
            with tarfile.open(fileobj=io.BytesIO(data)) as bundle:
                for member in bundle:
                    stream = bundle.extractfile(member) if member.isreg() else None
                    if stream is not None:
                        yield member.name, stream.read(MAX_FILE)
    except _BROKEN:
        raise FormatError("is no MLflow store, or a damaged archive of one; give the folder", file=file) from None


def _folder(file: str) -> Iterator[tuple[str, bytes]]:
    for folder, inside, names in os.walk(file):
        # Artifacts may be models of many gigabytes.
        inside[:] = sorted(set(inside) - _BESIDE)
        for name in sorted(names):
            path = os.path.join(folder, name)
            relative = os.path.relpath(path, file).replace(os.sep, "/")
            if os.path.isfile(path) and (_PART.match(relative) or name == "meta.yaml"):
                yield relative, read_bytes(path)[:MAX_FILE]


def _take(file: str, runs: dict[str, Logged], name: str, content: bytes) -> None:
    """Put one file of the store where it belongs."""
    if not _BESIDE.isdisjoint(name.split("/")):
        return
    text = content.decode(errors="replace")
    match = _PART.match(name)
    if match is None:
        if name.rsplit("/", 1)[-1] == "meta.yaml":
            _meta(runs, name.rpartition("/")[0], text)
        return
    folder, kind, key = match.groups()
    run = runs.setdefault(folder, Logged(clean(folder.rsplit("/", 1)[-1], _LONGEST)))
    run.deleted = run.deleted or "/.trash/" in f"/{folder}/"
    key = clean(key, _LONGEST)
    if kind == "params":
        run.params[key] = clean(text, _LONGEST)
    elif kind == "tags" and key == "mlflow.runName":
        run.name = clean(text, _LONGEST)
    elif kind == "metrics":
        run.metrics[key] = _readings(file, name, text)


def _meta(runs: dict[str, Logged], folder: str, text: str) -> None:
    """The facts of a run; those of an experiment have no run id."""
    facts = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
    if "run_id" not in facts and "run_uuid" not in facts:
        return
    run = runs.setdefault(folder, Logged(clean(folder.rsplit("/", 1)[-1], _LONGEST)))
    run.name = run.name or clean(facts.get("run_name", "").strip("'\""), _LONGEST)
    run.deleted = run.deleted or facts.get("lifecycle_stage", "").strip() == "deleted"
    start = facts.get("start_time", "").strip()
    run.start = float(start) if start.isdecimal() and len(start) < 20 else 0.0


def _readings(file: str, name: str, text: str) -> list[tuple[float, float]]:
    by_step: dict[float, float] = {}
    lines = text.splitlines()
    if len(lines) > MAX_READINGS:
        raise FormatError(f"has {len(lines)} readings, the most is {MAX_READINGS}", file=f"{file}/{name}")
    for i, line in enumerate(lines):
        parts = line.split()
        if not parts:
            continue
        try:
            value = float(parts[1])
            step = float(parts[2]) if len(parts) > 2 else float(i)
        except (ValueError, IndexError):
            raise FormatError(
                "is no reading; it should be: time value step", file=f"{file}/{name}", line=i + 1
            ) from None
        # Of readings of one step the last counts, as MLflow shows it.
        by_step[step if isfinite(step) else float(i)] = value
    return sorted(by_step.items())


# --- the database ----------------------------------------------------------------------------------------


def _database(file: str) -> dict[str, Logged]:
    """The runs of an `mlflow.db`, opened for reading only."""
    try:
        base = sqlite3.connect(f"file:{_quoted(file)}?mode=ro&immutable=1", uri=True)
        try:
            rows = base.execute(
                "select run_uuid, name, start_time, lifecycle_stage from runs limit ?", (_MOST_RUNS + 1,)
            )
            runs = {
                str(run_id): Logged(
                    clean(str(run_id), _LONGEST),
                    clean(str(name or ""), _LONGEST),
                    start=float(start or 0),
                    deleted=stage == "deleted",
                )
                for run_id, name, start, stage in rows
            }
            for run_id, key, value in base.execute("select run_uuid, key, value from params"):
                if str(run_id) in runs:
                    runs[str(run_id)].params[clean(str(key), _LONGEST)] = clean(str(value), _LONGEST)
            query = "select run_uuid, key, step, value, is_nan from metrics order by run_uuid, key, step, timestamp"
            for count, (run_id, key, step, value, is_nan) in enumerate(base.execute(query)):
                if count > MAX_READINGS * 10:
                    raise FormatError("has too many readings; give one experiment", file=file)
                if str(run_id) in runs:
                    readings = runs[str(run_id)].metrics.setdefault(clean(str(key), _LONGEST), [])
                    if readings and readings[-1][0] == float(step or 0):
                        readings.pop()
                    readings.append((float(step or 0), float("nan") if is_nan else float(value)))
        finally:
            base.close()
    except (sqlite3.Error, ValueError, TypeError) as error:
        raise FormatError(f"is no MLflow database: {clean(str(error), 100)}", file=file) from None
    return runs


def _quoted(file: str) -> str:
    from urllib.parse import quote

    return quote(os.path.abspath(file))
