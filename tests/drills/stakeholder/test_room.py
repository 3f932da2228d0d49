"""The file of a room: what ships is sound, what others write is judged line by line, and follow-ups are data."""

import re
from pathlib import Path

import pytest

from aiboard.drills.stakeholder.parts import parts_in, unlabelled
from aiboard.drills.stakeholder.room import PARTS, fill_facts, load, schema_text, shipped
from aiboard.instruments.errors import InputError

OWN = """\
format: 1
room: mine
title: Ours
personas:
  - id: boss
    name: The boss
    role: boss
    about: Wants it yesterday.
    attacks:
      {attacks}
    doubt: Really?
    content: Fine.
questions:
  - id: why-slow
    by: [boss, hart]
    dimension: DESIGN
    ask: "Why {{best}}?"
    reply: {{number: "{{best}}.", ask: A week.}}
"""
ATTACKS = "\n      ".join(f"{part}: And the {part}?" for part in PARTS)


def test_six_people_attack_every_part() -> None:
    room = shipped()
    assert {one.id for one in room.personas} == {"priya", "marcus", "sarah", "okafor", "lena", "hart"}
    assert all(set(one.attacks) == set(PARTS) for one in room.personas)
    assert {id for item in room.questions for id in item.by} == {one.id for one in room.personas}
    assert {item.dimension for item in room.questions} >= {"CONCEPT", "DESIGN", "CODE", "DEBUG", "FRONTIER"}
    assert {part for item in room.questions for part in item.reply} == set(PARTS)


def test_a_room_of_ones_own_takes_the_rest_from_the_shipped_one(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(OWN.format(attacks=ATTACKS), encoding="utf-8")
    room = load(file)
    boss = room.persona("boss")
    assert boss is not None and boss.attacks["money"] == "And the money?"
    assert room.persona("hart") == shipped().persona("hart") and room.parts == shipped().parts
    assert [item.id for item in room.questions] == ["why-slow"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("boss, hart", "boss, nobody", "mine.yaml:21: questions[1].by[2]: no persona is called 'nobody'"),
        ("{best}.", "{bets}.", "no fact is called 'bets'"),
        ("ask: A week", "plea: A week", "should be 'number', 'data'"),
        ("And the money?", "", "attacks.money"),
        ("      money: And the money?\n", "", "should have at least 7 items"),
        ("room: mine", "room: Mine!", "room: "),
        ("dimension: DESIGN", "dimension: DESIGN\n    when: [soon]", "when[1]: should be 'measured'"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(OWN.format(attacks=ATTACKS).replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(file)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("And the money?", "And {bets}?", "personas[1].attacks.money"),
        ("content: Fine.", "content: Fine, {bets}.", "personas[1].content"),
        ("Why {best}?", "Why {bets}?", "questions[1].ask"),
        ("{best}.", "{bets}.", "questions[1].reply.number"),
        ("A week.", '"For {bets}."', "questions[1].reply.ask"),
    ],
)
def test_a_fact_that_there_is_not_is_named_in_every_text(old: str, new: str, where: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(OWN.format(attacks=ATTACKS).replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(file)
    assert f"{where}: no fact is called 'bets'" in str(caught.value)


def test_the_room_of_the_guide_is_sound(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "interview.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    (example,) = [text for text in examples if "\nroom:" in text]
    file = tmp_path / "mine.yaml"
    file.write_text(example, encoding="utf-8")
    assert load(file).questions[0].by == ["cfo", "hart"]


def test_the_schema_that_is_checked_in_is_made_from_the_models() -> None:
    import aiboard.drills.stakeholder as package

    file = Path(str(package.__file__)).parent / "rooms" / "schema.json"
    assert file.read_text(encoding="utf-8") == schema_text(), "run make schema"


def test_facts_are_put_in_and_nothing_else_is() -> None:
    assert fill_facts("{best} {best.__class__} {0}", {}) == "not measured not measured not measured"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("About 84.", {"number"}),
        ("84 to 90 on 3 seeds, above the baseline", {"number", "range", "data", "baseline"}),
        ("It is 96.4 against 74.4, so 22 points better", {"number", "baseline"}),
        ("It fails for refunds and costs $300; I need a week", {"number", "wrong", "money", "ask"}),
        ("number: \ndata: \nwrong: \nask: ", set()),
        ("number: \nwrong: it invents prices\nask: ", {"wrong"}),
        ("Good progress.", set()),
    ],
)
def test_parts_are_found(text: str, parts: set[str]) -> None:
    assert set(parts_in(shipped(), text)) == parts


def test_a_form_is_spoken_without_its_labels() -> None:
    assert unlabelled("number: 84\ndata: \nBy day 3: done") == "84\nBy day 3: done"
