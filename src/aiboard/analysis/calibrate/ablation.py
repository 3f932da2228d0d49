"""What each action, lever, standing order and mechanism is worth: the effect of play or of a world without it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from typing import Any, Final

from aiboard.analysis.anchors import Anchors
from aiboard.analysis.calibrate.flow import Flow, uses
from aiboard.analysis.calibrate.policies import GOOD, LEVERS, ORDERS, Policy, WithoutOrder
from aiboard.analysis.estimate import Estimate, paired_difference
from aiboard.analysis.runner import Maker, Progress, offset_progress, run_games
from aiboard.analysis.worlds import Changes, has_dials, with_changes
from aiboard.engine.model.vocabulary import Order
from aiboard.engine.verbs import VERBS, Inject
from aiboard.scenario import ResolvedScenario
from aiboard.scenario.content import ContentFile, shipped

SMALL: Final = 0.5
"""An effect under so many equity points needs an explanation."""


class _File(ContentFile):
    mechanisms: dict[str, dict[str, dict[str, Any]]]


MECHANISMS: Final = shipped(_File, "aiboard.analysis.calibrate", "mechanisms.yaml").mechanisms
"""Parts of the world, switched off by dials."""


@dataclass(frozen=True)
class Effect:
    """What leaving a thing out changes, equity points under `policy`; `uses` of it a game where that can be counted.

    `effect` is None where the policy never uses it: then nothing was played, and nothing is known of its worth.
    """

    kind: str
    name: str
    policy: str
    uses: float | None
    effect: Estimate | None

    @property
    def small(self) -> bool:
        """Whether it is worth less than SMALL either way, or not known to be worth anything."""
        return self.effect is None or abs(self.effect.mean) < SMALL

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "small": self.small}


@dataclass(frozen=True)
class _Ablation:
    kind: str
    name: str
    policy: str
    maker: Maker
    changes: Changes
    uses: float | None


def measure_ablations(
    resolved: ResolvedScenario,
    scale: Anchors,
    seeds: Sequence[int],
    flows: Sequence[Flow],
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Effect]:
    """Every row; `flows` are games of good play, for how often a verb is used.

    `progress` is told how many of `games_per_seed(resolved)` x len(seeds) games are done.
    """
    done = 0

    def points(maker: Maker, changes: Changes) -> list[float]:
        nonlocal done
        world = with_changes(resolved, changes) if changes else resolved
        results = run_games(world, maker, seeds, (), executor, offset_progress(done, progress))
        done += len(seeds)
        return [100 * (result.value_cents - scale.idle) / scale.length for result in results]

    # Both wholes first: every try is the difference to one of them on the same seeds.
    baseline = {name: points(Policy(name), {}) for name in (GOOD, ORDERS)}
    effects = []
    for item in _tries(resolved, flows):
        # What is never used need not be played to know that nothing changes.
        effect = None if item.uses == 0 else paired_difference(points(item.maker, item.changes), baseline[item.policy])
        effects.append(Effect(item.kind, item.name, item.policy, item.uses, effect))
    return effects


def games_per_seed(resolved: ResolvedScenario, flows: Sequence[Flow]) -> int:
    """How many games of a seed are played."""
    return 2 + sum(item.uses != 0 for item in _tries(resolved, flows))


def _tries(resolved: ResolvedScenario, flows: Sequence[Flow]) -> list[_Ablation]:
    ablations = []
    for verb in VERBS:
        if verb is not Inject:
            use_count = uses(flows, verb.VERB)
            ablations.append(_Ablation("action", verb.VERB, GOOD, Policy(GOOD, refuses=(verb.VERB,)), {}, use_count))
    for name, lever in LEVERS.items():
        ablations.append(_Ablation("lever", lever.words, GOOD, Policy(GOOD, lever=name), {}, None))
    for order in Order:
        words = order.name.lower().replace("_", " ")
        ablations.append(_Ablation("standing order", words, ORDERS, WithoutOrder(int(order)), {}, None))
    for name, changes in MECHANISMS.items():
        if has_dials(resolved, changes):
            ablations.append(_Ablation("mechanism", name, GOOD, Policy(GOOD), changes, None))
    return ablations
