"""Any order of actions, refused actions, days, clones and restores keeps the rules' promises."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from aiboard.engine import invariants
from aiboard.engine.act import IllegalAction, act, check, legal_actions
from aiboard.engine.chance.deal import BASELINE_SEEDS, new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.happenings.cards import Moved
from aiboard.engine.model.items import EVAL_PARTS
from aiboard.engine.model.state import State, digest, restore, serialize
from aiboard.engine.model.vocabulary import EDGES, Mode, Order, Refusal, Stage
from aiboard.engine.systems.compute import DAY_GPU_MIN
from aiboard.engine.verbs import VERBS, Action, OrderData, Relabel, Reserve, RollBack, SlotKind, StandingOrder
from tests.engine.play import made
from tests.engine.worlds import world

WORLD = world(days=30)
HARD = world(days=30, hard_wip=True, hard_gates=True, needs_legal=False)
TABLES = {False: Latents(WORLD), True: Latents(HARD)}


class Rules(RuleBasedStateMachine):
    """One game; a twin that is made anew now and then must always agree with it."""

    state: State
    done: list[Action | None]

    @initialize(seed=st.integers(0, 2**63 - 1), hard=st.booleans(), orders=st.booleans())
    def begin(self, seed: int, hard: bool, orders: bool) -> None:
        self.hard = hard
        self.seed = seed
        self.state = new_state(HARD if hard else WORLD, seed, TABLES[hard])
        self.done = []
        if orders:
            for order in Order:
                mode = Mode.ASK if order == Order.KILL_LINE else Mode.AUTO
                self.take(StandingOrder(int(order), int(mode)))

    def take(self, action: Action) -> None:
        board = self.state.board
        minutes, cents, price = board.minutes_left, board.ledger.booked(), action.preview(board)
        cost = action.minutes(board)
        events = len(board.history)
        told = act(self.state, action)
        assert told == board.history[events:] and board.minutes_left == minutes - cost == minutes - price.minutes
        if isinstance(action, (OrderData, Relabel, Reserve, RollBack)):
            assert board.ledger.booked() == cents - price.cents
        else:
            assert board.ledger.booked() == cents
        self.done.append(action)

    @precondition(lambda self: not self.state.board.over)
    @rule(data=st.data(), inject=st.booleans())
    def a_possible_action(self, data: st.DataObject, inject: bool) -> None:
        found = legal_actions(self.state.board, inject)
        if found:
            verb = data.draw(st.sampled_from(sorted({action.VERB for action in found})))
            self.take(data.draw(st.sampled_from([action for action in found if verb == action.VERB])))

    @rule(
        verb=st.sampled_from(VERBS),
        on=st.integers(-2, 40) | st.integers(-(2**40), 2**40),
        amounts=st.lists(st.integers(-2, 101) | st.integers(-(2**40), 2**40), min_size=3, max_size=3),
        text=st.text(max_size=5),
    )
    def any_action(self, verb: type[Action], on: int, amounts: list[int], text: str) -> None:
        """Possible or refused; refused changes nothing and says why; judging changes nothing."""
        numbers = [slot.field for slot in verb.SLOTS[1:] if slot.kind not in (SlotKind.TEXT, SlotKind.FLAG)]
        action = made(verb, on, text=text).with_values(dict(zip(numbers, amounts, strict=False)))
        before = digest(self.state)
        refusal = check(self.state.board, action)
        assert digest(self.state) == before
        if refusal == Refusal.NONE:
            act(self.state, action)
            self.done.append(action)
            return
        try:
            act(self.state, action)
        except IllegalAction as error:
            assert error.refusal == refusal and refusal.name in str(error)
        else:
            raise AssertionError("a refused action was carried out")
        assert digest(self.state) == before

    @rule(days=st.integers(1, 6))
    def some_days(self, days: int) -> None:
        for _ in range(days):
            events, day, over = len(self.state.board.history), self.state.board.day, self.state.board.over
            told = advance(self.state)
            assert told == self.state.board.history[events:]
            assert self.state.board.day == (day if over or day == WORLD.days else day + 1)
            assert not over or not told
            self.done.append(None)

    @rule()
    def a_clone_goes_its_own_way(self) -> None:
        before = digest(self.state)
        clone = self.state.clone()
        assert digest(clone) == before
        for action in legal_actions(clone.board, inject=True)[:3]:
            if check(clone.board, action) == Refusal.NONE:
                act(clone, action)
        advance(clone)
        assert digest(self.state) == before
        self.state = self.state.clone()

    @rule()
    def through_json(self) -> None:
        before = digest(self.state)
        self.state = restore(self.state.world, self.state.latents, serialize(self.state))
        assert digest(self.state) == before

    @rule()
    def played_again(self) -> None:
        """The same actions on the same luck give the same state."""
        again = new_state(self.state.world, self.seed)
        for action in self.done:
            if action is None:
                advance(again)
            else:
                act(again, action)
        assert digest(again) == digest(self.state)

    @invariant()
    def promises(self) -> None:
        if not hasattr(self, "state"):
            return
        board = self.state.board
        invariants.check_day(self.state)
        shown = [card for card in board.cards if card.shown]
        assert len(shown) == sum(board.count(stage) for stage in Stage)
        assert sum(card.share_pct for card in shown) <= 100
        for card in shown:
            assert card.share_pct >= 0 and card.setup_left >= 0 and card.eval_left_min >= 0
            assert card.handoff_left >= -100 and card.seeds_pending >= 0
            assert card.eval_pct in EVAL_PARTS and len(card.scores) + card.seeds_pending <= BASELINE_SEEDS
            assert len(card.readouts) == len(card.versions) and len(card.monitored_ppm) == len(card.monitored_pct)
            assert (card.launched > 0) <= (card.stage == Stage.PRODUCTION)
            assert not card.parked or card.stage == Stage.EVALUATION
        if self.hard:
            assert board.count(Stage.HYPOTHESIS) <= board.wip[Stage.HYPOTHESIS]
            assert board.count(Stage.EXPERIMENT) <= board.wip[Stage.EXPERIMENT]
        for task in board.data:
            assert 0 <= task.delivered_pct <= task.ordered_pct <= 100 and task.days_left >= 0
        assert board.gpu_min <= self.state.world.gpus * DAY_GPU_MIN
        assert 0 <= board.minutes_left <= self.state.world.minutes
        for item in board.asked:
            assert 0 <= item.order < len(board.orders) and board.orders[item.order]
            assert (item.card < 0) != (item.data < 0)
        for event in board.history[-30:]:
            if isinstance(event, Moved):
                assert event.after in EDGES[Stage(event.before)]


TestRules = Rules.TestCase
TestRules.settings = settings(max_examples=50, stateful_step_count=35)
