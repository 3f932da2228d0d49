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


def _answers(debrief: Debrief) -> list[str]:
    head = wrap_paragraphs([*sentences(debrief), *remarks(debrief)])
    answers = decision_summaries.lines(debrief)
    if answers:
        return [*head, "", *answers, *wrap_paragraphs([decision_summaries.method_words(debrief)])]
    if debrief.prices is not None or not debrief.stakes:
        return [*head, "", *wrap_paragraphs([no_decisions_text(debrief)])]
    return [
        *head,
        "",
        *(line for stake in debrief.stakes for line in _stake(debrief, stake)),
        *wrap_paragraphs([RANKING_NOTE]),
    ]


def no_decisions_text(debrief: Debrief) -> str:
    """What is said where no decision is told of."""
    if debrief.prices is not None:
        return "No decision was worth two points more or less than the reference's."
    return "By what the board knew no other choice promised more dollars. Prices and findings look further."


def figures(debrief: Debrief) -> list[KeyFigure]:
    """What came out: dollars, and the decision score; without prices equity where there is one."""
    days = debrief.record.world.days
    over = f"after {fmt.days(days)}" if debrief.finished else f"so far, on day {debrief.record.board.day} of {days}"
    value = KeyFigure("Net value", fmt.exact_money(debrief.value_cents), over)
    # Two numbers: where decisions have a score, equity stands behind, with the bots.
    fallback = debrief.equity if debrief.prices is None else None
    equity = [] if fallback is None else [KeyFigure("Equity", fmt.number(fallback), "")]
    return [value, *equity, score(debrief)]


def sentences(debrief: Debrief) -> list[str]:
    """What came out in a sentence with two numbers, and the luck; each sentence a paragraph."""
    luck = luck_words(debrief)
    return [" ".join(one.sentence() for one in figures(debrief)), *([luck] if luck else [])]


def remarks(debrief: Debrief) -> list[str]:
    """What kind of game it is, where that is worth a sentence."""
    notes = [f"Practice, not for ranking: {reasons(debrief.why_practice)}."] if debrief.practice else []
    return [*notes, f"Played by the bot {debrief.bot}."] if debrief.bot else notes


def _stake(debrief: Debrief, stake: Stake) -> list[str]:
    head = f"Day {stake.day}: {done_text(stake.done, debrief.record.world)} · about {fmt.money(stake.cents)} at stake"
    return wrap_labelled(head, stake.rows())


def _answers_data(debrief: Debrief) -> dict[str, Any]:
    return {
        "value": debrief.value_cents / 100,
        "equity": debrief.equity,
        "equity_note": debrief.equity_note or None,
        "answers": decision_summaries.data(debrief),
        # Without what was hidden then: that is hindsight.
        "mattered_most": [
            {
                "day": stake.day,
                "card": debrief.key(stake.card),
                "at_stake": stake.cents / 100,
                "done": stake.done,
                "known": stake.known,
                "instead": stake.instead,
                "came": stake.came,
            }
            for stake in debrief.stakes
        ],
        "ranked_by": RANKING_NOTE,
    }


# --- value ---------------------------------------------------------------------------------------------------


def _value_line(debrief: Debrief) -> list[str]:
    if not debrief.record.days:
        return ["No day has ended."]
    tail = debrief.parts["tail"]
    return wrap_paragraphs([f"The last day holds {fmt.signed_money(tail)} for {tail_words(debrief)}."]) if tail else []


def tail_words(debrief: Debrief) -> str:
    """The name of the time after close."""
    return f"the {fmt.days(debrief.record.world.tail_days)} after close"


def _best(debrief: Debrief) -> list[str]:
    if not debrief.earned:
        return wrap_paragraphs(["No model met a customer: nothing was earned."])
    top = debrief.earned[0]
    title = fmt.title(debrief.record.world, top.card)
    paragraphs = [_earned_words(debrief, top, f" {title}")]
    if top.promotion is not None:
        then = top.promotion.known.text()
        by = debrief.player if debrief.bot and top.promotion.by == "player" else top.promotion.by
        paragraphs.append(f"Promoted on day {top.promotion.day} ({by}). Known then: {then}.")
    paragraphs += [_earned_words(debrief, other) for other in debrief.earned[1:MOST_CARDS]]
    if debrief.parts["tail"]:
        paragraphs.append(_after_close(debrief))
    return wrap_list(paragraphs)


def _after_close(debrief: Debrief) -> str:
    """What live models earn once the project is over: most of the money of many games, so it is taken apart."""
    board, cents = debrief.record.board, debrief.parts["tail"]
    world = board.world
    live = [card for card in board.cards if card.share_pct]
    models = " and ".join(f"{fmt.key(world, card.index)} at {card.share_pct} % of traffic" for card in live)
    revenue = live_by_card(board)
    text = f"In {tail_words(debrief)}: {fmt.exact_money(cents)} more from {models}, on average "
    text += f"{fmt.exact_money(cents // world.tail_days)} a day; the last day played brought "
    text += fmt.exact_money(sum(revenue.get(card.index, 0) for card in live))
    return f"{text}, and drift lowers that every day." if world.drift_ppm_day else f"{text}."


def _earned_words(debrief: Debrief, earnings: ModelEarnings, title: str = "") -> str:
    name = fmt.key(debrief.record.world, earnings.card)
    live = f"{fmt.days(earnings.live_days)} live, from day {earnings.first_day}"
    return f"{name}{title}: {fmt.exact_money(earnings.cents)} in {live}."


def _best_data(debrief: Debrief) -> dict[str, Any]:
    return {
        "earned": [
            {
                "card": debrief.key(earnings.card),
                "value": earnings.cents / 100,
                "from_day": earnings.first_day,
                "live_days": earnings.live_days,
                "promoted_day": earnings.promotion.day if earnings.promotion else None,
            }
            for earnings in debrief.earned
        ]
    }


# --- luck ----------------------------------------------------------------------------------------------------


def standings(debrief: Debrief) -> list[tuple[str, int, float | None, bool]]:
    """Who made what of this luck, best first: name, cents, equity, and whether it is the player."""
    rows = [(bot.bot, bot.value_cents, bot.equity, False) for bot in debrief.bots]
    if debrief.finished:
        rows.append((debrief.player, debrief.value_cents, debrief.equity, True))
    return sorted(rows, key=lambda row: (-row[1], not row[3], row[0]))


def _luck(debrief: Debrief) -> list[str]:
    if not debrief.finished:
        return wrap_paragraphs(
            ["What the bots make of this luck is shown when the game is over: it tells what is to come."]
        )
    lines = [f"{'':<2}{'':<16}{'net value':>12}{'equity':>9}"]
    for name, cents, equity, you in standings(debrief):
        equity_text = fmt.number(equity) if equity is not None else "·"
        lines.append(f"{'▸ ' if you else '  '}{name:<16}{fmt.exact_money(cents):>12}{equity_text:>9}")
    lines += ["", f"Beat {debrief.beaten} of {len(debrief.bots)} bots on this luck."]
    lines += wrap_paragraphs(["Same seed, same injected disruptions, on the same days."])
    if debrief.equity is not None:
        scale = (
            "Equity: 0 is what doing nothing is worth here on average, 100 what the reference bot makes. One game is "
            "mostly luck."
        )
        lines += wrap_paragraphs([scale])
    elif debrief.equity_note:
        lines += wrap_paragraphs([f"No equity: {debrief.equity_note}."])
    return lines


def _luck_data(debrief: Debrief) -> dict[str, Any]:
    return {
        "bots": [
            {"bot": bot.bot, "value": bot.value_cents / 100, "equity": bot.equity, "beaten": bot.beaten}
            for bot in debrief.bots
        ],
        "beaten": debrief.beaten,
    }


# --- one thing to try next -----------------------------------------------------------------------------------


def _next(debrief: Debrief) -> list[str]:
    finding = next_of(debrief)
    if finding is None:
        return wrap_paragraphs(["Nothing was found to try; new luck, or a harder variant."])
    paid = worth_sentence(debrief.resolved, finding.lesson.measured)
    lesson = " ".join(filter(None, [f"{finding.lesson.name}.", paid, finding.until]))
    return wrap_paragraphs([finding.next, f"From: {finding.text}", f"Lesson: {lesson}", _CHOSEN])


_CHOSEN: Final = (
    "Chosen from what was found on the days of the costliest decisions; where nothing was, by a fixed order of lessons."
)


def next_of(debrief: Debrief) -> Finding | None:
    """What to try: from a day on which much was lost, else the first by the lessons' order."""
    missed = [finding for finding in debrief.findings if not finding.good]
    for summary in decision_summaries.sure_losses(debrief):
        for finding in missed:
            if summary.day <= finding.day <= summary.last_day:
                return finding
    return missed[0] if missed else None


def _next_data(debrief: Debrief) -> dict[str, Any]:
    finding = next_of(debrief)
    return {"next": {"key": finding.key, "try": finding.next, "text": finding.text} if finding else None}


ANSWERS: Final = Part("The decisions that made or lost the most", "Answers", _answers, _answers_data)
VALUE_LINE: Final = Part(
    "Value line", "Value", _value_line,
    lambda found: {"value_line": [cents / 100 for cents in found.value_chart().cents]}, True,
    lambda found: found.ledger_chart() if found.record.days else None,
)  # fmt: skip
EARNED: Final = Part("What earned most", "Earned", _best, _best_data)
LUCK: Final = Part("What this luck gave the bots", "Bots", _luck, _luck_data, True)
NEXT: Final = Part("One thing to try next", "Next", _next, _next_data)
