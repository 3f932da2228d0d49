"""Actions: the typed things a player or facilitator does."""

from aiboard.engine.model.vocabulary import ActionKind


class Action:
    """One thing a player or facilitator does.

    `target` is a card (or dataset, family, order, stage: what the kind acts on) index or -1; `x`, `y`, `z` are the
    kind's numbers; `text` is the learning or note, `by` the source of an injection.

    kind            target    x                     y                     z
    ADD_IDEA        family    -                     -                     -
    TICKET          card      success ppm (0 keep)  kill ppm (0 keep)     box days (0 keep)
    PRIORITISE      card      priority 1..5         -                     -
    START           card      -                     -                     -
    PAUSE RESUME    card      -                     -                     -
    KILL            card      Reason                -                     -   text = learning
    ITERATE         card      Change                -                     -
    EVALUATE        card      seeds                 1 with slices         percent of the questions (20, 50; 0 all)
    PROMOTE         card      -                     -                     -
    ORDER_DATA      dataset   percent (pilot, 100)  -                     -
    GUIDELINES SPOT_CHECK ACCEPT RELABEL  dataset
    RESERVE         -         GPUs                  days                  -
    SET_WIP         stage     limit                 -                     -
    STANDING_ORDER  order     Mode                  -                     -
    UNBLOCK         card      -                     -                     -
    ROOT_CAUSE      card or -1 (the open data issue)
    DEPLOY          card      percent (5, 50, 100)  -                     -
    ROLL_BACK       card      -                     -                     -
    REVIEW_CANARY   card      -                     -                     -
    LEGAL_REVIEW    -
    FORECAST        -         day at 70 %           day at 90 %           -
    DOCUMENT        card      -                     -                     -   text = learning
    INJECT          chaos     days (0 default)      Source                -
    DEFER           card      (Hypothesis back to Backlog)
    """

    def __init__(self, kind: ActionKind, target: int = -1, x: int = 0, y: int = 0, z: int = 0, text: str = "") -> None:
        self.kind = kind
        self.target = target
        self.x = x
        self.y = y
        self.z = z
        self.text = text
