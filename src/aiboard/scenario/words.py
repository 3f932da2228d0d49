"""How a scenario writes the members of the engine's vocabularies. Light: faces import this before any scenario."""

from __future__ import annotations

from enum import IntEnum


def word(member: IntEnum) -> str:
    """`gpu-shortage` for Chaos.GPU_SHORTAGE."""
    return member.name.lower().replace("_", "-")
