"""The dialogue of a drill to the letter: one made by hand that asks for everything a drill can ask for."""

import io
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from aiboard.cli import drill as drill_command
from aiboard.cli import drill_plain, main
from aiboard.cli.drill import question_document
from aiboard.cli.drill_plain import parse_shares, practise
from aiboard.drills.asks import Ask, Item, Open, Option, Percent, Pick, Play, Several, Weights, Words
from aiboard.drills.attempts import Store
from aiboard.drills.drill import DRILLS, OneQuestion, Setting
from aiboard.drills.form import ChoiceField, Field, Form, Grader, NumberField
from aiboard.drills.question import Answer, Grade, Question
from aiboard.instruments.errors import InputError
from tests.written import as_written

GOLDEN = Path(__file__).parent / "golden"
OPTIONS = (Option("ann", "Ann's way"), Option("bob", "Bob's way"), Option("cyd", "Cyd's way"))
PICK = Pick("pick", "Which one?", OPTIONS)
NUMBERED = Pick("numbered", "Which is it?", OPTIONS, named=False)
PERCENT = Percent("percent", "How sure are you?")
SHARES = Weights("shares", "How likely is each?", OPTIONS)
SEVERAL = Several("several", "Which hold?", OPTIONS, initial=("bob",))
WORDS = Words("words", "Say it.", seconds=65, check=lambda text: [f"So far {len(text)} characters."])
SPOKEN = Words("spoken", "Speak.", seconds=60, rate=130, initial="As it was.", optional=True)
OPEN = Open(
    "open", "Look around.", (Item("log", "The log", 3, ("first", "second")), Item("cost", "The cost", 1, ("$5",)),
    Item("all", "Everything", 9, ("x",))), 5,
)  # fmt: skip
FORM = Form(
    "form", "Fill it in.",
    (
        Field("goal", "canvas", "Goal", Grader.PERSON),
        NumberField("gpus", "limits", "GPUs", Grader.PROGRAM, 1, 8, 1, 2, "GPUs"),
        ChoiceField("order", "limits", "Order", Grader.SIMULATION, OPTIONS),
    ),
)  # fmt: skip


class Made(OneQuestion):
    """Asks what it is told to ask; an answer is worth three quarters."""

    def __init__(self, *asks: Ask) -> None:
        lines = ("What is given.", "A second line.")
        self.QUESTION = Question(
            "quiz", "made/one", "A made question", lines, asks, "Checked: all.", "Judged: none.", "CODE"
        )  # type: ignore[misc]

    def grade(self, question: Question, answer: Answer) -> Grade:
        if answer.get("words") == "refused":
            raise InputError("these words are refused", field="words")
        return Grade(0.75, True, (f"You said {answer}.",), ("A model answer.",) if "words" in answer else ())


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AIBOARD_SAVES", "saves")


def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], drill: Made, *lines: str) -> str:
    """What the dialogue says to these lines."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    assert practise("quiz", drill, Store.load(), None) == 0
    return capsys.readouterr().out


def test_everything_that_is_asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = typed(
        monkeypatch, capsys, Made(PICK, NUMBERED, PERCENT, SHARES, SEVERAL, WORDS, SPOKEN),
        *("dan", " Ann. "),
        *("0", "4", "x", " 2. "),
        *("101", "70 %."),
        *("none", "dan 60 bob 40", "ann 60", "ann=60, bob: 30 rest"),
        *("dan", "cyd ann"),
        *("one", "-", "two", "Check", "--", "three", "four", "."),
        ".",
        "quit",
    )  # fmt: skip
    as_written(GOLDEN / "drill-everything.txt", text)


def test_evidence_is_opened_within_the_minutes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drill = Made(OPEN, PERCENT)
    lines = ("soul", "all", "LOG", "log", "cost", "done")
    text = typed(monkeypatch, capsys, drill, *lines)
    # Begun again, what was opened is shown again, and asked is what comes next.
    again = typed(monkeypatch, capsys, drill, "50", "quit")
    as_written(GOLDEN / "drill-evidence.txt", text + "---\n" + again)
    half = typed(monkeypatch, capsys, drill, "cost")
    assert "5 minutes left." in half and "4 minutes left." in half
    on = typed(monkeypatch, capsys, drill, "done", "50", "quit")
    assert "The cost:" in on and "4 minutes left." in on and "5 minutes left." not in on


def test_a_form_field_by_field(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = typed(
        monkeypatch, capsys, Made(FORM),
        *("", "Fewer tickets", "back", "Fewer calls", "9", "limits:", "order: dan", "yaml", "4", "ann"),
        *("back", "bob", "goal: Fewer mails", "nothing of it", "yaml", "", "quit"),
    )  # fmt: skip
    as_written(GOLDEN / "drill-form.txt", text)


def test_a_form_that_was_begun_goes_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed(monkeypatch, capsys, Made(FORM), "Fewer calls")
    text = typed(monkeypatch, capsys, Made(FORM), "back", "back", "back", "Fewer mails")
    heads = [line.partition("[")[0] for line in text.splitlines() if "]: " in line and line[:1] != " "]
    assert heads == ["limits, gpus ", *["canvas, goal "] * 3, "limits, gpus "], "before the first there is none"


def test_a_text_that_is_refused_is_kept_to_be_corrected(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drill = Made(replace(WORDS, seconds=0, check=None))
    text = typed(monkeypatch, capsys, drill, "refused", ".", ".", "check", "-", "--", "good", ".", "quit")
    as_written(GOLDEN / "drill-refused.txt", text)
    assert Store.load().attempts[0].score == 0.75


def test_texts_have_a_clock_and_what_stood_there_before(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = typed(monkeypatch, capsys, Made(SPOKEN), "Now I say it.", ".", "quit")
    assert "Now, until you write something else:\nAs it was.\n" in text and "1:00 on the clock. As many" in text
    assert "; a dot at once leaves it out." in " ".join(text.split()) and "seconds of 60" not in text
    # The seconds are told only to somebody who sits there: a pipe takes none.
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    lines = iter(["Quick.", ".", "quit"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
    times = iter([100.0, 112.4])
    monkeypatch.setattr(drill_plain.time, "monotonic", lambda: next(times))
    store = Store.load()
    practise("quiz", Made(replace(WORDS, check=None)), store, None)
    out = " ".join(capsys.readouterr().out.split())
    assert "1:05 on the clock." in out and "12 seconds of 65." in out


def test_a_game_within_a_drill_is_begun_once_and_gone_on_with(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    calls: list[tuple[tuple[object, ...], dict[str, object]]] = []
    named: list[object] = []

    def play(*given: object, **named: object) -> int:
        calls.append((given, named))
        return 0

    monkeypatch.setattr(drill_plain, "play", play)
    save = tmp_path / "game.jsonl"
    monkeypatch.setattr(drill_plain, "new_path", lambda *given: named.append(given) or save)
    text = typed(monkeypatch, capsys, Made(Play("play", "Play.", "first-sprint"), PERCENT), "")
    assert "Enter: begin first-sprint. > " in text and "\nBack in the drill.\n" in text
    assert calls == [(("first-sprint",), {"save": save})] and named == [("first-sprint", 0)]
    save.touch()
    typed(monkeypatch, capsys, Made(replace(PERCENT, key="other"), Play("play2", "Play.", "x", str(save))), "5", "")
    assert calls[1:] == [((None,), {"resume": save})]


def test_ctrl_c_ends_the_work_and_not_the_drill(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drill, graded = Made(PERCENT), Made(PERCENT).grade
    tries = iter([True, False])

    def grade(question: Question, answer: Answer) -> Grade:
        if next(tries):
            raise KeyboardInterrupt
        return graded(question, answer)

    monkeypatch.setattr(drill, "grade", grade)
    text = typed(monkeypatch, capsys, drill, "50", "60", "quit")
    assert "Given up; what you gave is kept." in text and "You said {'percent': 60}." in text


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("a 60 b 40", {"a": 60, "b": 40}),
        ("A=60, b-c: 7", {"a": 60, "b-c": 7}),
        ("a60", {}),
        ("a  60", {"a": 60}),
        ("60 a", {}),
        ("a 1000", {"a": 100}),
        ("", {}),
    ],
)
def test_shares_as_people_write_them(text: str, shares: dict[str, int]) -> None:
    assert parse_shares(text) == shares


@pytest.mark.parametrize("word", ["quit", " Q ", "QUIT"])
def test_a_drill_is_left_at_any_question(
    word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = typed(monkeypatch, capsys, Made(PERCENT, PICK), "50", word, "a")
    assert "Which one?" in text and text.splitlines()[-1].startswith("0 attempts in ")
    assert "What you began goes on next time." in " ".join(text.split()) and "You said" not in text


# --- the command ---------------------------------------------------------------------------------------------


def test_the_document_of_a_question() -> None:
    drill = Made(replace(PICK, default="bob"), PERCENT, OPEN)
    document = question_document(drill.QUESTION, ["cost"])
    assert list(document) == ["drill", "id", "title", "dimension", "lines", "asks", "checked", "judged"]
    assert (document["dimension"], document["judged"], document["lines"][0]) == (
        "CODE",
        "Judged: none.",
        "What is given.",
    )
    pick, percent, look = document["asks"]
    assert (pick["kind"], pick["left_out"], pick["wanted"]) == ("pick", "bob", "give one of ann, bob, cyd")
    assert percent == {
        "key": "percent", "kind": "percent", "prompt": "How sure are you?",
        "wanted": "give a whole number from 0 to 100",
    }  # fmt: skip
    assert look["opened"] == {"cost": ["$5"]} and look["minutes"] == 5


def test_the_drill_opens_on_the_screen_with_what_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(drill_command, "is_interactive", lambda: True)
    monkeypatch.setattr("aiboard.tui.run", lambda options: opened.append(options.drill) or 4)
    assert main.main(["drill", "quiz"]) == main.main(["drill", "quiz", "--question", "x"]) == 4
    assert opened == [("quiz", Setting(), None), ("quiz", Setting(), "x")]
    opened.clear()
    assert main.main(["drill", "quiz", "--seed", "0"]) == main.main(["drill", "defect", "--seed", "1"]) == 4
    (_, setting, question), (_, _, other) = opened  # type: ignore[misc]
    assert setting == Setting(seed=0) and question is not None and other == "gate-rule"
    opened.clear()
    # Of a session the seed draws the parts: no question of it is meant.
    assert main.main(["drill", "tomorrow", "--seed", "3", "--again"]) == 4
    assert opened == [("tomorrow", Setting(seed=3, again=True), None)]


@pytest.mark.parametrize(
    "option",
    [
        ["--question", "x"], ["--seed", "0"], ["--bank", "x"], ["--save", "x"], ["--day", "0"], ["--open", "x"],
        ["--answer", "x"], ["--out", "x.md"], ["--interviewer"], ["--again"],
    ],
)  # fmt: skip
def test_the_list_takes_no_option_of_a_drill(option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["drill", *option]) == 2
    assert capsys.readouterr().err == f"{option[0]}: needs the name of a drill before it\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["quiz", "--save", "x"], "--save: changes nothing in quiz; it goes with story, stakeholder, tomorrow"),
        (["quiz", "--question", "x", "--day", "1"], "--day: changes nothing in quiz; it goes with stakeholder"),
        (["quiz", "--seed", "-1"], "--seed: is 0 or more"),
        (["stakeholder", "--answer", "a", "--day", "0"], "--day: changes nothing beside --answer; leave it out"),
        (["quiz", "--open", "x"], "--open: goes with --json; elsewhere evidence is opened in turn"),
        (["quiz", "--json", "--open", "x", "--interviewer"], "--open: goes with --json; elsewhere evidence"),
        (["tomorrow", "--again", "--interviewer"], "--again: begins tomorrow anew; leave it out here"),
        (["tomorrow", "--again", "--answer", "x"], "--again: begins tomorrow anew; leave it out here"),
        (["story", "--out", "x.md"], "--out: goes with --interviewer, and with tomorrow"),
        (["quiz", "--progress"], "--progress: is about all drills; leave the name out"),
        (["nobody", "--progress"], "--progress: is about all drills; leave the name out"),
        (["nobody", "--day", "1"], "no drill is called 'nobody'; there are "),
    ],
)  # fmt: skip
def test_options_that_would_change_nothing(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["drill", *words]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(said) and err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", '{"id": 3, "answer": {}}', ": id: is missing; give the id that the question was printed with"),
        ("a.json", '{"id": "x"}', ': answer: is missing; write {"id": …, "answer": {…}}'),
        ("a.json", '{"id": "x", "answer": []}', ': answer: is missing; write {"id": …, "answer": {…}}'),
        ("a.json", '{"id": "x",\n\n "answer": ]}', ':3: is not JSON; write {"id": …, "answer": {…}}'),
        ("deep.json", "", ': is not JSON; write {"id": …, "answer": {…}}'),
        ("a.YML", "id: x\nanswer: [\n", ":3: not YAML: "),
        ("a.yaml", "id: x\nanswer: 3\n", ': answer: is missing; write {"id": …, "answer": {…}}'),
    ],
)
def test_a_file_that_holds_no_answer(
    name: str, content: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    file.write_text(content or "[" * 99_000, encoding="utf-8")
    assert main.main(["drill", "quiz", "--answer", str(file)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{file}{said}") and Store.load().attempts == []


def test_an_answer_may_leave_the_id_to_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"answer": {"option": "a", "confidence": 90}}', encoding="utf-8")
    assert main.main(["drill", "quiz", "--question", "ch03/passed-monday", "--answer", str(file)]) == 0
    assert '"id": "ch03/passed-monday"' in capsys.readouterr().out


@pytest.mark.parametrize(("columns", "widest"), [("20", 50), ("70", 70), ("300", 100)])
def test_the_list_fits_the_terminal(
    columns: str, widest: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert main.main(["drill"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert widest - 12 < max(map(len, lines[:-2])) <= widest
    assert lines[-2:] == ["", "aiboard drill NAME begins one."]
    # The words stand in a column of their own, also where they go on.
    at = max(len(one.id) for one in DRILLS) + len("   5 min  ")
    for line in lines[:-2]:
        assert line[at] != " " and (line[:at].isspace() or line[:at].endswith(" min  "))
