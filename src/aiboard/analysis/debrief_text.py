"""The debrief in words: sections, plain text, Markdown, the line to share.

Facts only: no adjective about the player, no "should". The first pass is five sections; the rest stands behind them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from aiboard.analysis.debrief import Debrief, Earned, Section
from aiboard.analysis.debrief_behind import (
    MOST_CARDS,
    decisions_section,
    findings_section,
    flow_section,
    forecast_section,
    hindsight_section,
)
from aiboard.analysis.paragraphs import UNPRICED, WIDTH, listed, wrapped
from aiboard.instruments.text import clean
from aiboard.views import fmt
from aiboard.views.charts import text as charts_text
from aiboard.views.charts.cells import Mode

FIRST_PASS: Final = 5
"""The sections of the first pass."""
_CHART_HEIGHT: Final = 16
_SHARED: Final = 80 - len("aiboard ")
_CAUSE: Final = {
    "revenue": "revenue while live",
    "compute": "GPU time",
    "labels": "labels",
    "serving": "serving",
    "launches": "launches",
    "incidents": "incidents and roll-backs",
}


def sections(found: Debrief) -> list[Section]:
    """All sections in order; the first `FIRST_PASS` are the first pass."""
    builders: tuple[Callable[[Debrief], Section], ...] = (
        _sentence,
        _value_line,
        _best,
        _luck,
        _next,
        _ledger,
        findings_section,
        decisions_section,
        forecast_section,
        hindsight_section,
        flow_section,
    )
    return [builder(found) for builder in builders]


def text(found: Debrief) -> str:
    """Plain text, at most 80 columns."""
    lines = [f"Debrief: {_title(found)}"]
    for section in sections(found):
        lines += ["", f"── {section.title} ".ljust(WIDTH, "─"), *section.lines]
    return "\n".join([*lines, "", share(found)]) + "\n"


def markdown(found: Debrief) -> str:
    """Markdown: the same sections; charts and tables stand in fenced blocks."""
    lines = [f"# Debrief: {_escaped(_title(found))}"]
    for section in sections(found):
        lines += ["", f"## {section.title}", ""]
        if section.title in _FIXED:
            lines += ["```text", *(line.replace("`", "'") for line in section.lines), "```"]
        else:
            lines += [_escaped(line) for line in section.lines]
    return "\n".join([*lines, "", "---", "", _escaped(share(found))]) + "\n"


def share(found: Debrief) -> str:
    """`aiboard support-chatbot · beat 6 of 8 bots on this luck · $41.0k`."""
    value = fmt.money(found.value_cents)
    board = found.record.board
    if found.beaten is None:
        rest = f" · day {board.day} of {board.world.days} · {value} so far"
    else:
        rest = f" · beat {found.beaten} of {len(found.bots)} bots on this luck · {value}"
    rest += " · practice" if found.practice else ""
    return f"aiboard {clean(found.resolved.key, _SHARED - len(rest))}{rest}"


# --- the first pass ------------------------------------------------------------------------------------------


def _sentence(found: Debrief) -> Section:
    days = found.record.world.days
    if found.finished:
        start = f"Net value {fmt.exact_money(found.value_cents)} after {fmt.days(days)}"
    else:
        start = f"Net value {fmt.exact_money(found.value_cents)} so far, on day {found.record.board.day} of {days}"
    said = [f"{start}; decision score: {UNPRICED}."]
    if found.equity is not None:
        said.append(
            f"Equity {_number(found.equity)}: 0 is what doing nothing is worth here on average, "
            "100 what the heuristic bot makes. One game is mostly luck."
        )
    elif found.equity_note:
        said.append(f"No equity: {found.equity_note}.")
    if found.practice:
        said.append("Practice: undo, a branch, a coach or an edited save; not for ranking.")
    return Section("In one sentence", wrapped(said))


def _value_line(found: Debrief) -> Section:
    chart = found.value_chart()
    if not chart.cents:
        return Section("Value line", ("No day has ended.",))
    lines = charts_text.lines(chart, WIDTH - 4, _CHART_HEIGHT, Mode.BLOCK)
    tail = found.parts["tail"]
    if tail:
        lines += wrapped([f"The last day holds {fmt.signed_money(tail)} for {_tail_words(found)}."])
    return Section("Value line", tuple(line.rstrip() for line in lines))


def _tail_words(found: Debrief) -> str:
    return f"the {fmt.days(found.record.world.tail_days)} after close"


def _best(found: Debrief) -> Section:
    if not found.earned:
        return Section("What earned most", wrapped(["No model met a customer: nothing was earned."]))
    most = found.earned[0]
    key = fmt.key(found.record.world, most.card)
    title = fmt.title(found.record.world, most.card)
    live = f"{fmt.days(most.live_days)} live, from day {most.first_day}"
    said = [f"{key} {title}: {fmt.exact_money(most.cents)} in {live}."]
    if most.promotion is not None:
        then = most.promotion.known.text()
        said.append(f"Promoted on day {most.promotion.day} ({most.promotion.by}). Known then: {then}.")
    said += [_earned_words(found, other) for other in found.earned[1:MOST_CARDS]]
    if found.parts["tail"]:
        days = fmt.days(found.record.world.tail_days)
        said.append(f"The {days} after the close brought {fmt.exact_money(found.parts['tail'])} more.")
    good = next((item for item in found.findings if item.good), None)
    if good is not None:
        said.append(f"Also: {good.text}")
    said.append(f"What each decision was worth on what was known: {UNPRICED}.")
    return Section("What earned most", listed(said))


def _earned_words(found: Debrief, earned: Earned) -> str:
    key = fmt.key(found.record.world, earned.card)
    return f"{key}: {fmt.exact_money(earned.cents)} in {fmt.days(earned.live_days)} live, from day {earned.first_day}."


def _luck(found: Debrief) -> Section:
    lines = [f"{'':<2}{'':<16}{'net value':>12}{'equity':>9}"]
    rows = [(bot.value_cents, bot.bot, bot.equity, False) for bot in found.bots]
    if found.finished:
        rows.append((found.value_cents, "you", found.equity, True))
    for cents, name, equity, you in sorted(rows, key=lambda row: (-row[0], not row[3], row[1])):
        shown = _number(equity) if equity is not None else "·"
        lines.append(f"{'▸ ' if you else '  '}{name:<16}{fmt.exact_money(cents):>12}{shown:>9}")
    if found.beaten is not None:
        lines += ["", f"Beat {found.beaten} of {len(found.bots)} bots on this luck."]
    else:
        lines += ["", "Their whole games; this one is not over."]
    lines += wrapped(["Same seed, same injected disruptions, on the same days. Which part is luck: " + UNPRICED + "."])
    return Section("What this luck gave the bots", tuple(lines))


def _next(found: Debrief) -> Section:
    item = found.next()
    if item is None:
        return Section("One thing to try next", wrapped(["Nothing was found to try; new luck, or a harder variant."]))
    chosen = f"Chosen by a fixed order of kinds; what it would be worth: {UNPRICED}."
    return Section("One thing to try next", wrapped([item.next, f"From: {item.text}", item.until, chosen]))


# --- behind it -----------------------------------------------------------------------------------------------


def _ledger(found: Debrief) -> Section:
    causes = {**_CAUSE, "tail": _tail_words(found)}
    lines = [f"{causes[name]:<28}{_exact(cents):>16}" for name, cents in found.parts.items()]
    lines += [f"{'':<28}{'─' * 16}", f"{'net value':<28}{_exact(found.value_cents):>16}", "", "Payroll is not counted."]
    return Section("Every dollar", tuple(lines))


_FIXED: Final = frozenset({"Value line", "What this luck gave the bots", "Every dollar"})


def _title(found: Debrief) -> str:
    return f"{clean(found.resolved.scenario.title, 40)} ({clean(found.resolved.key, 40)}), seed {found.record.seed}"


def _escaped(line: str) -> str:
    """A line of ours as Markdown: characters that Markdown reads are escaped, a list's own dash is kept."""
    head, rest = (line[:2], line[2:]) if line.startswith("- ") else ("", line)
    for sign in "\\`*_[]<>|#":
        rest = rest.replace(sign, "\\" + sign)
    return head + rest


def _exact(cents: int) -> str:
    """Dollars and cents, so that the column can be added up by hand."""
    sign = fmt.MINUS if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02}"


def _number(value: float) -> str:
    return fmt.number(value)
