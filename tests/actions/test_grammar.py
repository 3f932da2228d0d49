"""The one-line form of actions: every kind there and back, people's spelling, and errors that help."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiboard.actions.grammar import Command, Turn, parse, to_text, usage, verbs
from aiboard.actions.tokens import TEXT_LIMIT, GrammarError, clean_text, quote, split
from aiboard.actions.words import refusal
from aiboard.engine.model.board import Board
from aiboard.engine.model.items import EVAL_PARTS
from aiboard.engine.model.vocabulary import Change, Chaos, Mode, Order, Reason, Refusal, Source, Stage
from aiboard.engine.model.world import DatasetSpec, Family, Idea, World
from aiboard.engine.verbs import (
    VERBS,
    Action,
    AddIdea,
    Deploy,
    Evaluate,
    Forecast,
    Inject,
    Iterate,
    Kill,
    LegalReview,
    OrderData,
    Prioritise,
    Promote,
    Reserve,
    RollBack,
    RootCause,
    SetWip,
    SlotKind,
    SpotCheck,
    StandingOrder,
    Start,
    Ticket,
)
from aiboard.scenario import load
from aiboard.scenario.words import kebab


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
TEXTS = st.text(max_size=TEXT_LIMIT + 40).map(clean_text)
CARDS = st.integers(0, len(WORLD.ideas) - 1)
DATA = st.integers(0, len(WORLD.datasets) - 1)
NUMBERS = st.integers(0, 9_999_999)
PPM = st.integers(0, 1_000_000)
PARTS = st.sampled_from(EVAL_PARTS)
#: What each kind of slot may hold, in this world.
STRATEGIES: dict[SlotKind, st.SearchStrategy[object]] = {
    SlotKind.CARD: CARDS,
    SlotKind.DATASET: DATA,
    SlotKind.FAMILY: st.integers(0, 1),
    SlotKind.STAGE: st.sampled_from([stage for stage in Stage if stage not in (Stage.BACKLOG, Stage.KILLED)]),
    SlotKind.ORDER: st.sampled_from(Order),
    SlotKind.MODE: st.sampled_from(Mode),
    SlotKind.REASON: st.sampled_from(Reason),
    SlotKind.CHANGE: st.sampled_from(Change),
    SlotKind.CHAOS: st.sampled_from(Chaos),
    SlotKind.SOURCE: st.sampled_from([Source.PLAYER, Source.FACILITATOR]),
    SlotKind.NUMBER: NUMBERS,
    SlotKind.PPM: PPM,
    SlotKind.PART: PARTS,
    SlotKind.FLAG: st.booleans(),
    SlotKind.TEXT: TEXTS,
}


def _any(verb: type[Action]) -> st.SearchStrategy[Action]:
    fields = {slot.field: STRATEGIES[slot.kind] for slot in verb.SLOTS}
    return st.fixed_dictionaries(fields).map(lambda values: verb(**values))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_round_trips(verb: type[Action]) -> None:
    @given(_any(verb))
    def check(action: Action) -> None:
        line = to_text(action, WORLD)
        again = parse(line, WORLD)
        assert again == action
        assert to_text(again, WORLD) == line
        assert "\n" not in line and "\x1b" not in line

    check()


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_left_out_is_what_the_action_has_by_itself(verb: type[Action]) -> None:
    """A slot's default in the line and the default of the field are declared apart and may not differ."""
    needed = {slot.field: 1 for slot in verb.SLOTS if slot.default is None}
    made = verb(**needed)
    for slot in verb.SLOTS:
        if slot.default is not None:
            assert getattr(made, slot.field) == slot.default


def test_every_verb_has_its_own_word() -> None:
    assert len(verbs()) == len({verb.VERB for verb in VERBS}) + 1 == len(VERBS) + 1
    assert parse("END", WORLD) is Turn.END_DAY
    assert to_text(Turn.END_DAY, WORLD) == "end"


LINES: list[tuple[str, Action]] = [
    ("start EXP-001", Start(0)),
    (
        'kill EXP-042 plateau "learning text"',
        Kill(41, Reason.PLATEAU, learning="learning text"),
    ),
    ("KILL exp-042 Plateau it is flat", Kill(41, Reason.PLATEAU, learning="it is flat")),
    ("kill 42", Kill(41)),
    ("iterate EXP-003 technique", Iterate(2, Change.TECHNIQUE)),
    ("evaluate EXP-003 5 slices", Evaluate(2, 5, slices=True)),
    ("evaluate EXP-003", Evaluate(2, 5)),
    ("evaluate EXP-003 3 items=100", Evaluate(2, 3, 20)),
    ("evaluate EXP-003 items=50% 3 slices", Evaluate(2, 3, 50, slices=True)),
    ("evaluate EXP-003 3 items=500", Evaluate(2, 3)),
    ("promote EXP-003", Promote(2)),
    ("ticket EXP-003 success=90 kill=80 box=12", Ticket(2, 900_000, 800_000, 12)),
    ("ticket EXP-003 box=12 success=92.5%", Ticket(2, 925_000, box_days=12)),
    ("prioritise EXP-003 1", Prioritise(2, 1)),
    ("prioritize EXP-003 1", Prioritise(2, 1)),
    ("root-cause", RootCause()),
    ("root_cause EXP-002", RootCause(1)),
    ("order DS-2 10", OrderData(1, 10)),
    ("spot-check ds-2", SpotCheck(1)),
    ("reserve 2 5", Reserve(2, 5)),
    ("wip experiment 3", SetWip(Stage.EXPERIMENT, 3)),
    ("standing evaluate auto", StandingOrder(Order.EVALUATE, Mode.AUTO)),
    ("standing kill-line ask", StandingOrder(Order.KILL_LINE, Mode.ASK)),
    ("deploy EXP-003 50", Deploy(2, 50)),
    ("roll-back EXP-003", RollBack(2)),
    ("legal-review", LegalReview()),
    ("forecast 46 58", Forecast(46, 58)),
    ("add rag", AddIdea(0)),
    ("inject gpu-shortage 5", Inject(Chaos.GPU_SHORTAGE, 5, Source.PLAYER)),
    ("inject divergence by=facilitator", Inject(Chaos.DIVERGENCE, source=Source.FACILITATOR)),
]


@pytest.mark.parametrize(("line", "action"), LINES)
def test_a_line_means(line: str, action: Action) -> None:
    assert parse(line, WORLD) == action


def test_who_injects_is_the_callers_default() -> None:
    action = parse("inject gpu-shortage", WORLD, Source.FACILITATOR)
    assert action == Inject(Chaos.GPU_SHORTAGE, source=Source.FACILITATOR)
    assert to_text(action, WORLD) == "inject gpu-shortage by=facilitator"
    other = parse("inject gpu-shortage by=player", WORLD, Source.FACILITATOR)
    assert other == Inject(Chaos.GPU_SHORTAGE)


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
        Start(99),
        Start(-1),
        Reserve(-2, 5),
        Inject(Chaos.DIVERGENCE, source=Source.DRAWN),
        Kill(0, 77),
        Evaluate(0, 3, 0),
        Evaluate(0, 3, 33),
    ):
        with pytest.raises(ValueError):
            to_text(action, WORLD)


def test_usage_and_names() -> None:
    assert usage(Kill) == 'kill CARD [REASON] ["TEXT"]'
    assert usage(Ticket) == "ticket CARD [success=PERCENT] [kill=PERCENT] [box=DAYS]"
    assert usage(Evaluate) == "evaluate CARD [SEEDS] [items=NUMBER] [slices]"
    assert kebab(Chaos.GPU_SHORTAGE) == "gpu-shortage"


def test_every_refusal_has_words() -> None:
    board = Board(WORLD)
    said = {refusal(why, board, Start(2)) for why in Refusal}
    assert len(said) == len(Refusal)
    slow = Board(_world())
    slow.world.cost_min["spot-check"] = 90
    said_slow = refusal(Refusal.NOT_ENOUGH_TIME, slow, SpotCheck(0))
    assert "it takes 1.5 h and you have 4 h" in said_slow
    assert not any("{" in sentence for sentence in said)


def test_only_the_scenarios_parts_are_read() -> None:
    """A word that another scenario takes is refused with what this one has."""
    world = _world()
    world.least_items_pct = 100
    assert to_text(parse("evaluate EXP-001 3 items=500", world), world) == "evaluate EXP-001 3"
    with pytest.raises(GrammarError, match=r"items is 500 \(100%\)$"):
        parse("evaluate EXP-001 3 items=100", world)


@given(st.integers(5, 100_000), PARTS)
def test_parts_of_any_set_are_told_apart(items: int, part: int) -> None:
    world = _world()
    world.eval_items = items
    assert parse(to_text(Evaluate(0, 3, part), world), world) == Evaluate(0, 3, part)


def test_a_mistyped_dataset_betrays_no_set_that_only_a_change_of_scope_brings() -> None:
    world = load("support-chatbot").world()
    secret = [spec.key for spec in world.datasets if spec.scope]
    assert secret
    for word in ("DS-9", secret[0].replace("-", "")):
        with pytest.raises(GrammarError) as raised:
            parse(f"order {word} 100", world)
        assert not any(key in str(raised.value) for key in secret)
    assert parse(f"order {secret[0]} 100", world), "once it is there it is ordered by its name"
