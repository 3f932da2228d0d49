"""The focused card in full: its ticket, its plan, what was measured, its gate, its history, what can be done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from aiboard.engine import outlook
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.instruments.text import clean
from aiboard.views import fmt
from aiboard.views.board.columns import CardLine, card_line
from aiboard.views.board.log import is_in_log
from aiboard.views.card.gate_lines import CheckLine, check_lines
from aiboard.views.decisions.menu import Option, card_options
from aiboard.views.sentences import Sentence, sentence

_PROSE = 200


@dataclass(frozen=True, slots=True)
class Pane:
    """A card in full.

    Attributes:
        line: the card as it stands on the board.
        odds: what its person states.
        ticket: success bar, kill line, box; empty before a ticket.
        plan: runs, GPUs, GPU hours used of the budget.
        box_day: day so many of so many in its box; empty when it has not started.
        hypothesis, method, learning: prose.
        score: the measurement in full; empty before any.
        checks: the gate; empty where nothing was evaluated.
        options: what can be done now.
        history: everything that happened to it, newest first.
        agent: its evaluations produce runs that can be looked at.
    """

    line: CardLine
    odds: str
    ticket: str
    plan: str
    box_day: str
    hypothesis: str
    method: str
    learning: str
    score: str
    checks: tuple[CheckLine, ...]
    options: tuple[Option, ...]
    history: tuple[Sentence, ...]
    agent: bool

    @property
    def lines(self) -> tuple[str, ...]:
        """The whole card as lines of text."""
        lines = [f"{self.line.key} {self.line.title}", f"  {self.line.family}; {self.odds}"]
        lines.append(f"  {self.line.state.text}")
        for name, text in (
            ("Hypothesis", self.hypothesis),
            ("Method", self.method),
            ("Ticket", self.ticket),
            ("Plan", "; ".join(part for part in (self.plan, self.box_day) if part)),
            ("Measured", self.score),
            ("Learning", self.learning),
        ):
            if text:
                lines.append(f"  {name}: {text}")
        lines += [f"  {check.text}" for check in self.checks]
        return tuple(lines)


def pane(board: Board, index: int, ordered: Collection[int] = ()) -> Pane:
    """One card in full. `ordered` are the ids of the events that a standing order did."""
    world = board.world
    card = board.cards[index]
    idea = world.ideas[index]
    line = card_line(board, index)
    events = (event for event in reversed(board.history) if event.card == index and is_in_log(event))
    history = [sentence(world, event, ordered) for event in events]
    return Pane(
        line=line,
        odds=fmt.odds(world, index, card.stated_pct),
        ticket=_ticket(board, index),
        plan=_plan(board, card),
        box_day=_place(board, index),
        hypothesis=clean(idea.hypothesis, _PROSE),
        method=clean(idea.method, _PROSE),
        learning=clean(card.learning, 280),
        score=line.measured.text if line.measured else "",
        # Before the first score every line would be open.
        checks=check_lines(board, index) if card.scores else (),
        options=card_options(board, index),
        history=tuple(history),
        agent=_is_agent(board, index),
    )


def _plan(board: Board, card: Card) -> str:
    """Runs, GPUs, GPU time used, and who holds a card in flight."""
    idea = board.world.ideas[card.index]
    used = fmt.gpu_budget(card.gpu_used_min, outlook.budget_gpu_min(board.world, card.index))
    text = f"{fmt.count(idea.runs, 'run')} on {fmt.count(idea.gpus, 'GPU')}, {used}"
    return f"{text}, {fmt.person_name(board.world, card.holder)} holds it" if card.in_flight() else text


def _ticket(board: Board, index: int) -> str:
    card = board.cards[index]
    if not card.ticket_day:
        return ""
    world = board.world
    text = (
        f"success ≥ {fmt.points(card.success_ppm)} on {world.eval_items} q, p95 ≤ {fmt.seconds(world.latency_limit_ms)}"
    )
    text += f"; kill < {fmt.points(card.kill_ppm)} after run {card.kill_run}"
    if card.fresh_cards:
        text += f"; taught by {fmt.count(card.fresh_cards, 'card')}"
    return text


def _place(board: Board, index: int) -> str:
    card = board.cards[index]
    # The days count until the decision; a card back from production has been decided.
    if not card.started_day or card.decided_day:
        return ""
    late = ", late" if outlook.box_over(board, card) else ""
    return f"time box day {board.day - card.started_day + 1} of {card.box_days}{late}"


def _is_agent(board: Board, index: int) -> bool:
    """Whether a card's evaluations also produce runs to look at."""
    return board.world.families[board.world.ideas[index].family].agent
