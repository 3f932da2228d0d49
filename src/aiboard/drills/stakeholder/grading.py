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


def grade(persona_question: PersonaQuestion, reply: str | Mapping[str, Any]) -> Grade:
    """What a reply is worth: a text, or an answer with more (`parts`, `forecast`, `answer-1`, `answer-2`).

    InputError for an answer that is not what is asked.
    """
    answer = {"reply": reply} if isinstance(reply, str) else reply
    return grade_answer(persona_question, persona_question.question.read(answer))


def grade_answer(persona_question: PersonaQuestion, answer: Answer) -> Grade:
    """The same of an answer that was read already."""
    parts = _parts(persona_question, answer)
    numbers = _unique_numbers(
        persona_question.check_numbers(f"{answer['reply']}\n{persona_question.said_later(answer)}")
    )
    forecast = _forecast(persona_question, answer)
    scores = {"parts": sum(parts.values()) / len(parts), "facts": _facts(numbers)}
    if forecast is not None and forecast.score is not None:
        scores["forecast"] = forecast.score
    score = sum(_WEIGHTS[name] * value for name, value in scores.items()) / sum(_WEIGHTS[name] for name in scores)
    right = score >= _PASS and not any(one.wrong for one in numbers)
    lines = [
        f"{score * 100:.0f} of 100 ({', '.join(f'{name} {value * 100:.0f}' for name, value in scores.items())}).",
        "",
        *_part_lines(persona_question, answer, parts),
        "",
        *_number_lines(numbers),
        *(("", *forecast.lines) if forecast is not None else ()),
        "",
        *_closing(persona_question, answer),
    ]
    data = {
        "parts": parts,
        "found": list(persona_question.find_parts(answer["reply"])),
        "follow_ups": [{"part": part, "asks": text} for part, text in persona_question.follow_ups(answer)],
        "numbers": [
            {"said": one.number.text, "fact": one.fact.id if one.fact else None, "right": one.right} for one in numbers
        ],
        "forecast": dict(forecast.data) if forecast is not None else None,
        "scores": {name: round(value, 4) for name, value in scores.items()},
    }
    return Grade(score, right, tuple(lines), persona_question.model(), data=data)


def _parts(persona_question: PersonaQuestion, answer: Answer) -> dict[Part, float]:
    """Each wanted part: 1 where it was said, less where it came only after, 0 where it did not."""
    later_parts = answer.get("later", ())
    return {
        part: 1.0 if part in answer["parts"] else _SECOND * (part in later_parts)
        for part in persona_question.required_parts
    }


def _unique_numbers(numbers: Sequence[NumberCheck]) -> list[NumberCheck]:
    """Each number as it was said, the first time."""
    return sorted({one.number.text: one for one in reversed(numbers)}.values(), key=numbers.index)


def _facts(numbers: Sequence[NumberCheck]) -> float:
    """The share of the checked numbers that are right; 0 where none could be checked."""
    checked = [one for one in numbers if one.fact is not None]
    return sum(one.right for one in checked) / len(checked) if checked else 0.0


def _forecast(persona_question: PersonaQuestion, answer: Answer) -> ForecastScore | None:
    if not persona_question.item.forecast:
        return None
    kind = KINDS[persona_question.item.forecast]
    forecast = kind.read(answer["forecast"])
    if forecast is None:
        # What it would have been held against is worth knowing all the same.
        line = f"✗ You were asked for a forecast, {kind.FORM}, and gave none."
        return ForecastScore(0.0, (line, *kind.public_outcome(persona_question.snapshot)), {})
    return kind.public_score(persona_question.snapshot, forecast)


def _part_lines(persona_question: PersonaQuestion, answer: Answer, parts: Mapping[Part, float]) -> Iterator[str]:
    detected_parts = (
        *persona_question.find_parts(answer["reply"]),
        *persona_question.find_parts(persona_question.said_later(answer)),
    )
    yield "Parts, looked for by a program, corrected by you:"
    for part, worth in parts.items():
        yours = " (by your word)" if worth and part not in detected_parts else ""
        late = " (only when asked)" if worth == _SECOND else ""
        yield f"{'✓' if worth else '✗'} {persona_question.room.parts[part].name}{yours}{late}"


def _number_lines(numbers: Sequence[NumberCheck]) -> Iterator[str]:
    yield "Numbers, held against the board by a program:"
    yield from (one.line for one in numbers)
    if not numbers:
        yield "✗ You said none."


def _closing(persona_question: PersonaQuestion, answer: Answer) -> Iterator[str]:
    if not persona_question.follow_ups(answer):
        persona = persona_question.persona
        yield f"{persona.name}: {fill_facts(persona.content, persona_question.board_facts)}"
    yield "For you to judge: whether it answers the question, in an order that can be followed, and would convince."
