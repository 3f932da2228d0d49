"""`aiboard runs`: an experiment log in each form, both kinds of rules side by side."""

import json
from pathlib import Path
from typing import Any

import pytest

from aiboard.cli.main import main

LONG = "run,step,acc,lr,gpu_hours,budget\n" + "".join(
    f"{name},{i},{start + slope * i + 0.001 * (i % 2):.4f},{lr},{2 * i},{budget}\n"
    for name, start, slope, lr, budget in (
        ("stuck", 0.80, 0.0, 1, 10),
        ("riser", 0.60, 0.01, 2, 10),
        ("done", 0.93, 0.0, 3, 10),
        ("dear", 0.80, 0.01, 4, 3),
    )
    for i in range(8)
)


def table(tmp_path: Path, content: str) -> str:
    (tmp_path / "runs.csv").write_text(content)
    return str(tmp_path / "runs.csv")


def document(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    assert main(["runs", "--json", *map(str, words)]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert main(["runs", *map(str, words)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    return line


def answers(found: Any) -> dict[str, tuple[str, str]]:
    return {one["run"]: (one["naive"]["answer"], one["noise_aware"]["answer"]) for one in found["runs"]}


def test_a_row_a_reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, LONG)
    found = document(capsys, path, "--target", "0.92")
    assert answers(found) == {
        "stuck": ("kill", "kill"),
        "riser": ("kill", "continue"),
        "done": ("kill", "continue"),
        "dear": ("kill", "kill"),
    }
    assert [one["agree"] for one in found["runs"]] == [True, False, False, True]
    riser = found["runs"][1]
    assert (riser["readings"], riser["last"], riser["used"], riser["settings"]) == (8, 0.671, 14.0, "lr=2")
    assert found["metric"] == "acc" and found["noise"]["sd"] == pytest.approx(0.0008, abs=3e-4)
    assert main(["runs", path, "--target", "0.92"]) == 0
    shown = capsys.readouterr().out
    assert "naive        kill (gap: 24.9 points to the target)" in shown
    assert "noise-aware  continue (rising by 1.0 points a reading, beyond the noise)" in shown
    assert "\nriser: 8 readings, last 0.671\n" in shown


def test_a_column_a_run_as_charts_are_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "Step,a - acc,a - acc__MIN,a - acc__MAX,b - acc\n"
    rows = "".join(f"{i},{80 + i},1,99,{60 if i < 3 else ''}\n" for i in range(6))
    found = document(capsys, table(tmp_path, head + rows), "--noise", "0.2")
    assert [(one["run"], one["readings"], one["last"]) for one in found["runs"]] == [("a", 6, 85.0), ("b", 3, 60.0)]
    assert answers(found) == {"a": ("continue", "continue"), "b": ("kill", "kill")}
    assert found["noise"] == {"sd": 0.2, "from": "given"} and "scores are taken as percent" in found["notes"]


def test_less_is_better(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    falling = "run,step,val_loss\n" + "".join(f"a,{i},{2 - 0.1 * i}\n" for i in range(6)) + "a,6,nan\n"
    found = document(capsys, table(tmp_path, falling))
    (one,) = found["runs"]
    assert found["higher_is_better"] is False and (one["best"], one["last"]) == (1.5, 1.5)
    assert one["noise_aware"] == {"answer": "kill", "kill": True, "reason": "diverged: its last reading is no number"}


def test_a_row_a_run_is_a_plateau_over_experiments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "name,seed,lr,accuracy\n" + "".join(
        f"{lr}-{seed},{seed},{lr},{0.80 + 0.001 * seed}\n" for lr in ("x", "y", "z") for seed in (1, 2, 3)
    )
    found = document(capsys, table(tmp_path, rows))
    assert found["across"]["naive"]["answer"] == found["across"]["noise_aware"]["answer"] == "kill"
    one_setting = "\n".join(line for line in rows.splitlines() if not line.startswith(("y", "z")))
    found = document(capsys, table(tmp_path, one_setting))
    assert found["across"]["naive"]["answer"] == "kill"
    assert found["across"]["noise_aware"]["answer"] == "not enough evidence"
    assert found["noise_between_runs"]["from"].startswith("the spread between repeats")


def test_the_noise_of_readings_and_of_results_are_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "run,step,acc,seed,lr\n" + "".join(
        f"r{lr}{seed},{i},{0.5 + 0.02 * i + 0.01 * seed + 0.002 * (i % 2)},{seed},{lr}\n"
        for lr in (1, 2)
        for seed in (1, 2, 3)
        for i in range(5)
    )
    assert main(["runs", table(tmp_path, rows)]) == 0
    shown = capsys.readouterr().out
    assert "\n  a reading is off by 0.001633, from how rough the curves are" in shown
    assert "\n  a result is off by 0.01, from the spread between repeats" in shown


def test_an_mlflow_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for seed in range(3):
        run = tmp_path / "mlruns" / "1" / f"r{seed}"
        (run / "metrics").mkdir(parents=True)
        (run / "params").mkdir()
        (run / "meta.yaml").write_text(f"run_id: r{seed}\nrun_name: try-{seed}\nstart_time: {9 - seed}\n")
        (run / "params" / "seed").write_text(str(seed))
        (run / "metrics" / "acc").write_text("".join(f"1 {0.5 + 0.05 * i} {i}\n" for i in reversed(range(5))))
        (run / "metrics" / "loss").write_text("1 2.0 0\n")
    found = document(capsys, tmp_path / "mlruns")
    assert [(one["run"], one["seed"], one["last"]) for one in found["runs"]] == [
        ("try-2", "2", 0.7),
        ("try-1", "1", 0.7),
        ("try-0", "0", 0.7),
    ]
    assert found["format"] == "mlflow" and found["metric"] == "acc"
    assert "acc is looked at; there are also loss: --metric NAME" in found["notes"]
    assert document(capsys, tmp_path / "mlruns", "--metric", "loss")["higher_is_better"] is False


def test_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, LONG)
    assert "has no column 'f1'; it has acc, lr" in refused(capsys, path, "--metric", "f1")
    assert "--noise: must be more than 0" in refused(capsys, path, "--noise", "0")
    assert "--budget: must be more than 0" in refused(capsys, path, "--budget", "-1")
    assert "--target: must be a number" in refused(capsys, path, "--target", "nan")
    assert "runs.csv:3: acc: 'x' is no score" in refused(capsys, table(tmp_path, "run,acc\na,0.5\na,x\na,0.6\n"))
    assert "has no run: give columns run, step and a score" in refused(capsys, table(tmp_path, "a,b\nx,y\nz,y\n"))
    assert "no run has this metric" in refused(
        capsys, table(tmp_path, "a,b\n0.1,0.2\n0.3,0.4\n"), "--metric", "\x1b[31m"
    )
    assert "holds no records of readings" in refused(capsys, table(tmp_path, '{"a": 1}'))
    assert "holds no runs" in refused(capsys, tmp_path)
    assert "cannot be read" in refused(capsys, tmp_path / "none.csv")


def test_the_budget_of_the_log_counts_until_another_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path, LONG)
    own = {one["run"]: one["naive"]["reason"] for one in document(capsys, path)["runs"]}
    assert "its compute" in own["dear"] and "its compute" not in own["riser"]
    wide = {one["run"]: one["naive"]["reason"] for one in document(capsys, path, "--budget", "1000")["runs"]}
    assert not any("its compute" in reason for reason in wide.values())
    tight = {one["run"]: one["naive"]["reason"] for one in document(capsys, path, "--budget", "1")["runs"]}
    assert all("its compute" in reason for reason in tight.values())


def test_of_several_metrics_one_is_looked_at_and_the_others_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"a,{i},{0.5 + 0.01 * i},{0.3 + 0.02 * i}\n" for i in range(4)) + "b,0,,0.3\nb,1,,0.4\n"
    path = table(tmp_path, "run,step,acc,loss\n" + rows)
    found = document(capsys, path)
    assert found["metric"] == "acc" and [one["run"] for one in found["runs"]] == ["a"]
    assert "acc is looked at; there are also loss: --metric NAME" in found["notes"]
    assert "1 run without acc is left out" in found["notes"]
    found = document(capsys, path, "--metric", "loss")
    assert found["metric"] == "loss" and len(found["runs"]) == 2
    assert not any("looked at" in note or ("left out" in note and "runs without" in note) for note in found["notes"])
    assert "has no column 'f1'; it has acc, loss" in refused(capsys, path, "--metric", "f1")


@pytest.mark.parametrize(
    ("content", "name", "last"),
    [
        ("Wall time,Step,Value\n1700000000.1,1,0.5\n1700000010.1,2,0.6\n", "score", 0.6),  # TensorBoard
        ("epoch,step,lr,train_loss,val_acc\n0,9,1,0.9,\n0,9,1,,0.5\n1,19,1,,0.7\n", "val_acc", 0.7),  # Lightning
        (  # a Trainer's state
            json.dumps(
                {
                    "best_metric": 0.5,
                    "log_history": [
                        {"epoch": 1, "loss": 1.0, "learning_rate": 0.1, "step": 10},
                        {"epoch": 1, "eval_loss": 0.9, "eval_accuracy": 0.6, "step": 10},
                        {"epoch": 2, "eval_loss": 0.8, "eval_accuracy": 0.8, "step": 20},
                    ],
                }
            ),
            "eval_accuracy",
            0.8,
        ),
        ('{"step": 1, "train_loss": 0.9, "val_acc": 0.3}\n{"step": 2, "val_acc": 0.4}\n', "val_acc", 0.4),
    ],
)
def test_the_log_of_one_trainer_is_one_run(
    content: str, name: str, last: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(capsys, table(tmp_path, content))
    assert (found["metric"], len(found["runs"])) == (name, 1)
    assert (found["runs"][0]["run"], found["runs"][0]["last"]) == ("runs", last)


def test_json_without_readings_says_what_to_give(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "holds no records of readings" in refused(capsys, table(tmp_path, "[[1, 2], [3, 4]]"))


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("one.json", '[{"run":"a","step":1,"acc":0.5},{"run":"a","step":2,"acc":0.6}]', "records"),
        ("one.csv", "run,step,acc\na,1,0.5\na,2,0.6\n", "csv"),
    ],
)
def test_the_format_is_that_of_the_file_and_one_run_is_no_plural(
    name: str, content: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(content)
    assert main(["runs", str(path)]) == 0
    assert capsys.readouterr().out.startswith(f"{path}: {form}, 1 run, acc\n")
