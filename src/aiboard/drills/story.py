"""Story (STAR): a decision of one's own finished game, told in four parts; the facts come from the debrief."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from aiboard.analysis.debrief import debrief
from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.stories import facts
from aiboard.analysis.stakes import Stake
from aiboard.drills import rubric
from aiboard.drills.asks import Ask, Words
from aiboard.drills.attempts import Store
from aiboard.drills.brief import Brief
from aiboard.drills.drill import Setting, entry
from aiboard.drills.question import Answer, Grade, Question
from aiboard.drills.speaking import RATE, speech_length_text
from aiboard.game import open_game
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.journal.saves import recent_saves

ID: Final = "story"
SECONDS: Final = 120
_BOXES: Final = (
    ("situation", "Situation: where was this, and what was known that day?"),
    ("task", "Task: what had to be decided, and what was at stake?"),
    ("action", "Action: what did you do, and why?"),
    ("result", "Result: what came of it, and what do you do differently since?"),
)
_PASS: Final = 0.8
_LEAST: Final = 5
"""Words of a part below which nothing can be in it."""
_NONE: Final = (
    "no finished game was found among the saves; play one to its end first (on the first screen, or with aiboard play "
    "first-sprint, which takes ten minutes), then come back here"
)


def make(setting: Setting) -> Story:
    """The drill on a save, or on the newest finished game in the folder of saves. InputError without one."""
    if setting.save is not None:
        return Story(_finished(setting.save, named=True))
    for save_info in recent_saves(deep=True):
        try:
            return Story(_finished(save_info.path, named=False))
        except InputError:
            continue
    # Read on the screen too: without the name of a flag.
    raise InputError(_NONE)


def _finished(path: Path, named: bool) -> tuple[str, Debrief]:
    with open_game(path) as game:
        if not game.board.over:
            raise InputError("is not finished; a story needs its result", file=path if named else None)
        # Without the bots: what they made of this luck is no part of the story.
        return path.stem, debrief(game, bots=())


class Story:
    """A question for each of the decisions that had most at stake."""

    def __init__(self, named_debrief: tuple[str, Debrief]) -> None:
        self._name, self._debrief = clean(named_debrief[0], 60), named_debrief[1]
        if not self._debrief.stakes:
            raise InputError("in this game nothing was decided that a story could be about")

    def next(self, store: Store) -> Question:
        """The decision that was told least often; of equals the one with most at stake."""
        past_questions = [attempt.question for attempt in store.attempts if attempt.drill == ID]
        ids = [self._id(index) for index in range(len(self._debrief.stakes))]
        return self.find(min(ids, key=past_questions.count))

    def _id(self, index: int) -> str:
        return f"{self._name}/{index + 1}"

    def find(self, id: str) -> Question:
        """A decision by `save/number`, from 1."""
        for index, stake in enumerate(self._debrief.stakes):
            if self._id(index) == id:
                return self._question(id, stake)
        names = f"{self._id(0)} to {self._id(len(self._debrief.stakes) - 1)}"
        raise InputError(f"no story is called '{clean(id, 80)}'; there are {names}")

    def _question(self, id: str, stake: Stake) -> Question:
        game_debrief = self._debrief
        lines = [
            "Tell it as in an interview: four parts, two minutes in all.",
            "",
            *facts(game_debrief, stake),
        ]
        asks = tuple(
            Words(key, prompt, SECONDS if key == "situation" else 0, RATE, min_words=_LEAST) for key, prompt in _BOXES
        )
        return Question(
            ID,
            id,
            f"Story: a decision of bot {game_debrief.bot}" if game_debrief.bot else "Story: a decision of yours",
            tuple(clean(line, 500) for line in lines),
            asks,
            entry(ID).checked,
            entry(ID).judged,
            "DEBUG",
            _more,
        )

    def brief(self, question: Question) -> Brief:
        """By the rubric; the facts of the decision stand in the question."""
        return rubric.brief(rubric.shipped(ID), question.dimension)

    def grade(self, question: Question, answer: Answer) -> Grade:
        """The share of the parts that the four boxes have; a story over two minutes loses a point."""
        story_text = _whole(answer)
        parts, present = rubric.shipped(ID), answer["parts"]
        coverage = {part.id: part.id in present for part in parts.parts}
        # By the pace of speech and not by the clock: it is typed here and spoken later.
        fits = len(story_text.split()) * 60 <= SECONDS * RATE
        lines = [speech_length_text(story_text, RATE, SECONDS) + ("." if fits else ": too long for two minutes."), ""]
        lines += rubric.part_lines(parts, _carried(answer), present)
        score = (sum(coverage.values()) + fits) / (len(coverage) + 1)
        # Whatever else is there: told as real it is no good story.
        right = score >= _PASS and coverage["simulation"]
        return Grade(score, right, tuple(lines), tuple(parts.model), data={"parts": coverage, "fits": fits})


def _whole(answer: Answer) -> str:
    return "\n".join(answer[key] for key, _ in _BOXES)


def _carried(answer: Answer) -> dict[str, str]:
    """The parts that the four boxes have, three of them looked for in their own box."""
    part_texts = {key: answer[key] for key in ("situation", "action", "result")}
    return rubric.find_parts(rubric.shipped(ID), _whole(answer), part_texts)


def _more(answer: Answer) -> tuple[Ask, ...]:
    """What was found in the story, to be corrected."""
    if any(key not in answer for key, _ in _BOXES):
        return ()
    return (rubric.correction(rubric.shipped(ID), _carried(answer)),)
