"""Which results `gate` takes for the baseline's and the candidate's, which metric decides, and how runs are called."""

from collections.abc import Sequence

import pytest

from aiboard.cli.errors import UserError
from aiboard.cli.gate_sides import GateOptions, Sides, choose_sides
from aiboard.formats.scores import Result, ScoreFile


def result(metric: str = "acc", system: str = "", run: str = "", mean: float = 0.5, **more: object) -> Result:
    return Result(metric=metric, system=system, run=run, mean=mean, **more)  # type: ignore[arg-type]


def file(name: str, *results: Result) -> ScoreFile:
    return ScoreFile(name, "csv", list(results), [])  # type: ignore[arg-type]


def chosen(files: Sequence[ScoreFile], **asked: object) -> Sides:
    return choose_sides(files, GateOptions(**asked))  # type: ignore[arg-type]


def names(sides: Sides) -> tuple[str | None, str | None]:
    return sides.baseline, sides.candidate


def test_two_systems_in_one_file_are_told_by_their_words() -> None:
    for first, second, swapped in (
        ("x", "y", False), ("new-model", "x", True), ("x", "old_model", True), ("old", "new", False),
        ("Candidate 2", "z", True), ("renewed", "older", False), ("m/after", "m/before", True),
    ):  # fmt: skip
        sides = chosen([file("f.csv", result(system=first), result(system=second))])
        assert names(sides) == ((second, first) if swapped else (first, second)), (first, second)


def test_two_files_without_systems_are_told_by_their_names_and_equal_ones_by_a_number() -> None:
    assert names(chosen([file("a/x.csv", result()), file("b/y.csv", result())])) == ("x", "y")
    assert names(chosen([file("a/x.csv", result()), file("b/x.csv", result())])) == ("x", "x (2)")
    # One file names its system and the other does not: both go by their files.
    assert names(chosen([file("x.csv", result(system="m")), file("y.csv", result())])) == ("x", "y")
    same = chosen([file("x.csv", result(system="m")), file("y.csv", result(system="m"))])
    assert names(same) == ("x", "y") and same.same
    apart = chosen([file("x.csv", result(system="m")), file("y.csv", result(system="n"))])
    assert names(apart) == ("m", "n") and not apart.same
    assert not chosen([file("x.csv", result()), file("y.csv", result())]).same


def test_of_three_files_nothing_is_compared_until_two_are_named() -> None:
    files = [file(f"{name}.csv", result()) for name in ("x", "y", "x")]
    sides = chosen(files)
    assert names(sides) == (None, None) and list(sides.systems_with("acc")) == ["x", "y", "x (3)"]
    assert sides.notes == ("3 systems and no word which to compare: --baseline NAME --candidate NAME",)
    one = chosen([file("x.csv", result())])
    assert names(one) == (None, None) and one.notes == () and list(one.systems_with("acc")) == ["x"]
    assert chosen([file("x.csv", result(system="m"))]).systems_with("acc")["m"].name == "m"


def test_systems_are_named_by_file_name_stem_or_system_in_any_capitals() -> None:
    files = [file("runs/x.csv", result(system="Big")), file("runs/y.csv", result(system="small"))]
    for given in ("big", "BIG", "x", "x.csv", "runs/x.csv"):
        sides = chosen(files, baseline=(given,))
        label = given.rpartition("/")[2]
        assert names(sides) == (label, "small"), given
        assert names(chosen(files, candidate=(given,))) == ("small", label)
    for given in ("X", "X.CSV", "bi", "runs"):
        with pytest.raises(UserError, match="no system or file is called so; there are Big, small"):
            chosen(files, baseline=(given,))
    # A folder may be written with its stroke.
    assert names(chosen([file("a/", result()), file("b", result())], baseline=("a/",)))[0] == "a"


def test_several_names_of_a_side_are_its_runs() -> None:
    files = [file(f"{name}.csv", result(system=name)) for name in ("p", "q", "r")]
    sides = chosen(files, baseline=("p",), candidate=("q", "r"))
    assert names(sides) == ("p", "candidate")
    assert [len(side.runs) for side in sides.systems_with("acc").values()] == [1, 2]
    assert names(chosen(files, baseline=("p", "q"), candidate=("r",))) == ("baseline", "r")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"baseline": ("p",)}, "name both: --baseline NAME --candidate NAME"),
        ({"baseline": ("p",), "candidate": ("p",)}, "p: is the baseline and the candidate; name two"),
        ({"baseline": ("none",), "candidate": ("p",)}, "none: no system or file is called so; there are p, q, r"),
        ({"metric": "f1"}, "f1: no metric is called so; there are acc"),
    ],
)
def test_names_that_tell_no_two_sides(asked: dict[str, object], said: str) -> None:
    files = [file("f.csv", *(result(system=name) for name in ("p", "q", "r")))]
    with pytest.raises(UserError) as wrong:
        chosen(files, **asked)
    assert str(wrong.value) == said


def test_only_what_both_sides_have_is_compared() -> None:
    files = [
        file("f.csv", result("acc", "p"), result("f1", "p"), result("f1", "q"), result("loss", "q"), result("f1", "r"))
    ]
    sides = chosen(files, baseline=("p",), candidate=("q",))
    assert sides.metrics == ["f1"] and list(sides.systems_with("f1")) == ["p", "q"] and sides.systems_with("acc") == {}
    with pytest.raises(UserError, match="p and q have no metric in common"):
        chosen([file("f.csv", result("acc", "p"), result("f1", "q"))])


# --- the metric ----------------------------------------------------------------------------------------------


def both(*metrics: str, lower: Sequence[str] = ()) -> list[ScoreFile]:
    """Two systems with these metrics."""
    rows = [result(metric, system, lower_is_better=metric in lower) for metric in metrics for system in ("p", "q")]
    return [file("f.csv", *rows)]


@pytest.mark.parametrize(
    ("metrics", "decides"),
    [
        (("steps", "f1", "acc"), "acc"),
        (("score", "exact_match"), "exact_match"),
        (("seconds", "faithfulness", "turns"), "faithfulness"),
        (("turns", "hops"), "turns"),
        (("reward", "pass"), "pass"),
    ],
)
def test_of_several_metrics_a_known_score_decides(metrics: tuple[str, ...], decides: str) -> None:
    sides = chosen(both(*metrics))
    others = ", ".join(one for one in metrics if one != decides)
    assert sides.metric == decides and sides.notes[0] == f"{decides} decides; there are also {others}: --metric NAME"
    assert sides.metrics == list(metrics)


def test_of_several_tasks_none_decides_until_it_is_named() -> None:
    tasks = [f"task{number}/acc" for number in range(8)]
    sides = chosen(both(*tasks))
    assert sides.metric is None and sides.metrics == tasks
    assert sides.notes == ("8 metrics: of so many some differ by luck alone; name the one that decides: --metric NAME",)
    assert chosen(both(*tasks), metric="task3").metric == "task3/acc"
    assert chosen(both(*tasks), metric="task3").metrics == ["task3/acc"]
    with pytest.raises(UserError) as wrong:
        chosen(both(*tasks), metric="acc")
    assert str(wrong.value) == f"acc: several metrics are called so; there are {', '.join(tasks[:6])}"
    with pytest.raises(UserError) as wrong:
        chosen(both(*tasks), metric="none")
    assert str(wrong.value) == f"none: no metric is called so; there are {', '.join(tasks[:6])}"
    # A whole name comes before a part of others.
    assert chosen(both("acc", "x/acc", "y/acc"), metric="acc").metric == "acc"


def test_the_direction_of_the_metric_that_decides() -> None:
    unknown = chosen(both("goodness"))
    assert unknown.notes == ("of goodness more is taken as better: --lower-is-better turns it",)
    assert not unknown.lower_is_better("goodness")
    turned = chosen(both("goodness"), lower_is_better=True)
    assert turned.notes == () and turned.lower_is_better("goodness")
    assert chosen(both("acc")).notes == (), "its name says it"
    # Only the one that decides is turned.
    sides = chosen(both("acc", "goodness"), metric="goodness", lower_is_better=True)
    assert sides.lower == {"goodness"}
    known = chosen(both("cost", "acc", lower=["cost"]))
    assert known.lower_is_better("cost") and not known.lower_is_better("acc")
    tasks = chosen(both("x/a", "y/b"), lower_is_better=True)
    assert tasks.lower == {"x/a", "y/b"}, "where none decides, all are"
    alone = chosen([file("f.csv", result("goodness"))])
    assert alone.notes == (), "with nothing to compare no direction is needed"


# --- the runs ------------------------------------------------------------------------------------------------


def test_runs_are_called_by_their_seed_or_file_and_equal_ones_told_apart() -> None:
    rows = [result(system="m", run="1"), result(system="m", run="2")]
    sides = chosen([file("x.csv", *rows), file("y.csv", *rows), file("z.csv", *rows)])
    runs = sides.systems_with("acc")["m"].runs
    assert [one.name for one in runs] == ["1", "2", "1 (y)", "2 (y)", "1 (z)", "2 (z)"]
    # A name that comes again says nothing of a seed.
    assert [one.seeded for one in runs] == [True, True, False, False, False, False]
    again = chosen([file("x.csv", result(system="m"), result(system="m"))])
    assert [(one.name, one.seeded) for one in again.systems_with("acc")["m"].runs] == [("x", False), ("x (2)", False)]


def test_scores_are_millionths_rounded() -> None:
    rows = result(system="m", run="s", mean=1 / 3, items={"a": 2 / 3}, stderr=0.0000006, n=7, rerun=True)
    (run,) = chosen([file("x.csv", rows)]).systems_with("acc")["m"].runs
    assert (run.mean, run.items, run.stderr, run.n) == (333_333, {"a": 666_667}, 1, 7)
    assert run.rerun and not run.seeded, "reruns of one model are no seeds"
