"""`w` on a card or a dataset: its state, its score, its odds, its gate, its speed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from aiboard.engine import counts
from aiboard.engine.happenings import Event
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import WHOLE_PCT, questions
from aiboard.engine.model.vocabulary import Block, Stage
from aiboard.engine.model.world import World
from aiboard.engine.systems.chaos import open_cause
from aiboard.engine.systems.compute import cards_held, speed_of
from aiboard.engine.verbs import Evaluate, Promote
from aiboard.views import fmt, words
from aiboard.views.board.log import is_in_log
from aiboard.views.card.gate_lines import check_lines, gate_words
from aiboard.views.card.measure import quality_estimate
from aiboard.views.card.states import blocking_cause, state
from aiboard.views.data.databoard import data_line
from aiboard.views.decisions.decision import price_lines, refusal_words
from aiboard.views.decisions.menu import Option, card_options, data_options, remedies
from aiboard.views.recent import since_yesterday
from aiboard.views.sentences import sentence
from aiboard.views.why import rules


@dataclass(frozen=True, slots=True)
class ExplanationPart:
    """One part: its name, its amount in words, and the number itself (cents, or millionths of quality)."""

    name: str
    amount: str
    value: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer to `w`.

    Attributes:
        title: what was asked about.
        value: the number or state itself.
        summary: what it is, one or two sentences.
        details: what you could do, and its price; or more facts.
        parts_label: name of the parts ("since yesterday morning"), empty when there are none to show.
        parts: signed parts that add up to `total`.
        total: their sum in words; empty where the parts are no sum.
    """

    title: str
    value: str
    summary: str
    details: tuple[str, ...]
    parts_label: str = ""
    parts: tuple[ExplanationPart, ...] = ()
    total: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The whole answer as lines of text."""
        lines = [f"{self.title}: {self.value}", self.summary]
        if self.parts:
            lines.append(f"{self.parts_label}:")
            lines += [f"  {part.amount}  {part.name}".rstrip() for part in self.parts]
            if self.total and len(self.parts) > 1:
                lines.append(f"  {self.total}  in all")
        elif self.parts_label:
            lines.append(f"{self.parts_label}: nothing moved")
        if self.details:
            lines += [f"- {line}" for line in self.details]
        return tuple(lines)


#: Things to do that a `w` offers.
_MOST = 5


def option_lines(board: Board, options: tuple[Option, ...]) -> tuple[str, ...]:
    """What can be done and its price, a line each."""
    lines: list[str] = []
    for option in options[:_MOST]:
        price = "; ".join(fact.text for fact in price_lines(board, option.action))
        lines.append(f"{option.word}: {price}")
    return tuple(lines)


def why_card(board: Board, index: int) -> Explanation:
    """A card's state: the one cause that keeps it, the first day it can move, what to do about it."""
    card = board.cards[index]
    card_state = state(board, index)
    stage_name = words.STAGE[card.stage]
    summary = f"In {stage_name}: it {words.STAGE_EXIT[card.stage]}."
    # The cause comes first: where nothing keeps it, the stage says what it is for.
    if card_state.blocked:
        summary = f"{card_state.cause}. {_from_when(board, board.cards[index], card_state.until)}"
        summary = summary[:1].upper() + summary[1:]
    elif card_state.cause:
        # Some causes are questions.
        cause = card_state.cause
        end = "?" if cause.endswith("?") else "."
        summary = f"{cause[:1].upper()}{cause[1:].rstrip('.?')}{end} {summary}"
    summary = " ".join([summary, *rules.card_rules(board, index)])
    parts = _since_yesterday(board, lambda event: event.card == index and is_in_log(event))
    mark = f"{card_state.mark.glyph} {card_state.mark.word}" if card_state.mark.word else words.STAGE[card.stage]
    value = "; ".join(part for part in (mark, *card_state.details) if part)
    title = f"{fmt.key(board.world, index)} {fmt.title(board.world, index)}"
    # What acts on the cause comes before what can always be done.
    first = remedies(board, index)
    lines = {option.line for option in first}
    others = tuple(option for option in card_options(board, index) if option.line not in lines)
    details = option_lines(board, first) + option_lines(board, others) + _not_now(board, index)
    return Explanation(title, value, summary, details, "since yesterday", parts)


def _from_when(board: Board, card: Card, until: int) -> str:
    """The day from which a card that is kept can move, and whether it may be sooner."""
    if until > board.day:
        sooner = _sooner(board, card)
        return f"It can move on D{until}, sooner {sooner}." if sooner else f"It can move on D{until} at the earliest."
    return "No day is known yet."


def _sooner(board: Board, card: Card) -> str:
    """With what a card can move before the day that is known; empty where nothing helps."""
    block = blocking_cause(board, card)[0]
    if block == Block.SHORTAGE:
        return "if it is first in the queue or a GPU is reserved"
    return "once the cause is found" if block == Block.DATA_ISSUE and open_cause(board) >= 0 else ""


def _not_now(board: Board, index: int) -> tuple[str, ...]:
    """Why a card that was evaluated cannot be promoted now: what is looked for first is missing from the list."""
    if board.cards[index].stage != Stage.EVALUATION or not board.cards[index].scores:
        return ()
    refusal = refusal_words(board, Promote(index))
    return (f"promote: not now, {refusal}",) if refusal else ()


def _since_yesterday(board: Board, predicate: Callable[[Event], bool]) -> tuple[ExplanationPart, ...]:
    """What happened yesterday and today, as far as it is chosen."""
    events = [event for event in since_yesterday(board) if predicate(event)]
    return tuple(ExplanationPart(sentence(board.world, event).text, "·", 0) for event in reversed(events))


def _items(world: World, percent: int) -> str:
    """`500 frozen items`, `100 of the 500 frozen items`."""
    all_items = f"{world.eval_items} frozen items"
    return all_items if percent == WHOLE_PCT else f"{questions(world, percent)} of the {all_items}"


def why_score(board: Board, index: int) -> Explanation:
    """A card's score: what it is an estimate of, and the looks behind it."""
    card = board.cards[index]
    world = board.world
    name = f"score of {fmt.short(world, index)}"
    estimate = quality_estimate(board, index)
    details = option_lines(board, tuple(one for one in card_options(board, index) if isinstance(one.action, Evaluate)))
    if estimate is None:
        return Explanation(name, "nothing measured", "It has no finished run yet.", details)
    if card.scores:
        summary = (
            f"Mean of {fmt.count(len(card.scores), 'eval seed')} on {_items(world, card.eval_pct)}. "
            "The range counts the luck of the seeds and of the items; more seeds remove only the first."
        )
        summary = " ".join([summary, *rules.score_rules(board, index)])
        parts = tuple(ExplanationPart(f"seed {n}", fmt.tenth(value), value) for n, value in enumerate(card.scores, 1))
        return Explanation(name, estimate.text, summary, details, "seeds", parts)
    optimism = world.optimism_mean_ppm + card.overfit_ppm
    less = f", less the {fmt.points(optimism)} points that trainings usually read too high" if optimism else ""
    summary = (
        f"The last training readout, {fmt.tenth(card.readouts[-1])}{less}. How far it is off no run can tell; evaluate "
        "it for a number the gate takes."
    )
    first = card.corrected[0]
    gains = [after - before for before, after in pairwise(card.corrected)]
    steps = [ExplanationPart("run 1", fmt.tenth(first), first)]
    steps += [ExplanationPart(f"run {n}", fmt.signed_points(gain), gain) for n, gain in enumerate(gains, 2)]
    return Explanation(name, estimate.text, summary, details, "run by run", tuple(steps), fmt.tenth(card.corrected[-1]))


def why_odds(board: Board, index: int) -> Explanation:
    """The odds a person stated, and how that person's other odds came out."""
    world = board.world
    idea = world.ideas[index]
    person = fmt.person(world, index) or "Nobody"
    bar = fmt.points(world.launch_ppm)
    record: list[str] = []
    for other in board.cards:
        if counts.is_decided(other) and world.ideas[other.index].person == idea.person:
            outcome = "promoted" if counts.is_promoted(other) else "killed"
            estimate = quality_estimate(board, other.index)
            best = f", {estimate.brief}" if estimate else ""
            record.append(f"{fmt.short(world, other.index)}: said {other.stated_pct} %, {outcome}{best}")
    summary = (
        f"{person}'s own estimate that it reaches {bar}, stated once. Some people state too much, others too little."
    )
    details = tuple(record) or (f"nothing of {person}'s is decided yet",)
    stated = fmt.odds(world, index, board.cards[index].stated_pct)
    return Explanation(f"odds of {fmt.short(world, index)}", stated, summary, details)


def why_gate(board: Board, index: int) -> Explanation:
    """The gate's lines for a card."""
    lines = tuple(line.text for line in check_lines(board, index))
    soft = "You can promote over it; that is written down."
    hard = "Nothing is promoted over it in this scenario." if board.world.hard_gates else soft
    summary = f"Each line compares a measurement with its bar. {hard}"
    value = gate_words(board, index)
    return Explanation(f"gate for {fmt.short(board.world, index)}", value, summary, lines)


def why_dataset(board: Board, index: int) -> Explanation:
    """A dataset: where its batch is, what its labels look like, who waits."""
    line = data_line(board, index)
    summary = "; ".join(line.lines) or "On hand."
    if line.waiting:
        summary += f". Waiting for it: {', '.join(line.waiting)}."
    parts = _since_yesterday(board, lambda event: event.data == index)
    value = f"{words.COLUMN[line.column]}, {board.data[index].delivered_pct} % delivered"
    details = option_lines(board, data_options(board, index))
    return Explanation(f"{line.key} {line.title}", value, summary, details, "since yesterday", parts)


def why_speed(board: Board) -> Explanation:
    """How fast each person's cards go, and what one card fewer would change."""
    world = board.world
    parts: list[ExplanationPart] = []
    details: list[str] = []
    for person, cards in enumerate(cards_held(board)):
        if cards == 0:
            continue
        name = fmt.person_name(world, person)
        card_indexes = [card.index for card in board.cards if card.holder == person and card.in_flight()]
        speed = speed_of(board, cards)
        parts.append(
            ExplanationPart(
                f"{name}: {', '.join(fmt.short(world, index) for index in card_indexes)}", f"{speed} %", speed
            )
        )
        faster = speed_of(board, cards - 1)
        if faster > speed:
            details.append(f"decide one of {name}'s {cards} cards: the rest at {faster} %")
    levels = ", ".join(f"{speed} % with {count}" for count, speed in enumerate(world.focus_pct, 1))
    summary = (
        f"Who holds several cards in flight loses time between them: {levels}, and no less with more."
        if min(world.focus_pct) < 100
        else "Holding several cards in flight costs nobody time in this project."
    )
    value = (
        f"{fmt.count(board.count_in_flight(), 'card')} in flight, held by {fmt.count(len(parts), 'person', 'people')}"
    )
    return Explanation(
        "speed",
        value,
        summary,
        tuple(details or ["nothing to win: every card is at full speed"]),
        "held" if parts else "",
        tuple(parts),
    )
