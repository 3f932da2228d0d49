"""The one-line form of actions: every kind there and back, people's spelling, and errors that help."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiboard.actions.grammar import FORMS, Command, Turn, fields, parse, to_text, usage, verbs
from aiboard.actions.slots import kebab
from aiboard.actions.tokens import TEXT_LIMIT, GrammarError, kept, quote, split
from aiboard.actions.words import refusal
from aiboard.engine.events import Action
from aiboard.engine.model.board import Board
from aiboard.engine.model.items import EVAL_PARTS, z_of
from aiboard.engine.model.vocabulary import ActionKind, Change, Chaos, Mode, Order, Reason, Refusal, Source, Stage
from aiboard.engine.model.world import DatasetSpec, Family, Idea, World


def _world() -> World:
    world = World()
    for key in ("rag", "tuning"):
        world.families.append(Family(key, key, 0, 0, 0, 0, [1], [1], [1], [1], False))
    for n in range(1, 43):
        world.ideas.append(Idea(f"EXP-{n:03d}", "t", "h", "m", 0, 0, 1, 3, 100, 0, -1, 0, 3))
    for n in (1, 2):
        lists: tuple[int, int] = (1, 2)
        world.datasets.append(DatasetSpec(f"DS-{n}", "t", 1, 1, lists, lists, lists, [1], [1], False, False))
    return world


WORLD = _world()
TEXTS = st.text(max_size=TEXT_LIMIT + 40).map(kept)
CARDS = st.integers(0, len(WORLD.ideas) - 1)
DATA = st.integers(0, len(WORLD.datasets) - 1)
NUMBERS = st.integers(0, 9_999_999)
PPM = st.integers(0, 1_000_000)
PARTS = st.sampled_from([z_of(part) for part in EVAL_PARTS])


def _of(kind: ActionKind, **parts: st.SearchStrategy[object]) -> st.SearchStrategy[Action]:
    return st.builds(Action, st.just(kind), **parts)  # type: ignore[arg-type]


STRATEGIES: dict[ActionKind, Callable[[ActionKind], st.SearchStrategy[Action]]] = {
    ActionKind.ADD_IDEA: lambda kind: _of(kind, target=st.integers(0, 1)),
    ActionKind.TICKET: lambda kind: _of(kind, target=CARDS, x=PPM, y=PPM, z=NUMBERS),
    ActionKind.PRIORITISE: lambda kind: _of(kind, target=CARDS, x=NUMBERS),
    ActionKind.KILL: lambda kind: _of(kind, target=CARDS, x=st.sampled_from(Reason), text=TEXTS),
    ActionKind.ITERATE: lambda kind: _of(kind, target=CARDS, x=st.sampled_from(Change)),
    ActionKind.EVALUATE: lambda kind: _of(kind, target=CARDS, x=NUMBERS, y=st.integers(0, 1), z=PARTS),
    ActionKind.ORDER_DATA: lambda kind: _of(kind, target=DATA, x=NUMBERS),
    ActionKind.GUIDELINES: lambda kind: _of(kind, target=DATA),
    ActionKind.SPOT_CHECK: lambda kind: _of(kind, target=DATA),
    ActionKind.ACCEPT: lambda kind: _of(kind, target=DATA),
    ActionKind.RELABEL: lambda kind: _of(kind, target=DATA),
    ActionKind.RESERVE: lambda kind: _of(kind, x=NUMBERS, y=NUMBERS),
    ActionKind.SET_WIP: lambda kind: _of(
        kind, target=st.sampled_from([s for s in Stage if s not in (Stage.BACKLOG, Stage.KILLED)]), x=NUMBERS
    ),
    ActionKind.STANDING_ORDER: lambda kind: _of(kind, target=st.sampled_from(Order), x=st.sampled_from(Mode)),
    ActionKind.ROOT_CAUSE: lambda kind: _of(kind, target=st.integers(-1, len(WORLD.ideas) - 1)),
    ActionKind.DEPLOY: lambda kind: _of(kind, target=CARDS, x=NUMBERS),
    ActionKind.LEGAL_REVIEW: _of,
    ActionKind.FORECAST: lambda kind: _of(kind, x=NUMBERS, y=NUMBERS),
    ActionKind.DOCUMENT: lambda kind: _of(kind, target=CARDS, text=TEXTS),
    ActionKind.INJECT: lambda kind: _of(
        kind, target=st.sampled_from(Chaos), x=NUMBERS, y=st.sampled_from([Source.PLAYER, Source.FACILITATOR])
    ),
}


def _strategy(kind: ActionKind) -> st.SearchStrategy[Action]:
    return STRATEGIES.get(kind, lambda kind: _of(kind, target=CARDS))(kind)


@pytest.mark.parametrize("kind", list(ActionKind))
def test_every_kind_round_trips(kind: ActionKind) -> None:
    @given(_strategy(kind))
    def check(action: Action) -> None:
        line = to_text(action, WORLD)
        again = parse(line, WORLD)
        assert isinstance(again, Action)
        assert fields(again) == fields(action)
        assert to_text(again, WORLD) == line
        assert "\n" not in line and "\x1b" not in line

    check()


def test_every_kind_has_one_verb() -> None:
    assert set(FORMS) == set(ActionKind)
    assert len(verbs()) == len(ActionKind) + 1
    assert parse("END", WORLD) is Turn.END_DAY
    assert to_text(Turn.END_DAY, WORLD) == "end"


LINES: list[tuple[str, Action]] = [
    ("start EXP-001", Action(ActionKind.START, 0)),
    (
        'kill EXP-042 plateau "learning text"',
        Action(ActionKind.KILL, 41, Reason.PLATEAU, text="learning text"),
    ),
    ("KILL exp-042 Plateau it is flat", Action(ActionKind.KILL, 41, Reason.PLATEAU, text="it is flat")),
    ("kill 42", Action(ActionKind.KILL, 41, Reason.OTHER)),
    ("iterate EXP-003 technique", Action(ActionKind.ITERATE, 2, Change.TECHNIQUE)),
    ("evaluate EXP-003 5 slices", Action(ActionKind.EVALUATE, 2, 5, 1)),
    ("evaluate EXP-003", Action(ActionKind.EVALUATE, 2, 5)),
    ("evaluate EXP-003 3 items=100", Action(ActionKind.EVALUATE, 2, 3, 0, 20)),
    ("evaluate EXP-003 items=50% 3 slices", Action(ActionKind.EVALUATE, 2, 3, 1, 50)),
    ("evaluate EXP-003 3 items=500", Action(ActionKind.EVALUATE, 2, 3)),
    ("promote EXP-003", Action(ActionKind.PROMOTE, 2)),
    ("ticket EXP-003 success=90 kill=80 box=12", Action(ActionKind.TICKET, 2, 900_000, 800_000, 12)),
    ("ticket EXP-003 box=12 success=92.5%", Action(ActionKind.TICKET, 2, 925_000, 0, 12)),
    ("prioritise EXP-003 1", Action(ActionKind.PRIORITISE, 2, 1)),
    ("prioritize EXP-003 1", Action(ActionKind.PRIORITISE, 2, 1)),
    ("root-cause", Action(ActionKind.ROOT_CAUSE)),
    ("root_cause EXP-002", Action(ActionKind.ROOT_CAUSE, 1)),
    ("order DS-2 10", Action(ActionKind.ORDER_DATA, 1, 10)),
    ("spot-check ds-2", Action(ActionKind.SPOT_CHECK, 1)),
    ("reserve 2 5", Action(ActionKind.RESERVE, -1, 2, 5)),
    ("wip experiment 3", Action(ActionKind.SET_WIP, Stage.EXPERIMENT, 3)),
    ("standing evaluate auto", Action(ActionKind.STANDING_ORDER, Order.EVALUATE, Mode.AUTO)),
    ("standing kill-line ask", Action(ActionKind.STANDING_ORDER, Order.KILL_LINE, Mode.ASK)),
    ("deploy EXP-003 50", Action(ActionKind.DEPLOY, 2, 50)),
    ("roll-back EXP-003", Action(ActionKind.ROLL_BACK, 2)),
    ("legal-review", Action(ActionKind.LEGAL_REVIEW)),
    ("forecast 46 58", Action(ActionKind.FORECAST, -1, 46, 58)),
    ("add rag", Action(ActionKind.ADD_IDEA, 0)),
    ("inject gpu-shortage 5", Action(ActionKind.INJECT, Chaos.GPU_SHORTAGE, 5, Source.PLAYER)),
    ("inject divergence by=facilitator", Action(ActionKind.INJECT, Chaos.DIVERGENCE, 0, Source.FACILITATOR)),
]


@pytest.mark.parametrize(("line", "action"), LINES)
def test_a_line_means(line: str, action: Action) -> None:
    found = parse(line, WORLD)
    assert isinstance(found, Action)
    assert fields(found) == fields(action)


def test_who_injects_is_the_callers_default() -> None:
    action = parse("inject gpu-shortage", WORLD, Source.FACILITATOR)
    assert isinstance(action, Action) and action.y == Source.FACILITATOR
    assert to_text(action, WORLD) == "inject gpu-shortage by=facilitator"
    other = parse("inject gpu-shortage by=player", WORLD, Source.FACILITATOR)
    assert isinstance(other, Action) and other.y == Source.PLAYER


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "empty"),
        ("strt EXP-001", "did you mean start?"),
        ("start", "CARD is missing; write: start CARD"),
        ("start EXP-999", "no card is called 'EXP-999'"),
        ("start EXP-0001", "did you mean EXP-001?"),
        ("start EXP-001 now", "'now' is too much"),
        ("kill EXP-001 platoe", "did you mean plateau?"),
        ('kill EXP-001 plateau "open', 'close it with "'),
        ("evaluate EXP-001 many", "not a whole number"),
        ("evaluate EXP-001 -1", "not a whole number"),
        ("evaluate EXP-001 ²", "not a whole number"),
        ("evaluate EXP-001 99999999", "not a whole number"),
        ("evaluate EXP-001 3 items=20", "items is 100 (20%), 250 (50%) or 500 (100%)"),
        ("evaluate EXP-001 3 items=", "'' is no part of the questions here"),
        ("evaluate EXP-001 3 items=100 items=250", "too much"),
        ("ticket EXP-001 success=lots", "not a percent"),
        ("ticket EXP-001 success=101", "more than 100"),
        ("ticket EXP-001 success=90 success=80", "too much"),
        ("wip backlog 3", "no stage"),
        ("inject gpu-shortag", "did you mean gpu-shortage?"),
        ("inject gpu-shortage by=drawn", "no who"),
        ("end now", "end stands alone"),
        ("start " + "x" * 5000, "characters"),
        ('"start" EXP-001', "no action"),
        ("start \x1b[2JEXP", "no card"),
    ],
)
def test_errors_help(line: str, said: str) -> None:
    with pytest.raises(GrammarError) as caught:
        parse(line, WORLD)
    assert said in str(caught.value)
    assert "\x1b" not in str(caught.value) and "\n" not in str(caught.value)


@given(st.text(max_size=300))
def test_any_text_is_an_action_or_a_grammar_error(line: str) -> None:
    try:
        found: Command = parse(line, WORLD)
    except GrammarError:
        return
    assert to_text(found, WORLD)


@given(st.text(max_size=200))
def test_quoted_text_is_one_token(text: str) -> None:
    assert [token.text for token in split(f"a {quote(text)} b")] == ["a", text, "b"]


def test_no_text_form_for_what_is_not_in_the_world() -> None:
    for action in (
        Action(ActionKind.START, 99),
        Action(ActionKind.START, -1),
        Action(ActionKind.RESERVE, -1, -2, 5),
        Action(ActionKind.INJECT, Chaos.DIVERGENCE, 0, Source.DRAWN),
        Action(ActionKind.KILL, 0, 77),
        Action(ActionKind.EVALUATE, 0, 3, 0, 100),
        Action(ActionKind.EVALUATE, 0, 3, 0, 33),
    ):
        with pytest.raises(ValueError):
            to_text(action, WORLD)


def test_usage_and_names() -> None:
    assert usage(ActionKind.KILL) == 'kill CARD [REASON] ["TEXT"]'
    assert usage(ActionKind.TICKET) == "ticket CARD [success=PERCENT] [kill=PERCENT] [box=DAYS]"
    assert usage(ActionKind.EVALUATE) == "evaluate CARD [SEEDS] [items=NUMBER] [slices]"
    assert kebab(Chaos.GPU_SHORTAGE) == "gpu-shortage"


def test_every_refusal_has_words() -> None:
    board = Board(WORLD)
    said = {refusal(why, board, Action(ActionKind.START, 2), 60) for why in Refusal}
    assert len(said) == len(Refusal)
    assert refusal(Refusal.NOT_ENOUGH_TIME, board, Action(ActionKind.START, 2), 90).startswith(
        "it takes 1 h 30 min and 4 h of today"
    )
    assert not any("{" in sentence for sentence in said)


def test_only_the_scenarios_parts_are_read() -> None:
    """A word that another scenario takes is refused with what this one has."""
    world = _world()
    world.least_items_pct = 100
    assert to_text(parse("evaluate EXP-001 3 items=500", world), world) == "evaluate EXP-001 3"
    with pytest.raises(GrammarError, match=r"items is 500 \(100%\)$"):
        parse("evaluate EXP-001 3 items=100", world)


@given(st.integers(5, 100_000), PARTS)
def test_parts_of_any_set_are_told_apart(items: int, z: int) -> None:
    world = _world()
    world.eval_items = items
    again = parse(to_text(Action(ActionKind.EVALUATE, 0, 3, 0, z), world), world)
    assert isinstance(again, Action) and again.z == z
