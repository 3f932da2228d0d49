"""The options of a board that was decided again."""

from aiboard.analysis import position, retry
from aiboard.analysis.debrief import debrief
from aiboard.analysis.debrief.decision_summaries import DecisionKind, DecisionSummary
from aiboard.analysis.rollouts import Continuation
from aiboard.analysis.weighing import Option, Weighing
from aiboard.game import new_game
from aiboard.tui import cells, themes
from aiboard.tui.widgets.retry import judged_lines
from aiboard.views import fmt


def test_options_that_differ_are_told_apart_at_80_cells() -> None:
    game = new_game("first-sprint", seed=7)
    found = position.current_position(game)
    lines = ("wait", "evaluate EXP-001 1", "evaluate EXP-001 1 slices", "prioritise EXP-001 1", "prioritise EXP-001 5")
    options = tuple(Option(line, Continuation(), line == "wait") for line in lines)
    one = DecisionSummary(DecisionKind.LOST, 1, 1, lines[1], False, lines[1], None, "known", "that", "wait", card=1)
    exercise = retry.Exercise(one, found, options)
    names = [exercise.option_text(option, game.world) for option in options]
    assert len(set(names)) == len(names), names
    rows = ((0, 1000, 0, 1000), (900, 2000, 950, 1900), (950, 1990, 900, 1930), (100, 900, 100, 1000), (9, 9, 9, 9))
    weighed = Weighing(options, rows)
    verdict = retry.judge(weighed, 1, 100.0)
    shown = judged_lines(debrief(game, bots=()), exercise, weighed, 0, verdict, 80, themes.palette("dark"))
    text = ["".join(part for part, _ in line) for line in shown]
    assert all(cells.width_of(line) <= 80 and "…" not in line for line in text), text
    assert any(
        line.startswith("   leave it for the day ") and line.endswith("  you now, the reference") for line in text
    )


def test_the_table_and_the_verdict_tell_the_same_of_a_choice() -> None:
    game = new_game("first-sprint", seed=7)
    lines = ("wait", "pause EXP-001", "prioritise EXP-001 1")
    options = tuple(Option(line, Continuation(), line == "wait") for line in lines)
    one = DecisionSummary(DecisionKind.LOST, 1, 1, lines[1], False, lines[1], None, "known", "that", "wait", card=1)
    exercise = retry.Exercise(one, position.current_position(game), options)
    # The last is the best of all futures; by one half of them another is, and so is the worth of what was chosen.
    weighed = Weighing(options, ((0, 900, 0, 900), (1000, 0, 1000, 0), (990, 800, 990, 800)))
    for chosen in (0, 1):
        behind = retry.judge(weighed, chosen, 100.0).behind
        worth = retry.compare_options(exercise, weighed, chosen, game.world, 100.0)[chosen].worth
        assert worth.split(" (")[0].replace("−", "-") == fmt.number(-behind).replace("−", "-"), (worth, behind)
