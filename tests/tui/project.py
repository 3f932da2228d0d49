"""A small project for tests of the app: two GPUs, eight ideas, a dataset, an agent family, a coach."""

from typing import Any


def data(title: str = "Test project") -> dict[str, Any]:
    """The scenario as plain data."""
    families = [
        {"id": "rag", "name": "Retrieval", "ceiling": 91},
        {"id": "tuning", "name": "Fine-tuning", "ceiling": 92},
        {"id": "agents", "name": "Tool agents", "ceiling": 89, "agent": True},
    ]
    ideas = [
        {
            "id": f"EXP-{n:03d}",
            "title": f"Idea number {n}",
            "hypothesis": "It answers more questions.",
            "method": "Try it and measure.",
            "family": families[n % 3]["id"],
            "by": ("ana", "ben")[n % 2],
            "gpus": 1,
            "runs": 2,
            "run_days": 1,
            "setup_days": 1,
            **({"dataset": "DS-2"} if n == 8 else {}),
        }
        for n in range(1, 9)
    ]
    return {
        "format": 1,
        "id": "test-project",
        "title": title,
        "canvas": {"objective": "Answer customers well.", "metrics": ["90 of 100 right"], "note": "A point is $100."},
        "story": {
            "scene": "Monday. Somebody promised a demo.",
            "first_customer": "It worked.",
            "messages": [{"sprint": 1, "from": "ana", "text": "The demo is on Friday."}],
            "epilogues": {"nothing": "Nothing went live."},
        },
        "coach": [{"when": "start", "say": "Start two cards."}, {"when": "killed", "say": "A kill is a result."}],
        "families": families,
        "people": [
            {"id": "ana", "name": "Ana", "role": "Scientist", "lines": {"killed": "Good to know."}},
            {"id": "ben", "name": "Ben", "role": "Engineer"},
        ],
        "datasets": [
            {"id": "DS-1", "title": "Corpus", "items": 1000, "ready": True},
            {"id": "DS-2", "title": "Labels", "items": 500, "cost": 4000, "collection": [1, 2], "annotation": [1, 2]},
        ],
        "ideas": ideas,
        "calendar": {"days": 20, "sprint_days": 10},
        "goal": {"kill_run": 1},
        "compute": {"gpus": 2},
        "chaos": {"events": 0},
    }
