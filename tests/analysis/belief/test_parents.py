"""What cards share and what one card says of it, on small tables and boards written by hand, against plain sums."""

import math
from collections import Counter
from itertools import product
from typing import Any

import numpy as np
import pytest

from aiboard.analysis.belief import Belief, Priors
from aiboard.analysis.belief.card import CANDIDATES, LIVE_CANDIDATES, CardBelief
from aiboard.analysis.belief.chances import NOT_DRAWN, serving
from aiboard.analysis.belief.laws import IMPOSSIBLE, law
from aiboard.analysis.belief.memory import SliceScore
from aiboard.analysis.belief.shared import GibbsSampler, Parents, group_cards
from aiboard.analysis.belief.trail import TRAINING, Labels, Run, Trail
from aiboard.analysis.belief.vendor import LabelBatch, Sets
from aiboard.analysis.belief.waiting import draw_waiting
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.tables import ONE
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import EvalDone, RunEnded
from aiboard.engine.happenings.data import BatchAccepted, DataMoved, GuidelinesDone, KappaRead, SentBack
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Change, Column, Stage
from tests.analysis.belief.test_likelihood import case, everything, latents, lived, made, run, scored
from tests.engine.play import dated
from tests.engine.worlds import AGENT, LABELS, PROMPT, RAG, world

LABELLED = 6

# --- batches of labels ------------------------------------------------------------------------------------------------


def sets(*events: Event) -> Any:
    """One set's supply after these events."""
    found = Sets(world(spot_check_items=100))
    for event in events:
        found.see(event)
    assert found.supplies[0].batches == [], "another set's"
    return found.supplies[LABELS], found


def to(column: Column) -> DataMoved:
    return DataMoved(LABELS, 0, column, 10)


ANNOTATED, CHECKED = to(Column.ANNOTATION), to(Column.QA)


def test_a_batch_is_one_for_each_time_sent_back_and_guidelines() -> None:
    supply, _ = sets(to(Column.COLLECTION), ANNOTATED, CHECKED, ANNOTATED)
    assert [(one.sent_back, one.guided) for one in supply.batches] == [(0, False)] and supply.current == 0
    supply, _ = sets(ANNOTATED, SentBack(LABELS, 9), ANNOTATED, GuidelinesDone(LABELS), ANNOTATED)
    assert [(one.sent_back, one.guided, one.number()) for one in supply.batches] == [
        (0, False, 0),
        (1, False, 2),
        (1, True, 3),
    ]
    assert supply.current == 2 and sets()[0].current == sets()[0].delivered == -1
    # The first kind again is the first batch again.
    supply.sent_back, supply.guided = 0, False
    supply.enter()
    assert supply.current == 0 and len(supply.batches) == 3


def test_a_set_counts_as_the_batch_that_most_of_it_came_from() -> None:
    pilot = (ANNOTATED, BatchAccepted(LABELS, 30), SentBack(LABELS, 9), ANNOTATED)
    assert sets(*pilot)[0].delivered == 0
    # The second brings 29, less than there was; 30 is as much, and counts.
    for percent, batch in ((59, 0), (60, 1), (100, 1)):
        supply, found = sets(*pilot, BatchAccepted(LABELS, percent))
        assert (supply.delivered, supply.delivered_pct) == (batch, percent)
        assert found.labels_of(LABELS) == (batch, percent >= 100)
    assert found.labels_of(-1) == found.labels_of(0) == (-1, True) and sets()[1].labels_of(LABELS) == (-1, False)


def test_a_reading_belongs_to_the_batch_that_was_looked_at() -> None:
    first, again = KappaRead(LABELS, 700_000, 100), KappaRead(LABELS, 720_000, 200)
    supply, _ = sets(ANNOTATED, CHECKED, first, again)
    assert supply.batches[0].readings == [700_000, 740_000] and supply.kappa_ppm == 720_000
    # Out of QA it is the delivered one's; before anything was labelled nobody's.
    supply, _ = sets(ANNOTATED, BatchAccepted(LABELS, 30), SentBack(LABELS, 9), ANNOTATED, first)
    assert [one.readings for one in supply.batches] == [[700_000], []]
    supply, _ = sets(ANNOTATED, BatchAccepted(LABELS, 30), SentBack(LABELS, 9), ANNOTATED, CHECKED, first)
    assert [one.readings for one in supply.batches] == [[], [700_000]]
    assert sets(first)[0].batches == []


# --- parents ----------------------------------------------------------------------------------------------------------


def test_parents_are_drawn_by_all_tables_together() -> None:
    """Two families, a person, a set of labels and its luck of two values each: every combination by its weight."""
    random = np.random.default_rng(3)
    prior = {"families": [0.6, 0.4], "people": [0.3, 0.7], "classes": [0.5, 0.5], "luck": [0.8, 0.2]}
    tables = [
        (0, 0, random.normal(0, 1, (2, 2, 2, 2))),
        (1, 0, random.normal(0, 1, (2, 2, 1, 2))),
        (1, 0, random.normal(0, 1, (2, 2, 2, 1))),
    ]
    weights: Counter[tuple[int, ...]] = Counter()
    for f, g, b, c, s in product(range(2), repeat=5):
        weight = (
            prior["families"][f] * prior["families"][g] * prior["people"][b] * prior["classes"][c] * prior["luck"][s]
        )
        weight *= math.exp(tables[0][2][f, b, c, s] + tables[1][2][g, b, 0, s] + tables[2][2][g, b, c, 0])
        weights[f, g, b, c, s] = weight  # type: ignore[assignment]
    spec: Any = world(ideas=3)
    for idea, (family, person, _) in zip(spec.ideas, tables, strict=True):
        idea.family, idea.person, idea.dataset = family, person, 0
    groups = group_cards(spec, [table for _, _, table in tables])
    logs = {name: np.log(np.asarray(values)) for name, values in prior.items()}
    shared = GibbsSampler([logs["families"]] * 2, [logs["people"]], [logs["classes"]], logs["luck"], groups)
    count = 20_000
    found = shared.draw(count, np.random.default_rng(5))
    seen = Counter(
        zip(
            *found.families.tolist(),
            found.people[0].tolist(),
            found.classes[0].tolist(),
            found.luck.tolist(),
            strict=True,
        )
    )
    for key, weight in weights.items():
        share = weight / sum(weights.values())
        assert abs(seen[key] / count - share) < 5 * math.sqrt(share / count) + 0.002, key


def test_grids_of_different_lengths_keep_to_their_own() -> None:
    shared = GibbsSampler([np.zeros(2), np.zeros(5)], [np.zeros(1)], [], np.zeros(3), [])
    found = shared.draw(500, np.random.default_rng(1))
    assert [set(row) for row in found.families.tolist()] == [{0, 1}, {0, 1, 2, 3, 4}]
    assert set(found.people[0].tolist()) == {0} == set(found.classes[0].tolist()) and set(found.luck.tolist()) == {
        0,
        1,
        2,
    }


def test_cards_with_the_same_parents_are_one_group() -> None:
    spec: Any = world(ideas=5)
    for idea, (family, person, data) in zip(
        spec.ideas, [(0, 1, 1), (0, 1, 2), (0, 1, -1), (2, 1, -1), (0, 1, 1)], strict=True
    ):
        idea.family, idea.person, idea.dataset = family, person, data
    one = np.asarray([[[[0.0]]], [[[1.0]]]])
    labelled = np.zeros((2, 1, 3, 1))
    labelled[0, 0, 2, 0] = 5.0
    found = group_cards(spec, [one, one, one, np.zeros((2, 1, 1, 1)), labelled])
    # The set of a card whose table hangs on no labels makes no difference; who says nothing is left out.
    assert [(group.family, group.person, group.data, group.table.shape) for group in found] == [
        (0, 1, 0, (2, 1, 1, 1)), (0, 1, 1, (2, 1, 3, 1)),
    ]  # fmt: skip
    assert found[0].table[:, 0, 0, 0].tolist() == [0, 3] and (found[0].on_classes, found[0].on_luck) == (False, False)
    assert found[1].on_classes and found[1].by_person.shape == (2, 3, 1, 1) and found[1].by_family.shape == (1, 3, 1, 2)
    at = Parents(np.asarray([[4]]), np.asarray([[0], [7]]), np.asarray([[0], [2]]), np.asarray([6]))
    assert [one if isinstance(one, int) else one.tolist() for one in found[1].places(at)] == [[7], [2], 0]
    assert [one if isinstance(one, int) else one.tolist() for one in found[0].places(at)] == [[7], 0, 0]


# --- a card's table ---------------------------------------------------------------------------------------------------


def belief(trail: Trail, classes: Any = None, version: int = 1) -> CardBelief:
    return CardBelief(
        Priors(made(), latents()),
        case(trail, version, lines=bool(trail.runs)),
        np.zeros((1, 1), dtype=np.int64) if classes is None else classes,
    )


def test_the_likelihood_of_one_cell_is_that_of_its_residuals() -> None:
    """Each measurement against its quality, the prior means, leak, fault, set luck, labels: the joint normal law."""
    trail = everything()
    classes = np.asarray([[0], [2]])
    found = belief(trail, classes)
    linear = found.case.linear
    assert linear is not None and found._evidence.shape[1:] == (3, 2, 2, 3, len(found._priors.set_luck.probs))
    leaks, faults, lucks = found._priors.leak.values, made().fault_ppm, found._priors.set_luck.values
    shift = linear.matrix @ linear.means
    cells = [(0, 0, 0, 0, 0, 0), (3, 2, 1, 1, 2, 4), (-1, 1, 1, 0, 1, 2), (5, 1, 0, 1, 0, 1)]
    expected = []
    for i, r, c, k, f, s in cells:
        ceiling, quality, levels = int(found._ceilings[i]), 740_000, [740_000]
        for kind in (TRAINING, Change.TECHNIQUE, Change.TECHNIQUE):
            if kind == TRAINING:
                quality += max(0, ceiling - quality) * (280_000, 450_000, 620_000)[r] // 1_000_000
            levels.append(quality)
        off = []
        for one, mean in zip(linear.observations, shift, strict=True):
            level = levels[one.runs] - (30_000 if one.regressed else 0)
            level = (level + 1_000) // 2_000 * 2_000 + mean
            if one.labels is not None and one.labels.delivery >= 0:
                level += (0, 8_000, 26_000)[int(classes[c][0])]
            level += (
                one.leaky * ((int(leaks[k]) + 1_000) // 2_000 * 2_000)
                - one.live * faults[f]
                + one.on_set * int(lucks[s])
            )
            off.append(one.value - level)
        residual = np.asarray(off)
        expected.append(-0.5 * float(residual @ linear.precision @ residual))
    assert [float(found._evidence[cell]) for cell in cells] == pytest.approx(expected, rel=1e-9)


def test_the_table_adds_up_offsets_rates_leaks_and_faults() -> None:
    trail = Trail(runs=[run(readout=806_000)], eval_results=[scored(840_000, version=1)], live_days=[lived(770_000)])
    found = belief(trail)
    priors, family = found._priors, made().ideas[PROMPT].family
    assert found.table.shape == (
        len(priors.families[family].probs),
        len(priors.people[0].probs),
        1,
        len(priors.set_luck.probs),
    )
    stated = priors.stated(0, found._ceilings, found.case.card.stated_pct)

    def cell(f: int, b: int, s: int) -> float:
        total = 0.0
        for o, offset in enumerate(priors.offsets[family].values.tolist()):
            ceiling = min(
                (int(priors.families[family].values[f]) + offset + made().ideas[PROMPT].lift_ppm + 1_250)
                // 2_500
                * 2_500,
                985_000,
            )
            i = found._ceilings.tolist().index(ceiling)
            rates = law(latents().rate_table(offset, made().families[family].card_sd_ppm)).probs
            seen = 0.0
            for r, k, fault in product(range(3), range(2), range(3)):
                if priors.fault.probs[fault] > 0:
                    weight = rates[r] * priors.leak.probs[k] * priors.fault.probs[fault]
                    seen += weight * math.exp(found._evidence[i, r, 0, k, fault, s] - top)
            total += priors.offsets[family].probs[o] * math.exp(stated[i, b]) * seen
        return math.log(total)

    top = float(found._evidence.max())
    middle = len(priors.families[family].probs) // 2
    first = cell(middle, 3, 2)
    for key in ((middle + 2, 3, 2), (middle, 1, 2), (middle - 1, 4, 5)):
        assert found.table[key[0], key[1], 0, key[2]] - found.table[middle, 3, 0, 2] == pytest.approx(
            cell(*key) - first, abs=1e-6
        )


def test_a_card_without_a_run_says_what_its_odds_say() -> None:
    found = belief(Trail())
    priors = found._priors
    assert found.table.shape[2:] == (1, 1) and found.case.linear is None
    odds = found.offset_logs(np.asarray([3, 8]), np.asarray([1, 2]))
    stated = priors.stated(0, found._ceilings, found.case.card.stated_pct)
    for row, (f, b) in zip(odds, ((3, 1), (8, 2)), strict=True):
        assert row == pytest.approx(found._offsets.logs + stated[found._ceiling_indices[f], b])
        assert found.table[f, b, 0, 0] == pytest.approx(math.log(np.exp(row).sum()))
    # Nobody has stated anything of a card that is not proposed.
    hidden = case(Trail(), lines=False)
    hidden.card.shown = False
    flat = CardBelief(priors, hidden, np.zeros((1, 1), dtype=np.int64))
    assert np.ptp(flat.table) < 1e-9 and np.ptp(found.table) > 0.1
    places = np.asarray([0, 5])
    assert flat.ceilings_at(np.asarray([2, 4]), places).tolist() == [
        int(flat._ceilings[flat._ceiling_indices[2, 0]]), int(flat._ceilings[flat._ceiling_indices[4, 5]]),
    ]  # fmt: skip
    assert flat._ceilings.max() <= 985_000 and (flat._ceilings % 2_500 == 0).all()


@pytest.mark.parametrize(("leak", "possible"), [(-1, [True, True]), (1, [False, True]), (0, [True, False])])
def test_leaked_questions_are_there_as_was_found(leak: int, possible: list[bool]) -> None:
    found = belief(Trail(runs=[run()], leak=leak))
    assert [one > IMPOSSIBLE / 2 for one in found._leak_logs] == possible
    priors = found._priors
    parents = [np.full(300, 5), np.full(300, 3), np.zeros(300, dtype=int), np.full(300, 2)]
    drawn = found.draw(*parents, np.random.default_rng(1))
    # What was found is out of the training data by now.
    assert set(drawn.leak.tolist()) == ({0, 40_000} if leak < 0 else {0}) and len(drawn.ceiling) == 300
    assert float(priors.leak.probs[1]) == pytest.approx(0.08)


def test_as_many_candidates_as_a_card_needs() -> None:
    tries = {
        1: Trail(), CANDIDATES: Trail(runs=[run()], eval_results=[scored(840_000)]),
        LIVE_CANDIDATES: Trail(runs=[run()], live_days=[lived(770_000)]),
    }  # fmt: skip
    for count, trail in tries.items():
        found = belief(trail)
        shape = (9, 3, 2, 3 if trail.live_days else 1)
        assert found._tries(shape) == count
    assert belief(Trail(runs=[run()], slices=[SliceScore(1, False, 780_000)]))._tries((9, 3, 1, 1)) == 64
    assert (CANDIDATES, LIVE_CANDIDATES) == (12, 64)


def test_a_draw_follows_its_own_parents() -> None:
    found = belief(Trail(runs=[run(readout=806_000)]))
    count, last = 2_000, len(found._priors.families[0].probs) - 1
    random = np.random.default_rng(2)
    means = []
    for family in (0, last):
        parents = [np.full(count, family), np.full(count, 3), np.zeros(count, dtype=int), np.full(count, 2)]
        drawn = found.draw(*parents, random)
        ceilings = set(found._ceilings[found._ceiling_indices[family]].tolist())
        assert set(drawn.ceiling.tolist()) <= ceilings and (drawn.gained == 0).all()
        means.append(float(drawn.ceiling.mean()))
        rates = np.asarray([280_000, 450_000, 620_000])[drawn.rate]
        assert (drawn.quality == 740_000 + np.maximum(drawn.ceiling - 740_000, 0) * rates // 1_000_000).all()
    assert means[0] < means[1] - 40_000
    # A higher readout speaks of a higher ceiling and of a faster rate.
    high = belief(Trail(runs=[run(readout=840_000)]))
    parents = [np.full(count, last // 2), np.full(count, 3), np.zeros(count, dtype=int), np.full(count, 2)]
    low_, high_ = (one.draw(*parents, np.random.default_rng(2)) for one in (found, high))
    assert float(low_.ceiling.mean()) < float(high_.ceiling.mean()) - 4_000
    assert float(low_.rate.mean()) < float(high_.rate.mean()) - 0.3


def test_labels_of_a_draw_are_those_of_its_parents() -> None:
    classes = np.asarray([[0], [1], [2]])
    found = belief(Trail(runs=[run(readout=806_000, labels=Labels(0, True))]), classes)
    count = 300
    places = np.arange(count) % 3
    drawn = found.draw(np.full(count, 5), np.full(count, 3), places, np.full(count, 2), np.random.default_rng(1))
    assert drawn.penalty.tolist() == np.asarray([0, 15_000, 50_000])[places].tolist()


# --- a board ----------------------------------------------------------------------------------------------------------


def board(*events: Event) -> Board:
    found = new_state(made(), 1, latents()).board
    found.history = [dated(day, event) for day, event in enumerate(events, 1)]
    return found


def ran(card: int) -> RunEnded:
    return RunEnded(card, 806_000, 802_000, 1, 0)


def test_only_batches_that_a_card_was_trained_or_scored_with_have_classes() -> None:
    second = (SentBack(LABELS, 9), ANNOTATED, CHECKED)
    unused = Belief(board(ANNOTATED, CHECKED, BatchAccepted(LABELS, 30), *second))
    assert unused._used_batches[LABELS] == [] and unused._classes[LABELS].tolist() == [[0, 0]]
    trained = Belief(board(ANNOTATED, CHECKED, BatchAccepted(LABELS, 30), ran(LABELLED), *second))
    assert trained._used_batches[LABELS] == [0] and trained._classes[LABELS].tolist() == [[0, 0], [1, 0], [2, 0]]
    events = (ANNOTATED, CHECKED, BatchAccepted(LABELS, 30), ran(LABELLED), *second, BatchAccepted(LABELS, 90))
    both = Belief(board(*events, EvalDone(LABELLED, 800_000, 1, 0)))
    assert both._used_batches[LABELS] == [0, 1] and both._classes[LABELS].shape == (9, 2)
    assert both._classes[LABELS][5].tolist() == [1, 2]
    # Without guidelines the classes weigh 30, 40 and 30.
    prior = np.exp(both._class_prior(LABELS))
    assert prior == pytest.approx([a * b for a in (0.3, 0.4, 0.3) for b in (0.3, 0.4, 0.3)])
    assert both._supply(LABELS).batches == [LabelBatch(0, False), LabelBatch(1, False)]


def test_the_sets_luck_is_weighed_by_the_baseline() -> None:
    seen = board()
    seen.baseline = [726_000, 722_000]
    found = Belief(seen)._luck()
    table, seed = latents().set_items, latents().seed
    for place, value in enumerate(table.values()):
        weights = [table.weight(value), seed.weight(6_000 - value), seed.weight(2_000 - value)]
        expected = sum(math.log(one / ONE) for one in weights) if all(weights) else IMPOSSIBLE
        assert max(found[place], IMPOSSIBLE) == pytest.approx(expected)


def test_every_card_has_its_latents_and_killed_ones_only_where_asked() -> None:
    seen = board(ran(RAG))
    seen.cards[RAG].runs_done = seen.cards[RAG].version = 1
    seen.cards[PROMPT].stage = Stage.KILLED
    found = Belief(seen)
    assert sorted(index for row in found._waiting for index in row) == [n for n in range(28) if n not in (RAG, PROMPT)]
    (truth,) = found.draw_truths(1, 3)
    assert all(card.ceiling_ppm > 0 for card in truth.cards)
    (left,) = found.draw_truths(1, 3, killed=False)
    assert [index for index, card in enumerate(left.cards) if card.ceiling_ppm == 0] == [PROMPT]
    assert (truth.cards[RAG].attempts, truth.cards[PROMPT].attempts) == (1, 0)
    assert len(truth.families) == 4 and len(truth.people) == 4 and truth.set_ppm in law(latents().set_items).values


def test_classes_of_a_set_are_those_of_what_was_delivered_and_of_what_is_under_way() -> None:
    events = (
        ANNOTATED,
        CHECKED,
        BatchAccepted(LABELS, 30),
        ran(LABELLED),
        GuidelinesDone(LABELS),
        SentBack(LABELS, 9),
        ANNOTATED,
    )
    draws = Belief(board(*events)).draw_truths(1_500, 1)
    # The first is weighed by what a card learned of it, the second by its guidelines alone.
    under_way = Counter(truth.batch[LABELS] for truth in draws)
    assert [under_way[one] / 1_500 for one in range(3)] == pytest.approx([0.6, 0.3, 0.1], abs=0.03)
    delivered = Counter(truth.labels[LABELS] for truth in draws)
    assert set(delivered) == {0, 1, 2} and delivered[2] < 0.1 * 1_500, "so high a readout speaks against poor labels"
    fresh = Belief(board()).draw_truths(5, 1)
    assert all(truth.labels == [0] * 4 == truth.batch for truth in fresh)
    ordered = Belief(board(ANNOTATED)).draw_truths(300, 1)
    assert {truth.labels[LABELS] for truth in ordered} == {0} and len({truth.batch[LABELS] for truth in ordered}) == 3


def test_what_another_board_shows_alike_is_kept() -> None:
    priors = Priors(made(), latents())
    first, second = Belief(board(ran(RAG)), priors), Belief(board(ran(RAG), ran(PROMPT)), priors)
    assert second.cards[RAG] is first.cards[RAG] and second.cards[PROMPT] is not first.cards[PROMPT]
    changed = board(ran(RAG))
    changed.cards[AGENT].stated_pct += 1
    changed.cards[RAG].fresh_ppm += 1_000
    third = Belief(changed, priors)
    assert third.cards[AGENT] is not first.cards[AGENT] and third.cards[RAG] is not first.cards[RAG]


def test_what_nothing_is_known_of_is_as_the_tables_say() -> None:
    priors = Priors(made(), latents())
    found = Belief(board(), priors)
    count = 4_000
    parents = found.shared.draw(count, np.random.default_rng(1))
    for family, index in ((0, PROMPT), (3, AGENT)):
        spec = made().families[family]
        rows = draw_waiting(
            priors, family, [found.cards[index], found.cards[index + 4]], parents, np.random.default_rng(2)
        )
        assert rows.shape == (2, count, 19)
        one = rows[0]
        tables: dict[int, Any] = {
            2: latents().hazard, 5: latents().slice_gap, 6: latents().leak, 7: latents().skew, 8: latents().optimism,
            9: latents().fault, 10: latents().items,
        }  # fmt: skip
        if spec.agent:
            tables |= {13: latents().unauthorised, 14: latents().loop}
        else:
            assert (one[:, 13:15] == 0).all()
        for place, table in tables.items():
            known = law(table)
            assert float(one[:, place].mean()) == pytest.approx(
                known.mean, abs=4.5 * math.sqrt(known.variance / count) + 1e-9
            )
        for place, values, weights in (
            (3, spec.latency_ms, spec.latency_weights),
            (4, spec.serving_cents, spec.serving_weights),
        ):
            shares = [float((one[:, place] == value).mean()) for value in values]
            assert shares == pytest.approx([weight / 100 for weight in weights], abs=0.04)
        for place, part in ((11, latents().half_items), (12, latents().fifth_items)):
            off = one[:, place] - one[:, place - 1]
            assert float(off.std()) == pytest.approx(math.sqrt(law(part).variance), rel=0.06)
        assert (one[:, 15] == spec.start_ppm).all() and (one[:, 16:18] == 0).all() and (one[:, 18] == NOT_DRAWN).all()
        assert not (rows[0, :, 0] == rows[1, :, 0]).all() and set(one[:, 1].tolist()) == {0, 1, 2}


def test_latency_before_any_measurement_is_as_the_table_says() -> None:
    card = new_state(made(), 1, latents()).board.cards[AGENT]
    trail: Any = Trail(slims_measured=-1, runs=[Run(Change.SLIMMER, 1, 0, False, Labels(-1, True))])
    now, cents = serving(made(), latents(), card, trail, 3_000, np.random.default_rng(1))
    spec = made().families[3]
    assert [float((now == value * 55 // 100).mean()) for value in spec.latency_ms] == pytest.approx(
        [0.5, 0.35, 0.15], abs=0.04
    )
    assert set(cents.tolist()) == {value * 55 // 100 for value in spec.serving_cents}
