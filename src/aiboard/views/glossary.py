"""What tags and words on the screens mean: glossary.yaml, with this project's numbers, for the help of every face."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any, Final

from pydantic import Field

from aiboard.engine.gate import readout_sd
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.model.world import World
from aiboard.engine.systems.production import ALERT_DAYS, ALERT_SHARE
from aiboard.engine.verbs.live import SHARES
from aiboard.scenario.content import Content, ContentFile, shipped
from aiboard.views import fmt


@dataclass(frozen=True, slots=True)
class Term:
    """A word, other forms of it that screens show, and what it means here."""

    word: str
    aliases: tuple[str, ...]
    text: str


class _Row(Content):
    word: str
    also: list[str] = Field(default=[])
    text: str


class _File(ContentFile):
    terms: list[_Row]


@cache
def _rows() -> list[_Row]:
    return shipped(_File, "aiboard.views", "glossary.yaml").terms


_FORMS: Final[Mapping[str, Callable[[Any], str]]] = {
    "": str,
    "points": fmt.points,
    "signed": fmt.signed_points,
    "money": fmt.exact_money,
    "kappa": fmt.kappa,
    "seconds": fmt.seconds,
}
"""How a number in braces is written, by what stands after its colon."""


class _Numbers(Formatter):
    """Fills braces with what is worked out for them, else with the field of the world that they name."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._values = _worked_out(world)

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """The value of a name."""
        return self._values[str(key)] if key in self._values else getattr(self._world, str(key))

    def format_field(self, value: Any, format_spec: str) -> str:
        """The value as it is written."""
        return _FORMS[format_spec](value)


def glossary(world: World) -> tuple[Term, ...]:
    """Every word with this project's numbers, in the order of the file."""
    numbers = _Numbers(world)
    return tuple(Term(row.word, tuple(row.also), numbers.format(row.text)) for row in _rows())


def find(text: str, world: World) -> tuple[Term, ...]:
    """The terms that a word names: called exactly so, else those that begin with it, else hold it; empty for none."""
    query = text.strip().lower()
    terms = glossary(world)
    term_names = [(term, [name.lower() for name in (term.word, *term.aliases)]) for term in terms]
    # Exact names first: `due` must not find `residue`, nor `review` all that mention one.
    for compare in (str.__eq__, str.startswith, str.__contains__) if query else ():
        matches = tuple(term for term, names in term_names if any(compare(name, query) for name in names))
        if matches:
            return matches
    return ()


def _worked_out(world: World) -> dict[str, str]:
    """What stands in braces and is no field of the world as it is."""
    check = fmt.kill_check_day(world)
    review = f"Takes {fmt.days(world.legal_days)} from the day you start it; nothing goes live before."
    return {
        "readout": fmt.points(readout_sd(world)),
        "kill_check": f", day {check}" if check else "",
        "wip": str(world.wip[Stage.EXPERIMENT]),
        "wip_rule": "No card enters a full column." if world.hard_wip else "More are allowed; see focus.",
        "focus": ", ".join(map(str, world.focus_pct)),
        "pool": fmt.count(world.gpus, "GPU"),
        "gpu_hour": f"${world.gpu_hour_cents / 100:.2f}",
        "shares": ", ".join(map(str, SHARES)),
        "half": str(ALERT_SHARE),
        "drift": fmt.points(world.drift_ppm_day * 10),
        "alert_days": str(ALERT_DAYS),
        "legal": review if world.needs_legal else "This project needs no legal review.",
        "minutes": f": {fmt.minutes(world.minutes)} a day" if world.minutes else "",
    }
