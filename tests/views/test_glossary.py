"""The glossary: every tag, column, unit and state that a screen can show has its line, with this project's numbers."""

import pytest

from aiboard.scenario import load
from aiboard.views import fmt, words
from aiboard.views.board.canvas import facts
from aiboard.views.glossary import find, glossary

_WORLDS = [load(name).world() for name in ("support-chatbot", "first-sprint")]
_UNITS = ("q", "ms", "GPU-h", "GPU", "h", "/d", "points", "%", "D30", "S1 D1", "seed", "p95", "kappa")
_HEADER = ("booked", "live", "burn", "due", "waiting", "practice", "read only", "NOT SAVED")
_MARKS = [mark.word for mark in vars(words).values() if isinstance(mark, words.Mark)]
_SHOWN = [
    word
    for table in (
        words.STAGE,
        words.STAGE_SHORT,
        words.COLUMN,
        words.BLOCK,
        words.CHAOS,
        words.CHECK,
        words.CHANGE,
        words.REASON,
        words.MODE,
    )
    for word in table.values()
]


@pytest.mark.parametrize("word", sorted({word for word in (*_SHOWN, *_MARKS, *_UNITS, *_HEADER) if word}))
def test_every_tag_and_unit_of_the_screens_is_explained(word: str) -> None:
    names = {name.lower() for term in glossary(_WORLDS[0]) for name in (term.word, *term.aliases)}
    assert word.lower() in names, word


@pytest.mark.parametrize("world", _WORLDS)
def test_a_term_is_one_or_two_plain_sentences_with_no_hole_left(world) -> None:
    seen: set[str] = set()
    for term in glossary(world):
        assert term.text.endswith(".") and "{" not in term.text and len(term.text) <= 170, term
        names = {term.word.lower(), *(name.lower() for name in term.aliases)}
        assert not names & seen, f"{names & seen} is explained twice"
        seen |= names


def test_numbers_are_the_scenario_s() -> None:
    big, small = _WORLDS
    assert "92" in find("bar", big)[0].text and "88 unless" in find("bar", big)[0].text
    assert "85 from run 1" in find("kill line", small)[0].text
    assert find("canary", small)[0].text != find("canary", big)[0].text
    assert find("legal", small)[0].text == "This project needs no legal review."


def test_a_word_is_found_by_another_form_and_an_unknown_one_is_not() -> None:
    assert find("SEEDS", _WORLDS[0])[0].word == "seed"
    assert find("contam", _WORLDS[0])[0].word == "contamination"
    assert not find("", _WORLDS[0]) and not find("zebra", _WORLDS[0])


def test_a_training_run_and_an_agent_run_are_two_words() -> None:
    assert [term.word for term in find("run", _WORLDS[0])] == ["run"]
    assert [term.word for term in find("agent run", _WORLDS[0])] == ["agent run"]


def test_a_word_itself_comes_before_one_that_only_holds_it() -> None:
    assert [term.word for term in find("due", _WORLDS[0])] == ["due"]
    assert [term.word for term in find("review", _WORLDS[0])] == ["review"]
    assert [term.word for term in find("serv", _WORLDS[0])] == ["serving cost"], "not the reason that ends in it"


def test_what_a_scenario_says_a_point_is_worth_is_what_it_pays() -> None:
    for name in ("first-sprint", "support-chatbot", "support-chatbot:calm", "support-chatbot:chaos"):
        world, note = load(name).world(), load(name).scenario.canvas.note or ""
        assert f"above {fmt.points(world.value_floor_ppm)} earns {fmt.exact_money(world.point_cents)} a day" in note
        assert note.startswith(fmt.points(world.target_ppm))


def test_the_canvas_says_how_likely_an_incident_is() -> None:
    (line,) = [fact.text for fact in facts(load("support-chatbot")) if fact.name == "Incident"]
    world = load("support-chatbot").world()
    assert f"{world.incident_ppm // 10_000} % a day" in line
    assert fmt.exact_money(world.incident_cents) in line and fmt.exact_money(world.incident_day_cents) in line
    assert fmt.exact_money(world.rollback_cents * world.rollback_days) in line


def test_the_canvas_tells_what_a_point_is_worth_when_things_are_due_and_who_leans() -> None:
    page = {fact.name: fact.text for fact in facts(load("support-chatbot"))}
    assert "$100 a day" in page["Worth"] and "$300" in page["Below"]
    assert "40 more days after day 80" in page["After"]
    assert "day 30" in page["Kill check"] and "80" in page["Kill check"]
    assert "15 days" in page["Legal"] and "by day 35" in page["Legal"]
    assert page["People"] == "odds often too high: Dr Okafor, Lena; too low: Marcus, Priya"
    assert "Legal" not in {fact.name for fact in facts(load("first-sprint"))}
