"""A resolved scenario: one variant, checked, with every dial written out, and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiboard.engine.model.world import World

if TYPE_CHECKING:
    from aiboard.scenario.models import Scenario


def sha_of(data: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the canonical JSON of a resolved scenario: sorted keys, no spaces, ASCII."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


@dataclass(frozen=True)
class ResolvedScenario:
    """What a game is played on.

    Attributes:
        key: `support-chatbot:calm`; without a variant just the id.
        data: plain JSON values in the scenario's own units; a journal's header holds exactly this.
        sha: fingerprint of `data`.
        scenario: the same, typed, with the prose; numbers in engine units. Dials not given are None here.
        file: where it was read from, or None.
        variants: names of the variants its file has; empty for one that came from a journal.
    """

    key: str
    data: dict[str, Any]
    sha: str
    scenario: Scenario
    compiled: World
    file: str | None = None
    variants: tuple[str, ...] = ()

    def world(self) -> World:
        """The rules' half. One object, shared: nobody may change it."""
        return self.compiled
