"""The drill: who asks what of which board, what comes back, what a reply is worth."""

from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest

from aiboard.cli.main import main
from aiboard.drills import asks
from aiboard.drills.attempts import Store
from aiboard.drills.drill import Setting, make
from aiboard.drills.sitting import Sitting
from aiboard.drills.stakeholder import grading
from aiboard.drills.stakeholder.drill import Stakeholder
from aiboard.drills.stakeholder.facts import facts
from aiboard.drills.stakeholder.forecast import KINDS
from aiboard.drills.stakeholder.grading import grade
from aiboard.drills.stakeholder.persona_question import DOUBT, askable_questions, make_question
from aiboard.drills.stakeholder.room import shipped
from aiboard.drills.stakeholder.snapshot import ROLLOUT_COUNT, game_snapshot, random_snapshot
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.moves import KILLED, PROMOTED
from aiboard.game import new_game
from aiboard.instruments.errors import InputError
from aiboard.labs.summary import alive
from aiboard.views.card import measure
from tests.drills.stakeholder.boards import early, late


@cache
def best_days() -> tuple[int, int]:
    """The range of days that scores best on the early board; it moves with the rules."""
    low, high = KINDS["target-day"].public_score(early(), (20, 20)).data["best"]
    return low, high


def good() -> str:
    """A reply with every part, and the best days."""
    low, high = best_days()
    return (
        "The best card reads 86.5 on 3 seeds and 500 frozen questions; the target is 92. "
        f"I say 70 % by day {low} and 90 % by day {high}. It slips if the next evaluation fails. "
        "I need your word that 88 is enough."
    )


def test_a_whole_reply_scores_high_and_nothing_comes_back() -> None:
    asked = make_question(early(), "when-target", "hart")
    found = grade(asked, good())
    assert found.right and found.score > 0.95 and found.data["follow_ups"] == []
    assert all(worth == 1 for worth in found.data["parts"].values())
    assert found.data["forecast"]["stated"] == list(best_days())
    said = "\n".join(found.lines)
    # The screen says who judged what.
    assert "looked for by a program" in said and "simulated games" in said and "For you to judge" in said


def test_what_is_missing_is_attacked_in_the_personas_words() -> None:
    asked = make_question(early(), "when-target", "lena")
    found = grade(asked, "Soon.")
    lena = shipped().persona("lena")
    assert lena is not None
    assert [row["part"] for row in found.data["follow_ups"]] == ["range", "number"]
    assert found.data["follow_ups"][0]["asks"] == lena.attacks["range"]
    assert not found.right and found.score == 0


def test_another_persona_attacks_something_else() -> None:
    back = [grade(make_question(early(), "when-target", name), "Soon.").data["follow_ups"] for name in ("lena", "hart")]
    assert [rows[1]["part"] for rows in back] == ["number", "wrong"]


def test_a_wrong_number_is_doubted_and_is_never_right() -> None:
    asked = make_question(early(), "when-target", "hart")
    found = grade(asked, good().replace("86.5", "91.2"))
    assert found.data["follow_ups"][0]["part"] == DOUBT and not found.right
    wrong = [row for row in found.data["numbers"] if not row["right"] and row["fact"]]
    assert [row["said"] for row in wrong] == ["91.2"]


def test_a_number_that_is_said_twice_counts_as_it_was_said_first() -> None:
    said = [SimpleNamespace(number=SimpleNamespace(text=text), place=place) for place, text in enumerate("abab")]
    assert [one.place for one in grading._unique_numbers(said)] == [0, 1]  # type: ignore[arg-type]


def test_what_comes_only_when_asked_counts_half() -> None:
    asked = make_question(early(), "when-target", "hart")
    late_part = {"reply": good().replace("I need your word that 88 is enough.", ""), "answer-1": "Please approve 88."}
    found = grade(asked, late_part)
    assert found.data["parts"]["ask"] == 0.5
    assert "(only when asked)" in "\n".join(found.lines)


def test_the_person_corrects_what_was_found() -> None:
    asked = make_question(early(), "when-target", "hart")
    reply = {"reply": "Perhaps never; nobody can say.", "parts": ["number", "range"], "forecast": "never"}
    found = grade(asked, reply)
    assert found.data["parts"]["range"] == 1 and "(by your word)" in "\n".join(found.lines)
    assert "range" not in found.data["found"] and found.data["forecast"]["stated"] == [81, 81]


def test_questions_fit_their_boards() -> None:
    now, then = askable_questions(early()), askable_questions(late())
    assert "when-target" in now and "live-number" not in now and "killed" not in now
    assert "live-number" in then and "why-not-launch" not in then
    with pytest.raises(InputError, match="cannot be asked of this board"):
        make_question(early(), "live-number")
    with pytest.raises(InputError, match="does not ask that"):
        make_question(early(), "when-target", "marcus")


@pytest.mark.parametrize(
    ("when", "boards"),
    [
        ([], ["morning", "early", "late"]),
        (["measured"], ["early", "late"]),
        (["evaluated"], ["early", "late"]),
        (["not-live"], ["morning", "early"]),
        (["live"], ["late"]),
        (["measured", "not-live"], ["early"]),
        (["killed"], []),
    ],
)
def test_a_question_of_ones_own_is_asked_where_all_that_it_needs_holds(when: list[str], boards: list[str]) -> None:
    item = shipped().questions[0].model_copy(update={"id": "own", "when": when})
    room = shipped().model_copy(update={"questions": [item]})
    moments = {"morning": game_snapshot(new_game("first-sprint", seed=3), "mine"), "early": early(), "late": late()}
    assert [name for name, moment in moments.items() if askable_questions(moment, room)] == boards


@pytest.mark.parametrize(
    ("killed", "promoted", "fits"),
    [(0, 0, []), (1, 0, ["decided"]), (0, 1, ["decided"]), (2, 1, ["decided"]), (3, 0, ["decided", "killed"])],
)
def test_decisions_are_asked_about_from_one_on_and_kills_from_three(
    killed: int, promoted: int, fits: list[str]
) -> None:
    moment = game_snapshot(new_game("support-chatbot", seed=3), "mine")
    for place, card in enumerate(moment.board.cards[: killed + promoted]):
        card.started_day = 1
        card.stage = Stage.KILLED if place < killed else Stage.PRODUCTION
        card.decision = KILLED if place < killed else PROMOTED
    base = shipped().questions[0]
    items = [base.model_copy(update={"id": name, "when": [name]}) for name in ("decided", "killed")]
    assert list(askable_questions(moment, shipped().model_copy(update={"questions": items}))) == fits


def test_every_question_can_be_asked_of_some_board_and_its_model_reply_scores_well() -> None:
    seen = set()
    for moment in (early(), late()):
        for name in askable_questions(moment):
            asked = make_question(moment, name)
            found = grade(asked, {"reply": "\n".join(asked.model())})
            # All but the forecasts, which a model reply describes and does not state.
            assert found.data["scores"]["parts"] == 1, name
            assert found.data["scores"]["facts"] == 1, (name, found.data["numbers"])
            assert not any("not measured" in line for line in found.model), (name, found.model)
            seen.add(name)
    assert {item.id for item in shipped().questions} - seen == {"killed"}


def test_many_boards_have_several_questions_whose_model_replies_hold() -> None:
    for seed in range(25):
        moment = random_snapshot(Random(seed))
        names = askable_questions(moment)
        assert len(names) >= 2, moment.id
        for name in names:
            asked = make_question(moment, name)
            said = "\n".join(asked.model())
            assert "not measured" not in said + asked.spoken_text, (asked.question.id, said)
            assert not [one.line for one in asked.check_numbers(said) if one.wrong], asked.question.id
            assert set(asked.required_parts) <= {*asked.find_parts(said)}, asked.question.id


def test_part_by_part_is_a_form_that_is_filled_in(tmp_path: Path) -> None:
    drill, store = make("stakeholder", Setting()), Store.load(tmp_path / "a.jsonl")
    sitting = Sitting.begin("stakeholder", drill, store, f"{early().id}/hart/when-target")
    way = sitting.ask
    assert way is not None and way.key == "way"
    sitting.submit(way, "parts")
    reply = sitting.ask
    assert isinstance(reply, asks.Words) and reply.initial.startswith("number: \ndata: \n")
    sitting.submit(reply, "number: 86.5\ndata: 3 seeds\nrange: 70 % by day 48, 90 % by day 56\nwrong: \nask: ")
    found = sitting.ask
    assert isinstance(found, asks.Several) and found.initial == ("number", "data", "range")
    sitting.submit(found, [*found.initial, "ask"])
    # Killed here, it goes on with the forecast that was read.
    again = Sitting.begin("stakeholder", make("stakeholder", Setting()), Store.load(store.path))
    days = again.ask
    assert again.resumed and isinstance(days, asks.Words) and days.initial == "70 % by day 48, 90 % by day 56"
    again.submit(days, days.initial)
    back = again.ask
    assert isinstance(back, asks.Words) and back.optional and "goes wrong" in back.prompt
    again.submit(back, "")
    # Nothing was said: there is nothing to correct.
    assert again.grade is not None and again.grade.data["parts"]["wrong"] == 0
    assert Store.load(store.path).attempts[0].drill == "stakeholder"


def test_what_was_found_in_the_follow_ups_is_corrected_too() -> None:
    asked = make_question(early(), "when-target", "hart")
    given = {"reply": "It reads 86.5 on 3 seeds, 70 % by day 48, 90 % by day 56. I need no decision."}
    given |= {"answer-1": "Then customers meet nothing of it."}
    wanted = asked.question.all_asks({**asked.question.read(given), "way": "typed"})
    (later,) = [one for one in wanted if one.key == "later"]
    assert isinstance(later, asks.Several) and "wrong" in {option.key for option in later.options}
    before = grade(asked, {**given, "later": []})
    after = grade(asked, {**given, "later": ["wrong"]})
    assert before.data["parts"]["wrong"] == 0 and after.data["parts"]["wrong"] == 0.5
    assert any(line.endswith("(by your word) (only when asked)") for line in after.lines)


def test_a_saved_game_of_a_bot_is_not_called_ones_own(tmp_path: Path) -> None:
    assert main(["simulate", "first-sprint", "--bot", "heuristic", "--games", "1", "--save", str(tmp_path)]) == 0
    (save,) = tmp_path.glob("*.jsonl")
    question = make("stakeholder", Setting(seed=1, save=save, day=3)).next(Store(tmp_path / "a.jsonl"))
    assert question.lines[0].startswith("A saved game of First sprint: played by the bot heuristic, ")


def test_one_game_of_ones_own_is_asked_about_at_a_day(tmp_path: Path) -> None:
    save = tmp_path / "mine.jsonl"
    with new_game("first-sprint", seed=3, save=save) as game:
        for _ in range(4):
            game.end_day()
        drill = make("stakeholder", Setting(seed=1, save=save, day=3))
        # Asked about while it is open elsewhere: nothing is locked.
        question = drill.next(Store(tmp_path / "a.jsonl"))
        assert question.id.startswith("save/mine/3/") and "Your own game" in question.lines[0]
        assert drill.find(question.id).lines == question.lines
        assert game_snapshot(game, "mine").board.day == 5
    store = Store(tmp_path / "b.jsonl")
    store.save_part(question, "way", "typed")
    # What was begun about the save goes on, whatever else would be drawn; a day that is named is meant.
    for day in (None, 3):
        assert make("stakeholder", Setting(save=save, day=day)).next(store).id == question.id
    assert make("stakeholder", Setting(save=save, day=4)).next(store).id.startswith("save/mine/4/")
    with pytest.raises(InputError, match="must be from 1 to 5"):
        make("stakeholder", Setting(save=save, day=9)).next(Store(tmp_path / "a.jsonl"))
    with pytest.raises(InputError, match="give the save 'mine'"):
        make("stakeholder", Setting()).find(question.id)


def test_whoever_watches_is_told_how_far_the_games_are() -> None:
    drill = Stakeholder(shipped(), Setting())
    question = drill.find("gpu-drought/heuristic/7/12/hart/when-target")
    told: list[int] = []

    def watch(done: int, of: int) -> None:
        told.append(done)
        if len(told) == 3:
            raise KeyboardInterrupt

    drill.watch = watch
    with pytest.raises(KeyboardInterrupt):
        drill.grade(question, question.read({"reply": "70 % by day 20, 90 % by day 25"}))
    # What was played is kept: it goes on with the fourth.
    assert drill.grade(question, question.read({"reply": "70 % by day 20, 90 % by day 25"})).data["forecast"]
    assert told == list(range(1, ROLLOUT_COUNT + 1))


def test_the_least_asked_question_comes_next(tmp_path: Path) -> None:
    drill, store = make("stakeholder", Setting(seed=4)), Store.load(tmp_path / "a.jsonl")
    seen = []
    for _ in range(4):
        question = drill.next(store)
        seen.append(question.id.rpartition("/")[2])
        answer = question.read({"reply": "Soon."})
        store.add(question, answer, drill.grade(question, answer))
    assert len(set(seen)) == 4


NONE = ["x", "support-chatbot/reference/1/9999/hart/cost", "a/b/c/d/e/f", "first-sprint/idle/1/1/hart/cost"]


@pytest.mark.parametrize("id", NONE)
def test_an_id_that_is_none_is_said(id: str) -> None:
    with pytest.raises(InputError):
        make("stakeholder", Setting()).find(id)


def test_gpus_until_it_reads_the_target_are_asked_for_only_where_the_card_is_under_it() -> None:
    asked = 0
    for seed in range(60):
        moment = random_snapshot(Random(seed))
        if "more-gpus" not in askable_questions(moment):
            continue
        asked += 1
        found = measure.best_estimate(moment.board, alive(moment.board))
        assert found is not None and found[1].high < moment.board.world.target_ppm
        assert moment.board.cards[found[0]].share_pct == 0, moment.id
        said = "\n".join(make_question(moment, "more-gpus").model())
        assert "points short of the target" in said and "luck alone does not explain the gap" in said
    assert asked


def test_a_card_over_the_target_is_said_to_be_over_it_with_what_the_gate_finds() -> None:
    over = 0
    for seed in range(60):
        moment = random_snapshot(Random(seed))
        known = facts(moment.board)
        if "best" not in known:
            continue
        notes = "\n".join(make_question(moment, askable_questions(moment)[0]).question.lines)
        assert "target -" not in notes and "baseline -" not in notes, moment.id
        if (known["best"].value or 0) > (known["target"].value or 0):
            over += 1
            assert " Over the target" in notes and "points over the target" in known["standing"].text
            assert known["gate"].text in known["luck"].text and "gap" not in known["luck"].text
    assert over


def test_a_promise_that_was_not_kept_is_asked_about_only_where_customers_get_less() -> None:
    asked = 0
    for seed in range(60):
        moment = random_snapshot(Random(seed))
        if "live-number" in askable_questions(moment):
            asked += 1
            index = moment.board.live()
            now, promised = measure.live(moment.board, index), measure.quality_estimate(moment.board, index)
            assert now is not None and promised is not None and now.mean < promised.mean
    assert asked


def test_without_a_forecast_it_is_told_what_came_and_words_that_are_none_are_refused() -> None:
    asked = make_question(early(), "customers-get")
    found = grade(asked, {"reply": "It reads 86.5 on 3 seeds.", "forecast": ""})
    said = "\n".join(found.lines)
    assert found.data["scores"]["forecast"] == 0 and "gave none" in said and "customers would get" in said
    with pytest.raises(InputError, match="no forecast that can be read"):
        grade(asked, {"reply": "It reads 86.5 on 3 seeds.", "forecast": "less than that, I am afraid"})


def test_the_notes_from_the_board_are_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "; ".join(["the gate fails: live quality is under its bar"] * 15)
    group = ("Best card alive", [SimpleNamespace(note=f"{long}.")])
    monkeypatch.setattr("aiboard.drills.stakeholder.persona_question.notes", lambda board: [group])
    assert f"  Best card alive: {long}." in make_question(early(), "when-target", "hart").question.lines
