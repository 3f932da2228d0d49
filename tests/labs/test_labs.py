"""Every lab of the list: pure, answered before it is revealed, and with a source's rule that goes wrong."""

import json
import subprocess
import sys

import pytest

from aiboard.analysis.findings import Dimension
from aiboard.cli.lab import document
from aiboard.engine.systems.agent import STEP_CAP
from aiboard.instruments.errors import InputError
from aiboard.labs import ENTRIES, agents, board, dimensions, eval_variance, explore, find, make
from aiboard.labs.controls import defaults
from aiboard.labs.disruption import ADDED
from aiboard.labs.exploration_model import WEEKS
from aiboard.labs.ideas import MOST
from aiboard.labs.lab import SEED_END, Bar, Lab, Outcome, luck_of
from aiboard.labs.session import LabSession, open_lab
from aiboard.labs.supply import PERSONAL
from aiboard.labs.words import all_rows, bar_rows, side_rows, text_of
from aiboard.scenario import load

THERE = [entry.id for entry in ENTRIES if entry.is_available]


@pytest.fixture(scope="module", params=THERE)
def lab(request: pytest.FixtureRequest) -> Lab:
    """Each lab, with few draws: what they say is tested where the lab is."""
    return _quick(make(find(request.param)))


def _quick(lab: Lab) -> Lab:
    lab.DRAWS = min(lab.DRAWS, 40)  # type: ignore[misc]
    return lab


def _end(lab: Lab, high: bool) -> dict[str, int]:
    return {control.name: control.high if high else control.low for control in lab.controls}


def test_the_same_controls_and_seed_give_the_same_result(lab: Lab) -> None:
    values = defaults(lab.controls)
    assert lab.run(values, 11) == lab.run(values, 11)
    assert lab.run(values, 11).draw != lab.run(values, 12).draw or lab.run(values, 11) != lab.run(values, 12)


def test_it_works_at_both_ends_of_every_control(lab: Lab) -> None:
    for high in (False, True):
        outcome = lab.run(_end(lab, high), 5)
        assert outcome.naive.verdict and outcome.engine.verdict
        question = lab.question(_end(lab, high), 5)
        assert len(set(question.choices)) == len(question.choices) >= 2


def test_the_largest_seed_stays_among_the_engines_seeds(lab: Lab) -> None:
    values = defaults(lab.controls)
    assert lab.run(values, SEED_END - 1).engine.verdict
    assert 0 <= luck_of(SEED_END - 1, 5) < SEED_END


def test_the_right_answer_is_one_of_the_choices_and_is_explained_with_numbers(lab: Lab) -> None:
    values = defaults(lab.controls)
    answer = lab.answer(values, 7)
    assert 0 <= answer.right < len(lab.question(values, 7).choices)
    assert any(char.isdigit() for char in " ".join(answer.because))


def test_the_counterexample_parts_the_two_rules(lab: Lab) -> None:
    found = lab.counterexample()
    assert found.naive.verdict != found.engine.verdict
    assert [figure.value for figure in found.naive.figures] != [figure.value for figure in found.engine.figures]


def test_names_of_figures_are_unique_and_go_into_json(lab: Lab) -> None:
    outcome: Outcome = lab.run(defaults(lab.controls), 7)
    for side in (outcome.naive, outcome.engine):
        names = [figure.name for figure in side.figures]
        assert len(names) == len(set(names)) and "says" not in names
        json.dumps({figure.name: figure.value for figure in side.figures}, allow_nan=False)


def test_each_bar_is_in_the_picture_and_its_words_where_there_is_none(lab: Lab) -> None:
    outcome = lab.run(defaults(lab.controls), 7)
    for side in (outcome.naive, outcome.engine):
        for pictures in (True, False):
            told = " ".join(text_of(side_rows("Rule", side, 92, pictures)))
            assert all(bar.text in told for bar in side.bars), (side.verdict, pictures)


def test_the_scenario_to_play_next_is_there(lab: Lab) -> None:
    assert load(lab.texts.scenario).world().days > 0


@pytest.mark.parametrize("name", THERE)
def test_nothing_is_revealed_before_the_answer(name: str) -> None:
    sitting = open_lab(name)
    _quick(sitting.lab)
    before = "\n".join(text_of(all_rows(sitting, 76)))
    assert sitting.lab.texts.engine not in before and not sitting.revealed
    sitting.commit(0)
    after = "\n".join(text_of(all_rows(sitting, 76)))
    assert sitting.outcome.engine.verdict.split()[0] in after
    assert all(len(line) <= 76 for line in text_of(all_rows(sitting, 76)))


def test_an_answer_is_given_once_and_stays_what_was_asked() -> None:
    sitting = open_lab("eval-variance")
    asked = sitting.question
    sitting.commit(2)
    sitting.commit(0)
    sitting.set_control("seeds", "9")
    assert sitting.answer == 2 and sitting.question is asked
    with pytest.raises(InputError):
        open_lab("eval-variance").commit(9)


def test_a_change_before_the_answer_changes_the_question() -> None:
    sitting = open_lab("eval-variance")
    sitting.set_control("seeds", "9")
    assert "9 seeds" in sitting.question.text


def test_changes_and_other_luck_drop_what_was_drawn() -> None:
    sitting = LabSession(find("3"))
    first = sitting.outcome
    sitting.draws = sitting.draw_many()
    sitting.redraw()
    assert sitting.draws is None and sitting.outcome != first and sitting.seed == 13


def test_labs_are_found_by_name_and_chapter_and_others_are_refused() -> None:
    assert find("3") is find("Eval-Variance")
    with pytest.raises(InputError, match="did you mean eval-variance"):
        find("eval-varianse")
    with pytest.raises(InputError, match="not there yet"):
        find("capacity")


def test_document_has_controls_result_and_naive_result(lab: Lab) -> None:
    entry = next(entry for entry in ENTRIES if entry.is_available and type(make(entry)) is type(lab))
    found = document(LabSession(entry))
    assert {"lab", "controls", "result", "naive", "seed"} <= set(found)
    json.dumps(found, allow_nan=False)


def test_the_list_imports_no_lab_and_no_numpy() -> None:
    code = (
        "import sys; import aiboard.cli.lab; "
        "print([m for m in sys.modules if m.split('.')[0] in ('numpy', 'yaml', 'pydantic', 'textual')])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_numbers_beside_bars_end_in_one_column() -> None:
    rows = text_of(bar_rows([Bar("can reach the bar", 0.37, "37 %"), Bar("killed", 0.0, "0 %")], 60))
    assert len({len(row) for row in rows}) == 1 and rows[1].endswith(" 0 %"), rows


def test_the_controls_as_written_are_the_codes_own_lists_and_bounds() -> None:
    written = {id: {one.name: one for one in make(find(id)).controls} for id in THERE}
    names = {
        ("board", "bot"): board._BOTS,
        ("dimensions", "bot"): dimensions._BOTS,
        ("dimensions", "dimension"): [one.value.lower() for one in Dimension],
        ("eval-variance", "items"): [str(items) for items in eval_variance._ITEMS],
        ("explore", "plan"): explore._PLANS,
    }
    for (id, name), words in names.items():
        assert list(written[id][name].words) == list(words)
    most = {
        ("agents", "limit"): STEP_CAP,
        ("board", "kind"): ADDED,
        ("agents", "where"): agents.PRODUCTION,
        ("data", "blocker"): PERSONAL,
        ("explore", "week"): WEEKS,
        ("funnel", "ideas"): MOST,
    }
    for (id, name), high in most.items():
        assert written[id][name].high == high
    assert tuple(written["explore"][f"phase{n}"].default for n in range(1, 5)) == explore.TABLE


def test_every_word_of_a_control_has_its_value(lab: Lab) -> None:
    for control in lab.controls:
        assert control.low <= control.default <= control.high
        assert not control.words or len(control.words) == control.high - control.low + 1
