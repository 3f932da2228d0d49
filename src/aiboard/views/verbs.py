"""What each verb is called and is for: the one table of words about them, keyed by class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.engine import verbs


@dataclass(frozen=True, slots=True)
class VerbWords:
    """The words of a verb.

    Attributes:
        label: what it is in a menu, a few words.
        about: what it is for.
        question: what its dialog asks; `{it}` is the card or dataset. Empty for verbs on the project.
        confirm: the word of the key that does it; empty likewise.
    """

    label: str
    about: str
    question: str = ""
    confirm: str = ""


VERB: Final[dict[type[verbs.Action], VerbWords]] = {
    verbs.Promote: VerbWords("promote", "hand it over to production", "Promote {it}?", "promote"),
    verbs.Iterate: VerbWords(
        "iterate", "train longer, try a technique, make it slimmer", "Iterate on {it}?", "iterate"
    ),
    verbs.Kill: VerbWords("kill", "stop it, with a reason and what it taught", "Kill {it}?", "kill"),
    verbs.Evaluate: VerbWords("evaluate", "score it on the frozen questions", "Evaluate {it}?", "evaluate"),
    verbs.CheckLeak: VerbWords(
        "check for leaks", "search its training data for eval questions", "Search {it} for leaked questions?", "search"
    ),
    verbs.Start: VerbWords("start", "train it; from the Backlog it also writes the ticket", "Start {it}?", "start"),
    verbs.Ticket: VerbWords(
        "write its ticket", "what success is, when to stop, how long", "Write the ticket of {it}?", "write"
    ),
    verbs.Deploy: VerbWords(
        "raise its share", "change a live model's share of traffic", "Change the traffic of {it}?", "deploy"
    ),
    verbs.RollBack: VerbWords("roll back", "give customers the previous model back", "Roll back {it}?", "roll back"),
    verbs.Respond: VerbWords(
        "respond to the incident",
        "end this incident; the model keeps its traffic, an agent gets fewer permissions",
        "Respond to the incident of {it}?",
        "respond",
    ),
    verbs.ReviewCanary: VerbWords(
        "review the canary", "one more reading of live quality, a precise one", "Review the canary of {it}?", "review"
    ),
    verbs.Unblock: VerbWords("unblock", "chase the vendor or the lawyers: a day sooner", "Unblock {it}?", "unblock"),
    verbs.RootCause: VerbWords(
        "find the root cause",
        "why a card's runs are lost or it regressed; without a card: the data issue or vendor delay",
        "Find the root cause for {it}?",
        "find",
    ),
    verbs.Pause: VerbWords("pause", "it keeps its work and frees its GPUs", "Pause {it}?", "pause"),
    verbs.Resume: VerbWords("resume", "go on with it; training is set up again first", "Resume {it}?", "resume"),
    verbs.Prioritise: VerbWords("change its priority", "1 goes first", "Priority of {it}?", "set"),
    verbs.Document: VerbWords(
        "write down the learning", "write down what a decided card taught", "Write down what {it} taught?", "write"
    ),
    verbs.Defer: VerbWords("back to the Backlog", "back to the Backlog", "Put {it} back into the Backlog?", "put back"),
    verbs.Accept: VerbWords("accept the batch", "take the batch", "Accept the batch of {it}?", "accept"),
    verbs.Relabel: VerbWords("send it back", "send the batch back", "Send the batch of {it} back?", "send back"),
    verbs.OrderData: VerbWords("order", "have a dataset collected and labelled", "Order {it}?", "order"),
    verbs.Guidelines: VerbWords("write guidelines", "make good labels likelier", "Write guidelines for {it}?", "write"),
    verbs.SpotCheck: VerbWords("spot check", "read the agreement of a sample again", "Spot check {it}?", "check"),
    verbs.AddIdea: VerbWords("ask for an idea", "one more idea of a family"),
    verbs.Reserve: VerbWords("reserve GPUs", "keep GPUs through a shortage"),
    verbs.SetWip: VerbWords("change a limit", "change a column's limit"),
    verbs.StandingOrder: VerbWords("set a standing order", "an automation: off, ask or auto"),
    verbs.LegalReview: VerbWords("file the legal review", "nothing goes live before it is done"),
    verbs.Forecast: VerbWords("forecast", "when the target is cleared: a day at 70 %, one at 90 %"),
    verbs.Inject: VerbWords("inject a disruption", "a disruption, now"),
}
"""Every verb; menus list cards' and datasets' in this order."""
