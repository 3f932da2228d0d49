"""From the views' decisions to questions on the screen, and the two questions about the whole project.

Numbers, choices and prices are the views'; this module lays them out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import ActionKind
from aiboard.engine.verbs import Action
from aiboard.tui.widgets.dialog import Answer, Check, Choice, Fact, Question, Row
from aiboard.views import fmt
from aiboard.views.board.families import families
from aiboard.views.board.header import header
from aiboard.views.decisions import decision as views
from aiboard.views.decisions.decision import Decision, price_lines, refusal_words


@dataclass(frozen=True, slots=True)
class Asking:
    """A question and what an answer to it means."""

    question: Question
    action: Callable[[Answer], Action]


def asking(decision: Decision) -> Asking:
    """A decision about a card or dataset as a question; the refused state of each choice stands with its price."""

    def action(answer: Answer) -> Action:
        return decision.build(answer.values, answer.text)

    def price(answer: Answer) -> tuple[Fact, ...]:
        return _facts(decision.price(answer.values))

    question = Question(
        title=decision.title,
        verb=decision.verb,
        facts=_facts(decision.facts),
        chart=decision.chart,
        checks=tuple(Check(line.mark, line.name, line.detail) for line in decision.checks),
        rows=tuple(
            Row(
                row.name,
                row.label,
                tuple(Choice(choice.value, choice.word, choice.detail) for choice in row.choices),
                row.at,
            )
            for row in decision.rows
        ),
        text_label=decision.text_label,
        text=decision.text,
        text_needed=decision.text_needed,
        price=price,
        warning=decision.refused or decision.warning,
    )
    return Asking(question, action)


def _facts(found: tuple[views.Fact, ...]) -> tuple[Fact, ...]:
    return tuple(Fact(fact.text, fact.tone) for fact in found)


def _price(board: Board, action: Action) -> tuple[Fact, ...]:
    refused = refusal_words(board, action)
    if refused:
        from aiboard.views.words import Tone

        return (Fact(refused, Tone.BAD),)
    return _facts(price_lines(board, action))


def add_idea(board: Board) -> Asking:
    """One more idea of a family."""
    choices = tuple(Choice(one.family, one.name, one.text.partition(": ")[2]) for one in families(board))

    def action(answer: Answer) -> Action:
        return Action(ActionKind.ADD_IDEA, answer.values.get("family", 0))

    question = Question(
        title="Ask for one more idea",
        verb="ask",
        facts=(Fact("Somebody proposes the next idea of the family."),),
        rows=(Row("family", "family", choices, 0),),
        price=lambda answer: _price(board, action(answer)),
    )
    return Asking(question, action)


def forecast(board: Board) -> Asking:
    """Two days: one you hold for 70 % likely, one for 90 %."""
    last = board.world.days
    days = list(range(min(board.day + 1, last), last + 1))
    sprint_days = board.world.sprint_days
    choices = tuple(
        Choice(day, f"day {day}", f"{fmt.weekday(day)}, sprint {(day - 1) // sprint_days + 1}") for day in days
    )
    first = board.forecast_70 or board.day + (last - board.day) // 2
    second = board.forecast_90 or board.day + (last - board.day) * 3 // 4

    def at(day: int) -> int:
        return max(0, min(len(days) - 1, day - days[0]))

    def action(answer: Answer) -> Action:
        return Action(ActionKind.FORECAST, -1, answer.values.get("p70", first), answer.values.get("p90", second))

    said: tuple[Fact, ...] = ()
    if board.forecast_70:
        said = (Fact(f"You said day {board.forecast_70} (70 %) and day {board.forecast_90} (90 %)."),)
    head = header(board)
    question = Question(
        title=f"When will a mean of {fmt.points(board.world.target_ppm)} on three eval seeds be measured?",
        verb="say it",
        facts=(
            Fact("Two days: by the first you are 70 % sure, by the second 90 %. Each is scored when due."),
            Fact(f"Today is day {head.day} of {head.days}."),
            *said,
        ),
        rows=(Row("p70", "70 % by", choices, at(first)), Row("p90", "90 % by", choices, at(second))),
        price=lambda answer: _price(board, action(answer)),
    )
    return Asking(question, action)
