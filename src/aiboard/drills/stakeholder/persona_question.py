"""One question put from a board by a persona: what is shown, the reply, what was found in it, what comes back.

`make_question` and `askable_questions` here and `grading.grade_answer` are all that a question about any board needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from aiboard.drills.asks import Ask, Option, Pick, Several, Words
from aiboard.drills.brief import Brief, Point
from aiboard.drills.drill import entry
from aiboard.drills.question import Answer, Question
from aiboard.drills.speaking import RATE
from aiboard.drills.stakeholder import room as rooms
from aiboard.drills.stakeholder.facts import Fact, facts, notes, short_with_customers
from aiboard.drills.stakeholder.forecast import KINDS, ForecastKind, first_customer
from aiboard.drills.stakeholder.numbers import NumberCheck, check_numbers
from aiboard.drills.stakeholder.parts import parts_in, reply_template, unlabelled
from aiboard.drills.stakeholder.room import PARTS, Item, Part, Persona, RoomFile, fill_facts
from aiboard.drills.stakeholder.snapshot import Snapshot
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Stage
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.labs.summary import alive
from aiboard.views.card import measure

ID: Final = "stakeholder"
FOLLOW_UPS: Final = 2
"""Most questions that come back."""
DOUBT: Final = "doubt"
"""What is attacked when a number is not the board's, in place of a part."""
_KILLED: Final = 3
"""Kills from which it is worth asking about them."""
_WORKED_ON: Final = (Stage.EXPERIMENT, Stage.EVALUATION, Stage.ITERATION)
"""Where a card still gets better."""
_WAYS: Final = (Option("typed", "In your own words"), Option("parts", "Part by part, a line each"))


@dataclass(frozen=True)
class PersonaQuestion:
    """A question put from a board.

    Attributes:
        moment: the board and where it comes from.
        room: the file that the question is of.
        item, persona: what is asked and by whom.
    """

    moment: Snapshot
    room: RoomFile
    item: Item
    persona: Persona

    @cached_property
    def board_facts(self) -> Mapping[str, Fact]:
        """The facts of the board."""
        return facts(self.moment.board)

    @property
    def spoken_text(self) -> str:
        """What is said."""
        return fill_facts(self.item.ask, self.board_facts)

    @property
    def required_parts(self) -> tuple[Part, ...]:
        """The parts of a good reply."""
        return tuple(part for part in PARTS if part in self.item.reply)

    def model(self) -> tuple[str, ...]:
        """A reply to hold one's own against."""
        return tuple(f"{part}: {fill_facts(self.item.reply[part], self.board_facts)}" for part in self.required_parts)

    @cached_property
    def question(self) -> Question:
        """As every drill asks it."""
        who = self.persona
        lines = (
            self.moment.origin,
            "",
            f"{who.name} ({who.role}). {who.about}",
            f"“{self.spoken_text}”",
            "",
            "Your notes from the board:",
            *(f"  {heading}: {' '.join(fact.note for fact in group)}" for heading, group in notes(self.moment.board)),
        )
        return Question(
            ID,
            f"{self.moment.id}/{who.id}/{self.item.id}",
            f"{who.name}, {who.role}",
            tuple(clean(line, 1_000) for line in lines),
            (Pick("way", "How do you reply?", _WAYS, "typed", prose="typed"),),
            entry(ID).checked,
            entry(ID).judged,
            self.item.dimension,
            self._more,
        )

    def brief(self) -> Brief:
        """The interviewer's side: parts, follow-ups in the persona's order, a model reply, what comes of a forecast."""
        who, parts = self.persona, self.room.parts
        good = tuple(Point(parts[part].name, parts[part].dimension) for part in self.required_parts)
        attacks = [(part, text) for part, text in who.attacks.items() if part in self.required_parts]
        asked = [f"Without {parts[part].name}: “{fill_facts(text, self.board_facts)}”" for part, text in attacks]
        asked.append(f"At a number that is not the board's: “{who.doubt}”")
        comes = KINDS[self.item.forecast].public_outcome(self.moment) if self.item.forecast else ()
        return Brief(good, tuple(asked), self.model(), truth=comes)

    def _more(self, answer: Answer) -> tuple[Ask, ...]:
        """The reply, what was found in it, and what comes back."""
        if "way" not in answer:
            return ()
        before = reply_template() if answer["way"] == "parts" else ""
        wanted: list[Ask] = [Words("reply", f"{self.persona.name}: {self.spoken_text}", rate=RATE, before=before)]
        if "reply" in answer:
            wanted += self._corrections(answer["reply"])
        if "parts" in answer:
            wanted += [
                Words(f"answer-{place}", f"{self.persona.name}: {text}", rate=RATE, optional=True)
                for place, (_, text) in enumerate(self.follow_ups(answer), 1)
            ]
            if said := self.said_later(answer):
                wanted += self._corrected_later(answer, said)
        return tuple(wanted)

    def said_later(self, answer: Answer) -> str:
        """What was said to the questions that came back; empty while one of them is open."""
        keys = [f"answer-{place}" for place in range(1, len(self.follow_ups(answer)) + 1)]
        return "\n".join(answer[key] for key in keys) if all(key in answer for key in keys) else ""

    def _corrected_later(self, answer: Answer, said: str) -> Iterator[Ask]:
        """What a program has found in what was said after, to be corrected: of the parts that were still missing."""
        missing = [part for part in self.required_parts if part not in answer["parts"]]
        if missing and said.strip():
            found = tuple(part for part in self.find_parts(said) if part in missing)
            options = tuple(Option(part, self.room.parts[part].name) for part in missing)
            yield Several("later", "Found in what you said after; correct what is wrong.", options, found)

    def _corrections(self, reply: str) -> Iterator[Ask]:
        """What a program has found in a reply, to be corrected."""
        options = tuple(Option(part, self.room.parts[part].name) for part in PARTS)
        yield Several("parts", "Found in your reply; correct what is wrong.", options, self.find_parts(reply))
        if self.item.forecast:
            kind = KINDS[self.item.forecast]
            stated = kind.read(unlabelled(reply))
            prompt = f"Your forecast, {kind.FORM}:"
            if stated is not None:
                prompt = f"Read as your forecast, {kind.FORM}; correct it:"
            before = "" if stated is None else kind.write(stated)
            yield Words("forecast", prompt, before=before, optional=True, unread=partial(_unread, kind))

    def find_parts(self, text: str) -> tuple[Part, ...]:
        """The parts that a program finds in a text."""
        return parts_in(self.room, text)

    def check_numbers(self, text: str) -> list[NumberCheck]:
        """The numbers of a text against the board."""
        return check_numbers(unlabelled(text), self.board_facts)

    def follow_ups(self, answer: Answer) -> list[tuple[str, str]]:
        """What comes back at a reply: the part that is missed, or DOUBT, and the sentence."""
        who = self.persona
        # A wrong number is attacked before a missing part: it puts the whole reply in doubt.
        wrong = next((one for one in self.check_numbers(answer["reply"]) if one.wrong), None)
        coming = [] if wrong is None else [(DOUBT, f"{who.doubt} (You said {wrong.number.text}.)")]
        # In the persona's own order: what presses most comes first.
        missing = [part for part in who.attacks if part in self.required_parts and part not in answer["parts"]]
        coming += [(part, fill_facts(who.attacks[part], self.board_facts)) for part in missing]
        return coming[:FOLLOW_UPS]


def _unread(kind: ForecastKind, text: str) -> str:
    return "" if kind.read(text) is not None else f"holds no forecast that can be read; write it {kind.FORM}"


def can_ask(item: Item, moment: Snapshot) -> bool:
    """Whether a question can be asked of a board."""
    known, board = facts(moment.board), moment.board
    holds = {
        "measured": "best" in known,
        "evaluated": "best" in known and known["seeds"].value != 0,
        "sliced": "slice" in known,
        "decided": known["decided"].value != 0,
        "killed": (known["killed"].value or 0) >= _KILLED,
        "not-live": not first_customer(board),
        "live": "live-quality" in known,
        "live-short": bool(short_with_customers(board)),
        "target-open": not board.target_day,
        "climbing": _climbing(board),
    }
    return all(holds[name] for name in item.when)


def _climbing(board: Board) -> bool:
    """Whether the best card is worked on and surely under the target: more of the same could still be asked for."""
    best = measure.best_estimate(board, alive(board))
    if best is None:
        return False
    return board.cards[best[0]].stage in _WORKED_ON and best[1].high < board.world.target_ppm


def askable_questions(moment: Snapshot, room: RoomFile | None = None) -> tuple[str, ...]:
    """Names of the questions that can be asked of a board, in the order of the room."""
    return tuple(item.id for item in (room or rooms.shipped()).questions if can_ask(item, moment))


def make_question(moment: Snapshot, name: str, persona: str = "", room: RoomFile | None = None) -> PersonaQuestion:
    """A question of a room about a board, asked by one who may ask it. InputError for names there are not."""
    found = room or rooms.shipped()
    item = found.item(name)
    if item is None or not can_ask(item, moment):
        able = ", ".join(askable_questions(moment, found))
        raise InputError(f"'{clean(name, 60)}' cannot be asked of this board; there are {able}")
    who = found.persona(persona or item.by[0])
    if who is None or who.id not in item.by:
        raise InputError(f"'{clean(persona, 60)}' does not ask that; {', '.join(item.by)} may")
    return PersonaQuestion(moment, found, item, who)
