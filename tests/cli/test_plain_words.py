"""What each line of the line mode means and prints, on a small project."""

import io
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from aiboard.cli import dialogue, errors, plain
from aiboard.cli.dialogue import Dialogue
from aiboard.cli.plain import GameDialogue
from aiboard.cli.plain_help import CARD_TOPICS, PROJECT_TOPICS
from aiboard.cli.plain_printed import OVER
from aiboard.cli.plain_words import LineCommands
from aiboard.engine.verbs import Inject
from aiboard.game import CrashError, Game, new_game
from aiboard.instruments.errors import InputError
from aiboard.play import TUTORIAL_SCENARIO
from aiboard.play.session import Session
from aiboard.play.sheets import SheetKind
from aiboard.scenario import from_data
from aiboard.views import linear
from aiboard.views.words import LATER
from tests.game.small import data, small
from tests.written import as_written

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def game() -> Game:
    return new_game(small(), 7)


@pytest.fixture
def session(game: Game) -> Session:
    return Session(game, coach=False)


@pytest.fixture
def commands(session: Session) -> LineCommands:
    return LineCommands(session, lambda lines: True)


def refused(commands: LineCommands, line: str) -> str:
    with pytest.raises(InputError) as wrong:
        commands.execute(line)
    return str(wrong.value)


# --- help ----------------------------------------------------------------------------------------------------


def test_the_list_of_words(commands: LineCommands) -> None:
    lines = commands.execute("help")
    heads = [line for line in lines if not line.startswith("  ")]
    assert heads == ["Time", "Look", "Do (a card may be given by its number alone)", "Game"]
    as_written(GOLDEN / "plain-help.txt", "\n".join(line for line in lines if line[2:3] != " "))
    assert commands.execute("?") == commands.execute("HELP") == lines
    assert commands.execute("help .") == [".: go on to the next stop: where something can be decided"]
    assert commands.execute("help LOG")[0] == "log [DAYS], log all: what happened"
    # A word that several things go by has a line for each.
    assert commands.execute("help review")[0].startswith("review [N], retro [N], planning: ")


def test_the_list_of_a_watcher_has_what_a_watcher_can_do(game: Game) -> None:
    lines = LineCommands(Session(game, bot="idle"), lambda lines: True).execute("help")
    start = lines.index("Do (the bot decides the rest)")
    assert [line.split()[0] for line in lines[start + 1 : lines.index("Game")]] == [Inject.VERB]


def test_an_action_is_explained_slot_by_slot(commands: LineCommands) -> None:
    for verb in ("kill", "order", "inject", "ticket", "forecast"):
        lines = commands.execute(f"help {verb}")
        as_written(GOLDEN / f"plain-help-{verb}.txt", "\n".join(lines))
    assert refused(commands, "help xyzzy\x1b" + "x" * 50).startswith("'xyzzyxxx")
    assert refused(commands, "help nothing").endswith(
        "is neither an action nor a word of the list or the glossary; help lists them"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("board 1", "'1' is too much: board takes nothing"),
        ("card 1 2", "'2' is too much: card takes 1 word at most"),
        ("c 1 2", "'2' is too much: c takes 1 word at most"),
        ("chart 1 2", "'2' is too much: chart takes 1 word at most"),
        ("log 1 2", "'2' is too much: log takes 1 word at most"),
        ("w 1 score x", "'x' is too much: w takes 2 words at most"),
        ("why 1 score x", "'x' is too much: why takes 2 words at most"),
        ("review 1 2", "'2' is too much: review takes 1 word at most"),
        ("retro 1 2", "'2' is too much: retro takes 1 word at most"),
        ("planning 1", "'1' is too much: planning takes nothing"),
        ("coach 1 2", "'2' is too much: coach takes 1 word at most"),
        ("cone 1", "'1' is too much: cone takes nothing"),
        ("retry 1 2", "'2' is too much: retry takes 1 word at most"),
        ("runs 1 2 3", "'3' is too much: runs takes 2 words at most"),
        ("quit now", "'now' is too much: quit takes nothing"),
        ("take-over now", "'now' is too much: take-over takes nothing"),
        ("b " + "x" * 40, f"'{'x' * 19}…' is too much: b takes nothing"),
    ],
)
def test_more_words_than_a_word_takes_are_refused(line: str, said: str, commands: LineCommands) -> None:
    assert refused(commands, line) == said
    assert not commands.leaving


# --- looking -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("card", "which card? board, backlog and killed list them"),
        ("card 99", "no card is called '99'; board, backlog and killed list them"),
        ("chart EXP-020", "no card is called 'EXP-020'; board, backlog and killed list them"),
        ("log x", "'x' is no number; write one like 5"),
        ("log 12345", "'12345' is no number; write one like 5"),
        ("log ٣", "'٣' is no number; write one like 5"),
        ("runs 1 x", "'x' is no number; write one like 1"),
        ("review x", "'x' is no number; write one like 1"),
        ("review 2", "sprint 2 has not begun; write 1 to 1"),
        ("retro 0", "sprint 0 has not begun; write 1 to 1"),
        ("w 1 colour", f"no number of a card is called 'colour'; write {', '.join(CARD_TOPICS)}"),
        ("? end", "? shows what an action costs and does: ? kill EXP-001"),
        ("? start EXP-020", "EXP-020 is not on the board; choose another"),
        ("5", "nothing is asked now; a number answers a question"),
        ("take-over", "nobody else plays; the board is yours already"),
    ],
)
def test_what_cannot_be_shown_is_said(line: str, said: str, commands: LineCommands) -> None:
    assert refused(commands, line) == said


def test_words_that_show_the_same(commands: LineCommands) -> None:
    for one, other in (
        ("b", "board"), ("c 1", "card EXP-001"), ("why", "w"), ("why 1", "w exp-001"), ("?start 1", "? start 1"),
        ("ask start 1", "? start 1"), ("BOARD", "board"), ("log", "log 5"), ("w 1", "w 1 card"),
        ("w 1 SCORE", "w 1 score"),
    ):  # fmt: skip
        assert commands.execute(one) == commands.execute(other) != [], (one, other)
    assert commands.execute("") == commands.execute("   ") == []


def test_why_without_a_word_tells_the_money(commands: LineCommands) -> None:
    assert commands.execute("w") == [
        line for topic in ("booked", "live", "burn") for line in commands.execute(f"w {topic}")
    ]
    for topic in PROJECT_TOPICS:
        assert commands.execute(f"w {topic.upper()}"), topic
    assert commands.execute("forecast") == commands.execute("w forecast")
    assert commands.execute("w DS-2")[0].startswith("DS-2") and commands.execute("w ds-1")[0].startswith("DS-1")
    assert "no card is called" in refused(commands, "w DS-3"), "one that is not on the board yet"


def test_a_project_without_data_has_nothing_to_order() -> None:
    plain_data = data()
    plain_data["ideas"] = [
        {key: value for key, value in idea.items() if key != "dataset"} for idea in plain_data["ideas"]
    ]
    del plain_data["datasets"]
    commands = LineCommands(Session(new_game(from_data(plain_data), 7), coach=False), lambda lines: True)
    assert commands.execute("data") == ["This project has no data to order."]
    assert commands.execute("standup") == ["Nothing to report."]


def test_the_board_says_what_is_wrong_before_its_columns(game: Game, commands: LineCommands) -> None:
    game.do("inject gpu-shortage 5")
    lines, board = commands.execute("board"), game.board
    trouble = linear.trouble_lines(board)
    assert trouble and lines == [
        *linear.header_lines(board, game.resolved.scenario.show_hours), *trouble, *linear.board_lines(board)
    ]  # fmt: skip


def test_a_debrief_is_printed_or_written_to_a_new_file(
    commands: LineCommands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = commands.execute("debrief")
    assert printed[0].startswith("Debrief: Small project (small), seed 7") and printed[-1].strip()
    place = tmp_path / "two words.md"
    assert commands.execute(f"debrief {place}") == [f"Written to {place}"]
    assert place.read_text(encoding="utf-8").startswith("# ")
    written = place.read_bytes()
    assert refused(commands, f"debrief {place}") == (
        f"{place}: cannot be written: it is there already; give another name"
    )
    assert place.read_bytes() == written


# --- doing ---------------------------------------------------------------------------------------------------


def test_an_action_is_shown_as_the_save_holds_it(commands: LineCommands) -> None:
    assert commands.execute("start 1")[0] == "= start EXP-001"
    assert commands.execute("start EXP-002")[0].startswith("D1 "), "what was written so already is not repeated"
    assert commands.execute("prioritise EXP-001 1") == ["D1 001 has priority 1."]


def test_what_nothing_can_be_told_of_yet_is_said_to_come(
    commands: LineCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands.printed, "events", lambda before: [])
    assert commands.execute("prioritise EXP-001 1") == [LATER]


@pytest.mark.parametrize(("answer", "done"), [(True, True), (False, False)])
def test_what_speaks_against_an_action_is_asked(answer: bool, done: bool, session: Session) -> None:
    shown: list[list[str]] = []
    commands = LineCommands(session, lambda lines: shown.append(lines) or answer)
    commands.execute("start 1")
    assert shown == [], "nothing speaks against a start"
    session.step()
    said = commands.execute("undo")
    assert len(shown) == 1 and shown[0] == ["After an undo this game counts as practice and is not ranked."]
    assert said[0] == ("Taken back: end. This game counts as practice now." if done else "Left as it was.")
    assert (session.board.day == 1) is done
    if done:
        commands.execute("undo")
        assert len(shown) == 1, "asked once"
        assert commands.execute("undo") == ["There is nothing to take back."]


def test_saves_are_named(tmp_path: Path) -> None:
    commands = LineCommands(Session(new_game(small(), 7), coach=False), lambda lines: True)
    assert commands.execute("save") == ["Not saved to a file; write save FILE."]
    with new_game(small(), 7, tmp_path / "one.jsonl") as game:
        commands = LineCommands(Session(game, coach=False), lambda lines: True)
        assert commands.execute("save") == [f"Every line is saved at once: {tmp_path / 'one.jsonl'}"]
        place = tmp_path / "two words.jsonl"
        assert commands.execute(f"save {place}") == [f"Saved, and going on in {place}"]
        assert commands.execute("save") == [f"Every line is saved at once: {place}"] and place.exists()


def test_a_watcher_injects_and_takes_over(game: Game) -> None:
    session = Session(game, bot="idle")
    commands = LineCommands(session, lambda lines: True)
    assert refused(commands, "start 1") == "the bot plays; inject CHAOS, or take-over to play yourself"
    sheet = commands.execute("inject gpu-shortage 5")
    assert session.sheet is not None and session.sheet.kind is SheetKind.PILE_UP
    assert sheet[:2] == ["", session.sheet.title]
    session.answer()
    assert commands.execute("take-over") == ["You play from here."] and session.watching is None
    assert refused(commands, "take-over") == "nobody else plays; the board is yours already"


def test_a_game_that_is_over_ends_no_more_days() -> None:
    game = new_game(from_data({**data(10), "chaos": {"events": 0}}), 7)
    while not game.board.over:
        game.end_day()
    commands = LineCommands(Session(game, coach=False), lambda lines: True)
    for word in ("end", ".", "next", ">", "sprint"):
        assert commands.execute(word) == [OVER]
    opening = commands.printed.opening()
    assert opening[-1] == OVER and "help lists the words; end ends the day; . goes on to the next stop." in opening


# --- time and sheets -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("word", "day"), [("end", 2), ("END", 2), (">", 11), ("sprint", 11)])
def test_words_of_time(word: str, day: int, commands: LineCommands, session: Session) -> None:
    commands.execute(word)
    assert session.board.day == day


def test_a_stop_is_gone_on_to_by_two_words(session: Session) -> None:
    days = []
    for word in (".", "next"):
        other = Session(new_game(small(), 7), coach=False)
        LineCommands(other, lambda lines: True).execute(word)
        days.append(other.board.day)
    assert days[0] == days[1] > 1


def test_a_sheet_is_answered_by_number(commands: LineCommands, session: Session) -> None:
    lines = commands.execute(">")
    sheet = session.sheet
    assert sheet is not None and sheet.kind is SheetKind.REVIEW and sheet.title in lines
    most = len(sheet.choices)
    numbered = [line for line in lines if line[:2] in {f"{place}." for place in range(1, 9)}]
    assert [line.partition(".")[0] for line in numbered] == [str(place) for place in range(1, most + 1)]
    assert lines[-1] == "Write a number; an empty line skips this."
    for wrong in ("0", str(most + 1), "99999999999", "²"):
        said = refused(commands, wrong)
        assert said == f"there is no answer {wrong[:9]}; write 1 to {most}, or an empty line"
    # Words still look and do.
    assert commands.execute("backlog") and session.sheet is sheet
    commands.execute("")
    assert session.sheet is not sheet


def test_rituals_left_behind_are_named_once(commands: LineCommands) -> None:
    commands.execute(">")
    first = commands.execute("end")
    assert first[0].startswith("Left without an answer: Review of sprint 1. review, retro and planning show them")
    assert not commands.execute("end")[0].startswith("Left without")


def test_a_reopened_ritual_is_shown_with_its_answers(commands: LineCommands, session: Session) -> None:
    lines = commands.execute("planning")
    assert session.sheet is not None and session.sheet.kind is SheetKind.PLANNING and session.sheet.title in lines
    session.answer()
    commands.execute(">")
    while session.sheet is not None:
        session.answer()
    assert commands.execute("review") == commands.execute("review 1")
    assert commands.execute("retro 1")[1] == "Retro of sprint 1"
    assert refused(commands, "review 3") == "sprint 3 has not begun; write 1 to 2"


# --- the first screen ----------------------------------------------------------------------------------------


def test_the_first_screen_of_a_fresh_game_and_of_one_that_goes_on(game: Game, commands: LineCommands) -> None:
    fresh = commands.printed.opening()
    assert fresh[0] == "Small project" and "canvas shows this page again." in fresh
    assert not any(line.startswith("The bot ") for line in fresh)
    # Twelve ideas are too many to be listed at once.
    assert sum(line.lstrip().startswith("EXP-0") for line in fresh) < 12
    game.do("start EXP-001")
    later = LineCommands(Session(game, coach=False), lambda lines: True).printed.opening()
    assert later[0] == fresh[0] and "canvas shows this page again." not in later and len(later) < len(fresh)


@pytest.mark.parametrize(("ideas", "listed"), [(8, True), (9, False)])
def test_a_short_backlog_is_listed_on_the_first_morning(ideas: int, listed: bool) -> None:
    few = data()
    few["ideas"] = [{**idea, "sprint": 0} for idea in few["ideas"][:ideas]]
    printed = LineCommands(Session(new_game(from_data(few), 7), coach=False), lambda lines: True).printed
    assert (sum("Idea " in line for line in printed.opening()) >= ideas) is listed


def test_a_bot_is_introduced(game: Game) -> None:
    printed = LineCommands(Session(game, bot="idle"), lambda lines: True).printed
    assert (
        "The bot idle plays. inject gpu-shortage, or another, disturbs it; take-over plays on yourself."
        in printed.opening()
    )


def test_the_coachs_line_is_printed_once_and_marked_as_a_hint(commands: LineCommands, session: Session) -> None:
    session.coach = "Start something."
    assert commands.printed.coach_lines() == ["hint: Start something."] and commands.printed.coach_lines() == []
    session.coach = "Another."
    assert commands.printed.coach_lines() == ["hint: Another."]
    session.coach = ""
    assert commands.printed.coach_lines() == []


# --- the dialogue --------------------------------------------------------------------------------------------


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[Iterable[str | BaseException]], list[str]]:
    """Somebody at a terminal who types these lines; the prompts that were shown."""

    def sit(lines: Iterable[str | BaseException]) -> list[str]:
        prompts: list[str] = []
        typed = iter(lines)

        def answer(prompt: str) -> str:
            prompts.append(prompt)
            line = next(typed, EOFError())
            if isinstance(line, BaseException):
                raise line
            return line

        stream = io.StringIO()
        monkeypatch.setattr(stream, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stdin", stream)
        monkeypatch.setattr("builtins.input", answer)
        return prompts

    return sit


def test_at_a_terminal_lines_are_asked_for_and_its_end_is_one(
    terminal: Callable[[Iterable[str]], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    prompts = terminal(["a" * 11, "b" * 10, "c"])
    talk = Dialogue(10)
    assert [talk.ask("? "), talk.ask("! "), talk.ask("> ")] == ["b" * 10, "c", None]
    assert prompts == ["? ", "? ", "! ", "> "]
    # The end of the input leaves the cursor behind the prompt: what follows begins on a line of its own.
    assert capsys.readouterr().out == (
        "That line has more than 10 characters; nothing of it was done. Write a shorter\n  one.\n\n"
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one\n\ntwo", ["one", "", "two", None]),
        ("", [None]),
        ("x" * 10 + "\n", ["x" * 10, None]),
        ("x" * 11 + "\ny\n", ["y", None]),
        ("x" * 50 + "\ny\n", ["y", None]),
        ("x" * 11, [None]),
        ("\n" * 2, ["", "", None]),
    ],
)
def test_lines_of_a_pipe(
    text: str, lines: list[str | None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    talk = Dialogue(10)
    assert [talk.ask("> ") for _ in lines] == lines
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("> ")]
    taken = [f"> {line}" for line in lines if line is not None]
    # Of a line that is too long the first characters are repeated, before it is refused.
    assert [line for line in said if not line.startswith("> xxxxxxxxxxx")] == taken


def test_what_is_repeated_of_a_pipe_is_plain_and_bounded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("a\x1b[2J   \n" + "x" * 300 + "\n"))
    talk = Dialogue(1_000)
    assert talk.ask("> ") == "a\x1b[2J   " and talk.ask("> ") == "x" * 300
    first, second = capsys.readouterr().out.splitlines()
    assert first == "> a[2J" and len(second) == 202


def test_bytes_that_are_no_text_become_a_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\xffb\n"), encoding="utf-8"))
    assert Dialogue(100).ask("> ") == "a�b"
    monkeypatch.setattr(sys, "stdin", None)
    dialogue.lenient_input()
    assert Dialogue(100).ask("> ") is None


@pytest.mark.parametrize(
    ("typed", "done"),
    [
        ("y", True),
        (" YES ", True),
        ("n", False),
        ("", False),
        ("yess", False),
        (EOFError(), False),
        (KeyboardInterrupt(), False),
    ],
)
def test_only_a_yes_is_a_yes(
    typed: str | BaseException,
    done: bool,
    session: Session,
    terminal: Callable[[Iterable[str | BaseException]], list[str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    prompts = terminal([typed])
    assert GameDialogue(session).confirm(["It costs."]) is done
    assert prompts == ["Do it? y/N "] and capsys.readouterr().out.startswith("It costs.\n")


def test_in_a_pipe_nobody_is_asked(
    session: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert GameDialogue(session).confirm(["It costs."]) is True
    assert capsys.readouterr().out == "It costs.\n"


def test_ctrl_c_leaves_with_its_exit_code(
    game: Game, terminal: Callable[[Iterable[str | BaseException]], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    terminal(["end", KeyboardInterrupt()])
    assert GameDialogue(Session(game, coach=False)).run() == 128 + signal.SIGINT
    assert game.board.day == 2 and "Saved" not in capsys.readouterr().out, (
        "a game without a file is not said to be saved"
    )


@pytest.fixture
def handled() -> Iterator[list[int]]:
    """The signals that ask to leave, none of them ignored, whatever started the tests (nohup ignores one)."""
    numbers = [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT]
    before = [signal.signal(number, signal.SIG_DFL) for number in numbers]
    yield numbers
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.skipif(sys.platform == "win32", reason="has only one of the signals")
def test_signals_ask_to_leave_only_while_a_game_runs(session: Session, handled: list[int]) -> None:
    loop = GameDialogue(session)
    with loop._signals():
        assert all(callable(signal.getsignal(number)) for number in handled)
        signal.raise_signal(signal.SIGTERM)
        # Between two lines the game is left after the one in work.
        assert loop.read("> ") is None
    assert [signal.getsignal(number) for number in handled] == [signal.SIG_DFL] * 3
    assert loop._leave() == 128 + signal.SIGTERM
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with loop._signals():
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN, "what the parent wants ignored stays ignored"


def test_what_is_not_saved_is_said_with_the_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    game = new_game(small(), 7, tmp_path / "game.jsonl")
    loop = GameDialogue(Session(game, coach=False))
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert loop._leave() == 0
    assert capsys.readouterr().out == f"Saved: {tmp_path / 'game.jsonl'}\n"
    monkeypatch.setattr(type(game), "trouble", "no space", raising=False)
    monkeypatch.setattr(game, "unsaved_days", lambda: 3)
    assert loop._leave() == errors.NO_OUTPUT
    assert capsys.readouterr().out == (
        f"Not saved: 3 ended days, and what was done last, are not in {tmp_path / 'game.jsonl'}\n"
    )


def test_the_game_that_is_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Which scenario, seed, save and disruptions; a bot has no coach."""
    dealt: list[object] = []
    sessions: list[tuple[object, object]] = []

    def deal(*given: object) -> Game:
        dealt.append(given)
        return new_game(small(), 7)

    def sit(game: Game, coach: bool, bot: str) -> Session:
        sessions.append((coach, bot))
        return Session(game, coach, bot)

    monkeypatch.setattr(plain, "deal", deal)
    monkeypatch.setattr(plain, "Session", sit)
    monkeypatch.setattr(GameDialogue, "run", lambda self: 9)
    assert plain.play(None) == plain.play("mine", 3, tmp_path, None, tmp_path) == plain.play("mine", bot="idle") == 9
    assert dealt == [(TUTORIAL_SCENARIO, None, None, None), ("mine", 3, tmp_path, tmp_path), ("mine", None, None, None)]
    assert sessions == [(True, ""), (True, ""), (False, "idle")]
    for error in (InputError("no"), OSError(28, "full"), KeyboardInterrupt()):

        def fail(self: GameDialogue, error: BaseException = error) -> int:
            raise error

        monkeypatch.setattr(GameDialogue, "run", fail)
        with pytest.raises(type(error)):
            plain.play(None)
    monkeypatch.setattr(GameDialogue, "run", lambda self: 1 // 0)
    with pytest.raises(CrashError):
        plain.play(None)
