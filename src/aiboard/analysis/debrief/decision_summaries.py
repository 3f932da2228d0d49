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
        what: in words, with the card's title.
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
    what: str
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


def key_decisions(found: Debrief) -> list[DecisionSummary]:
    """The best decision, a broken rule that paid where that is another one, then the losses, largest first.

    Where fewer than three lost for certain, those follow that may have: a good game has no sure losses, and still has
    boards that are worth a second look.
    """
    prices = found.prices
    if prices is None:
        return []
    large = [one for one in prices.worst_first if abs(one.loss) >= LEAST_POINTS]
    lost = [one for one in large if one.loss > 0 and _sure(one)][:WORST]
    maybe = [one for one in large if one.loss > 0 and not _sure(one)][: WORST - len(lost)]
    won = [one for one in reversed(large) if one.loss < 0 and _sure(one)][:1]
    # A page of losses alone would say that nothing went well: where no choice beat the reference's, what earned most.
    told_of = [_won(found, one) for one in won] or _earned(found, [*lost, *maybe])
    # Once: a decision that is told of as the best says itself that the rule was wrong.
    rules = [] if any(one.rule for one in told_of) else [_broken(found, one) for one in _rules(found)[:1]]
    wrong = next((one for one in lost if _followed(found, one)), None)
    losses = [_summarise(found, DecisionKind.LOST, one, RULE_FOLLOWED_TEXT if one is wrong else "") for one in lost]
    losses += [_summarise(found, DecisionKind.MAYBE, one, "") for one in maybe]
    return [*told_of, *rules, *losses]


def summarise_decision(found: Debrief, one: Decision) -> DecisionSummary:
    """Any priced decision as it is told of."""
    if is_tie(one.advantage):
        return _summarise(found, DecisionKind.SAME, one, "")
    if not _sure(one):
        return _summarise(found, DecisionKind.MAYBE, one, "")
    return _summarise(found, DecisionKind.LOST if one.loss > 0 else DecisionKind.WON, one, "")


def _nothing(card: int) -> str:
    """What is said where the board said nothing: of a card, that nothing was measured."""
    return "nothing measured" if card >= 0 else ""


def summarise_moment(found: Debrief, moment: TakenDecision) -> DecisionSummary:
    """A decision of the timeline without a price."""
    line, world = moment.choice, found.record.world
    what, brief = past_text(line, False, world, titled=True), past_text(line, False, world)
    known = moment.known.text() or _nothing(moment.card)
    return DecisionSummary(
        DecisionKind.SAME,
        moment.day,
        moment.day,
        line,
        False,
        what,
        None,
        known,
        "",
        line,
        card=moment.card,
        brief=brief,
    )


def sure_losses(found: Debrief) -> list[DecisionSummary]:
    """Only the sure losses, largest first."""
    return [one for one in key_decisions(found) if one.kind is DecisionKind.LOST]


def possible_losses(found: Debrief) -> list[DecisionSummary]:
    """What is worth deciding again: the losses, sure or not."""
    return [one for one in key_decisions(found) if one.kind in (DecisionKind.LOST, DecisionKind.MAYBE)]


def lines(found: Debrief) -> list[str]:
    """The answers as text; empty without prices."""
    out: list[str] = []
    for one in key_decisions(found):
        out += wrap_labelled(f"{one.kind.value} {one.when}: {one.what}{_after(one)}", rows(found, one))
    return out


def _after(one: DecisionSummary) -> str:
    return f" · {interval_text(one.points, 0, signed=True)} points" if one.points is not None else ""


def rows(found: Debrief, one: DecisionSummary) -> dict[str, str]:
    """What is said of an answer, by its label; each a sentence."""
    said = {"Known": f"{one.known}."} if one.known else {}
    if one.instead:
        said["Instead"] = f"{one.instead}{worth_text(found, one)}."
    if one.best:
        said["Best tried"] = f"{one.best}."
    if one.rule:
        said["Textbook"] = f"{one.rule}."
    if one.hidden is not None:
        size = fmt.number(abs(one.hidden), 1)
        more = "more" if one.hidden > 0 else "less"
        said["Hidden"] = f"what nobody could know made it worth {size} points {more} than that."
    return said


def worth_text(found: Debrief, one: DecisionSummary) -> str:
    """What the alternative would have been worth on average: `; worth $14.0k more`."""
    if one.points is None or not one.instead:
        return ""
    size = abs(one.points.mean)
    amount = money(found, size) or f"{fmt.number(size)} points"
    return f"; worth {amount} {'more' if one.points.mean < 0 else 'less'}"


def money(found: Debrief, points: float) -> str:
    """Points in dollars, rounded; empty where there is no scale."""
    return fmt.money(round(points * found.point_cents)) if found.point_cents else ""


def _sure(one: Decision) -> bool:
    return one.label is not None or one.advantage.excludes_zero()


def _rules(found: Debrief) -> tuple[BrokenRule, ...]:
    return found.textbook.broken if found.textbook is not None else ()


def _won(found: Debrief, one: Decision) -> DecisionSummary:
    broken = any((rule.day, rule.line, rule.undone) == (one.day, one.line, one.undone) for rule in _rules(found))
    return _summarise(found, DecisionKind.RULE if broken else DecisionKind.WON, one, RULE_BROKEN_TEXT if broken else "")


def _followed(found: Debrief, one: Decision) -> bool:
    """Whether a rule cost as much as a slip, which is news to whoever followed it.

    Said of something that was done and whose loss has a label, once a game. What was left undone the textbook left too
    whenever it has no rule for it, and there is always a loss that a stronger player would not have had.
    """
    return found.textbook is not None and one in found.textbook.followed and not one.undone and one.label is not None


def _summarise(found: Debrief, kind: DecisionKind, one: Decision, rule: str) -> DecisionSummary:
    world = found.record.world
    if _unseen(found, one):
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


def _unseen(found: Debrief, one: Decision) -> bool:
    """Whether it is about a card that was not on the board on the morning after."""
    card = card_of(one.line, found.record.world)
    days = found.record.days
    return one.undone and card >= 0 and one.day <= len(days) and not days[one.day - 1].morning.cards[card].shown


def _broken(found: Debrief, one: BrokenRule) -> DecisionSummary:
    world = found.record.world
    return DecisionSummary(
        DecisionKind.RULE, one.day, one.last_day, one.line, one.undone,
        past_text(one.line, one.undone, world, titled=True),
        one.gain, one.known or _nothing(card_of(one.line, world)),
        imperative_text(one.rule, world), one.rule, "", RULE_BROKEN_TEXT, None,
        card_of(one.line, world),
    )  # fmt: skip


def _earned(found: Debrief, losses: Sequence[Decision]) -> list[DecisionSummary]:
    """Where no choice was surely worth more than the reference's: the promotion that earned most, without a price.

    None where it earned too little to be named, or is one of the losses.
    """
    most = found.earned[0] if found.earned else None
    if most is None or most.promotion is None or most.cents <= LEAST_POINTS * found.point_cents:
        return []
    moment = most.promotion
    line = moment.choice
    if any((one.day, one.line) == (moment.day, line) for one in losses):
        return []
    known = moment.known.text() or "nothing measured"
    what = f"{past_text(line, False, found.record.world, titled=True)}: {fmt.exact_money(most.cents)} earned"
    return [
        DecisionSummary(
            DecisionKind.WON, moment.day, moment.day, line, False, what, None, known, "", "", card=most.card
        )
    ]


def scale_words(found: Debrief) -> str:
    """What the numbers beside the answers are."""
    point = f"; a point is {fmt.money(round(found.point_cents))}" if found.point_cents else ""
    return f"Points, with their 95 % interval{point}. ? may be nothing."


def legend(found: Debrief) -> str:
    """What the marks and numbers in the list of all decisions are; empty before there is a price."""
    if found.prices is None:
        return ""
    won, lost, same = DecisionKind.WON.value, DecisionKind.LOST.value, DecisionKind.SAME.value
    marks = f"{won} gained, {lost} lost, {same} as good as the reference's choice."
    return f"{marks} {scale_words(found)}"


def method_words(found: Debrief) -> str:
    """The same, and how the numbers come about: what the first page says under its answers."""
    mean = "Worth is the mean of many futures in which the reference plays on, drawn from what the board showed then."
    return f"{scale_words(found)} {mean} Under {LEAST_POINTS:.0f} points nothing is named."


def data(found: Debrief) -> list[dict[str, Any]] | None:
    """As JSON; None without prices."""
    if found.prices is None:
        return None
    return [
        {
            "kind": one.kind.name.lower(),
            "day": one.day,
            "last_day": one.last_day,
            "action": one.line,
            "undone": one.undone,
            "what": one.what,
            "worth": one.points.data() if one.points else None,
            "known": one.known,
            "instead": one.instead or None,
            "textbook": one.rule or None,
        }
        for one in key_decisions(found)
    ]
