"""What state a card is in: one mark, one short line, and what it waits for. The one cause comes from the engine."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aiboard.engine import outlook
from aiboard.engine.happenings.live import Alerted
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import ON_DATA, Block, Change, Chaos, Mode, Order, Reason, Regression, Stage
from aiboard.engine.systems.compute import allocate, data_block, focus_speed, gpu_queue
from aiboard.engine.systems.data import awaiting_verdict, in_pipeline
from aiboard.engine.systems.deployment import HALF_PCT
from aiboard.engine.systems.production import incident_day_cents
from aiboard.views import fmt, words
from aiboard.views.card.measure import live, quality_estimate
from aiboard.views.recent import since_yesterday, was_set_today
from aiboard.views.words import Mark


@dataclass(frozen=True, slots=True)
class CardState:
    """A card's state.

    Attributes:
        mark: glyph, word, tone.
        cause: why it does not move ("waits for GPU, 3 d"), or what it waits for from you; empty when it moves.
        progress: where it stands ("run 2 of 3  about 84").
        facts: days left, GPUs, speed ("2 d  1 GPU"), in that order, as short texts.
        until: first day it can move, 0 when unknown or not blocked.
        decide: a decision about it is open.
        blocked: something other than a decision or a pause keeps it.
        needs: the dataset that an idea still lacks ("needs DS-2", "only 10 % of DS-2"); empty for none.
    """

    mark: Mark
    cause: str = ""
    progress: str = ""
    facts: tuple[str, ...] = ()
    until: int = 0
    decide: bool = False
    blocked: bool = False
    needs: str = ""

    @property
    def text(self) -> str:
        """All of it on one line, the cause in place of the mark's word: `■ waits for GPU, 3 d; run 2 of 3; 1 GPU`."""
        first = f"{self.mark.glyph} {self.cause or self.mark.word}".strip()
        return "; ".join(part for part in (first, *self.details) if part)

    @property
    def details(self) -> tuple[str, ...]:
        """Everything but mark and cause, as short texts: what it lacks, where it stands, the facts."""
        return tuple(part for part in (self.needs, self.progress, *self.facts) if part)


_OVER_AT_ONCE = frozenset({Block.NO_DATA, Block.DATA_ISSUE, Block.PAUSED})
_STUCK = frozenset({Block.NO_GPU, Block.SHORTAGE, Block.NO_DATA, Block.DATA_ISSUE, Block.EVAL_QUEUE, Block.LEGAL})


def state(board: Board, index: int) -> CardState:
    """The state of a card now."""
    card = board.cards[index]
    card_state = _state(board, card)
    if not (board.over and card_state.decide):
        return card_state
    # On a finished board nothing is decided any more.
    if card.stage == Stage.PRODUCTION:
        mark = words.CANARY if outlook.next_share(card) else words.LIVE
        return replace(card_state, mark=mark, cause=_trouble(board, card), decide=False)
    return replace(card_state, mark=words.UNDECIDED, cause="", decide=False)


def _state(board: Board, card: Card) -> CardState:
    if card.stage == Stage.BACKLOG or card.stage == Stage.HYPOTHESIS:
        return _waiting_room(board, card)
    if card.stage == Stage.EXPERIMENT or card.stage == Stage.ITERATION:
        return _training(board, card)
    if card.stage == Stage.EVALUATION:
        return _evaluation(board, card)
    if card.stage == Stage.PRODUCTION:
        return _production(board, card)
    reason = words.REASON[Reason(card.reason)] if card.reason >= 0 else "killed"
    estimate = quality_estimate(board, card.index)
    return CardState(words.KILLED, progress=f"{reason}  {estimate.short}" if estimate else reason)


def orders_asking(board: Board, index: int) -> list[Order]:
    """The standing orders that ask about a card."""
    orders = [Order(item.order) for item in board.asked if item.card == index]
    return [order for order in orders if order not in ON_DATA]


def _waiting_room(board: Board, card: Card) -> CardState:
    odds = fmt.odds(board.world, card.index, card.stated_pct)
    if card.stage == Stage.HYPOTHESIS:
        odds = f"ticket written  {odds}"
    idea = board.world.ideas[card.index]
    facts = [fmt.count(idea.gpus, "GPU")]
    needs = ""
    if idea.dataset >= 0 and board.data[idea.dataset].delivered_pct < 100:
        name = fmt.dataset(board.world, idea.dataset)
        # A card trains on what of its set is there.
        delivered_pct = board.data[idea.dataset].delivered_pct
        needs = f"only {delivered_pct} % of {name}" if delivered_pct else f"needs {name}"
        # Beside what it lacks, without the bar: it is the same for all.
        odds = odds.partition(" to reach ")[0]
        facts += [f"{name} lifts it {fmt.points(idea.lift_ppm)} points"] if idea.lift_ppm else []
    asks = bool(orders_asking(board, card.index))
    mark = words.DECIDE if asks else words.IDLE
    return CardState(mark, "start it?" if asks else "", odds, tuple(facts), decide=asks, needs=needs)


def _training(board: Board, card: Card) -> CardState:
    world = board.world
    estimate = quality_estimate(board, card.index)
    if card.stage == Stage.ITERATION:
        change = words.CHANGE[Change(card.change)] if card.change >= 0 else "changed"
        progress = f"iterates: {change}"
    elif card.setup_left > 0:
        progress = "setup"
    else:
        progress = f"run {min(card.runs_done + 1, card.runs_planned)} of {card.runs_planned}"
    if estimate is not None:
        progress += f"  {estimate.short}"
    facts = [f"{outlook.training_days_left(board, card)} d", fmt.count(world.ideas[card.index].gpus, "GPU")]
    speed = focus_speed(board, card)
    # Full speed is the rule and not worth its place on a card.
    if speed < 100:
        facts.append(f"speed {speed} %")
    block, until = blocking_cause(board, card)
    if block == Block.PAUSED:
        # A card that stands still has no speed and no GPUs; what it goes on taking is what is forgotten.
        facts = [pause_cost] if (pause_cost := pause_keeps(board, card)) else []
    cause = _cause(board, card, block, until)
    decide = bool(orders_asking(board, card.index)) or card.under_kill_line()
    # What keeps it comes before what is asked: a decision about a card that cannot move can wait.
    if block in _STUCK or block == Block.PAUSED:
        mark = words.block_mark(block)
    elif decide:
        mark = words.DECIDE
        cause = decision_words(board, card)
    else:
        mark = words.RUNNING if card.running else Mark("▷", "starts today", words.Tone.WORK)
    return CardState(mark, cause, progress, tuple(facts), until, decide, blocked=block in _STUCK)


def pause_keeps(board: Board, card: Card) -> str:
    """What a paused card, or one that would be, still takes: `counts for Priya and the limit`; empty for nothing."""
    if not card.in_flight():
        return ""
    holder = [fmt.person_name(board.world, card.holder)] if card.holder >= 0 else []
    limit = ["the limit"] if board.wip[card.stage] else []
    return f"counts for {' and '.join([*holder, *limit])}" if holder or limit else ""


def blocking_cause(board: Board, card: Card) -> tuple[Block, int]:
    """What keeps a card from moving as things stand now, and the first day it can (0: none is known).

    The engine sets a card's block when the day ends; pauses and data count at once, and what is over counts no more.
    """
    if card.paused:
        return Block.PAUSED, 0
    if not card.in_training():
        return Block(card.block), card.block_until
    issue_block = data_block(board, card)
    if issue_block != Block.NONE:
        return lasting(board, card, issue_block)
    shortage = board.disruption_place(Chaos.GPU_SHORTAGE)
    until = board.disruptions[shortage].until_day + 1 if shortage >= 0 else 0
    block = Block(card.block)
    # A pause that was taken back today keeps nothing either.
    if block in _OVER_AT_ONCE or (block == Block.SHORTAGE and shortage < 0):
        block = Block.NONE
    # In a shortage the queue of today decides who trains; who begins today was in no queue yet.
    if shortage >= 0 or (block == Block.NONE and not card.running):
        waits = card in allocate(board, gpu_queue(board)).waiting
        block = (Block.SHORTAGE if shortage >= 0 else Block.NO_GPU) if waits else Block.NONE
    return block, until if block == Block.SHORTAGE else 0


def lasting(board: Board, card: Card, block: Block) -> tuple[Block, int]:
    """Of a data issue and a set that is missing, the one that lasts longer."""
    issue = board.disruption_place(Chaos.DATA_ISSUE)
    end_day = board.disruptions[issue].until_day + 1 if block == Block.DATA_ISSUE else 0
    dataset = board.world.ideas[card.index].dataset
    if dataset >= 0 and board.data[dataset].delivered_pct == 0:
        due_day = board.data[dataset].due_day if in_pipeline(board.data[dataset]) else 0
        if due_day == 0 or due_day > end_day:
            return Block.NO_DATA, due_day
    return block, end_day


def _evaluation(board: Board, card: Card) -> CardState:
    estimate = quality_estimate(board, card.index)
    score = estimate.short if estimate else "no score"
    if estimate and estimate.seeds == 1:
        score += "  one seed"
    elif estimate and estimate.seeds > 1:
        score += f"  {estimate.seeds} seeds"
    if estimate and estimate.part:
        score += f" on {estimate.part} q"
    if card.seeds_pending and not card.paused:
        progress = f"{fmt.count(card.seeds_pending, 'seed')} to come" + (f"  {score}" if estimate else "")
        hours = (f"{fmt.gpu_hours(card.eval_left_min)} GPU-h left",)
        # The block is yesterday's: with a GPU left today it waits no more.
        if card.block == Block.EVAL_QUEUE and not allocate(board, gpu_queue(board)).free_gpus:
            mark = words.block_mark(Block.EVAL_QUEUE)
            return CardState(mark, _cause(board, card, card.block, 0), progress, hours, blocked=True)
        return CardState(Mark("▶", "evaluates", words.Tone.WORK), progress=progress, facts=hours)
    # Parked by the player: nothing is asked about it until it is resumed.
    if card.paused:
        pending = f"{fmt.count(card.seeds_pending, 'seed')} not begun  " if card.seeds_pending else ""
        pause_cost = pause_keeps(board, card)
        return CardState(
            words.PAUSED, "paused", pending + score, (*_met(board, card), *([pause_cost] if pause_cost else []))
        )
    return CardState(words.DECIDE, decision_words(board, card), score, _met(board, card), decide=True)


def _met(board: Board, card: Card) -> tuple[str, ...]:
    """What customers got of a model that was taken back; its scores alone would offer it again as if it were new."""
    live_estimate = live(board, card.index)
    return (f"live {live_estimate.brief}",) if live_estimate is not None else ()


def _production(board: Board, card: Card) -> CardState:
    live_estimate = live(board, card.index)
    # The number first: a narrow column leaves out the end.
    online = f"live {fmt.whole(live_estimate.mean)} ({live_estimate.span})  " if live_estimate else ""
    online += f"{card.share_pct} %"
    # Not live yet: what holds it is handoff or legal, never a share.
    if card.launched == 0:
        cause = _cause(board, card, card.block, card.block_until)
        mark = words.block_mark(card.block) if card.block != Block.NONE else Mark("▷", "starts today", words.Tone.WORK)
        # What the cause says already is not said again.
        progress = "" if card.block == Block.HANDOFF else "handoff" if card.handoff_left else "handoff done"
        return CardState(mark, cause, progress, until=card.block_until, blocked=card.block in _STUCK)
    if card.share_pct == 0:
        return CardState(words.SHELVED, progress="no traffic, kept warm")
    if card.seeds_pending:
        online += f"  {fmt.count(card.seeds_pending, 'seed')} under way"
    trouble = _trouble(board, card)
    if card.share_pct == 100:
        facts = (f"{fmt.days(card.live_days)} live",)
        mark = words.DECIDE if trouble else words.LIVE
        return CardState(mark, trouble, online, facts, decide=bool(trouble))
    fading = outlook.fading(board, card)
    due_day = raise_day(board, card)
    # What a model that gives way does is decided by the newer one.
    if fading:
        return CardState(words.LIVE, progress=online, facts=("being replaced",))
    days, planned = board.day - card.share_day + 1, board.world.canary_days
    auto = board.orders[Order.CANARY] == Mode.AUTO
    evening = auto and due_day <= board.day and was_set_today(board, Order.CANARY)
    raise_time = "this evening" if evening else f"on D{due_day}{'' if auto else '?'}"
    next_step = f"day {days} of {planned}, {outlook.next_share(card)} % {raise_time}"
    facts = (next_step if days <= planned else f"{fmt.days(days - 1)} at it, {planned} asked for",)
    decide = bool(orders_asking(board, card.index)) or (board.day >= due_day and not evening) or bool(trouble)
    if decide:
        cause = trouble or decision_words(board, card)
        return CardState(words.DECIDE, cause, online, facts, decide=True)
    return CardState(words.CANARY, progress=online, facts=facts, until=due_day)


def raise_day(board: Board, card: Card) -> int:
    """The day on which a canary's share is raised or to be raised; 0 when there is no step to come."""
    due_day = outlook.share_due_day(board, card)
    # The canary order lets a model that all customers had before go on at once: in the morning, or as it is set. One
    # that asks does so in the evening, for the morning.
    mode = board.orders[Order.CANARY]
    early = mode != Mode.OFF and card.share_pct < HALF_PCT and outlook.met_before(board, card)
    at_once = mode == Mode.AUTO and was_set_today(board, Order.CANARY)
    return min(due_day, board.day + (not at_once)) if early else due_day


def _trouble(board: Board, card: Card) -> str:
    """What is wrong with a live model this morning, and what an incident costs a day; empty for nothing."""
    if card.incident:
        return f"incident goes on: {fmt.money(incident_day_cents(board.world, card))} a day"
    return "alert: well below plan" if last_alert(board, card.index) else ""


def _cause(board: Board, card: Card, block: Block, until: int) -> str:
    """`waits for GPU, 3 d`; `GPU shortage, to D24`, the last day on which it keeps it; empty when nothing does."""
    text = words.BLOCK[block]
    if block == Block.NONE:
        return ""
    if block == Block.PAUSED:
        return text
    if card.waited_days > 1 and block in (Block.NO_GPU, Block.EVAL_QUEUE):
        text += f", {card.waited_days} d"
    elif until > board.day:
        text += f", to D{until - 1}"
    # Nobody has filed the review: no day is counted yet, something is to be done.
    if block == Block.LEGAL and board.legal == 0:
        return "needs the legal review"
    dataset = board.world.ideas[card.index].dataset
    if block == Block.NO_DATA and dataset >= 0:
        task = board.data[dataset]
        name = fmt.dataset(board.world, dataset)
        status = "not ordered" if task.ordered_pct == 0 else f"in {words.COLUMN[task.column]}"
        status = "waits for your verdict" if awaiting_verdict(task) else status
        text = f"{name} {status}"
        if task.ordered_pct and task.due_day > board.day:
            text += f", due D{task.due_day}"
    return text


def decision_words(board: Board, card: Card) -> str:
    """What is to be decided about a card, in a few words."""
    if card.stage == Stage.PRODUCTION:
        share = outlook.next_share(card)
        return f"raise to {share} %?" if share else "decide"
    if card.regressed == Regression.UNEXPLAINED:
        return "regressed: root cause?"
    if card.regressed == Regression.EXPLAINED:
        return "cause known: iterate?"
    if card.under_kill_line():
        return "under kill line: decide"
    if card.stage == Stage.EVALUATION and not card.scores:
        return "evaluate or decide"
    return "decide"


def last_alert(board: Board, index: int) -> bool:
    """Whether live monitoring raised an alert about this card on the last day played."""
    # Monitoring speaks at the end of a day, so yesterday's alert is the one that holds this morning.
    return any(isinstance(event, Alerted) and event.card == index for event in since_yesterday(board))
