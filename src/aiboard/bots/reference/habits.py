"""One flag a lesson: which families of decisions the reference takes as it should, and which in the plain opposite way.

Every rule of the reference that a lesson is about asks its flag here, and nothing else differs.
"""

from typing import Final

#: Which flag turns a lesson's advice off, by the lesson's number.
IGNORED: Final[dict[str, str]] = {
    "L01": "kill_failing",
    "L02": "limit_wip",
    "L03": "time_box",
    "L04": "explore_first",
    "L05": "late_side_bet",
    "L09": "write_learnings",
    "L10": "mind_noise",
    "L11": "mind_headroom",
    "L12": "by_information",
    "L15": "repeat_seeds",
    "L16": "check_leaks",
    "L17": "measure_slices",
    "L18": "safety_gate",
    "L19": "plan_compute",
    "L20": "data_ahead",
    "L21": "pilot_first",
    "L22": "kappa_gate",
    "L23": "limits_early",
    "L26": "canary",
    "L28": "price_scope",
    "L32": "good_enough",
    "L36": "roll_back_first",
    "L38": "agent_gates",
}


class Habits:
    """True obeys the lesson. False does the opposite that its comment names."""

    def __init__(self) -> None:
        #: Kill what is not worth its compute. Else: hold on to it, one more run at a time, until something ships.
        self.kill_failing = True
        #: Few cards at a time. Else: start whatever there is, ten at a time.
        self.limit_wip = True
        #: A card gets its plan and what is worth its price. Else: it is extended for as long as it may still gain.
        self.time_box = True
        #: Curious at first, later what works. Else: what it knows at first, curious later.
        self.explore_first = True
        #: Late, stay with what works. Else: late, turn to the least tried approach and drop the others.
        self.late_side_bet = True
        #: Write down what a killed card taught. Else: no word.
        self.write_learnings = True
        #: Judge by what a number can be off. Else: from three numbers on, a card is killed when the last
        #: three lie within a point, and only then.
        self.mind_noise = True
        #: Judge by where a card is going. Else: kill at the first number that is far short.
        self.mind_headroom = True
        #: Start what is worth most for its GPU time. Else: what its person is surest of.
        self.by_information = True
        #: Seeds until the decision is worth no more of them. Else: one.
        self.repeat_seeds = True
        #: Look for leaked questions before a launch. Else: believe the score.
        self.check_leaks = True
        #: Measure the weak slice before a launch. Else: the mean alone decides.
        self.measure_slices = True
        #: An agent that overstepped is not launched. Else: its score decides.
        self.safety_gate = True
        #: Start what the pool has room for, reserve when it is short. Else: start and let it queue.
        self.plan_compute = True
        #: Order data before its cards are next. Else: when a card waits for it.
        self.data_ahead = True
        #: Guidelines and a pilot first. Else: the whole set at once.
        self.pilot_first = True
        #: Labels nobody agrees on go back. Else: they are taken.
        self.kappa_gate = True
        #: Latency and serving cost count before a launch. Else: quality alone decides.
        self.limits_early = True
        #: 5 %, a look, then wider. Else: everybody at once.
        self.canary = True
        #: A new requirement is met if that is worth its price. Else: everything waits for it.
        self.price_scope = True
        #: Launch what is better than what is live. Else: only what has reached the target.
        self.good_enough = True
        #: A bad model is taken back at once. Else: it is looked into for a week while customers have it.
        self.roll_back_first = True
        #: An agent is tried in steps: reviewed runs, then few customers. Else: one sandbox run, then everybody.
        self.agent_gates = True


def habits_of(lesson: str, obey: bool) -> Habits:
    """The habits with this lesson's advice followed or not. Raises KeyError for a lesson without a flag."""
    habits = Habits()
    setattr(habits, IGNORED[lesson], obey)
    return habits
