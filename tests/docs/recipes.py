"""Follow a recipe of docs/architecture.md, by its own text, in a copy of the project.

A recipe is a section `## To add ...`. Its fenced blocks are followed in order:

    ```python title="src/aiboard/cli/days.py"                   a new file
    ```python title="src/aiboard/cli/commands.py" after="LINE"  text that goes below that line; `before=` above it,
                                                                `replace=` in its place, `append` at the file's end
    ```console                                                  `$ command`, and lines that its output holds; a
                                                                command that has to fail ends in `# exit 2`

LINE is the whole line without the space around it, and stands once in the file. The text is indented as LINE is.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "architecture.md"
#: What the commands of a recipe may need.
TREE: Final = ("src", "tests", "scripts", "scenarios", "docs", "pyproject.toml", "README.md", "CHANGELOG.md")
#: Where nothing has to be learnt to add something: tests, and what scripts write.
NOT_COUNTED: Final = ("tests/", "docs/keys.md", "docs/numbers.md")

_SECTION: Final = re.compile(r"^## (To add .+)$")
_FENCE: Final = re.compile(r"^```(\w+)(.*)$")
_WHERE: Final = ("after", "before", "replace")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what its first line says, its text."""

    language: str
    options: dict[str, str]
    text: str

    @property
    def file(self) -> str:
        """The file it goes into, "" for commands."""
        return self.options.get("title", "")


def recipes(page: str) -> dict[str, list[Block]]:
    """Heading -> its blocks, for every recipe of a page."""
    found: dict[str, list[Block]] = {}
    current: list[Block] | None = None
    lines = iter(page.split("\n"))
    for line in lines:
        if line.startswith("## "):
            section = _SECTION.match(line)
            current = found.setdefault(section[1], []) if section else None
        elif fence := _FENCE.match(line):
            text = []
            while (inner := next(lines)) != "```":
                text.append(f"{inner}\n")
            if current is not None:
                options = [word.partition("=") for word in shlex.split(fence[2])]
                current.append(Block(fence[1], {name: value for name, _, value in options}, "".join(text)))
    return found


def copy_project(place: Path) -> Path:
    """A copy of the project that a recipe may change."""
    for name in TREE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place / name)
        else:
            shutil.copy(ROOT / name, place / name)
    return place


def apply(block: Block, project: Path) -> None:
    """Put a block's text where it says. AssertionError names a place that is not there, or a file that is."""
    path = project / block.file
    where = [name for name in (*_WHERE, "append") if name in block.options]
    if not where:
        assert not path.exists(), f"{block.file} is there already: say where in it the text goes"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    if where == ["append"]:
        path.write_text("".join([*lines, block.text]), encoding="utf-8")
        return
    (name,) = where
    wanted = block.options[name].strip()
    places = [number for number, line in enumerate(lines) if line.strip() == wanted]
    assert len(places) == 1, f"{block.file} has {len(places)} lines '{wanted}'"
    start = places[0] + (name == "after")
    end = places[0] + (name != "before")
    margin = lines[places[0]].removesuffix(lines[places[0]].lstrip())
    text = textwrap.indent(block.text, margin)
    path.write_text("".join([*lines[:start], text, *lines[end:]]), encoding="utf-8")


def run(block: Block, project: Path) -> None:
    """Run a block's commands in the project. AssertionError for another exit code or output than the block's."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, *expected = part.rstrip("\n").split("\n")
        command, _, code = command.partition("  # exit ")
        done = subprocess.run(
            _arguments(command), cwd=project, env=_environment(project), capture_output=True, text=True, timeout=300
        )
        said = done.stdout + done.stderr
        assert done.returncode == int(code or 0), f"$ {command}\n{said}"
        for line in expected:
            assert line.strip() in said, f"$ {command}\nhas no line '{line}' in\n{said}"


def _arguments(command: str) -> list[str]:
    """The words of a command; the programs of the environment are asked of this Python."""
    program, *words = shlex.split(command)
    known = {"python": [], "aiboard": ["-m", "aiboard"], "pytest": ["-m", "pytest", "-q", "-p", "no:cacheprovider"]}
    known |= {"ruff": ["-m", "ruff"], "mypy": ["-m", "mypy"]}
    return [sys.executable, *known[program], *words]


def _environment(project: Path) -> dict[str, str]:
    own = {str(ROOT), str(ROOT / "src"), ""}
    path = [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part not in own]
    kept = {name: value for name, value in os.environ.items() if name != "AIBOARD_COMPILED_PATH"}
    return kept | {"PYTHONPATH": os.pathsep.join([str(project / "src"), str(project), *path])}


def follow(blocks: list[Block], project: Path) -> set[str]:
    """Follow a recipe and return the files it touched, but for those that do not count."""
    for block in blocks:
        if block.file:
            apply(block, project)
        else:
            run(block, project)
    return {block.file for block in blocks if block.file and not block.file.startswith(NOT_COUNTED)}
