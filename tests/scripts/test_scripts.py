"""The scripts and benches: each refuses what it does not know, and what is generated is what they would write."""

import dataclasses
import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from aiboard.analysis import anchors
from aiboard.analysis.evaluators import CURRENT
from scripts import make_evaluator_pin, make_normal

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
#: Called by the build or by another script, not by people.
HOOKS = {
    "pack_scenarios.py", "compiling.py", "covered.py", "covering.py", "mutations.py", "planting.py",
    "scenario_reference.py", "scenario_schema.py", "steps.py",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted({path.name for path in SCRIPTS.glob("*.py")} - HOOKS))
def test_a_script_refuses_arguments_it_does_not_know(name: str) -> None:
    program = [sys.executable, str(SCRIPTS / name), "--nonsense"]
    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2 and done.stdout == ""
    assert "usage:" in done.stderr and "Traceback" not in done.stderr


BENCHES = sorted(path for path in (ROOT / "tests" / "bench").glob("*.py") if not path.stem.endswith("common"))


@pytest.mark.parametrize("path", BENCHES, ids=lambda path: path.stem)
def test_a_bench_refuses_arguments_it_does_not_know(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In this process: what a bench imports is loaded already."""
    # They import each other by their bare names.
    monkeypatch.syspath_prepend(str(path.parent))
    monkeypatch.setattr(sys, "argv", [str(path), "--nonsense"])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(path), run_name="__main__")
    assert end.value.code == 2 and "usage:" in capsys.readouterr().err


def test_the_table_of_the_normal_law_is_what_its_script_writes() -> None:
    assert make_normal.TARGET.read_text(encoding="utf-8") == make_normal.text()


def test_pinning_writes_the_evaluator_out_and_renames_its_anchors(tmp_path: Path) -> None:
    module, scale = tmp_path / "pinned.py", tmp_path / "anchors.json"
    known = anchors.load_shipped()
    make_evaluator_pin.write(module, scale, known)
    made: dict[str, object] = {}
    exec(compile(module.read_text(encoding="utf-8"), str(module), "exec"), made)
    assert made["EVALUATOR"] == dataclasses.replace(CURRENT, version=make_evaluator_pin.NAME, pinned=True)
    for word in ("RULES_VERSION", "THRESHOLDS"):
        assert word not in module.read_text(encoding="utf-8"), "what may change elsewhere is written out"
    renamed = json.loads(scale.read_text(encoding="utf-8"))
    before = json.loads(anchors.to_json(known))
    as_before = json.dumps(renamed).replace(f'"{make_evaluator_pin.NAME}"', f'"{CURRENT.version}"')
    assert as_before == json.dumps(before) and known


def test_a_pinned_evaluator_or_old_anchors_stand_in_the_way_of_pinning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_evaluator_pin.boards, "made", make_evaluator_pin.boards.kept)
    monkeypatch.setattr(anchors, "find", lambda resolved: None)
    monkeypatch.setattr(make_evaluator_pin, "CURRENT", dataclasses.replace(CURRENT, pinned=False))
    assert any("first-sprint has no anchors of these rules" in one for one in make_evaluator_pin.obstacles())
    monkeypatch.setattr(make_evaluator_pin, "CURRENT", dataclasses.replace(CURRENT, pinned=True))
    (said,) = make_evaluator_pin.obstacles()
    assert "pinned already" in said
