"""What the coach says when asked: what each option on a card is worth now, in dollars, best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiboard.analysis.debrief.phrases import WAIT, imperative_text
from aiboard.analysis.position import current_position
from aiboard.analysis.weighing import Weighing, card_choices, weigh
from aiboard.views import fmt

if TYPE_CHECKING:
    from aiboard.analysis.estimate import Estimate
    from aiboard.engine.model.world import World
    from aiboard.game.view import GameView

FUTURES: Final = 128
"""Futures of each option where the answer is waited for ..."""
MOST_FUTURES: Final = 512
"""... and where it is read while it becomes finer."""
METHOD_TEXT: Final = (
    "What is gained over leaving the card for the day, on average over futures in which a strong player goes on from "
    "what this board shows; in brackets its 95 % interval."
)


@dataclass(frozen=True)
class OptionValue:
    """One option: its line ("wait" for leaving the card), itself in words, dollars with their interval."""

    line: str
    name: str
    worth: str
    sure: bool

    @property
    def text(self) -> str:
        """On one line."""
        return f"{self.name}: {self.worth}"


def weigh_card(game: GameView, card: int, futures: int) -> Iterator[Weighing]:
    """The options of a card as the game stands, after more and more futures."""
    position = current_position(game)
    return weigh(position, card_choices(position, card), futures)


def rank_options(weighed: Weighing, world: World) -> list[OptionValue]:
    """The options, best first. Those whose interval leaves nothing out are no surer than leaving the card."""
    ranking = sorted(range(len(weighed.options)), key=lambda index: -sum(weighed.values[index]))
    return [_option_value(weighed, index, world) for index in ranking]


def _option_value(weighed: Weighing, index: int, world: World) -> OptionValue:
    option = weighed.options[index]
    if option.line == WAIT:
        return OptionValue(WAIT, imperative_text(WAIT, world), "$0", True)
    gain = weighed.gain_over(index, 0)
    return OptionValue(option.line, imperative_text(option.line, world), gain_text(gain), gain.excludes_zero())


def gain_text(gain: Estimate) -> str:
    """`+$4,100 (+$1,200 to +$7,000)`."""
    return gain.to_text(lambda cents: fmt.signed_money(round(cents)))
