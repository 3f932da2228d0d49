"""A card's number and its interval are the gate's on every face: board, pane, chart, gate, `w`, log."""

import pytest

from aiboard.engine import gate as gating
from aiboard.engine.happenings.cards import EvalDone, Killed
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import CheckKind, Stage
from aiboard.engine.verbs import Kill
from aiboard.game import new_game
from aiboard.views import fmt
from aiboard.views.board.columns import card_line
from aiboard.views.board.families import strip
from aiboard.views.board.standup import fact
from aiboard.views.card.gate_lines import check_lines
from aiboard.views.card.measure import best_estimate, eval_chart, quality_estimate, readout_chart
from aiboard.views.card.pane import pane
from aiboard.views.charts.chart import words
from aiboard.views.decisions.menu import decision
from aiboard.views.sentences import sentence
from aiboard.views.why.topics import Topic, explain
from tests.views.playing import mornings


def _checked(board: Board, index: int) -> bool:
    """Compare every face of one card; whether it has eval scores."""
    card = board.cards[index]
    truth = gating.card_estimate(board, card)
    seen = quality_estimate(board, index)
    assert truth is not None and seen is not None
    assert (seen.mean, seen.low, seen.high) == (truth.mean, max(0, truth.low), min(truth.high, 1_000_000))
    line = card_line(board, index)
    assert line.measured == seen
    assert pane(board, index).score == seen.text
    assert seen.text in fact(board, index)
    assert explain(board, Topic.SCORE, index).value == seen.text
    assert seen.text in [one.text for one in decision(board, Kill, index).facts]
    interval = f"{fmt.tenth(seen.low)}–{fmt.tenth(seen.high)}"
    if not card.scores:
        assert interval in words(readout_chart(board, index))
        return False
    chart = eval_chart(board, index)
    assert (chart.mean, chart.low, chart.high) == (seen.mean, seen.low, seen.high)
    assert interval in words(chart)
    target = check_lines(board, index)[CheckKind.TARGET].clause
    assert target.startswith(f"mean {fmt.distinct_points(seen.mean, card.success_ppm)[0]} ")
    if card.stage == Stage.EVALUATION and not card.seeds_pending:
        assert seen.short in line.state.progress
        done = [event for event in board.history if isinstance(event, EvalDone) and event.card == index]
        assert f"eval {seen.short}, " in sentence(board.world, done[-1]).text
    return True


@pytest.mark.parametrize(
    ("scenario", "seed", "bot"), [("support-chatbot", 1, "heuristic"), ("support-chatbot:chaos", 2, "heuristic")]
)
def test_every_face_shows_the_gates_number(scenario: str, seed: int, bot: str) -> None:
    scored = 0
    for board, _ in mornings(scenario, seed, bot, step=6):
        for card in board.cards:
            if card.stage != Stage.KILLED and (card.scores or card.corrected):
                scored += _checked(board, card.index)
        for event in board.history:
            if isinstance(event, Killed) and event.seeds > 1:
                assert f"{fmt.tenth(event.mean_ppm)} ({fmt.whole(event.low_ppm)}–" in sentence(board.world, event).text
    assert scored


def test_the_best_card_is_not_the_luckiest_reading() -> None:
    """A run that once read 91 is past: the card is what its checkpoint measures now, and few looks claim less."""
    board = new_game("support-chatbot", 7).board
    lucky, sound = board.cards[0], board.cards[1]
    lucky.corrected, lucky.versions, lucky.best_ppm = [910_000, 880_000, 895_000], [1, 2, 3], 910_000
    sound.scores = [890_000, 892_000, 891_000, 890_000, 892_000]
    best = best_estimate(board, range(len(board.cards)))
    assert best is not None and best[0] == sound.index
    assert best[1].brief.startswith("89.1 (")
    lucky.started_day = lucky.decision = 1
    family = board.world.ideas[lucky.index].family
    assert "best now about 90 (" in strip(board, family).text


def test_the_best_of_a_family_counts_open_cards_and_prefers_scores_to_readouts() -> None:
    """A killed card at 84 is not the best of a family in which an open one scored 88."""
    board = new_game("support-chatbot", 7).board
    family = board.world.ideas[0].family
    killed, open_card, read = [card for card in board.cards if board.world.ideas[card.index].family == family][:3]
    killed.corrected, killed.versions = [840_000], [1]
    killed.started_day = killed.decision = 1
    open_card.scores = [880_000, 881_000, 879_000]
    read.corrected, read.versions = [970_000], [1]
    assert "best now 88.0 (" in strip(board, family).text


def test_the_best_of_a_family_is_what_its_cards_measure_now() -> None:
    """A later run takes the place of the one before: what was read once and holds no more is no best so far."""
    board = new_game("support-chatbot:calm", 5).board
    card = board.cards[0]
    family, card.stage = board.world.ideas[0].family, Stage.EXPERIMENT
    card.readouts, card.corrected = [870_000], [870_000]
    before = strip(board, family).text
    card.readouts, card.corrected = [870_000, 810_000], [870_000, 810_000]
    after = strip(board, family).text
    assert "best now about 87 " in before and "best now about 81 " in after and "so far" not in after
