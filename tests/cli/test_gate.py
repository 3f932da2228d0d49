"""`aiboard gate`: every format, which side is which, and what is wrong with files."""

import io
import json
import sqlite3
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from aiboard.cli.main import main

DATA = Path(__file__).resolve().parent.parent / "data" / "evals"
ROLLOUTS = DATA.parent / "rollouts"
SEEDS = "seed,baseline,candidate\n1,88,91\n2,87,89\n3,90,92\n4,88,90\n5,89,92\n"


def document(capsys: pytest.CaptureFixture[str], *words: object, code: int = 0) -> Any:
    assert main(["gate", "--json", *map(str, words)]) == code
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def text(capsys: pytest.CaptureFixture[str], *words: object, code: int = 0) -> str:
    assert main(["gate", *map(str, words)]) == code
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert main(["gate", *map(str, words)]) == 2
    captured = capsys.readouterr()
    (line,) = captured.err.splitlines()
    assert captured.out == ""
    return line


def table(tmp_path: Path, content: str, name: str = "scores.csv") -> Path:
    (tmp_path / name).write_text(content)
    return tmp_path / name


# --- formats -------------------------------------------------------------------------------------------


def test_lm_eval_results_are_means_with_their_errors(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, DATA / "lm_eval_step1.json", DATA / "lm_eval_step2.json", code=1)
    assert (found["baseline"], found["candidate"], found["metric"]) == ("org/m step1", "org/m step2", "acc")
    assert [one["system"] for one in found["systems"] if one["metric"] == "acc"] == ["org/m step1", "org/m step2"]
    one = found["systems"][0]
    assert (one["score"]["mean"], one["stderr"]) == (0.26, 0.031)
    assert one["runs"] == [{"run": "1", "mean": 0.26, "stderr": 0.031, "n": 200}]
    assert found["verdict"] == "not enough evidence" and found["passed"] is False
    assert found["comparison"]["naive"] == "pass"
    assert any("no item ids" in sentence for sentence in found["could_not_know"])
    assert sum("one run of" in sentence for sentence in found["could_not_know"]) == 2
    ppl = [one for one in found["comparisons"] if one["metric"] == "ppl"]
    assert [one["higher_is_better"] for one in ppl] == [False]


def test_of_three_files_the_systems_are_those_that_the_files_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, again = DATA / "lm_eval_step1.json", DATA / "lm_eval_step2.json", tmp_path / "again.json"
    again.write_bytes(first.read_bytes())
    found = document(capsys, first, second, again, code=1)
    assert [one["system"] for one in found["systems"] if one["metric"] == "acc"] == ["org/m step1", "org/m step2"]
    assert [len(one["runs"]) for one in found["systems"] if one["metric"] == "acc"] == [2, 1]
    tables = [table(tmp_path, "item,passed\na,1\nb,0\n", f"{name}.csv") for name in ("x", "y", "z")]
    named = document(capsys, *tables)
    assert [one["system"] for one in named["systems"]] == ["x", "y", "z"], "where no file names one, the file does"


def test_lm_eval_of_several_tasks_asks_which_decides(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, DATA / "lm_eval_old.json")
    assert found["metric"] is None and found["verdict"] is None
    assert [one["metric"] for one in found["systems"]] == ["sum/acc", "mul/acc"]
    assert found["systems"][1]["score"] == {"mean": 0.3, "low": None, "high": None}
    shown = text(capsys, DATA / "lm_eval_old.json")
    assert "sum/acc  0.2000" in shown and "mul/acc  0.3000" in shown
    assert document(capsys, DATA / "lm_eval_old.json", "--metric", "sum")["metric"] == "sum/acc"
    assert "several metrics are called so; there are sum/acc, mul/acc" in refused(
        capsys, DATA / "lm_eval_old.json", "--metric", "acc"
    )


def test_lm_eval_samples_are_paired_by_item(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    better = tmp_path / "better.jsonl"
    lines = [json.loads(line) for line in (DATA / "lm_eval_samples.jsonl").read_text().splitlines()]
    better.write_text("\n".join(json.dumps({**line, "acc": 1.0}) for line in reversed(lines)))
    found = document(capsys, DATA / "lm_eval_samples.jsonl", better)
    assert found["metric"] == "acc", "no filter is no part of the name"
    strict = tmp_path / "strict.jsonl"
    strict.write_text("\n".join(json.dumps({**line, "filter": "strict-match"}) for line in lines))
    assert document(capsys, strict, strict)["metric"] == "acc (strict-match)"
    assert (found["baseline"], found["candidate"]) == ("lm_eval_samples", "better")
    assert (found["comparison"]["paired_by"], found["comparison"]["pairs"]) == ("item", 24)
    assert found["comparison"]["gain"]["mean"] == 0.25 and found["passed"] is True


def test_promptfoo_repeats_are_known_by_their_variables(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, DATA / "promptfoo.json", code=1)
    new, old = (one for one in found["systems"] if one["metric"] == "pass")
    assert (new["system"], new["score"]["mean"], new["items"], len(new["runs"])) == ("new", 0.875, 4, 2)
    assert (old["system"], old["score"]["mean"]) == ("old", 0.375)
    assert (found["baseline"], found["candidate"]) == ("old", "new")
    assert found["files"][0]["notes"] == ["3 tests ended in an error, which counts as failed"]
    scores = [one["score"]["mean"] for one in found["systems"] if one["metric"] == "score"]
    assert scores == [0.9375, 0.6875]


def test_inspect_epochs_are_reruns_of_samples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, ROLLOUTS / "inspect_log.json")
    (one,) = (one for one in found["systems"] if one["metric"] == "match")
    assert (one["system"], one["items"], len(one["runs"])) == ("m", 2, 2)
    assert one["score"]["mean"] == 0.5
    log = json.loads((ROLLOUTS / "inspect_log.json").read_text())
    packed = tmp_path / "log.eval"
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("header.json", json.dumps({"status": "cancelled", "eval": log["eval"]}))
        for sample in log["samples"]:
            made.writestr(f"samples/{sample['id']}_epoch_{sample['epoch']}.json", json.dumps(sample))
    again = document(capsys, packed)
    assert again["systems"] == found["systems"]
    assert again["files"][0]["notes"] == ["the log's status is cancelled"]


def test_an_inspect_log_without_scores_of_samples_has_its_means(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = json.loads((ROLLOUTS / "inspect_log.json").read_text())
    for sample in log["samples"]:
        sample["scores"] = {}
    metrics = {"accuracy": {"value": 0.75}, "stderr": {"value": 0.1}}
    log["results"] = {"completed_samples": 40, "scores": [{"name": "includes", "metrics": metrics}]}
    found = document(capsys, table(tmp_path, json.dumps(log), "log.json"))
    (one,) = found["systems"]
    assert (one["metric"], one["score"]["mean"], one["stderr"], one["runs"][0]["n"]) == ("includes", 0.75, 0.1, 40)
    assert found["files"][0]["notes"] == ["4 samples without a score are left out"]


def test_rewards_of_agent_runs_are_items_by_task(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"task_id": t, "trial": i, "reward": int(t > 1), "traj": []} for t in range(4) for i in range(3)]
    (tmp_path / "tau.json").write_text(json.dumps([*rows, {"traj": []}]))
    found = document(capsys, tmp_path / "tau.json")
    (one,) = found["systems"]
    assert (one["system"], one["metric"], one["items"], len(one["runs"])) == ("tau", "reward", 4, 3)
    assert one["score"]["mean"] == 0.5
    assert found["files"][0]["notes"] == ["1 run without a task or a reward is left out"]


def test_scores_that_are_no_numbers_are_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = (DATA / "lm_eval_step1.json").read_text().replace("3.5", "NaN").replace("0.031", "Infinity")
    found = document(capsys, table(tmp_path, results, "nan.json"))
    assert [one["metric"] for one in found["systems"]] == ["acc", "em (strict)"]
    assert found["systems"][0]["stderr"] is None
    log = (ROLLOUTS / "inspect_log.json").read_text().replace('"value": "C"', '"value": NaN')
    found = document(capsys, table(tmp_path, log, "inspect.json"))
    assert found["files"][0]["notes"] == ["1 sample without a score is left out"]
    rows = '{"id": 1, "acc": NaN}\n{"id": 2, "acc": 1}\n{"id": 3, "acc": 0}\n'
    found = document(capsys, table(tmp_path, rows, "rows.jsonl"))
    assert found["files"][0]["notes"] == ["1 empty cell is left out"]
    assert found["systems"][0]["score"]["mean"] == 0.5


def test_records_in_the_encoding_of_a_windows_shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.dumps([{"id": i, "acc": i % 2} for i in range(4)])
    path = tmp_path / "rows.json"
    path.write_bytes(rows.encode("utf-16"))
    assert document(capsys, path)["systems"][0]["score"]["mean"] == 0.5


HAL_LISTS = {"accuracy": 0.5, "successful_tasks": ["a"], "failed_tasks": ["b", "c", "d"]}


@pytest.mark.parametrize(
    ("content", "form", "metric", "mean", "items"),
    [
        ({"config": {}, "results": HAL_LISTS, "raw_eval_results": {}}, "hal", "success", 0.25, 4),
        (
            {"config": {}, "results": {}, "raw_eval_results": {"0": {"reward": 1.0}, "1": {"reward": 0}}},
            *("hal", "reward", 0.5, 2),
        ),
        ({"accuracy": 0.93, "correct_count": 93, "total_count": 100}, "bfcl", "accuracy", 0.93, None),
    ],
)
def test_reports_of_agents(
    content: Any,
    form: str,
    metric: str,
    mean: float,
    items: int | None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    failed = {"id": "simple_5", "valid": False, "error": ["x"]}
    lines = [content, failed] if form == "bfcl" else [content]
    path = table(tmp_path, "\n".join(json.dumps(line) for line in lines), "r.json")
    found = document(capsys, path)
    (one,) = found["systems"]
    assert (found["files"][0]["format"], one["metric"], one["score"]["mean"], one["items"]) == (
        *(form, metric, mean, items),
    )
    assert main(["trajectory", str(path)]) == 2 and "aiboard gate reads it" in capsys.readouterr().err


def store(tmp_path: Path) -> Path:
    """Six MLflow runs: two settings, three seeds each, one more that was deleted."""
    for system, level in (("small", 0.07), ("large", 0.08)):
        for seed in range(3):
            run = tmp_path / "mlruns" / "7" / f"{system}{seed}"
            for part in ("metrics/val", "params", "tags", "artifacts/metrics"):
                (run / part).mkdir(parents=True)
            (run / "meta.yaml").write_text(f"run_id: {system}{seed}\nrun_name: {system}-{seed}\nstart_time: {seed}\n")
            (run / "metrics/val/acc").write_text(f"9 0.5 0\n9 {level * (10 + seed)} 10\n9 0.6 5\n")
            (run / "params/seed").write_text(str(seed))
            (run / "params/size").write_text(system)
            (run / "artifacts/metrics/no").write_text("not a reading")
    gone = tmp_path / "mlruns" / "7" / "gone"
    (gone / "metrics").mkdir(parents=True)
    (gone / "meta.yaml").write_text("run_id: gone\nlifecycle_stage: deleted\n")
    (gone / "metrics/acc").write_text("1 0.1 0\n")
    (tmp_path / "mlruns" / "7" / "meta.yaml").write_text("name: try\n")
    return tmp_path / "mlruns"


def test_mlflow_runs_that_differ_in_the_seed_are_one_system(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, store(tmp_path), "--baseline", "small")
    assert [(one["system"], one["metric"], len(one["runs"])) for one in found["systems"]] == [
        ("large", "val/acc", 3),
        ("small", "val/acc", 3),
    ]
    assert found["comparison"]["gain"]["mean"] == pytest.approx(0.11) and found["comparison"]["paired_by"] == "run"


def test_mlflow_packed_and_as_a_database_are_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = store(tmp_path)
    whole = document(capsys, folder, "--baseline", "small")["systems"]
    bundle = tmp_path / "runs.tar.gz"
    with tarfile.open(bundle, "w:gz") as made:
        made.add(folder, "mlruns")
    packed = tmp_path / "runs.zip"
    with zipfile.ZipFile(packed, "w") as zipped:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                zipped.write(path, path.relative_to(tmp_path))
    base = sqlite3.connect(tmp_path / "mlflow.db")
    base.execute("create table runs (run_uuid, name, start_time, lifecycle_stage)")
    base.execute("create table params (run_uuid, key, value)")
    base.execute("create table metrics (run_uuid, key, value, step, timestamp, is_nan)")
    for system, level in (("small", 0.07), ("large", 0.08)):
        for seed in range(3):
            own = f"{system}{seed}"
            base.execute("insert into runs values (?, ?, ?, 'active')", (own, f"{system}-{seed}", seed))
            base.execute("insert into params values (?, 'seed', ?)", (own, str(seed)))
            base.execute("insert into params values (?, 'size', ?)", (own, system))
            base.execute("insert into metrics values (?, 'val/acc', ?, 10, 1, 0)", (own, level * (10 + seed)))
    base.execute("insert into runs values ('gone', '', 0, 'deleted')")
    base.commit()
    base.close()
    for path in (bundle, packed, tmp_path / "mlflow.db"):
        assert document(capsys, path, "--baseline", "small")["systems"] == whole, path


# --- tables --------------------------------------------------------------------------------------------


def test_a_column_a_system_and_a_row_a_seed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, SEEDS)
    found = document(capsys, path)
    assert found["comparison"]["gain"]["mean"] == pytest.approx(2.4)
    assert (found["comparison"]["paired_by"], found["passed"]) == ("run", True)
    shown = text(capsys, path)
    assert "candidate (candidate): 90.8000, 95 % interval 89.1813 to 92.4187; 5 runs" in shown
    assert "verdict: pass (better beyond chance)" in shown
    swapped = document(capsys, path, "--baseline", "candidate", "--candidate", "baseline", code=1)
    assert swapped["verdict"] == "fail"
    assert document(capsys, path, "--lower-is-better", code=1)["comparison"]["gain"]["mean"] == pytest.approx(-2.4)
    assert document(capsys, path, "--margin", "0.5")["comparison"]["margin"] == 0.5


def test_a_loss_within_the_margin_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, SEEDS)
    swapped = ["--baseline", "candidate", "--candidate", "baseline"]
    # 2.4 worse, give or take 0.7.
    for margin, reason, code in (
        ("1.6", "worse than the margin allows", 1),
        ("2.5", "not shown to be within the margin: the difference can be noise", 1),
        ("3.5", "not worse than the margin allows", 0),
    ):
        assert document(capsys, path, *swapped, "--margin", margin, code=code)["comparison"]["reason"] == reason


def test_rows_may_be_scores_and_names_decide_the_sides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"{m},{s},{v}\n" for s in (1, 2, 3) for m, v in (("new", 0.9 + s / 100), ("old", 0.8 + s / 90)))
    found = document(capsys, table(tmp_path, "model,seed,acc\n" + rows))
    assert (found["baseline"], found["candidate"], found["metric"]) == ("old", "new", "acc")
    assert found["comparison"]["pairs"] == 3


def test_rows_without_a_name_are_items_only_where_they_are_right_or_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    binary = "a,b\n" + "".join(f"{i % 2},{int(i % 3 > 0)}\n" for i in range(30))
    found = document(capsys, table(tmp_path, binary), code=1)
    assert found["comparison"]["paired_by"] == "item" and "items, since all scores are 0 or 1" in str(found["files"])
    bare = document(capsys, table(tmp_path, "91\n88\n93\n"))
    (one,) = bare["systems"]
    assert len(one["runs"]) == 3 and one["score"]["mean"] == pytest.approx(90.666667)
    assert "rows are taken as runs (seeds)" in str(bare["files"])


def test_percentages_yes_and_no_and_empty_cells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, table(tmp_path, "question;a;b\nq1;50%;yes\nq2;;no\nq3;1;true\n"), code=1)
    assert [one["score"]["mean"] for one in found["systems"]] == [0.75, pytest.approx(0.666667)]
    assert found["files"][0]["notes"] == ["1 empty cell is left out"]
    assert any("1 item on one side only is left out" in one for one in found["could_not_know"])


def test_two_files_are_baseline_and_candidate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = table(tmp_path, "item,score\n" + "".join(f"{i},{i % 2}\n" for i in range(40)), "one.csv")
    two = table(tmp_path, "item,score\n" + "".join(f"{i},{int(i % 8 > 0)}\n" for i in range(40)), "two.csv")
    found = document(capsys, one, two)
    assert (found["baseline"], found["candidate"], found["comparison"]["pairs"]) == ("one", "two", 40)
    third = table(tmp_path, "item,score\n" + "".join(f"{i},{int(i % 9 > 0)}\n" for i in range(40)), "three.csv")
    more = document(capsys, "--baseline", one, "--candidate", two, "--candidate", third)
    assert (more["baseline"], more["candidate"]) == ("one.csv", "candidate")
    assert [len(system["runs"]) for system in more["systems"]] == [1, 2]
    three = document(capsys, one, two, third)
    assert three["verdict"] is None
    assert not any("same system" in one for one in three["could_not_know"])


def test_two_runs_of_one_system_are_said_to_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = tmp_path / "again.json"
    again.write_bytes((DATA / "lm_eval_step1.json").read_bytes())
    found = document(capsys, DATA / "lm_eval_step1.json", again, code=1)
    assert (found["baseline"], found["candidate"]) == ("lm_eval_step1", "again")
    assert any("both sides are the same system by their files" in one for one in found["could_not_know"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("seed,a,b\n1,88,91\n2,abc,89\n3,90,92\n", "scores.csv:3: a: 'abc' is no score; write a number"),
        ("seed,a,b\n1,88,91\n2,nan,89\n3,90,92\n", "scores.csv:3: a: 'nan' is no score"),
        ("seed,a,b\n1,88,91\n2,1e300,89\n3,90,92\n", "scores.csv:3: a: '1e300' is no score"),
        ("item,model,score\nq,m,1\nq,m,0\n", "scores.csv:3: item: 'q' is there twice"),
        ("item,remark\nq,good\nr,good\n", "has no column of scores"),
        ("", "scores.csv: is empty"),
    ],
)
def test_tables_that_are_wrong(content: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said in refused(capsys, table(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}", "is empty; give results"),
        ('{"results": {"sum": {"alias": "x"}}, "versions": {}}', "holds no score (lm-eval)"),
        ('[{"role": "user", "content": "x"}]', "holds no score (openai-messages)"),
        ('{"a": 1}', "is an object with a; no scores are found: a gate reads"),
        ('{"a": NaN}', "is an object with a; no scores are found"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_documents_that_hold_no_scores(
    content: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, table(tmp_path, content, "x.json"))


def test_names_and_stores_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, SEEDS)
    assert "no system or file is called so; there are baseline, candidate" in refused(capsys, path, "--baseline", "x")
    assert "no metric is called so; there are score" in refused(capsys, path, "--metric", "acc")
    assert "must be 0 or more" in refused(capsys, path, "--margin", "-1")
    assert "must be 0 or more" in refused(capsys, path, "--margin", "nan")
    assert "give a file of results" in refused(capsys)
    assert "holds no runs" in refused(capsys, tmp_path)
    (tmp_path / "broken.tar.gz").write_bytes(b"\x1f\x8bnothing")
    assert "is no MLflow store, or a damaged archive of one; give the folder" in refused(
        capsys, tmp_path / "broken.tar.gz"
    )
    (tmp_path / "broken.db").write_bytes(b"SQLite format 3\0" + b"x" * 200)
    assert "is no MLflow database" in refused(capsys, tmp_path / "broken.db")
    run = tmp_path / "mlruns" / "0" / "r"
    (run / "metrics").mkdir(parents=True)
    (run / "metrics" / "acc").write_text("1 0.5 0\nnot a reading\n")
    assert "metrics/acc:2: is no reading; it should be: time value step" in refused(capsys, tmp_path / "mlruns")


def test_metrics_that_both_sides_have_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = table(tmp_path, "item,acc,f1\n" + "".join(f"{i},{i % 2},0.5\n" for i in range(30)), "one.csv")
    two = table(tmp_path, "item,f1,bleu\n" + "".join(f"{i},0.{i % 7 + 3},1\n" for i in range(30)), "two.csv")
    found = document(capsys, one, two)
    assert (found["metric"], [each["metric"] for each in found["comparisons"]]) == ("f1", ["f1"])
    three = table(tmp_path, "item,rouge\n1,0.5\n2,0.25\n", "three.csv")
    assert "one and three have no metric in common" in refused(capsys, one, three)


def test_one_metric_of_two_systems_is_told_by_their_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"{i},0.{i % 5 + 4},0.{i % 3 + 3}\n" for i in range(30))
    found = document(capsys, table(tmp_path, "id,new_score,baseline_score\n" + rows))
    assert (found["baseline"], found["candidate"]) == ("baseline_score", "new_score")


def test_hostile_names_are_plain_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = text(capsys, table(tmp_path, "seed,a\x1b[2J,b\x9b\n1,88,91\n2,87,89\n3,87,89\n"))
    assert all(one == "\n" or one.isprintable() for one in shown)


def test_a_bomb_of_a_tar_is_not_unpacked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = tmp_path / "bomb.tar.gz"
    with tarfile.open(bundle, "w:gz", compresslevel=1) as made:
        for i in range(20):
            info = tarfile.TarInfo(f"mlruns/0/r{i}/params/x")
            info.size = 4_000_000
            made.addfile(info, io.BytesIO(bytes(info.size)))
    assert "is larger than an experiment log should be" in refused(capsys, bundle)


@pytest.mark.parametrize("name", ["lm_eval_step1.json", "lm_eval_samples.jsonl", "promptfoo.json", "inspect_log.json"])
def test_a_file_with_any_member_wrong_gives_results_or_one_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = DATA / name if (DATA / name).exists() else ROLLOUTS / name
    lines = [json.loads(line) for line in path.read_text().splitlines()] if name.endswith("l") else None
    whole = json.loads(path.read_text()) if lines is None else lines[:3]
    changed = tmp_path / name
    for place in _places(whole, 4):
        for wrong in (7, "x", [7], {"a": [1]}, None):
            copy = json.loads(json.dumps(whole))
            inner = copy
            for key in place[:-1]:
                inner = inner[key]
            inner[place[-1]] = wrong
            rows = copy if lines is not None else [copy]
            changed.write_text("\n".join(json.dumps(row) for row in rows))
            code = main(["gate", "--json", str(changed)])
            captured = capsys.readouterr()
            if code == 2:
                assert len(captured.err.splitlines()) == 1 and captured.out == ""
            else:
                assert code in (0, 1) and json.loads(captured.out)["systems"], (place, wrong)


def _places(value: Any, depth: int) -> list[tuple[Any, ...]]:
    """Paths to the members of objects, of the first two elements of each list."""
    inside = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    found: list[tuple[Any, ...]] = []
    for key, inner in inside if depth else ():
        found.append((key,))
        found += [(key, *path) for path in _places(inner, depth - 1)]
    return found


# --- what real files taught ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metric", "lower"),
    [
        ("hallucination_rate", True),
        ("errorRate", True),
        ("WER (%)", True),
        ("response_time", True),
        ("tokens_per_second", False),
        ("error_detection_accuracy", False),
        ("hallucination_free_rate", False),
    ],
)
def test_the_direction_is_read_off_the_words_of_a_name(
    metric: str, lower: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = f"model,seed,{metric}\na,1,0.1\na,2,0.12\na,3,0.11\nb,1,0.05\nb,2,0.06\nb,3,0.05\n"
    found = document(capsys, table(tmp_path, rows), code=0 if lower else 1)
    assert found["comparison"]["higher_is_better"] is not lower


def test_a_direction_that_nobody_knows_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "model,seed,throughput\na,1,1\na,2,2\nb,1,3\nb,2,4\n"
    assert "of throughput more is taken as better: --lower-is-better turns it" in text(
        capsys, table(tmp_path, rows), code=1
    )


def test_columns_of_different_metrics_are_no_systems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Compared with each other, a correctness would win over a time in seconds.
    found = document(capsys, table(tmp_path, "inputs,correctness,execution_time\nq1,1,0.3\nq2,0,0.4\nq3,1,0.2\n"))
    assert found["baseline"] is None
    assert [one["metric"] for one in found["systems"]] == ["correctness", "execution_time"]
    ragas = "user_input,response,faithfulness,answer_relevancy,custom\nq1,a,0.5,0.6,1\nq2,b,0.7,0.5,2\n"
    found = document(capsys, table(tmp_path, ragas))
    assert found["metric"] == "faithfulness"
    assert found["systems"][0]["items"] == 2


def test_rows_that_sum_up_are_systems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    board = ",win_rate,standard_error,n_total\ngpt,95.3,0.7,805\nllama,81.1,1.2,805\n"
    found = document(capsys, table(tmp_path, board), code=1)
    assert (found["baseline"], found["candidate"], found["metric"]) == ("gpt", "llama", "win_rate")
    assert [one["stderr"] for one in found["systems"]] == [0.7, 1.2]
    # The error belongs to the score that it names, else to the one before it, and one of 0 is none.
    found = document(capsys, table(tmp_path, "model,acc,f1,acc_stderr\na,0.5,0.6,0.02\nb,0.6,0.7,0.03\n"), code=1)
    assert [(one["metric"], one["stderr"]) for one in found["systems"]] == [
        *(("acc", 0.02), ("acc", 0.03), ("f1", None), ("f1", None)),
    ]
    board = ",win_rate,standard_error,length,lc_winrate,lc_standard_error,n_total\n"
    board += "gpt,95.3,0,9,80,0.5,805\nllama,81,1,9,70,,805\n"
    found = document(capsys, table(tmp_path, board), code=1)
    assert [(one["metric"], one["stderr"]) for one in found["systems"]] == [
        *(("win_rate", None), ("win_rate", 1.0), ("length", None), ("length", None)),
        *(("lc_winrate", 0.5), ("lc_winrate", None)),
    ]


def test_readings_step_by_step_are_neither_items_nor_seeds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chart = '"Step","a - eval/acc","a - eval/acc__MIN","b - eval/acc"\n1,0.5,0.5,0.6\n2,0.6,0.6,0.7\n'
    assert "step by step: aiboard runs reads it" in refused(capsys, table(tmp_path, chart))
    # A last score a run beside its step is one.
    assert document(capsys, table(tmp_path, "name,step,acc\na,900,0.5\nb,900,0.6\n"), code=1)["metric"] == "acc"


@pytest.mark.parametrize(
    "content",
    [
        "sep=;\nmodel;item;score\na;1;0,5\na;2;0,7\nb;1;0,6\nb;2;0,8\n",
        "# written by a script\n# twice\nmodel,item,score\na,1,0.5\na,2,0.7\nb,1,0.6\nb,2,0.8\n",
    ],
)
def test_what_spreadsheets_and_scripts_put_around_a_table(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(capsys, table(tmp_path, content), code=1)
    assert found["comparison"]["gain"]["mean"] == pytest.approx(0.1)
    wrong = refused(capsys, table(tmp_path, content.replace("b,2,0.8", "b,2,x").replace("b;2;0,8", "b;2;x")))
    assert f"scores.csv:{content[: content.index('b', content.index('0')) + 9].count(chr(10)) + 1}:" in wrong


def test_verdicts_in_cells_are_scores_and_the_variables_are_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "n,[p0] ask,[p1] ask\n1,[PASS] a,[FAIL] b\n2,[PASS] a,[PASS] b\n3,[FAIL] c,[ERROR] x\n"
    found = document(capsys, table(tmp_path, rows), code=1)
    assert [one["score"]["mean"] for one in found["systems"]] == pytest.approx([2 / 3, 1 / 3], abs=1e-5)


def test_an_empty_label_of_a_provider_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {
            "provider": {"id": provider, "label": ""},
            "prompt": {"raw": "ask", "label": ""},
            "vars": {"q": i},
            "success": i < 3,
            "score": 1,
            "testIdx": i,
        }
        for provider in ("p0", "p1")
        for i in range(4)
    ]
    content = json.dumps({"evalId": "e", "results": {"results": rows}})
    found = document(capsys, table(tmp_path, content, "out.json"), code=1)
    assert (found["baseline"], found["candidate"]) == ("p0", "p1")


# --- records and small reports ---------------------------------------------------------------------------


def test_records_are_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [{"id": i, "prediction": "p", "judge": {"correct": i % 2 == 0}, "ignored": [1]} for i in range(30)]
    found = document(capsys, table(tmp_path, "\n".join(map(json.dumps, lines)), "a.jsonl"))
    assert (found["metric"], found["systems"][0]["items"]) == ("judge.correct", 30)
    for name, mean in (("old", 0.5), ("new", 0.7)):
        table(tmp_path, json.dumps({"f1": mean, "accuracy": mean, "eval_loss": 1 - mean}), f"{name}.json")
    found = document(capsys, tmp_path / "old.json", tmp_path / "new.json", code=1)
    assert (found["metric"], found["baseline"]) == ("accuracy", "old")
    assert [one["higher_is_better"] for one in found["comparisons"]] == [True, True, False]
    wrong = "\n".join(map(json.dumps, [{"id": 1, "score": 1}, {"id": 2, "score": 1}, {"id": 3, "score": "x"}]))
    assert "w.jsonl:3: score: 'x' is no score" in refused(capsys, table(tmp_path, wrong, "w.jsonl"))


@pytest.mark.parametrize(
    ("value", "form", "metric", "mean", "items"),
    [
        (
            [
                {"run_id": "r", "event_id": i, "sample_id": f"s.{i}", "type": "match", "data": {"correct": i > 0}}
                for i in range(4)
            ],
            "openai-evals",
            "correct",
            0.75,
            4,
        ),
        (
            [
                {"instance_id": f"id{i}", "stats": [{"name": {"name": "em", "split": "test"}, "mean": float(i)}]}
                for i in (0, 1)
            ],
            "helm",
            "em test",
            0.5,
            2,
        ),
        (
            [{"name": {"name": "em", "split": "test"}, "count": 3, "mean": 0.6}],
            "helm",
            "em test",
            0.6,
            0,
        ),
        (
            {
                "task_name": "Banking",
                "mteb_version": "1",
                "scores": {"test": [{"hf_subset": "default", "main_score": 0.8}]},
            },
            "mteb",
            "main_score/Banking/test",
            0.8,
            0,
        ),
        (
            {"hash": "h", "eval": {f"H/{i}": [{"base_status": "pass", "plus_status": "fail"}] for i in (0, 1)}},
            "evalplus",
            "pass",
            1.0,
            2,
        ),
        (
            [
                {"task_id": "H/0", "completion": "x", "passed": True},
                {"task_id": "H/0", "completion": "y", "passed": False},
            ],
            "humaneval",
            "pass",
            0.5,
            1,
        ),
        (
            {"total_instances": 3, "resolved_ids": ["a"], "submitted_ids": ["a", "b"]},
            "swe-bench",
            "resolved",
            0.5,
            2,
        ),
        (
            {f"a__{i}": {"patch_exists": True, "resolved": i > 0, "tests_status": {}} for i in range(4)},
            "swe-bench",
            "resolved",
            0.75,
            4,
        ),
        (
            {"trial_name": "a__1", "task_name": "a", "verifier_result": {"rewards": {"reward": 0.5}}},
            "harbor",
            "reward",
            0.5,
            1,
        ),
        (
            {"no_generation": ["a"], "no_apply": ["b"], "generated": ["b", "c", "d"], "resolved": ["c"]},
            "swe-bench",
            "resolved",
            0.25,
            4,
        ),
        (
            {
                "n_total_trials": 4,
                "stats": {
                    "evals": {"bot": {"reward_stats": {"reward": {"1": ["a__x", "b__y"], "0.5": ["a__z", "b__w"]}}}}
                },
            },
            "harbor",
            "reward",
            0.75,
            2,
        ),
        (
            {"results": [{"trial_name": "a.1", "task_id": "a", "is_resolved": True}], "accuracy": 1.0},
            "harbor",
            "reward",
            1.0,
            1,
        ),
        (
            {
                "testPassed": 1,
                "testCases": [{"name": "t", "success": True, "metricsData": [{"name": "R", "score": 0.4}]}],
            },
            "deepeval",
            "pass",
            1.0,
            1,
        ),
        (
            {
                "eval_set_result_id": "r",
                "eval_set_id": "e",
                "eval_case_results": [
                    {"eval_id": f"c{i}", "final_eval_status": i, "overall_eval_metric_results": []} for i in (1, 2, 3)
                ],
            },
            "adk",
            "pass",
            0.5,
            2,
        ),
        (
            {
                "title": "Accuracy",
                "header": [
                    {"value": "Model"},
                    {"value": "Mean win rate"},
                    {"value": "Time (s)", "lower_is_better": True},
                ],
                "rows": [
                    [{"value": "Llama"}, {"value": 0.25}, {"value": 3.5}],
                    [],
                ],
            },
            "helm",
            "Mean win rate",
            0.25,
            0,
        ),
        (
            [{"accuracy": 0.72, "correct_count": 36, "total_count": 50}, {"id": "a", "valid": False}],
            "bfcl",
            "accuracy",
            0.72,
            0,
        ),
        (
            [
                {"index": i, "sample_score": {"score": {"value": {"acc": float(i > 0)}}, "sample_id": i, "group_id": i}}
                for i in range(4)
            ],
            "evalscope",
            "acc",
            0.75,
            4,
        ),
        ([{"index": 0, "choices": [{"review": {"result": 0.5}}]}], "evalscope", "score", 0.5, 1),
        (
            {"dataset_name": "gsm8k", "model_name": "m", "score": 0.6, "metrics": [{"name": "Accuracy", "score": 0.6}]},
            "evalscope",
            "Accuracy",
            0.6,
            0,
        ),
        (
            {"accuracy": 50.0, "details": {"type": "GEN", "0": {"correct": True}, "1": {"correct": [False]}}},
            "opencompass",
            "correct",
            0.5,
            2,
        ),
        ({"accuracy": 75.0, "details": [{"correct": i > 0} for i in range(4)]}, "opencompass", "correct", 0.75, 4),
        (
            [
                {"instruction": f"i{i}", "generator_1": "base", "generator_2": "mine", "preference": 1.0 + i}
                for i in (0, 1, 0.5)
            ],
            "alpaca-eval",
            "win",
            0.5,
            3,
        ),
        ({"qasper": 20.0, "hotpotqa": 40.0}, "longbench", "score", 30.0, 2),
        ({"qasper": {"0-4k": 10.0, "4-8k": 20.0}, "hotpotqa": {"0-4k": 30.0}}, "longbench", "score", 20.0, 3),
        ({"date": "d", "eval": {"B/0": [{"status": "pass"}], "B/1": [{"status": "fail"}]}}, "evalplus", "pass", 0.5, 2),
        (
            [{"question_id": f"q{i}", "code_list": ["c"], "graded_list": [i > 0], "pass@1": 1.0} for i in range(2)],
            "livecodebench",
            "pass",
            0.5,
            2,
        ),
        ({"eval": {"q1": {"graded_list": [[True]]}}, "date": "d"}, "evalplus", "pass", 1.0, 1),
    ],
)
def test_small_reports_of_tools(
    value: Any,
    form: str,
    metric: str,
    mean: float,
    items: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = document(capsys, table(tmp_path, json.dumps(value), "report.json"))
    system = found["systems"][0]
    assert found["files"][0]["format"] == form
    assert (system["metric"], system["score"]["mean"], system["items"] or 0) == (metric, pytest.approx(mean), items)


def test_a_report_that_judges_some_questions_only_has_its_mean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = {"accuracy": 66.7, "details": {"0": {"correct": True}, "1": {"pred": "x"}, "type": "GEN"}}
    (system,) = document(capsys, table(tmp_path, json.dumps(report), "gsm8k.json"))["systems"]
    assert (system["metric"], system["score"]["mean"]) == ("accuracy", 66.7)


@pytest.mark.parametrize(
    "value",
    [
        {"batch_size": 32, "epochs": 3, "dropout": 0.1},
        {"lines": {"covered": 80, "pct": 80}, "branches": {"covered": 10, "pct": 50}},
        {"arc_easy": 0.7, "arc_easy_stderr": 0.01},
        {"qasper": 40, "hotpotqa": 50, "all": 45},
    ],
)
def test_an_object_of_numbers_is_no_report(value: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no scores are found" in refused(capsys, table(tmp_path, json.dumps(value), "numbers.json"))


def test_results_without_a_score_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"index": i, "choices": [{"review": {"result": score}}]} for i, score in enumerate((1.0, None, None))]
    for kept, said in ((2, "1 result without a score is left out"), (3, "2 results without a score are left out")):
        found = document(capsys, table(tmp_path, json.dumps(rows[:kept]), "reviews.json"))
        assert found["files"][0]["notes"] == [said]


def test_reports_name_their_models(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    light = {"config_general": {"model_name": "org/m"}, "results": {"all": {"acc": 0.4}}, "versions": {}}
    annotated = [{"generator_1": "base", "generator_2": "mine", "preference": 2, "instruction": "i"}]
    for value, name in ((light, "org/m"), (annotated, "mine")):
        (system,) = document(capsys, table(tmp_path, json.dumps(value), "report.json"))["systems"]
        assert system["system"] == name


def test_numbers_that_tell_rows_apart_and_answers_are_no_scores(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "question_id,answer_index,ts,valid,sampleId\n" + "".join(f"{i},{i % 2},{i},{i % 2},{i}\n" for i in range(6))
    (system,) = document(capsys, table(tmp_path, rows))["systems"]
    assert (system["metric"], system["items"]) == ("valid", 6)
    answers = "question,answer,prediction\nq1,18,18\nq2,3,4\n"
    assert "answer: holds answers and no scores; add a column: 1 where" in refused(capsys, table(tmp_path, answers))


def test_an_index_that_is_a_score_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, values in (
        ("jaccard_index", (0.7, 0.8, 0.9)),
        ("rand_index", (70, 80, 90)),
        ("acc_id", (0.7, 0.8, 0.9)),
    ):
        rows = "".join(
            f"{side},{seed},{value},{seed}\n" for side in ("old", "new") for seed, value in enumerate(values)
        )
        found = document(capsys, table(tmp_path, f"system,seed,{name},latency_ms\n{rows}"), code=1)
        assert name in [one["metric"] for one in found["comparisons"]]


def test_answers_from_0_to_1_are_scores_with_a_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    judged = "question,model,answer,label\nq1,A,42,1\nq2,A,17,0\nq1,B,42,1\nq2,B,19,1\n"
    assert document(capsys, table(tmp_path, judged), code=1)["metric"] == "label"
    found = document(capsys, table(tmp_path, "item,reference,prediction\na,0.5,0.7\nb,0.6,0.8\nc,0.4,0.7\n"))
    assert [one["system"] for one in found["systems"]] == ["reference", "prediction"]
    (said,) = found["files"][0]["notes"]
    assert said.endswith("(reference, prediction); if they are answers, add a column: 1 where one is right")


def test_objects_under_their_names_are_systems_or_many_items(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = {name: {"acc": score, "log": []} for name, score in (("old", 0.5), ("new", 0.6))}
    found = document(capsys, table(tmp_path, json.dumps(few), "few.json"), code=1)
    assert [one["system"] for one in found["systems"]] == ["old", "new"]
    assert found["files"][0]["notes"] == ["each object is taken as a system"]
    models = {f"model{name}": {"accuracy": 0.5 + i / 100} for i, name in enumerate("abcdefghij")}
    assert len(document(capsys, table(tmp_path, json.dumps(models), "ten.json"))["systems"]) == 10
    many = {f"{name}-task": {"success": name > "c"} for name in "abcdefghij"}
    found = document(capsys, table(tmp_path, json.dumps(many), "many.json"))
    (system,) = found["systems"]
    assert found["files"][0]["notes"] == ["each object is taken as an item"]
    assert (system["metric"], system["items"], system["score"]["mean"]) == ("success", 10, 0.7)
    parts = {name: {"accuracy": 0.9, "n": 10} for name in ("train", "test")}
    assert document(capsys, table(tmp_path, json.dumps(parts), "parts.json"))["baseline"] is None
    settings = {"model": {"kind": "x", "layers": 2}, "data": {"kind": "y", "rows": 9}}
    assert "no scores are found" in refused(capsys, table(tmp_path, json.dumps(settings), "settings.json"))


def test_columns_of_a_data_frame_may_be_called_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {"id": {"0": "a", "1": "b"}, "base": {"0": 0.1, "1": 0.3}, "cand": {"0": 0.2, "1": 0.5}}
    found = document(capsys, table(tmp_path, json.dumps(rows), "frame.json"), code=1)
    assert (found["baseline"], found["candidate"], found["comparison"]["pairs"]) == ("base", "cand", 2)


def test_a_page_says_how_many_records_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = {"data": [{"id": f"s{i}", "name": "acc", "value": i, "traceId": f"t{i}"} for i in range(2)]}
    for said, about in (
        (["this page holds 2 of 500 records; the others are not counted"], {"meta": {"totalItems": 500}}),
        ([], {"meta": {"totalItems": 2}}),
    ):
        found = document(capsys, table(tmp_path, json.dumps({**page, **about}), "page.json"))
        assert found["files"][0]["notes"] == said


def test_a_page_of_scores_is_paired_by_what_they_are_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = [(i, f"t{i // 2}", ("correctness", "f1")[i % 2]) for i in range(8)]
    rows = [{"id": f"s{i}", "traceId": trace, "name": name, "value": i % 3} for i, trace, name in told]
    found = document(capsys, table(tmp_path, json.dumps({"data": rows, "meta": {"page": 1}}), "scores.json"))
    assert [(one["metric"], one["items"]) for one in found["systems"]] == [("correctness", 4), ("f1", 4)]
    again = json.dumps({"data": [{**row, "id": f"x{row['id']}"} for row in rows]})
    found = document(capsys, tmp_path / "scores.json", table(tmp_path, again, "again.json"), code=1)
    assert (found["comparison"]["paired_by"], found["comparison"]["pairs"]) == ("item", 4)


def test_a_system_with_a_row_an_input_is_paired_by_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"{app},{app}{i},q{i},{0.1 * i + 0.1 * (app == 'b')}\n" for app in "ab" for i in range(5))
    found = document(capsys, table(tmp_path, f"app_id,record_id,input,Groundedness\n{rows}"), code=1)
    assert [(one["system"], one["items"]) for one in found["systems"]] == [("a", 5), ("b", 5)]
    assert (found["comparison"]["paired_by"], found["comparison"]["pairs"]) == ("item", 5)


def test_names_that_count_are_items_and_not_systems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = [{"name": f"env_{i}", "memory": [], "is_success": i > 0} for i in range(4)]
    found = document(capsys, table(tmp_path, json.dumps(records), "trial.json"))
    (system,) = found["systems"]
    assert found["files"][0]["notes"] == ["each name is taken as an item"]
    assert (system["metric"], system["items"], system["score"]["mean"]) == ("is_success", 4, 0.75)
    for names in (("m-7", "m-13", "m-70"), ("v1", "v2", "v3"), ("gpt3", "gpt4", "gpt5")):
        models = "name,score\n" + "".join(f"{name},0.{i}\n" for i, name in enumerate(names))
        assert [one["system"] for one in document(capsys, table(tmp_path, models))["systems"]] == list(names)


def test_many_columns_of_one_kind_are_said_to_be_systems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, table(tmp_path, "id,polite,safe,short\n1,1,0,1\n2,0,1,1\n"))
    (said,) = found["files"][0]["notes"]
    assert said == "each column is taken as a system (polite, safe, short); if they are metrics, add a column system"
    assert document(capsys, table(tmp_path, "id,old,new\n1,1,0\n2,0,1\n"), code=1)["files"][0]["notes"] == []


def test_records_of_numbers_alone_are_no_means_of_datasets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = [{"old": 0.5 + i / 100, "new": 0.6 + i / 100} for i in range(3)]
    found = document(capsys, table(tmp_path, json.dumps(records), "seeds.json"), code=1)
    assert found["files"][0]["format"] == "records"
    assert [one["system"] for one in found["systems"]] == ["old", "new"]


def test_added_tests_are_passed_only_with_the_base_tests(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = {"both": ("pass", "pass"), "base": ("pass", "fail"), "added": ("fail", "pass")}
    tasks = {task: [{"base_status": base, "plus_status": plus}] for task, (base, plus) in pairs.items()}
    report = table(tmp_path, json.dumps({"hash": "h", "eval": tasks}), "evalplus.json")
    for metric, mean in (("pass", 2 / 3), ("pass_plus", 1 / 3)):
        (system,) = document(capsys, report, "--metric", metric)["systems"]
        assert system["score"]["mean"] == pytest.approx(mean, abs=1e-6)


def test_a_list_of_what_was_resolved_is_no_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = table(tmp_path, json.dumps({"no_generation": [], "no_logs": [], "resolved": ["a", "b"]}), "results.json")
    assert main(["gate", str(file)]) == 2
    assert "lists the instances that were resolved and not the others; give the report" in capsys.readouterr().err


def test_a_share_of_so_many_has_its_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score = {"accuracy": 0.72, "correct_count": 36, "total_count": 50}
    (system,) = document(capsys, table(tmp_path, json.dumps(score), "BFCL_v4_simple_score.json"))["systems"]
    assert system["stderr"] == pytest.approx(0.0635, abs=1e-4)


def test_the_models_of_a_table_are_systems_and_it_says_what_less_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def group(title: str) -> dict[str, object]:
        head = [
            {"value": "Model"},
            {"value": "EM", "lower_is_better": False},
            {"value": "Bias", "lower_is_better": True},
        ]
        rows = [
            [{"value": name}, {"value": score}, {"value": 1 - score}] for name, score in (("old", 0.25), ("new", 0.5))
        ]
        return {"title": title, "header": head, "rows": rows}

    found = document(capsys, table(tmp_path, json.dumps([group("a"), group("again")]), "groups.json"), code=1)
    assert [(one["system"], one["metric"]) for one in found["systems"]] == [
        *(("old", "EM"), ("new", "EM"), ("old", "Bias"), ("new", "Bias"))
    ]
    assert [one["higher_is_better"] for one in found["comparisons"]] == [True, False]


def test_a_score_decides_before_a_count_that_stands_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    summary = {"n_steps": 3, "cum_reward": 1.0, "err_msg": None, "stats.cum_cost": 0.1}
    assert document(capsys, table(tmp_path, json.dumps(summary), "summary_info.json"))["metric"] == "cum_reward"


def test_times_and_hashes_are_no_scores_and_annotations_hold_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = [
        {"index": i, "output": {"history": [{"role": "user", "content": "x"}]}, "time": {"timestamp": 1737138742126}}
        for i in (1, 2)
    ]
    assert "holds no score (openai-messages)" in refused(capsys, table(tmp_path, json.dumps(runs), "runs.json"))
    task = {
        "id": 95,
        "annotations": [{"result": [{"value": {"rectanglelabels": ["open"]}}]}],
        "project": 1,
        "inner_id": 2,
    }
    assert "no scores are found" in refused(capsys, table(tmp_path, json.dumps([task, task]), "export.json"))
    hashed = [{"_input_hash": 1886699658 * i, "score": i} for i in (1, 2)]
    assert document(capsys, table(tmp_path, json.dumps(hashed), "hashed.json"))["metric"] == "score"


# --- tables as people keep them -------------------------------------------------------------------------


def test_columns_that_name_side_and_metric_are_sides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "question,answer,base_rouge1,base_f1,tuned_rouge1,tuned_f1,improvement\n" + "".join(
        f"q{i},x,0.{i},0.5,0.{i + 1},0.{5 + i % 2},0.1\n" for i in range(1, 9)
    )
    found = document(capsys, table(tmp_path, rows))
    assert (found["baseline"], found["candidate"], found["metric"]) == ("base", "tuned", "f1")
    assert {one["metric"] for one in found["comparisons"]} == {"rouge1", "f1"}
    turned = "id,f1_old,em_old,f1_new,em_new\n" + "".join(f"{i},0.1,0,0.{i},1\n" for i in range(1, 9))
    found = document(capsys, table(tmp_path, turned, "turned.csv"), "--metric", "em")
    assert [one["system"] for one in found["systems"]] == ["old", "new"]
    # Parts of a pipeline are no sides.
    parts = "id,context_precision,context_recall,answer_precision,answer_recall\n1,0.1,0.2,0.3,0.4\n2,0.5,0.6,0.7,0.8\n"
    assert document(capsys, table(tmp_path, parts, "parts.csv"))["baseline"] is None


def test_only_the_two_that_were_named_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    board = table(tmp_path, "model,score\n" + "".join(f"m{i},0.{i}\n" for i in range(1, 10)))
    shown = text(capsys, board, "--baseline", "m1", "--candidate", "m2", code=1)
    assert "m1 (baseline)" in shown and "m2 (candidate)" in shown and "m3" not in shown
    every = text(capsys, board)
    assert "m9" in every and every.count("one run of") == 1 and "one run of some systems only" in every
    # The name of a system is no part of the words around it.
    short = text(capsys, table(tmp_path, "model,score\na,0.5\ne,0.6\nonly,0.7\n"))
    assert short.count("some systems") == 2 and "one run of some systems only: what another seed" in short


@pytest.mark.parametrize(
    ("rows", "metrics"),
    [
        ("id,score,run_status,status\n1,0.5,success,200\n2,0.6,failed,500\n", ["score"]),
        ("id,status,latency_ms\n1,pass,90\n2,fail,80\n", ["status", "latency_ms"]),
        ("id,ts,correct\n1,1755716527.7,1\n2,1755716599,0\n", ["correct"]),
        ("id,recall@5,recall@10\n1,0.5,0.6\n2,0.4,0.6\n", ["recall@5", "recall@10"]),
        ("id,scores.Factuality,metrics.tokens,config.top_k\n1,0.5,99,4\n2,1,98,4\n", ["scores.Factuality"]),
    ],
)
def test_facts_beside_the_scores_are_no_scores(
    rows: str, metrics: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(capsys, table(tmp_path, rows))
    assert list(dict.fromkeys(one["metric"] for one in found["systems"])) == metrics
    assert len({one["system"] for one in found["systems"]}) == 1


def test_a_score_a_turn_is_an_item_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"question_id": q, "model": m, "judge": ["g", "single"], "score": s, "turn": t, "tstamp": 1743631162.7}
        for m, s in (("a", 8), ("b", 7))
        for q in (81, 82)
        for t in (1, 2)
    ]
    found = document(capsys, table(tmp_path, "\n".join(map(json.dumps, rows)), "judgments.jsonl"), code=1)
    assert [one["items"] for one in found["systems"]] == [4, 4] and found["comparison"]["metric"] == "score"


def test_votes_are_no_scores_and_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    votes = "question_id,model_a,model_b,winner,turn,anony\n1,x,y,model_a,1,True\n2,x,y,tie,1,True\n"
    said = "winner: holds votes for one of two systems; give a column a system: 1 where it won, 0.5 for a tie, else 0"
    assert refused(capsys, table(tmp_path, votes)).endswith(said)


def test_a_table_of_means_has_datasets_as_items(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "dataset,version,metric,mode,base-7b,new-7b\nARC,72cf91,accuracy,ppl,36.2,42.3\n"
    rows += "BoolQ,314797,accuracy,ppl,64,-\nrace,abdc,accuracy,ppl,55,60.1\n"
    found = document(capsys, table(tmp_path, rows))
    assert (found["baseline"], found["candidate"], found["metric"]) == ("base-7b", "new-7b", "accuracy")
    assert found["comparison"]["pairs"] == 2 and found["comparison"]["paired_by"] == "item"


def test_what_webarena_prints_has_a_verdict_a_task(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def log(name: str, passed: int) -> Path:
        lines = [
            f"2023-09-24 14:25:33,1 - INFO - [Config file]: /tmp/x/{i}.json\n"
            "2023-09-24 14:25:33,1 - INFO - [Intent]: a, b\n"
            f"2023-09-24 14:26:33,1 - INFO - [Result] ({'PASS' if i < passed else 'FAIL'}) config_files/{i}.json\n"
            for i in range(30)
        ]
        return table(tmp_path, "".join(lines) + "[Unhandled Error] TimeoutError()\n", name)

    found = document(capsys, log("old.log", 3), log("new.log", 15))
    assert [one["score"]["mean"] for one in found["systems"]] == [0.1, 0.5]
    assert found["comparison"]["pairs"] == 30 and found["files"][0]["notes"][0].startswith("1 task that ended")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml" + b"\0" * 99, "is a workbook of a spreadsheet; save"),
        (b"<?xml version='1.0'?><annotations/>", "is XML or HTML; give a CSV"),
        (b"id,a,a\n1,0.5,0.6\n2,0.5,0.7\n", "has two columns that are called 'a'"),
        (b"id,a,b\n1,NaN,0.6\n", "'NaN' is no score; write a number or leave it empty"),
    ],
)
def test_files_that_are_no_table_say_what_to_do(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    assert said in refused(capsys, tmp_path / "x.csv")


def test_standard_input_is_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, "-") == "-: is no file: standard input is not read; write it to a file first"


def test_what_was_retrieved_may_be_long(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "id,contexts,faithfulness\n" + "".join(f"{i},{'x' * 200_000},0.{i}\n" for i in (1, 2))
    assert document(capsys, table(tmp_path, rows))["systems"][0]["items"] == 2


def test_shares_that_garak_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def report(name: str, passed: int) -> Path:
        rows: list[dict[str, object]] = [{"entry_type": "start_run setup"}, {"entry_type": "attempt", "probe": "p0"}]
        rows += [
            {"entry_type": "eval", "probe": f"p{i}", "detector": "d", "passed": passed + i % 2, "total": 10}
            for i in range(20)
        ]
        return table(tmp_path, "\n".join(map(json.dumps, rows)), name)

    found = document(capsys, report("old.jsonl", 3), report("new.jsonl", 7))
    assert [one["score"]["mean"] for one in found["systems"]] == [0.35, 0.75]
    assert found["comparison"]["paired_by"] == "item" and found["comparison"]["pairs"] == 20


def test_scores_of_big_bench(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"score_dict": {"exact": 0.5}, "number_of_shots": n, "subtask_description": "t"} for n in (0, 1)]
    found = document(capsys, table(tmp_path, json.dumps({"scores": rows, "model": {}}), "big.json"))
    assert [(one["metric"], one["items"]) for one in found["systems"]] == [("exact", 2)]


def test_a_mark_of_inches_opens_no_quote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, table(tmp_path, 'id,a,b\n5" pipe,1,2\nrod,2,3\n\n\n'), code=1)
    assert found["comparison"]["pairs"] == 2


def test_items_have_an_id_of_their_own_and_sizes_are_no_scores(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "alert_id,kind,size,correct\n" + "".join(f"A{i},k,{'6-7Y' if i == 3 else i},{i % 2}\n" for i in range(9))
    found = document(capsys, table(tmp_path, rows))
    assert [(one["metric"], one["items"]) for one in found["systems"]] == [("correct", 9)]


@pytest.mark.parametrize(
    "frame",
    [
        {"columns": ["model", "id", "acc"], "data": [[m, i, (i + m) % 2] for m in (0, 1) for i in range(6)]},
        {
            "model": {str(i): i // 6 for i in range(12)},
            "id": {str(i): i % 6 for i in range(12)},
            "acc": {str(i): (i % 6 + i // 6) % 2 for i in range(12)},
        },
    ],
)
def test_data_frames_in_json(frame: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, table(tmp_path, json.dumps(frame), "table.json"), code=1)
    assert [(one["system"], one["items"]) for one in found["systems"]] == [("0", 6), ("1", 6)]


def test_names_of_scores_are_no_systems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "traceId,name,value,source\n" + "".join(
        f"t{i},{n},0.{i},API\n" for i in (1, 2) for n in ("correctness", "helpfulness")
    )
    found = document(capsys, table(tmp_path, rows))
    assert [(one["metric"], one["items"]) for one in found["systems"]] == [("correctness", 2), ("helpfulness", 2)]
    models = "name,score\nalpha,0.5\nbeta,0.6\n"
    assert document(capsys, table(tmp_path, models, "m.csv"), code=1)["baseline"] == "alpha"


def test_versions_of_an_app_are_systems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "app_name,app_version,Groundedness,latency\nrag,v1,0.7,1.2\nrag,v2,0.8,1.5\n"
    found = document(capsys, table(tmp_path, rows), code=1)
    assert (found["baseline"], found["candidate"], found["metric"]) == ("v1", "v2", "Groundedness")


def test_what_tells_the_rows_of_an_item_apart_is_the_system(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "question_id,judge,evaluator_model,is_correct,generator_model\n" + "".join(
        f"q{i},x,{m},{(i + len(m)) % 2},gen{i % 2}\n" for i in range(6) for m in ("old", "newer")
    )
    found = document(capsys, table(tmp_path, rows), code=1)
    assert [(one["system"], one["items"]) for one in found["systems"]] == [("old", 6), ("newer", 6)]


def test_versions_behind_a_sign_are_systems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "id,gpt@0613,gpt@1106\n" + "".join(f"{i},0.{i},0.{i + 1}\n" for i in range(1, 9))
    found = document(capsys, table(tmp_path, rows), code=1)
    assert [one["system"] for one in found["systems"]] == ["gpt@0613", "gpt@1106"]


def test_a_frame_that_names_a_column_twice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    frame = {"columns": ["id", "old", "new", "new"], "data": [[i, 0.1, 0.5, 0.9] for i in range(4)]}
    assert "columns that are called the same" in refused(capsys, table(tmp_path, json.dumps(frame), "frame.json"))


# --- what is no score ------------------------------------------------------------------------------------


def test_numbers_of_several_kinds_are_no_systems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"issue_number": i, "created_at": 2026, "dry_run": False, "acus": 0.5} for i in (2, 3)]
    assert "no scores are found" in refused(capsys, table(tmp_path, "\n".join(map(json.dumps, rows)), "runs.jsonl"))
    counts = [{"note": "n", "statuses": {"infra_fail": 3, "quality_pass": most}, "trials": 1} for most in (25, 30)]
    assert "no scores are found" in refused(capsys, table(tmp_path, json.dumps(counts), "pushes.json"))
    said = "holds numbers of several kinds (retries, body_bytes) and none that is called a score; call it score"
    assert refused(capsys, table(tmp_path, "id,retries,body_bytes\n1,3,9\n2,4,8\n")).endswith(said)
    # Versions of models are no members of objects, and shares may stand beside words.
    models = document(capsys, table(tmp_path, "id,gpt-4.1,claude-3.5\n1,0.5,yes\n2,0.7,no\n"), code=1)
    assert [one["system"] for one in models["systems"]] == ["gpt-4.1", "claude-3.5"]


@pytest.mark.parametrize("names", ["llama.cpp,vllm", "n_best,greedy", "with_context_length,without"])
def test_names_with_a_point_or_a_count_may_be_systems(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], names: str
) -> None:
    rows = "1,0,1\n2,1,1\n3,0,0\n"
    systems = document(capsys, table(tmp_path, f"id,{names}\n{rows}"), code=1)["systems"]
    assert [one["system"] for one in systems] == names.split(",")
    members = table(tmp_path, f"id,usage.turns,body.lines\n{rows}", "members.csv")
    assert "several kinds (usage.turns, body.lines)" in refused(capsys, members)


def test_sides_are_compared_beside_what_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "id,baseline,candidate,response_length\n1,0.5,0.6,100\n2,0.4,0.5,200\n3,0.7,0.6,150\n"
    for beside in ("response_length", "latency", "cost_usd"):
        result = document(capsys, table(tmp_path, rows.replace("response_length", beside)), code=1)
        assert [one["system"] for one in result["systems"]] == ["baseline", "candidate"]
    result = document(capsys, table(tmp_path, rows.replace("response_length", "newest")))
    assert [one["system"] for one in result["systems"]] == ["baseline", "candidate", "newest"]


def test_a_verdict_counts_before_the_numbers_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tasks = [("a", "fail", 5), ("b", "pass", 2), ("c", "pass", 3)]
    rows = [{"task_id": t, "status": s, "steps_max": 8, "evidence": {"http": n}} for t, s, n in tasks]
    found = document(capsys, table(tmp_path, "\n".join(map(json.dumps, rows)), "runs.jsonl"))
    (system,) = found["systems"]
    assert (system["metric"], system["items"], system["score"]["mean"]) == ("status", 3, pytest.approx(2 / 3, abs=1e-6))


def test_records_of_items_count_before_their_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = [{"id": f"c{i}", "passed": i > 1, "skipped": i == 0, "error": None} for i in range(4)]
    report = {"summary": {"pass_rate": 0.9, "total": 4}, "cases": cases}
    found = document(capsys, table(tmp_path, json.dumps(report), "results.json"))
    (system,) = found["systems"]
    assert (system["metric"], system["items"], system["score"]["mean"]) == ("passed", 3, pytest.approx(2 / 3, abs=1e-6))
    assert found["files"][0]["notes"] == ["1 row that was skipped is left out"]
    # What a search found has scores of how well it fits.
    search = {"query": "why", "results": [{"id": i, "score": 0.5} for i in range(3)]}
    assert "no scores are found" in refused(capsys, table(tmp_path, json.dumps(search), "search.json"))


def test_checks_of_one_system_are_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "id,tool_ok,keyword_ok\n1,true,false\n2,true,true\n3,false,false\n"
    found = document(capsys, table(tmp_path, rows))
    assert [one["metric"] for one in found["systems"]] == ["tool_ok", "keyword_ok"] and found["verdict"] is None
    sides = document(capsys, table(tmp_path, rows.replace("tool", "old").replace("keyword", "new")), code=1)
    assert (sides["baseline"], sides["candidate"]) == ("old_ok", "new_ok")
    models = document(capsys, table(tmp_path, rows.replace("tool", "claude").replace("keyword", "llama")), code=1)
    assert [one["system"] for one in models["systems"]] == ["claude_ok", "llama_ok"]


def test_one_object_says_its_scores_and_not_its_sizes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = {"training": {"epochs": 5, "train_loss": 0.1}, "overall": {"accuracy": 0.9}, "thresholds": {"auc": 0.8}}
    found = document(capsys, table(tmp_path, json.dumps(report), "report.json"))
    assert [one["metric"] for one in found["systems"]] == ["training.train_loss", "overall.accuracy"]
    assert found["metric"] == "overall.accuracy"


def test_a_column_of_systems_may_have_more_to_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "Row,Item ID,Model Tested,Accuracy (0-4)\n1,K1,x,1\n2,K1,y,4\n3,K2,x,2\n4,K2,y,2\n"
    found = document(capsys, table(tmp_path, rows), code=1)
    assert [(one["system"], one["metric"]) for one in found["systems"]] == [
        ("x", "Accuracy (0-4)"),
        ("y", "Accuracy (0-4)"),
    ]


def test_an_answer_beside_a_metric_is_no_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, table(tmp_path, "question,answer,accuracy\na,30,1\nb,120,0\n"))
    assert [one["metric"] for one in found["systems"]] == ["accuracy"]


def test_votes_of_several_judges_are_no_scores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    votes = "question_id,model_1,model_2,winner1,winner2\n1,x,y,model_1,tie\n1,x,z,tie,model_2\n"
    assert "holds votes for one of two systems" in refused(capsys, table(tmp_path, votes))


def test_a_time_decides_nothing_beside_other_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "provider,id,latency_s,liability\nm,1,9,2\nm,2,8,1\no,1,7,2\no,2,6,2\n"
    assert document(capsys, table(tmp_path, rows), code=1)["metric"] == "liability"


def test_objects_that_each_ask_something_are_items(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tasks = {
        f"single_0{i}": {"status": "pass" if i else "fail", "input": f"ask {i}", "key_score": 1, "used": True, "n": i}
        for i in range(3)
    }
    found = document(capsys, table(tmp_path, json.dumps(tasks), "results.json"))
    (system,) = found["systems"]
    assert found["files"][0]["notes"] == ["each object is taken as an item"]
    assert (system["metric"], system["items"], system["score"]["mean"]) == ("status", 3, pytest.approx(2 / 3, abs=1e-6))


def test_parts_and_their_sum_are_no_systems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = {"simple": {"total": 20, "accuracy": 0.8}, "overall": {"total": 40, "accuracy": 0.9}}
    found = document(capsys, table(tmp_path, json.dumps(parts), "results.json"))
    assert {one["system"] for one in found["systems"]} == {"results"} and found["verdict"] is None
    models = {"gpt": {"accuracy": 0.8}, "claude": {"accuracy": 0.9}, "average": {"accuracy": 0.85}}
    sides = "--baseline", "gpt", "--candidate", "claude"
    found = document(capsys, table(tmp_path, json.dumps(models), "models.json"), *sides, code=1)
    assert (found["baseline"], found["candidate"]) == ("gpt", "claude")


def test_scores_of_sides_inside_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scores = {"base": {"rouge1": 0.4, "rougeL": 0.3}, "finetuned": {"rouge1": 0.7, "rougeL": 0.6}}
    report = {"model": "m", "eval_samples": 100, "scores": scores}
    found = document(capsys, table(tmp_path, json.dumps(report), "results.json"), code=1)
    assert (found["baseline"], found["candidate"], found["metric"]) == ("base", "finetuned", "rouge1")
    # Without a side nothing says that these are systems: they may be kinds of questions.
    kinds = {"scores": {"math": {"rouge1": 0.4}, "history": {"rouge1": 0.7}}}
    assert "no scores are found" in refused(capsys, table(tmp_path, json.dumps(kinds), "kinds.json"))


def test_lists_of_the_same_items_are_systems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lists = {
        name: [{"case_id": f"c{i}", "loop_score": 0.0, "outcome_correct": i < most, "trace": []} for i in range(5)]
        for name, most in (("static", 3), ("adaptive", 4))
    }
    found = document(capsys, table(tmp_path, json.dumps(lists), "results.json"), code=1)
    assert found["files"][0]["notes"] == ["each list is taken as a system"]
    assert (found["metric"], found["comparison"]["pairs"]) == ("outcome_correct", 5)
    lists["adaptive"][0]["case_id"] = "other"
    assert "no scores are found" in refused(capsys, table(tmp_path, json.dumps(lists), "apart.json"))


def test_a_margin_under_which_nobody_fails_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--margin 2` was meant as two points: a candidate 40 points worse passed."""
    rows = "item,old,new\n" + "".join(f"{i},{i % 5 > 0:d},{i % 5 > 2:d}\n" for i in range(60))
    path = table(tmp_path, rows)
    assert "2 points are 0.02" in refused(capsys, path, "--margin", "2")
    assert document(capsys, path, "--margin", "0.02", code=1)["verdict"] == "fail"
    # Means between 0 and 1 may be of scores that are not.
    wide = table(tmp_path, "id,old,new\n1,-3,-2\n2,4,3\n3,0,1\n", "wide.csv")
    assert document(capsys, wide, "--margin", "2")["comparison"]["margin"] == 2
    seconds = table(tmp_path, rows.replace("old", "old_latency").replace("new", "new_latency"), "seconds.csv")
    assert document(capsys, seconds, "--margin", "2", "--lower-is-better")["verdict"] == "pass"
