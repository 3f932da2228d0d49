"""The pitch: thirty seconds about how one leads an AI team, at a stated rate of speech."""

from __future__ import annotations

from typing import Final

from aiboard.drills import rubric
from aiboard.drills.asks import Ask, Words
from aiboard.drills.brief import Brief
from aiboard.drills.drill import OneQuestion, Setting, entry
from aiboard.drills.question import Answer, Grade, Question
from aiboard.drills.speaking import RATE, seconds, speech_length_text

ID: Final = "pitch"
SECONDS: Final = 30
_SHORTEST: Final = 15
"""Seconds below which there was time for one more part."""
_LEAST: Final = 10
"""Words below which it is no pitch."""


def make(setting: Setting) -> Pitch:
    """The drill; nothing in it is drawn."""
    return Pitch()


def _more(answer: Answer) -> tuple[Ask, ...]:
    """What was found in the pitch, to be corrected."""
    if ID not in answer:
        return ()
    parts = rubric.shipped(ID)
    return (rubric.correction(parts, rubric.find_parts(parts, answer[ID])),)


class Pitch(OneQuestion):
    """The pitch: its length, its parts."""

    QUESTION = Question(
        ID,
        ID,
        "Pitch: thirty seconds",
        (
            "Why should we hire you to lead an AI team?",
            "",
            f"You have {SECONDS} seconds, which is {SECONDS * RATE // 60} words at {RATE} words a minute.",
            "Write it as you would say it, then say it aloud once.",
            "Four things are looked for: how most experiments end, what your tickets are, what accepts a model, and "
            "what you tell leaders.",
        ),
        (Words("pitch", "Your pitch:", SECONDS, RATE, min_words=_LEAST),),
        entry(ID).checked,
        entry(ID).judged,
        more=_more,
    )

    def brief(self, question: Question) -> Brief:
        """By the rubric."""
        return rubric.brief(rubric.shipped(ID), question.dimension)

    def grade(self, question: Question, answer: Answer) -> Grade:
        """Length and parts, a point each."""
        text = answer["pitch"]
        parts = rubric.shipped(ID)
        needed = seconds(text)
        fits = _SHORTEST <= needed <= SECONDS
        present = answer["parts"]
        coverage = {part.id: part.id in present for part in parts.parts}
        lines = [speech_length_text(text, RATE, SECONDS) + ("." if fits else ": " + _length(needed)), ""]
        lines += rubric.part_lines(parts, rubric.find_parts(parts, text), present)
        score = (sum(coverage.values()) + fits) / (len(coverage) + 1)
        data = {"seconds": needed, "fits": fits, "parts": coverage}
        return Grade(score, fits and all(coverage.values()), tuple(lines), tuple(parts.model), data=data)


def _length(needed: int) -> str:
    return "too long, drop what is not one of the parts" if needed > SECONDS else "there is time for more"
