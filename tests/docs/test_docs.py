"""The documents say what the code does: commands, keys, numbers, and links that lead somewhere."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from aiboard.bots import BOTS
from aiboard.cli.commands import COMMANDS
from aiboard.engine.model.vocabulary import CheckKind, Order, Stage
from aiboard.engine.verbs import VERBS
from aiboard.tui import keys
from aiboard.views import words

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as the usual viewers make them."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(_text(path)))
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(_text(page)):
        if "://" in target:
            continue
        path = (page.parent / target).resolve()
        assert path.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor[1:] in _anchors(path), f"{page.name}: {target}{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_lines_are_utf8_without_control_characters_or_pictographs(page: Path) -> None:
    for number, line in enumerate(_text(page).split("\n"), 1):
        assert line.isprintable() or not line, f"{page.name}:{number}"
        assert not re.search("[\U0001f000-\U0001ffff\u2600-\u26ff]", line), f"{page.name}:{number}"


def test_every_page_of_docs_is_listed() -> None:
    listed = {target for target, _ in LINK.findall(_text(ROOT / "docs" / "index.md"))}
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - {"index.md"} <= listed


def test_readme_lists_every_command_and_no_other() -> None:
    rows = re.findall(r"^\| `aiboard (\w+)[^|]*\|", _text(ROOT / "README.md"), re.MULTILINE)
    assert sorted(rows) == sorted(COMMANDS)


def test_readme_keys_do_what_it_says() -> None:
    """Each key of the README's table is on the board, or holds anywhere."""
    text = _text(ROOT / "README.md")
    table = text[text.index("| key | does |") :].split("\n\n")[0]
    named = set(re.findall(r"`([^`]+)`", "\n".join(row.split("|")[1] for row in table.split("\n"))))
    live = {keys.key_label(key) for entry in keys.screen_keys("board") for key in entry.keys}
    assert named and named <= live


def test_guide_names_stages_checks_orders_and_bots() -> None:
    guide = _text(ROOT / "docs" / "players-guide.md")
    for stage in Stage:
        assert f"| {words.STAGE[stage]} |" in guide
    for check in CheckKind:
        assert words.CHECK[check] in guide
    table = guide[guide.index("| order | on auto it |") :].split("\n\n")[0]
    assert len(table.split("\n")) - 2 == len(Order)
    for bot in BOTS:
        assert f"`{bot}`" in guide


def test_guide_actions_are_actions() -> None:
    """The lines of the guide's examples begin with verbs of the grammar."""
    guide = _text(ROOT / "docs" / "players-guide.md")
    block = guide[guide.index("```\nstart") + 4 :].split("\n```")[0]
    verbs = {verb.VERB for verb in VERBS}
    for line in block.split("\n"):
        word = line.removeprefix("? ").split()[0]
        assert word in verbs or word in (".", ">"), line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tests_that_a_page_names_are_there(page: Path) -> None:
    """`tests/x.py::name` and, after it, `::name` for another one of the same file."""
    text = ""
    for file, name in re.findall(r"`(tests/[\w/]+\.py)?(?:::(\w+))?`", _text(page)):
        if file:
            assert (ROOT / file).is_file(), f"{page.name}: {file}"
            text = _text(ROOT / file)
        if name:
            assert re.search(rf"def {name}\(", text), f"{page.name}: {file}::{name}"


def test_files_that_the_architecture_names_are_there() -> None:
    """Paths of the package in running text; the recipes' blocks have a test of their own."""
    page = re.sub(r"^```.*?^```", "", _text(ROOT / "docs" / "architecture.md"), flags=re.MULTILINE | re.DOTALL)
    named = set(re.findall(r"`([\w/]+/[\w]*(?:\.py|/))`", page))
    assert len(named) > 20
    for path in named:
        assert any((place / path).exists() for place in (ROOT, ROOT / "src" / "aiboard")), path


def test_the_picture_is_svg_that_asks_nobody_for_anything() -> None:
    picture = _text(ROOT / "docs" / "pictures" / "board.svg")
    root = ElementTree.fromstring(picture)
    assert root.tag.endswith("svg")
    assert "@font-face" not in picture and "@import" not in picture and "<image" not in picture
    assert "Support" in picture and "EVALUATION" in picture.upper()
