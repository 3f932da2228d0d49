"""The stand-up: at most three lines, worst first, each a person, a fact and a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import RunEnded
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Block, Stage
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.views import fmt, sentences, words
from aiboard.views.card.measure import live, quality_estimate
from aiboard.views.card.states import blocking_cause, state
from aiboard.views.happenings import ROWS
from aiboard.views.recent import since_yesterday
from aiboard.views.words import Tone

MOST: Final = 3


@dataclass(frozen=True, slots=True)
class StandupLine:
    """What one person says: `Priya: 012 lost run 2 to NaN, 1 day of work gone.`"""

    person: str
    text: str
    card: int
    data: int
    tone: Tone
    weight: int


#: A run under its kill line is told before good news.
_UNDER_LINE: Final = 80
_STUCK: Final = 64
_TOLD: Final = (Block.SHORTAGE, Block.DATA_ISSUE)
_PER_DAY: Final = 2
_LONGEST: Final = 10


def standup(board: Board) -> tuple[StandupLine, ...]:
    """This morning's lines, worst first; none on the first morning or when nothing happened."""
    candidates: list[StandupLine] = []
    for event in since_yesterday(board):
        if ROWS[type(event)].standup_weight and event.day == board.day - 1:
            candidates.append(_event_line(board, event))
    for card in board.cards:
        line = _stuck(board, card)
        if line is not None:
            candidates.append(line)
    candidates.sort(key=lambda line: (-line.weight, line.card, line.data))
    chosen: list[StandupLine] = []
    for line in candidates:
        # One line a card: its worst. What happened twice is told once; the log has both.
        same = any((line.card >= 0 and line.card == other.card) or line.text == other.text for other in chosen)
        if not same and len(chosen) < MOST:
            chosen.append(line)
    return tuple(chosen)


def _event_line(board: Board, event: Event) -> StandupLine:
    event_sentence = sentences.sentence(board.world, event)
    person = fmt.person(board.world, event.card) if event.card >= 0 else ""
    text = event_sentence.text
    # Some sentences name the person already.
    if person and not text.startswith(f"{person}: "):
        text = f"{person}: {text}"
    weight = _UNDER_LINE if isinstance(event, RunEnded) and event.kill_ppm else ROWS[type(event)].standup_weight
    return StandupLine(person, text, event.card, event.data, event_sentence.tone, weight)


def _stuck(board: Board, card: Card) -> StandupLine | None:
    """A card that something keeps from moving, by how long."""
    if card.stage not in (Stage.EXPERIMENT, Stage.ITERATION, Stage.EVALUATION, Stage.PRODUCTION) or card.paused:
        return None
    # Handoff is work under way, a pause the player's own choice: neither is news.
    if card.block in (Block.NONE, Block.PAUSED, Block.HANDOFF) or card.waited_days == 0:
        return None
    card_state = state(board, card.index)
    # The block is yesterday's: what kept it may be over. A disruption has a line that names all it keeps.
    if not card_state.blocked or blocking_cause(board, card)[0] in _TOLD:
        return None
    person = fmt.person(board.world, card.index)
    text = f"{fmt.short(board.world, card.index)} {card_state.cause or words.BLOCK[card.block]}"
    # A finished batch waits for the player since today; the days were the vendor's.
    dataset = board.world.ideas[card.index].dataset
    asks = card.block == Block.NO_DATA and dataset >= 0 and awaiting_verdict(board.data[dataset])
    if not asks and f"{card.waited_days} d" not in text:
        text += f", {fmt.days(card.waited_days)} so far"
    text = f"{person}: {text}." if person else f"{text}."
    weight = _STUCK + _PER_DAY * min(card.waited_days, _LONGEST)
    return StandupLine(person, text, card.index, -1, Tone.WARN, weight)


def fact(board: Board, index: int) -> str:
    """A card's latest number in a few words, for rituals: `012 Hybrid retrieval, about 84 (82–86)`."""
    estimate = quality_estimate(board, index)
    text = f"{fmt.short(board.world, index)} {fmt.title(board.world, index, 30)}"
    text = f"{text}, {estimate.text if estimate else 'no number yet'}"
    live_estimate = live(board, index) if board.cards[index].stage == Stage.EVALUATION else None
    return f"{text}; live {live_estimate.brief}" if live_estimate is not None else text
