"""A game from Python: do, end_day, undo, branch, injections; what is refused; what the journal keeps of it."""

import subprocess
import sys
from pathlib import Path

import pytest

import aiboard
from aiboard.actions.grammar import to_text
from aiboard.actions.tokens import GrammarError
from aiboard.engine.happenings.cards import Moved
from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.model.state import digest
from aiboard.engine.model.vocabulary import Chaos, Reason, Refusal, Source, Stage
from aiboard.engine.verbs import Action, Inject, Kill, Pause, Promote, Start
from aiboard.game import (
    Game,
    ReadOnlyError,
    RefusedError,
    new_game,
    open_game,
    parse_injections,
    practice,
    read_injections,
)
from aiboard.instruments.errors import InputError
from aiboard.journal.lines import ActionEntry, Plan, Summary
from aiboard.journal.reader import read
from tests.game.small import small


def _game(path: Path | None = None, seed: int = 7) -> Game:
    return new_game(small(), seed, path)


def test_the_python_way() -> None:
    with aiboard.new_game(small(), seed=7) as game:
        events = game.do("start EXP-001")
        assert isinstance(events[-1], Moved)
        assert game.board.cards[0].stage == Stage.EXPERIMENT
        assert game.board.day == 1
        game.end_day()
        assert game.board.day == 2
        assert game.do("end")[-1].day >= 2
        assert game.board.day == 3
        assert game.path is None and game.trouble is None and not game.practice


def test_importing_the_package_imports_no_engine() -> None:
    code = "import sys, aiboard; print(sorted(name for name in sys.modules if name.startswith('aiboard')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['aiboard']"


def test_text_and_action_are_the_same_game(tmp_path: Path) -> None:
    one, two = _game(tmp_path / "one"), _game(tmp_path / "two")
    one.do('kill EXP-002 superseded "  not \x1b[31mneeded  "')
    two.do(Kill(1, Reason.SUPERSEDED, learning="  not \x1b[31mneeded  "))
    assert one.digest() == two.digest()
    assert one.board.cards[1].learning == "not [31mneeded"
    two.close()
    assert open_game(tmp_path / "two").digest() == one.digest()


def test_a_refusal_changes_nothing_and_says_why(tmp_path: Path) -> None:
    game = _game(tmp_path / "game")
    before, length = game.digest(), (tmp_path / "game").stat().st_size
    with pytest.raises(RefusedError, match=r"promote EXP-001: .*Backlog") as caught:
        game.do("promote EXP-001")
    assert caught.value.refusal == Refusal.WRONG_STAGE
    with pytest.raises(GrammarError, match="did you mean start"):
        game.do("stat EXP-001")
    with pytest.raises(InputError):
        game.do(Start(500))
    assert game.digest() == before and (tmp_path / "game").stat().st_size == length
    assert game.check(Promote(0)) == Refusal.WRONG_STAGE


def test_legal_actions_are_possible_and_have_a_line() -> None:
    game = _game()
    for action in game.legal_actions():
        assert game.check(action) == Refusal.NONE
        assert to_text(action, game.world)


def test_a_day_after_the_end_is_nothing(tmp_path: Path) -> None:
    game = _game(tmp_path / "game")
    for _ in range(game.world.days):
        game.end_day()
    assert game.board.over and game.end_day() == [] and game.do("end") == []
    with pytest.raises(RefusedError, match="game is over"):
        game.do("start EXP-001")
    game.close()
    again = open_game(tmp_path / "game")
    assert again.board.over and again.digest() == game.digest()


def test_undo_goes_back_one_step_at_a_time(tmp_path: Path) -> None:
    game = _game(tmp_path / "game")
    digests = [game.digest()]
    for line in ("start EXP-001", "start EXP-002", "end", "end", "pause EXP-001"):
        game.do(line)
        digests.append(game.digest())
    assert not game.practice
    for line in ("pause EXP-001", "end", "end", "start EXP-002", "start EXP-001"):
        assert digests.pop() == game.digest()
        assert game.undo() == line
        assert digests[-1] == game.digest()
    assert game.undo() is None and game.practice
    game.do("start EXP-003")
    game.close()
    again = open_game(tmp_path / "game")
    assert again.digest() == game.digest() and again.practice
    assert [to_text(action, game.world) for _, action in again.actions()] == ["start EXP-003"]


def test_a_branch_is_another_file_with_the_same_luck(tmp_path: Path) -> None:
    game = _game(tmp_path / "game.jsonl")
    game.do("start EXP-001")
    for _ in range(4):
        game.end_day()
    game.do("start EXP-002")
    now = game.digest()
    branch = game.branch(tmp_path / "branch.jsonl", ended=2)
    assert branch.practice and not game.practice
    assert branch.digest() == digest(game.timeline.morning(2))
    whole = game.branch()
    assert whole.digest() == now and whole.path is None
    for _ in range(2):
        branch.end_day()
    branch.do("start EXP-002")
    assert branch.digest() == now == game.digest()
    branch.close()
    header = read(tmp_path / "branch.jsonl").header
    assert header.parent == {"file": "game.jsonl", "day": 3} and header.seed == 7
    assert open_game(tmp_path / "branch.jsonl").practice
    with pytest.raises(InputError, match="days have ended"):
        game.branch(ended=9)
    with pytest.raises(InputError, match="exists already"):
        game.branch(tmp_path / "branch.jsonl")


def test_a_coach_marks_practice(tmp_path: Path) -> None:
    game = _game(tmp_path / "game")
    game.mark_practice("coach")
    game.close()
    assert open_game(tmp_path / "game").practice


def test_a_retros_answer_is_in_the_save_and_changes_nothing(tmp_path: Path) -> None:
    game = _game(tmp_path / "game")
    before = game.digest()
    game.answer(1, "retro", game.world.ideas[4].key)
    assert game.digest() == before
    game.close()
    again = open_game(tmp_path / "game")
    assert again.answers == {(1, "retro"): game.world.ideas[4].key} and again.digest() == before
    again.close()
    text = (tmp_path / "game").read_text()
    (tmp_path / "game").write_text(text.replace(f'"answer":"{game.world.ideas[4].key}"', '"answer":"EXP-777"'))
    with pytest.raises(InputError, match="card"):
        open_game(tmp_path / "game")


def test_summaries_each_sprint_and_at_the_end(tmp_path: Path) -> None:
    game = new_game(small(25), 7, tmp_path / "game")
    game.extras = lambda played: {"equity": 12, "day": 99, "board": "x" * (20 if played.board.day < 20 else 400_000)}
    game.do('kill EXP-001 other "no"')
    while not game.board.over:
        game.end_day()
    game.close()
    summaries = read(tmp_path / "game").summaries()
    assert [item["day"] for item in summaries] == [10, 20, 25]
    assert summaries[0]["equity"] == 12 and summaries[0]["stages"]["EXP-001"] == "killed"
    assert "EXP-020" not in summaries[0]["stages"]  # not proposed yet
    assert summaries[-1]["value"] == game.state.returns() / 100
    assert "board" not in summaries[-1]  # a line too long to be read again is not written
    assert open_game(tmp_path / "game").digest() == game.digest()


def test_injections_come_on_their_day_and_say_by_whom(tmp_path: Path) -> None:
    file = tmp_path / "chaos.txt"
    file.write_text("# a workshop\n\n3 inject gpu-shortage 5\n1 inject gpu-shortage 2 by=player\n5 inject divergence\n")
    plan = read_injections(file, small().world())
    assert [(item.day, item.action) for item in plan] == [
        (1, Inject(Chaos.GPU_SHORTAGE, 2)),
        (3, Inject(Chaos.GPU_SHORTAGE, 5, Source.FACILITATOR)),
        (5, Inject(Chaos.DIVERGENCE, source=Source.FACILITATOR)),
    ]
    game = new_game(small(), 7, tmp_path / "game", plan)
    assert game.board.disruption_place(Chaos.GPU_SHORTAGE) >= 0
    game.end_day()
    game.close()
    game = open_game(tmp_path / "game")  # the plan is in the save
    began = game.end_day()
    assert [event.source for event in began if isinstance(event, ChaosBegan) and event.source] == [Source.FACILITATOR]
    for _ in range(2):
        game.end_day()
    assert game.take_notices() == ["'inject divergence by=facilitator' had nothing to act on, day 5"]
    game.undo()
    game.end_day()
    game.inject(plan)  # the same file again: nothing comes twice
    assert sum(isinstance(event, ChaosBegan) and event.source > 0 for event in game.board.history) == 2
    game.close()
    lines = [entry.text for entry in read(tmp_path / "game").entries if isinstance(entry, ActionEntry)]
    assert lines == ["inject gpu-shortage 2", "inject gpu-shortage 5 by=facilitator"]


def test_another_plan_on_the_same_day_repeats_nothing_and_adds_what_is_new(tmp_path: Path) -> None:
    lines = ["1 inject gpu-shortage 2", "1 inject data-issue 3"]
    game = new_game(small(), 7, tmp_path / "game", parse_injections(lines[:1], small().world()))
    assert [event.chaos for event in game.board.history if isinstance(event, ChaosBegan)] == [Chaos.GPU_SHORTAGE]
    game.inject(parse_injections(lines, small().world()))
    began = [event.chaos for event in game.board.history if isinstance(event, ChaosBegan)]
    assert began == [Chaos.GPU_SHORTAGE, Chaos.DATA_ISSUE]
    assert game.take_notices() == []


def test_a_branch_plans_what_is_to_come_and_not_what_was_done_today(tmp_path: Path) -> None:
    plan = parse_injections(["1 inject gpu-shortage 2", "4 inject data-issue 3"], small().world())
    game = new_game(small(), 7, tmp_path / "game", plan)
    game.branch(tmp_path / "branch").close()
    plans = [entry.lines for entry in read(tmp_path / "branch").entries if isinstance(entry, Plan)]
    assert plans == [["4 inject data-issue 3 by=facilitator"]]


def test_an_injection_lost_in_a_crash_comes_after_all(tmp_path: Path) -> None:
    plan = parse_injections(["2 inject gpu-shortage 5", "2 inject data-issue 3"], small().world())
    game = new_game(small(), 7, tmp_path / "game", plan)
    game.end_day()
    whole = game.digest()
    game.close()
    rows = (tmp_path / "game").read_bytes().splitlines(keepends=True)
    assert b"data-issue" in rows[-1] and b"gpu-shortage" in rows[-2]
    for left_out in (0, 1, 2):
        cut = tmp_path / f"cut-{left_out}"
        cut.write_bytes(b"".join(rows[: len(rows) - left_out]))
        with open_game(cut) as again:
            assert again.digest() == whole


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0 inject gpu-shortage", "chaos.txt:1: day: '0' is no day from 1 to 30"),
        ("\n31 inject gpu-shortage", "chaos.txt:2: day: '31'"),
        ("inject gpu-shortage", "write DAY action"),
        ("3 inject gpu-shortag", "chaos.txt:1: 'gpu-shortag' is no chaos: did you mean gpu-shortage?"),
        ("3", "empty"),
        ("3 end", "cannot be ended"),
        ("\x1b]52;c;x\x07 inject", "no day"),
        ("3 inject gpu-shortage\n" * 2001, "chaos.txt:2001: more than 2000 lines"),
        ("x" * 1_100_000, "larger"),
        (b"\xff\xfe3", "UTF-8"),
    ],
    ids=range(10),
)
def test_a_bad_injection_file_is_one_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    file = tmp_path / "chaos.txt"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as caught:
        read_injections(file, small().world())
    assert said in str(caught.value) and "\x1b" not in str(caught.value)


def test_a_second_opener_reads_only(tmp_path: Path) -> None:
    game = _game(tmp_path / "game")
    game.do("start EXP-001")
    other = open_game(tmp_path / "game")
    assert other.read_only and "another program" in other.take_notices()[0]
    assert other.digest() == game.digest()
    for change in (other.end_day, other.undo, lambda: other.do("pause EXP-001"), lambda: other.mark_practice("coach")):
        with pytest.raises(ReadOnlyError, match="reading only; save it under another name"):
            change()
    assert other.branch(tmp_path / "branch").digest() == game.digest()
    game.do("start EXP-002")
    game.close()
    with open_game(tmp_path / "game") as again:
        assert not again.read_only and again.digest() == game.digest()
    assert open_game(tmp_path / "game", read_only=True).read_only


def test_a_game_without_a_place_goes_on_and_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    game = _game(tmp_path / "file" / "game")
    notices = game.take_notices()
    assert len(notices) == 1 and "in memory" in notices[0] and game.trouble
    game.do("start EXP-001")
    game.end_day()
    assert game.take_notices() == []  # said once
    game.save_as(tmp_path / "game")
    assert game.trouble is None
    game.do("start EXP-002")
    game.close()
    assert open_game(tmp_path / "game").digest() == game.digest()
    with pytest.raises(InputError, match="exists already"):
        game.save_as(tmp_path / "game")


def test_a_closed_game_can_be_looked_at(tmp_path: Path) -> None:
    game = _game(tmp_path / "game")
    game.close()
    game.close()
    assert game.board.day == 1
    with pytest.raises(ReadOnlyError):
        game.end_day()


def test_an_interrupted_action_stops_the_game(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    game = _game(tmp_path / "game")
    game.do("start EXP-001")
    kept = game.digest()

    def interrupt(action: Action) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(game.timeline, "act", interrupt)
    with pytest.raises(KeyboardInterrupt):
        game.do("start EXP-002")
    with pytest.raises(ReadOnlyError, match="interrupted"):
        game.end_day()
    game.close()
    assert open_game(tmp_path / "game").digest() == kept


def test_bad_seeds_and_names_are_said() -> None:
    for seed in (-1, 1 << 63):
        with pytest.raises(InputError, match="seed"):
            new_game(small(), seed)
    with pytest.raises(InputError, match="no scenario is called"):
        new_game("nothing-like-it", 7)
    assert new_game(small()).seed != new_game(small()).seed


def test_what_was_done_is_listed_by_day() -> None:
    game = _game()
    game.do("start EXP-001")
    game.end_day()
    game.do("pause EXP-001")
    assert game.actions() == [(1, Start(0)), (2, Pause(0))]
    assert not any(isinstance(entry, Summary) for entry in game._log.entries)


def test_a_game_says_what_makes_it_practice(tmp_path: Path) -> None:
    game = new_game("support-chatbot", seed=1, save=tmp_path / "game")
    game.do("start EXP-001")
    game.undo()
    game.mark_practice(practice.COACH)
    game.mark_practice(practice.COACH)
    game.close()
    again = open_game(tmp_path / "game", read_only=True)
    assert again.why_practice == game.why_practice == (practice.UNDO, practice.COACH)
    assert practice.reasons(again.branch().why_practice) == "it is a branch"
    assert practice.reasons(again.why_practice) == "an undo, the coach's numbers"
