"""What a reply is worth: its parts, its numbers against the board, its forecast against what comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from aiboard.drills.question import Answer, Grade
from aiboard.drills.stakeholder.forecast import KINDS, ForecastScore
from aiboard.drills.stakeholder.numbers import NumberCheck
from aiboard.drills.stakeholder.persona_question import PersonaQuestion
from aiboard.drills.stakeholder.room import Part, fill_facts

#: Of the score; what does not apply to a question leaves its share to the others.
_WEIGHTS: Final = {"parts": 0.5, "facts": 0.25, "forecast": 0.25}
_SECOND: Final = 0.5
"""What a part counts that came only when it was asked for."""
_PASS: Final = 0.7


def grade(asked: PersonaQuestion, reply: str | Mapping[str, Any]) -> Grade:
    """What a reply is worth: a text, or an answer with more (`parts`, `forecast`, `answer-1`, `answer-2`).

    InputError for an answer that is not what is asked.
    """
    given = {"reply": reply} if isinstance(reply, str) else reply
    return grade_answer(asked, asked.question.read(given))


def grade_answer(asked: PersonaQuestion, answer: Answer) -> Grade:
    """The same of an answer that was read already."""
    parts = _parts(asked, answer)
    numbers = _unique_numbers(asked.check_numbers(f"{answer['reply']}\n{asked.said_later(answer)}"))
    forecast = _forecast(asked, answer)
    scores = {"parts": sum(parts.values()) / len(parts), "facts": _facts(numbers)}
    if forecast is not None and forecast.score is not None:
        scores["forecast"] = forecast.score
    score = sum(_WEIGHTS[name] * value for name, value in scores.items()) / sum(_WEIGHTS[name] for name in scores)
    right = score >= _PASS and not any(one.wrong for one in numbers)
    lines = [
        f"{score * 100:.0f} of 100 ({', '.join(f'{name} {value * 100:.0f}' for name, value in scores.items())}).",
        "",
        *_part_lines(asked, answer, parts),
        "",
        *_number_lines(numbers),
        *(("", *forecast.lines) if forecast is not None else ()),
        "",
        *_closing(asked, answer),
    ]
    data = {
        "parts": parts,
        "found": list(asked.find_parts(answer["reply"])),
        "follow_ups": [{"part": part, "asks": text} for part, text in asked.follow_ups(answer)],
        "numbers": [
            {"said": one.number.text, "fact": one.fact.id if one.fact else None, "right": one.right} for one in numbers
        ],
        "forecast": dict(forecast.data) if forecast is not None else None,
        "scores": {name: round(value, 4) for name, value in scores.items()},
    }
    return Grade(score, right, tuple(lines), asked.model(), data=data)


def _parts(asked: PersonaQuestion, answer: Answer) -> dict[Part, float]:
    """Each wanted part: 1 where it was said, less where it came only after, 0 where it did not."""
    after = answer.get("later", ())
    return {part: 1.0 if part in answer["parts"] else _SECOND * (part in after) for part in asked.required_parts}


def _unique_numbers(numbers: Sequence[NumberCheck]) -> list[NumberCheck]:
    """Each number as it was said, the first time."""
    return sorted({one.number.text: one for one in reversed(numbers)}.values(), key=numbers.index)


def _facts(numbers: Sequence[NumberCheck]) -> float:
    """The share of the checked numbers that are right; 0 where none could be checked."""
    checked = [one for one in numbers if one.fact is not None]
    return sum(one.right for one in checked) / len(checked) if checked else 0.0


def _forecast(asked: PersonaQuestion, answer: Answer) -> ForecastScore | None:
    if not asked.item.forecast:
        return None
    kind = KINDS[asked.item.forecast]
    stated = kind.read(answer["forecast"])
    if stated is None:
        # What it would have been held against is worth knowing all the same.
        missing = f"✗ You were asked for a forecast, {kind.FORM}, and gave none."
        return ForecastScore(0.0, (missing, *kind.public_outcome(asked.moment)), {})
    return kind.public_score(asked.moment, stated)


def _part_lines(asked: PersonaQuestion, answer: Answer, parts: Mapping[Part, float]) -> Iterator[str]:
    found = (*asked.find_parts(answer["reply"]), *asked.find_parts(asked.said_later(answer)))
    yield "Parts, looked for by a program, corrected by you:"
    for part, worth in parts.items():
        yours = " (by your word)" if worth and part not in found else ""
        late = " (only when asked)" if worth == _SECOND else ""
        yield f"{'✓' if worth else '✗'} {asked.room.parts[part].name}{yours}{late}"


def _number_lines(numbers: Sequence[NumberCheck]) -> Iterator[str]:
    yield "Numbers, held against the board by a program:"
    yield from (one.line for one in numbers)
    if not numbers:
        yield "✗ You said none."


def _closing(asked: PersonaQuestion, answer: Answer) -> Iterator[str]:
    if not asked.follow_ups(answer):
        yield f"{asked.persona.name}: {fill_facts(asked.persona.content, asked.board_facts)}"
    yield "For you to judge: whether it answers the question, in an order that can be followed, and would convince."
