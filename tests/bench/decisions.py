"""What is at stake in decisions: how much the best option is worth over the second, by kind of action and by sprint.

A game of the policy is played; a share of its actions is looked at. Each is compared with the other things that could
be done about the same card, dataset or plan, and with not doing it today. Every option is played on by the policy, from
the true state, with fresh luck that all options share. On one half of the futures the two best are chosen, on the other
half their difference is measured, and the halves change places: so the difference is not that of lucky maxima. It is
the stake given the truth. Given only what the board shows it is smaller, since much of it cannot be known.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from statistics import fmean, median

from common import arguments, rerun, table, told

from aiboard.analysis import anchors
from aiboard.analysis.calibrate.chaos import KEY_BITS
from aiboard.analysis.estimate import estimate
from aiboard.analysis.pool import pool as processes
from aiboard.analysis.runner import map_chunks, scenario_from_text, scenario_to_text
from aiboard.bots import make_bot
from aiboard.bots.gaming import BASIS
from aiboard.bots.refusing import RestrictedBot
from aiboard.bots.runner import MOST_ACTIONS, play_day, without_gc
from aiboard.engine.act import act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents, Purpose
from aiboard.engine.chance.luck import mix
from aiboard.engine.day import advance
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import (
    Action,
    CardAction,
    DataAction,
    Document,
    Forecast,
    Prioritise,
    Start,
    card_options,
    data_options,
)
from aiboard.instruments.errors import InputError
from aiboard.scenario import load

#: Of so many actions one is looked at.
SAMPLED = 6
FUTURES = 32
#: Options besides the policy's own and waiting.
OTHERS = 4
#: Points from which a decision counts as one.
WORTH = 2.0
#: What changes nothing that a model could earn: no decisions.
NOTES = (Document, Forecast, Prioritise)


@dataclass(frozen=True)
class Decision:
    """One sampled action: its verb and sprint, cents that the best option is over the second; the same among things
    done, waiting a day left out (None: nothing else can be done); cents that the policy's own is under the best."""

    verb: str
    sprint: int
    stake: float
    done: float | None
    regret: float


@dataclass(frozen=True)
class Game:
    """One game: actions that are decisions, those sampled among them."""

    decisions: int
    sampled: tuple[Decision, ...]


def options(board: Board, action: Action) -> list[Action]:
    """The policy's own action first, then OTHERS at most: for a start the likeliest other cards, else other verbs about
    the same thing, one amount of each."""
    if isinstance(action, Start):
        likely = sorted(board.cards, key=lambda card: -card.stated_pct)
        starts: list[Action] = [Start(card.index) for card in likely if card.shown and card.index != action.card]
        return [action, *[other for other in starts if check(board, other) == Refusal.NONE][:OTHERS]]
    if isinstance(action, CardAction) and action.card >= 0:
        near = card_options(board, action.card)
    elif isinstance(action, DataAction):
        near = data_options(board, action.data)
    else:
        near = []
    found = [action]
    for other in near:
        fresh = all(type(other) is not type(known) for known in found)
        if fresh and not isinstance(other, NOTES) and check(board, other) == Refusal.NONE:
            found.append(other)
    return found[: OTHERS + 1]


def worth(state: State, action: Action | None, refused: str, future: int) -> int:
    """Cents at the end when this is done now (None: `refused` is not done today) and the policy plays on."""
    copy = state.clone()
    copy.seed ^= (future + 1) << KEY_BITS
    bot = make_bot(BASIS, state.seed)
    if action is None:
        play_day(copy, RestrictedBot(make_bot(BASIS, state.seed), [refused]))
    else:
        act(copy, action)
        play_day(copy, bot)
    advance(copy)
    while not copy.board.over:
        play_day(copy, bot)
        advance(copy)
    return copy.returns()


def stakes(values: Sequence[Sequence[int]]) -> tuple[float, float]:
    """Best less second, and best less the first option: chosen on one half of the futures, measured on the other."""
    half = len(values[0]) // 2
    over, under = [], []
    for chosen, measured in ((slice(0, half), slice(half, None)), (slice(half, None), slice(0, half))):
        order = sorted(range(len(values)), key=lambda n: -fmean(values[n][chosen]))
        best = fmean(values[order[0]][measured])
        over.append(best - fmean(values[order[1]][measured]))
        under.append(best - fmean(values[0][measured]))
    return fmean(over), fmean(under)


def price(state: State, action: Action) -> Decision:
    """A decision with its options."""
    tried: list[Action | None] = [*options(state.board, action), None]
    values = [[worth(state, option, action.VERB, n) for n in range(FUTURES)] for option in tried]
    stake, regret = stakes(values)
    done = stakes(values[:-1])[0] if len(values) > 2 else None
    return Decision(action.VERB, state.board.sprint(), stake, done, regret)


def games(scenario: str, seeds: tuple[int, ...]) -> list[Game]:
    """Whole games of the policy."""
    world = scenario_from_text(scenario).world()
    latents = Latents(world)
    with without_gc():
        return [game(new_state(world, seed, latents)) for seed in seeds]


def game(state: State) -> Game:
    """One game, with its sampled decisions priced."""
    bot = make_bot(BASIS, state.seed)
    count = 0
    found = []
    while not state.board.over:
        for _ in range(MOST_ACTIONS):
            action = bot.play(state.board)
            if action is None or check(state.board, action) != Refusal.NONE:
                break
            if not isinstance(action, NOTES):
                count += 1
                if mix(state.seed, Purpose.BOT, 2, count) % SAMPLED == 0:
                    found.append(price(state, action))
            act(state, action)
        advance(state)
    return Game(count, tuple(found))


def main() -> int:
    """Play, price, print."""
    asked = arguments(__doc__ or "", 25).parse_args()
    resolved = load(asked.scenario)
    scale = anchors.find(resolved)
    if scale is None or scale.weakness():
        raise InputError("has no equity scale; aiboard ladder measures it", field=asked.scenario)
    with processes(asked.jobs) as pool:
        played = map_chunks(
            partial(games, scenario_to_text(resolved)), range(asked.seed, asked.seed + asked.games), pool
        )
    each = estimate([float(item.decisions) for item in played])
    point = scale.length / 100
    print(f"{resolved.key}, {asked.games} games of {BASIS} from seed {asked.seed}; given the truth, not belief\n")
    print(f"decisions a game: {told(each)}")
    everything = [decision for item in played for decision in item.sampled]
    for title, group in (("kind", lambda item: item.verb), ("sprint", lambda item: str(item.sprint))):
        names = sorted({group(item) for item in everything})
        rows = [row(name, [item for item in everything if group(item) == name], len(played), point) for name in names]
        print("\n" + table([title, *HEAD], [*rows, row("all", everything, len(played), point)]))
    print(f"\n{rerun()}")
    return 0


HEAD = ("a game", "best over second (95 %)", "waiting left out", "median", f"over {WORTH:g} a game", "regret")


def row(name: str, found: Sequence[Decision], played: int, point: float) -> list[str]:
    """One line of a table, in equity points; counts are of all decisions, sampled or not."""
    if not found:
        return [name, "0", "", "", "", "", ""]
    stake = [item.stake / point for item in found]
    done = [item.done / point for item in found if item.done is not None]
    scale = SAMPLED / played
    return [
        name,
        f"{len(found) * scale:.1f}",
        told(estimate(stake)),
        told(estimate(done)) if done else "",
        f"{median(stake):.1f}",
        f"{sum(value > WORTH for value in stake) * scale:.1f}",
        f"{fmean(item.regret / point for item in found):.1f}",
    ]


if __name__ == "__main__":
    sys.exit(main())
