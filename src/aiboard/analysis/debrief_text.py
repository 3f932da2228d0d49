"""The debrief in words: sections, plain text, Markdown, the line to share.

Facts only: no adjective about the player, no "should". The first pass is five sections; the rest stands behind them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from aiboard.analysis.debrief import Debrief, Earned, Section
from aiboard.analysis.findings import Finding
from aiboard.analysis.forecasts import QUANTILES
from aiboard.analysis.health import KILL_BAND, PROMOTION_BAND, READY_FLOOR, READY_TARGET
from aiboard.analysis.hindsight import Answer
from aiboard.analysis.moments import Moment
from aiboard.engine.kinds import Block
from aiboard.engine.world import World
from aiboard.instruments.text import clean
from aiboard.views import charts_text, fmt, words
from aiboard.views.canvas import Mode

WIDTH: Final = 78
"""Widest line. One stays free on either side of an 80-column screen."""
UNPRICED: Final = "not priced yet"
FIRST_PASS: Final = 5
"""The sections of the first pass."""
_CHART_HEIGHT: Final = 16
_CARDS: Final = 5
_SHARED: Final = 80 - len("aiboard ")
_GLUE: Final = "\u00a0"
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
        _findings,
        _decisions,
        _forecast,
        _hindsight,
        _flow,
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
    return Section("In one sentence", _wrapped(said))


def _value_line(found: Debrief) -> Section:
    chart = found.value_chart()
    if not chart.cents:
        return Section("Value line", ("No day has ended.",))
    lines = charts_text.lines(chart, WIDTH - 4, _CHART_HEIGHT, Mode.BLOCK)
    tail = found.parts["tail"]
    if tail:
        lines += _wrapped([f"The last day holds {fmt.signed_money(tail)} for {_tail_words(found)}."])
    return Section("Value line", tuple(line.rstrip() for line in lines))


def _tail_words(found: Debrief) -> str:
    return f"the {fmt.days(found.record.world.tail_days)} after close"


def _best(found: Debrief) -> Section:
    if not found.earned:
        return Section("What earned most", _wrapped(["No model met a customer: nothing was earned."]))
    most = found.earned[0]
    key = fmt.key(found.record.world, most.card)
    title = fmt.title(found.record.world, most.card)
    live = f"{fmt.days(most.live_days)} live, from day {most.first_day}"
    said = [f"{key} {title}: {fmt.exact_money(most.cents)} in {live}."]
    if most.promotion is not None:
        then = most.promotion.known.text()
        said.append(f"Promoted on day {most.promotion.day} ({most.promotion.by}). Known then: {then}.")
    said += [_earned_words(found, other) for other in found.earned[1:_CARDS]]
    good = next((item for item in found.findings if item.good), None)
    if good is not None:
        said.append(f"Also: {good.text}")
    said.append(f"What each decision was worth on what was known: {UNPRICED}.")
    return Section("What earned most", _listed(said))


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
    lines += _wrapped(["Same seed, same injected disruptions, on the same days. Which part is luck: " + UNPRICED + "."])
    return Section("What this luck gave the bots", tuple(lines))


def _next(found: Debrief) -> Section:
    item = found.next()
    if item is None:
        return Section("One thing to try next", _wrapped(["Nothing was found to try; new luck, or a harder variant."]))
    chosen = f"Chosen by a fixed order of kinds; what it would be worth: {UNPRICED}."
    return Section("One thing to try next", _wrapped([item.next, f"From: {item.text}", item.until, chosen]))


# --- behind it -----------------------------------------------------------------------------------------------


def _ledger(found: Debrief) -> Section:
    causes = {**_CAUSE, "tail": _tail_words(found)}
    lines = [f"{causes[name]:<28}{_exact(cents):>16}" for name, cents in found.parts.items()]
    lines += [f"{'':<28}{'─' * 16}", f"{'net value':<28}{_exact(found.value_cents):>16}", "", "Payroll is not counted."]
    return Section("Every dollar", tuple(lines))


def _findings(found: Debrief) -> Section:
    if not found.findings:
        return Section("Findings", ("Nothing stood out yet.",))
    bad = [_finding(item) for item in found.findings if not item.good]
    good = [_finding(item) for item in found.findings if item.good]
    lines: list[str] = []
    if bad:
        lines += ["To look at:", "", *_listed(bad)]
    if good:
        lines += [*([""] if lines else []), "Went as the lesson says:", "", *_listed(good)]
    return Section("Findings", tuple(lines))


def _finding(item: Finding) -> str:
    day = f", day {item.day}" if item.day else ""
    return f"{item.dimension}{day}: {item.text} {item.until}"


def _decisions(found: Debrief) -> Section:
    if not found.moments:
        return Section("Decisions, with what was known then", ("No decision was taken.",))
    said = [_moment(moment) for moment in found.moments]
    said.append(f"Advantage, guess and regret of each: {UNPRICED}.")
    return Section("Decisions, with what was known then", _listed(said))


def _moment(moment: Moment) -> str:
    # Without the words that were written with it: they are in the log and in the save.
    line = clean(moment.line.partition(' "')[0], 70)
    by = "" if moment.by == "player" else f" ({moment.by})"
    then = moment.known.text()
    return f"D{moment.day} {line}{by}" + (f" · {then}" if then else "")


def _forecast(found: Debrief) -> Section:
    target = fmt.points(found.record.world.target_ppm)
    if not found.forecasts:
        return Section("Forecast", _wrapped([f"No forecast of the day {target} is reached was stated."]))
    said: list[str] = []
    for item in found.forecasts:
        stated = f"Day {item.day}: {target} by day {item.day_70} (70 %), by day {item.day_90} (90 %)"
        if item.loss is None:
            why = "stated after it was reached" if item.outcome else "not due yet"
            said.append(f"{stated}; {why}.")
        elif item.at_least:
            said.append(f"{stated}; not reached. Loss at least {item.loss:.1f} days.")
        else:
            said.append(f"{stated}; reached on day {item.outcome}. Loss {item.loss:.1f} days.")
    low, high = (f"{100 * quantile:.0f} %" for quantile in QUANTILES)
    said.append(
        f"Reached means a mean of {target} on three eval seeds. The loss is the mean pinball loss of the {low} and "
        f"{high} days: 0 is perfect, and naming a day nobody believes never lowers it on average."
    )
    return Section("Forecast", _listed(said))


def _hindsight(found: Debrief) -> Section:
    title = "Hindsight: the curtain up"
    if not found.finished:
        return Section(title, ("Shown when the game is over.",))
    world = found.record.world
    bar = world.launch_ppm
    said = ["Nothing here was knowable then, and nothing here grades a decision."]
    if found.killed:
        best = found.killed[0]
        measured = f"it had measured {best.measured.text}" if best.measured else "nothing of it had been measured"
        said.append(
            f"Which kill would you take back? Of {fmt.count(len(found.killed), 'started card')} killed, "
            f"{fmt.key(world, best.card)} (day {best.day}) had the highest true ceiling: "
            f"{fmt.tenth(best.ceiling_ppm)}, {fmt.tenth(best.online_ppm)} for customers; {measured}. "
            f"The launch bar was {fmt.points(bar)}."
        )
        over = sum(item.ceiling_ppm >= bar for item in found.killed)
        said.append(f"True ceiling at or over the bar: {over} of {len(found.killed)} killed.")
        for item in found.killed[1:_CARDS]:
            score = item.measured.text if item.measured else "nothing"
            said.append(
                f"{fmt.key(world, item.card)}, killed day {item.day}: ceiling {fmt.tenth(item.ceiling_ppm)}, "
                f"{fmt.tenth(item.online_ppm)} for customers; measured {score}."
            )
    else:
        said.append("No started card was killed.")
    said += [_answer(world, item) for item in found.retro]
    for item in found.launched:
        score = f"measured {item.measured.text}" if item.measured else "unmeasured now"
        said.append(
            f"{fmt.key(world, item.card)}, live from day {item.day}: truly {fmt.tenth(item.ceiling_ppm)} offline, "
            f"{fmt.tenth(item.online_ppm)} for customers; {score}."
        )
    return Section(title, _listed(said))


def _answer(world: World, item: Answer) -> str:
    """What the retro's answer comes to."""
    would = "take back" if item.killed else "stop"
    true = item.true
    over = "over" if true.ceiling_ppm >= world.launch_ppm else "under"
    return (
        f"Retro of sprint {item.sprint}: you would {would} {fmt.key(world, true.card)}. Its true ceiling: "
        f"{fmt.tenth(true.ceiling_ppm)}, {over} the bar, {fmt.tenth(true.online_ppm)} for customers."
    )


def _flow(found: Debrief) -> Section:
    health = found.health
    said = [
        f"Throughput: {health.throughput:.1f} decided cards a sprint ({health.decided} in all).",
        "Cycle time, ticket to decision: "
        + (f"{health.cycle_time:.1f} working days." if health.cycle_time is not None else "no card was decided."),
    ]
    if health.readiness is not None:
        of = fmt.count(len(health.batches), "batch", "batches")
        late = f"Data ready on time: {_percent(health.readiness)} of {of}"
        bands = f"the source aims at {_percent(READY_TARGET)} and calls under {_percent(READY_FLOOR)} systemic"
        said.append(f"{late}; {bands}.")
    stuck = [f"{words.BLOCK[Block(cause)]} {days}" for cause, days in health.blockers.items()]
    said.append("Card-days blocked: " + (", ".join(stuck) if stuck else "none") + ".")
    said.append(f"Card-days in Evaluation without work or decision: {health.decision_days}.")
    if health.kill_rate is not None and health.promotion_rate is not None:
        killed, promoted = _percent(health.kill_rate), _percent(health.promotion_rate)
        said.append(
            f"Of decided cards {killed} were killed and {promoted} promoted; bands of the source "
            f"{_band(KILL_BAND)} and {_band(PROMOTION_BAND)}. Context, not a target."
        )
    return Section("Flow, for context", _listed(said))


_FIXED: Final = frozenset({"Value line", "What this luck gave the bots", "Every dollar"})


def _title(found: Debrief) -> str:
    return f"{clean(found.resolved.scenario.title, 40)} ({clean(found.resolved.key, 40)}), seed {found.record.seed}"


def _wrapped(paragraphs: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for paragraph in paragraphs for line in _lines(paragraph, "", ""))


def _listed(items: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for item in items for line in _lines(item, "- ", "  "))


def _lines(words_of: str, first: str, rest: str) -> list[str]:
    """Wrapped lines; a number and its percent sign stay together."""
    glued = words_of.replace(" %", _GLUE + "%")
    found = textwrap.wrap(glued, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return [line.replace(_GLUE, " ") for line in found]


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
    return f"{value:.0f}".replace("-", fmt.MINUS)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _band(band: tuple[float, float]) -> str:
    return f"{100 * band[0]:.0f}–{100 * band[1]:.0f} %"
