"""Lab 12: the five interview dimensions in a game. Velocity and healthy rates beside net value and the game's facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Final

from aiboard.analysis.findings import Dimension, Finding, GameAnalysis, findings
from aiboard.analysis.health import KILL_BAND, PROMOTION_BAND, health
from aiboard.analysis.moments import taken_decisions
from aiboard.analysis.record import record
from aiboard.analysis.runner import run_games
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.labs import ENTRIES, lab
from aiboard.labs.controls import Values
from aiboard.labs.games import world_and_latents
from aiboard.scenario import load
from aiboard.views import fmt
from aiboard.views.words import Tone

_SCENARIO: Final = "support-chatbot:calm"
_BOTS: Final = ("heuristic", "vibes", "autopilot", "promote-all", "kill-all")
_WAYS: Final = (
    "judge every experiment by its evidence",
    "launch what looks good on its first number",
    "switch every standing order to automatic and wait",
    "promote whatever finishes",
    "kill every experiment as soon as that is possible",
)
#: Where the course says that each dimension is asked about.
CHAPTERS: Final[dict[Dimension, tuple[int, ...]]] = {
    Dimension.CONCEPT: tuple(range(13)),
    Dimension.DESIGN: (0, 1, 2, 8, 11),
    Dimension.CODE: (2, 4, 5, 6, 8),
    Dimension.DEBUG: (3, 7, 10),
    Dimension.FRONTIER: tuple(range(13)),
}
_SHOWN: Final = 6
_FEW: Final = 6
"""Games a bot where an answer should come soon; `run_many` plays more."""


@dataclass(frozen=True, slots=True)
class SampledGame:
    """One game by a bot: rates of decided cards (0 to 1), decided cards a sprint, net value in cents, its findings."""

    velocity: float
    kill_rate: float | None
    promotion_rate: float | None
    cents: int
    facts: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """The course's judgement: both rates in their bands."""
        return _within(self.kill_rate, KILL_BAND) and _within(self.promotion_rate, PROMOTION_BAND)


@lru_cache(maxsize=16)
def analyse_game(bot: str, seed: int) -> SampledGame:
    """A whole game and what its debrief finds."""
    world, latents = world_and_latents(_SCENARIO)
    state = new_state(world, seed, latents)
    player = make_bot(bot, seed)
    days = []
    while not state.board.over:
        # What was done on each day is all that a record needs; it plays the game again.
        days.append(play_day(state, player))
        advance(state)
    # The empty list is the day after the last: without it that one would not have ended.
    game = record(world, seed, [*days, []], latents)
    flow = health(game)
    facts = findings(GameAnalysis(game, flow, taken_decisions(game)))
    return SampledGame(flow.throughput, flow.kill_rate, flow.promotion_rate, state.returns(), tuple(facts))


@dataclass(frozen=True, slots=True)
class BotRanking:
    """A bot over many games: decided cards a sprint, mean net value in cents."""

    bot: str
    velocity: float
    cents: float


def rank_bots(seed: int, games: int, progress: lab.Progress = lab.no_progress) -> list[BotRanking]:
    """Every way to run the team on the same seeds."""
    rows = []
    for at, bot in enumerate(_BOTS, 1):
        rows.append(_ranked(bot, seed, games))
        progress(at * games)
    return rows


# A change of the dimension or of who plays asks for the same games again.
@lru_cache(maxsize=32)
def _ranked(bot: str, seed: int, games: int) -> BotRanking:
    seeds = [lab.luck_of(seed, n) for n in range(games)]
    results = run_games(load(_SCENARIO), bot, seeds)
    decided = sum(one.decided for one in results)
    sprints = sum(one.sprints for one in results)
    cents = sum(one.value_cents for one in results) / len(results)
    return BotRanking(bot, decided / sprints, cents)


class Dimensions(lab.Lab):
    """A game read by interview dimension."""

    ID: ClassVar[str] = "dimensions"

    def run(self, values: Values, seed: int) -> lab.Outcome:
        """Both readings of one game."""
        dimension = list(Dimension)[values["dimension"]]
        bot = _BOTS[values["bot"]]
        game = analyse_game(bot, seed)
        chapters = CHAPTERS[dimension]
        covers_all = len(chapters) == len(ENTRIES)
        chapters_text = "every chapter of the course" if covers_all else f"chapters {', '.join(map(str, chapters))}"
        labs = ", ".join(entry.id for entry in ENTRIES if entry.is_available and entry.chapter in chapters)
        draw = (
            f"One project, run by the program {bot}: {_WAYS[values['bot']]}.",
            f"{dimension.value} questions come from {chapters_text}; labs that train it: {labs or 'none yet'}.",
        )
        return lab.Outcome(draw, _naive_side(game), _engine_side(game, dimension))

    def run_many(self, values: Values, seed: int, progress: lab.Progress) -> lab.Draws:
        """Every way on the same seeds."""
        games = self.DRAWS // len(_BOTS)
        rows = rank_bots(seed, games, progress)
        top = max(row.velocity for row in rows)
        bars = tuple(lab.Bar(f"{row.bot}: velocity", row.velocity / top, f"{row.velocity:.1f}") for row in rows)
        worth = tuple(
            lab.Figure(row.bot, f"{row.bot}: net value", row.cents / 100, fmt.exact_money(round(row.cents)))
            for row in rows
        )
        speed = tuple(lab.Figure(row.bot, f"{row.bot}: velocity", row.velocity, f"{row.velocity:.1f}") for row in rows)
        money = ", ".join(f"{row.bot} {fmt.money(round(row.cents))}" for row in rows)
        return lab.Draws(games * len(_BOTS), speed, worth, bars, f"Games, {games} a program. Mean net value: {money}.")

    def question(self, values: Values, seed: int) -> lab.Question:
        """Which way has the highest velocity."""
        return lab.Question(self.texts.question, _WAYS)

    def answer(self, values: Values, seed: int) -> lab.Answer:
        """On the same seeds, with what each earns."""
        rows = rank_bots(seed, _FEW)
        right = max(range(len(rows)), key=lambda at: rows[at].velocity)
        ranking = "; ".join(f"{row.bot} {row.velocity:.1f} and {fmt.money(round(row.cents))}" for row in rows)
        return lab.Answer(right, self.answer_reasons(games=_FEW, told=ranking))

    def counterexample(self) -> lab.Counterexample:
        """The most cards decided, and hardly a dollar."""
        rows = {row.bot: row for row in rank_bots(7, _FEW)}
        best = max(rows.values(), key=lambda row: row.cents)
        fast = max(rows.values(), key=lambda row: row.velocity)
        return lab.Counterexample(
            self.texts.counterexample.format(programs=len(rows), games=_FEW),
            lab.side(
                "most productive",
                lab.Figure("velocity", f"{fast.bot}: decided a sprint", fast.velocity, f"{fast.velocity:.1f}"),
                tone=Tone.GOOD,
            ),
            lab.side(
                "earns most" if fast is best else "earns less",
                lab.Figure("fast", f"{fast.bot}: net value", fast.cents / 100, fmt.money(round(fast.cents))),
                lab.Figure("best", f"{best.bot}: net value", best.cents / 100, fmt.money(round(best.cents))),
                tone=Tone.GOOD if fast is best else Tone.BAD,
            ),
        )


def _within(rate: float | None, band: tuple[float, float]) -> bool:
    return rate is not None and band[0] <= rate <= band[1]


def _band(band: tuple[float, float]) -> str:
    return f" ({100 * band[0]:.0f}-{100 * band[1]:.0f} % is healthy)"


def _rate(value: float | None) -> str:
    return "none decided" if value is None else fmt.share(value)


def _naive_side(game: SampledGame) -> lab.Side:
    figures = (
        lab.Figure("velocity", "decided a sprint", round(game.velocity, 2), f"{game.velocity:.1f}"),
        lab.Figure("kill_rate", f"kill rate{_band(KILL_BAND)}", game.kill_rate, _rate(game.kill_rate)),
        lab.Figure(
            "promotion_rate", f"promotion rate{_band(PROMOTION_BAND)}", game.promotion_rate, _rate(game.promotion_rate)
        ),
    )
    tone = Tone.GOOD if game.healthy else Tone.WARN
    return lab.side("a healthy team" if game.healthy else "not a healthy team", *figures, tone=tone)


def _engine_side(game: SampledGame, dimension: Dimension) -> lab.Side:
    facts = [one for one in game.facts if one.lesson.dimension == dimension]
    figures = [lab.Figure("value", "net value", game.cents / 100, fmt.exact_money(game.cents))]
    for one in facts[:_SHOWN]:
        day = f", day {one.day}" if one.day else ""
        text, tone = ("followed", Tone.GOOD) if one.good else ("not followed", Tone.WARN)
        figures.append(lab.Figure(one.key, one.lesson.name, one.text, text + day, tone))
    return lab.Side(f"{fmt.count(len(facts), 'fact')} for {dimension.value}", tuple(figures))
