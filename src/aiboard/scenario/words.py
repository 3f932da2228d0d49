"""How a scenario spells the members of the engine's enumerations. Imports little: faces need it before any scenario."""

from __future__ import annotations

from enum import IntEnum


def kebab(member: IntEnum) -> str:
    """`gpu-shortage` for Chaos.GPU_SHORTAGE."""
    return member.name.lower().replace("_", "-")
