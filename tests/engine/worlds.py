"""A small world with every mechanism on, for tests of the rules; its numbers are nobody's scenario."""

from typing import Any

from aiboard.engine.model.world import DatasetSpec, Family, Idea, Person, World

FAMILIES = (
    ("prompt", 840_000, 20_000, 25_000, 740_000, [600, 1_100, 1_900], [4_000, 7_000, 12_000], False),
    ("rag", 860_000, 30_000, 30_000, 720_000, [900, 1_500, 2_400], [6_000, 10_000, 18_000], False),
    ("tuning", 865_000, 30_000, 35_000, 720_000, [300, 600, 1_200], [5_000, 9_000, 16_000], False),
    ("agent", 855_000, 45_000, 40_000, 700_000, [1_200, 2_000, 3_500], [9_000, 16_000, 30_000], True),
)
PEOPLE = (
    ("ana", -10_000, 5_000, 35_000),
    ("ben", 0, 10_000, 50_000),
    ("cleo", 0, 5_000, 40_000),
    ("dan", 40_000, 10_000, 60_000),
)
#: Numbers of World that tests count on; its defaults are tuned for the shipped scenarios and move.
NUMBERS: dict[str, Any] = {
    "launch_ppm": 880_000, "kill_ppm": 800_000, "value_floor_ppm": 800_000, "point_cents": 10_000, "loss_factor": 3,
    "bad_launch_ppm": 830_000, "incident_cents": 600_000, "incident_day_cents": 100_000,
    "launch_cents": 150_000, "rollback_cents": 80_000, "rollback_days": 5,
    "gpu_hour_cents": 300, "drift_ppm_day": 500, "fresh_ppm": 5_000, "fresh_cap": 4,
    "rate_ppm": [280_000, 450_000, 620_000], "hazard_ppm": [20_000, 80_000, 250_000], "readout_sd_ppm": 16_000,
    "seed_sd_ppm": 16_000, "slice_noise_ppm": 16_000, "items_sd_ppm": 10_000, "set_sd_ppm": 8_000,
    "baseline_ppm": 720_000, "slice_mean_ppm": -20_000,
    "slice_sd_ppm": 20_000, "leak_ppm": 40_000, "leak_chance_pct": 8, "skew_mean_ppm": -25_000, "skew_sd_ppm": 15_000,
    "latency_limit_ms": 2_000, "serving_limit_cents": 22_700, "monitor_sd_ppm": [30_000, 12_000, 8_000],
    "technique_mean_ppm": 8_000, "technique_sd_ppm": 8_000, "slim_ppm": 6_000, "slim_pct": 55, "gpus": 4,
    "label_penalty_ppm": [0, 15_000, 50_000], "label_kappa_ppm": [860_000, 720_000, 520_000], "kappa_sd_ppm": 60_000,
    "eval_corruption_pct": 50, "kappa_hold_ppm": 600_000, "pilot_penalty_ppm": 25_000, "relabel_pct": 60,
    "handoff_points": 200, "canary_days": 3, "alert_ppm": 100_000, "scope_revenue_pct": 85, "chaos_events": 6,
    "bad_slice_ppm": 0, "incident_ppm": 20_000, "fault_ppm": [0, 40_000, 140_000], "fault_weights": [1, 0, 0],
    "chaos_gap": 4, "focus_pct": [100, 85, 55, 40], "reserve_cents": 3_000,
}  # fmt: skip
#: Datasets: the shared corpus, two to label, one that only a scope change asks for.
CORPUS, LABELS, MORE, SCOPE = range(4)
PROMPT, RAG, TUNING, AGENT = range(4)


def world(ideas: int = 28, **changes: Any) -> World:
    """Forty days, four families in turn (idea k is of family k % 4), 20 ideas on the board, the rest in reserve.

    Of the ideas of fine-tuning every second needs the dataset LABELS. `changes` are World's numbers.
    """
    made = World()
    made.key = "small"
    made.title = "Small"
    made.days = 40
    for key, mean, mean_sd, card_sd, start, latency, serving, agent in FAMILIES:
        made.families.append(
            Family(key, key, mean, mean_sd, card_sd, start, latency, [50, 35, 15], serving, [50, 35, 15], agent)
        )
    made.people = [Person(key, key, "", bias, sd, noise) for key, bias, sd, noise in PEOPLE]
    made.datasets = [
        DatasetSpec("DS-1", "", 50_000, 0, (1, 1), (1, 1), (1, 1), [1, 0, 0], [1, 0, 0], True, False),
        DatasetSpec("DS-2", "", 2_000, 250_000, (2, 4), (3, 6), (1, 2), [30, 40, 30], [60, 30, 10], False, False),
        DatasetSpec("DS-3", "", 500, 200_000, (2, 4), (3, 6), (1, 2), [30, 40, 30], [60, 30, 10], False, False),
        DatasetSpec("DS-4", "", 800, 250_000, (2, 4), (3, 6), (1, 2), [30, 40, 30], [60, 30, 10], False, True),
    ]
    for k in range(ideas):
        family = k % 4
        sprint = 0 if k < 20 else 2 if k < 22 else 3 if k < 24 else 99
        dataset = LABELS if family == TUNING and k % 8 >= 4 else -1
        gpus = 2 if k % 5 == 4 else 1
        made.ideas.append(
            Idea(f"EXP-{k + 1:03d}", "", "", "", family, (k // 4 + k) % 4, gpus, 3, 300, 100, dataset, sprint, 3)
        )
    for name, value in NUMBERS.items():
        setattr(made, name, list(value) if isinstance(value, list) else value)
    made.chaos_days[:6] = [5, 4, 1, 10, 1, 5]
    made.chaos_from[:6] = [1, 1, 1, 11, 1, 1]
    made.chaos_to[:6] = [30, 30, 40, 30, 40, 35]
    made.eval_gpu_min = 240
    made.legal_days = 8
    for name, value in changes.items():
        if not hasattr(made, name):
            raise AttributeError(f"World has no number {name}")
        setattr(made, name, value)
    return made


def quiet(**changes: Any) -> World:
    """The small world without drawn disruptions, divergence or legal review."""
    return world(**{"chaos_events": 0, "hazard_ppm": [0, 0, 0], "needs_legal": False, **changes})
