"""What a drill tells of an answer: fields of forms, pictures, rubric parts, the case study's page, the last page."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.analysis.estimate import Estimate
from aiboard.analysis.lessons.verdict import BoundaryVerdict, Verdict
from aiboard.drills import rubric
from aiboard.drills.asks import Option
from aiboard.drills.attempts import Attempt, Note, Store
from aiboard.drills.case import drill as case
from aiboard.drills.case import form as forms
from aiboard.drills.case.project import project
from aiboard.drills.case.simulation import Outcome, Switch
from aiboard.drills.case.whys import WHYS
from aiboard.drills.diagnose.evidence import _launch_numbers
from aiboard.drills.drawing import drawing, picture
from aiboard.drills.form import (
    ChoiceField,
    Field,
    Form,
    Grader,
    MultiChoiceField,
    NumberField,
    SentenceField,
    parse_field_line,
    parse_field_text,
    template,
)
from aiboard.drills.page import Page, Section, html, markdown, render, text
from aiboard.drills.progress import progress, row, row_text
from aiboard.drills.quiz import _boundary_text, _lesson_text
from aiboard.drills.stakeholder.forecast import KINDS
from aiboard.drills.tomorrow import report
from aiboard.drills.tomorrow.game import question, restart_question
from aiboard.drills.tomorrow.plan import Part, RehearsalSession, current
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import EvalStarted, Promoted
from aiboard.instruments.errors import InputError

# --- fields ---------------------------------------------------------------------------------------------------------

TWO = (Option("a", "one"), Option("50", "fifty"), Option("yes", "indeed"))
ABOUT = ("key", "group", "Name", Grader.PROGRAM)
#: A field, what it takes and as what, what it refuses, how a value is shown, what it wants.
FIELDS: list[tuple[Field, list[tuple[object, object]], list[object], list[tuple[object, str]], str]] = [
    (Field(*ABOUT), [(" x ", "x"), ("y" * 600, "y" * 600)], ["", " ", "y" * 601, 3, None], [("x", "x")], "a sentence"),
    (
        SentenceField(*ABOUT, 3),
        [("two words more", "two words more")],
        ["two words", "asdf qwer zxcv", 3],
        [("x y z", "x y z")],
        "a sentence of 3 words or more, at most 600 characters",
    ),
    (
        NumberField(*ABOUT, 1, 5, 1, 3, "days"),
        [(1, 1), (5, 5), (2.0, 2)],
        [0, 6, 0.5, 2.5, True, "3"],
        [(3, "3 days"), (1, "1 day")],
        "1 to 5 days",
    ),
    (
        NumberField(*ABOUT, 0.5, 2.5, 0.5, 1, "ms"),
        [(0.5, 0.5), (1.2345, 1.234), (2, 2)],
        [0.4, 2.6],
        [(1, "1 ms"), (1.5, "1.5 ms")],
        "0.5 to 2.5 ms",
    ),
    (NumberField(*ABOUT, 0, 9, 1, 1, ""), [(0, 0)], [-1], [(4, "4")], "0 to 9"),
    (
        ChoiceField(*ABOUT, TWO),
        [("a", "a"), (50, "50"), (50.0, "50"), (True, "yes")],
        ["b", False, None, 51],
        [("50", "fifty"), ("a", "one")],
        "one of a, 50, yes",
    ),
    (
        MultiChoiceField(*ABOUT, TWO),
        [(["yes", "a"], ["a", "yes"]), ([], [])],
        ["a", ["b"], None],
        [(["a", "yes"], "one; indeed"), ([], "none")],
        "a list of any of a, 50, yes; [] for none",
    ),
]


@pytest.mark.parametrize(("field", "takes", "refuses", "shown", "wanted"), FIELDS)
def test_what_a_field_takes_and_how_it_shows_it(
    field: Field, takes: list[Any], refuses: list[Any], shown: list[Any], wanted: str
) -> None:
    assert [field.parse(given) for given, _ in takes] == [taken for _, taken in takes]
    assert [field.parse(given) for given in refuses] == [None] * len(refuses)
    assert [field.value_text(value) for value, _ in shown] == [words for _, words in shown]
    assert field.input_hint() == wanted
    assert all(isinstance(field.error_text(given), str) and field.error_text(given) for given in refuses)


SHEET = Form(
    "f",
    "?",
    (
        NumberField("n", "g", "Count", Grader.PROGRAM, 1, 5, 1, 3, "days"),
        MultiChoiceField("c", "h", "Some", Grader.SIMULATION, TWO),
    ),
)


def test_a_form_as_a_whole() -> None:
    assert SHEET.parse({"g": {"n": 2}, "c": ["a"]}) == {"n": 2, "c": ["a"]} == SHEET.parse({"n": 2, "h": {"c": ["a"]}})
    assert SHEET.answer_text({"n": 2, "c": []}) == "Count: 2 days\nSome: none"
    assert [(name, [one.key for one in fields]) for name, fields in SHEET.groups()] == [("g", ["n"]), ("h", ["c"])]
    assert [one.key for one in SHEET.missing({"n": 1})] == ["c"] and SHEET.field_by_key("c").name == "Some"
    assert SHEET.parse_draft({"n": 9, "c": ["a"], "x": 1}) == {"c": ["a"]} and SHEET.parse_draft([]) == {}
    rows = SHEET.data([])["fields"]
    assert rows[0] == {"key": "n", "group": "g", "name": "Count", "judged_by": "program", "wanted": "1 to 5 days"}
    assert rows[1]["judged_by"] == "simulation" and SHEET.input_hint() == "give a value for each field: n, c"
    assert template(SHEET, {"c": ["a"]}) == ["g:", "  # n: 1 to 5 days", "h:", '  c: ["a"]']
    assert (
        parse_field_line(SHEET, " n : 4 ") == (SHEET.fields[0], "4")
        and parse_field_line(SHEET, "n 4") is None
        and parse_field_line(SHEET, "x: 4") is None
    )
    for given, says in (
        ([], "should be fields"),
        ({"x": 1}, "x: is no field"),
        ({"n": 2}, "c: is missing"),
        ({"n": 9}, "n: "),
    ):
        with pytest.raises(InputError) as caught:
            SHEET.parse(given)
        assert says in f"{caught.value}"


@pytest.mark.parametrize(
    ("field", "line", "value"),
    [
        (0, "3", 3), (0, "$3", 3), (0, "3 %", 3), (0, "'3'", 3), (0, "3.0", 3),
        (1, "a, yes", ["a", "yes"]), (1, "[a yes]", ["a", "yes"]), (1, "none", []), (1, "[]", []),
    ],
)  # fmt: skip
def test_a_typed_line_means_a_value(field: int, line: str, value: object) -> None:
    assert parse_field_text(SHEET.fields[field], line) == value


@pytest.mark.parametrize(("field", "line"), [(0, "nan"), (0, "1_000"), (0, ""), (0, "3 days"), (1, ""), (1, "b")])
def test_a_typed_line_may_mean_nothing(field: int, line: str) -> None:
    with pytest.raises(InputError):
        parse_field_text(SHEET.fields[field], line)


# --- the whiteboard's picture ---------------------------------------------------------------------------------------


def test_a_board_is_drawn_box_by_box() -> None:
    found = drawing(
        "column Ideas\ncolumn Train WIP 3\narrow Ideas -> Train\narrow Train -> Ideas\n"
        "gate Ideas -> Train: a ticket\nblocker Train: no GPUs\nmetric kill rate"
    )
    assert found.columns == {"Ideas": None, "Train": 3} and not found.unread
    assert picture(found) == [
        "┌────────────────┬────────────────┐",
        "│ Ideas          │ Train          │",
        "│ no limit       │ limit 3        │",
        "│                │ ■ blocked      │",
        "└────────────────┴────────────────┘",
        "  Ideas ──▶ Train",
        "  Train ──▶ (back) Ideas",
        "", "gates", "  Ideas → Train: a ticket", "", "blockers", "  ■ Train: no GPUs", "", "metrics", "  kill rate",
    ]  # fmt: skip


@pytest.mark.parametrize(("columns", "rows", "width"), [(4, 1, 69), (5, 1, 76), (8, 1, 73), (9, 2, 73)])
def test_many_columns_become_narrow_and_then_two_rows(columns: int, rows: int, width: int) -> None:
    drawn = picture(drawing("\n".join(f"column column{n}" for n in range(columns))))
    assert sum(line.startswith("┌") for line in drawn) == rows and len(drawn[0]) == width


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("column", "needs a name"), ("arrow A", "needs FROM -> TO"), ("arrow A -> C", "no column 'C'"),
        ("gate A -> B", "after a colon"), ("gate A -> B: ?", "after a colon"), ("blocker A", "after a colon"),
        ("blocker C: late labels", "no column 'C'"), ("metric", "needs words"), ("cards A", "begins with none of"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_says_why(line: str, why: str) -> None:
    found = drawing(f"column A\ncolumn B\n{line}")
    (said,) = found.unread
    assert said.startswith(line) and why in said
    assert len(found.columns) == 2 and not (found.arrows or found.gates or found.blockers or found.metrics)


def test_only_so_many_lines_are_read() -> None:
    lines = [f"metric kill rate {n}" for n in range(300)]
    found = drawing("\n".join(lines))
    assert len(found.metrics) < 300 and found.unread == [
        f"{300 - len(found.metrics)} lines after the first {len(found.metrics)}"
    ]


# --- rubrics --------------------------------------------------------------------------------------------------------

_MADE = [
    rubric.Part(id="one", name="One", words=[["alpha", "beta"], ["gamma"]], missing="Say alpha.", dimension="CODE"),
    rubric.Part(id="two", name="Two", words=[["$"]], missing="Say money."),
]
PARTS = rubric.shipped("pitch").model_copy(update={"parts": _MADE, "model": ["m"]})


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Alpha and gamma.", {"one": "Alpha and gamma."}),
        ("Beta. Then gamma rays.", {"one": "Beta. Then gamma rays."}),
        ("Alpha. Nothing. Gamma.", {}),
        ("Alphabet, gammas.", {"one": "Alphabet, gammas."}),
        ("An xalpha and gamma.", {}),
        ("Alpha. It cost$5 more; so what?", {"two": "It cost$5 more;"}),
        ("Alpha is first. Gamma and beta too.", {"one": "Gamma and beta too."}),
    ],
)
def test_a_part_is_in_a_sentence_or_in_two_that_follow_each_other(said: str, found: dict[str, str]) -> None:
    assert rubric.find_parts(PARTS, said) == found


def test_a_part_may_be_looked_for_in_its_own_box() -> None:
    assert rubric.find_parts(PARTS, "alpha gamma", {"one": "nothing"}) == {}
    assert list(rubric.part_lines(PARTS, {"one": "x"}, ["one"])) == ["✓ One", "✗ Say money."]
    assert list(rubric.part_lines(PARTS, {"one": "x"}, ["two"])) == [
        "✗ Say alpha. (by your word)",
        "✓ Two (by your word)",
    ]
    brief = rubric.brief(PARTS, "DESIGN")
    assert [(point.text, point.dimension) for point in brief.good] == [("One", "CODE"), ("Two", "DESIGN")]
    asked = rubric.correction(PARTS, {"one": "alpha gamma"})
    assert asked.initial == ("one",) and [option.text for option in asked.options] == ["One: “alpha gamma”", "Two"]


# --- the case study's page ------------------------------------------------------------------------------------------


def outcome(*effects: tuple[str, float, float | None], **more: Any) -> Outcome:
    """Choices by what they made, dollars a game, with half an interval."""
    switches = tuple(
        Switch(key, Estimate(mean, None, None) if half is None else Estimate.from_half_width(mean, half))
        for key, mean, half in effects
    )
    values = {
        name: Estimate.from_half_width(mean, 50)
        for name, mean in (("design", 600), ("idle", 100), ("heuristic", 500), ("reference", 1_100))
    }
    against = {"heuristic": Estimate.from_half_width(100, 40), "reference": Estimate.from_half_width(-500, 90)}
    return Outcome(
        50, {**values, **more.get("values", {})}, against, switches, {"idle": 40, "heuristic": 30, "reference": 9}
    )


def test_a_design_stands_between_idle_and_the_reference() -> None:
    assert outcome().equity() == 0.5
    assert outcome(values={"design": Estimate(1_100, 0, 0)}).equity() == 1
    assert outcome(values={"reference": Estimate(100, 0, 0)}).equity() == 0


def test_the_three_dearest_choices_are_asked_about() -> None:
    rows = outcome(("a", -5, 1), ("b", 0, 1), ("c", 3, 1), ("d", -9, 1), ("e", -7, 1), ("f", -6, 1))
    assert [one.key for one in case.costly_switches(rows)] == ["d", "e", "f"]
    assert [one.key for one in case.costly_switches(outcome(("a", -5, 1)))] == ["a"]


@pytest.mark.parametrize("mean", [0, 0.01, 300])
def test_a_choice_that_cost_nothing_is_not_asked_about(mean: float) -> None:
    assert case.costly_switches(outcome(("a", mean, 1))) == []
    assert [one.key for one in case.costly_switches(outcome(("a", mean, 1), ("b", -0.01, 1)))] == ["b"]


def test_a_choice_is_told_by_what_it_cost() -> None:
    found = project(1)
    plain = forms.usual(found.world)
    own = {**plain, "gates": ["slices"], "orders": ["start"], "columns": "Experiment 9", "legal": "when-near"}
    for key, said in (
        ("gates.slices", "Keeping the gate 'slices'"), ("gates.safety", "Leaving out the gate 'safety'"),
        ("orders.start", "The standing order 'start' on auto"), ("columns", "Limit on Experiment: 9 in place of 3"),
    ):  # fmt: skip
        sure, maybe = (
            Switch(key, Estimate.from_half_width(-1_000, 250)),
            Switch(key, Estimate.from_half_width(-1_000, 1_250)),
        )
        assert case.cost(sure, own, found) == f"{said} cost you $1,000 ± 250 a game"
        assert case._why(sure, own, found) == f"{said} cost you $1,000 ± 250 a game: why?"
        assert case._why(maybe, own, found).endswith("± 1,250 a game. That may be luck; if it is not, why?")
    won = Switch("legal", Estimate(20, None, None))
    assert case.cost(won, own, found).endswith("brought you $20 ± 0 a game") and "” in place of “" in case.cost(
        won, own, found
    )


@pytest.mark.parametrize(
    ("difference", "says"),
    [
        (Estimate(5, 1, 9), "✓ It beats"), (Estimate(-5, -9, -1), "✗ It loses"), (Estimate(0, 0, 0), "✓ It plays as"),
        (Estimate(5, 0, 10), "not told"), (Estimate(-5, -10, 0), "not told"), (Estimate(5, None, None), "not told"),
    ],
)  # fmt: skip
def test_a_design_is_held_against_the_usual_advice(difference: Estimate, says: str) -> None:
    assert says in case._verdict(difference)


def test_the_page_tells_games_choices_and_what_is_left_to_judge() -> None:
    found = project(1)
    plain = forms.usual(found.world)
    values = {
        **{field.key: f"my {field.key}" for field in case.FORM.fields},
        **plain,
        "legal": "when-near",
        "take_back": "no",
    }
    rows = outcome(("legal", -300, 100), ("take_back", 0, 0), ("canary", 40, 100))
    told_games = "\n".join(case._simulated(rows))
    assert "50 games" in told_games and "your design $600 [$550, $650]" in told_games
    assert "against heuristic: +$100 [+$60, +$140], 30 of 50 games won" in told_games
    choices = list(case._choices(rows, values, found))
    assert choices[0].startswith("Your choices") and "cost you $300" in choices[1] and "luck" not in choices[1]
    assert "brought you $40" in choices[2] and choices[2].endswith("a game. That may be luck.")
    assert choices[3].startswith("Unusual too") and len(choices) == 5
    assert list(case._choices(outcome(), values, found)) == ["No choice of yours plays otherwise than the usual one."]
    judged = list(case._judged(rows, values, found, {"why-1": "we waited"}))
    at = judged.index("    You: we waited")
    assert "cost you $300" in judged[at - 1] and judged[at + 1] == f"    A model answer: {WHYS['legal']}"
    mine = [field for field in case.FORM.fields if field.by == Grader.PERSON]
    assert judged[1 : 1 + len(mine)] == [f"  {field.name}: {values[field.key]}" for field in mine]
    data = case._data([SimpleNamespace(name="x", ok=True)], rows, found)  # type: ignore[list-item]
    assert data["checks"] == [{"name": "x", "ok": True}] and data["won"] == rows.wins and data["games"] == 50
    assert data["switches"][0] == {"choice": "legal", "effect": {"mean": -300, "low": -400, "high": -200}}
    assert data["value"]["idle"]["mean"] == 100 and data["against"]["reference"]["mean"] == -500


# --- sheets and pages -----------------------------------------------------------------------------------------------


def attempt(
    dimension: str,
    score: float,
    right: bool,
    sure: int | None = None,
    name: str = "x",
    drill: str = "quiz",
    **more: Any,
) -> Attempt:
    return Attempt("2026-03-01T10:00:00Z", drill, name, dimension, score, right, sure, **more)


def test_attempts_summed_up() -> None:
    found = row("CODE", [attempt("CODE", 1, True, 90), attempt("CODE", 0.5, False, 60), attempt("CODE", 0, False)])
    assert (found.tries, found.score, found.sure, found.right, found.penalty) == (3, 0.5, 0.75, 0.5, 0.185)
    assert row_text(found) == "3 tries, score 50 %, sure 75 %, right 50 %, squared error 0.18"
    assert (
        row_text(row("x", [])) == "not tried yet"
        and row_text(row("x", [attempt("x", 1, True)])) == "1 try, score 100 %"
    )
    assert progress([attempt("CODE", 1, True, 90)]).document()["due"] == [
        {"question": "x", "time": "2026-03-01T10:00:00Z"}
    ]


@pytest.mark.parametrize(
    ("gap", "says"),
    [
        (9.9, "about as sure"),
        (-9.9, "about as sure"),
        (10, "surer than you were right"),
        (-10, "you know more than you think"),
    ],
)
def test_confidence_leans(gap: float, says: str) -> None:
    assert says in report._leaning(gap)


def test_a_dimension_is_weak_under_seven_tenths(tmp_path: Path) -> None:
    parts = (Part("quiz", "ch03/a"), Part("pitch", "pitch"), Part("quiz", "ch05/b"))
    session = RehearsalSession("2026-03-01T09:00:00Z", "", parts)
    store = Store(tmp_path / "a.jsonl")
    store.attempts = [
        attempt("CODE", 0.7, True, 80, "ch03/a"),
        attempt("DESIGN", 0.69, False, None, "pitch", "pitch", missing=("m1", "m2", "m3", "m4", "m5", "m6")),
        attempt("DEBUG", 1, False, 60, "ch05/b"),
    ]
    made = report.page(session, store, 40)
    lines = {section.title: section.lines for section in made.sections}
    assert lines["In short"] == (
        "3 parts, mean score 80 %; you feel 40 % ready.",
        "In the quiz you were 70 % sure and 50 % right: surer than you were right.",
        "Begin with CONCEPT, DESIGN, FRONTIER.",
    )
    assert lines["CODE"] == ("1 try, score 70 %, sure 80 %, right 100 %, squared error 0.04.",)
    assert lines["DESIGN"] == (
        "1 try, score 69 %. Read again.",
        *(f"  pitch: m{n}" for n in range(1, 5)),
        "  and 2 more",
    )
    assert lines["CONCEPT"] == ("Not seen in this session.",)
    read = " ".join(lines["Read again"])
    assert "Chapter 5: aiboard lab" in read and "Chapter 3" not in read and "Do again for DESIGN: aiboard drill" in read
    assert lines["Facts of your game to have at hand"] == ("Its save cannot be read any more.",)
    store.attempts = [attempt(name, 1, True, 90, "ch03/a") for name in ("CODE",)]
    assert "Nothing is weak" not in " ".join(report.page(session, store, 40).sections[0].lines)


def test_a_session_is_fresh_for_three_days_and_answered_part_by_part(tmp_path: Path) -> None:
    begun = datetime(2026, 3, 1, 9, tzinfo=UTC)
    session = RehearsalSession("2026-03-01T09:00:00Z", "s", (Part("quiz", "a"), Part("pitch", "p")), before=1)
    assert session.begun == begun and session.fresh(begun + timedelta(days=3, seconds=-1))
    assert not session.fresh(begun + timedelta(days=3))
    store = Store(tmp_path / "a.jsonl")
    old, late = attempt("CODE", 1, True, None, "a"), attempt("CODE", 0, False, None, "a")
    store.attempts = [old]
    assert session.next_part(store) == session.parts[0], "answered before it was begun"
    store.attempts.append(late)
    assert session.done(store) == {session.parts[0]: late} and session.next_part(store) == session.parts[1]
    store.attempts.append(attempt("CODE", 1, True, None, "p", "pitch"))
    assert session.next_part(store) is None and len(session.done(store)) == 2
    store.drafts = {
        ("tomorrow", "2026-03-01T09:00:00Z"): {"begun": 3},
        ("tomorrow", "2026-03-01T09:00:00Z/game"): {"x": 1},
    }
    found = current(store)
    assert found is not None and (found.id, found.before, found.parts) == ("2026-03-01T09:00:00Z", 3, ())


def test_which_game_a_session_is_about_is_asked_with_what_there_is() -> None:
    session = RehearsalSession("2026-03-01T09:00:00Z", "/x/mine.aiboard")
    none = question(session, SimpleNamespace(finished=None, played=None, unfinished=Path("/y/open")))  # type: ignore[arg-type]
    assert [option.key for option in none.asks[0].options] == ["play"]  # type: ignore[attr-defined]
    (play,) = none.more({"game": "play"}) or none.more({none.asks[0].key: "play"})
    assert (play.scenario, play.resume) == ("first-sprint", "/y/open") and none.more({none.asks[0].key: "last"}) == ()  # type: ignore[attr-defined]
    both = question(session, SimpleNamespace(finished=Path("/x/old.aiboard"), played=None, unfinished=None))  # type: ignore[arg-type]
    assert [option.key for option in both.asks[0].options] == ["play", "last"]  # type: ignore[attr-defined]
    assert both.more({both.asks[0].key: "play"})[0].resume == ""  # type: ignore[attr-defined]
    asked = restart_question(session, Path("/x/other.aiboard"))
    assert [option.text for option in asked.asks[0].options] == [  # type: ignore[attr-defined]
        "Go on about mine", "Drop that session and begin anew, about other",
    ]  # fmt: skip


PAGE = Page("A <b>", (Section("S", ("one", "", "  two *x*")), Section("D", ("a  b`", "<c>"), fixed=True)))


def test_a_page_in_three_forms() -> None:
    plain = text(PAGE).splitlines()
    assert plain[0] == "A <b>" and plain[2].startswith("── S ───") and len(plain[2]) == 80
    assert plain[3:6] == ["one", "", "  two *x*"] and plain[-2:] == ["a  b`", "<c>"]
    marked = markdown(PAGE).splitlines()
    assert marked[:5] == ["# A \\<b\\>", "", "## S", "", "- one"] and "  - two \\*x\\*" in marked
    assert marked[marked.index("```text") :] == ["```text", "a  b'", "<c>", "```"]
    made = html(PAGE)
    assert (
        "<h1>A &lt;b&gt;</h1>" in made
        and "<li>one</li>\n<li>two *x*</li>" in made
        and "<pre>a  b`\n&lt;c&gt;</pre>" in made
    )
    for name, form in (("x.md", markdown), ("x.HTML", html), ("x.htm", html), ("x.txt", text)):
        assert render(PAGE, Path(name)) == form(PAGE)
    with pytest.raises(InputError, match=r"should end in"):
        render(PAGE, Path("x.pdf"))


def test_a_note_is_one_line() -> None:
    assert Note("2026-11-27T09:30:00Z", "d", "q", "CODE", 3, "asked").line == "2026-11-27 09:30  CODE 3  asked"
    assert Note("2026-11-27T09:30:00Z", "d", "q", "", None, "asked").line == "2026-11-27 09:30  asked"


# --- the quiz's figures ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "says"),
    [
        ("HOLDS", "It is worth "),
        ("SMALL", ": little."),
        ("OPEN", "not told from nothing. doubt"),
        ("LOSES", "it costs here. doubt"),
    ],
)
def test_what_a_lesson_was_worth_is_said_by_its_verdict(verdict: str, says: str) -> None:
    lesson = SimpleNamespace(doubt="doubt", until="until", boundary=SimpleNamespace(where="where", why="why"))
    made: Any = SimpleNamespace(
        here=SimpleNamespace(equity=Estimate(3, 1, 5)), there=SimpleNamespace(equity=Estimate(1, 0, 2)), lesson=lesson,
        verdict=Verdict[verdict], boundary_verdict=BoundaryVerdict.LESS,
    )  # fmt: skip
    assert says in _lesson_text(made) and "equity points a game" in _lesson_text(made)
    assert _boundary_text(made).startswith("Measured where too: ") and _boundary_text(made).endswith(
        "It should stop paying until."
    )
    made.there.equity, made.boundary_verdict = None, BoundaryVerdict.STOPS
    assert _boundary_text(made) == "Another answer is right where: there it pays nothing. why"


def test_a_quote_begins_with_the_first_word_that_carries_its_part() -> None:
    far = "alpha " + "and then we looked at it " * 5 + "with gamma"
    asked = rubric.correction(PARTS, {"one": far})
    assert asked.options[0].text.startswith("One: “alpha and then")
    late = "and then we looked at it " * 3 + far
    assert rubric.correction(PARTS, {"one": late}).options[0].text.startswith("One: “… ")


@pytest.mark.parametrize(("ends", "said"), [((79.5, 86.0), "79.5 to 86"), ((80.0, 90.0), "80 to 90")])
def test_a_range_of_qualities_is_written_as_it_is_read(ends: tuple[float, float], said: str) -> None:
    assert KINDS["quality"].write(ends) == said and KINDS["quality"].read(said) == ends


def test_seeds_after_a_promotion_are_none_of_it() -> None:
    """What was asked of a card later says nothing about what it was promoted on."""
    promoted = Promoted(1, True)
    rows: list[Event] = [
        EvalStarted(1, 3, 60, 100),
        EvalStarted(2, 9, 60, 100),
        EvalStarted(1, 2, 60, 50),
        promoted,
        EvalStarted(1, 4, 60, 100),
    ]
    played: Any = SimpleNamespace(board=SimpleNamespace(history=rows), ready=0)
    assert _launch_numbers(played) == {"ready": 0, "least_seeds": 5, "promotions": 1}
