"""A bot's reasons in words, by the name of their code, so that no face needs to know the bots."""

from __future__ import annotations

from typing import Final

_WORDS: Final[dict[str, str]] = {
    "NOTHING": "nothing to do",
    "RULE": "its rule says so",
    "CANARY_GOOD": "the canary looks good",
    "CANARY_BAD": "the canary looks bad",
    "LAST_DAYS": "few days are left",
    "DATA_ISSUE": "the data has an issue",
    "DIVERGED": "it lost a run",
    "LEGAL_EARLY": "legal takes long, so it starts early",
    "LOOK_AHEAD": "data is ordered before it is needed",
    "KAPPA_GOOD": "the labels agree",
    "KAPPA_BAD": "the labels disagree",
    "NEEDS_EVIDENCE": "one look is not enough",
    "GATE_PASSED": "the gate passed",
    "LEAK_FIRST": "no score counts before a search for leaked questions",
    "CLOSE_TO_BAR": "it is close to the bar",
    "TOO_DEAR_TO_SERVE": "it is too slow or too dear to serve",
    "OUT_OF_REACH": "the bar is out of its reach",
    "NO_TIME_LEFT": "no time is left for it",
    "BEST_BET": "it is the best bet left",
    "EXPLORE": "this family is not known yet",
    "FIRST_OVER_BAR": "the first number over the bar",
    "PROMISED": "it was promised",
    "CHANCE": "chance",
    "ORDERS": "standing orders do it",
    "SHORTAGE": "GPUs are short",
    "INCIDENT": "an incident goes on",
    "REGRESSED": "it regressed, and its cause comes first",
    "REQUIREMENT": "the new requirement asks for it",
}


def bot_reason(code: str) -> str:
    """The words of a reason code's name; the name itself, in small letters, for a code of a bot that is not ours."""
    return _WORDS.get(code, code.lower().replace("_", " ")[:60])
