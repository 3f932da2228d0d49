"""What one card's trail holds, event by event, on histories written by hand."""

import pytest

from aiboard.analysis.belief.memory import Memory, SliceScore
from aiboard.analysis.belief.trail import (
    TRAINING,
    UNKNOWN,
    EvalResult,
    Labels,
    LiveDay,
    Reader,
    ReviewedRun,
    Run,
    Trail,
    _whole_sum,
)
from aiboard.engine.chance.deal import new_state
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import (
    Diverged,
    EvalDone,
    EvalStarted,
    Iterating,
    LeakChecked,
    Moved,
    RunEnded,
    SetRefreshed,
)
from aiboard.engine.happenings.chaos import ChaosBegan, RootCauseFound
from aiboard.engine.happenings.data import BatchAccepted, DataMoved
from aiboard.engine.happenings.live import CanaryReviewed, Incident, IncidentAnswered, Monitored
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Change, Chaos, Column, IncidentCause, Source, Stage
from tests.engine.play import dated
from tests.engine.worlds import AGENT, LABELS, PROMPT, RAG, world

#: An idea of fine-tuning that needs labels.
LABELLED = 6
NO_LABELS = Labels(-1, True)


def board(*events: Event) -> Board:
    """A board on which these events were seen, each on a day of its own."""
    found = new_state(world(optimism_mean_ppm=4_000, agent_runs=5, spot_check_items=100), 1).board
    found.history = [dated(day, event) for day, event in enumerate(events, 1)]
    return found


def trail(*events: Event, card: int = PROMPT) -> Trail:
    """What they say of a card."""
    return Reader(board(*events)).histories[card]


def ended(readout: int = 850_000, overfit: int = 0, card: int = PROMPT) -> RunEnded:
    """A run with this readout, of which longer trainings added `overfit`."""
    return RunEnded(card, readout, readout - 4_000 - overfit, 1, 0)


def scores(mean: int, seeds: int, part: int = 100) -> list[Event]:
    """An evaluation that was asked for and came."""
    return [EvalStarted(PROMPT, seeds, 10, part), EvalDone(PROMPT, mean, seeds, 0)]


def test_runs_are_those_of_the_plan_and_then_of_each_change() -> None:
    found = trail(
        Moved(PROMPT, Stage.BACKLOG, Stage.EXPERIMENT), ended(830_000), ended(850_000),
        Moved(PROMPT, Stage.EXPERIMENT, Stage.EVALUATION), Moved(PROMPT, Stage.EVALUATION, Stage.ITERATION),
        Iterating(PROMPT, Change.LONGER), ended(860_000, overfit=3_000),
        Moved(PROMPT, Stage.ITERATION, Stage.EVALUATION), Iterating(PROMPT, Change.TECHNIQUE), ended(861_000),
        Iterating(PROMPT, Change.SLIMMER), ended(855_000), ended(700_000, card=RAG),
    )  # fmt: skip
    assert found.runs == [
        Run(TRAINING, 830_000, 0, False, NO_LABELS), Run(TRAINING, 850_000, 0, False, NO_LABELS),
        Run(Change.LONGER, 860_000, 3_000, False, NO_LABELS), Run(Change.TECHNIQUE, 861_000, 0, False, NO_LABELS),
        Run(Change.SLIMMER, 855_000, 0, False, NO_LABELS),
    ]  # fmt: skip
    assert (found.completed_runs, found.lost_runs, found.techniques, found.slims, found.slims_measured) == (
        5,
        0,
        1,
        1,
        UNKNOWN,
    )
    assert not found.empty and Trail().empty and not Trail(lost_runs=1).empty


def test_an_evaluation_adds_only_the_seeds_that_are_new() -> None:
    # Scores stand on a grid of 2,000: 842,666 is the mean of three that add up to 2,528,000.
    found = trail(ended(), *scores(842_666, 3), *scores(843_200, 5), EvalDone(RAG, 800_000, 1, 0)).eval_results
    assert [(one.seeds, one.total) for one in found] == [(3, 2_528_000), (2, 4_216_000 - 2_528_000)]
    assert found[0] == EvalResult(1, 0, 100, 3, 2_528_000, False, True, NO_LABELS)


@pytest.mark.parametrize(
    ("mean", "seeds", "total"),
    [
        (842_666, 3, 2_528_000), (842_000, 1, 842_000), (842_500, 4, 3_370_000), (842_001, 1, 842_001),
        (841_999, 1, 841_999),
    ],
)  # fmt: skip
def test_the_sum_behind_a_mean_is_on_the_grid_where_it_can_be(mean: int, seeds: int, total: int) -> None:
    assert _whole_sum(mean, seeds, 2_000) == total


@pytest.mark.parametrize(
    ("between", "anew"),
    [
        ([], False),
        ([LeakChecked(PROMPT, False, 0)], False),
        ([LeakChecked(PROMPT, True, 3)], True),
        ([LeakChecked(RAG, True, 3)], False),
        ([ended()], True),
        # Scores of a card that is back in training were given up with its checkpoint.
        ([Moved(PROMPT, Stage.EVALUATION, Stage.ITERATION), SetRefreshed(1)], False),
        ([Moved(PROMPT, Stage.EXPERIMENT, Stage.EVALUATION), SetRefreshed(1)], True),
        ([Moved(PROMPT, Stage.EVALUATION, Stage.PRODUCTION), SetRefreshed(1)], True),
    ],
)
def test_what_makes_scores_void(between: list[Event], anew: bool) -> None:
    first, second = trail(ended(), *scores(840_000, 2), *between, *scores(842_000, 3)).eval_results
    assert (second.seeds, second.total) == ((3, 2_526_000) if anew else (1, 846_000))
    assert first.version == 0 and second.version == any(isinstance(one, SetRefreshed) for one in between)


def test_another_part_of_the_questions_begins_anew_and_the_same_part_goes_on() -> None:
    found = trail(ended(), *scores(840_000, 2, 50), *scores(842_000, 3, 50), *scores(844_000, 4)).eval_results
    assert [(one.percent, one.seeds, one.total) for one in found] == [
        (50, 2, 1_680_000), (50, 1, 846_000), (100, 4, 3_376_000),
    ]  # fmt: skip


def test_a_search_for_leaked_questions_tells_and_what_comes_after_it_is_clean() -> None:
    for there in (True, False):
        found = trail(ended(), *scores(840_000, 2), LeakChecked(PROMPT, there, 2), *scores(842_000, 3))
        assert found.leak == int(there) and [one.leaky for one in found.eval_results] == [True, False]
    assert trail(ended()).leak == UNKNOWN


def test_days_with_customers_age_a_checkpoint_and_reviews_do_not() -> None:
    found = trail(
        ended(), Monitored(PROMPT, 840_000, 5, 100), CanaryReviewed(PROMPT, 843_000),
        Monitored(PROMPT, 841_000, 100, 90), Incident(PROMPT, 500, 841_000, IncidentCause.SLICE),
        IncidentAnswered(PROMPT, IncidentCause.SLICE), Iterating(PROMPT, Change.SLIMMER), ended(),
        Monitored(PROMPT, 839_000, 50, 80), IncidentAnswered(PROMPT, IncidentCause.TOOL),
        Monitored(PROMPT, 838_000, 50, 0),
    )  # fmt: skip
    assert found.live_days == [
        LiveDay(1, False, 0, 840_000, 5, False, 0), LiveDay(1, False, 1, 843_000, 50, True, 0),
        LiveDay(1, False, 1, 841_000, 100, False, 0, IncidentCause.SLICE), LiveDay(2, False, 0, 839_000, 50, False, 0),
        LiveDay(2, False, 1, 838_000, 50, False, 1),
    ]  # fmt: skip
    assert found.narrowed == 1 and found.slims_measured == 1


def test_latency_is_known_as_of_the_last_evaluation_or_day() -> None:
    slimmer = [Iterating(PROMPT, Change.SLIMMER), ended()]
    assert trail(ended(), *scores(840_000, 1), *slimmer).slims_measured == 0
    assert trail(ended(), *slimmer, *scores(840_000, 1)).slims_measured == 1


def test_a_regression_lasts_until_the_run_after_its_cause_was_found() -> None:
    began = ChaosBegan(PROMPT, -1, Chaos.EVAL_REGRESSION, 1, Source.DRAWN)
    found_cause = RootCauseFound(PROMPT, -1, Chaos.EVAL_REGRESSION, 0)
    live = Monitored(PROMPT, 800_000, 100, 0)
    found = trail(ended(), live, began, live, *scores(780_000, 1), ended(), found_cause, live, ended(), live)
    assert [one.regressed for one in found.live_days] == [False, True, True, False]
    assert [one.regressed for one in found.runs] == [False, True, False] and found.eval_results[0].regressed
    # The cause of lost runs mends no regression.
    other = trail(ended(), began, RootCauseFound(PROMPT, -1, Chaos.DIVERGENCE, 0), ended())
    assert other.runs[-1].regressed


def test_an_agents_runs_belong_to_the_evaluation_they_were_made_in() -> None:
    seen = board(
        RunEnded(AGENT, 850_000, 846_000, 1, 0), EvalStarted(AGENT, 1, 10, 50), EvalDone(AGENT, 840_000, 1, 0),
        IncidentAnswered(AGENT, IncidentCause.TOOL), EvalStarted(AGENT, 3, 10, 50), EvalDone(AGENT, 840_000, 3, 0),
        RunEnded(AGENT, 850_000, 846_000, 2, 0), EvalStarted(AGENT, 1, 10, 100), EvalDone(AGENT, 840_000, 1, 0),
        EvalStarted(PROMPT, 1, 10, 100), EvalDone(PROMPT, 840_000, 1, 0),
    )  # fmt: skip
    # Half of five runs a seed is three: 3, then 6, then 5 of the new checkpoint.
    codes = [[number] for number in range(14)]
    seen.cards[AGENT].run_codes = codes
    seen.cards[PROMPT].run_codes = [[99]]
    trails = Reader(seen).histories
    assert [one.codes for one in trails[AGENT].reviewed_runs] == codes
    assert [(one.runs, one.narrowed) for one in trails[AGENT].reviewed_runs] == [(1, 0)] * 3 + [(1, 1)] * 6 + [
        (2, 1)
    ] * 5
    assert trails[AGENT].reviewed_runs[0] == ReviewedRun(1, False, 0, [0]) and trails[PROMPT].reviewed_runs == []


# --- runs that were lost ----------------------------------------------------------------------------------------------

STRUCK = ChaosBegan(PROMPT, -1, Chaos.DIVERGENCE, 1, Source.DRAWN)
CAUSE = RootCauseFound(PROMPT, -1, Chaos.DIVERGENCE, 0)


def lost(points: int, in_a_row: int = 1) -> Diverged:
    return Diverged(PROMPT, 1, points, in_a_row)


@pytest.mark.parametrize(
    ("events", "own", "survived"),
    [
        # By its own hazard: the next attempt begins anew.
        ([lost(250)], 1, 0),
        # By a disruption: the day before it had come through by itself, and is not counted twice.
        ([STRUCK, lost(250)], 0, 150),
        ([STRUCK, lost(50)], 0, 0),
        # It stays unstable: another one is lost at the middle of its 300 points or later ...
        ([STRUCK, lost(100), lost(150, 2)], 0, 50),
        ([STRUCK, lost(290), lost(200, 2)], 0, 190),
        # ... and an earlier one by its own hazard.
        ([STRUCK, lost(250), lost(149, 2)], 1, 0),
        # The disruption of another card, another disruption, and one that another event lies behind.
        ([ChaosBegan(RAG, -1, Chaos.DIVERGENCE, 1, Source.DRAWN), lost(250)], 1, 0),
        ([ChaosBegan(PROMPT, -1, Chaos.EVAL_REGRESSION, 1, Source.DRAWN), lost(250)], 1, 0),
        ([STRUCK, Monitored(RAG, 800_000, 100, 0), lost(250)], 1, 0),
        # The third in a row leaves it unstable, the fourth does not.
        ([STRUCK, lost(250, 3), lost(250, 4)], 0, 150),
        ([STRUCK, lost(250, 4), lost(250, 5)], 1, 0),
        # Once its cause is known, or a run came to its end, what is lost is its own.
        ([STRUCK, lost(250), CAUSE, lost(250, 2)], 1, 0),
        ([CAUSE, STRUCK, lost(250), lost(250, 2)], 1, 0),
        ([STRUCK, lost(250), ended(), lost(250)], 1, 0),
        ([STRUCK, lost(250), ended()], 0, 0),
    ],
)
def test_a_lost_run_is_the_cards_own_or_a_disruptions(events: list[Event], own: int, survived: int) -> None:
    found = trail(*events)
    assert (found.lost_runs, found.survived) == (own, survived)


ANOTHERS = RootCauseFound(RAG, -1, Chaos.DIVERGENCE, 0)


@pytest.mark.parametrize(
    ("events", "count"), [([ended()], 1), ([ended(), CAUSE, ended()], 1), ([ANOTHERS, ended()], 1)]
)
def test_runs_that_end_after_the_cause_was_found_say_nothing_of_the_hazard(events: list[Event], count: int) -> None:
    assert trail(*events).completed_runs == count


@pytest.mark.parametrize(
    ("stage", "points", "events", "survived"),
    [
        (Stage.EXPERIMENT, 100, [], 100), (Stage.ITERATION, 240, [], 240), (Stage.EXPERIMENT, 99, [], 0),
        (Stage.EVALUATION, 240, [], 0), (Stage.EXPERIMENT, 240, [CAUSE], 0),
        (Stage.EXPERIMENT, 120, [STRUCK, lost(250)], 150), (Stage.EXPERIMENT, 180, [STRUCK, lost(250)], 180),
    ],
)  # fmt: skip
def test_how_far_the_run_under_way_has_come(stage: Stage, points: int, events: list[Event], survived: int) -> None:
    seen = board(*events)
    card = seen.cards[PROMPT]
    card.stage, card.run_points_done = stage, points
    assert Reader(seen).histories[PROMPT].survived == survived


# --- what hangs on more than the card ---------------------------------------------------------------------------------


def test_labels_are_those_that_were_there_when_a_run_ended() -> None:
    run = RunEnded(LABELLED, 850_000, 846_000, 1, 0)
    found = trail(
        run, DataMoved(LABELS, Column.COLLECTION, Column.ANNOTATION, 10), BatchAccepted(LABELS, 10), run,
        BatchAccepted(LABELS, 100), run, EvalDone(LABELLED, 840_000, 1, 0), card=LABELLED,
    )  # fmt: skip
    assert [one.labels for one in found.runs] == [Labels(-1, False), Labels(0, False), Labels(0, True)]
    assert found.eval_results[0].labels == Labels(0, True)


def test_slice_scores_are_those_of_earlier_mornings_and_of_this_one() -> None:
    seen = board(ended())
    memory = Memory()
    seen.cards[PROMPT].slice_ppm, seen.cards[PROMPT].version = 810_000, 1
    memory.observe(seen)
    seen.cards[PROMPT].slice_ppm, seen.cards[PROMPT].version = 815_000, 2
    seen.cards[PROMPT].regressed = 1
    trails = Reader(seen, memory).histories
    assert trails[PROMPT].slices == [SliceScore(1, False, 810_000), SliceScore(2, True, 815_000)]
    assert trails[RAG].slices == [] and memory.slices(PROMPT) == [SliceScore(1, False, 810_000)], "left as it was"
