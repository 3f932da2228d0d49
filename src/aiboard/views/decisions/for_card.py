"""Decisions about cards: the evidence, the choices and the prices of each."""

from __future__ import annotations

from typing import Final

from aiboard.actions.slots import kebab
from aiboard.engine import gate as gating
from aiboard.engine import outlook
from aiboard.engine.events import Action
from aiboard.engine.legality import SHARES
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import part_of, parts, questions, z_of
from aiboard.engine.model.vocabulary import ActionKind, Change, Reason, Stage
from aiboard.engine.options import SEED_CHOICES, preview
from aiboard.engine.orders import free_gpus
from aiboard.engine.systems.accounting import measured_worth_cents
from aiboard.engine.systems.production import INCIDENT_SHARE
from aiboard.views import fmt, words
from aiboard.views.board.families import strip
from aiboard.views.card.evidence import suggested_learning, suggested_reason
from aiboard.views.card.measure import eval_chart, live, measured, readout_chart
from aiboard.views.card.states import state
from aiboard.views.charts.text import Chart
from aiboard.views.decisions.decision import (
    Choice,
    Decision,
    Fact,
    Row,
    Values,
    check_lines,
    possible,
    price_lines,
    refusal_words,
)
from aiboard.views.words import Tone

#: Kind -> question, confirming verb.
_ASK: Final[dict[ActionKind, tuple[str, str]]] = {
    ActionKind.TICKET: ("Write the ticket of {card}?", "write"),
    ActionKind.START: ("Start {card}?", "start"),
    ActionKind.PAUSE: ("Pause {card}?", "pause"),
    ActionKind.RESUME: ("Resume {card}?", "resume"),
    ActionKind.KILL: ("Kill {card}?", "kill"),
    ActionKind.ITERATE: ("Iterate on {card}?", "iterate"),
    ActionKind.EVALUATE: ("Evaluate {card}?", "evaluate"),
    ActionKind.PROMOTE: ("Promote {card}?", "promote"),
    ActionKind.UNBLOCK: ("Unblock {card}?", "unblock"),
    ActionKind.ROOT_CAUSE: ("Find the root cause of {card}'s lost runs?", "find"),
    ActionKind.DEPLOY: ("Change the traffic of {card}?", "deploy"),
    ActionKind.ROLL_BACK: ("Roll back {card}?", "roll back"),
    ActionKind.REVIEW_CANARY: ("Review the canary of {card}?", "review"),
    ActionKind.DOCUMENT: ("Write down what {card} taught?", "write"),
    ActionKind.DEFER: ("Put {card} back into the Backlog?", "put back"),
    ActionKind.PRIORITISE: ("Priority of {card}?", "set"),
}


def decision_for_card(board: Board, action: Action) -> Decision:
    """The decision behind an action on a card."""
    index = action.target
    kind = action.kind
    world = board.world
    question, verb = _ASK[kind]
    rows = _rows(board, action)
    text_label, text, needed = _text(board, action)

    def build(values: Values, learning: str) -> Action:
        x, y, z = values.get("x", action.x), values.get("y", action.y), values.get("z", action.z)
        return Action(kind, index, x, y, z, learning if text_label else "")

    def price(values: Values) -> tuple[Fact, ...]:
        return (*price_lines(board, build(values, text)), *_extra_price(board, build(values, text)))

    filled = build({row.name: row.choices[row.at].value for row in rows}, text)
    return Decision(
        kind=kind,
        target=index,
        title=question.format(card=f"{fmt.short(world, index)} {fmt.title(world, index, 40)}"),
        verb=verb,
        facts=_facts(board, kind, index),
        chart=_chart(board, kind, index),
        checks=check_lines(board, index) if kind == ActionKind.PROMOTE else (),
        rows=rows,
        text_label=text_label,
        text=text,
        text_needed=needed,
        warning=_warning(board, filled),
        refused=refusal_words(board, filled),
        build=build,
        price=price,
    )


def _facts(board: Board, kind: ActionKind, index: int) -> tuple[Fact, ...]:
    world = board.world
    card = board.cards[index]
    idea = world.ideas[index]
    found: list[Fact] = []
    now = state(board, index)
    seen = measured(board, index)
    if kind in (ActionKind.START, ActionKind.TICKET):
        who = fmt.person(world, index)
        found.append(Fact(f"{who or 'Stated'}: {card.stated_pct} % that it reaches {fmt.points(world.launch_ppm)}"))
        plan = f"{fmt.count(idea.runs, 'run')} on {fmt.count(idea.gpus, 'GPU')}"
        days = outlook.days_at(outlook.plan_points(world, index), 100)
        found.append(Fact(f"{plan}, {fmt.days(days)} at full speed, {_budget(board, index)} GPU-h"))
        found.append(Fact(strip(board, idea.family).text, Tone.DIM))
        return tuple(found)
    if seen is not None:
        found.append(Fact(seen.text))
    if card.kill_ppm and kind in (ActionKind.KILL, ActionKind.ITERATE, ActionKind.EVALUATE, ActionKind.PROMOTE):
        found.append(Fact(f"bar {fmt.points(card.success_ppm)}, kill line {fmt.points(card.kill_ppm)}", Tone.DIM))
    if now.cause:
        found.append(Fact(now.cause, now.mark.tone))
    if kind == ActionKind.PROMOTE and seen is not None:
        worth = fmt.money(measured_worth_cents(board, seen.mean))
        found.append(Fact(f"if it serves as measured: {worth} a day at full traffic"))
    if kind in (ActionKind.KILL, ActionKind.ITERATE):
        found.append(Fact(f"{fmt.gpu_hours(card.gpu_used_min)} of {_budget(board, index)} GPU-h used", Tone.DIM))
        found.append(Fact(strip(board, idea.family).text, Tone.DIM))
    if kind in (ActionKind.DEPLOY, ActionKind.ROLL_BACK, ActionKind.REVIEW_CANARY):
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


def _chart(board: Board, kind: ActionKind, index: int) -> Chart | None:
    card = board.cards[index]
    if kind not in (ActionKind.KILL, ActionKind.ITERATE, ActionKind.EVALUATE, ActionKind.PROMOTE):
        return None
    if card.scores:
        return eval_chart(board, index)
    return readout_chart(board, index) if card.readouts else None


def _rows(board: Board, action: Action) -> tuple[Row, ...]:
    kind, index = action.kind, action.target
    card = board.cards[index]
    world = board.world
    if kind == ActionKind.KILL:
        reasons = tuple(Choice(int(one), kebab(one), words.REASON[one]) for one in Reason)
        return (Row("x", "reason", reasons, int(suggested_reason(board, index))),)
    if kind == ActionKind.ITERATE:
        run = outlook.days_at(world.ideas[index].run_points, preview(board, action).speed_pct)
        changes = tuple(Choice(int(one), kebab(one), f"{words.CHANGE[one]}, {fmt.days(run)}") for one in Change)
        return (Row("x", "changes", changes, action.x),)
    if kind == ActionKind.EVALUATE:
        return _evaluate_rows(board, action)
    if kind == ActionKind.DEPLOY:
        able = [share for share in SHARES if possible(board, Action(kind, index, share))] or [action.x]
        shares = tuple(Choice(share, f"{share} %", "of traffic") for share in able)
        return (Row("x", "share", shares, able.index(action.x) if action.x in able else 0),)
    if kind == ActionKind.PRIORITISE:
        levels = tuple(Choice(n, str(n), "first" if n == 1 else "last" if n == 5 else "") for n in range(1, 6))
        return (Row("x", "priority", levels, card.priority - 1),)
    if kind == ActionKind.TICKET:
        return _ticket_rows(board, index)
    return ()


def _evaluate_rows(board: Board, action: Action) -> tuple[Row, ...]:
    """Seeds, part of the questions where the scenario allows parts, slices."""
    world = board.world
    asked = sorted({*SEED_CHOICES, action.x})
    able = [n for n in asked if possible(board, Action(action.kind, action.target, n, 0, action.z))] or [1]
    seeds = tuple(Choice(n, str(n), fmt.count(n, "seed")) for n in able)
    rows = [Row("x", "seeds", seeds, able.index(action.x) if action.x in able else len(able) - 1)]
    allowed = parts(world)
    if len(allowed) > 1:
        values = [z_of(one) for one in allowed]
        choices = tuple(
            Choice(value, str(questions(world, one)), words.PART[one])
            for value, one in zip(values, allowed, strict=True)
        )
        rows.append(Row("z", "questions", choices, values.index(action.z) if action.z in values else len(values) - 1))
    slices = (Choice(0, "no"), Choice(1, "yes", "the weakest slice too, on its own questions"))
    return (*rows, Row("y", "slices", slices, action.y))


def _ticket_rows(board: Board, index: int) -> tuple[Row, ...]:
    """Bar, kill line and time box around the usual ones; 0 keeps the usual."""
    world = board.world
    card = board.cards[index]
    bar = card.success_ppm or world.launch_ppm
    line = card.kill_ppm or world.kill_ppm
    step = 10_000
    bars = tuple(Choice(bar + n * step, fmt.points(bar + n * step)) for n in range(-2, 3) if bar + n * step < 999_000)
    lines = tuple(Choice(line + n * step, fmt.points(line + n * step)) for n in range(-3, 4))
    return (Row("x", "success", bars, 2), Row("y", "kill line", lines, 3))


def _text(board: Board, action: Action) -> tuple[str, str, bool]:
    """Label, words filled in, whether they are needed."""
    if action.kind == ActionKind.KILL:
        return "learning", suggested_learning(board, action.target), False
    if action.kind == ActionKind.DOCUMENT:
        card = board.cards[action.target]
        reason = Reason(card.reason) if card.stage == Stage.KILLED and card.reason >= 0 else None
        return "learning", card.learning or suggested_learning(board, action.target, reason), True
    return "", "", False


def _extra_price(board: Board, action: Action) -> tuple[Fact, ...]:
    """Consequences that no preview counts: what is given up, what follows."""
    world = board.world
    card = board.cards[action.target]
    kind = action.kind
    if kind == ActionKind.PROMOTE:
        found = [Fact(f"then {fmt.days(outlook.handoff_days(board, card))} of handoff")]
        if world.needs_legal and board.legal == 0:
            found.append(Fact(f"legal review starts: {fmt.days(world.legal_days)}", Tone.WARN))
        elif world.needs_legal and board.legal == 1:
            found.append(Fact(f"legal review: {fmt.days(board.legal_left)} left", Tone.DIM))
        return tuple(found)
    if kind == ActionKind.KILL and card.in_flight():
        return (Fact("frees its place and its GPUs", Tone.DIM),)
    if kind == ActionKind.ITERATE:
        return (Fact("its eval scores are void after the run", Tone.DIM),)
    if kind == ActionKind.EVALUATE:
        return _other_parts(board, action)
    if kind == ActionKind.START:
        days = outlook.days_at(outlook.plan_points(world, action.target), preview(board, action).speed_pct)
        return (Fact(f"{fmt.days(days)} if nothing stops it", Tone.DIM),)
    return ()


def _other_parts(board: Board, action: Action) -> tuple[Fact, ...]:
    """What the same seeds would cost and leave on the other parts of the questions."""
    found = []
    for part in parts(board.world):
        if part != part_of(action.z):
            before = preview(board, Action(action.kind, action.target, action.x, action.y, z_of(part)))
            hours, width = fmt.gpu_hours(before.gpu_min), fmt.tenth(before.half_width_ppm)
            found.append(Fact(f"on {questions(board.world, part)}: {hours} GPU-h, ±{width}", Tone.DIM))
    return tuple(found)


def _warning(board: Board, action: Action) -> str:
    index = action.target
    if action.kind == ActionKind.PROMOTE:
        failed = [words.CHECK[one.kind] for one in gating.verdict(board, index).checks if not one.passed]
        return f"over a failed gate: not {', not '.join(failed)}" if failed else ""
    return "; ".join(_hindrances(board, action)) if action.kind == ActionKind.START else ""


def _hindrances(board: Board, action: Action) -> list[str]:
    """What would keep a card that is started now from moving, or slow the others."""
    found: list[str] = []
    before = preview(board, action)
    if before.limit and before.cards > before.limit:
        found.append(f"over the limit of {before.limit} in {words.STAGE[Stage(before.stage)]}")
    idea = board.world.ideas[action.target]
    if idea.dataset >= 0 and board.data[idea.dataset].delivered_pct == 0:
        found.append(f"it would hold a slot and wait for {fmt.dataset(board.world, idea.dataset)}")
    free = max(0, free_gpus(board))
    if idea.gpus > free:
        found.append(f"it would wait for GPUs: it needs {idea.gpus}, {free} of {board.world.gpus} free")
    return found
