"""The session: what is said and asked, why time stands after opening a save, what is filled in, what is asked first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from aiboard.bots import make_bot
from aiboard.engine.happenings.live import Alerted, CanaryReviewed
from aiboard.engine.model.vocabulary import Chaos, Reason, Stage
from aiboard.engine.verbs import AddIdea, CardAction, Inject, Kill, Start
from aiboard.game import Game, new_game, open_game, parse_injections
from aiboard.play import session as sessions
from aiboard.play import watching
from aiboard.play.beats import Beat, BeatKind, beats
from aiboard.play.clock import Pace
from aiboard.play.incident import response_sheet as incident_sheet
from aiboard.play.session import Session
from aiboard.play.sheets import SheetKind, launch_sheet
from aiboard.play.stops import replay_stops
from aiboard.play.voices import Voice, voices
from aiboard.views import fmt
from tests.engine.play import dated


def _to_stop(session: Session) -> None:
    session.clock.begin(Pace.TO_STOP)
    while session.clock.running:
        session.step()


def _days(session: Session, count: int) -> None:
    for _ in range(count):
        session.step()


def test_a_game_opened_again_says_why_time_stands(tmp_path: Path) -> None:
    game = new_game("support-chatbot", 3, tmp_path / "game.jsonl")
    session, bot = Session(game), make_bot("heuristic", 3)
    for _ in range(8):
        for action in iter(lambda: bot.play(session.board), None):
            session.do(action)
        _to_stop(session)
        said = [stop.text for stop in session.stops()]
        assert said
        with open_game(tmp_path / "game.jsonl", read_only=True) as again:
            resumed = Session(again)
            assert [stop.text for stop in resumed.stops()] == said
            assert resumed.clock.quiet_days == session.clock.quiet_days


def test_what_the_player_brought_about_is_no_reason_in_a_game_opened_again(tmp_path: Path) -> None:
    session = Session(new_game("support-chatbot", 3, tmp_path / "game.jsonl"))
    session.do("start EXP-001")
    session.do("inject gpu-shortage 5")
    session.step()
    with open_game(tmp_path / "game.jsonl", read_only=True) as again:
        assert [stop.text for stop in Session(again).stops()] == [stop.text for stop in session.stops()]


def test_what_was_dealt_with_is_no_reason_any_more_after_opening_again(tmp_path: Path) -> None:
    session = Session(new_game("first-sprint", 1, tmp_path / "game.jsonl"))
    session.do("start EXP-001")
    while not any(stop.card == 0 for stop in session.stops()):
        session.step()
    session.do("kill 1")
    with open_game(tmp_path / "game.jsonl", read_only=True) as again:
        assert not any(stop.card == 0 for stop in Session(again).stops())


def test_a_planned_disruption_is_among_the_reasons(tmp_path: Path) -> None:
    game = new_game("support-chatbot", 1, tmp_path / "game.jsonl")
    game.inject(parse_injections(["2 inject gpu-shortage 3"], game.world, "plan"))
    session = Session(game)
    session.do("start EXP-001")
    session.step()
    assert [stop.cause.value for stop in session.stops()] == ["new disruption"]
    assert replay_stops(game.timeline).stops == session.stops()


def test_an_undo_brings_the_reasons_back() -> None:
    session = Session(new_game("first-sprint", 1))
    session.do("start EXP-001")
    _to_stop(session)
    said = session.stops()
    session.do("kill 1")
    assert session.stops() != said
    session.undo()
    assert session.stops() == said


@pytest.mark.parametrize("line", ["kill 1 plateau", "kill 1"])
def test_a_typed_kill_is_written_down_from_the_evidence(line: str) -> None:
    session = Session(new_game("first-sprint", 1))
    session.do("start EXP-001")
    _to_stop(session)
    session.do(line)
    card = session.board.cards[0]
    assert card.documented and card.learning
    if "plateau" in line:
        assert card.reason == Reason.PLATEAU


def test_a_learning_that_was_typed_stays() -> None:
    session = Session(new_game("first-sprint", 1))
    session.do('kill 1 other "too dear"')
    assert session.board.cards[0].learning == "too dear"


def test_the_place_of_a_game_is_its_day_until_it_is_finished() -> None:
    session = Session(new_game("first-sprint", 1))
    assert session.place() == "first-sprint, day 1 of 20"
    _days(session, 4)
    assert session.place() == "first-sprint, day 5 of 20"
    _days(session, 20)
    assert session.place() == "first-sprint, finished"


def test_the_end_of_a_project_is_a_sheet() -> None:
    session = Session(new_game("first-sprint", 1))
    _days(session, 20)
    assert session.sheet is not None
    assert (session.sheet.kind, session.sheet.title) == (SheetKind.END, "The project has ended")


def test_a_kill_is_news_until_the_next_change() -> None:
    session = Session(new_game("support-chatbot", 1), coach=False)
    session.do("start EXP-001")
    session.do("kill EXP-001 other")
    assert [(beat.kind, beat.card) for beat in session.news] == [(BeatKind.KILL, 0)]
    session.do("end")
    assert session.news == ()


def test_a_session_that_is_closed_lets_others_write(tmp_path: Path) -> None:
    session = Session(new_game("first-sprint", 1, tmp_path / "game.jsonl"))
    session.step()
    session.close()
    with open_game(tmp_path / "game.jsonl") as again:
        assert not again.read_only and again.board.day == 2


def test_undo_is_asked_about_until_the_game_is_practice() -> None:
    session = Session(new_game("support-chatbot", 1), coach=False)
    assert "practice" in session.undo_consent()
    session.do("start EXP-001")
    session.undo()
    assert session.undo_consent() == ""


def test_a_sprint_ends_with_its_sheets_in_their_order(tmp_path: Path) -> None:
    session = Session(new_game("support-chatbot", 1, tmp_path / "game.jsonl"))
    session.do("start EXP-001")
    session.clock.begin(Pace.TO_SPRINT)
    while session.clock.running:
        session.step()
    kinds = []
    while session.sheet is not None:
        kinds.append(session.sheet.kind)
        session.answer(next(choice.name for choice in session.sheet.choices if choice.name))
    assert kinds == [SheetKind.REVIEW, SheetKind.QUESTION, SheetKind.RETRO, SheetKind.PLANNING]
    assert session.game.answers[1, "passes:EXP-001"] == "yes"


def test_a_review_that_is_left_leaves_out_the_retro_from_the_second_sprint_on() -> None:
    session = Session(new_game("support-chatbot", 1))
    _days(session, 10)
    session.answer()
    assert session.sheet is not None and session.sheet.kind is SheetKind.QUESTION
    _days(session, 10)
    session.answer()
    assert session.sheet is not None and session.sheet.kind is SheetKind.PLANNING


def test_moving_time_leaves_what_was_asked() -> None:
    session = Session(new_game("support-chatbot", 1))
    _days(session, 11)
    assert session.sheet is None
    assert (1, "family") in session.game.answers, "a question that was left out is kept as left out"
    assert session.game.answers[1, "family"] == ""


@pytest.fixture
def incident() -> Session:
    """A game on the morning after the first incident of a model that serves."""
    session, bot = Session(new_game("support-chatbot", 4)), make_bot("promote-all", 4)
    while session.sheet is None or session.sheet.kind is not SheetKind.INCIDENT:
        session.skip()
        for action in iter(lambda: bot.play(session.board), None):
            session.do(action)
        session.step()
    return session


def test_an_incident_offers_what_changes_something_at_its_true_price(incident: Session) -> None:
    session, sheet = incident, incident.sheet
    assert sheet is not None
    assert sheet.title.startswith("Incident: ") and "% of traffic" in sheet.title
    assert any("goes on" in line for line in sheet.sections[0].lines)
    assert not any("threatens" in line for line in sheet.sections[0].lines)
    names = [choice.name for choice in sheet.choices]
    assert names == ["roll-back", "respond", "review-canary", "leave"]
    before = session.board.ledger.booked()
    stated = sheet.choices[0].detail
    card = sheet.choices[0].action.card if sheet.choices[0].action else -1
    session.answer("roll-back")
    paid = before - session.board.ledger.booked()
    assert f"${paid // 100:,}" in stated
    assert session.board.cards[card].share_pct == 0
    # On a sprint's last day its review is next.
    assert session.sheet is None or session.sheet.kind is SheetKind.REVIEW


def test_a_review_of_an_incident_shows_one_more_reading_tomorrow(incident: Session) -> None:
    session = incident
    assert session.sheet is not None and "tomorrow" in session.sheet.choices[2].detail
    session.answer("review-canary")
    before = len(session.board.history)
    session.step()
    assert any(isinstance(event, CanaryReviewed) for event in session.board.history[before:])


@pytest.mark.parametrize("verb", ["roll-back", "respond", "review-canary"])
def test_an_incident_is_answered_by_what_is_typed_too(incident: Session, verb: str) -> None:
    session = incident
    assert session.sheet is not None and session.sheet.beat is not None
    key = session.world.ideas[session.sheet.beat.card].key
    session.do("standing evaluate ask")
    assert session.sheet is not None and session.sheet.kind is SheetKind.INCIDENT, "that was about something else"
    session.board.minutes_left = session.world.minutes
    session.do(f"{verb} {key}")
    assert session.sheet is None or session.sheet.kind is not SheetKind.INCIDENT


def test_a_row_of_alerts_asks_once() -> None:
    game = new_game("support-chatbot", 1)
    card = game.board.cards[0]
    card.stage, card.share_pct = Stage.PRODUCTION, 100
    first, second = (dated(day, Alerted(0, online_ppm=700_000, expected_ppm=900_000)) for day in (1, 2))
    game.board.history.append(first)
    assert beats(game.board, [first])
    game.board.history.append(second)
    assert not beats(game.board, [second])


def test_a_watched_injection_is_asked_about_and_then_happens() -> None:
    # A bot that reserves no GPUs.
    session = Session(new_game("support-chatbot", 1), coach=False, bot="autopilot")
    _days(session, 8)
    assert session.sheet is None, "a bot has no rituals"
    session.inject(Inject(int(Chaos.GPU_SHORTAGE), 5))
    assert session.sheet is not None and session.sheet.kind is SheetKind.PILE_UP
    assert session.board.disruption_place(Chaos.GPU_SHORTAGE) < 0
    session.answer("EXPERIMENT")
    assert session.board.disruption_place(Chaos.GPU_SHORTAGE) >= 0
    assert session.watching is not None and session.watching.counterfactual is not None
    ghost = session.watching.counterfactual
    assert ghost.guess == Stage.EXPERIMENT
    last = session.board.day + 5
    while session.sheet is None:
        session.step()
        assert "with / without the GPU shortage" in session.coach
    assert session.sheet.title == "What the GPU shortage cost" and not session.clock.running
    assert last + 4 <= session.board.day <= last + 5, "some days after its end, when what piled up shows"
    so_far = session.sheet.sections[0].lines
    assert re.fullmatch(r"[1-9]\d* card-days more held up, most in Experiment", so_far[0])
    assert so_far[1:] == ("You said so.",)
    ghost.held_days = {Stage.PRODUCTION: 1, Stage.EXPERIMENT: -2}
    told = ghost.cost_sheet().sections[0].lines
    assert told[0] == "1 card-day less held up, but more stood in Production"
    ghost.held_days, ghost.extra_days = {}, {Stage.EXPERIMENT: -1}
    told = ghost.cost_sheet().sections[0].lines
    assert told == ("as many card-days held up: it piled up nowhere", "You said Experiment.")
    session.skip()
    session.step()
    assert session.sheet is None, "told once"


def test_the_cost_is_told_after_the_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "REDRAWS", 3)
    session = Session(new_game("support-chatbot", 1), coach=False, bot="heuristic")
    _days(session, 8)
    session.inject(Inject(int(Chaos.GPU_SHORTAGE), 5))
    session.answer("EXPERIMENT")
    assert session.watching is not None and session.watching.counterfactual is not None
    futures = session.watching.counterfactual.futures()
    next(futures)
    _days(session, 12)
    assert session.sheet is None and "comparing futures, 2 of" in session.coach
    list(futures)
    session.queue_cost_sheet()
    assert session.sheet is not None and len(session.sheet.sections) == 2
    assert "net value" in session.sheet.sections[1].lines[2]


def test_a_typed_end_is_a_day_and_gives_its_events() -> None:
    session = Session(new_game("first-sprint", 1))
    session.do("start EXP-001")
    before = len(session.board.history)
    events = session.do("end")
    assert session.board.day == 2
    assert events == session.board.history[before:]
    before = len(session.board.history)
    assert session.do("start EXP-002") == session.board.history[before:]


def test_a_launch_is_a_sheet_that_waits_to_be_read() -> None:
    found = launch_sheet(Beat(BeatKind.LAUNCH, 0, -1, "!", "First customers", ("one", "two"), "told"))
    assert (found.kind, found.title, found.sections[0].lines) == (SheetKind.LAUNCH, "First customers", ("one", "two"))


def test_a_bots_card_is_the_one_it_acted_on_last() -> None:
    session = Session(new_game("first-sprint", 2), coach=False, bot="heuristic")
    assert session.watching is not None and session.watching.card == -1, "none yet"
    seen = set()
    while not session.board.over:
        before = len(session.board.history)
        session.step()
        turn = session.game.timeline.days[-1] if session.board.over else session.game.timeline.days[-2]
        named = [action.card for action in turn if isinstance(action, CardAction)]
        assert session.watching is not None
        # A new idea is looked at too.
        if named and not any(isinstance(action, AddIdea) for action in turn):
            assert session.watching.card == named[-1], session.board.history[before:]
            seen.add(named[-1])
    assert 0 in seen and len(seen) > 2


def test_beside_a_bots_reasons_one_voice_at_most_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(new_game("support-chatbot", 1), coach=False, bot="heuristic")
    assert session.watching is not None
    spoke: list[int] = []
    heard: list[int] = []

    def turn(game: Game) -> tuple[Voice, ...]:
        reasons = play(game)
        heard.append(len(reasons))
        return reasons

    def speak(*about: Any) -> tuple[Voice, ...]:
        found = voices(*about)
        spoke.append(len(found))
        return found

    play = session.watching.turn
    monkeypatch.setattr(session.watching, "turn", turn)
    monkeypatch.setattr(sessions, "voices", speak)
    while not session.board.over:
        session.step()
        assert len(session.voices) == heard[-1] + min(1, spoke[-1])
    assert max(spoke) > 1 and 0 in spoke


def test_only_what_something_speaks_against_is_asked_about() -> None:
    session = Session(new_game("support-chatbot", 1), coach=False)
    assert session.decision_to_confirm(Start(0)) is None
    session.do("start EXP-001")
    session.step()
    session.board.wip[Stage.EXPERIMENT] = 1
    warned = session.decision_to_confirm(Start(1))
    assert warned is not None and "over the limit of 1" in warned.warning
    assert session.decision_to_confirm(Kill(0, int(Reason.OTHER), "")) is None


def test_a_board_that_was_taken_over_is_the_players() -> None:
    session = Session(new_game("first-sprint", 8), coach=False, bot="heuristic")
    session.step()
    assert session.watching is not None and session.game.timeline.days[0], "the bot has played"
    session.take_over()
    _days(session, 4)
    assert session.watching is None and not any(session.game.timeline.days[1:])
    session.inject(Inject(int(Chaos.GPU_SHORTAGE), 5))
    assert session.board.disruption_place(Chaos.GPU_SHORTAGE) >= 0 and session.sheet is None, "nothing is guessed"


def test_a_disruption_is_judged_from_its_last_day_on() -> None:
    session = Session(new_game("first-sprint", 8), coach=False, bot="heuristic")
    session.inject(Inject(int(Chaos.GPU_SHORTAGE), 5))
    session.answer("EXPERIMENT")
    ghost = session.watching.counterfactual if session.watching is not None else None
    assert ghost is not None and ghost.until == session.board.disruptions[0].until_day == 5
    assert not ghost.is_due(session.board)
    session.board.day = 9
    assert not ghost.is_due(session.board)
    session.board.day = 10
    assert ghost.is_due(session.board)


def test_an_incident_of_a_model_that_serves_nobody_any_more_asks_nothing() -> None:
    board = new_game("support-chatbot", 1).board
    card = board.cards[0]
    card.stage, card.share_pct, card.scores = Stage.PRODUCTION, 50, [900_000] * 3
    about = Beat(BeatKind.INCIDENT, 0, -1, "!", "Incident: 001", ("told",), "told")
    sheet = incident_sheet(board, about)
    assert sheet is not None and "no cost now" in sheet.choices[-1].detail
    card.incident = 1
    sheet = incident_sheet(board, about)
    assert sheet is not None and "the incident costs" in sheet.choices[-1].detail
    card.share_pct = 0
    assert incident_sheet(board, about) is None


def test_a_roll_back_says_what_customers_get_instead(incident: Session) -> None:
    board, sheet = incident.board, incident.sheet
    assert sheet is not None and sheet.beat is not None

    def said() -> str:
        found = incident_sheet(board, sheet.beat) if sheet.beat else None
        assert found is not None
        return found.choices[0].detail

    others = [card for card in board.cards if card.index != sheet.beat.card]
    for card in others:
        card.share_pct = card.launched = 0
    assert said().endswith("customers get no model")
    others[0].stage, others[0].launched = Stage.PRODUCTION, 1
    assert said().endswith(f"customers get {fmt.short(board.world, others[0].index)} instead")


def test_a_watched_game_is_its_bots_until_it_is_taken_over() -> None:
    def ended(taken_over: bool) -> str:
        session = Session(new_game("first-sprint", 1), coach=False, bot="idle")
        while not session.board.over:
            if taken_over and session.board.day == 15:
                session.take_over()
            session.end_day()
        return session.game.bot

    assert ended(taken_over=False) == "idle"
    assert ended(taken_over=True) == "", "from then on it is the player's"
