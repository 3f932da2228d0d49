"""Sprint rituals as sheets: review, the review's question, retro, planning. Their facts are read off the board."""

from __future__ import annotations

from typing import Final

from aiboard.engine import counts
from aiboard.engine.happenings.cards import Killed, Promoted
from aiboard.engine.happenings.live import Alerted, Monitored
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Chaos, Reason, Stage
from aiboard.engine.outlook import free_gpus
from aiboard.journal.lines import RETRO
from aiboard.play.questions import Answers, choose, outcomes
from aiboard.play.sheets import Choice, Section, Sheet, SheetKind
from aiboard.play.stop_dues import free_slot_count
from aiboard.views import fmt, words
from aiboard.views.board.columns import card_line
from aiboard.views.board.families import FamilyStrip, families
from aiboard.views.board.header import forecast_words, header
from aiboard.views.board.orders import order_lines
from aiboard.views.board.standup import fact
from aiboard.views.card.measure import live, quality_estimate
from aiboard.views.card.starting import start_waits, too_late
from aiboard.views.card.states import state
from aiboard.views.sentences import sentence
from aiboard.views.words import Tone

_OPEN: Final = (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.EVALUATION, Stage.ITERATION)
"""Where a card is begun and undecided; one that is parked in Evaluation is open too."""
_NO_SURPRISE: Final = "nothing: no bad news came, and no launch did other than measured"


def review(board: Board, sprint: int, answers: Answers) -> Sheet:
    """What did we learn in a sprint, and what came of the answers given in the review before."""
    first, last = _days(board, sprint)
    decided = _decided(board, first, last)
    open_cards = [card.index for card in board.cards if card.stage in _OPEN]
    # What was begun in the sprint counts as promised, finished or not.
    promised = len(decided) + sum(1 for index in open_cards if 0 < board.cards[index].started_day <= last)
    outcome = [f"{len(decided)} decided of {promised} worked on"]
    for index in decided:
        card = board.cards[index]
        ended = "killed" if counts.is_killed(card) else "promoted"
        reason = f", {words.REASON[Reason(card.reason)]}" if card.reason >= 0 and counts.is_killed(card) else ""
        outcome.append(f"{fact(board, index)}: {ended}{reason}")
    outcome += _besides(board, first, last, decided)
    answer_lines = tuple(one.text for one in outcomes(board, answers) if one.sprint == sprint - 1)
    sections = [Section("What came of your last answer?", answer_lines)] if answer_lines else []
    sections += [
        Section("What did we learn about each family?", tuple(_strip(one) for one in families(board))),
        Section("What did we decide?", tuple(outcome)),
        Section(
            "What is still open, and what do we know of it?",
            tuple(fact(board, index) for index in open_cards) or ("nothing is open",),
        ),
    ]
    on = (Choice("on", "", "Go on"),)
    return Sheet(SheetKind.REVIEW, f"Review of sprint {sprint}", tuple(sections), on, sprint, SheetKind.REVIEW)


def _besides(board: Board, first: int, last: int, decided: list[int]) -> list[str]:
    """What else was promoted or ended in these days: it counts among no sprint's decided cards."""
    endings: dict[int, str] = {}
    for event in board.history:
        if first <= event.day <= last and isinstance(event, (Killed, Promoted)) and event.card not in decided:
            card = board.cards[event.card]
            ended = "ended after its launch" if counts.is_decided(card) else "put away before it was begun"
            endings[event.card] = "promoted again" if isinstance(event, Promoted) else ended
    return [f"besides, {fact(board, index)}: {ending}" for index, ending in endings.items()]


def _strip(family: FamilyStrip) -> str:
    return f"{family.marks}  {family.text}".strip()


def question(board: Board, sprint: int, answers: Answers) -> Sheet | None:
    """The review's question; None when there is nothing new to ask."""
    review_question = choose(board, sprint, answers)
    if review_question is None:
        return None
    choices = (Choice(value, "", label) for value, label in review_question.options)
    sections = (
        Section(review_question.text, review_question.facts),
        Section("The review of the next sprint says what came."),
    )
    title = f"Review of sprint {sprint}: what comes next?"
    # First, so that it is filled in: an answer is scored and must be chosen, never given by going on.
    return Sheet(
        SheetKind.QUESTION, title, sections, (Choice("", "", "no answer"), *choices), sprint, review_question.id
    )


def retro(board: Board, sprint: int) -> Sheet:
    """What waited longest, what surprised, and what is written down: a kill to take back, or a card to stop."""
    first, last = _days(board, sprint)
    kills = [index for index in _decided(board, first, last) if counts.is_killed(board.cards[index])]
    # Three of each: a retro is read in a minute.
    waited = sorted(_waits(board), reverse=True)[:3]
    happened = [sentence(board.world, event) for event in board.history if first <= event.day <= last]
    surprises = [*_live_surprises(board, first, last), *(item.text for item in happened if item.tone == Tone.BAD)]
    # A sprint without a kill has its question too: not killing is also a decision.
    if kills:
        prompt, cards = "Which kill would you take back?", kills
    else:
        cards = [card.index for card in board.cards if card.stage in _OPEN]
        # A card that was put away before it was begun stands among the killed.
        stop = ". Which open card would you stop first?" if cards else ", and none is open to stop."
        prompt = f"No started card was killed{stop}"
    sections = (
        Section("What waits longest?", tuple(text for _, text in waited) or ("nothing waits",)),
        # What went on for days is told once.
        Section("What surprised us?", tuple(list(dict.fromkeys(surprises))[-3:]) or (_NO_SURPRISE,)),
        Section(f"{prompt} It is written down; the debrief answers." if cards else prompt),
    )
    choices = [Choice(board.world.ideas[index].key, "", fact(board, index)) for index in cards]
    title = f"Retro of sprint {sprint}"
    return Sheet(SheetKind.RETRO, title, sections, (Choice("", "", "none of them"), *choices), sprint, RETRO)


def _live_surprises(board: Board, first: int, last: int) -> list[str]:
    """Models whose customers got what was not measured: the two intervals do not meet."""
    days = [event for event in board.history if first <= event.day <= last]
    served = dict.fromkeys(event.card for event in days if isinstance(event, Monitored))
    # An alert says it already.
    alerted = {event.card for event in days if isinstance(event, Alerted)}
    surprises = []
    for index in served:
        measured, live_quality = quality_estimate(board, index), live(board, index)
        if (
            index in alerted
            or measured is None
            or live_quality is None
            or (live_quality.low <= measured.high and measured.low <= live_quality.high)
        ):
            continue
        surprises.append(f"{fmt.short(board.world, index)} measured {measured.text}; customers got {live_quality.text}")
    return surprises


def planning(board: Board, message: str = "") -> Sheet:
    """Which cards, limits, orders and forecast for the sprint of today; `message` is what somebody wrote."""
    world = board.world
    limits = ", ".join(f"{words.STAGE_SHORT[stage]} {board.wip[stage]}" for stage in Stage if board.wip[stage])
    on = [line.text for line in order_lines(board) if line.mode]
    target, cleared_day = fmt.points(world.target_ppm), board.target_day
    prompt = f"When does a card clear {target}: a day at 70 %, a day at 90 %?"
    if cleared_day:
        prompt = f"{target} was cleared on D{cleared_day}"
    sections = [Section("", (message,))] if message else []
    sections += [
        Section("Which cards next?", _next_cards(board)),
        Section("Which limits and standing orders?", (f"limits: {limits}", *(on or ["all orders are off"]))),
        Section(prompt, (f"forecast: {forecast_words(board)}",)),
    ]
    choices = [
        Choice("go", "", "Begin the sprint"),
        Choice("orders", "o", "Standing orders", "free today; limits and GPUs as well", opens="orders"),
        Choice("idea", "a", "One more idea", "somebody proposes it", opens="add_idea"),
    ]
    # Once the target is cleared there is nothing left to forecast.
    if not cleared_day:
        choices.insert(2, Choice("forecast", "n", "Forecast", "a day at 70 %, a day at 90 %", opens="forecast"))
    title = f"Planning of sprint {board.sprint()} of {header(board).sprints}"
    # Kept with the other rituals of this morning, those of the sprint that has ended.
    return Sheet(SheetKind.PLANNING, title, tuple(sections), tuple(choices), board.sprint() - 1, SheetKind.PLANNING)


def _next_cards(board: Board) -> tuple[str, ...]:
    backlog = [card.index for card in board.cards if card.stage in (Stage.BACKLOG, Stage.HYPOTHESIS) and card.shown]
    waits = {index: start_waits(board, index) for index in backlog}
    # Cards that would train at once come first: a start that only waits is no plan.
    backlog.sort(key=lambda index: (bool(waits[index]), board.cards[index].priority, -board.cards[index].stated_pct))
    gpus = f"{fmt.count(max(0, free_gpus(board)), 'GPU')} free"
    if board.disruption_place(Chaos.GPU_SHORTAGE) >= 0:
        gpus = "a GPU shortage: one card trains at a time"
    slots = f"{free_slot_count(board)} free of {board.wip[Stage.EXPERIMENT]} Experiment slots"
    lines = [f"{slots}, {gpus}; what would train at once comes first"]
    for index in backlog[:3]:
        line = card_line(board, index)
        text = "; ".join((f"{line.short} {line.title}", line.family, *line.state.details[:2]))
        waiting = f"would {waits[index]}" if waits[index] else ""
        lines.append("; ".join(part for part in (text, waiting, too_late(board, index)) if part))
    if len(backlog) > 3:
        lines.append(f"+{len(backlog) - 3} more in the Backlog")
    return tuple(lines)


def _days(board: Board, sprint: int) -> tuple[int, int]:
    last = fmt.sprint_end(board.world, sprint)
    return (sprint - 1) * board.world.sprint_days + 1, last


def _decided(board: Board, first: int, last: int) -> list[int]:
    return [card.index for card in board.cards if counts.is_decided(card) and first <= card.decided_day <= last]


def _waits(board: Board) -> list[tuple[int, str]]:
    waits: list[tuple[int, str]] = []
    for card in board.cards:
        if card.in_flight() and card.waited_days:
            cause = state(board, card.index).cause or words.BLOCK[card.block] or "waits"
            name = fmt.short(board.world, card.index)
            # Its days of waiting may have had other causes before the one of today.
            waits.append((card.waited_days, f"{name} has stood still for {fmt.days(card.waited_days)}; now {cause}"))
        elif card.stage == Stage.EVALUATION and not card.seeds_pending and not card.paused:
            # From the last thing done to it: a card that was evaluated again has not waited since it came.
            days = board.day - max(card.moved_day, card.touched_day)
            name = fmt.short(board.world, card.index)
            if days > 0:
                waits.append((days, f"{name} waits for your decision, {fmt.days(days)}"))
    return waits
