"""How long a text takes to say."""

from __future__ import annotations

import re
from typing import Final

from aiboard.drills.asks import Words
from aiboard.drills.question import Answer, Question
from aiboard.views import fmt

RATE: Final = 150
"""Words a minute of somebody who talks calmly to one other person."""


def words(text: str) -> int:
    """Words as they are spoken: a number with its sign is one."""
    return len(re.findall(r"[^\s]*\w[^\s]*", text))


def seconds(text: str, rate: int = RATE) -> int:
    """Seconds it takes at a rate of words a minute, rounded up."""
    return -(-words(text) * 60 // rate)


def speech_length_text(text: str, rate: int, limit: int) -> str:
    """`62 words, 25 s at 150 words a minute; 30 s are there`; without a limit (0) its last part is left out."""
    limit_text = f"; {limit} s are there" if limit else ""
    return f"{fmt.count(words(text), 'word')}, {seconds(text, rate)} s at {rate} words a minute{limit_text}"


def total_speech_text(question: Question, answer: Answer, ask: Words, text: str) -> str:
    """How long a text takes to say; of one that is told in several parts, how long all of them take."""
    parts = [one for one in question.asks if isinstance(one, Words) and one.rate]
    limit = max((one.seconds for one in parts), default=0)
    if ask not in parts or len(parts) < 2:
        return speech_length_text(text, ask.rate, ask.seconds)
    full_text = "\n".join([*(str(answer.get(one.key, "")) for one in parts if one != ask), text])
    return f"{speech_length_text(text, ask.rate, 0)}; in all {seconds(full_text, ask.rate)} of {limit} s"
