"""What `gate`, `kappa` and `runs` print and write as JSON, to the letter, of small tables; they stand in `golden`."""

import json
from pathlib import Path

import pytest

from aiboard.cli.main import main
from tests.written import as_written

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are named without a path."""
    monkeypatch.chdir(tmp_path)


def table(content: str, name: str) -> str:
    Path(name).write_text(content, encoding="utf-8")
    return name


def pinned(capsys: pytest.CaptureFixture[str], name: str, command: str, *runs: tuple[int, list[str]]) -> None:
    """The text of each run and its document are as they were written; each ends with its exit code."""
    parts: list[str] = []
    for code, words in runs:
        assert main([command, *words]) == code
        text = capsys.readouterr()
        assert main([command, *words, "--json"]) == code
        document = capsys.readouterr()
        assert text.err == document.err == ""
        # The last digits of a sum differ from one Python to the next.
        found = json.loads(document.out, parse_float=lambda digits: round(float(digits), 9))
        keys = [f"{key}: {json.dumps(value)}" for key, value in found.items()]
        parts += [f"$ aiboard {' '.join([command, *words])}", text.out, *keys, ""]
    as_written(GOLDEN / f"{name}.txt", "\n".join(parts))


# --- gate ----------------------------------------------------------------------------------------------------


def test_a_gate_on_runs_of_two_systems(capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"{seed},{88 + seed % 3},{90 + seed % 2}\n" for seed in range(1, 6))
    file = table("seed,old,new\n" + rows, "seeds.csv")
    pinned(
        capsys, "gate-runs", "gate",
        (0, [file]),
        (1, [file, "--baseline", "new", "--candidate", "old", "--margin", "0.5"]),
        (1, [file, "--lower-is-better"]),
    )  # fmt: skip


def test_a_gate_on_items_of_two_systems_with_several_metrics(capsys: pytest.CaptureFixture[str]) -> None:
    for name, step in (("old", 3), ("new", 2)):
        rows = "".join(f"q{i},{int(i % step > 0)},{i % step / 10},{i + step}\n" for i in range(12))
        table("item,acc,loss,tokens\n" + rows, f"{name}.csv")
    pinned(
        capsys, "gate-items", "gate",
        (1, ["old.csv", "new.csv"]),
        (1, ["old.csv", "new.csv", "--metric", "loss"]),
        (0, ["old.csv"]),
    )  # fmt: skip


def test_a_leaderboard_of_many_tasks_has_twenty_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    for number, name in enumerate(("a", "b")):
        tasks = {f"task{i:02}": {"acc,none": (i + number) / 50, "acc_stderr,none": 0.01} for i in range(22)}
        table(json.dumps({"results": tasks, "versions": {}, "config": {"model_args": name}}), f"{name}.json")
    assert main(["gate", "a.json", "b.json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("task") for line in lines) == 20
    assert "and 2 more metrics (--json has all)" in lines
    assert [line for line in lines if line.strip().startswith("a (baseline)")], lines
    as_written(GOLDEN / "gate-leaderboard.txt", "\n".join(lines))
    assert main(["gate", "a.json", "b.json", "--json"]) == 0
    unknown = json.loads(capsys.readouterr().out)["could_not_know"]
    # Of two systems each is named; only of more are they "some systems".
    assert [name for name in ("of a ", "of b ", "of some systems ") if any(name in one for one in unknown)] == [
        "of a ",
        "of b ",
    ]


def test_runs_are_told_apart_by_their_files(capsys: pytest.CaptureFixture[str]) -> None:
    """Of equal names the second is followed by its file, and where that is the name too by a number."""
    for name, offset in (("x", 0), ("y", 1), ("z", 2)):
        table("item,score\n" + "".join(f"q{i},{(i + offset) % 4 / 4}\n" for i in range(8)), f"{name}.csv")
    words = ["--baseline", "x.csv", "--candidate", "y.csv", "--candidate", "z.csv"]
    pinned(capsys, "gate-files", "gate", (1, ["x.csv", "y.csv", "z.csv", *words]), (0, ["x.csv", "y.csv", "z.csv"]))


# --- kappa ---------------------------------------------------------------------------------------------------


def test_kappa_of_many_labels_shows_five_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    pairs = [("a", "a")] * 30 + [("b", "b")] * 20
    pairs += [
        (one, other)
        for times, (one, other) in enumerate(zip("abcdefg", "bcdefga", strict=True), 1)
        for _ in range(times)
    ]
    rows = "item,ann,bob\n" + "".join(f"{i},{one},{other}\n" for i, (one, other) in enumerate(pairs))
    pinned(capsys, "kappa-many", "kappa", (0, [table(rows, "labels.csv")]), (1, ["labels.csv", "--need", "0.95"]))


def test_kappa_of_few_numbers_has_its_notes(capsys: pytest.CaptureFixture[str]) -> None:
    rows = "item,ann,bob\n1,1,1\n2,2,1\n3,3,3\n4,4,\n5,4,4\n"
    same = table("item,ann,bob\n1,y,y\n2,y,y\n", "same.csv")
    none = table("item,ann,bob\n1,y,\n2,,y\n", "none.csv")
    pinned(
        capsys, "kappa-few", "kappa", (0, [table(rows, "few.csv")]), (0, ["few.csv", "--need", "-1"]), (0, [same]),
        (0, [none]),
    )  # fmt: skip


# --- runs ----------------------------------------------------------------------------------------------------

CURVES = "run,step,acc,lr,seed,gpu_hours,budget\n" + "".join(
    f"{name},{step},{start + slope * step + 0.002 * (step % 2):.4f},{lr},{seed},{2 * step},{budget}\n"
    for name, start, slope, lr, seed, budget in (
        ("flat", 0.80, 0.0, 1, 1, 10),
        ("rising", 0.60, 0.01, 1, 2, 10),
        ("dear", 0.80, 0.01, 2, 1, 3),
    )
    for step in range(8)
)


def test_the_runs_of_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    file = table(CURVES, "curves.csv")
    pinned(
        capsys, "runs", "runs",
        (0, [file, "--target", "0.92"]),
        (0, [file, "--noise", "0.05", "--budget", "100"]),
    )  # fmt: skip


def test_runs_of_a_loss_and_one_that_diverged(capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"down,{i},{2 - 0.125 * i + 0.0625 * (i % 2)},{0.125 * i}\n" for i in range(6))
    rows += "".join(f"gone,{i},{'nan' if i else 'inf'},0.5\n" for i in range(3))
    file = table("run,step,loss,other\n" + rows, "loss.csv")
    pinned(capsys, "runs-loss", "runs", (0, [file, "--metric", "loss", "--target", "1.0"]))


@pytest.mark.parametrize(
    ("last", "percent"),
    [("1.4", False), ("1.5", False), ("1.6", True), ("100", True), ("101", False)],
)
def test_scores_over_one_and_a_half_and_up_to_a_hundred_are_percent(
    last: str, percent: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(f"run,step,acc\na,0,0\na,1,0.5\na,2,{last}\n", "runs.csv")
    assert main(["runs", file, "--json", "--target", "90"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert ("scores are taken as percent" in found["notes"]) is percent
    assert found["runs"][0]["last"] == float(last), "in the units of the log"


@pytest.mark.parametrize("option", ["--target", "--noise", "--budget"])
@pytest.mark.parametrize(("value", "ok"), [("1e9", True), ("1.1e9", False), ("nan", False), ("inf", False)])
def test_numbers_of_runs_are_bounded(option: str, value: str, ok: bool, capsys: pytest.CaptureFixture[str]) -> None:
    file = table("run,step,acc\na,0,0.1\na,1,0.5\n", "runs.csv")
    assert main(["runs", file, option, value]) == (0 if ok else 2)
    assert capsys.readouterr().err == ("" if ok else f"{option}: must be a number\n")
