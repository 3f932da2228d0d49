"""Are planted errors found: games of the reference with one known error each, priced, and where the error ranks.

    python tests/bench/planted.py [SCENARIO] [--games 10] [--rollouts 256] [--jobs 2] [--base reference] [--only kinds]

A plant counts as confirmed when its loss, priced again with other replicates, is 5 points or more at its low end. It is
found when it is among the three largest losses. Plants that are not confirmed are counted and listed.
"""

from __future__ import annotations

import argparse
import time
from functools import partial
from typing import Final

from aiboard.analysis import anchors
from aiboard.analysis.belief import Belief, Priors
from aiboard.analysis.pool import pool
from aiboard.analysis.pricing.game import Settings, price_game
from aiboard.analysis.pricing.model import Decision, Prices
from aiboard.analysis.runner import map_chunks, scenario_from_text, scenario_to_text
from aiboard.bots import Bot, make_bot
from aiboard.engine.act import act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Chaos, Reason, Refusal, Source, Stage
from aiboard.engine.verbs import Action, DataAction, Deploy, Evaluate, Inject, Kill, Promote, Start

FIRST_SEED: Final = 1_000_000
LEAST_LOSS: Final = 5.0
TOP: Final = 3
MOST_ACTIONS: Final = 80


class Planter(Bot):
    """A policy with one error. `planted` is what was done (line's verb and subject) and when."""

    def __init__(self, kind: str, base: Bot, priors: Priors) -> None:
        super().__init__(kind)
        self.kind = kind
        self.base = base
        self.priors = priors
        self.done: list[tuple[int, Action]] = []
        self._card = -1

    def play(self, board: Board) -> Action | None:
        wrong = self._wrong(board)
        if wrong is not None and check(board, wrong) == Refusal.NONE:
            if not isinstance(wrong, Evaluate):
                self.done.append((board.day, wrong))
            return wrong
        action = self.base.play(board)
        if self.kind == "no data order" and isinstance(action, DataAction):
            # Data come last in the reference's day: nothing else is left out by stopping here.
            return None
        if self.kind == "one lucky run" and self._card >= 0 and not self.done:
            # Nothing else is done with the card until its one score is in.
            if isinstance(action, (Kill, Evaluate, Promote)) and action.card == self._card:
                return None
        return action

    def _wrong(self, board: Board) -> Action | None:
        if self.done or self.kind == "no data order":
            return None
        return {
            "one lucky run": self._lucky, "kill the best": self._kill, "big bang": self._bang,
            "relaunch unchanged": self._relaunch, "start without GPU": self._start,
        }[self.kind](board)  # fmt: skip

    def _lucky(self, board: Board) -> Action | None:
        """One seed on the first card that looks good in training, then to production on that."""
        if self._card < 0:
            for card in board.cards:
                good = card.readouts and card.readouts[-1] >= board.world.launch_ppm
                if card.stage == Stage.EVALUATION and good and not card.scores and not card.seeds_pending:
                    action = Evaluate(card.index, 1)
                    if check(board, action) == Refusal.NONE:
                        self._card = card.index
                        return None
            return None
        card = board.cards[self._card]
        if not card.scores:
            return Evaluate(self._card, 1) if not card.seeds_pending else None
        return Promote(self._card)

    def _kill(self, board: Board) -> Action | None:
        """After a quarter of the project: of the cards measured and not decided the one that is believed to be best."""
        if board.day < board.world.days // 4:
            return None
        open_ones = [card.index for card in board.cards if card.runs_done and not card.decision]
        if not open_ones:
            return None
        truths = Belief(board, self.priors).draw_truths(64, 1)
        best = max(open_ones, key=lambda index: sum(truth.cards[index].ceiling_ppm for truth in truths))
        return Kill(best, int(Reason.OTHER), "a hunch")

    def _bang(self, board: Board) -> Action | None:
        for card in board.cards:
            if card.share_pct == 5 and not any(card.share_day < other.share_day for other in board.cards):
                return Deploy(card.index, 100)
        return None

    def _relaunch(self, board: Board) -> Action | None:
        for card in board.cards:
            if card.regressed and card.stage == Stage.EVALUATION:
                return Promote(card.index)
        return None

    def _start(self, board: Board) -> Action | None:
        """On day 4: one more card than the GPUs can train."""
        waiting = [card for card in board.cards if card.shown and card.stage == Stage.BACKLOG]
        needed = sum(board.world.ideas[card.index].gpus for card in board.cards if card.stage == Stage.EXPERIMENT)
        if board.day < 4 or not waiting or needed < board.world.gpus:
            return None
        return Start(max(waiting, key=lambda card: (card.stated_pct, -card.index)).index)


KINDS: Final = (
    "one lucky run", "kill the best", "no data order", "big bang", "relaunch unchanged", "start without GPU",
)  # fmt: skip


def play(state: State, bot: Planter) -> list[list[Action]]:
    """The whole game; for a relaunch a regression is brought after half of it."""
    days: list[list[Action]] = []
    while not state.board.over:
        done: list[Action] = []
        if bot.kind == "relaunch unchanged" and state.board.day == state.world.days * 55 // 100:
            inject = Inject(Chaos.EVAL_REGRESSION, 0, int(Source.FACILITATOR))
            if check(state.board, inject) == Refusal.NONE:
                act(state, inject)
                done.append(inject)
        for _ in range(MOST_ACTIONS):
            action = bot.play(state.board)
            if action is None or check(state.board, action) != Refusal.NONE:
                break
            act(state, action)
            done.append(action)
        days.append(done)
        advance(state)
    return [*days, []]


def planted(bot: Planter, prices: Prices, lines: set[tuple[int, str]]) -> Decision | None:
    """The decision that is the plant."""
    for one in prices.worst_first:
        if bot.kind == "no data order":
            if one.undone and one.subject.startswith("set"):
                return one
        elif not one.undone and (one.day, one.line) in lines:
            return one
    return None


def low(one: Decision) -> float:
    """The low end of its loss."""
    return -one.advantage.high if one.advantage.high is not None else 0.0


def games(text: str, kind: str, base: str, rollouts: int, seeds: tuple[int, ...]) -> list[tuple[str, bool, bool, str]]:
    """Of each seed: (kind, confirmed, found, what to print)."""
    from aiboard.actions.grammar import to_text

    resolved = scenario_from_text(text)
    scale = anchors.find(resolved)
    assert scale is not None
    found = []
    for seed in seeds:
        began = time.perf_counter()
        priors = Priors(resolved.world())
        state = new_state(priors.world, seed, priors.latents)
        bot = Planter(kind, make_bot(base, seed), priors)
        days = play(state, bot)
        # Of an evaluation on one seed and the promotion on it, the promotion is the error.
        lines = {(day, to_text(action, priors.world).partition(' "')[0]) for day, action in bot.done}
        prices = price_game(resolved, seed, days, scale, Settings(rollouts))
        again = price_game(resolved, seed, days, scale, Settings(rollouts, key="confirm"))
        one, other = planted(bot, prices, lines), planted(bot, again, lines)
        confirmed = other is not None and low(other) >= LEAST_LOSS
        ranked = one is not None and one in prices.worst_first[:TOP]
        none = "the reference's own choice" if bot.done else "never possible"
        told = none if one is None else f"{one.day}-{one.last_day} {one.line}: loss {one.loss:.1f}"
        if one is not None and other is not None:
            told += f" (low {low(one):.1f}), again {other.loss:.1f} (low {low(other):.1f})"
            told += f", rank {prices.worst_first.index(one) + 1} of {len(prices.decisions)}, {one.replicates} rollouts"
        found.append((kind, confirmed, ranked, f"{kind} {seed}: {told}, {time.perf_counter() - began:.0f} s"))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="?", default="support-chatbot")
    parser.add_argument("--games", type=int, default=10, help="of each kind")
    parser.add_argument("--rollouts", type=int, default=256)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--base", default="reference")
    parser.add_argument("--only", default=",".join(KINDS))
    args = parser.parse_args()
    from aiboard.scenario import load

    text = scenario_to_text(load(args.scenario))
    everything = []
    with pool(args.jobs) as executor:
        for kind in args.only.split(","):
            work = partial(games, text, kind, args.base, args.rollouts)
            rows = map_chunks(work, range(FIRST_SEED, FIRST_SEED + args.games), executor, size=1)
            everything += rows
            for row in rows:
                print(row[3], flush=True)
            sure = [row for row in rows if row[1]]
            told = f"== {kind}: {len(sure)} of {len(rows)} confirmed, {sum(row[2] for row in sure)} of these found"
            print(told, flush=True)
    sure = [row for row in everything if row[1]]
    found = sum(row[2] for row in sure)
    print(f"{args.scenario}: {len(everything)} plants, {len(sure)} confirmed, {found} of these found")


if __name__ == "__main__":
    main()
