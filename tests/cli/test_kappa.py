"""`aiboard kappa`: both forms of a table, who the labellers are, and what is wrong with tables."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiboard.cli.main import main

WIDE = "item;ann;bob\n" + "".join(
    f"{i};{a};{b}\n"
    for i, (a, b) in enumerate([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15)
)


def table(tmp_path: Path, text: str | bytes, name: str = "labels.csv") -> str:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def document(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    assert main(["kappa", "--json", *words]) == code
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["kappa", *words]) == 2
    captured = capsys.readouterr()
    (line,) = captured.err.splitlines()
    assert captured.out == ""
    return line


def test_kappa_and_the_naive_agreement_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, table(tmp_path, WIDE))
    assert (found["items"], found["left_out"], found["labellers"]) == (50, 0, ["ann", "bob"])
    assert found["kappa"]["mean"] == pytest.approx(0.4) and found["naive"]["agreement"] == 0.7
    assert found["kappa"]["low"] < 0.4 < found["kappa"]["high"] and found["notes"] == []
    assert found["disagreements"] == [
        {"first": "n", "second": "y", "count": 10},
        {"first": "y", "second": "n", "count": 5},
    ]
    assert main(["kappa", table(tmp_path, WIDE)]) == 0
    shown = capsys.readouterr().out
    assert "Cohen's kappa    0.400" in shown and "naive agreement  0.700" in shown


def test_labels_are_counted_and_the_usual_rule_of_imbalance_stands_beside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path, "a,b\n" + "cat,cat\n" * 9 + "cat,dog\n")
    found = document(capsys, file)
    assert found["distribution"][0] == {"label": "cat", "first": 1.0, "second": 0.9}
    # A low end under -1 is no kappa.
    assert found["kappa"]["low"] == -1
    assert main(["kappa", file]) == 0
    out = capsys.readouterr().out
    assert "cat 100 % and 90 %, dog 0 % and 10 %" in out and "calls cat out of balance" in out


def test_the_long_form_is_the_same_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [line.split(";") for line in WIDE.splitlines()[1:]]
    long = "annotator,label,item_id\n" + "".join(f"ann,{a},{i}\nbob,{b},{i}\n" for i, a, b in rows)
    found = document(capsys, table(tmp_path, long))
    assert found["kappa"]["mean"] == pytest.approx(0.4) and found["labellers"] == ["ann", "bob"]
    more = long + "cyd,y,1\nann,n,1\nann,y,99\n"
    path = table(tmp_path, more)
    assert "has 3 labellers (ann, bob, cyd): name two with --labellers A,B" in refused(capsys, path)
    assert "has no 'dan'; it has ann, bob, cyd" in refused(capsys, path, "--labellers", "ann,dan")
    again = document(capsys, path, "--labellers", "bob,ann")
    assert again["left_out"] == 1 and "1 label given again to the same item; the last counts" in again["notes"]


def test_a_needed_kappa_is_held_against_the_low_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, WIDE)
    assert document(capsys, path, "--need", "0.1")["reached"] is True
    assert document(capsys, path, "--need", "0.4", code=1)["reached"] is False


def test_who_the_two_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wide = table(tmp_path, "id,text,rater 1,rater 2,remark\n1,a,x,x,-\n2,b,x,z,-\n3,c,z,z,ok\n")
    assert document(capsys, wide)["labellers"] == ["rater 1", "rater 2"]
    assert document(capsys, wide, "--labellers", "rater 2,remark")["labellers"] == ["rater 2", "remark"]
    assert document(capsys, table(tmp_path, "x,z\nz,z\nx,x\n"))["labellers"] == ["column 1", "column 2"]
    repeated = table(tmp_path, "item,label,label\n1,x,x\n2,x,z\n3,z,z\n")
    assert document(capsys, repeated)["disagreements"] == [{"first": "x", "second": "z", "count": 1}]


def test_what_has_to_be_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, table(tmp_path, "ann,bob\nyes,yes\nYes,yes\nno,\nno,no\n"))
    assert found["left_out"] == 1
    assert found["notes"] == [
        "under 50 items the interval is rough",
        "1 item without a label of both is left out",
        "Yes, yes count as different labels",
    ]
    same = document(capsys, table(tmp_path, "ann,bob\nyes,yes\nyes,yes\n"), "--need", "0", code=1)
    assert same["kappa"] is None and "kappa is undefined, and not 1" in same["notes"][0]
    assert document(capsys, table(tmp_path, "ann,bob\nyes,\n,no\n"))["agreement"] is None


def test_a_labeller_with_nearly_one_label_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Kappa is 0 whatever a second labeller says of a first who always says the same."""
    always = "ann,bob\n" + "yes,yes\nyes,no\n" * 30
    assert (
        "ann always says yes: kappa is 0 whatever the other says" in document(capsys, table(tmp_path, always))["notes"]
    )
    nearly = "ann,bob\n" + "yes,yes\nyes,no\n" * 30 + "no,no\n" * 4
    rough = "ann says something else than yes 4 times only: the interval is rough"
    assert rough in document(capsys, table(tmp_path, nearly))["notes"]
    assert not document(capsys, table(tmp_path, nearly + "no,no\n"))["notes"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "labels.csv: is empty"),
        ("a,b\n", "labels.csv: has a header and no rows"),
        (b"a,b\n\xff,\n", "labels.csv:2: is not UTF-8 text"),
        (b"PK\x03\x04\0\0", "labels.csv: is a binary file"),
        ("a,b,c,d\n1,2,3,4\n1,2,3,4\n1,2,3,4\n", "has a, b, c, d: name the two labellers' columns"),
        ("only\nx\n", "name the two labellers' columns"),
        ("a,b\n" + "".join(f"{i},{i}\n" for i in range(300)), "has 300 different labels"),
        ('a,b\n"' + "x" * 1_200_000 + '",y\n', "labels.csv:2: is no CSV"),
        ('item,a,b\n1,yes,yes\n2,"yes,no\n3,no,no\n', "labels.csv:3: opens a quote that is not closed"),
        (",".join("x" * 600) + "\n1\n", "has 600 columns"),
    ],
)
def test_tables_that_cannot_be_used(
    text: str | bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, table(tmp_path, text))


def test_wrong_arguments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, WIDE)
    assert "names two different labellers" in refused(capsys, path, "--labellers", "ann")
    assert "has no column 'cyd'; it has item, ann, bob" in refused(capsys, path, "--labellers", "ann,cyd")
    assert "must lie between -1 and 1" in refused(capsys, path, "--need", "nan")
    assert "cannot be read" in refused(capsys, str(tmp_path / "none.csv"))


def test_hostile_labels_are_plain_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kappa", table(tmp_path, "a\x1b]0;x\x07,b\nx\x1b[2J,y\nz,z\n")]) == 0
    assert all(one == "\n" or one.isprintable() for one in capsys.readouterr().out)


def test_what_was_left_out_and_what_was_given_twice_stands_beside_the_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "item,labeller,label\n" + "".join(f"{i},{who},y\n{i},{who},n\n" for i in range(3) for who in ("ann", "bob"))
    found = document(capsys, table(tmp_path, rows + "9,ann,y\n"))
    assert found["left_out"] == 1
    assert "1 item without a label of both is left out" in found["notes"]
    assert "6 labels given again to the same item; the last counts" in found["notes"]


def test_nothing_in_common_is_no_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, "item,labeller,label\n1,ann,y\n2,bob,n\n")
    found = document(capsys, path)
    assert found["kappa"] is None and found["items"] == 0
    assert "no item has a label of both, so nothing can be said" in found["notes"]
    main(["kappa", path])
    shown = capsys.readouterr().out
    assert "0 items with a label of both" in shown and "Cohen's kappa" not in shown


def test_the_text_has_what_the_document_has(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = table(tmp_path, WIDE)
    assert main(["kappa", file, "--need", "0.9"]) == 1
    shown = capsys.readouterr().out
    apart = [line.strip() for line in shown.splitlines() if " says " in line]
    assert apart == ["10 × ann says n, bob says y", "5 × ann says y, bob says n"]
    assert "kappa 0.9 is not shown: the low end of the interval counts" in shown
    assert main(["kappa", file, "--need", "0"]) == 0
    assert "kappa 0 is shown: " in capsys.readouterr().out
    assert main(["kappa", file]) == 0
    assert "is shown" not in capsys.readouterr().out


@pytest.mark.parametrize(("items", "rough"), [(48, True), (49, True), (50, False), (51, False)])
def test_under_fifty_items_the_interval_is_called_rough(
    tmp_path: Path, items: int, rough: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{i};{'y' if i % 2 else 'n'};{'y' if i % 3 else 'n'}\n" for i in range(items))
    notes = document(capsys, table(tmp_path, "item;ann;bob\n" + rows))["notes"]
    assert ("under 50 items the interval is rough" in notes) is rough
    assert not any("left out" in note for note in notes)


@pytest.mark.parametrize("need", ["-1.01", "1.01", "nan"])
def test_a_kappa_that_cannot_be_is_not_needed(tmp_path: Path, need: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--need" in refused(capsys, table(tmp_path, WIDE), f"--need={need}")


# --- exports of annotation tools -------------------------------------------------------------------------

PAIRS = [("yes", "yes")] * 20 + [("no", "no")] * 15 + [("yes", "no")] * 5
KAPPA = 0.75
"""Of PAIRS: agreement 35 / 40, chance 1 / 2 of it by (25 x 20 + 15 x 20) / 1600."""


@pytest.mark.parametrize(
    "header",
    [
        "text,id,sentiment,annotator,annotation_id,created_at,lead_time",
        "Input.text,HITId,Answer.label,WorkerId,AssignmentId,SubmitTime,WorkTime",
    ],
)
def test_the_label_of_an_export_has_any_name(header: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        f"t{i},{i},{one},w{who},{2 * i + who},2024-01-0{who + 1},3"
        for i, pair in enumerate(PAIRS)
        for who, one in enumerate(pair)
    ]
    found = document(capsys, table(tmp_path, "\n".join([header, *rows])))
    assert (found["labellers"], found["items"]) == (["w0", "w1"], 40)
    assert found["kappa"]["mean"] == pytest.approx(KAPPA)


def _label_studio() -> Any:
    given = [[{"from_name": "q", "type": "choices", "value": {"choices": [label]}}] for pair in PAIRS for label in pair]
    return [
        {
            "id": i,
            "data": {"text": "t"},
            "annotations": [
                {"completed_by": 7, "result": given[2 * i]},
                {"completed_by": {"id": 8, "email": "b"}, "result": given[2 * i + 1]},
                {"completed_by": 8, "was_cancelled": True, "result": given[0]},
            ],
        }
        for i in range(len(PAIRS))
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("studio.json", _label_studio()),
        (
            "ground_truth.json",
            [
                {
                    "datasetObjectId": str(i),
                    "annotations": [
                        {"workerId": who, "annotationData": {"content": json.dumps({"mood": {"label": one}})}}
                        for who, one in zip("ab", pair, strict=True)
                    ],
                }
                for i, pair in enumerate(PAIRS)
            ],
        ),
        (
            "labelbox.json",
            [
                {
                    "data_row": {"id": f"d{i}"},
                    "projects": {
                        "p": {
                            "labels": [
                                {
                                    "label_details": {"created_by": who},
                                    "annotations": {
                                        "classifications": [{"name": "mood", "radio_answer": {"name": one}}]
                                    },
                                }
                                for who, one in zip("ab", pair, strict=True)
                            ]
                        }
                    },
                }
                for i, pair in enumerate(PAIRS)
            ],
        ),
        (
            "argilla.json",
            [
                {"id": i, "responses": {"q": [{"user_id": who, "value": one} for who, one in enumerate(pair)]}}
                for i, pair in enumerate(PAIRS)
            ],
        ),
        (
            "rows.jsonl",
            [
                {"id": i, "q.responses": list(pair), "q.responses.users": ["u", "v"], "text": f"t{i}"}
                for i, pair in enumerate(PAIRS)
            ],
        ),
        (
            "named.json",
            [
                {"id": i, "annotations": [{"annotator": f"a{who}", "label": one} for who, one in enumerate(pair)]}
                for i, pair in enumerate(PAIRS)
            ],
        ),
        (
            "posts.json",
            {
                f"p{i}": {"annotators": [{"annotator_id": who, "label": one} for who, one in enumerate(pair)]}
                for i, pair in enumerate(PAIRS)
            },
        ),
        (
            "prodigy.json",
            [
                {"_input_hash": i, "label": "SPAM", "answer": one, "_annotator_id": f"a{who}", "text": f"t{i}"}
                for i, pair in enumerate(PAIRS)
                for who, one in enumerate(pair)
            ],
        ),
        (
            "rows_with_texts.json",
            [
                {"id": i, "text": f"t{i % 9}", "sentiment": one, "annotator": who}
                for i, pair in enumerate(PAIRS)
                for who, one in enumerate(pair)
            ],
        ),
    ],
)
def test_labels_in_json(name: str, value: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, table(tmp_path, json.dumps(value), name))
    assert found["items"] == 40
    assert found["kappa"]["mean"] == pytest.approx(KAPPA)


def test_numbers_are_compared_as_numbers_and_empty_cells_are_no_labels(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(capsys, table(tmp_path, "item,a,b\n1,1,1.0\n2,2,2.0\n3,3,NaN\n4,3,3.0\n"))
    assert (found["items"], found["left_out"], found["kappa"]["mean"]) == (3, 1, 1.0)
    assert "kappa here counts 4 against 5 as it counts 1 against 5" in " ".join(found["notes"])


def test_texts_and_ids_are_no_labels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "\n".join(json.dumps({"id": i, "text": f"t{i}", "label": ["yes"]}) for i in range(40))
    said = "doccano.jsonl: label: is the one column of labels; kappa needs those of two labellers"
    assert said in refused(capsys, table(tmp_path, rows, "doccano.jsonl"))
    assert "holds no records with labels" in refused(capsys, table(tmp_path, "[[1, 2]]", "x.json"))
    two = "item,annotator,mood,topic\n1,a,x,y\n1,b,y,x\n2,a,y,y\n2,b,x,x\n"
    assert "several columns of labels (mood, topic)" in refused(capsys, table(tmp_path, two))


def test_columns_without_a_common_label_are_not_compared_unasked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path, "item,ann,bob\n" + "".join(f"{i},{'True' if i % 2 else 'False'},true\n" for i in range(8)))
    line = refused(capsys, file)
    assert "ann and bob have no label in common (False, True and true); write them alike, or name two with" in line
    assert document(capsys, file, "--labellers", "ann,bob")["items"] == 8
    never = table(tmp_path, "item,ann,bob\n" + "".join(f"{i},yes,no\n" for i in range(8)))
    assert document(capsys, never)["kappa"]["mean"] == 0


RECT = {"from_name": "label", "type": "rectanglelabels", "value": {"x": 9, "rectanglelabels": ["open"]}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            json.dumps([{"id": 1, "annotations": [{"completed_by": 1, "result": [RECT]}], "data": {"image": "x"}}]),
            "marks",
        ),
        (
            json.dumps({"text": "Uber", "spans": [{"start": 0, "end": 4, "label": "ORG"}], "answer": "accept"}),
            "marks spans",
        ),
        (
            json.dumps({"annotations": [{"label": 3, "start_offset": 0, "user": user} for user in (1, 2)]}),
            "marks spans",
        ),
        ('{"id": 1, "text": "Al is in Ulm", "labels": [[0, 2, "PER"]], "annotation_approver": null}\n', "marks spans"),
        ("#FORMAT=WebAnno TSV 3.3\n#T_SP=POS|PosValue\n", "marks spans of a text"),
        ("T1\tPerson 0 5\tAlice\n", "marks spans of a text"),
        ('{"task_id": "a", "reward": 1}\n{"task_id": "b", "reward": 0}\n', "reward: is the one column of labels"),
        (
            "rater,clip_id,id,decision\nniko,c1,1,yes\nniko,c2,2,no\n",
            "rater: is niko throughout: kappa needs the labels",
        ),
    ],
)
def test_exports_without_two_labels_of_an_item(
    content: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, table(tmp_path, content, "export.json" if content[:1] in "[{" else "export.csv"))


def test_what_is_the_same_for_all_labellers_is_no_label(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "annotator_name,finding_id,task_id,category,decision,note\n"
    rows += "".join(
        f"{who},f{i},t{i % 2},c{i % 3},{'yes' if i > n else 'no'},\n" for n, who in enumerate("ab") for i in range(6)
    )
    found = document(capsys, table(tmp_path, rows))
    assert (found["labellers"], found["items"]) == (["a", "b"], 6)
    assert {one["label"] for one in found["distribution"]} == {"yes", "no"}


def test_marks_that_were_judged_have_labels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mark = {"spans": [{"start": 0, "end": 4, "label": "ORG"}], "text": "Uber", "_session_id": None}
    rows = [
        {**mark, "_input_hash": i, "answer": "accept" if i > who else "reject", "_annotator_id": f"a{who}"}
        for who in (0, 1)
        for i in range(4)
    ]
    assert document(capsys, table(tmp_path, json.dumps(rows), "teach.json"))["items"] == 4


def test_a_file_of_each_labeller_is_joined_by_item(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (
        table(tmp_path, "id;text;label\n" + "".join(f"{i};t{i};{pair[who]}\n" for i, pair in order), name)
        for who, name, order in (
            (0, "ann.csv", list(enumerate(PAIRS))),
            (1, "bob.csv", list(enumerate([*PAIRS, ("yes", "yes")]))[::-1]),
        )
    )
    found = document(capsys, first, second)
    assert (found["labellers"], found["items"], found["left_out"]) == (["ann", "bob"], 40, 1)
    assert found["kappa"]["mean"] == pytest.approx(KAPPA)
    assert found["file"] == f"{first}, {second}"
    assert "one of each" in refused(capsys, first, second, first)
    bare = table(tmp_path, "label\nyes\nno\n", "bare.csv")
    assert "have no column in common that names the items: id, item or text" in refused(capsys, first, bare)
    several = [table(tmp_path, "id,mood,topic\n1,a,b\n2,b,b\n", f"{name}.csv") for name in "xy"]
    assert "several columns in common (mood, topic): call the one label" in refused(capsys, *several)
    again = table(tmp_path, "id,label\n1,no\n2,no\n1,yes\n", "cyd.csv")
    told = document(capsys, again, table(tmp_path, "id,label\n1,yes\n2,no\n", "dan.csv"))
    assert (told["items"], told["labellers"], told["agreement"]["mean"]) == (2, ["cyd", "dan"], 1)
    assert "1 label given again to the same item; the last counts" in told["notes"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "INPUT:image\tOUTPUT:result\tASSIGNMENT:task_id\tASSIGNMENT:worker_id\tASSIGNMENT:status",
            "{i}\t{y}\t{i}\t{w}\tOK",
        ),
        ("_unit_id,_golden,_id,_worker_id,_country,mood,text", "{i},false,{i}{w},{w},{w},{y},t{i}"),
    ],
)
def test_exports_of_crowd_work(header: str, row: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row.format(i=i, y=one, w=f"w{who}") for i, pair in enumerate(PAIRS) for who, one in enumerate(pair)]
    found = document(capsys, table(tmp_path, "\n".join([header, *rows])))
    assert (found["labellers"], found["items"]) == (["w0", "w1"], 40)
    assert found["kappa"]["mean"] == pytest.approx(KAPPA)


def test_texts_that_were_written_are_no_labels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "\n".join(json.dumps({"id": i, "text": f"t{i}", "label": [f"a text {i}"]}) for i in range(9))
    assert "label: holds a text an item and no labels" in refused(capsys, table(tmp_path, rows, "s.jsonl"))
    log = table(tmp_path, "2023-09-24 14:25:33,123 - INFO - [Intent]: a, b\n" * 3, "run.log")
    assert "is what a program printed while it ran" in refused(capsys, log)


def test_spans_in_cells_are_no_labels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "text,id,label,annotator\n" + "".join(
        f't{i},{i},"[{{""start"":{i},""end"":{who},""labels"":[""PER""]}}]",{who}\n' for i in (1, 2) for who in (1, 2)
    )
    assert "holds spans or boxes in its cells" in refused(capsys, table(tmp_path, rows))


def test_several_labels_in_another_order_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = 'id,ann,bob\n1,"rude, loud",rude\n2,none,none\n3,"loud, rude","rude, loud"\n'
    assert "loud, rude and rude, loud count as different labels" in document(capsys, table(tmp_path, rows))["notes"]


def test_what_is_refused_is_the_column_that_is_no_label(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Argilla's table has all answers to an item in one cell."""
    rows = """1,a,"['pos','neg']","['u1','u2']"\n2,b,"['pos','pos']","['u1','u2']"\n"""
    line = refused(capsys, table(tmp_path, f"id,text,label.responses,label.responses.users\n{rows}"))
    assert "label.responses: holds a list in each cell: give a column or a file of each labeller" in line


def test_a_form_with_one_question_is_its_label(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def cell(value: object) -> str:
        return '"' + json.dumps([{"tone": value}]).replace('"', '""') + '"'

    given = [("h1", "good", "good"), ("h2", "bad", "good")]
    unticked = "".join(f"{i},{who},{cell({'other': who == 'b'})}\n" for i in (1, 2) for who in "ab")
    found = document(capsys, table(tmp_path, f"HITId,WorkerId,Answer.taskAnswers\n{unticked}"))
    assert {one["label"] for one in found["distribution"]} == {"none ticked", "other"}
    forms: list[Callable[[str], object]] = [lambda word: {"label": word}, lambda word: {word: True, "other": False}]
    for form in forms:
        rows = "".join(f"{hit},a,{cell(form(one))}\n{hit},b,{cell(form(other))}\n" for hit, one, other in given)
        found = document(capsys, table(tmp_path, f"HITId,WorkerId,Answer.taskAnswers\n{rows}"))
        assert [(one["first"], one["second"]) for one in found["disagreements"]] == [("bad", "good")]
        assert {one["label"] for one in found["distribution"]} == {"bad", "good"}


def test_columns_that_end_with_label_are_meant_and_texts_are_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"q{i},{'yn'[i % 2]},{'yn'[i % 3 == 0]},r{i}\n" for i in range(8))
    found = document(capsys, table(tmp_path, f"question,human_label,judge_label,judge_reason\n{rows}"))
    assert found["labellers"] == ["human_label", "judge_label"]
    lines = [{"id": i, "text": "ab"[i % 2], "tone": "yn"[i % 2], "annotator": who} for i in range(6) for who in (1, 2)]
    found = document(capsys, table(tmp_path, json.dumps(lines), "rows.json"))
    assert {one["label"] for one in found["distribution"]} == {"y", "n"}


def test_labels_of_potato(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line an item, or the state of an annotator: under each question the labels that were chosen."""
    given = {"ann": ["good", "bad", "bad"], "bob": ["good", "bad", "good"]}
    for name, labels in given.items():
        lines = [
            {"id": f"r{i}", "displayed_text": "t", "label_annotations": {"tone": {label: "true"}}}
            for i, label in enumerate(labels)
        ]
        table(tmp_path, "".join(json.dumps(line) + "\n" for line in lines), f"{name}.jsonl")
        state = {f"r{i}": [[{"schema": "tone", "name": label}, "true"]] for i, label in enumerate(labels)}
        table(tmp_path, json.dumps({"user_id": name, "instance_id_to_label_to_value": state}), f"{name}_state.json")
    for end in (".jsonl", "_state.json"):
        found = document(capsys, *(str(tmp_path / f"{name}{end}") for name in given))
        assert (found["labellers"], found["items"]) == ([f"{name}{end.split('.')[0]}" for name in given], 3)
        assert found["agreement"]["mean"] == pytest.approx(2 / 3, abs=1e-4)
    assert "label: is the one column of labels; kappa" in refused(capsys, str(tmp_path / "ann.jsonl"))


@pytest.mark.parametrize(
    ("first", "second", "labels", "agreement"),
    [
        ([{"slider": str(i)} for i in range(6)], [{"slider": str(5 - i)} for i in range(6)], set("012345"), 0),
        ([{"a": True, "b": False}, {"a": False, "b": False}] * 3, [{"b": "true"}] * 6, {"a", "b", "none ticked"}, 0),
        (
            [{"a": "true", "b": "true"}, {"a": "a"}] * 3,
            [{"b": "true", "a": "true"}, {"a": "true"}] * 3,
            {"a", "a + b"},
            1,
        ),
        ([{"scale": "1"}, {"scale": "2"}] * 3, [{"scale": "1"}] * 6, {"scale 1", "scale 2"}, 0.5),
        ([{"none": "none", "a": None}, {"false": "false"}] * 3, [{"none": "true"}] * 6, {"none", "false"}, 0.5),
    ],
)
def test_values_of_potato_say_what_was_chosen(
    first: Any, second: Any, labels: set[str], agreement: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        json.dumps({"id": i, "user_id": who, "label_annotations": {"tone": chosen}})
        for who, given in (("ann", first), ("bob", second))
        for i, chosen in enumerate(given)
    ]
    found = document(capsys, table(tmp_path, "\n".join(lines), "all.jsonl"))
    assert {one["label"] for one in found["distribution"]} == labels
    assert found["agreement"]["mean"] == pytest.approx(agreement)


def test_files_are_called_as_they_are_unless_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {
        who: "item,annotator,label\n" + "".join(f"{i},{who},{'yn'[i % 2]}\n" for i in range(4)) for who in ("u1", "u2")
    }
    apart = [table(tmp_path, rows["u1"], "ann.csv"), table(tmp_path, rows["u2"], "bob.csv")]
    assert document(capsys, *apart, "--labellers", "ann,bob")["labellers"] == ["ann", "bob"]
    for who, content in rows.items():
        (tmp_path / who).mkdir()
        table(tmp_path / who, content)
    alike = [str(tmp_path / who / "labels.csv") for who in rows]
    assert document(capsys, *alike)["labellers"] == ["u1", "u2"]


def test_a_text_that_is_the_only_label_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"{i},{who},{'ab'[i % 2]}\n" for i in range(6) for who in "xy")
    assert document(capsys, table(tmp_path, f"id,labeller,text\n{rows}"))["labellers"] == ["x", "y"]


@pytest.mark.parametrize("columns", ["annotator_1,annotator_2", "rater1,rater2", "label_1,label_2"])
def test_labellers_come_before_other_labels(columns: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"{i},{'yn'[i % 2]},{'yn'[i % 3 == 0]},{'yn'[i % 2]},y\n" for i in range(8))
    found = document(capsys, table(tmp_path, f"item,{columns},gold_label,model_label\n{rows}"))
    assert found["labellers"] == columns.split(",")
    assert "gold_label and model_label may be labels too: --labellers A,B names the two to compare" in found["notes"]


def test_a_quote_that_stands_alone_is_no_open_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = 'id,ann,bob,text\n1,y,n,5" of rain\n2,y,y,b\n3,n,n,"two\nlines"\n'
    assert document(capsys, table(tmp_path, rows), "--labellers", "ann,bob")["items"] == 3


@pytest.mark.parametrize(
    "columns", ["human,judge", "judge,human", "rater,judge", "annotator,llm", "user,model", "label,judge"]
)
def test_a_column_that_is_called_as_a_labeller_may_hold_labels(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], columns: str
) -> None:
    rows = "1,yes,yes\n2,no,no\n3,yes,no\n"
    result = document(capsys, table(tmp_path, f"case_name,{columns}\n{rows}"))
    assert (result["labellers"], result["items"]) == (columns.split(","), 3)
    result = document(capsys, table(tmp_path, f"{columns}\nyes,yes\nno,no\nyes,no\n"))
    assert (result["labellers"], result["items"]) == (columns.split(","), 3)
    if not columns.startswith("label"):
        unalike = refused(capsys, table(tmp_path, f"item,{columns}\n1,yes,1\n2,no,0\n3,yes,1\n"))
        assert "have no label in common" in unalike


def test_who_labelled_is_no_label_and_empty_labels_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "label_id,benchmark_id,label_value,annotator\nl1,a,x,ann\nl2,b,x,ann\nl3,b,y,ann\nl4,c,y,ann\n"
    said = refused(capsys, table(tmp_path, rows))
    assert "annotator: names who labelled (ann), and is no label: kappa needs a row a label" in said
    rows = "path,annotation,comment,category\na,,,\nb,,,\nc,,,\n"
    assert "annotation: is empty: nobody has labelled these items yet" in refused(capsys, table(tmp_path, rows))
