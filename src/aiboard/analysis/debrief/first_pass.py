"""The first pass of the debrief: what came out, the decisions that mattered most, value, luck, one thing to try.

Facts only: no adjective about the player, no "should".
"""

from __future__ import annotations

from typing import Any, Final

from aiboard.analysis.debrief import decision_summaries
from aiboard.analysis.debrief.model import Debrief, ModelEarnings
from aiboard.analysis.debrief.paragraphs import wrap_labelled, wrap_list, wrap_paragraphs
from aiboard.analysis.debrief.phrases import done_text
from aiboard.analysis.debrief.points import luck_words
from aiboard.analysis.debrief.prices import KeyFigure, score
from aiboard.analysis.debrief.section import Part
from aiboard.analysis.findings import Finding
from aiboard.analysis.lessons.shipped_verdicts import worth_sentence
from aiboard.analysis.stakes import RANKING_NOTE, Stake
from aiboard.game.practice import reasons
from aiboard.views import fmt
from aiboard.views.why.accounts import live_by_card

MOST_CARDS: Final = 5
"""Cards told of in one list."""


# --- what came out, and the decisions that mattered most ----------------------------------------------------


def _answers(found: Debrief) -> list[str]:
    head = wrap_paragraphs([*sentences(found), *remarks(found)])
    told = decision_summaries.lines(found)
    if told:
        return [*head, "", *told, *wrap_paragraphs([decision_summaries.method_words(found)])]
    if found.prices is not None or not found.stakes:
        return [*head, "", *wrap_paragraphs([no_decisions_text(found)])]
    return [
        *head,
        "",
        *(line for stake in found.stakes for line in _stake(found, stake)),
        *wrap_paragraphs([RANKING_NOTE]),
    ]


def no_decisions_text(found: Debrief) -> str:
    """What is said where no decision is told of."""
    if found.prices is not None:
        return "No decision was worth two points more or less than the reference's."
    return "By what the board knew no other choice promised more dollars. Prices and findings look further."


def figures(found: Debrief) -> list[KeyFigure]:
    """What came out: dollars, and the decision score; without prices equity where there is one."""
    days = found.record.world.days
    over = f"after {fmt.days(days)}" if found.finished else f"so far, on day {found.record.board.day} of {days}"
    value = KeyFigure("Net value", fmt.exact_money(found.value_cents), over)
    # Two numbers: where decisions have a score, equity stands behind, with the bots.
    shown = found.equity if found.prices is None else None
    equity = [] if shown is None else [KeyFigure("Equity", fmt.number(shown), "")]
    return [value, *equity, score(found)]


def sentences(found: Debrief) -> list[str]:
    """What came out in a sentence with two numbers, and the luck; each sentence a paragraph."""
    luck = luck_words(found)
    return [" ".join(one.sentence() for one in figures(found)), *([luck] if luck else [])]


def remarks(found: Debrief) -> list[str]:
    """What kind of game it is, where that is worth a sentence."""
    said = [f"Practice, not for ranking: {reasons(found.why_practice)}."] if found.practice else []
    return [*said, f"Played by the bot {found.bot}."] if found.bot else said


def _stake(found: Debrief, stake: Stake) -> list[str]:
    head = f"Day {stake.day}: {done_text(stake.done, found.record.world)} · about {fmt.money(stake.cents)} at stake"
    return wrap_labelled(head, stake.rows())


def _answers_data(found: Debrief) -> dict[str, Any]:
    return {
        "value": found.value_cents / 100,
        "equity": found.equity,
        "equity_note": found.equity_note or None,
        "answers": decision_summaries.data(found),
        # Without what was hidden then: that is hindsight.
        "mattered_most": [
            {
                "day": stake.day,
                "card": found.key(stake.card),
                "at_stake": stake.cents / 100,
                "done": stake.done,
                "known": stake.known,
                "instead": stake.instead,
                "came": stake.came,
            }
            for stake in found.stakes
        ],
        "ranked_by": RANKING_NOTE,
    }


# --- value ---------------------------------------------------------------------------------------------------


def _value_line(found: Debrief) -> list[str]:
    if not found.record.days:
        return ["No day has ended."]
    tail = found.parts["tail"]
    return wrap_paragraphs([f"The last day holds {fmt.signed_money(tail)} for {tail_words(found)}."]) if tail else []


def tail_words(found: Debrief) -> str:
    """The name of the time after close."""
    return f"the {fmt.days(found.record.world.tail_days)} after close"


def _best(found: Debrief) -> list[str]:
    if not found.earned:
        return wrap_paragraphs(["No model met a customer: nothing was earned."])
    most = found.earned[0]
    title = fmt.title(found.record.world, most.card)
    said = [_earned_words(found, most, f" {title}")]
    if most.promotion is not None:
        then = most.promotion.known.text()
        by = found.player if found.bot and most.promotion.by == "player" else most.promotion.by
        said.append(f"Promoted on day {most.promotion.day} ({by}). Known then: {then}.")
    said += [_earned_words(found, other) for other in found.earned[1:MOST_CARDS]]
    if found.parts["tail"]:
        said.append(_after_close(found))
    return wrap_list(said)


def _after_close(found: Debrief) -> str:
    """What live models earn once the project is over: most of the money of many games, so it is taken apart."""
    board, cents = found.record.board, found.parts["tail"]
    world = board.world
    live = [card for card in board.cards if card.share_pct]
    models = " and ".join(f"{fmt.key(world, card.index)} at {card.share_pct} % of traffic" for card in live)
    earned = live_by_card(board)
    text = f"In {tail_words(found)}: {fmt.exact_money(cents)} more from {models}, on average "
    text += f"{fmt.exact_money(cents // world.tail_days)} a day; the last day played brought "
    text += fmt.exact_money(sum(earned.get(card.index, 0) for card in live))
    return f"{text}, and drift lowers that every day." if world.drift_ppm_day else f"{text}."


def _earned_words(found: Debrief, earned: ModelEarnings, title: str = "") -> str:
    name = fmt.key(found.record.world, earned.card)
    live = f"{fmt.days(earned.live_days)} live, from day {earned.first_day}"
    return f"{name}{title}: {fmt.exact_money(earned.cents)} in {live}."


def _best_data(found: Debrief) -> dict[str, Any]:
    return {
        "earned": [
            {
                "card": found.key(item.card),
                "value": item.cents / 100,
                "from_day": item.first_day,
                "live_days": item.live_days,
                "promoted_day": item.promotion.day if item.promotion else None,
            }
            for item in found.earned
        ]
    }


# --- luck ----------------------------------------------------------------------------------------------------


def standings(found: Debrief) -> list[tuple[str, int, float | None, bool]]:
    """Who made what of this luck, best first: name, cents, equity, and whether it is the player."""
    rows = [(bot.bot, bot.value_cents, bot.equity, False) for bot in found.bots]
    if found.finished:
        rows.append((found.player, found.value_cents, found.equity, True))
    return sorted(rows, key=lambda row: (-row[1], not row[3], row[0]))


def _luck(found: Debrief) -> list[str]:
    if not found.finished:
        return wrap_paragraphs(
            ["What the bots make of this luck is shown when the game is over: it tells what is to come."]
        )
    lines = [f"{'':<2}{'':<16}{'net value':>12}{'equity':>9}"]
    for name, cents, equity, you in standings(found):
        shown = fmt.number(equity) if equity is not None else "·"
        lines.append(f"{'▸ ' if you else '  '}{name:<16}{fmt.exact_money(cents):>12}{shown:>9}")
    lines += ["", f"Beat {found.beaten} of {len(found.bots)} bots on this luck."]
    lines += wrap_paragraphs(["Same seed, same injected disruptions, on the same days."])
    if found.equity is not None:
        scale = (
            "Equity: 0 is what doing nothing is worth here on average, 100 what the reference bot makes. One game is "
            "mostly luck."
        )
        lines += wrap_paragraphs([scale])
    elif found.equity_note:
        lines += wrap_paragraphs([f"No equity: {found.equity_note}."])
    return lines


def _luck_data(found: Debrief) -> dict[str, Any]:
    return {
        "bots": [
            {"bot": bot.bot, "value": bot.value_cents / 100, "equity": bot.equity, "beaten": bot.beaten}
            for bot in found.bots
        ],
        "beaten": found.beaten,
    }


# --- one thing to try next -----------------------------------------------------------------------------------


def _next(found: Debrief) -> list[str]:
    item = next_of(found)
    if item is None:
        return wrap_paragraphs(["Nothing was found to try; new luck, or a harder variant."])
    paid = worth_sentence(found.resolved, item.lesson.measured)
    lesson = " ".join(filter(None, [f"{item.lesson.name}.", paid, item.until]))
    return wrap_paragraphs([item.next, f"From: {item.text}", f"Lesson: {lesson}", _CHOSEN])


_CHOSEN: Final = (
    "Chosen from what was found on the days of the costliest decisions; where nothing was, by a fixed order of lessons."
)


def next_of(found: Debrief) -> Finding | None:
    """What to try: from a day on which much was lost, else the first by the lessons' order."""
    missed = [item for item in found.findings if not item.good]
    for one in decision_summaries.sure_losses(found):
        for item in missed:
            if one.day <= item.day <= one.last_day:
                return item
    return missed[0] if missed else None


def _next_data(found: Debrief) -> dict[str, Any]:
    item = next_of(found)
    return {"next": {"key": item.key, "try": item.next, "text": item.text} if item else None}


ANSWERS: Final = Part("The decisions that made or lost the most", "Answers", _answers, _answers_data)
VALUE_LINE: Final = Part(
    "Value line", "Value", _value_line,
    lambda found: {"value_line": [cents / 100 for cents in found.value_chart().cents]}, True,
    lambda found: found.ledger_chart() if found.record.days else None,
)  # fmt: skip
EARNED: Final = Part("What earned most", "Earned", _best, _best_data)
LUCK: Final = Part("What this luck gave the bots", "Bots", _luck, _luck_data, True)
NEXT: Final = Part("One thing to try next", "Next", _next, _next_data)
