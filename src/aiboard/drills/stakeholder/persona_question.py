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
        snapshot: the board and where it comes from.
        room: the file that the question is of.
        item, persona: what is asked and by whom.
    """

    snapshot: Snapshot
    room: RoomFile
    item: Item
    persona: Persona

    @cached_property
    def board_facts(self) -> Mapping[str, Fact]:
        """The facts of the board."""
        return facts(self.snapshot.board)

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
        persona = self.persona
        lines = (
            self.snapshot.origin,
            "",
            f"{persona.name} ({persona.role}). {persona.about}",
            f"“{self.spoken_text}”",
            "",
            "Your notes from the board:",
            *(f"  {heading}: {' '.join(fact.note for fact in group)}" for heading, group in notes(self.snapshot.board)),
        )
        return Question(
            ID,
            f"{self.snapshot.id}/{persona.id}/{self.item.id}",
            f"{persona.name}, {persona.role}",
            tuple(clean(line, 1_000) for line in lines),
            (Pick("way", "How do you reply?", _WAYS, "typed", prose="typed"),),
            entry(ID).checked,
            entry(ID).judged,
            self.item.dimension,
            self._more,
        )

    def brief(self) -> Brief:
        """The interviewer's side: parts, follow-ups in the persona's order, a model reply, what comes of a forecast."""
        persona, parts = self.persona, self.room.parts
        good = tuple(Point(parts[part].name, parts[part].dimension) for part in self.required_parts)
        attacks = [(part, text) for part, text in persona.attacks.items() if part in self.required_parts]
        follow_ups = [f"Without {parts[part].name}: “{fill_facts(text, self.board_facts)}”" for part, text in attacks]
        follow_ups.append(f"At a number that is not the board's: “{persona.doubt}”")
        outcome = KINDS[self.item.forecast].public_outcome(self.snapshot) if self.item.forecast else ()
        return Brief(good, tuple(follow_ups), self.model(), truth=outcome)

    def _more(self, answer: Answer) -> tuple[Ask, ...]:
        """The reply, what was found in it, and what comes back."""
        if "way" not in answer:
            return ()
        initial = reply_template() if answer["way"] == "parts" else ""
        asks: list[Ask] = [Words("reply", f"{self.persona.name}: {self.spoken_text}", rate=RATE, initial=initial)]
        if "reply" in answer:
            asks += self._corrections(answer["reply"])
        if "parts" in answer:
            asks += [
                Words(f"answer-{number}", f"{self.persona.name}: {text}", rate=RATE, optional=True)
                for number, (_, text) in enumerate(self.follow_ups(answer), 1)
            ]
            if later_text := self.said_later(answer):
                asks += self._corrected_later(answer, later_text)
        return tuple(asks)

    def said_later(self, answer: Answer) -> str:
        """What was said to the questions that came back; empty while one of them is open."""
        keys = [f"answer-{number}" for number in range(1, len(self.follow_ups(answer)) + 1)]
        return "\n".join(answer[key] for key in keys) if all(key in answer for key in keys) else ""

    def _corrected_later(self, answer: Answer, later_text: str) -> Iterator[Ask]:
        """What a program has found in what was said after, to be corrected: of the parts that were still missing."""
        missing = [part for part in self.required_parts if part not in answer["parts"]]
        if missing and later_text.strip():
            detected_parts = tuple(part for part in self.find_parts(later_text) if part in missing)
            options = tuple(Option(part, self.room.parts[part].name) for part in missing)
            yield Several("later", "Found in what you said after; correct what is wrong.", options, detected_parts)

    def _corrections(self, reply: str) -> Iterator[Ask]:
        """What a program has found in a reply, to be corrected."""
        options = tuple(Option(part, self.room.parts[part].name) for part in PARTS)
        yield Several("parts", "Found in your reply; correct what is wrong.", options, self.find_parts(reply))
        if self.item.forecast:
            kind = KINDS[self.item.forecast]
            forecast = kind.read(unlabelled(reply))
            prompt = f"Your forecast, {kind.FORM}:"
            if forecast is not None:
                prompt = f"Read as your forecast, {kind.FORM}; correct it:"
            initial = "" if forecast is None else kind.write(forecast)
            yield Words("forecast", prompt, initial=initial, optional=True, read_error=partial(_unread, kind))

    def find_parts(self, text: str) -> tuple[Part, ...]:
        """The parts that a program finds in a text."""
        return parts_in(self.room, text)

    def check_numbers(self, text: str) -> list[NumberCheck]:
        """The numbers of a text against the board."""
        return check_numbers(unlabelled(text), self.board_facts)

    def follow_ups(self, answer: Answer) -> list[tuple[str, str]]:
        """What comes back at a reply: the part that is missed, or DOUBT, and the sentence."""
        persona = self.persona
        # A wrong number is attacked before a missing part: it puts the whole reply in doubt.
        wrong = next((one for one in self.check_numbers(answer["reply"]) if one.wrong), None)
        questions = [] if wrong is None else [(DOUBT, f"{persona.doubt} (You said {wrong.number.text}.)")]
        # In the persona's own order: what presses most comes first.
        missing = [part for part in persona.attacks if part in self.required_parts and part not in answer["parts"]]
        questions += [(part, fill_facts(persona.attacks[part], self.board_facts)) for part in missing]
        return questions[:FOLLOW_UPS]


def _unread(kind: ForecastKind, text: str) -> str:
    return "" if kind.read(text) is not None else f"holds no forecast that can be read; write it {kind.FORM}"


def can_ask(item: Item, snapshot: Snapshot) -> bool:
    """Whether a question can be asked of a board."""
    board_facts, board = facts(snapshot.board), snapshot.board
    conditions = {
        "measured": "best" in board_facts,
        "evaluated": "best" in board_facts and board_facts["seeds"].value != 0,
        "sliced": "slice" in board_facts,
        "decided": board_facts["decided"].value != 0,
        "killed": (board_facts["killed"].value or 0) >= _KILLED,
        "not-live": not first_customer(board),
        "live": "live-quality" in board_facts,
        "live-short": bool(short_with_customers(board)),
        "target-open": not board.target_day,
        "climbing": _climbing(board),
    }
    return all(conditions[name] for name in item.when)


def _climbing(board: Board) -> bool:
    """Whether the best card is worked on and surely under the target: more of the same could still be asked for."""
    best = measure.best_estimate(board, alive(board))
    if best is None:
        return False
    return board.cards[best[0]].stage in _WORKED_ON and best[1].high < board.world.target_ppm


def askable_questions(snapshot: Snapshot, room: RoomFile | None = None) -> tuple[str, ...]:
    """Names of the questions that can be asked of a board, in the order of the room."""
    return tuple(item.id for item in (room or rooms.shipped()).questions if can_ask(item, snapshot))


def make_question(snapshot: Snapshot, name: str, persona: str = "", room: RoomFile | None = None) -> PersonaQuestion:
    """A question of a room about a board, asked by one who may ask it. InputError for names there are not."""
    chosen_room = room or rooms.shipped()
    item = chosen_room.item(name)
    if item is None or not can_ask(item, snapshot):
        names = ", ".join(askable_questions(snapshot, chosen_room))
        raise InputError(f"'{clean(name, 60)}' cannot be asked of this board; there are {names}")
    asker = chosen_room.persona(persona or item.by[0])
    if asker is None or asker.id not in item.by:
        raise InputError(f"'{clean(persona, 60)}' does not ask that; {', '.join(item.by)} may")
    return PersonaQuestion(snapshot, chosen_room, item, asker)
