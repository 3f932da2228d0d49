"""Three stories of a game: situation, task, action, result; each says that it was a simulation.

For whoever has to tell of a decision in an interview: the facts are the game's, in the order in which such a story is
told. The drill on stories asks for the same facts in one's own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from aiboard.analysis.debrief.decision_summaries import DecisionSummary, key_decisions, worth_text
from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.paragraphs import wrap_labelled
from aiboard.analysis.debrief.phrases import done_text, past_text
from aiboard.analysis.debrief.section import Part
from aiboard.analysis.stakes import Stake
from aiboard.views import fmt

STORIES: Final = 3
_YOURS: Final = "(Add what you do differently since.)"
_NONE: Final = "A story needs its result: it is told when the game is over."
_NOTHING: Final = "In this game nothing was decided that a story could be about."


@dataclass(frozen=True)
class Story:
    """A decision in the four parts of a story; each a sentence or two. `day` is when it was taken."""

    day: int
    title: str
    situation: str
    task: str
    action: str
    result: str

    def parts(self) -> dict[str, str]:
        """The parts by their names."""
        return {"Situation": self.situation, "Task": self.task, "Action": self.action, "Result": self.result}


def stories(debrief: Debrief) -> list[Story]:
    """Up to three, by day: from priced decisions, then from those with most dollars at stake; none before the end."""
    if not debrief.finished:
        return []
    candidates = [_of_answer(debrief, one) for one in key_decisions(debrief)]
    # One story a day: two of the same morning would tell the same situation twice.
    days = {story.day for story in candidates}
    candidates += [_of_stake(debrief, one) for one in debrief.stakes if one.day not in days]
    return sorted(candidates[:STORIES], key=lambda one: one.day)


def facts(debrief: Debrief, stake: Stake) -> list[str]:
    """What there is to tell about one decision, a fact a line, for whoever tells it in their own words."""
    lines = [
        f"Project: {debrief.resolved.scenario.title}, {debrief.record.world.days} days, simulated.",
        f"Day {stake.day}: {done_text(stake.done, debrief.record.world)}",
        f"Known then: {stake.known}",
        f"What else could have been done: {stake.instead}",
        f"What came of it: {stake.came}",
        f"{_outcome(debrief)}.",
    ]
    if debrief.bot:
        lines.append(f"The bot {debrief.bot} played this game: say so, and what you would have done.")
    if stake.hidden:
        lines.append(f"What nobody could know that day, luck: {stake.hidden}")
    return lines


def _project(debrief: Debrief) -> str:
    days = debrief.record.world.days
    return f"a simulated project, {debrief.resolved.scenario.title}, {days} days"


def _outcome(debrief: Debrief) -> str:
    return f"In the end the project was worth {fmt.money(debrief.value_cents)}"


def _who(debrief: Debrief) -> str:
    return f"The bot {debrief.bot}" if debrief.bot else "I"


def _of_answer(debrief: Debrief, one: DecisionSummary) -> Story:
    # What it earned belongs to the result, not to what was done.
    action, earned = one.text, ""
    if one.points is None:
        action, _, earned = one.text.rpartition(": ")
    predicate = action[:1].lower() + action[1:]
    amount = f"{worth_text(debrief, one).removeprefix('; worth ')} on average" if one.instead else "earned"
    return Story(
        one.day,
        one.text,
        f"In {_project(debrief)}, on day {one.day}" + (f"; the board said: {one.known}." if one.known else "."),
        f"To decide between this and: {one.instead}." if one.instead else "To decide whether it goes to customers.",
        f"{_who(debrief)} {predicate}.",
        " ".join(filter(None, [
            f"{earned[:1].upper()}{earned[1:]}." if earned else "",
            f"By many futures from what was known, the other way was worth {amount}." if one.instead else "",
            f"As to the textbook: {one.rule}." if one.rule else "",
            f"{_outcome(debrief)}. {_YOURS}",
        ])),
    )  # fmt: skip


def _of_stake(debrief: Debrief, stake: Stake) -> Story:
    action = past_text(stake.done.partition(" (")[0], False, debrief.record.world, titled=True)
    return Story(
        stake.day,
        action,
        f"In {_project(debrief)}, on day {stake.day}; the board said: {stake.known}.",
        f"To decide between this and: {stake.instead}; about {fmt.money(stake.cents)} hung on it.",
        f"{_who(debrief)} {action[:1].lower()}{action[1:]}." if action != stake.done else f"{action}.",
        f"{stake.came[:1].upper()}{stake.came[1:]}. {_outcome(debrief)}. {_YOURS}",
    )


def _lines(debrief: Debrief) -> list[str]:
    out: list[str] = []
    for number, story in enumerate(stories(debrief), 1):
        out += [
            *([""] if out else []),
            *wrap_labelled(f"Story {number}, day {story.day}: {story.title}", story.parts()),
        ]
    return out or [_NOTHING if debrief.finished else _NONE]


def _data(debrief: Debrief) -> dict[str, Any]:
    return {
        "stories": [
            {"day": one.day, "title": one.title, **{name.lower(): text for name, text in one.parts().items()}}
            for one in stories(debrief)
        ]
    }


PART: Final = Part("Stories of this game, which was a simulation", "Stories", _lines, _data)
