"""The debrief as JSON: the shape of the contract, more keys beside it. What no rollout has priced is null."""

from __future__ import annotations

from typing import Any

from aiboard.analysis.debrief import Debrief
from aiboard.analysis.findings import Finding
from aiboard.analysis.hindsight import TrueCard
from aiboard.analysis.moments import Moment
from aiboard.engine.model.vocabulary import Block
from aiboard.views.card.measure import Measured


def data(found: Debrief) -> dict[str, Any]:
    """The whole document. Money in dollars, qualities in points, days are working days."""
    board = found.record.board
    following = found.next()
    return {
        "scenario": found.resolved.key,
        "scenario_sha": found.resolved.sha,
        "rules_version": board.world.rules_version,
        "seed": found.record.seed,
        "day": board.day,
        "days": board.world.days,
        "finished": found.finished,
        "practice": found.practice,
        "value": found.value_cents / 100,
        "equity": found.equity,
        "equity_note": found.equity_note or None,
        "par": None,
        "injected": None,
        "luck": None,
        "decisions": [_decision(found, moment) for moment in found.moments],
        "residual": None,
        "decision_score": None,
        "luck_adjusted": None,
        "parts": {name: cents / 100 for name, cents in found.parts.items()},
        "value_line": [cents / 100 for cents in found.value_chart().cents],
        "bots": [
            {"bot": bot.bot, "value": bot.value_cents / 100, "equity": bot.equity, "beaten": bot.beaten}
            for bot in found.bots
        ],
        "beaten": found.beaten,
        "earned": [
            {
                "card": _key(found, item.card),
                "value": item.cents / 100,
                "from_day": item.first_day,
                "live_days": item.live_days,
                "promoted_day": item.promotion.day if item.promotion else None,
            }
            for item in found.earned
        ],
        "findings": [_finding(item) for item in found.findings],
        "next": _finding(following) if following else None,
        **_flow(found),
        "forecasts": [
            {
                "day": item.day,
                "day_70": item.day_70,
                "day_90": item.day_90,
                "reached": item.outcome or None,
                "loss_days": item.loss,
                "at_least": item.at_least,
            }
            for item in found.forecasts
        ],
        "reviews": [
            {"sprint": one.sprint, "question": one.asked, "said": one.said, "came": one.came, "right": one.right}
            for one in found.outcomes
        ],
        "hindsight": {
            "killed": [_true(found, item) for item in found.killed],
            "launched": [_true(found, item) for item in found.launched],
            "retro": [
                {"sprint": item.sprint, "take_back": item.killed, **_true(found, item.true)} for item in found.retro
            ],
        }
        if found.finished
        else None,
        "share": found.share(),
    }


def _decision(found: Debrief, moment: Moment) -> dict[str, Any]:
    known = moment.known
    return {
        "day": moment.day,
        "action": moment.line,
        "advantage": None,
        "guess": None,
        "regret": None,
        "label": None,
        "best": None,
        "by": moment.by,
        "card": _key(found, moment.card) if moment.card >= 0 else None,
        "known": {
            "measured": _measured(known.measured),
            "gate": known.gate,
            "failed": list(known.failed),
            "stated_odds": None if known.stated_pct is None else known.stated_pct / 100,
            "readouts": [value / 10_000 for value in known.readouts],
            "family_decided": known.family_decided,
            "waiting": known.waiting_cents / 100,
        },
    }


def _finding(item: Finding) -> dict[str, Any]:
    return {
        "key": item.key,
        "dimension": str(item.dimension),
        "good": item.good,
        "day": item.day or None,
        "text": item.text,
        "until": item.until,
        "next": item.next or None,
    }


def _flow(found: Debrief) -> dict[str, Any]:
    health = found.health
    return {
        "kill_rate": health.kill_rate,
        "promotion_rate": health.promotion_rate,
        "throughput": health.throughput,
        "cycle_time": health.cycle_time,
        "decided": health.decided,
        "readiness": health.readiness,
        "blockers": {Block(cause).name.lower(): days for cause, days in health.blockers.items()},
        "decision_days": health.decision_days,
        "focus_lost_points": health.focus_lost,
        "idle_gpu_days": health.idle_gpu_days,
        "over_limit_days": health.over_days,
    }


def _true(found: Debrief, item: TrueCard) -> dict[str, Any]:
    return {
        "card": _key(found, item.card),
        "day": item.day,
        "measured": _measured(item.measured),
        "true": item.ceiling_ppm / 10_000,
        "true_live": item.online_ppm / 10_000,
    }


def _measured(value: Measured | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {"mean": value.mean / 10_000, "low": value.low / 10_000, "high": value.high / 10_000, "seeds": value.seeds}


def _key(found: Debrief, card: int) -> str:
    return found.record.world.ideas[card].key
