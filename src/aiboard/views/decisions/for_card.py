"""Decisions about cards: the evidence, the choices and the prices of each."""

from __future__ import annotations

from aiboard.actions.slots import kebab
from aiboard.engine import outlook
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import parts, questions
from aiboard.engine.model.vocabulary import Change, Reason, Stage
from aiboard.engine.outlook import LaunchCause
from aiboard.engine.systems.accounting import measured_worth_cents
from aiboard.engine.systems.production import INCIDENT_SHARE
from aiboard.engine.verbs import (
    Action,
    CardAction,
    Deploy,
    Document,
    Evaluate,
    Iterate,
    Kill,
    Prioritise,
    Promote,
    ReviewCanary,
    RollBack,
    Start,
    Ticket,
)
from aiboard.engine.verbs.card import MOST_PRIORITY, MOST_SUCCESS_PPM
from aiboard.engine.verbs.evaluation import SEED_CHOICES
from aiboard.engine.verbs.live import SHARES
from aiboard.views import fmt, words
from aiboard.views.board.families import strip
from aiboard.views.card.evidence import suggested_learning, suggested_reason
from aiboard.views.card.gate_lines import check_lines, failures
from aiboard.views.card.measure import eval_chart, live, measured, readout_chart
from aiboard.views.card.starting import start_waits
from aiboard.views.card.states import state
from aiboard.views.charts.text import Chart
from aiboard.views.decisions.decision import (
    Choice,
    Decision,
    Fact,
    Row,
    Values,
    chosen,
    possible,
    price_lines,
    refusal_words,
)
from aiboard.views.verbs import VERB
from aiboard.views.words import Tone


def decision_for_card(board: Board, action: CardAction) -> Decision:
    """The decision behind an action on a card."""
    index = action.card
    world = board.world
    said = VERB[type(action)]
    rows = _rows(board, action)
    text_label, text, needed = _text(board, action)

    def price(values: Values) -> tuple[Fact, ...]:
        found = chosen(action, values, text)
        return (*price_lines(board, found), *_extra_price(board, found))

    filled = chosen(action, {row.name: row.choices[row.at].value for row in rows}, text)
    return Decision(
        title=said.question.format(it=f"{fmt.short(world, index)} {fmt.title(world, index, 40)}"),
        verb=said.confirm,
        facts=_facts(board, action),
        chart=_chart(board, action),
        checks=check_lines(board, index) if isinstance(action, Promote) else (),
        rows=rows,
        text_label=text_label,
        text=text,
        text_needed=needed,
        warning=_warning(board, filled),
        refused=refusal_words(board, filled),
        offered=action,
        price=price,
    )


def _facts(board: Board, action: CardAction) -> tuple[Fact, ...]:
    world = board.world
    index = action.card
    card = board.cards[index]
    idea = world.ideas[index]
    found: list[Fact] = []
    now = state(board, index)
    seen = measured(board, index)
    if isinstance(action, (Start, Ticket)):
        found.append(Fact(fmt.odds(world, index, card.stated_pct)))
        plan = f"{fmt.count(idea.runs, 'run')} on {fmt.count(idea.gpus, 'GPU')}"
        days = outlook.days_at(outlook.plan_points(world, index), 100)
        found.append(Fact(f"{plan}, {fmt.days(days)} at full speed, {_budget(board, index)} GPU-h"))
        found.append(Fact(strip(board, idea.family).text, Tone.DIM))
        return tuple(found)
    if seen is not None:
        found.append(Fact(seen.text))
    if card.kill_ppm and isinstance(action, (Kill, Iterate, Evaluate, Promote)):
        found.append(Fact(f"bar {fmt.points(card.success_ppm)}, kill line {fmt.points(card.kill_ppm)}", Tone.DIM))
    if now.cause:
        found.append(Fact(now.cause, now.mark.tone))
    if isinstance(action, Promote) and seen is not None:
        worth = fmt.money(measured_worth_cents(board, seen.mean))
        found.append(Fact(f"if it serves as measured: {worth} a day at full traffic"))
    if isinstance(action, (Kill, Iterate)):
        found.append(Fact(f"{fmt.gpu_hours(card.gpu_used_min)} of {_budget(board, index)} GPU-h used", Tone.DIM))
        found.append(Fact(strip(board, idea.family).text, Tone.DIM))
    if isinstance(action, (Deploy, RollBack, ReviewCanary)):
        found += _live_facts(board, card)
    return tuple(found)


def _live_facts(board: Board, card: Card) -> list[Fact]:
    """What customers get of a model and of the one beside it, and the line under which an incident threatens."""
    world = board.world
    found: list[Fact] = []
    seen = live(board, card.index)
    if seen is not None:
        found.append(Fact(f"{seen.text} live, {fmt.days(card.live_days)}, now {card.share_pct} % of traffic"))
    beside = board.live(card.index)
    rival = live(board, beside) if beside >= 0 else None
    if rival is not None:
        share = board.cards[beside].share_pct
        found.append(Fact(f"{fmt.short(world, beside)} beside it: {rival.text} live, {share} % of traffic"))
    cost = fmt.money(world.incident_cents)
    line = fmt.points(world.bad_launch_ppm)
    found.append(
        Fact(f"truly under {line}, at {INCIDENT_SHARE} % of traffic or more: an incident threatens, {cost}", Tone.DIM)
    )
    return found


def _budget(board: Board, index: int) -> str:
    return fmt.gpu_hours(outlook.budget_gpu_min(board.world, index))


def _chart(board: Board, action: CardAction) -> Chart | None:
    index = action.card
    card = board.cards[index]
    if not isinstance(action, (Kill, Iterate, Evaluate, Promote)):
        return None
    if card.scores:
        return eval_chart(board, index)
    return readout_chart(board, index) if card.readouts else None


def _rows(board: Board, action: CardAction) -> tuple[Row, ...]:
    index = action.card
    if isinstance(action, Kill):
        reasons = tuple(Choice(int(one), kebab(one), words.REASON[one]) for one in Reason)
        return (Row("reason", "reason", reasons, int(suggested_reason(board, index))),)
    if isinstance(action, Iterate):
        run = outlook.days_at(board.world.ideas[index].run_points, action.preview(board).speed_pct)
        changes = tuple(Choice(int(one), kebab(one), f"{words.CHANGE[one]}, {fmt.days(run)}") for one in Change)
        return (Row("change", "changes", changes, action.change),)
    if isinstance(action, Evaluate):
        return _evaluate_rows(board, action)
    if isinstance(action, Deploy):
        able = [share for share in SHARES if possible(board, Deploy(index, share))] or [action.share_pct]
        shares = tuple(Choice(share, f"{share} %", "of traffic") for share in able)
        at = able.index(action.share_pct) if action.share_pct in able else 0
        return (Row("share_pct", "share", shares, at),)
    if isinstance(action, Prioritise):
        ends = {1: "first", MOST_PRIORITY: "last"}
        levels = tuple(Choice(n, str(n), ends.get(n, "")) for n in range(1, MOST_PRIORITY + 1))
        return (Row("priority", "priority", levels, board.cards[index].priority - 1),)
    if isinstance(action, Ticket):
        return _ticket_rows(board, index)
    return ()


def _evaluate_rows(board: Board, action: Evaluate) -> tuple[Row, ...]:
    """Seeds, part of the questions where the scenario allows parts, slices."""
    world = board.world
    asked = sorted({*SEED_CHOICES, action.seeds})
    able = [n for n in asked if possible(board, Evaluate(action.card, n, action.percent))] or [1]
    seeds = tuple(Choice(n, str(n), fmt.count(n, "seed")) for n in able)
    rows = [Row("seeds", "seeds", seeds, able.index(action.seeds) if action.seeds in able else len(able) - 1)]
    allowed = parts(world)
    if len(allowed) > 1:
        choices = tuple(Choice(one, str(questions(world, one)), words.PART[one]) for one in allowed)
        at = allowed.index(action.percent) if action.percent in allowed else len(allowed) - 1
        rows.append(Row("percent", "questions", choices, at))
    slices = (Choice(0, "no"), Choice(1, "yes", "the weakest slice too, on its own questions"))
    return (*rows, Row("slices", "slices", slices, int(action.slices)))


def _ticket_rows(board: Board, index: int) -> tuple[Row, ...]:
    """Bar, kill line and time box around the usual ones; 0 keeps the usual."""
    world = board.world
    card = board.cards[index]
    bar = card.success_ppm or world.launch_ppm
    line = card.kill_ppm or world.kill_ppm
    step = 10_000
    levels = [bar + n * step for n in range(-2, 3)]
    bars = tuple(Choice(level, fmt.points(level)) for level in levels if level < MOST_SUCCESS_PPM)
    lines = tuple(Choice(line + n * step, fmt.points(line + n * step)) for n in range(-3, 4))
    return (Row("success_ppm", "success", bars, 2), Row("kill_ppm", "kill line", lines, 3))


def _text(board: Board, action: CardAction) -> tuple[str, str, bool]:
    """Label, words filled in, whether they are needed."""
    if isinstance(action, Kill):
        return "learning", suggested_learning(board, action.card), False
    if isinstance(action, Document):
        card = board.cards[action.card]
        reason = Reason(card.reason) if card.stage == Stage.KILLED and card.reason >= 0 else None
        return "learning", card.learning or suggested_learning(board, action.card, reason), True
    return "", "", False


def _extra_price(board: Board, action: Action) -> tuple[Fact, ...]:
    """Consequences that no preview counts: what is given up, what follows."""
    if isinstance(action, Promote):
        return _launch_facts(board, board.cards[action.card])
    if isinstance(action, Kill) and board.cards[action.card].in_flight():
        return (Fact("frees its place and its GPUs", Tone.DIM),)
    if isinstance(action, Iterate):
        return (Fact("its eval scores are void after the run", Tone.DIM),)
    if isinstance(action, Evaluate):
        return _other_parts(board, action)
    if isinstance(action, Start):
        days = outlook.days_at(outlook.plan_points(board.world, action.card), action.preview(board).speed_pct)
        return (Fact(f"{fmt.days(days)} if nothing stops it", Tone.DIM),)
    return ()


def _launch_facts(board: Board, card: Card) -> tuple[Fact, ...]:
    """What a promoted card has before it until it meets customers."""
    found: list[Fact] = []
    for block in outlook.launch_blocks(board, card):
        if block.cause == LaunchCause.NEWCOMER:
            text = f"waits for {fmt.short(board.world, block.card)}, which is on its way to all customers"
            found.append(Fact(text, Tone.BAD))
        elif block.cause == LaunchCause.HANDOFF:
            found.append(Fact(f"then {fmt.days(block.days)} of handoff"))
        elif board.legal == 0:
            found.append(Fact(f"legal review starts: {fmt.days(block.days)}", Tone.WARN))
        else:
            found.append(Fact(f"legal review: {fmt.days(block.days)} left", Tone.DIM))
    return tuple(found)


def _other_parts(board: Board, action: Evaluate) -> tuple[Fact, ...]:
    """What the same seeds would cost and leave on the other parts of the questions."""
    found = []
    for part in parts(board.world):
        if part != action.percent:
            before = Evaluate(action.card, action.seeds, part, action.slices).preview(board)
            hours, width = fmt.gpu_hours(before.gpu_min), fmt.tenth(before.half_width_ppm)
            found.append(Fact(f"on {questions(board.world, part)}: {hours} GPU-h, ±{width}", Tone.DIM))
    return tuple(found)


def _warning(board: Board, action: Action) -> str:
    if isinstance(action, Promote):
        failed = failures(board, action.card)
        return f"over a failed gate: {'; '.join(failed)}" if failed else ""
    return "; ".join(_hindrances(board, action)) if isinstance(action, Start) else ""


def _hindrances(board: Board, action: Start) -> list[str]:
    """What would keep a card that is started now from moving, or slow the others."""
    found: list[str] = []
    before = action.preview(board)
    if before.limit and before.cards > before.limit:
        found.append(f"over the limit of {before.limit} in {words.STAGE[Stage(before.stage)]}")
    waits = start_waits(board, action.card)
    return [*found, f"it would hold a slot and {waits}"] if waits else found
