"""A small scenario with every system on, for tests of games and saves."""

from functools import cache
from typing import Any, Final

from aiboard.scenario import ResolvedScenario, from_data

#: Three approaches, one of them of agents.
FAMILIES: Final[list[dict[str, Any]]] = [
    {"id": "rag", "name": "Retrieval", "ceiling": 91},
    {"id": "tuning", "name": "Fine-tuning", "ceiling": 92},
    {"id": "agents", "name": "Tool agents", "ceiling": 89, "agent": True},
]


def data(days: int = 30) -> dict[str, Any]:
    """Twenty ideas of three families (one of agents), three datasets, chaos."""
    ideas = [
        {
            "id": f"EXP-{n:03d}",
            "title": f"Idea {n}",
            "hypothesis": "It gets better.",
            "method": "Try it.",
            "family": FAMILIES[n % 3]["id"],
            "by": ("ana", "ben")[n % 2],
            "gpus": 1 + n % 2,
            "runs": 2,
            "run_days": 2,
            "setup_days": 1,
            "sprint": 0 if n <= 12 else 2 if n <= 15 else 99,
            **({"dataset": "DS-2"} if n % 4 == 0 else {}),
        }
        for n in range(1, 21)
    ]
    return {
        "format": 1,
        "id": "small",
        "title": "Small project",
        "canvas": {"objective": "Answer customers well."},
        "families": FAMILIES,
        "people": [{"id": "ana", "name": "Ana", "role": "Scientist"}, {"id": "ben", "name": "Ben", "role": "Engineer"}],
        "datasets": [
            {"id": "DS-1", "title": "Corpus", "items": 1000, "ready": True},
            {"id": "DS-2", "title": "Labels", "items": 500, "cost": 4000, "collection": [1, 2], "annotation": [1, 3]},
            {"id": "DS-3", "title": "More", "items": 500, "cost": 2000, "scope": True},
        ],
        "ideas": ideas,
        "calendar": {"days": days},
    }


@cache
def small(days: int = 30) -> ResolvedScenario:
    """The scenario, checked."""
    return from_data(data(days))
