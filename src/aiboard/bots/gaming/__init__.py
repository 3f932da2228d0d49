"""The anti-gaming set: every trick that somebody found, as a bot. Each has to earn less than the policy it is tried on.

They read the Board only and act by the same rules as a player: a trick that pays is a hole in the rules.
"""

from typing import Final

from aiboard.bots.base import Bot
from aiboard.bots.gaming.backlog import (
    AlwaysExplore,
    InjectScope,
    KillQuota,
    OneFamily,
    ReserveAll,
    RevealAll,
    SacrificeKills,
    SpamFreeActions,
    TicketsAhead,
)
from aiboard.bots.gaming.base import Gaming
from aiboard.bots.gaming.evidence import FirstOverBar, NeverEvaluate, OneSeed, OverloadEvaluations, TestInProduction
from aiboard.bots.gaming.launches import BigBang, IgnoreLimits, KillNotRollBack, NeverRollBack, RelaunchUnchanged
from aiboard.bots.gaming.plain import Plain

#: Name of the policy that the tricks are tried on.
BASIS: Final[str] = Gaming("").basis.name
_TRICKS: Final[dict[str, type[Gaming]]] = {
    "sacrifice-kills": SacrificeKills,
    "reveal-all": RevealAll,
    "big-bang": BigBang,
    "test-in-production": TestInProduction,
    "ignore-limits": IgnoreLimits,
    "never-roll-back": NeverRollBack,
    "relaunch-unchanged": RelaunchUnchanged,
    "kill-not-roll-back": KillNotRollBack,
    "one-family": OneFamily,
    "one-seed": OneSeed,
    "first-over-bar": FirstOverBar,
    "never-evaluate": NeverEvaluate,
    "kill-quota-70": KillQuota,
    "always-explore": AlwaysExplore,
    "reserve-all": ReserveAll,
    "tickets-ahead": TicketsAhead,
    "overload-evaluations": OverloadEvaluations,
    "spam-free-actions": SpamFreeActions,
    "inject-scope": InjectScope,
}
#: Names of the set.
GAMING: Final[tuple[str, ...]] = (*_TRICKS, "plain")


def make_gaming(name: str) -> Bot:
    """A fresh bot of the set. Raises KeyError for an unknown name."""
    return Plain(name) if name == "plain" else _TRICKS[name](name)


__all__ = ["BASIS", "GAMING", "make_gaming"]
