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


def stories(found: Debrief) -> list[Story]:
    """Up to three, by day: from priced decisions, then from those with most dollars at stake; none before the end."""
    if not found.finished:
        return []
    made = [_of_answer(found, one) for one in key_decisions(found)]
    # One story a day: two of the same morning would tell the same situation twice.
    days = {story.day for story in made}
    made += [_of_stake(found, one) for one in found.stakes if one.day not in days]
    return sorted(made[:STORIES], key=lambda one: one.day)


def facts(found: Debrief, stake: Stake) -> list[str]:
    """What there is to tell about one decision, a fact a line, for whoever tells it in their own words."""
    lines = [
        f"Project: {found.resolved.scenario.title}, {found.record.world.days} days, simulated.",
        f"Day {stake.day}: {done_text(stake.done, found.record.world)}",
        f"Known then: {stake.known}",
        f"What else could have been done: {stake.instead}",
        f"What came of it: {stake.came}",
        f"{_outcome(found)}.",
    ]
    if found.bot:
        lines.append(f"The bot {found.bot} played this game: say so, and what you would have done.")
    if stake.hidden:
        lines.append(f"What nobody could know that day, luck: {stake.hidden}")
    return lines


def _project(found: Debrief) -> str:
    days = found.record.world.days
    return f"a simulated project, {found.resolved.scenario.title}, {days} days"


def _outcome(found: Debrief) -> str:
    return f"In the end the project was worth {fmt.money(found.value_cents)}"


def _who(found: Debrief) -> str:
    return f"The bot {found.bot}" if found.bot else "I"


def _of_answer(found: Debrief, one: DecisionSummary) -> Story:
    # What it earned belongs to the result, not to what was done.
    done, earned = one.what, ""
    if one.points is None:
        done, _, earned = one.what.rpartition(": ")
    what = done[:1].lower() + done[1:]
    amount = f"{worth_text(found, one).removeprefix('; worth ')} on average" if one.instead else "earned"
    return Story(
        one.day,
        one.what,
        f"In {_project(found)}, on day {one.day}" + (f"; the board said: {one.known}." if one.known else "."),
        f"To decide between this and: {one.instead}." if one.instead else "To decide whether it goes to customers.",
        f"{_who(found)} {what}.",
        " ".join(filter(None, [
            f"{earned[:1].upper()}{earned[1:]}." if earned else "",
            f"By many futures from what was known, the other way was worth {amount}." if one.instead else "",
            f"As to the textbook: {one.rule}." if one.rule else "",
            f"{_outcome(found)}. {_YOURS}",
        ])),
    )  # fmt: skip


def _of_stake(found: Debrief, stake: Stake) -> Story:
    did = past_text(stake.done.partition(" (")[0], False, found.record.world, titled=True)
    return Story(
        stake.day,
        did,
        f"In {_project(found)}, on day {stake.day}; the board said: {stake.known}.",
        f"To decide between this and: {stake.instead}; about {fmt.money(stake.cents)} hung on it.",
        f"{_who(found)} {did[:1].lower()}{did[1:]}." if did != stake.done else f"{did}.",
        f"{stake.came[:1].upper()}{stake.came[1:]}. {_outcome(found)}. {_YOURS}",
    )


def _lines(found: Debrief) -> list[str]:
    out: list[str] = []
    for number, story in enumerate(stories(found), 1):
        out += [
            *([""] if out else []),
            *wrap_labelled(f"Story {number}, day {story.day}: {story.title}", story.parts()),
        ]
    return out or [_NOTHING if found.finished else _NONE]


def _data(found: Debrief) -> dict[str, Any]:
    return {
        "stories": [
            {"day": one.day, "title": one.title, **{name.lower(): text for name, text in one.parts().items()}}
            for one in stories(found)
        ]
    }


PART: Final = Part("Stories of this game, which was a simulation", "Stories", _lines, _data)
