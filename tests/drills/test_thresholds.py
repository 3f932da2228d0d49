"""What a drill grades, from both sides of each of its thresholds; each kind of ask by what it takes and tells."""

import json
from typing import Any

import pytest

from aiboard.drills import pitch, rubric, story, whiteboard
from aiboard.drills.asks import Item, Open, Option, Percent, Pick, Play, Several, Weights, Words
from aiboard.drills.case import form
from aiboard.drills.case.checks import checks
from aiboard.drills.case.project import project
from aiboard.drills.defects import RULES
from aiboard.drills.defects.rule import MOST
from aiboard.drills.drawing import Drawing, drawing
from aiboard.drills.drill import Setting
from aiboard.drills.prose import flaw, looks_like_a_word
from aiboard.drills.question import Answer, Question
from aiboard.drills.speaking import seconds, speech_length_text, words
from aiboard.engine.outlook import DAY_POINTS, days_at
from aiboard.instruments.errors import InputError

# --- asks -----------------------------------------------------------------------------------------------------------

OPTIONS = (Option("a", "one"), Option("b", "two"), Option("c", "three"))
PICK, SEVERAL, WEIGHTS = Pick("p", "?", OPTIONS), Several("s", "?", OPTIONS, ("b",)), Weights("w", "?", OPTIONS)
OPEN = Open("o", "?", (Item("x", "X", 3, ("see x",)), Item("y", "Y", 4, ())), 7)
PLAY = Play("g", "?", "tutorial", "mine.aiboard")
_SAID = [{"key": "a", "text": "one"}, {"key": "b", "text": "two"}, {"key": "c", "text": "three"}]
_ITEMS = [{"key": "x", "text": "X", "minutes": 3}, {"key": "y", "text": "Y", "minutes": 4}]

#: An ask; what it takes and as what; what it refuses; how an answer is told; what stands for none; what it offers.
KINDS: list[tuple[Any, list[tuple[object, object]], list[object], list[tuple[object, str]], object, dict[str, Any]]] = [
    (PICK, [("a", "a"), ("c", "c")], ["d", 1, None, ["a"]], [("b", "b  two")], None, {"options": _SAID}),
    (Pick("p", "?", OPTIONS, "b", named=False), [("a", "a")], ["d"], [("b", "two")], "b", {"options": _SAID}),
    (
        SEVERAL,
        [(["c", "a", "c"], ["a", "c"]), ([], [])],
        ["a", ["d"], None],
        [(["a", "c"], "one, three"), ([], "none")],
        ["b"],
        {"options": _SAID},
    ),
    (
        WEIGHTS,
        [({"a": 100}, {"a": 100, "b": 0, "c": 0}), ({"a": 0, "b": 60, "c": 40}, {"a": 0, "b": 60, "c": 40})],
        [{"a": 99}, {"a": 101}, {"a": 60, "b": 41}, {"d": 100}, {"a": 50.0, "b": 50}, [100], {"a": True, "b": 99}],
        [({"a": 60, "b": 0, "c": 40}, "one 60 %; three 40 %")],
        None,
        {"options": _SAID},
    ),
    (Percent("n", "?"), [(0, 0), (100, 100)], [-1, 101, 50.0, True, "50"], [(30, "30 %")], None, {}),
    (
        OPEN,
        [(["y", "x", "y"], ["y", "x"]), ([], [])],
        ["x", ["z"]],
        [(["x"], "['x']")],
        None,
        {"minutes": 7, "items": _ITEMS, "opened": {}},
    ),
    (
        PLAY,
        [("a", "a"), ("x" * 4_000, "x" * 4_000)],
        ["", "x" * 4_001, 3, None],
        [("a.aiboard", "a.aiboard")],
        None,
        {"scenario": "tutorial", "resume": "mine.aiboard"},
    ),
    (
        Words("t", "?", 30, 150, optional=True),
        [(" a\n b ", "a\n b"), ("", ""), ("x" * 8_000, "x" * 8_000)],
        ["x" * 8_001],
        [("a", "a"), ("", "–")],
        "",
        {"seconds": 30, "words_a_minute": 150},
    ),
    (
        Words("t", "?", initial="was"),
        [("is", "is")],
        ["", " "],
        [("is", "is")],
        "was",
        {"seconds": 0, "words_a_minute": 0},
    ),
    (Words("t", "?"), [("is", "is")], ["", 3], [], None, {"seconds": 0, "words_a_minute": 0}),
]


@pytest.mark.parametrize(("ask", "takes", "refuses", "told", "fallback", "data"), KINDS)
def test_what_a_kind_of_ask_takes_and_tells(
    ask: Any, takes: list[Any], refuses: list[Any], told: list[Any], fallback: object, data: dict[str, Any]
) -> None:
    assert [ask.validate(given) for given, _ in takes] == [taken for _, taken in takes]
    for given in refuses:
        with pytest.raises(InputError):
            ask.validate(given)
    assert [ask.answer_text(value) for value, _ in told] == [words for _, words in told]
    assert ask.fallback == fallback and ask.data([]) == data
    assert ask.input_hint().startswith(("give ", "write "))


def test_what_was_begun_may_be_unfinished() -> None:
    assert WEIGHTS.parse_draft({"a": 40}) == {"a": 40, "b": 0, "c": 0} and WEIGHTS.parse_draft({"a": 101}) is None
    late = Words("t", "?", min_words=5, read_error=lambda text: "no reading" if "zz" in text else "")
    assert late.parse_draft("two words zz") == "two words zz"
    for given, says in (("two words", "at least 5"), ("these are five words zz", "no reading")):
        with pytest.raises(InputError, match=says):
            late.validate(given)
    assert late.validate("these are now five words") == "these are now five words"
    assert Words("t", "?", min_words=5, optional=True).validate("") == "", "nothing is not too short"
    with pytest.raises(InputError, match="8000 characters"):
        late.parse_draft("x" * 8_001)


def test_evidence_is_paid_once_and_shown_when_it_is_open() -> None:
    assert (OPEN.left([]), OPEN.left(["x"]), OPEN.left(["x", "y"])) == (7, 4, 0)
    assert [one.key for one in OPEN.opened_items(["y"])] == ["y"] and [one.key for one in OPEN.closed(["y"])] == ["x"]
    assert OPEN.data(["x"])["opened"] == {"x": ["see x"]}
    with pytest.raises(InputError, match="'z' is no evidence"):
        OPEN.data(["z"])
    dear = Open("o", "?", OPEN.items, 6)
    with pytest.raises(InputError, match="costs 7 minutes, 6 are there"):
        dear.validate(["x", "y"])


def test_further_questions_come_with_the_answers() -> None:
    more = Percent("more", "?")
    question = Question(
        "d", "q", "T", (), (PICK, SEVERAL), "c", more=lambda found: (more,) if found.get("p") == "a" else ()
    )
    assert question.next_ask({}) is PICK and question.next_ask({"p": "b", "s": []}) is None
    assert question.next_ask({"p": "a", "s": []}) is more
    assert question.read({"p": "b"}) == {"p": "b", "s": ["b"]}
    assert question.read({"p": "a", "more": 9}) == {"p": "a", "s": ["b"], "more": 9}
    assert question.default_asks() == (PICK, SEVERAL)
    usual = Question("d", "q", "T", (), (Pick("p", "?", OPTIONS, "a"),), "c", more=question.more)
    assert usual.default_asks() == (usual.asks[0], more), "left-out answers are taken as given"
    with pytest.raises(InputError, match="asked are p, s"):
        question.read({"p": "b", "more": 9})


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "count", "time"),
    [
        ("", 0, 0),
        ("- 5 %", 1, 1),
        ("one", 1, 1),
        ("one two three four five", 5, 2),
        ("w " * 76, 76, 31),
        ("2.5 points", 2, 1),
    ],
)
def test_how_long_words_take(text: str, count: int, time: int) -> None:
    assert (words(text), seconds(text)) == (count, time)


def test_what_is_spoken_is_told_with_its_limit() -> None:
    assert speech_length_text("one", 150, 30) == "1 word, 1 s at 150 words a minute; 30 s are there"
    assert speech_length_text("one two", 60, 0) == "2 words, 2 s at 60 words a minute"


@pytest.mark.parametrize(
    ("text", "least", "ok"),
    [
        ("one two three four", 4, True),
        ("one two three", 4, False),
        # Three of five look like words: as many as are needed; two of four do not.
        ("costs fall now xkcdqwz zzzzzzt", 1, True),
        ("costs fall xkcdqwz zzzzzzt", 1, False),
        # Of the words half may be fillers, not more.
        ("costs fall foo bar", 1, True),
        ("costs foo bar", 1, False),
        ("it is so", 3, False),
        ("the cat", 1, True),
        ("this this cost cost", 2, True),
        ("this this cost cost cost", 2, False),
        ("yes yes yes", 1, True),
        ("3 of 4 now", 4, True),
    ],
)
def test_a_text_that_says_something(text: str, least: int, ok: bool) -> None:
    assert (flaw(text, least) == "") == ok


@pytest.mark.parametrize(
    ("token", "ok"),
    [
        ("llm", True), ("hdmi", True), ("html5", True), ("xkcdq", False), ("strengths", True), ("bcdfghe", False),
        ("bcdfgea", True), ("asd", False), ("as", True), ("qwer", False), ("property", True), ("fghj", False),
        ("eee", False), ("bee", True), ("abab", False), ("banana", True), ("7", False), ("über", True), ("lkj", False),
    ],
)  # fmt: skip
def test_what_could_be_a_word(token: str, ok: bool) -> None:
    assert looks_like_a_word(token) == ok


# --- defects --------------------------------------------------------------------------------------------------------

_RULES = {rule.id: rule for rule in RULES}


def _pairs(*counts: tuple[str, str, int]) -> dict[str, list[str]]:
    """Labels of two people: so many items that the first called this and the second that."""
    return {
        "a": [a for a, _, count in counts for _ in range(count)],
        "b": [b for _, b, count in counts for _ in range(count)],
    }


def _steps(count: int, tool: str = "send_email") -> dict[str, Any]:
    return {"steps": [{"tool": tool, "input": f"text {n}", "output": "sent"} for n in range(count)]}


def _halves(zeros: int, ones: int, ends: int) -> dict[str, list[float]]:
    """Values at both ends, against as many of them in the middle and a hundred in all."""
    return {
        "expected": [0.0] * zeros + [1.0] * ones,
        "actual": [0.0] * ends + [0.5] * 60 + [1.0] * 20,
    }


#: An input, what the rule says of it, and the defect that it shows; empty for none.
SHOWS: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "kill-rule",
        {"scores": [91, 91.5, 91.9], "target": 92, "budget_hours": 9},
        "kill: plateau",
        "the plateau kills a slow riser",
    ),
    (
        "kill-rule",
        {"scores": [91, 91.2, 91.5], "target": 92, "budget_hours": 9},
        "kill: plateau",
        "the plateau kills a slow riser",
    ),
    ("kill-rule", {"scores": [91, 91.2, 91.4], "target": 92, "budget_hours": 9}, "kill: plateau", ""),
    # The last three runs count, whatever was before.
    (
        "kill-rule",
        {"scores": [91.9, 91, 91.2, 91.6], "target": 92, "budget_hours": 9},
        "kill: plateau",
        "the plateau kills a slow riser",
    ),
    ("kill-rule", {"scores": [91, 91.8, 91.7], "target": 92, "budget_hours": 9}, "kill: plateau", ""),
    (
        "kill-rule",
        {"scores": [92, 91.5, 91.5], "target": 92, "budget_hours": 9},
        "kill: plateau",
        "kills what has reached its target",
    ),
    (
        "kill-rule",
        {"scores": [70, 71], "target": 92, "budget_hours": 9},
        "kill: gap too large",
        "the gap kills a curve that is closing it",
    ),
    ("kill-rule", {"scores": [70, 70.9], "target": 92, "budget_hours": 9}, "kill: gap too large", ""),
    (
        "kill-rule",
        {"scores": [90], "target": 92, "used_hours": 20, "budget_hours": 9},
        "kill: over twice the budget",
        "",
    ),
    ("kill-rule", {"scores": [90], "target": 92, "used_hours": 18, "budget_hours": 9}, "continue", ""),
    ("gate-rule", {"scores": [91, 91], "baseline": [88, 88], "threshold": 91}, "pass", ""),
    ("gate-rule", {"scores": [91, 91], "baseline": [88, 88], "threshold": 91.5}, "fail: under the threshold", ""),
    ("gate-rule", {"scores": [90, 91, 92], "baseline": [98, 99, 100], "threshold": 90}, "fail: regression", ""),
    ("gate-rule", {"scores": [90, 90], "baseline": [92, 92], "threshold": 90}, "pass", ""),
    # A point lower, and three points apart: two points are not ruled out.
    (
        "gate-rule",
        {"scores": [90, 93], "baseline": [91, 94], "threshold": 90},
        "pass",
        "a drop that is not significant passes",
    ),
    (
        "gate-rule",
        {"scores": [90, 96], "baseline": [91, 99.1], "threshold": 90},
        "pass",
        "a drop that is not significant passes",
    ),
    ("gate-rule", {"scores": [90, 90], "baseline": [90, 90], "threshold": 90, "lower_is_better": True}, "pass", ""),
    (
        "gate-rule",
        {"scores": [91, 91], "baseline": [91, 91], "threshold": 90, "lower_is_better": True},
        "pass",
        "lower is better is not known",
    ),
    ("gate-rule", {"scores": [91, 91], "baseline": [91, 91], "threshold": 90, "lower_is_better": False}, "pass", ""),
    ("kappa-rule", _pairs(("x", "x", 45), ("y", "y", 45), ("x", "y", 5), ("y", "x", 5)), "kappa 0.80: PASS", ""),
    (
        "kappa-rule",
        _pairs(("x", "x", 4), ("y", "y", 4), ("x", "y", 1), ("y", "x", 1)),
        "kappa 0.60: PASS",
        "passes below the agreed 0.8",
    ),
    (
        "kappa-rule",
        _pairs(("x", "x", 7), ("y", "y", 7), ("x", "y", 3), ("y", "x", 3)),
        "kappa 0.40: FAIL, agreement of 0.8 is needed",
        "",
    ),
    (
        "logger-rule",
        {"experiments": [{"metric": 90, "decision": "promoted"}, {"metric": 90, "decision": "killed"}]},
        "1 killed, 1 promoted, best metric 90",
        "",
    ),
    (
        "logger-rule",
        {"experiments": [{"metric": 90, "decision": "promoted"}, {"metric": 91, "decision": "killed"}]},
        "1 killed, 1 promoted, best metric 91",
        "a killed result is the headline",
    ),
    (
        "logger-rule",
        {"experiments": [{"metric": 0.5, "decision": "killed"}]},
        "1 killed, 0 promoted, best metric 0.5",
        "a killed result is the headline",
    ),
    (
        "logger-rule",
        {"experiments": [{"metric": -3, "decision": "promoted"}]},
        "0 killed, 1 promoted, best metric 0",
        "best starts at 0",
    ),
    (
        "logger-rule",
        {"experiments": [{"metric": 0, "decision": "promoted"}]},
        "0 killed, 1 promoted, best metric 0",
        "",
    ),
    (
        "handoff-rule",
        {"requirements": ["a==1"], "train_ids": ["1"], "test_ids": ["2"]},
        "dependencies pinned, no leak",
        "",
    ),
    (
        "handoff-rule",
        {"requirements": ["a>=1"], "train_ids": ["1"], "test_ids": ["1"]},
        "dependencies NOT pinned, LEAK",
        "",
    ),
    (
        "handoff-rule",
        {"requirements": ["a; python_version=='3.9'"], "train_ids": ["1"], "test_ids": ["2"]},
        "dependencies pinned, no leak",
        "== in the wrong place",
    ),
    (
        "handoff-rule",
        {"requirements": ["a==1; python_version=='3.9'"], "train_ids": ["1"], "test_ids": ["2"]},
        "dependencies pinned, no leak",
        "",
    ),
    (
        "handoff-rule",
        {"requirements": ["a==1"], "train_ids": [" X"], "test_ids": ["x"]},
        "dependencies pinned, no leak",
        "the same item with another spelling",
    ),
    (
        "handoff-rule",
        {"requirements": ["a==1"], "train_ids": ["1"], "test_ids": []},
        "dependencies pinned, no leak",
        "without ids there is no leak",
    ),
    ("status-rule", {"best_by_sprint": [72, 82], "target": 92}, "~1 sprints", ""),
    ("status-rule", {"best_by_sprint": [72, 72], "target": 92}, "STALLED", ""),
    (
        "status-rule",
        {"best_by_sprint": [92, 92], "target": 92},
        "STALLED",
        "a reached target still gets a date",
    ),
    # Gains of 8 and 4 add up to 8 more in all: 92 is reached, 92.5 is not.
    ("status-rule", {"best_by_sprint": [76, 84, 88], "target": 92}, "~1 sprints", ""),
    ("status-rule", {"best_by_sprint": [76, 84, 88], "target": 92.5}, "~1 sprints", "a curve that levels off"),
    ("status-rule", {"best_by_sprint": [72, 76, 80], "target": 92}, "~3 sprints", ""),
    # From no gain at all there is no share by which gains shrink.
    ("status-rule", {"best_by_sprint": [72, 72, 80], "target": 92}, "~3 sprints", ""),
    (
        "prompt-rule",
        {"registered": [{"prompt": "a b", "score": 1}, {"prompt": "a b c", "score": 2}]},
        "2 versions, scores 1, 2; last against first: +1 words",
        "",
    ),
    (
        "prompt-rule",
        {"registered": [{"prompt": "a", "score": 1}, {"prompt": "a", "score": 1}]},
        "1 versions, scores 1; last against first: +0 words",
        "",
    ),
    (
        "prompt-rule",
        {"registered": [{"prompt": "a b c", "score": 1}, {"prompt": "a", "score": 2}]},
        "2 versions, scores 1, 2; last against first: -2 words",
        "",
    ),
    ("loop-rule", _steps(9), "no loop, unauthorised: none", ""),
    ("loop-rule", _steps(10), "no loop, unauthorised: none", "the same effect in other words"),
    (
        "loop-rule",
        {"steps": [{"tool": "shell", "input": 1}, {"tool": "eval", "input": 1}]},
        "no loop, unauthorised: eval, shell",
        "",
    ),
    ("loop-rule", {"steps": [{"tool": "status", "input": "x", "output": "same"}] * 5}, "LOOP, unauthorised: none", ""),
    # The same input with its fields in another order is the same call.
    (
        "loop-rule",
        {
            "steps": [
                {"tool": "read", "input": given} for given in ({"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 1, "b": 2})
            ]
        },
        "LOOP, unauthorised: none",
        "",
    ),
    ("drift-rule", {"expected": [1, 2], "actual": [1, 2]}, "index 0.000: OK", ""),
    # Twice 0.3 ln 2.5 at the ends, 0.599 ln 600 between. Few are an alarm for nothing; a hundred on both sides are not.
    ("drift-rule", _halves(49, 50, 20), "index 4.382: ALERT, retrain", "alarm from few values"),
    ("drift-rule", _halves(50, 50, 19), "index 4.442: ALERT, retrain", "alarm from few values"),
    ("drift-rule", _halves(50, 50, 20), "index 4.382: ALERT, retrain", ""),
    # A standard error is the root of an eighth: 0.6 is less than two of them, 0.9 lies between two and three.
    (
        "drift-rule",
        {"expected": [0, 1, 0, 1], "actual": [0.6, 1.6, 0.6, 1.6]},
        "index 12.404: ALERT, retrain",
        "alarm from few values",
    ),
    ("drift-rule", {"expected": [0, 1, 0, 1], "actual": [0.9, 1.9, 0.9, 1.9]}, "index 12.404: ALERT, retrain", ""),
    ("drift-rule", {"expected": [1, 2], "actual": [2, 2]}, "index 3.448: ALERT, retrain", "alarm from few values"),
    ("drift-rule", {"expected": [1.0] * 99 + [9.0], "actual": [9.0] * 100}, "index 11.381: ALERT, retrain", ""),
]


@pytest.mark.parametrize(("id", "given", "result", "shows"), SHOWS)
def test_a_defect_is_shown_from_its_threshold_on(id: str, given: dict[str, Any], result: str, shows: str) -> None:
    said, found = _RULES[id].failure(given)
    assert (said, found.name if found else "") == (result, shows)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"scores": [1.0] * MOST, "target": 2}, ""),
        ({"scores": [1.0] * (MOST + 1), "target": 2}, "at most 2000"),
        ({"scores": [True], "target": 2}, "list of numbers"),
        ({"scores": ["1"], "target": 2}, "list of numbers"),
        ({"scores": [1e15], "target": 2}, "list of numbers"),
        ({"scores": [-1e15], "target": 2}, "list of numbers"),
        ({"scores": [9e14], "target": 2}, ""),
        ({"scores": [], "target": True}, "should be a number"),
        ({"scores": []}, "should be a number"),
        ({"target": 2}, "should be a list"),
        ({"scores": {}, "target": 2}, "should be a list"),
    ],
)
def test_what_is_no_input(given: dict[str, Any], says: str) -> None:
    if not says:
        assert _RULES["kill-rule"].result(given)
        return
    with pytest.raises(InputError, match=says):
        _RULES["kill-rule"].result(given)


def test_rows_and_texts_have_their_form() -> None:
    for rule, given in (
        ("loop-rule", {"steps": [{"tool": "a"}]}), ("loop-rule", {"steps": [["a"]]}),
        ("handoff-rule", {"requirements": [1], "train_ids": [], "test_ids": []}),
        ("kappa-rule", {"a": ["x"], "b": []}),
    ):  # fmt: skip
        with pytest.raises(InputError):
            _RULES[rule].result(given)


# --- the case study's checks ----------------------------------------------------------------------------------------


def design(**changes: Any) -> dict[str, Any]:
    """A design that has every point, with some fields changed."""
    world = project(1).world
    said = {
        "objective": "Fewer tickets for people", "metric": "92 % of 500 frozen questions", "first_live": 5,
        "baseline": world.baseline_ppm / 10_000, "serving": world.serving_limit_cents / 100,
        "latency": world.latency_limit_ms, "hypothesis": "Hybrid search brings 71 to 88",
        "rituals": "Stand-up, review and retro",
    }  # fmt: skip
    return {**form.usual(world), **said, **changes}


def failing(**changes: Any) -> list[str]:
    return [row.name for row in checks(design(**changes), project(1).world) if not row.ok]


@pytest.mark.parametrize(
    ("field", "good", "bad", "name"),
    [
        (
            "objective",
            ["Users wait less", "Save $5 a day", "A lower cost", "Happier customers"],
            ["A better model"],
            "objective",
        ),
        (
            "metric",
            [
                "0.9 of the questions",
                "9 of 10 answers",
                "9/10 pages",
                "90 points on the set",
                "over 85 on the samples",
                "at least 88 of queries",
            ],
            ["questions answered", "accuracy on 500 questions"],
            "metric: its target",
        ),
        ("metric", ["90 % of calls", "90 % on a set"], ["90 % right"], "metric: on what"),
        ("hypothesis", ["RAG lifts the score by 4", "from 70 to 80"], ["RAG lifts the score"], "hypothesis: a number"),
        ("hypothesis", ["4 points more"], ["RAG has 4 parts"], "hypothesis: what changes"),
        (
            "rituals",
            ["daily, demo, retro"],
            ["daily and demo", "review, retro", "stand up and retrospective"],
            "rituals",
        ),
    ],
)
def test_a_sentence_has_what_its_check_looks_for(field: str, good: list[str], bad: list[str], name: str) -> None:
    assert {text: name in failing(**{field: text}) for text in good} == dict.fromkeys(good, False)
    assert {text: name in failing(**{field: text}) for text in bad} == dict.fromkeys(bad, True)


@pytest.mark.parametrize("name", ["baseline", "serving", "latency"])
def test_a_figure_of_the_brief_may_be_rounded_and_no_more(name: str) -> None:
    assert failing() == []
    true = design()[name]
    for off, wrong in ((0.5, False), (-0.5, False), (0.52, True), (-0.52, True)):
        assert (name in failing(**{name: true + off})) == wrong


def test_the_lines_of_a_ticket_lie_over_each_other() -> None:
    plain = design()
    assert failing(kill_line=plain["success"]) == ["kill line"]
    assert failing(kill_line=plain["success"] - 0.1) == []
    low = plain["baseline"]
    assert "success line" in failing(success=low, kill_line=low - 1)
    assert failing(success=low + 0.1, kill_line=low - 1) == []


def test_a_first_version_needs_its_days() -> None:
    world = project(1).world
    ready = (world.legal_days if world.needs_legal else 0) + days_at(world.handoff_points, DAY_POINTS)
    sprints = -(-world.days // world.sprint_days)
    for sprint in range(1, sprints + 3):
        last = min(sprint * world.sprint_days, world.days)
        assert ("first version" not in failing(first_live=sprint)) == (ready < last and sprint <= sprints), sprint


# --- the whiteboard -------------------------------------------------------------------------------------------------


def points(text: str) -> dict[str, bool]:
    return {row.name: row.ok for row in whiteboard.checks(drawing(text))}


BOARD = "column Hypothesis 5\ncolumn Experiment 3\ncolumn Evaluation 4\ncolumn Production 2\ncolumn Killed\n"


@pytest.mark.parametrize(
    ("arrow", "feedback", "kills"),
    [
        ("", False, False),
        ("arrow Evaluation -> Production", False, False),
        ("arrow Evaluation -> Experiment", True, False),
        ("arrow Evaluation -> Hypothesis", True, False),
        ("arrow Evaluation -> Evaluation", False, False),
        ("arrow Evaluation -> Killed", False, True),
        ("arrow Production -> Experiment", False, False),
        ("arrow Experiment -> Killed", False, True),
    ],
)
def test_a_way_back_leads_left_of_evaluation(arrow: str, feedback: bool, kills: bool) -> None:
    found = points(BOARD + arrow)
    assert (found["feedback from Evaluation"], found["an arrow to Killed"]) == (feedback, kills)


def test_work_may_go_back_to_a_column_of_its_own() -> None:
    assert points(BOARD + "column Iteration\narrow Evaluation -> Iteration")["feedback from Evaluation"]


@pytest.mark.parametrize(
    ("lines", "two"),
    [
        ("blocker Experiment: GPU shortage", False),
        ("blocker Experiment: GPU shortage\nblocker Evaluation: gpu shortage", False),
        ("blocker Experiment: GPU shortage\nblocker Experiment: labels are late", True),
    ],
)
def test_two_blockers_are_two_things(lines: str, two: bool) -> None:
    assert points(BOARD + lines)["two blockers"] == two


def test_a_board_is_right_from_four_fifths_of_its_points() -> None:
    drill = whiteboard.make(Setting())
    question = drill.find("whiteboard")
    lines = [line for line in whiteboard.MODEL.splitlines() if line.strip()]
    seen = set()
    for kept in range(len(lines) + 1):
        grade = drill.grade(question, {"board": "\n".join(lines[:kept])})
        rows = grade.data["points"]
        share = sum(row["ok"] for row in rows) / len(rows)
        assert grade.score == share and grade.right == (share >= 0.8)
        assert f"{sum(row['ok'] for row in rows)} of {len(rows)} points" in grade.lines[0]
        seen.add(grade.right)
    assert seen == {True, False}


def test_what_could_be_read_is_counted() -> None:
    said = whiteboard.readable(BOARD + "arrow Evaluation -> Killed\nblocker Experiment: labels\nhello")
    assert said[0] == "Read: 5 columns, 4 limits, 1 arrow, 0 gates, 1 blocker, 0 metrics."
    assert said[1].startswith("Not read: hello") and len(said) == 2
    assert whiteboard.limit(drawing(BOARD), "Experiment") == 3 and whiteboard.limit(Drawing(), "Experiment") is None
    assert whiteboard.limit(drawing(BOARD), "Killed") is None


# --- the pitch ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "fits"), [(35, False), (36, True), (75, True), (76, False)])
def test_a_pitch_takes_fifteen_to_thirty_seconds(count: int, fits: bool) -> None:
    drill = pitch.make(Setting())
    question = drill.find("pitch")
    parts = [option.key for option in question.more({"pitch": "x"})[0].options]  # type: ignore[attr-defined]
    answer: Answer = {"pitch": "word " * count, "parts": parts}
    grade = drill.grade(question, answer)
    assert grade.data["fits"] == fits and grade.right == fits
    assert grade.score == pytest.approx((len(parts) + fits) / (len(parts) + 1))
    none = drill.grade(question, {**answer, "parts": parts[1:]})
    assert not none.right and none.score == pytest.approx((len(parts) - 1 + fits) / (len(parts) + 1))
    assert ("too long" in grade.lines[0], "there is time" in grade.lines[0]) == (count > 75, count < 36)
    json.dumps(grade.data)


# --- the story ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "fits"), [(300, True), (301, False)])
def test_a_story_takes_two_minutes_at_most(count: int, fits: bool) -> None:
    drill = story.Story.__new__(story.Story)
    parts = [part.id for part in rubric.shipped("story").parts]
    boxes = {"situation": "word " * (count - 30), "task": "word " * 10, "action": "word " * 10, "result": "word " * 10}
    grade = drill.grade(pitch.make(Setting()).find("pitch"), {**boxes, "parts": parts})
    assert grade.data["fits"] == fits and grade.score == pytest.approx((len(parts) + fits) / (len(parts) + 1))
    assert grade.right and ("too long" in grade.lines[0]) != fits
    real = drill.grade(
        pitch.make(Setting()).find("pitch"), {**boxes, "parts": [one for one in parts if one != "simulation"]}
    )
    assert not real.right, "told as real it is no good story"
    few = drill.grade(pitch.make(Setting()).find("pitch"), {**boxes, "parts": ["simulation"]})
    assert not few.right and few.score == pytest.approx((1 + fits) / (len(parts) + 1))
