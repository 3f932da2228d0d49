"""Started, decided, killed: one definition behind every number that says them."""

from aiboard.engine.counts import Tally
from aiboard.engine.model.vocabulary import Stage
from aiboard.game import Game, new_game
from aiboard.play.rituals import review
from aiboard.views import linear
from aiboard.views.board.columns import columns
from aiboard.views.board.families import families
from tests.views.playing import mornings


def test_every_count_of_a_game_is_the_same() -> None:
    seen = 0
    for scenario, seed, bot in (("support-chatbot", 1, "heuristic"), ("support-chatbot:chaos", 2, "random")):
        for board, _ in mornings(scenario, seed, bot, step=9):
            tally = Tally(board.cards)
            assert (tally.decided, tally.promoted, tally.killed) == (board.decided, board.promoted, board.killed)
            strips = families(board)
            assert sum(strip.killed for strip in strips) == tally.killed
            assert sum(strip.promoted for strip in strips) == tally.promoted
            column = columns(board)[Stage.KILLED]
            assert column.count == tally.killed + tally.retired + tally.dropped
            seen += tally.killed
    assert seen


def _put_away(game: Game) -> None:
    """One card killed after its start, one before, and one that served and was replaced."""
    for line in ("start EXP-001", "kill EXP-001 plateau", "kill EXP-002 other"):
        game.do(line)


def test_a_card_that_was_never_started_is_no_kill() -> None:
    game = new_game("support-chatbot", 7)
    _put_away(game)
    board = game.board
    tally = Tally(board.cards)
    assert (tally.started, tally.decided, tally.killed, tally.dropped) == (1, 1, 1, 1)
    column = columns(board)[Stage.KILLED]
    assert column.count == 2 and column.note == "1 killed, 1 never started"
    assert linear.column_lines(board, Stage.KILLED)[0] == "Killed 2: 1 killed, 1 never started"


def test_a_model_that_was_replaced_stays_promoted() -> None:
    game = new_game("support-chatbot", 7)
    _put_away(game)
    board = game.board
    card = board.cards[2]
    card.started_day, card.decision, card.stage, card.decided_day = 1, 1, Stage.KILLED, 1
    tally = Tally(board.cards)
    assert (tally.decided, tally.promoted, tally.killed, tally.retired) == (2, 1, 1, 1)
    assert columns(board)[Stage.KILLED].note == "1 killed, 1 taken out of Production, 1 never started"
    strips = families(board)
    assert (sum(one.promoted for one in strips), sum(one.killed for one in strips)) == (1, 1)
    learned = " ".join(line for section in review(board, 1, {}).sections for line in section.lines)
    assert "2 decided of 2 worked on" in learned and learned.count(": killed") == 1
