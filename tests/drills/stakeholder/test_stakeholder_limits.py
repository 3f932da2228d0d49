"""The stakeholder drill at its bounds: which board, which question, what comes back, what a reply is worth."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.drills.asks import Words
from aiboard.drills.attempts import Store
from aiboard.drills.drill import Setting
from aiboard.drills.stakeholder import forecast_text, grading, snapshot
from aiboard.drills.stakeholder import persona_question as asking
from aiboard.drills.stakeholder.drill import Stakeholder
from aiboard.drills.stakeholder.facts import Fact, Unit, _odds
from aiboard.drills.stakeholder.forecast import KINDS, _hindsight
from aiboard.drills.stakeholder.numbers import NumberCheck, check_numbers, numbers
from aiboard.drills.stakeholder.parts import labelled, parts_in, unlabelled
from aiboard.drills.stakeholder.persona_question import make_question
from aiboard.drills.stakeholder.room import PARTS, fill_facts, shipped, validate_room
from aiboard.drills.stakeholder.snapshot import (
    PROJECTS,
    ROLLOUT_COUNT,
    GameOrigin,
    Snapshot,
    game_snapshot,
    random_snapshot,
    snapshot_by_id,
)
from aiboard.engine.model.vocabulary import Stage
from aiboard.instruments.errors import InputError
from aiboard.scenario.source import parse
from tests.drills.stakeholder.boards import early, late
from tests.drills.stakeholder.test_fact_grading import fact, foreseen, with_best
from tests.drills.stakeholder.test_room import ATTACKS, OWN

# --- which board ----------------------------------------------------------------------------------------------------


def a_game(ended: int, over: bool, title: str = "Mine", bot: str = "") -> Any:
    """A game of so many days that ended; its mornings know their place."""
    mornings = SimpleNamespace(
        days_ended=lambda: ended, morning=lambda place: SimpleNamespace(clone=lambda: f"morning {place}")
    )
    scenario = SimpleNamespace(title=title)
    return SimpleNamespace(
        board=SimpleNamespace(over=over), timeline=mornings, resolved=SimpleNamespace(scenario=scenario), bot=bot
    )


@pytest.mark.parametrize(
    ("ended", "over", "day", "asked"),
    [
        (0, False, None, 1),
        (4, False, None, 5),
        (4, False, 5, 5),
        (4, False, 1, 1),
        (20, True, None, 10),
        (21, True, None, 10),
        (1, True, None, 1),
        (20, True, 20, 20),
        (20, True, 21, None),
        (4, False, 6, None),
        (4, False, 0, None),
    ],
)
def test_a_game_is_asked_about_on_a_day_that_has_begun(
    ended: int, over: bool, day: int | None, asked: int | None
) -> None:
    game = a_game(ended, over, bot="vibes")
    if asked is None:
        with pytest.raises(InputError, match="the days of this game"):
            game_snapshot(game, "mine", day)
        return
    found = game_snapshot(game, "mine", day)
    assert found.id == f"save/mine/{asked}" and found.state == f"morning {asked - 1}"  # type: ignore[comparison-overlap]
    assert (found.whose, found.end is None) == ((GameOrigin.FINISHED, False) if over else (GameOrigin.OPEN, True))
    assert found.bot == "vibes" and found.title == "Mine"


@pytest.mark.parametrize("count", [59, 60, 61])
def test_titles_and_names_of_sixty_signs_are_whole(count: int) -> None:
    cut = "t" * count if count <= 60 else "t" * 59 + "…"
    found = game_snapshot(a_game(3, False, title="t" * count), "t" * count)
    assert found.title == cut and found.id == f"save/{cut}/4"


class Luck:
    """Draws the last of what it is given, and remembers between which days."""

    def __init__(self) -> None:
        self.days: tuple[int, int] = (0, 0)

    def choice(self, options: Any) -> Any:
        return options[-1]

    def randint(self, low: int, high: int) -> int:
        self.days = low, high
        return high

    def randrange(self, most: int) -> int:
        return most - 1


def test_a_board_is_drawn_between_an_eighth_and_seven_tenths_of_its_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "simulated_snapshot", lambda *about: about)
    monkeypatch.setattr(snapshot, "world_and_latents", lambda project: (SimpleNamespace(days=80),))
    luck: Any = Luck()
    assert random_snapshot(luck) == (PROJECTS[-1], snapshot.BOTS[-1], 999_999, 56) and luck.days == (10, 56)
    assert random_snapshot(luck, 3)[3] == 3 and random_snapshot(luck, 0)[3] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    ("id", "asked"),
    [
        ("save/mine/7", ("saved", 7)),
        ("save/mine/99999", ("saved", 99_999)),
        ("save/mine/100000", None),
        ("save/mine/x", None),
        ("save/other/7", None),
        ("save/mine/7/8", ("save", "mine", 7, 8)),
        ("a/b/123456789/4", ("a", "b", 123_456_789, 4)),
        ("a/b/1234567890/4", None),
        ("a/b/3/-4", None),
        ("a/b/3", None),
    ],
)
def test_a_board_is_found_by_its_id(id: str, asked: tuple[object, ...] | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "simulated_snapshot", lambda *about: about)
    monkeypatch.setattr(snapshot, "save_snapshot", lambda path, day: ("saved", day))
    if asked is None:
        with pytest.raises(InputError):
            snapshot_by_id(id, Path("mine.jsonl"))
        return
    assert snapshot_by_id(id, Path("mine.jsonl")) == asked  # type: ignore[comparison-overlap]


def test_futures_are_played_once_and_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "_rollout", lambda state, redraw: redraw)
    found = Snapshot("x", GameOrigin.SIMULATED, "T", "state")  # type: ignore[arg-type]
    seen: list[tuple[int, int]] = []
    assert found.run_rollouts(lambda *at: seen.append(at)) == tuple(range(1, ROLLOUT_COUNT + 1)) == found.rollouts  # type: ignore[comparison-overlap]
    assert seen == [(n, ROLLOUT_COUNT) for n in range(1, ROLLOUT_COUNT + 1)]
    found.run_rollouts(lambda *at: seen.append(at))
    assert len(seen) == ROLLOUT_COUNT == 40


# --- which question -------------------------------------------------------------------------------------------------


def test_what_was_begun_of_a_save_goes_on_whatever_was_begun_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = SimpleNamespace(day=7)
    made: dict[str, Any] = {}

    def find(self: Stakeholder, id: str) -> Any:
        if "gone" in id:
            raise InputError("no such board")
        self._questions[id] = SimpleNamespace(snapshot=SimpleNamespace(board=board))  # type: ignore[assignment]
        return made.setdefault(id, f"question {id}")

    monkeypatch.setattr(Stakeholder, "find", find)
    store = Store(tmp_path / "a.jsonl")

    def begun(*names: tuple[str, str], **setting: Any) -> Any:
        store.drafts = {name: {"way": "typed"} for name in names}
        return Stakeholder(shipped(), Setting(**setting))._begun(store)

    mine, room = ("stakeholder", "save/mine/7/hart/cost"), ("stakeholder", "a/b/3/7/hart/cost")
    save = Path("mine.jsonl")
    assert begun(mine, save=save) == begun(mine, day=7) == f"question {mine[1]}"
    # Begun later: of another drill, about a simulated game, of a save that is gone.
    assert begun(mine, ("quiz", "save/x"), room, ("stakeholder", "save/gone/7/x/y"), save=save) == f"question {mine[1]}"
    assert begun(mine, room, day=7) == f"question {room[1]}", "the latest"
    assert begun(room, save=save) is None and begun(mine, day=8) is None and begun(mine) is None
    assert begun(mine, save=save, seed=1) is None, "a seed draws"
    assert begun(("quiz", "save/x"), save=save) is None


def test_a_room_that_has_nothing_to_ask_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("aiboard.drills.stakeholder.drill.random_snapshot", lambda rng, day: early())
    item = shipped().questions[0].model_copy(update={"id": "own", "when": ["live"]})
    drill = Stakeholder(shipped().model_copy(update={"questions": [item]}), Setting(seed=1))
    with pytest.raises(InputError, match="of this board the room has nothing to ask; take another day"):
        drill.next(Store(tmp_path / "a.jsonl"))


def test_only_a_forecast_of_games_plays_them(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[object] = []
    monkeypatch.setattr(Snapshot, "run_rollouts", lambda self, watch=None: played.append(watch) or (early().board,))
    monkeypatch.setattr("aiboard.drills.stakeholder.drill.grade_answer", lambda asked, answer: answer)
    drill = Stakeholder(shipped(), Setting())
    drill.watch = lambda done, of: None
    for name, count in (("customers-get", 0), ("when-target", 1)):
        question = drill._keep(make_question(early(), name))
        assert drill.grade(question, {"reply": name}) == {"reply": name}  # type: ignore[comparison-overlap]
        assert played == [drill.watch] * count, name


def test_who_asks_is_the_first_who_may() -> None:
    item = shipped().item("when-target")
    assert item is not None and make_question(early(), "when-target").persona.id == item.by[0]


@pytest.mark.parametrize(
    ("stage", "high", "climbs"),
    [
        (Stage.EVALUATION, -1, True),
        (Stage.EVALUATION, 0, False),
        (Stage.EXPERIMENT, -1, True),
        (Stage.ITERATION, -1, True),
        (Stage.PRODUCTION, -1, False),
        (Stage.HYPOTHESIS, -1, False),
    ],
)
def test_a_card_climbs_while_it_is_worked_on_and_surely_under_the_target(
    stage: Stage, high: int, climbs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    board: Any = SimpleNamespace(
        cards=[SimpleNamespace(stage=Stage.BACKLOG), SimpleNamespace(stage=stage)],
        world=SimpleNamespace(target_ppm=900_000),
    )
    best = (1, SimpleNamespace(high=900_000 + high))
    monkeypatch.setattr(asking, "alive", lambda board: [1])
    monkeypatch.setattr("aiboard.drills.stakeholder.persona_question.measure.best_estimate", lambda board, cards: best)
    assert asking._climbing(board) is climbs
    monkeypatch.setattr("aiboard.drills.stakeholder.persona_question.measure.best_estimate", lambda board, cards: None)
    assert asking._climbing(board) is False


# --- what comes back ------------------------------------------------------------------------------------------------


def test_an_interviewer_hears_the_parts_the_attacks_in_their_order_and_a_model() -> None:
    found = make_question(early(), "when-target", "hart")
    parts, known = found.room.parts, found.board_facts
    brief = found.brief()
    assert [(point.text, point.dimension) for point in brief.good] == [
        (parts[part].name, parts[part].dimension) for part in PARTS if part in found.item.reply
    ]
    attacks = found.persona.attacks
    assert brief.follow_ups == (
        *(
            f"Without {parts[part].name}: “{fill_facts(attacks[part], known)}”"
            for part in attacks
            if part in found.item.reply
        ),
        f"At a number that is not the board's: “{found.persona.doubt}”",
    )
    assert brief.model == tuple(f"{part}: {fill_facts(found.item.reply[part], known)}" for part in found.required_parts)
    assert brief.truth == KINDS["target-day"].public_outcome(early())


def test_two_questions_come_back_at_most_and_doubt_comes_first() -> None:
    found = make_question(early(), "when-target", "hart")
    order = [part for part in found.persona.attacks if part in found.required_parts]
    none = {"reply": "Soon.", "parts": []}
    assert [part for part, _ in found.follow_ups(none)] == order[:2] and len(order) > 2
    assert [part for part, _ in found.follow_ups({**none, "parts": [order[0]]})] == order[1:3]
    assert found.follow_ups({**none, "parts": order}) == []
    doubted = found.follow_ups({"reply": "It reads 91.2.", "parts": []})
    assert [part for part, _ in doubted] == ["doubt", order[0]]
    assert doubted[0][1] == f"{found.persona.doubt} (You said 91.2.)"


def test_what_was_said_later_counts_when_nothing_is_open() -> None:
    found = make_question(early(), "when-target", "hart")
    order = [part for part in found.persona.attacks if part in found.required_parts]
    answer: dict[str, Any] = {"way": "typed", "reply": "Soon.", "parts": [], "forecast": ""}
    assert found.said_later(answer) == found.said_later({**answer, "answer-1": "one"}) == ""
    later = {**answer, "answer-1": "It costs $300.", "answer-2": "I need a week."}
    assert found.said_later(later) == "It costs $300.\nI need a week."
    keys = [one.key for one in found.question.all_asks(later)]
    assert keys == ["way", "reply", "parts", "forecast", "answer-1", "answer-2", "later"]
    asked = found.question.all_asks(later)[-1]
    assert [one.key for one in asked.options] == [part for part in PARTS if part in found.required_parts]  # type: ignore[attr-defined]
    assert asked.initial == tuple(
        part for part in found.find_parts(found.said_later(later)) if part in found.required_parts
    )  # type: ignore[attr-defined]
    one = {**later, "parts": order[:-1], "answer-1": " "}
    assert "later" not in [each.key for each in found.question.all_asks({**one, "answer-2": ""})], "nothing was said"
    assert [each.key for each in found.question.all_asks({**one, "answer-1": "x"})[-1].options] == order[-1:]  # type: ignore[attr-defined]
    assert "later" not in [each.key for each in found.question.all_asks({**later, "parts": order})], (
        "nothing is missing"
    )
    assert [each.key for each in found.question.all_asks({})] == ["way"]


def test_a_forecast_is_shown_as_it_was_read_or_asked_for() -> None:
    found = make_question(early(), "when-target", "hart")
    (read,) = [one for one in found._corrections("70 % by day 40, 90 % by day 55") if isinstance(one, Words)]
    assert read.initial == "70 % by day 40, 90 % by day 55" and read.prompt.startswith(
        "Read as your forecast, as '70 %"
    )
    (none,) = [one for one in found._corrections("soon") if isinstance(one, Words)]
    assert none.initial == "" and none.prompt.startswith("Your forecast, as '70 %") and none.optional
    assert none.read_error is not None and none.read_error("never") == ""
    assert none.read_error("soon").startswith("holds no forecast that can be read; write it as '70 %")
    other = next(name for name in asking.askable_questions(early()) if not make_question(early(), name).item.forecast)
    assert [one.key for one in make_question(early(), other)._corrections("soon")] == ["parts"]


# --- what a reply is worth ------------------------------------------------------------------------------------------


class Reply(SimpleNamespace):
    """What a grade asks of a question: parts that are wanted, numbers that were said, what comes back."""

    required_parts = ("number", "range", "ask", "money")
    item = SimpleNamespace(forecast="")
    persona = SimpleNamespace(name="Hart", content="Fine.")
    board_facts: dict[str, Fact] = {}
    room = SimpleNamespace(parts={part: SimpleNamespace(name=part.upper()) for part in PARTS})

    def check_numbers(self, text: str) -> list[NumberCheck]:
        return [NumberCheck(SimpleNamespace(text=said), known, right) for said, known, right in self.said]  # type: ignore[arg-type]

    def said_later(self, answer: Any) -> str:
        return "later"

    def find_parts(self, text: str) -> tuple[str, ...]:
        return ("range",) if text == "later" else ("number", "money")

    def follow_ups(self, answer: Any) -> list[tuple[str, str]]:
        return [("ask", "And?")] if self.back else []

    def model(self) -> tuple[str, ...]:
        return ("model",)


KNOWN = Fact("best", "quality", "88", Unit.POINTS, 88)
RIGHT, WRONG, OTHER = ("88", KNOWN, True), ("91", KNOWN, False), ("60", None, False)


@pytest.mark.parametrize(
    ("parts", "later", "said", "score", "right"),
    [
        # Without a forecast parts count two thirds, numbers one.
        (4, (), [RIGHT], 1.0, True),
        (4, (), [], 2 / 3, False),
        (4, (), [OTHER], 2 / 3, False),
        (4, (), [RIGHT, OTHER], 1.0, True),
        (4, (), [RIGHT, WRONG], 2 / 3 + 1 / 6, False),
        (3, (), [RIGHT], 0.5 + 1 / 3, True),
        (2, (), [RIGHT], 1 / 3 + 1 / 3, False),
        (2, ("ask",), [RIGHT], 2 / 3 * 0.625 + 1 / 3, True),
        (3, ("money",), [RIGHT, RIGHT], 2 / 3 * 0.875 + 1 / 3, True),
    ],
)
def test_a_reply_is_worth_its_parts_and_its_numbers(
    parts: int, later: tuple[str, ...], said: list[Any], score: float, right: bool
) -> None:
    reply: Any = Reply(said=said, back=True)
    answer: dict[str, Any] = {"reply": "x", "parts": list(Reply.required_parts[:parts])}
    found = grading.grade_answer(reply, {**answer, **({"later": list(later)} if later else {})})
    assert (found.score, found.right) == (pytest.approx(score), right)
    assert found.lines[0].startswith(f"{score * 100:.0f} of 100 (parts ") and "Hart" not in " ".join(found.lines)
    assert ("✗ You said none." in found.lines) is (not said)
    assert found.data["forecast"] is None and found.data["found"] == ["number", "money"]
    assert found.data["follow_ups"] == [{"part": "ask", "asks": "And?"}]
    assert found.model == ("model",) and len(found.data["numbers"]) == len({one[0] for one in said})


def test_each_part_is_told_with_whose_word_it_is_and_when_it_came() -> None:
    reply: Any = Reply(said=[WRONG, OTHER, RIGHT], back=False)
    found = grading.grade_answer(reply, {"reply": "x", "parts": ["number", "ask"], "later": ["range"]})
    assert found.lines == (
        "58 of 100 (parts 62, facts 50).",
        "",
        "Parts, looked for by a program, corrected by you:",
        "✓ NUMBER",
        "✓ RANGE (only when asked)",
        "✓ ASK (by your word)",
        "✗ MONEY",
        "",
        "Numbers, held against the board by a program:",
        "✗ 91 is not on this board; nearest is quality 88",
        "· 60: not checked, it is no fact of this board",
        "✓ 88: quality 88",
        "",
        "Hart: Fine.",
        "For you to judge: whether it answers the question, in an order that can be followed, and would convince.",
    )
    assert found.data["scores"] == {"parts": 0.625, "facts": 0.5}
    assert found.data["numbers"][:2] == [
        {"said": "91", "fact": "best", "right": False},
        {"said": "60", "fact": None, "right": False},
    ]


@pytest.mark.parametrize(
    ("forecast", "said", "score"),
    [(0.8, [RIGHT], 0.95), (0.0, [RIGHT], 0.75), (None, [RIGHT], 1.0), (0.0, [WRONG, RIGHT], 0.625)],
)
def test_a_forecast_counts_a_quarter_where_it_is_scored(
    forecast: float | None, said: list[Any], score: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored = SimpleNamespace(score=forecast, lines=("It came.",), data={"x": 1})
    kind = SimpleNamespace(read=lambda text: text, public_score=lambda moment, stated: scored)
    monkeypatch.setattr(grading, "KINDS", {"kind": kind})
    reply: Any = Reply(said=said, back=False, item=SimpleNamespace(forecast="kind"), snapshot=None)
    found = grading.grade_answer(reply, {"reply": "x", "parts": list(Reply.required_parts), "forecast": "never"})
    assert found.score == pytest.approx(score) and found.data["forecast"] == {"x": 1} and "It came." in found.lines
    assert ("forecast" in found.data["scores"]) is (forecast is not None)


# --- forecasts ------------------------------------------------------------------------------------------------------


def test_a_loss_that_is_handed_on_has_four_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    found = KINDS["target-day"].public_score(foreseen(monkeypatch, [10, 20, 31]), (12, 20))
    # By day 12 at 70 %: 0.6 early, 5.6 and 13.3 late; by day 20 at 90 %: 1, 0 and 9.9. Nineteen and a half, halved.
    assert found.data["loss"] == round((0.6 + 5.6 + 13.3 + 1 + 9.9) / 6, 4) == 5.0667
    # The best two are the last day, twice: 6.3 and 3.3 early, then 2.1 and 1.1.
    assert found.data["best"] == [31, 31] and found.data["least"] == round((6.3 + 3.3 + 2.1 + 1.1) / 6, 4) == 2.1333
    assert "the best answer, day 31, loses 2.1." in found.lines[-1]
    two = KINDS["target-day"].public_score(foreseen(monkeypatch, [10, 20, 30, 40, 50, 60, 70, 80, 0, 0]), (70, 81))
    assert "the best two, day 70 and never, lose" in two.lines[-1]


def test_hindsight_is_of_the_game_that_ended() -> None:
    def told(day: int, bot: str, ended: bool = True) -> tuple[str, ...]:
        found: Any = SimpleNamespace(end=day if ended else None, bot=bot)
        return _hindsight(found, lambda end: end)  # type: ignore[arg-type, return-value]

    assert told(12, "") == ("In hindsight: in your own game it came on day 12.",)
    assert told(0, "vibes") == ("In hindsight: in the game of the bot vibes it came never.",)
    assert told(12, "", ended=False) == ()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("70 % by day 40", (40, 40)),
        ("50 % by day 20, 80 % by day 40", (20, 40)),
        ("90 % by day 55, 70 % by day 40", (40, 55)),
        ("day 40 with 70 %, never with 90 %", (40, 0)),
        ("day 20, or day 30, or day 25", (20, 30)),
        ("day 20 or never", (20, 0)),
        ("not in time", (0, 0)),
        ("70 % by day 40 (90 % by day 55)", (40, 55)),
        ("70 % by D40 with 90 % by D55", (40, 55)),
        ("D40 (70 %), D55 (90 %)", (40, 55)),
        ("by D5", (5, 5)),
    ],
)
def test_more_days_are_read(text: str, days: tuple[int, int]) -> None:
    assert forecast_text.parse_days(text) == days


@pytest.mark.parametrize(
    ("text", "chance"),
    [
        ("100 % sure", 100),
        ("101 % sure", None),
        ("0 % chance", 0),
        (" 7 % ", 7),
        ("put it at about 35 %", 35),
        ("7 % of it", None),
    ],
)
def test_more_odds_are_read(text: str, chance: int | None) -> None:
    assert forecast_text.parse_chance(text) == chance


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("0 to 100", (0, 100)),
        ("0 to 101", None),
        ("95 ± 5", (90, 100)),
        ("95 ± 6", None),
        ("2 ± 3", None),
        ("88 to 88", (88, 88)),
        ("80.5 % to 90.25 %", (80.5, 90.25)),
        ("84 to 90, then 95 to 90", (84, 90)),
    ],
)
def test_more_ranges_are_read(text: str, ends: tuple[float, float] | None) -> None:
    assert forecast_text.parse_quality(text) == ends


# --- facts and numbers ----------------------------------------------------------------------------------------------


def test_a_part_of_the_questions_counts_for_what_was_evaluated() -> None:
    whole = early().board.world.eval_items
    half = with_best(900_000, eval_pct=50)
    assert half["items"].value == whole // 2 and half["items"].text == f"{whole // 2} questions"
    assert with_best(900_000, eval_pct=50, scores=[])["items"].value == whole


@pytest.mark.parametrize(
    ("mean", "low", "high", "odds"),
    [
        (900, 900, 900, 50),
        (900_000, 890_000, 910_000, 1),
        (930_000, 920_000, 940_000, 98),
        (990_000, 980_000, 999_000, 99),
    ],
)
def test_odds_are_never_certain(mean: int, low: int, high: int, odds: int) -> None:
    measured: Any = SimpleNamespace(mean=mean, low=low, high=high)
    # Two standard errors over 92: 97.5 %.
    assert _odds(900 if mean == 900 else 920_000, measured) == odds


def test_a_note_is_a_sentence() -> None:
    assert fact(88).note == "It 88." and Fact("gate", "", "passes.").note == "Passes."


def test_sixty_numbers_are_looked_at_in_their_order() -> None:
    found = numbers(", ".join(f"{n} points" for n in range(61)))
    assert [one.value for one in found] == list(range(60))


@pytest.mark.parametrize(
    ("text", "known", "right"),
    [
        ("4 of 5 are killed", fact(5, Unit.COUNT, "decided", nouns=("decid",)), True),
        ("4 and 5 are killed", fact(5, Unit.COUNT, "decided", nouns=("decid",)), False),
        ("between 84 and 90", fact(84, id="low"), True),
        ("between 84 and 90", fact(84, id="high"), False),
        ("between 84 and 90", fact(90, id="high"), True),
        ("it reads 84", fact(84, id="low"), False),
        ("at least 84", fact(84, id="low"), True),
        ("it costs 300", fact(300, Unit.MONEY, "burn"), True),
        ("it is 300", fact(300, Unit.MONEY, "burn"), False),
    ],
)
def test_a_number_is_meant_as_a_fact_by_what_stands_beside_it(text: str, known: Fact, right: bool) -> None:
    assert any(one.right for one in check_numbers(text, {known.id: known})) is right


# --- parts and rooms ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "labels", "spoken"),
    [
        ("range: 88 to 94\nask:", {"range"}, "88 to 94"),
        ("Range : 88\nother: 3", {"range"}, "88\nother: 3"),
        ("number 88", set(), "number 88"),
        ("money: \n\nx", set(), "x"),
    ],
)
def test_a_line_may_name_its_part(text: str, labels: set[str], spoken: str) -> None:
    assert labelled(text) == labels and unlabelled(text) == spoken
    assert labels <= set(parts_in(shipped(), text))


def room(text: str) -> list[str]:
    """The problems of a room."""
    try:
        validate_room(parse(text.encode(), "r.yaml"), shipped())
    except InputError as error:
        return str(error).split("\n")
    return []


def test_of_a_room_every_double_and_every_unknown_pattern_is_named() -> None:
    own = OWN.format(attacks=ATTACKS)
    assert room(own) == []
    persona = own[own.index("  - id: boss") : own.index("questions:")]
    twice = room(own.replace("questions:", persona + "questions:"))
    assert any("personas[2].id: 'boss' is used twice" in line for line in twice), twice
    question = own[own.index("  - id: why-slow") :]
    again = room(own + question)
    assert any("questions[2].id: 'why-slow' is used twice" in line for line in again), again
    part = "parts: {number: {name: N, dimension: CODE, words: [[good, <number>], [<money>, <nothing>]]}}\n"
    (wrong,) = room(own + part)
    assert "parts.number.words[2][2]: '<nothing>' is no pattern; there are <number>, <range>, <money>" in wrong
    assert room(own + part.replace("<nothing>", "nothing")) == []


def test_names_there_are_not_are_none() -> None:
    assert shipped().persona("nobody") is None and shipped().item("nothing") is None
    with pytest.raises(InputError, match="'live-number' cannot be asked of this board; there are when-target, "):
        make_question(early(), "live-number")
    with pytest.raises(InputError, match="'nobody' does not ask that; "):
        make_question(late(), "live-number", "nobody")


def test_what_is_handed_on_has_few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = KINDS["chance"].public_score(foreseen(monkeypatch, [40, 0, 0]), 50)
    assert chance.data == {"share": 0.3333, "stated": 50, "error": 0.0278}
    reply: Any = Reply(said=[RIGHT, WRONG, ("70", KNOWN, False)], back=True)
    found = grading.grade_answer(reply, {"reply": "x", "parts": ["number", "ask"]})
    assert found.data["scores"] == {"parts": 0.5, "facts": 0.3333}
    kind: Any = KINDS["quality"]
    monkeypatch.setattr(kind, "_true", lambda moment, card: 86.123456)
    quality = kind.public_score(early(), (84.00001, 86.0))
    # Two points wide and an eighth outside, which costs twenty times that.
    assert quality.data == {"true": 86.12, "stated": [84.00001, 86.0], "loss": 4.4691}
    assert "Your 84 to 86 misses it: interval score 4.5, its width and 20 a point outside" in quality.lines[-1]
