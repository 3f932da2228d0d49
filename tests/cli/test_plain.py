"""The game line by line: pipes, the end of the input, saves, hostile text, and everything a screen shows."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aiboard.cli import main, plain_help
from aiboard.cli.plain import _restored_terminal
from aiboard.cli.plain_printed import OVER
from aiboard.cli.plain_words import LineCommands
from aiboard.engine.verbs import VERBS, Action, Prioritise, Start
from aiboard.game import new_game, open_game
from aiboard.instruments.errors import InputError
from aiboard.play.session import Session
from aiboard.play.sheets import Choice, SheetKind
from aiboard.views.verbs import VERB
from aiboard.views.why.topics import ABOUT_ONE, Topic
from aiboard.views.words import LATER
from tests.tui.terminal import Terminal


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> type[object]:
    """Play lines; what was printed. The save is tmp_path/game.jsonl."""

    def run(lines: str, *words: str, scenario: str = "first-sprint", seed: str = "1", code: int = 0) -> str:
        arguments = [scenario, "--seed", seed, "--save", str(tmp_path / "game.jsonl")] if not words else list(words)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode("utf-8", "surrogateescape"))))
        assert main.main(["play", "--plain", *arguments]) == code
        out, err = capsys.readouterr()
        assert "\x1b" not in out + err
        return out + err

    return run  # type: ignore[return-value]


def test_the_first_morning_says_what_is_to_do(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = play("")
    assert "Monday" in out and "S1 D1 Mon" in out
    assert "EXP-001" in out and "Backlog 3" in out
    assert "hint: " in out
    assert f"Saved: {tmp_path / 'game.jsonl'}" in out


def test_a_whole_game_in_a_pipe(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = play("start 1\nstart 2\n" + ".\n" * 20 + "debrief\n")
    assert "The project closes" in out
    last = out[out.index("The project closes") :]
    assert last.index("S2 D20 Fri") < last.index("the next team starts from there") < last.index(OVER), "how it ended"
    assert "Net value" in out
    with open_game(tmp_path / "game.jsonl", read_only=True) as game:
        assert game.board.over


def test_lines_are_the_journals_own(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    play("start 1\nend\nend\nkill 1\nquit\nend\nend\n")
    with open_game(tmp_path / "game.jsonl", read_only=True) as game:
        assert game.board.day == 3
        assert [day for day, _ in game.actions()] == [1, 3]
        # A kill without words is filled in from the evidence.
        assert game.board.cards[0].documented
        assert game.board.cards[0].learning


def test_the_end_of_the_input_saves_and_resume_goes_on(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    play("start 1\nend")
    out = play("board\nend\n", "--resume", str(tmp_path / "game.jsonl"))
    assert "S1 D2 Tue" in out and "S1 D3 Wed" in out
    with open_game(tmp_path / "game.jsonl", read_only=True) as game:
        assert game.board.day == 3


def test_wrong_lines_are_answered_and_change_nothing(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    wrong = ["fly", "start", "start 99", "kill", "card", "card 99", "w 1 colour", "log x", "chart 9", "review 9"]
    wrong += ["promote 1", "help fly", "? end", "? wip experiment 2", "save /no/such/folder/x.jsonl"]
    wrong += ["runs 1 x", "\udcff"]
    for line in wrong:
        out = play(f"{line}\n", scenario="first-sprint")
        answer = out.split("> ", 1)[1]
        assert answer.count("\n") >= 2, line
        assert "Traceback" not in out
        with open_game(tmp_path / "game.jsonl", read_only=True) as game:
            assert not game.actions() and game.board.day == 1
        (tmp_path / "game.jsonl").unlink()


def looks() -> list[str]:
    """Every word that only looks, with every number that `w` explains."""
    found = ["board", "backlog", "killed", "card 1", "chart 1", "runs 1", "runs 2 1", "data", "queue", "orders"]
    found += ["families", "due", "standup", "log", "log all", "canvas", "review", "retro", "planning", "debrief"]
    found += ["w", "w ds-2", "w 1", *(f"w {topic.value}" for topic in Topic if topic not in ABOUT_ONE)]
    found += [f"w {card} {topic.value}" for card in (1, 4) for topic in sorted(ABOUT_ONE - {Topic.DATASET})]
    found += ["?", "? kill 1", "? start 4", "? order ds-2 10", "forecast", "regret 1", "help", "help kill"]
    return found


@pytest.mark.both
@pytest.mark.parametrize("time", ["end", ">\n>\n>"], ids=["a day", "three sprints"])
def test_every_screen_has_its_word(play, time: str) -> None:  # type: ignore[no-untyped-def]
    out = play(f"start 1\nstart 2\n{time}\n" + "\n".join(looks()) + "\nquit\n", scenario="support-chatbot")
    for look in looks():
        answer = out.split(f"> {look}\n", 1)[1].split("\n> ", 1)[0]
        assert answer.strip(), look
        assert "is called" not in answer and "which card" not in answer, (look, answer)


def transcript(first: Path, save: Path) -> tuple[str, str]:
    """A game with every word at several times, played with this folder first on the path; and which rules ran."""
    lines = "start 1\nstart 2\n" + "\n".join(f"{time}\n" + "\n".join(looks()) for time in ("end", ">", ">", ">"))
    code = (
        "import sys, aiboard.engine.day as day; from aiboard.cli.main import main; print(day.__file__); "
        f"sys.exit(main(['play', '--plain', 'support-chatbot', '--seed', '1', '--save', {str(save)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=lines + "\nquit\n",
        env={**os.environ, "PYTHONPATH": str(first)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr[-3_000:]
    rules, _, told = done.stdout.partition("\n")
    return rules, told.replace(str(save), "SAVE")


@pytest.mark.compiled
def test_every_word_says_the_same_with_compiled_rules(compiled_path: Path, tmp_path: Path) -> None:
    source, plain = transcript(Path(__file__).resolve().parents[2] / "src", tmp_path / "plain.jsonl")
    native, built = transcript(compiled_path, tmp_path / "built.jsonl")
    assert source.endswith(".py") and not native.endswith(".py")
    assert plain == built


def test_lines_fit_eighty_columns(play) -> None:  # type: ignore[no-untyped-def]
    out = play("start 1\nstart 2\nstart 3\nboard\n.\n.\nw 1\ncard 1\nhelp\nplanning\nlog\n", scenario="support-chatbot")
    body = [line for line in out.split("\n") if not line.startswith("Saved:") and ".jsonl" not in line]
    assert max(len(line) for line in body) <= 80


def test_help_names_every_action(play) -> None:  # type: ignore[no-untyped-def]
    out = play("help\n")
    for verb in (one.VERB for one in VERBS):
        assert f"\n  {verb}" in out, verb


def test_help_has_its_parts_in_order(play) -> None:  # type: ignore[no-untyped-def]
    lines = play("help\nquit\n").splitlines()
    heads = list(dict.fromkeys(line for line in lines if line in ("Time", "Look", "Game")))
    assert heads == ["Time", "Look", "Game"]


def test_help_lists_every_word_that_is_understood(play) -> None:  # type: ignore[no-untyped-def]
    words = LineCommands(Session(new_game("first-sprint", seed=1), coach=False), lambda lines: True)
    listed = set(re.findall(r"[^\s,]+", play("help\nquit\n")))
    assert {*words._commands, *words._paces} - listed == {"b", "c", "ask", "why", "q"}, "short or long forms of others"


def test_a_hint_makes_way_for_the_next_once_a_line_was_typed(play) -> None:  # type: ignore[no-untyped-def]
    said = re.findall(r"^hint: (.+)", play("start 1\nstart 2\n.\n.\n.\n"), re.M)
    assert len(said) >= 4 and len(set(said)) == len(said)
    assert any(line.startswith("Both are running") for line in said), "the one that two starts call for"


def test_one_word_goes_on_to_the_next_stop(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    out = play("start 1\nstart 2\n.\nquit\n")
    with open_game(tmp_path / "game.jsonl", read_only=True) as game:
        day = game.board.day
    # It stands because of something, and says what.
    assert day > 2 and "\n! " in out[out.rindex(f"S1 D{day}") :]


def test_in_a_pipe_what_speaks_against_it_is_shown_and_it_is_done(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    words = ["support-chatbot", "--seed", "1", "--save", str(tmp_path / "g.jsonl")]
    # Hours allow a start a day; the fourth is one more than Experiment should hold.
    out = play("start 1\nend\nstart 2\nend\nstart 3\nend\nstart 4\nquit\n", *words)
    assert "Do it?" not in out and "Left as it was" not in out
    with open_game(tmp_path / "g.jsonl", read_only=True) as game:
        assert [action for _, action in game.actions() if isinstance(action, Start)] == [Start(at) for at in range(4)]


def test_hostile_words_come_out_plain(play) -> None:  # type: ignore[no-untyped-def]
    nasty = 'kill 1 plateau "\x1b]52;c;aGk=\x07 [red]x[/] \u202egnp"\ncard 1\nlog\nkilled\n\x1b[2J\n'
    out = play("start 1\nend\nend\n" + nasty)
    assert "[red]x[/]" in out
    assert all(character.isprintable() or character == "\n" for character in out)


def test_injections_come_and_undo_marks_practice(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    plan = tmp_path / "plan"
    plan.write_text("2 inject gpu-shortage 3\n", encoding="utf-8")
    words = ["first-sprint", "--seed", "1", "--save", str(tmp_path / "g.jsonl"), "--inject", str(plan)]
    out = play("start 1\nend\nundo\nundo\n", *words)
    assert "by the facilitator" in out and "Taken back: end" in out
    with open_game(tmp_path / "g.jsonl", read_only=True) as game:
        assert game.practice


def test_what_cannot_be_opened_is_one_line(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for words in (
        ["no-such-scenario"],
        ["first-sprint", "--seed", "-1"],
        ["--resume", str(tmp_path / "none")],
        ["first-sprint", "--resume", str(tmp_path / "none")],
        ["first-sprint", "--inject", str(tmp_path / "none")],
    ):
        out = play("", *words, code=2)
        assert out.count("\n") == 1


def test_the_debrief_goes_to_a_file_and_never_over_one(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    there = tmp_path / "debrief.md"
    out = play(f"end\ndebrief {there}\ndebrief {there}\n")
    assert there.read_text(encoding="utf-8").startswith("#")
    assert "cannot be written" in " ".join(out.split())


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("bad\0name", "characters that no file name can hold"),
        ("~nobody-of-this-name/x.md", "no user of this name"),
        ("/nowhere/at/all.md", "cannot be written: No such file or directory"),
        ("/dev/null", "is a device and is left alone"),
        (".", "is a folder and is left alone"),
    ],
)
def test_a_debrief_for_a_name_that_is_none_is_refused_and_the_game_goes_on(play, name: str, says: str) -> None:  # type: ignore[no-untyped-def]
    out = " ".join(play(f"end\ndebrief {name}\nend\n").split())
    assert says in out and "S1 D3" in out and "bug" not in out


def test_a_debrief_goes_into_the_home_folder_where_a_tilde_says_so(
    play, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("HOME", str(tmp_path))
    play("end\ndebrief ~/mine.md\n")
    assert (tmp_path / "mine.md").read_text(encoding="utf-8").startswith("#")


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_in_a_terminal_what_speaks_against_it_is_shown_first(tmp_path: Path) -> None:
    save = tmp_path / "game.jsonl"
    words = ["play", "--plain", "support-chatbot", "--seed", "1", "--save", str(save)]
    code = f"import sys; from aiboard.cli.main import main; sys.exit(main({words!r}))"
    with Terminal(code, {"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("Killed 0\n>")
        # Hours allow a start a day; the fourth is one more than Experiment should hold.
        for line in ("start 1", "end", "start 2", "end", "start 3", "end", "start 4"):
            terminal.press(line, "enter")
        terminal.wait_for("Do it? y/N")
        terminal.press("n", "enter")
        terminal.wait_for("Left as it was")
        terminal.press("undo", "enter")
        terminal.wait_for("counts as practice")
        terminal.press("n", "enter")
        terminal.press("quit", "enter")
        terminal.wait_for("Saved:")
        assert b"\x1b]" not in terminal.sent
    with open_game(save, read_only=True) as game:
        assert [action for _, action in game.actions()] == [Start(0), Start(1), Start(2)]


def test_the_retro_is_answered_by_number(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    days = "end\n" * 10
    out = play(f'start 1\nstart 2\nkill 1 other "no"\n{days}retro\n9\n2\nquit\n')
    assert "Which kill would you take back?" in out and "2. 001 " in out
    assert "there is no answer 9; write 1 to 2" in " ".join(out.split())
    assert open_game(tmp_path / "game.jsonl", read_only=True).answers[1, "retro"] == "EXP-001"


def test_a_sprint_ends_with_its_sheets_one_after_the_other(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    days = "end\n" * 10
    out = play(f"start 1\n{days}1\n3\n2\n2\nquit\n")
    for title in ("Review of sprint 1", "Review of sprint 1: what comes next?", "Retro of sprint 1"):
        assert out.count(f"\n{title}\n") == 1
    assert "\nPlanning of sprint 2" in out
    assert "No started card was killed. Which open card would you stop first?" in out
    assert "standing ORDER MODE sets one" in out
    answers = open_game(tmp_path / "game.jsonl", read_only=True).answers
    asked = {(1, "review"): "on", (1, "passes:EXP-001"): "no", (1, "retro"): "EXP-001", (1, "planning"): "orders"}
    assert answers == asked


def _bare(line: str) -> str:
    """A line without its day, its mark and who says it."""
    line = re.sub(r"^\s*(D\d+ |! |\d+\. )?", "", line)
    return re.sub(r"^(Dr )?[A-Z]\w+: ", "", line)


@pytest.mark.parametrize("seed", ["7", "19", "23"])
def test_no_answer_says_the_same_sentence_twice(play, seed: str) -> None:  # type: ignore[no-untyped-def]
    plan = ["start 3", "start 1", "start 12", "legal-review", ".", ".", ".", "evaluate 3 3", "evaluate 12 3", "."]
    plan += ["promote 3", "promote 12", *["."] * 8, "deploy 3 100", "deploy 12 100", "inject data-issue", *["."] * 12]
    out = play("\n".join(plan), scenario="support-chatbot", seed=seed)
    for answer in out.split("\n> ")[1:]:
        # Long lines are continued with an indent; a sheet's answers repeat names on purpose.
        whole = re.sub(r"\n {2,5}(?=\S)", " ", answer).split("\nReview of", 1)[0]
        told = [_bare(line) for line in whole.split("\n")[1:] if len(line) > 20 and not line.startswith("Support")]
        assert len(told) == len(set(told)), (answer, [line for line in told if told.count(line) > 1])


def test_an_incident_is_told_once_and_then_asked_about(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    lines = ["start 1", "start 2", ".", ".", ".", "promote 1", "promote 2"]
    lines += [line for _ in range(12) for line in (".", "deploy 1 100", "deploy 2 100")]
    found = 0
    for seed in ("3", "5", "8", "13"):
        out = play("\n".join(lines), scenario="first-sprint", seed=seed)
        (tmp_path / "game.jsonl").unlink()
        for answer in out.split("\n> ")[1:]:
            if "\nIncident: " in answer or "\nQuality alert: " in answer:
                found += 1
                told = [line for line in answer.split("\n") if re.match(r"D\d+ .*(incident|live|alert)", line, re.I)]
                assert told, answer
                assert answer.count(_bare(told[-1])) == 1, answer
    assert found


def test_the_canvas_opens_a_game_and_its_word_recalls_it(play) -> None:  # type: ignore[no-untyped-def]
    out = play("canvas\nend\n", scenario="support-chatbot")
    opening, _, rest = out.partition("> canvas\n")
    page = rest.split("\n> ", 1)[0]
    assert "earns $100 a day" in page
    for line in page.split("\n"):
        assert line in opening, line
    assert "the canvas" not in play("board\n", "--resume", out.rsplit("Saved: ", 1)[1].strip()).split("> ")[0]


def test_a_number_that_answers_nothing_says_so(play) -> None:  # type: ignore[no-untyped-def]
    assert "nothing is asked now" in play("1\n")


def test_rituals_that_time_leaves_behind_are_named(play) -> None:  # type: ignore[no-untyped-def]
    out = re.sub(r"\s+", " ", play(">\n.\n"))
    assert "Left without an answer: Review of sprint 1. review, retro and planning show them again." in out


def test_rituals_left_open_come_again_with_the_save(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    save = str(tmp_path / "game.jsonl")
    play(">\n")
    out = play("1\n1\nboard\n", "--resume", save)
    assert "Review of sprint 1" in out and "what comes next?" in out and "Retro of sprint 1" in out
    again = play("1\n1\n", "--resume", save)
    assert "Review of sprint 1" not in again, "its question was answered"
    assert "Retro of sprint 1" in again and "Planning of sprint 2" in again
    done = play("retro 1\n\n", "--resume", save).split("> retro")[0]
    assert "Retro" not in done and "Planning" not in done, "both were answered"


def test_rituals_are_not_asked_again_once_something_was_done(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    save = str(tmp_path / "game.jsonl")
    play(">\nstart 1\nquit\n")
    assert "Review of sprint 1" not in play("quit\n", "--resume", save)


def test_a_retro_that_is_looked_at_again_keeps_its_answer(play, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    play("start 1\n>\n1\n1\n2\n1\nretro 1\n\n")
    with open_game(tmp_path / "game.jsonl", read_only=True) as game:
        assert game.answers[1, "retro"] == "EXP-001"
        assert game.answers[1, "planning"] == "go"


@pytest.mark.parametrize("verb", VERBS)
def test_help_names_what_every_slot_takes(play, verb: type[Action]) -> None:  # type: ignore[no-untyped-def]
    out = play(f"help {verb.VERB}\n", scenario="support-chatbot")
    for slot in verb.SLOTS:
        assert re.search(rf'^  "?({slot.key}=)?{re.escape(slot.shown)}"?: ', out, re.M)
    assert VERB[verb].about.split()[0] in out


def test_help_lists_the_choices_of_a_slot(play) -> None:  # type: ignore[no-untyped-def]
    out = play("help iterate\nhelp order\nhelp deploy\n", scenario="support-chatbot")
    assert "longer, technique, slimmer" in out and "such as 10, 100" in out and "such as 5, 50, 100" in out


@pytest.mark.parametrize(("verb", "time"), [("start", "1.5 h of yours"), ("wip", "no time of yours")])
def test_help_says_what_an_action_takes_of_your_day(play, verb: str, time: str) -> None:  # type: ignore[no-untyped-def]
    assert f"; {time}\n" in play(f"help {verb}\n", scenario="support-chatbot")


def test_a_question_shows_the_price_of_what_was_written(play) -> None:  # type: ignore[no-untyped-def]
    lines = "? order DS-2 10\n? order DS-2 100\n? kill 1 safety mine\n? order DS-4 100\n? kill EXP-025\n"
    out = play(lines, scenario="support-chatbot")
    pilot, whole, kill, unseen, reserve = out.split("\n> ")[1:]
    assert "[a 10 % pilot]" in pilot and "$90;" in pilot
    assert "[the whole set]" in whole and "$900;" in whole
    assert "[safety]" in kill and "learning: mine" in kill
    assert "DS-4 is not on the board" in unseen and "$" not in unseen
    assert "EXP-025 is not on the board" in reserve and "to reach" not in reserve


def test_help_explains_a_word_with_the_projects_numbers(play) -> None:  # type: ignore[no-untyped-def]
    out = play("help kappa\nhelp kill line\nhelp kill\nhelp xyzzy\n", scenario="support-chatbot")
    kappa, line, kill, wrong = out.split("\n> ")[1:]
    assert "kappa: " in kappa
    assert "kill line: " in line and "80" in line
    assert "kill CARD" in kill and "REASON: below-line" in kill
    assert "neither an action nor a word" in wrong


@pytest.mark.parametrize("word", ["undo", "end", ".", "standup", "log", "review", "debrief", "quit"])
def test_help_explains_every_line_of_its_list(play, word: str) -> None:  # type: ignore[no-untyped-def]
    out = play(f"help\nhelp {word}\n")
    listed, about = out.split("\n> ")[1:]
    assert "neither" not in about and f"{word}" in about.splitlines()[1]
    assert " ".join(about.split()).split(": ")[1].split(" ")[0] in listed


def test_watching_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiboard.play.watching.REDRAWS", 3)
    monkeypatch.setenv("AIBOARD_SAVES", str(tmp_path))
    lines = "end\nend\nkill 1\ninject gpu-shortage 5\n2\n" + "end\n" * 12 + "take-over\nkill 1\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    capture = io.StringIO()
    monkeypatch.setattr(sys, "stdout", capture)
    assert main.main(["watch", "support-chatbot", "--seed", "7", "--plain"]) == 0
    out = capture.getvalue()
    assert out.index("The bot heuristic plays. inject gpu-shortage") < out.index("> "), "said before the first line"
    assert "heuristic: start EXP-" in out, "the bot says what it does"
    assert "the bot plays; inject CHAOS" in out
    assert "Where will it pile up?" in out and "with / without the GPU shortage" in out
    assert "What the GPU shortage cost" in out and "over 3 futures" in out
    assert "You play from here." in out


def test_a_finished_board_is_not_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIBOARD_SAVES", str(tmp_path))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b">\n>\n>\n>\ntake-over\n")))
    capture = io.StringIO()
    monkeypatch.setattr(sys, "stdout", capture)
    main.main(["watch", "first-sprint", "--seed", "7", "--plain"])
    out = capture.getvalue()
    assert "the project has ended; nothing is decided any more" in out and "You play from here." not in out


def test_a_watcher_is_offered_only_what_a_watcher_can_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIBOARD_SAVES", str(tmp_path))
    lines = "w 1\nhelp\ninject eval-regression\ntake-over\nw 1\nhelp\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    capture = io.StringIO()
    monkeypatch.setattr(sys, "stdout", capture)
    main.main(["watch", "support-chatbot", "--seed", "7", "--plain"])
    watched, played = capture.getvalue().split("You play from here.")
    assert "In Backlog" in watched and "- kill" not in watched and "- kill" in played
    assert "  kill CARD" not in watched and "  kill CARD" in played and "  inject CHAOS" in watched
    assert "and none is live" in watched and "Where will it pile up?" not in watched, "refused before anything is asked"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("cone now", "'now' is too much: cone takes nothing"),
        ("coach 1 now", "'now' is too much: coach takes 1 word at most"),
        ("board all", "'all' is too much: board takes nothing"),
        ("undo twice", "'twice' is too much: undo takes nothing"),
        ("runs 1 2 3", "'3' is too much: runs takes 2 words at most"),
        ("forecast 3 2", "the 70 % day comes first and the 90 % day is no earlier, both from day 1 to day"),
        ("prioritise 1 9", "priorities are 1, which is first, to 5"),
    ],
)
def test_too_much_or_out_of_range_is_one_line_that_says_what_fits(line: str, said: str) -> None:
    words = LineCommands(Session(new_game("first-sprint", seed=1), coach=False), lambda lines: True)
    with pytest.raises(InputError) as wrong:
        words.execute(line)
    assert said in str(wrong.value) and "\n" not in str(wrong.value)


def test_every_word_of_the_line_mode_says_what_it_takes() -> None:
    looks = LineCommands(Session(new_game("first-sprint", seed=1), coach=False), lambda lines: True)._commands
    assert set(plain_help._TAKES) | plain_help._TEXT <= set(looks)


def test_why_of_a_dataset_and_of_a_word_that_is_none(play) -> None:  # type: ignore[no-untyped-def]
    out = play("why DS-2\nwhy DS-99\nwhy\nwhy EXP-001 nonsense\n", scenario="support-chatbot")
    dataset, missing, project, nonsense = out.split("\n> ")[1:5]
    assert "DS-2" in dataset and len(dataset.splitlines()) > 2
    assert "no card is called 'DS-99'" in missing
    assert all(word in project for word in ("booked: ", "live: ", "burn: "))
    assert len(nonsense.splitlines()) >= 2


def test_agent_runs_by_number_and_none_where_there_are_none(play) -> None:  # type: ignore[no-untyped-def]
    assert "No agent runs to look at" in play("runs 1\n", scenario="support-chatbot")


@pytest.mark.parametrize(("action", "told"), [(Prioritise(0, 1), True), (None, False)])
def test_an_answer_whose_action_shows_nothing_yet_says_when_it_will(
    action: Action | None, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(new_game("first-sprint", seed=1), coach=False)
    session.reopen_ritual(SheetKind.PLANNING, 0)
    assert session.sheet is not None and session.sheet.choices
    chosen = Choice("x", "", "x", action=action)
    monkeypatch.setattr(session, "answer", lambda name: chosen)
    assert (LATER in LineCommands(session, lambda lines: True).execute("1")) is told


@pytest.mark.skipif(sys.platform == "win32", reason="its console keeps no such state")
def test_the_terminal_is_put_back_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    import pty
    import termios

    leader, follower = pty.openpty()
    with os.fdopen(follower, "r") as stdin, os.fdopen(leader, "wb"):
        monkeypatch.setattr(sys, "stdin", stdin)
        before = termios.tcgetattr(stdin.fileno())
        with pytest.raises(KeyboardInterrupt), _restored_terminal():
            changed = termios.tcgetattr(stdin.fileno())
            changed[3] &= ~termios.ECHO
            termios.tcsetattr(stdin.fileno(), termios.TCSANOW, changed)
            raise KeyboardInterrupt
        assert termios.tcgetattr(stdin.fileno()) == before
