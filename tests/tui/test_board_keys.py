"""Every key of the board on every card of the made-up board: what it opens, does or says, without an app.

The board's parts are handed a table that writes down what they ask of it; the lines stand in golden/pressed.txt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest

from aiboard.actions.grammar import to_text
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Chaos, Refusal
from aiboard.engine.verbs import Action, ReviewCanary
from aiboard.instruments.errors import InputError
from aiboard.play.beats import Beat, BeatKind
from aiboard.play.clock import Pace
from aiboard.play.sheets import SheetKind
from aiboard.tui.screens import advice
from aiboard.tui.screens.days import TimeControls
from aiboard.tui.screens.decisions import Decisions, Injections, available_keys, may_inject
from aiboard.tui.screens.looks import ViewActions
from aiboard.tui.widgets.board import BoardView
from aiboard.views.board.columns import columns
from aiboard.views.decisions.decision import Question
from tests.views import made
from tests.written import as_written

GOLDEN: Final = Path(__file__).parent / "golden" / "pressed.txt"


class Desk:
    """A table and a host in one, which write down what is asked of them."""

    def __init__(self, board: Board, card: int) -> None:
        self.asked: list[str] = []
        self.then: Callable[[Any], object] | None = None
        self.board_view = BoardView(lambda: None, lambda: None)
        self.board_view.show(columns(board))
        self.board_view.focus_card(card)
        self.board_view.card = card
        game = SimpleNamespace(read_only=False, path=Path("saves/game.jsonl"), order_event_ids=frozenset())
        self.session: Any = SimpleNamespace(
            board=board, world=board.world, show_hours=True, game=game, decision_to_confirm=lambda action: None,
            undo_consent=lambda: "", stops=lambda: (), voices=(), message=lambda: "",
        )  # fmt: skip
        self.table = "the keys"
        self.refuses = False
        self.way_back = "back"

    @property
    def host(self) -> Any:
        """Itself."""
        return self

    def say(self, text: str, tone: str = "text", front: str = "") -> None:
        self.asked.append(f"says {front} {tone}: {text}")

    def show_status(self) -> None:
        """The words under the board, which these tests do not read."""

    def open(self, name: str, *given: Any, then: Callable[[Any], object] | None = None) -> None:
        told = [one.title if isinstance(one, Question) else one for one in given]
        shown = [str(one) for one in told if isinstance(one, str | int | Beat)]
        self.asked.append(f"opens {name} {' | '.join(shown)}")
        self.then = then
        self.given = given

    def dispatch(self, action: Action) -> list[Any] | None:
        self.asked.append(f"does {to_text(action, self.session.board.world)}")
        return None if self.refuses else []

    def inject(self, action: Action) -> None:
        self.dispatch(action)

    def undo(self) -> None:
        self.asked.append("undoes")

    def copy(self, text: str, name: str) -> str:
        self.asked.append(f"copies {len(text.splitlines())} lines as {name}")
        return "copied"

    def save_as(self, path: str) -> None:
        self.asked.append(f"saves as {path}")

    def notify_screens(self, events: list[Any]) -> None:
        self.asked.append(f"shows {len(events)} events")

    def run_command(self, found: Any) -> None:
        self.asked.append(f"runs {found}")

    def taken(self) -> list[str]:
        """What was asked since the last time."""
        asked, self.asked = self.asked, []
        return asked


KEYS: Final = [
    name.removeprefix("action_")
    for part in (Decisions, ViewActions)
    for name in dir(part)
    if name.startswith("action_") and name != "action_coach"
]


def press(desk: Desk, name: str, *given: str) -> list[str]:
    """Press a key of the board."""
    for part in (Decisions(desk), ViewActions(desk, False), Injections(desk)):  # type: ignore[arg-type]
        if (action := getattr(part, f"action_{name}", None)) is not None:
            action(*given)
    return desk.taken()


def pressed() -> Iterator[str]:
    """Every key on every card, and on none."""
    for card in (-1, *range(12)):
        board = made.board()
        yield f"=== card {card}: {', '.join(available_keys(board, card))}"
        for name in KEYS:
            desk = Desk(made.board(), card)
            told = press(desk, name, *(["3"] if name == "priority" else []))
            yield f"{name}: {'; '.join(told) or 'nothing'}; then on {desk.board_view.card}"


def test_every_key_on_every_card() -> None:
    as_written(GOLDEN, "\n".join(pressed()))


def test_a_decision_that_is_answered_is_done_and_the_cursor_stays_in_its_column() -> None:
    desk = Desk(made.board(), made.MEASURED)
    press(desk, "kill")
    assert desk.then is not None
    asked: Question[Action] = desk.given[0]
    desk.then(None)
    assert desk.taken() == [] and desk.board_view.card == made.MEASURED, "left as it was"
    desk.then(asked.build({"reason": 1}, "no more in it"))
    assert desk.taken() == ['does kill EXP-004 plateau "no more in it"']
    assert desk.board_view.card == made.AGENT, "the next of its column"
    desk = Desk(made.board(), made.MEASURED)
    desk.refuses = True
    press(desk, "kill")
    assert desk.then is not None
    desk.then(asked.build({"reason": 1}, "no more in it"))
    assert desk.board_view.card == made.MEASURED, "it is still there"


@pytest.mark.parametrize(("minutes", "against", "asks"), [(0, None, False), (0, "", True), (60, None, True)])
def test_a_start_that_costs_or_would_wait_is_asked_first(minutes: int, against: str | None, asks: bool) -> None:
    def started(shown: bool) -> list[str]:
        board = made.board()
        board.world.cost_min |= {"start": minutes, "ticket": 0}
        desk = Desk(board, made.IDEA)
        desk.session.decision_to_confirm = lambda action: against
        desk.session.show_hours = shown
        return press(desk, "start")

    question, done = ["opens question Start 001 Idea number 1?"], ["does start EXP-001"]
    assert started(shown=True) == (question if asks else done)
    assert started(shown=False) == (question if against is not None else done), "hours that are hidden cost nothing"


def test_only_a_lack_of_hours_is_no_reason_not_to_show_a_decision() -> None:
    desk = Desk(made.board(), made.MEASURED)
    desk.session.board.minutes_left = 0
    assert press(desk, "iterate") == ["opens question Iterate on 004 Idea number 4?"]
    assert press(desk, "deploy")[0].startswith("says ! warn") or press(desk, "deploy")[0].startswith("says  warn")


def test_the_same_priority_again_is_not_written_down() -> None:
    desk = Desk(made.board(), made.MEASURED)
    desk.session.board.cards[made.MEASURED].priority = 2
    assert press(desk, "priority", "2") == [] and press(desk, "priority", "1") == ["does prioritise EXP-004 1"]


def test_a_paused_card_goes_on() -> None:
    desk = Desk(made.board(), made.TRAINING)
    assert press(desk, "hold") == ["does pause EXP-003"]
    desk.session.board.cards[made.TRAINING].paused = True
    assert press(desk, "hold") == ["does resume EXP-003"]


def test_a_line_opens_its_question_with_its_amounts() -> None:
    desk = Desk(made.board(), made.MEASURED)
    Decisions(desk).ask_line("evaluate EXP-004 5")  # type: ignore[arg-type]
    assert desk.taken() == ["opens question Evaluate 004 Idea number 4?"]
    (seeds, *_) = desk.given[0].rows
    assert seeds.choices[seeds.selected].value == 5


@pytest.mark.parametrize("read_only", [False, True])
def test_an_undo_that_makes_the_game_practice_is_asked_for(read_only: bool) -> None:
    desk = Desk(made.board(), made.MEASURED)
    assert press(desk, "undo") == ["undoes"]
    desk.session.undo_consent = lambda: "It becomes practice."
    desk.session.game.read_only = read_only
    if read_only:
        assert press(desk, "undo") == ["undoes"]
        return
    assert press(desk, "undo") == ["opens question Take back the last action or day?"]
    assert desk.then is not None
    desk.then(None)
    assert desk.taken() == []
    desk.then(True)
    assert desk.taken() == ["undoes"]


def test_the_sheet_of_orders_and_the_queue_hand_on_what_was_chosen() -> None:
    desk = Desk(made.board(), made.MEASURED)
    press(desk, "orders")
    assert desk.then is not None
    desk.then(None)
    assert desk.taken() == []
    desk.then([made_action("wip experiment 2"), made_action("reserve 1 5")])
    assert desk.taken() == ["does wip experiment 2", "does reserve 1 5"]
    press(desk, "compute")
    desk.then(None)
    assert desk.taken() == [] and desk.board_view.card == made.MEASURED
    desk.then(made.LIVE)
    assert desk.board_view.card == made.LIVE


def made_action(line: str) -> Action:
    from aiboard.actions.grammar import parse

    found = parse(line, made.board().world)
    assert isinstance(found, Action)
    return found


def test_the_game_goes_on_in_another_file_when_one_is_named() -> None:
    desk = Desk(made.board(), made.MEASURED)
    assert press(desk, "save_as") == ["opens question Save as"]
    assert desk.given[0].text.endswith("game-copy.jsonl") and desk.then is not None
    desk.then(None)
    assert desk.taken() == []
    desk.then("x.jsonl")
    assert desk.taken() == ["saves as x.jsonl"]
    desk.session.game.path = None
    press(desk, "save_as")
    assert desk.given[0].text == "game.jsonl"


def test_a_look_at_the_canary_that_takes_nothing_of_the_day_is_done_at_once() -> None:
    board = made.board()
    canary = next(card.index for card in board.cards if 0 < card.share_pct < 100)
    desk, action = Desk(board, canary), ReviewCanary(canary)
    assert action.minutes(board) > 0 and press(desk, "review")[0].startswith("opens question Review the canary")
    # Without hours in sight there is no price that it would show first.
    desk.session.show_hours = False
    assert press(desk, "review") == [f"does {to_text(action, desk.session.world)}"]
    desk.board_view.card = -1
    assert press(desk, "review") == []


def test_where_there_is_nothing_to_look_at_it_is_said() -> None:
    desk = Desk(made.board(), made.MEASURED)
    for task in desk.session.board.data:
        task.shown = False
    assert press(desk, "data") == ["says  dim: nothing is being labelled in this project"]
    assert press(desk, "runs") == ["says  dim: no agent runs to look at: evaluating an agent card makes them"]
    desk.session.board.cards[made.AGENT].run_codes = [[0, 8], [0]]
    desk.board_view.card = made.AGENT
    assert press(desk, "runs") == ["opens runs EXP-011 Idea number 11: 2 reviewed agent runs |  | True"]
    for card in desk.session.board.cards:
        card.paused = True
    desk.board_view.show(columns(desk.session.board))
    for name in ("next_ask", "previous_ask"):
        assert press(desk, name) == ["says  dim: no card waits for a decision"]


# --- the coach -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "consent", "read_only", "told"),
    [
        ("not in this game", "", False, ["says  warn: not in this game"]),
        ("", "", False, ["shown", "shows 0 events", "begun"]),
        ("", "It becomes practice.", True, ["shown", "shows 0 events", "begun"]),
        ("", "It becomes practice.", False, ["opens question Ask the coach?"]),
    ],
)
def test_the_coach_asks_before_the_game_becomes_practice(
    why: str, consent: str, read_only: bool, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(made.board(), -1)
    assert press(desk, "coach") == ["says  warn: no card is under the cursor"]
    desk.session.game.read_only = read_only
    asking = SimpleNamespace(
        refusal_reason=lambda session: why,
        consent=lambda session: consent,
        mark_practice=lambda session: desk.asked.append("shown"),
    )
    monkeypatch.setattr(advice, "asking", asking)
    advice.ask_coach(desk.session, desk.host, desk.say, lambda: desk.asked.append("begun"))
    assert desk.taken() == told
    if consent and not read_only:
        assert desk.then is not None
        desk.then(None)
        assert desk.taken() == []
        desk.then(True)
        assert desk.taken() == ["shown", "shows 0 events", "begun"]


# --- chaos ---------------------------------------------------------------------------------------------------------


def test_an_injection_waits_for_enter_and_any_other_key_drops_it() -> None:
    desk = Desk(made.board(), made.MEASURED)
    chaos = Injections(desk)  # type: ignore[arg-type]
    assert may_inject(desk.session.board)
    for key, character, used, does in (
        ("enter", "", True, ["does inject gpu-shortage 5"]), ("escape", "", True, []), ("down", "", False, []),
        ("D", "D", False, []),
    ):  # fmt: skip
        chaos.prepare(Chaos.GPU_SHORTAGE)
        assert desk.taken()[0].startswith("says ▲ news: GPU shortage, 5 days: Enter to inject, Esc")
        assert chaos.handle_key(key, character) is used
        assert [line.partition(" gpu")[0] for line in desk.taken()] == [line.partition(" gpu")[0] for line in does]
        assert chaos.handle_key("enter", "") is False and desk.taken() == [], "it waits no longer"
    told = []
    for _ in range(4):
        chaos.prepare(Chaos.GPU_SHORTAGE)
        chaos.handle_key("G", "G")
        told.append("caps lock" in desk.taken()[0])
    assert told == [False, False, True, True]
    chaos.handle_key("down", "")
    chaos.prepare(Chaos.GPU_SHORTAGE)
    assert "caps lock" not in desk.taken()[0]


def test_a_disruption_that_is_refused_is_not_prepared() -> None:
    desk = Desk(made.board(), made.MEASURED)
    desk.session.board.over = True
    chaos = Injections(desk)  # type: ignore[arg-type]
    assert not may_inject(desk.session.board)
    for kind in Chaos:
        chaos.prepare(kind)
    assert all(line.startswith("says  warn") for line in desk.taken()) and chaos.handle_key("enter", "") is False


# --- time ----------------------------------------------------------------------------------------------------------


class Timed(Desk):
    """The desk with a clock."""

    def __init__(self, animated: bool = False) -> None:
        super().__init__(made.board(), made.MEASURED)
        self.animated = animated
        self.is_covered = False
        self.left = 3
        self.session.clock = SimpleNamespace(running=False, halt=self._halt, begin=self._begin)
        self.session.news = []
        self.session.sheet = None

    def _halt(self) -> bool:
        was: bool = self.session.clock.running
        self.session.clock.running = False
        return was

    def _begin(self, pace: Pace) -> None:
        self.session.clock.running = True

    def end_day(self) -> None:
        self.asked.append("a day")
        self.left -= 1
        if not self.left:
            self.session.clock.running = False

    def set_interval(self, seconds: float, callback: Callable[[], None]) -> Any:
        self.asked.append(f"every {seconds}")
        self.tick = callback
        return SimpleNamespace(stop=lambda: self.asked.append("timer stopped"))

    def press_later(self, name: str) -> None:
        self.asked.append(f"presses {name}")


@pytest.mark.parametrize(
    ("key", "animated", "seconds"),
    [("next_stop", True, 0.06), ("next_stop", False, 0.01), ("sprint", True, 0.25), ("sprint", False, 0.25)],
)
def test_days_pass_until_the_clock_stands(key: str, animated: bool, seconds: float) -> None:
    desk = Timed(animated)
    days = TimeControls(desk)  # type: ignore[arg-type]
    getattr(days, f"action_{key}")()
    assert desk.taken() == [f"every {seconds}", "a day"] and days.running
    desk.is_covered = True
    desk.tick()
    assert desk.taken() == [], "another screen lies on the board"
    desk.is_covered = False
    desk.tick()
    desk.tick()
    assert desk.taken() == ["a day", "a day", "timer stopped"] and not days.running
    desk.tick()
    assert desk.taken() == []
    assert not days.halt() and desk.taken() == []


def test_one_day_stops_those_that_pass_by_themselves() -> None:
    desk = Timed()
    days = TimeControls(desk)  # type: ignore[arg-type]
    days.action_sprint()
    desk.taken()
    days.action_day()
    assert desk.taken() == ["timer stopped", "a day"] and not days.running


def test_a_project_that_is_over_has_no_days() -> None:
    desk = Timed()
    desk.session.board.over = True
    for key in ("day", "next_stop", "sprint"):
        getattr(TimeControls(desk), f"action_{key}")()  # type: ignore[arg-type]
        assert desk.taken() == ["opens end "] and desk.then is not None
        desk.then(None)
        desk.then(lambda: desk.asked.append("gone on"))
        assert desk.taken() == ["gone on"]


def sheet(kind: SheetKind, beat: Beat | None = None) -> Any:
    return SimpleNamespace(kind=kind, beat=beat)


LAUNCH: Final = Beat(BeatKind.LAUNCH, 0, -1, "●", "EXP-001 serves", ("It worked.",), "EXP-001 is live")


@pytest.mark.parametrize(
    ("kind", "animated", "waits", "told"),
    [
        (None, True, False, []),
        (SheetKind.RETRO, True, True, []),
        (SheetKind.RETRO, True, False, ["opens sheet "]),
        (SheetKind.LAUNCH, True, False, [f"opens launch {LAUNCH}"]),
        (SheetKind.LAUNCH, False, False, ["says ● good: EXP-001 is live", "answers ''"]),
        (SheetKind.END, True, False, ["answers ''", "opens end "]),
    ],
)
def test_what_is_put_before_the_player(kind: SheetKind | None, animated: bool, waits: bool, told: list[str]) -> None:
    desk = Timed(animated)
    desk.is_covered = waits
    desk.session.sheet = None if kind is None else sheet(kind, LAUNCH)

    def answer(name: str = "") -> None:
        desk.asked.append(f"answers '{name}'")
        desk.session.sheet = None

    desk.session.answer = answer
    TimeControls(desk).show_sheet()  # type: ignore[arg-type]
    assert desk.taken() == told


def test_an_answer_is_handed_on_with_what_it_opens_and_what_it_did() -> None:
    desk = Timed()
    days = TimeControls(desk)  # type: ignore[arg-type]
    chosen = SimpleNamespace(action=None, opens="orders")
    desk.session.answer = lambda name="": chosen
    days._answered("plan")
    assert desk.taken() == ["presses orders"]
    chosen.opens, chosen.action = "", "something"
    days._answered("plan")
    (later,) = desk.taken()
    assert later.startswith("says  good: ")
    desk.session.answer = lambda name="": desk.session.board.history.append(object())
    days._answered("plan")
    assert desk.taken() == ["shows 1 events"]
    given: list[str] = []

    def refused(name: str = "") -> None:
        given.append(name)
        if name:
            raise InputError("not now")

    desk.session.answer = refused
    days._answered("plan")
    assert desk.taken() == ["says  text: not now"] and given == ["plan", ""]


def test_what_goes_wrong_is_said_once_where_it_does_not_stand_there_anyway() -> None:
    desk = Timed()
    kill = Beat(BeatKind.KILL, 0, -1, "✗", "x", (), "✗ EXP-001 is killed")
    other = next(kind for kind in BeatKind if kind not in (BeatKind.KILL, BeatKind.LAUNCH))
    wrong = Beat(other, 0, -1, "▲", "x", (), "▲ a shortage")
    desk.session.news = [kill, wrong]
    days = TimeControls(desk)  # type: ignore[arg-type]
    days.say_news()
    assert desk.taken() == ["says ✗ accent: EXP-001 is killed", "says ▲ bad: a shortage"]
    made.disrupted(desk.session.board, Chaos.GPU_SHORTAGE, 30)
    for desk.session.news in ([kill, wrong], [wrong, kill]):
        days.say_news()
        assert desk.taken() == ["says ✗ accent: EXP-001 is killed"]


def test_the_keys_offered_are_those_that_do_something() -> None:
    board = made.board()
    assert available_keys(board, -1) == []
    for card in range(12):
        for name in available_keys(board, card):
            desk = Desk(made.board(), card)
            told = press(desk, name, *(["3"] if name == "priority" else []))
            assert not any(line.startswith("says") for line in told), (card, name, told)
    assert check(board, made_action('kill EXP-001 other "x"')) == Refusal.NONE
