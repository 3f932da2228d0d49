"""Decisions as they are told of: what was done, what was known, what else could have been done, what it was worth.

The answers of the first page are the best decision and the three that lost most, as prices have them; there the
textbook is asked too. Data for every face; the words are plain and judge nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.paragraphs import wrap_labelled
from aiboard.analysis.debrief.phrases import WAIT, card_of, imperative_text, past_text, try_parse_action
from aiboard.analysis.debrief.prices import interval_text
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.moments import TakenDecision
from aiboard.analysis.pricing.figures import TIE, is_tie
from aiboard.analysis.pricing.model import Decision
from aiboard.analysis.textbook.model import BrokenRule
from aiboard.engine.verbs import StandingOrder
from aiboard.views import fmt

WORST: Final = 3
"""Losses told of."""
LEAST_POINTS: Final = TIE
"""Points under which two choices are as good as each other: nothing is told of them."""
RULE_BROKEN_TEXT: Final = "the rule was wrong here; you were right to break it"
RULE_FOLLOWED_TEXT: Final = "it does the same; the rule was wrong here"


class DecisionKind(Enum):
    """Why a decision is told of; the value is its mark.

    MAYBE: the interval holds 0 as well. SAME: as good as the reference's choice, or that itself, or not priced.
    """

    WON = "✓"
    RULE = "◆"
    LOST = "✗"
    MAYBE = "?"
    SAME = "·"


@dataclass(frozen=True)
class DecisionSummary:
    """One decision that is told of.

    Attributes:
        kind: why.
        day, last_day: when; they differ for something that was left undone day after day.
        line, undone: as in its price: what was done as it is typed, or what was not.
        text: in words, with the card's title.
        brief: the same without the title, for a place too narrow for it; empty where it has none.
        points: worth over the alternative; under 0 is a loss. None for the fallback that has no price.
        known: what the board said.
        instead: the alternative, as something to do.
        alternative: the same in line form.
        best: a better option that was tried, with what it was worth over what was done; empty where there is none.
        card: the card it is about; -1 for none.
        rule: a sentence on the textbook; empty where it has nothing to do with it.
        hidden: points that nobody could know; None where not worked out.
    """

    kind: DecisionKind
    day: int
    last_day: int
    line: str
    undone: bool
    text: str
    points: Estimate | None
    known: str
    instead: str
    alternative: str
    best: str = ""
    rule: str = ""
    hidden: float | None = None
    card: int = -1
    brief: str = ""

    @property
    def when(self) -> str:
        """Day 8; days 5–13."""
        return f"Day {self.day}" if self.day == self.last_day else f"Days {self.day}–{self.last_day}"


def key_decisions(debrief: Debrief) -> list[DecisionSummary]:
    """The best decision, a broken rule that paid where that is another one, then the losses, largest first.

    Where fewer than three lost for certain, those follow that may have: a good game has no sure losses, and still has
    boards that are worth a second look.
    """
    prices = debrief.prices
    if prices is None:
        return []
    large = [one for one in prices.worst_first if abs(one.loss) >= LEAST_POINTS]
    certain = [one for one in large if one.loss > 0 and _sure(one)][:WORST]
    uncertain = [one for one in large if one.loss > 0 and not _sure(one)][: WORST - len(certain)]
    gains = [one for one in reversed(large) if one.loss < 0 and _sure(one)][:1]
    # A page of losses alone would say that nothing went well: where no choice beat the reference's, what earned most.
    best = [_won(debrief, one) for one in gains] or _earned(debrief, [*certain, *uncertain])
    # Once: a decision that is told of as the best says itself that the rule was wrong.
    rules = [] if any(one.rule for one in best) else [_broken(debrief, one) for one in _rules(debrief)[:1]]
    wrong = next((one for one in certain if _followed(debrief, one)), None)
    losses = [
        _summarise(debrief, DecisionKind.LOST, one, RULE_FOLLOWED_TEXT if one is wrong else "") for one in certain
    ]
    losses += [_summarise(debrief, DecisionKind.MAYBE, one, "") for one in uncertain]
    return [*best, *rules, *losses]


def summarise_decision(debrief: Debrief, decision: Decision) -> DecisionSummary:
    """Any priced decision as it is told of."""
    if is_tie(decision.advantage):
        return _summarise(debrief, DecisionKind.SAME, decision, "")
    if not _sure(decision):
        return _summarise(debrief, DecisionKind.MAYBE, decision, "")
    return _summarise(debrief, DecisionKind.LOST if decision.loss > 0 else DecisionKind.WON, decision, "")


def _nothing(card: int) -> str:
    """What is said where the board said nothing: of a card, that nothing was measured."""
    return "nothing measured" if card >= 0 else ""


def summarise_moment(debrief: Debrief, moment: TakenDecision) -> DecisionSummary:
    """A decision of the timeline without a price."""
    line, world = moment.choice, debrief.record.world
    text, brief = past_text(line, False, world, titled=True), past_text(line, False, world)
    known = moment.known.text() or _nothing(moment.card)
    return DecisionSummary(
        DecisionKind.SAME,
        moment.day,
        moment.day,
        line,
        False,
        text,
        None,
        known,
        "",
        line,
        card=moment.card,
        brief=brief,
    )


def sure_losses(debrief: Debrief) -> list[DecisionSummary]:
    """Only the sure losses, largest first."""
    return [one for one in key_decisions(debrief) if one.kind is DecisionKind.LOST]


def possible_losses(debrief: Debrief) -> list[DecisionSummary]:
    """What is worth deciding again: the losses, sure or not."""
    return [one for one in key_decisions(debrief) if one.kind in (DecisionKind.LOST, DecisionKind.MAYBE)]


def lines(debrief: Debrief) -> list[str]:
    """The answers as text; empty without prices."""
    out: list[str] = []
    for one in key_decisions(debrief):
        out += wrap_labelled(f"{one.kind.value} {one.when}: {one.text}{_after(one)}", rows(debrief, one))
    return out


def _after(summary: DecisionSummary) -> str:
    return f" · {interval_text(summary.points, 0, signed=True)} points" if summary.points is not None else ""


def rows(debrief: Debrief, summary: DecisionSummary) -> dict[str, str]:
    """What is said of an answer, by its label; each a sentence."""
    facts = {"Known": f"{summary.known}."} if summary.known else {}
    if summary.instead:
        facts["Instead"] = f"{summary.instead}{worth_text(debrief, summary)}."
    if summary.best:
        facts["Best tried"] = f"{summary.best}."
    if summary.rule:
        facts["Textbook"] = f"{summary.rule}."
    if summary.hidden is not None:
        size = fmt.number(abs(summary.hidden), 1)
        more = "more" if summary.hidden > 0 else "less"
        facts["Hidden"] = f"what nobody could know made it worth {size} points {more} than that."
    return facts


def worth_text(debrief: Debrief, summary: DecisionSummary) -> str:
    """What the alternative would have been worth on average: `; worth $14.0k more`."""
    if summary.points is None or not summary.instead:
        return ""
    size = abs(summary.points.mean)
    amount = money(debrief, size) or f"{fmt.number(size)} points"
    return f"; worth {amount} {'more' if summary.points.mean < 0 else 'less'}"


def money(debrief: Debrief, points: float) -> str:
    """Points in dollars, rounded; empty where there is no scale."""
    return fmt.money(round(points * debrief.point_cents)) if debrief.point_cents else ""


def _sure(decision: Decision) -> bool:
    return decision.label is not None or decision.advantage.excludes_zero()


def _rules(debrief: Debrief) -> tuple[BrokenRule, ...]:
    return debrief.textbook.broken if debrief.textbook is not None else ()


def _won(debrief: Debrief, one: Decision) -> DecisionSummary:
    broken = any((rule.day, rule.line, rule.undone) == (one.day, one.line, one.undone) for rule in _rules(debrief))
    return _summarise(
        debrief, DecisionKind.RULE if broken else DecisionKind.WON, one, RULE_BROKEN_TEXT if broken else ""
    )


def _followed(debrief: Debrief, one: Decision) -> bool:
    """Whether a rule cost as much as a slip, which is news to whoever followed it.

    Said of something that was done and whose loss has a label, once a game. What was left undone the textbook left too
    whenever it has no rule for it, and there is always a loss that a stronger player would not have had.
    """
    return (
        debrief.textbook is not None and one in debrief.textbook.followed and not one.undone and one.label is not None
    )


def _summarise(debrief: Debrief, kind: DecisionKind, one: Decision, rule: str) -> DecisionSummary:
    world = debrief.record.world
    if _unseen(debrief, one):
        # The reference asks for an idea first and then starts it; the card was on no board of the player's.
        idea = "ask for one more idea, and start it"
        return DecisionSummary(
            kind, one.day, one.last_day, one.line, True, f"Did not {idea}", one.advantage,
            "which idea it would be was not known", idea, one.line, "", rule, one.guess,
        )  # fmt: skip
    best = ""
    alternative = one.line if one.undone else one.instead
    # One that may be nothing is no news: of several options tried, some look better by chance.
    sure = one.regret is not None and one.regret.mean > 0 and one.regret.excludes_zero()
    if one.regret is not None and sure and one.best not in (one.line, one.instead):
        best = f"{imperative_text(one.best, world)}{one.cost}, {interval_text(one.regret, 0)} points over what was done"
    instead = f"{imperative_text(alternative, world)}{one.cost if one.best == alternative else ''}"
    if alternative == WAIT and isinstance(try_parse_action(one.line, world), StandingOrder):
        # An order is not left for a day: its price is of all that it does by itself from then on.
        instead = "leave the order as it was, all that it does later counted"
    return DecisionSummary(
        kind, one.day, one.last_day, one.line, one.undone, past_text(one.line, one.undone, world, titled=True),
        one.advantage, one.known or _nothing(card_of(one.line, world)), instead, alternative, best, rule,
        one.guess, card_of(one.line, world), past_text(one.line, one.undone, world),
    )  # fmt: skip


def _unseen(debrief: Debrief, one: Decision) -> bool:
    """Whether it is about a card that was not on the board on the morning after."""
    card = card_of(one.line, debrief.record.world)
    days = debrief.record.days
    return one.undone and card >= 0 and one.day <= len(days) and not days[one.day - 1].morning.cards[card].shown


def _broken(debrief: Debrief, broken_rule: BrokenRule) -> DecisionSummary:
    world = debrief.record.world
    return DecisionSummary(
        DecisionKind.RULE, broken_rule.day, broken_rule.last_day, broken_rule.line, broken_rule.undone,
        past_text(broken_rule.line, broken_rule.undone, world, titled=True),
        broken_rule.gain, broken_rule.known or _nothing(card_of(broken_rule.line, world)),
        imperative_text(broken_rule.rule, world), broken_rule.rule, "", RULE_BROKEN_TEXT, None,
        card_of(broken_rule.line, world),
    )  # fmt: skip


def _earned(debrief: Debrief, losses: Sequence[Decision]) -> list[DecisionSummary]:
    """Where no choice was surely worth more than the reference's: the promotion that earned most, without a price.

    None where it earned too little to be named, or is one of the losses.
    """
    earnings = debrief.earned[0] if debrief.earned else None
    if earnings is None or earnings.promotion is None or earnings.cents <= LEAST_POINTS * debrief.point_cents:
        return []
    moment = earnings.promotion
    line = moment.choice
    if any((one.day, one.line) == (moment.day, line) for one in losses):
        return []
    known = moment.known.text() or "nothing measured"
    text = f"{past_text(line, False, debrief.record.world, titled=True)}: {fmt.exact_money(earnings.cents)} earned"
    return [
        DecisionSummary(
            DecisionKind.WON, moment.day, moment.day, line, False, text, None, known, "", "", card=earnings.card
        )
    ]


def scale_words(debrief: Debrief) -> str:
    """What the numbers beside the answers are."""
    point = f"; a point is {fmt.money(round(debrief.point_cents))}" if debrief.point_cents else ""
    return f"Points, with their 95 % interval{point}. ? may be nothing."


def legend(debrief: Debrief) -> str:
    """What the marks and numbers in the list of all decisions are; empty before there is a price."""
    if debrief.prices is None:
        return ""
    won, lost, same = DecisionKind.WON.value, DecisionKind.LOST.value, DecisionKind.SAME.value
    marks = f"{won} gained, {lost} lost, {same} as good as the reference's choice."
    return f"{marks} {scale_words(debrief)}"


def method_words(debrief: Debrief) -> str:
    """The same, and how the numbers come about: what the first page says under its answers."""
    mean = "Worth is the mean of many futures in which the reference plays on, drawn from what the board showed then."
    return f"{scale_words(debrief)} {mean} Under {LEAST_POINTS:.0f} points nothing is named."


def data(debrief: Debrief) -> list[dict[str, Any]] | None:
    """As JSON; None without prices."""
    if debrief.prices is None:
        return None
    return [
        {
            "kind": summary.kind.name.lower(),
            "day": summary.day,
            "last_day": summary.last_day,
            "action": summary.line,
            "undone": summary.undone,
            "what": summary.text,
            "worth": summary.points.data() if summary.points else None,
            "known": summary.known,
            "instead": summary.instead or None,
            "textbook": summary.rule or None,
        }
        for summary in key_decisions(debrief)
    ]
