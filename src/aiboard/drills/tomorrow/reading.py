"""What to read again: the books and guides that people who hire for this work know, by dimension."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Reading:
    """Something to read or to take: its title, what it is, what is in it for you, for which dimensions."""

    title: str
    kind: str
    gives: str
    dimensions: tuple[str, ...]


READING: Final = (
    Reading(
        "PSM I and PSM II, Scrum.org",
        "certificate",
        "the Scrum that an employer takes for granted before you say what differs here",
        ("CONCEPT",),
    ),
    Reading("SAFe Agilist", "certificate", "how large companies plan across many teams", ("DESIGN",)),
    Reading(
        "Accelerate, Forsgren, Humble and Kim",
        "book",
        "lead time, deployment frequency, failure rate and recovery, with the evidence for them",
        ("CONCEPT", "DESIGN"),
    ),
    Reading(
        "Designing Machine Learning Systems, Huyen",
        "book",
        "data, evaluation, deployment and monitoring of models, end to end",
        ("DESIGN", "DEBUG"),
    ),
    Reading(
        "Building LLM Apps, Huyen",
        "guide",
        "how to evaluate generated text, search before answering, and prompts as code",
        ("CODE", "FRONTIER"),
    ),
    Reading("MLOps Community", "community", "which tools and practices teams use this year", ("FRONTIER",)),
    Reading(
        "Rules of Machine Learning, Zinkevich, Google",
        "guide",
        "43 rules; the first ones are about when not to use machine learning at all",
        ("CODE", "DEBUG"),
    ),
)
"""The source's list; titles and authors are facts, what each gives is said anew."""

DRILLS: Final = {
    "CONCEPT": ("quiz", "pitch"),
    "DESIGN": ("whiteboard", "case"),
    "CODE": ("defect", "quiz"),
    "DEBUG": ("diagnose", "story"),
    "FRONTIER": ("quiz", "stakeholder"),
}
"""By dimension: the drills that practise it."""
