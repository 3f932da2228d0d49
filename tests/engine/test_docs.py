"""The pages on the rules have every number of World, with its value; engine-review.md names real tests."""

import re
from pathlib import Path

import scenario_reference as reference
from aiboard.engine.model.world import World
from scripts import make_numbers, make_scenario_keys
from tests.engine.worlds import world

ROOT = Path(__file__).resolve().parents[2]
#: Not numbers of a rule: what the scenario is called and made of.
PLAIN = {"key", "title", "rules_version", "families", "ideas", "people", "datasets", "systems"}


def fields(thing: object) -> set[str]:
    return {name for name in dir(thing) if not name.startswith("_")}


def test_the_model_names_every_number() -> None:
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    missing = {name for name in fields(World()) - PLAIN if f"`{name}`" not in text}
    # Written together as one name with slashes or dots in the text.
    together = {"rate_weights_low", "rate_weights_mid", "rate_weights_high", "chaos_from", "chaos_to"}
    assert missing - together == set()
    assert "`rate_weights_low / mid / high`" in text and "`chaos_from`..`chaos_to`" in text


def test_the_model_names_nothing_else() -> None:
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    made = world()
    known = fields(made) | fields(made.families[0]) | fields(made.ideas[0]) | fields(made.people[0])
    known |= fields(made.datasets[0])
    units = ("_ppm", "_cents", "_pct", "_min", "_days", "_points", "_ms", "_day", "_weights", "_sprint", "_cap")
    named = {name for name in re.findall(r"`([a-z_]+)`", text) if name.endswith(units)}
    assert named - known - set(units) - {"_gpu_min", "speed_pct"} == set()


def test_numbers_page_is_what_the_code_has() -> None:
    page = (ROOT / "docs" / "numbers.md").read_text(encoding="utf-8")
    assert page == make_numbers.text(), "the numbers have changed: make numbers"


def test_the_guide_for_authors_lists_every_key_there_is() -> None:
    page = (ROOT / "docs" / "scenario-authoring.md").read_text(encoding="utf-8")
    assert page == make_scenario_keys.page(), "the keys have changed: make scenario_keys"
    for group in reference.groups():
        for key in group.keys:
            assert key.meaning and f"| `{key.name}` | {key.type} | " in page, (group.place, key.name)


def test_the_review_names_tests_that_exist() -> None:
    text = (ROOT / "docs" / "engine-review.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 15
    for file, test in named:
        source = (ROOT / file).read_text(encoding="utf-8")
        assert not test or f"def {test}(" in source or f"class {test}" in source, f"{file}::{test}"
