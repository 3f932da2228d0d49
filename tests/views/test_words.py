"""The tables of words beside the code name what there is, and nothing else."""

from typing import Any

from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import VERBS
from aiboard.views import words
from aiboard.views.verbs import VERB


def test_no_table_has_words_for_what_is_not_there() -> None:
    made: dict[str, Any] = {name: getattr(words, name) for name in words._FILE}
    for name, table in words._FILE.items():
        assert set(table) == {one.name for one in made[name]}, name


def test_every_verb_and_every_refusal_has_its_words() -> None:
    from aiboard.actions.words import _REFUSALS

    assert set(VERB) == set(VERBS) and set(_REFUSALS) == set(Refusal)
