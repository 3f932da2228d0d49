"""A field of the state is declared in one line; scripts/make_fields.py writes what has to name it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import make_fields

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "src/aiboard/engine"

#: Run with a model that has the new fields: each is copied, hashed and saved.
USES = """
import json
from aiboard.engine.chance.deal import new_state
from aiboard.engine.model.state import digest, part_digests, restore, serialize
from tests.engine.worlds import world

made = world()
state = new_state(made, 1)
for owner, part in ((state.board, "plan"), (state.board.cards[0], "cards"), (state.truth.cards[0], "truth")):
    before, parts = digest(state), part_digests(state)
    assert owner.added == [] and owner.grade == 0
    owner.added.append(5)
    owner.grade = 7
    now = part_digests(state)
    assert [key for key in parts if parts[key] != now[key]] == [part]
    owner.added.append(6)
    clone = state.clone()
    assert digest(clone) == digest(state) != before
    owner.added.pop()
    assert digest(clone) != digest(state)
    data = json.loads(json.dumps(serialize(clone)))
    assert digest(restore(made, state.latents, data)) == digest(clone)
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the engine that may be changed."""
    shutil.copytree(ENGINE, tmp_path / "aiboard/engine")
    shutil.copy(ROOT / "src/aiboard/__init__.py", tmp_path / "aiboard")
    return tmp_path


def declare(file: Path, after: str, line: str) -> None:
    """Put a line behind another in a copy of the engine."""
    text = file.read_text(encoding="utf-8")
    assert text.count(after) == 1
    file.write_text(text.replace(after, after + line), encoding="utf-8")


def run(*arguments: str, path: Path) -> subprocess.CompletedProcess[str]:
    """A Python with the changed package."""
    env = {"PYTHONPATH": f"{path}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, *arguments], env=env, capture_output=True, text=True, timeout=60)


def test_the_module_is_what_the_script_writes() -> None:
    written = (ENGINE / "model/fields.py").read_text(encoding="utf-8")
    assert written == make_fields.generated(ENGINE), "a field changed: make fields"


def test_a_new_field_costs_one_line(tree: Path) -> None:
    """After it and `make fields` it is copied, hashed in its part, saved and read."""
    model = tree / "aiboard/engine/model"
    lines = "        self.added: list[int] = []\n        self.grade = 0\n"
    declare(model / "board.py", "        self.legal_chased = 0\n", lines)
    declare(model / "card.py", "        self.best_ppm = 0\n", lines)
    declare(model / "truth.py", "        self.hazard = 0\n", lines)
    made = run(str(ROOT / "scripts/make_fields.py"), str(tree / "aiboard/engine"), path=tree)
    assert made.returncode == 0, made.stderr
    done = run("-c", USES, path=tree)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("self.added = [0] * 3", "annotate it"),
        ("self.added = world.days", "annotate it"),
        ("self.added: dict[str, int] = {}", "no digest text"),
        ("self.added: list[float] = []", "no digest text"),
        ("self.added = 0.5", "annotate it"),
    ],
)
def test_a_field_that_cannot_be_read_is_told_with_its_place(tree: Path, line: str, told: str) -> None:
    board = tree / "aiboard/engine/model/board.py"
    declare(board, "        self.legal_chased = 0\n", f"        {line}\n")
    number = board.read_text(encoding="utf-8").splitlines().index(f"        {line}") + 1
    made = run(str(ROOT / "scripts/make_fields.py"), str(tree / "aiboard/engine"), path=tree)
    assert made.returncode == 2 and "Traceback" not in made.stderr
    assert f"board.py:{number}: added: " in made.stderr and told in made.stderr


def test_a_part_begins_with_a_field_that_exists(tree: Path) -> None:
    declare(tree / "aiboard/engine/model/board.py", '"calendar": "day",\n', '        "stock": "stores",\n')
    made = run(str(ROOT / "scripts/make_fields.py"), str(tree / "aiboard/engine"), path=tree)
    assert made.returncode == 2 and made.stderr.strip().endswith("Board.PARTS: no such field: stores")
