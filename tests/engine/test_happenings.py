"""Happenings: every kind names its fields, and they are dumped, restored and hashed by these names."""

import json

import pytest

from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.happenings import HAPPENINGS, Event, cards, chaos, data, live, plan
from aiboard.engine.happenings.cards import Killed
from aiboard.engine.model.fields import FIELDS
from aiboard.engine.model.state import digest, part_digests, restore, serialize
from aiboard.engine.model.vocabulary import Reason
from aiboard.engine.verbs import Kill
from tests.engine.play import an_event, dated, evaluated, of_kind
from tests.engine.worlds import world

# Gives fields values of another type than they are declared with.
pytestmark = pytest.mark.interpreted

each_kind = pytest.mark.parametrize("kind", HAPPENINGS, ids=lambda kind: kind.__name__)


def test_the_catalogue_holds_every_kind_once() -> None:
    found = [
        thing
        for module in (cards, chaos, data, live, plan)
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Event) and thing is not Event
    ]
    assert sorted(kind.__name__ for kind in found) == sorted({kind.__name__ for kind in HAPPENINGS})
    assert len(HAPPENINGS) == len(found)


@each_kind
def test_a_kind_comes_back_from_json_with_every_field(kind: type[Event]) -> None:
    made = world()
    state = new_state(made, 1)
    state.board.history.append(dated(3, an_event(kind, card=2, data=1)))
    restored = restore(made, Latents(made), json.loads(json.dumps(serialize(state))))
    assert type(restored.board.history[-1]) is kind
    assert digest(restored) == digest(state)


@each_kind
def test_every_field_of_a_kind_is_in_the_digest(kind: type[Event]) -> None:
    seen = set()
    fields = FIELDS[kind.__name__]
    for name in ("", *fields):
        state = new_state(world(), 1)
        event = dated(3, an_event(kind, card=2, data=1))
        if name:
            setattr(event, name, getattr(event, name) + 4)
        state.board.history.append(event)
        seen.add(part_digests(state)["history"])
    assert len(seen) == 1 + len(fields)


def test_kinds_with_the_same_fields_have_other_digests() -> None:
    seen = set()
    for kind in HAPPENINGS:
        state = new_state(world(), 1)
        event = an_event(kind, card=2, data=1)
        event.card = event.data = 0
        state.board.history.append(dated(3, event))
        seen.add(digest(state))
    assert len(seen) == len(HAPPENINGS)


def test_a_kill_says_what_was_known_not_the_luckiest_run() -> None:
    state = new_state(world(), 3)
    card = evaluated(state, 1)
    card.readouts[-1] = card.best_ppm = 990_000
    act(state, Kill(card.index, Reason.PLATEAU))
    event = of_kind(state.board.history, Killed)[-1]
    assert (event.reason, event.seeds, event.mean_ppm) == (Reason.PLATEAU, len(card.scores), card.mean_ppm())
    assert event.low_ppm < event.mean_ppm < event.high_ppm


def test_a_kill_before_any_measurement_says_nothing_about_quality() -> None:
    state = new_state(world(), 3)
    act(state, Kill(1))
    event = of_kind(state.board.history, Killed)[-1]
    assert (event.seeds, event.mean_ppm, event.low_ppm, event.high_ppm) == (0, 0, 0, 0)
