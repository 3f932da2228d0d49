"""How the game in lines prints: at once, within a width, and no fact twice."""

from __future__ import annotations

import io
import sys

import pytest

from aiboard.cli.plain import GameDialogue
from aiboard.cli.plain_words import LineCommands
from aiboard.engine.verbs import Start
from aiboard.game import new_game
from aiboard.play.session import Session
from aiboard.play.stop import Cause, Stop


@pytest.fixture
def session() -> Session:
    return Session(new_game("support-chatbot", seed=1))


class _Asked(io.StringIO):
    """Input that notes what the reader of the output has when each line is asked for."""

    def __init__(self, text: str, output: io.BytesIO) -> None:
        super().__init__(text)
        self._output = output
        self.seen: list[str] = []

    def readline(self, size: int | None = -1, /) -> str:
        self.seen.append(self._output.getvalue().decode())
        return super().readline(-1 if size is None else size)


def test_an_answer_is_out_before_the_next_line_is_read(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program at the other end of a pipe waits for the answer before it writes on."""
    output = io.BytesIO()
    typed = _Asked("start 1\ncard 2\n", output)
    monkeypatch.setattr(sys, "stdin", typed)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(output, write_through=False))
    GameDialogue(session).run()
    opening, started, looked = typed.seen[:3]
    assert "Killed 0" in opening
    assert len(started) > len(opening) and "EXP-002" in looked[len(started) :]


@pytest.mark.parametrize(("columns", "width"), [("60", 60), ("90", 90), ("100", 100), ("101", 100), ("250", 100)])
def test_a_terminal_gets_its_own_width_up_to_a_hundred(
    session: Session, columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    typed = io.StringIO()
    monkeypatch.setattr(sys, "stdin", typed)
    assert GameDialogue(session).dialogue.width == 80, "a pipe has no width"
    monkeypatch.setattr(typed, "isatty", lambda: True)
    assert GameDialogue(session).dialogue.width == width


def test_a_stop_that_was_just_told_leaves_only_its_decision(session: Session) -> None:
    words = LineCommands(session, lambda lines: True)
    told = "003 scored 91.2 on one seed."

    def lines(stop: Stop, printed: list[str]) -> list[str]:
        return words.printed._stop_lines(stop, printed)

    asks = Stop(Cause.VERDICT, told, "promote, iterate or kill", 2)
    assert lines(asks, []) == [f"! {told}  (promote, iterate or kill)"]
    assert lines(asks, [told]) == ["! 003: promote, iterate or kill"]
    about_data = Stop(Cause.VERDICT, told, "order the rest?", data=1)
    assert lines(about_data, [told]) == ["! DS-2: order the rest?"]
    about_all = Stop(Cause.PROMISE, told, "what goes on?")
    assert lines(about_all, [told]) == ["! 003 scored 91.2 on one seed: what goes on?"]
    with_line = Stop(Cause.SLOT, told, "start what?", 2, usual=Start(2))
    assert lines(with_line, []) == [f"! {told}  (start what? start EXP-003)"]
    no_decision = Stop(Cause.SPRINT, told)
    assert lines(no_decision, []) == [f"! {told}"] and lines(no_decision, [told]) == []


@pytest.mark.parametrize(("line", "days"), [("log", 5), ("log 2", 2), ("log all", 8)])
def test_the_log_has_the_last_days_and_all_of_them_when_asked(session: Session, line: str, days: int) -> None:
    # Something that the log tells happens each day: a card is started, or an idea asked for.
    for index in range(8):
        session.do(f"start EXP-{index + 1:03}")
        session.do(f"kill EXP-{index + 1:03}")
        session.step()
    heads = [one for one in LineCommands(session, lambda lines: True).execute(line) if one.startswith("D")]
    assert [head.split()[0] for head in heads] == [f"D{day}" for day in range(8, 8 - days, -1)]


def test_a_line_that_is_too_long_is_refused_whole_and_said_so(
    session: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("x" * 4_001 + "\nend\n" + " " * 3_997 + "end\nquit\n"))
    GameDialogue(session).run()
    out = " ".join(capsys.readouterr().out.split())
    assert out.count("That line has more than 4000 characters; nothing of it was done.") == 1
    assert session.board.day == 3, "4,000 characters are a line"


def test_without_any_input_the_game_opens_and_ends(
    session: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As `<&-` of a shell has it."""
    monkeypatch.setattr(sys, "stdin", None)
    assert GameDialogue(session).run() == 0
    assert "S1 D1 Mon" in capsys.readouterr().out
