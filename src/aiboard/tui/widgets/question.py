"""The questions that are about no card or dataset."""

from __future__ import annotations

from aiboard.engine.model.board import Board
from aiboard.engine.verbs import Action, AddIdea, Forecast
from aiboard.views import fmt
from aiboard.views.board.families import families
from aiboard.views.board.header import header
from aiboard.views.decisions.decision import Choice, ChoiceRow, DialogFact, Question, Values, price_lines, refusal_words
from aiboard.views.words import Tone


def _price(board: Board, action: Action) -> tuple[DialogFact, ...]:
    refused = refusal_words(board, action)
    return (DialogFact(refused, Tone.BAD),) if refused else price_lines(board, action)


def add_idea(board: Board) -> Question[Action]:
    """One more idea of a family."""
    choices = tuple(Choice(one.family, one.name, one.text.partition(": ")[2]) for one in families(board))

    def build(values: Values, _: str) -> Action:
        return AddIdea(values["family"])

    return Question(
        "Ask for one more idea",
        "ask",
        build,
        facts=(DialogFact("Somebody proposes the next idea of the family."),),
        rows=(ChoiceRow("family", "family", choices),),
        price=lambda values: _price(board, build(values, "")),
    )


def forecast(board: Board) -> Question[Action]:
    """Two days: one you hold for 70 % likely, one for 90 %."""
    last = board.world.days
    days = list(range(min(board.day + 1, last), last + 1))
    sprint_days = board.world.sprint_days
    choices = (
        *(Choice(day, f"day {day}", f"{fmt.weekday(day)}, sprint {(day - 1) // sprint_days + 1}") for day in days),
        Choice(last + 1, "later", f"not by the close, day {last}"),
    )
    first = board.forecast_70 or board.day + (last - board.day) // 2
    second = board.forecast_90 or board.day + (last - board.day) * 3 // 4

    def row(name: str, label: str, day: int) -> ChoiceRow:
        return ChoiceRow(name, label, choices, max(0, min(len(days), day - days[0])))

    def build(values: Values, _: str) -> Action:
        return Forecast(values["p70"], values["p90"])

    def price(values: Values) -> tuple[DialogFact, ...]:
        # Said in full: the general refusal would be cut before it comes to the point.
        if values["p90"] < values["p70"]:
            return (DialogFact("the 90 % day cannot come before the 70 % day", Tone.BAD),)
        return _price(board, build(values, ""))

    target = fmt.points(board.world.target_ppm)
    facts = [
        DialogFact(
            f"It clears {target} when the whole interval of its eval scores, on all the questions, lies over it."
        ),
        DialogFact("Two days: by the first you are 70 % sure, by the second 90 %. Each is scored when due."),
        DialogFact(f"Today is day {board.day} of {header(board).days}."),
    ]
    if board.forecast_70:
        facts.append(DialogFact(f"You said day {board.forecast_70} (70 %) and day {board.forecast_90} (90 %)."))
    return Question(
        f"By which day does a card clear {target}?",
        "say it",
        build,
        facts=tuple(facts),
        rows=(row("p70", "70 % by", first), row("p90", "90 % by", second)),
        price=price,
    )


def save_as(path: str) -> Question[str]:
    """Where the game goes on."""
    return Question(
        "Save as",
        "save",
        lambda _, text: text,
        facts=(DialogFact("The game goes on in this file; the one it was in stays as it is."),),
        text_label="File",
        text=path,
        text_needed=True,
    )


def undo_question(consent: str) -> Question[bool]:
    """Whether the game may become practice by an undo; `consent` says what that means."""
    return _practice("Take back the last action or day?", "take back", consent)


def coach_question(consent: str) -> Question[bool]:
    """The same for the coach's numbers."""
    return _practice("Ask the coach?", "ask", consent)


def _practice(title: str, confirm: str, consent: str) -> Question[bool]:
    facts = (DialogFact(consent), DialogFact("You are asked this once a game.", Tone.DIM))
    return Question(title, confirm, lambda _values, _text: True, facts=facts)
