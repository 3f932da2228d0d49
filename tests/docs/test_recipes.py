"""Each recipe of the architecture page works when it is followed word for word, and touches few files."""

from pathlib import Path

import pytest

from tests.docs.recipes import PAGE, Block, apply, copy_project, follow, recipes, run

#: The most files that adding one may touch; tests and generated pages do not count.
MOST_FILES = {
    "To add an action": 4,
    "To add a disruption": 4,
    "To add a system": 7,
    "To add a screen": 4,
    "To add a scenario": 1,
    "To add a format of real files": 2,
    "To add a command": 3,
}

RECIPES = recipes(PAGE.read_text(encoding="utf-8"))


def test_every_recipe_has_its_limit() -> None:
    assert set(RECIPES) == set(MOST_FILES)
    assert all(RECIPES.values()), "a recipe is blocks that can be followed"


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_ends_green(name: str, tmp_path: Path) -> None:
    blocks = RECIPES[name]
    touched = follow(blocks, copy_project(tmp_path))
    assert 0 < len(touched) <= MOST_FILES[name], sorted(touched)
    assert blocks[-1].language == "console", "a recipe ends with what shows that it worked"


# --- the harness ----------------------------------------------------------------------------------

SAMPLE = """# Page

```text
outside
```

## To add a thing

Words.

```python title="new.py"
x = 1
```

```python title="old.py" after='A = "a"'
B = 2
```

```console
$ python -c "print('two words')"
two words
$ python -c "raise SystemExit(2)"  # exit 2
```

## Other

```python title="never.py"
```
"""


def test_blocks_are_read_from_their_section_alone() -> None:
    found = recipes(SAMPLE)
    assert list(found) == ["To add a thing"]
    new, old, console = found["To add a thing"]
    assert (new.file, new.options, new.text) == ("new.py", {"title": "new.py"}, "x = 1\n")
    assert old.options == {"title": "old.py", "after": 'A = "a"'}
    assert (console.language, console.file) == ("console", "")


def test_following_changes_files_and_counts_them(tmp_path: Path) -> None:
    (tmp_path / "old.py").write_text('    A = "a"\nC = 3\n')
    assert follow(recipes(SAMPLE)["To add a thing"], tmp_path) == {"new.py", "old.py"}
    assert (tmp_path / "old.py").read_text() == '    A = "a"\n    B = 2\nC = 3\n'


@pytest.mark.parametrize(
    ("option", "expected"),
    [("after", "a\nNEW\nb\n"), ("before", "NEW\na\nb\n"), ("replace", "NEW\nb\n"), ("append", "a\nb\nNEW\n")],
)
def test_where_text_goes(option: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "f").write_text("a\nb\n")
    apply(Block("text", {"title": "f", option: "" if option == "append" else "a"}, "NEW\n"), tmp_path)
    assert (tmp_path / "f").read_text() == expected


@pytest.mark.parametrize("options", [{"after": "gone"}, {"before": "twice"}, {}])
def test_a_place_that_is_not_there_fails(options: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "f").write_text("twice\ntwice\n")
    with pytest.raises(AssertionError, match=r"^f "):
        apply(Block("text", {"title": "f", **options}, "NEW\n"), tmp_path)


@pytest.mark.parametrize(
    "text",
    ['$ python -c "raise SystemExit(1)"\n', '$ python -c "print(1)"\n2\n', '$ python -c "print(1)"  # exit 2\n'],
)
def test_a_command_that_goes_wrong_fails(text: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        run(Block("console", {}, text), tmp_path)
