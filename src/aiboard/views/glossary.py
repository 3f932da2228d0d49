"""What the tags and words on the screens mean: one table, with this project's numbers, for the help of every face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.engine.gate import readout_sd
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.model.world import World
from aiboard.engine.systems.production import ALERT_DAYS, ALERT_SHARE
from aiboard.engine.verbs.live import SHARES
from aiboard.views import fmt


@dataclass(frozen=True, slots=True)
class Term:
    """A word, other forms of it that screens show, and what it means here."""

    word: str
    also: tuple[str, ...]
    text: str


_Row = tuple[str, str, str]
"""Word, other forms separated by `|`, one or two sentences; `{names}` are numbers of the project, see `_numbers`."""

_TABLE: Final[tuple[_Row, ...]] = (
    # Evidence: how good a model is, and how sure one can be.
    ("seed", "seeds", "One evaluation with its own random start. Scores of one model differ by about ±{seed} points "
     "from seed to seed; each further seed makes the interval narrower."),
    ("interval", "82–86", "The range that holds the true quality 19 times in 20, as far as this measurement can tell."),
    ("readout", "about|training readout|optimism", "What a training says of itself after a run: usually {optimism} "
     "points too high, some cards' more. 'About' is without them, off by ±{readout} points."),
    ("score", "measured|mean|mean score", "Correct answers in percent on the frozen questions: the mean of a card's "
     "seeds."),
    ("q", "questions|frozen questions|items", "The {questions} frozen evaluation questions, the same for every card."),
    ("point", "points", "One percent of the answers."),
    ("baseline", "better than the baseline|gain over the baseline", "What is in use today: {baseline} % of the "
     "answers are correct. A gate asks for a proven gain over it."),
    ("slice", "slices|weakest slice", "A kind of question, scored apart. The gate passes no model whose weakest slice "
     "may be under {bad_slice} %, and one that is under it live can cause an incident."),
    ("gate", "evidence|pass|fail|not measured", "The checks before production: evidence, bar, "
     "baseline, slice if measured, latency, cost, an agent's tool use. It lists its reasons."),
    ("bar", "success", "The mean score that a ticket names as success and the gate asks for, {launch} unless you write "
     "another. The project's target is {target}."),
    ("cleared", "reached, not cleared", "The whole interval lies over the bar. The gate asks only for a mean that "
     "reaches it."),
    ("kill line", "under kill line|below its kill line", "Written before the first run: a card below it may be "
     "stopped without a debate. Here {kill} from run {kill_run} on."),
    ("kill check", "", "The day on which the project asks which approaches go on{kill_check}. Nothing is killed by "
     "itself."),
    ("plateau", "", "The last runs brought no gain: more of the same will not help."),
    ("gap too large", "gap", "What is missing to the bar is more than the runs left can bring."),
    ("odds", "65 %|%", "How likely the card's person thinks it is to reach the bar of the project. People lean: "
     "some overstate, some understate."),
    ("family", "approach|approaches|decided", "Cards that share an approach. What one teaches helps to judge the "
     "others."),
    ("skew", "", "Customers ask other things than the frozen questions. Live quality differs from the offline "
     "score by about {skew} points."),
    ("contamination", "leak|check for leaks", "Test questions that slipped into training data flatter a score by "
     "about {leak} points; customers do not see it. A search for them voids such scores."),
    # Cards: how work moves.
    ("ticket", "ticket written", "What success is, when to stop, and how long it may take, written before the start."),
    ("time box", "box|day 6 of 10", "The days a card's ticket gives it. Time stops once when they are used up."),
    ("run", "runs|run 2 of 3|setup", "One round of training. It ends with a readout; setup comes before the first "
     "one. An agent run is something else: see there."),
    ("iterate", "iterates|one more run|changed", "One more run that changes one thing: longer, a technique, or "
     "slimmer."),
    ("technique", "a new technique", "New code: setup, then quality moves by about {technique} points, give or take "
     "{technique_sd}; each further technique of a card by less."),
    ("slimmer", "a slimmer model", "A smaller model: {slim_pct} % of the latency and cost, about {slim} points of "
     "quality lost."),
    ("WIP", "3/3|2/5|limit|+", "Work in progress: cards in a column and its limit, here {wip} in Experiment. "
     "{wip_rule}"),
    ("focus", "speed|speed 85 %|holds", "Who holds several cards in flight loses time between them: speed {focus} % "
     "with one, two and so on."),
    ("freshness", "knows|knows 3 cards", "A design knows the cards of its family that were decided and written down "
     "before its ticket. Each of up to {fresh_cap}, if well measured, adds {fresh} points to what it can reach."),
    ("priority", "", "1 goes first when GPUs are short, 5 last."),
    ("GPU-h", "GPU|GPUs|GPU hours", "One GPU for one hour. A GPU gives 24 a day; one hour costs {gpu_hour}."),
    ("pool", "waits for GPU|waits for eval GPU|queue", "The {gpus} of the project. Training takes its GPUs "
     "first, evaluations get what is left."),
    ("reserve", "reserved", "A paid reservation keeps GPUs through a shortage, {reserve} a GPU and day."),
    ("decide", "! decide|evaluate or decide|decision", "The card waits for you: kill, iterate, evaluate or promote."),
    ("starts today", "", "It begins its work, or meets its first customers, when the day ends."),
    ("paused", "hold", "A card that you paused. It keeps its work; training needs a day of setup to go on."),
    ("NaN", "diverged|training divergence|divergence", "Training failed: the run is lost, the checkpoint before "
     "it is kept. Two in a row, or one that a disruption brought, have a cause that can be found."),
    ("reason", "over budget|too slow or too dear to serve|superseded|safety|data|other",
     "Why a card is killed. The one the evidence speaks for is filled in; superseded means that another card does "
     "the same better."),
    ("Backlog", "Back|ideas", "Ideas that nobody works on."),
    ("Hypothesis", "Hypo", "Ideas with a written ticket, ready to start."),
    ("Experiment", "Exp", "Cards in training."),
    ("Evaluation", "Eval|evals|evaluates", "Cards whose runs are done: they are measured and decided."),
    ("Iteration", "Iter", "Cards in one more, changed run."),
    ("Production", "Prod|not deployed", "Cards on their way to customers or live."),
    ("Killed", "Kill", "Cards that were stopped, each with what was learned."),
    # Serving: what customers meet.
    ("p95", "p95 latency|ms|latency", "19 of 20 answers come within this time. The limit is {latency}; for each 100 ms "
     "over it a live model loses {late} % of its revenue."),
    ("serving cost", "cost to serve", "What the model costs a day at full traffic. The limit is {serving} a day."),
    ("canary", "share|traffic|5 %|raise", "A launch in steps: {shares} % of the traffic, {canary} days each, "
     "so that a bad model meets few customers."),
    ("handoff", "", "ML engineering prepares a promoted model for production."),
    ("legal", "legal review|waits for legal|needs the legal review", "{legal}"),
    ("roll back", "rollback|kept warm|no traffic", "Take a live model off the traffic. The one before it serves "
     "again. It costs {rollback} for each day at full traffic that it had, {rollback_days} days at most; so does a "
     "kill."),
    ("alert", "well below plan", "Live quality over the last {alert_days} days, at {half} % of traffic or more, "
     "is more than {alert} points under the offline score."),
    ("drift", "", "A live model loses {drift} points in ten days, because the world changes. One that was iterated "
     "starts afresh."),
    ("incident", "page|goes on", "Something went wrong with customers. It costs at once and by the day until you roll "
     "the model back, kill it or respond."),
    ("respond", "incident response|incident is over", "You end this incident and the model keeps its traffic; a bad "
     "model may have another. An agent gets fewer permissions."),
    ("fault", "", "What evaluations cannot see: a model that fails only with customers. The canary's days find it."),
    ("agent run", "agent runs|reviewed", "One case that an agent worked on in an evaluation, step by step: what it "
     "called and answered."),
    ("unauthorised", "tool use|looped|loops|agent", "An agent called a tool it may not use, or repeated "
     "a call. The gate passes no agent that used such a tool."),
    ("live", "live quality|being replaced", "Serving customers; live quality is what they get, by monitoring and "
     "reviews. The header shows what all live models earn a day."),
    # Data: where labels come from.
    ("DS-1", "dataset|data needed|needs|DS", "A dataset; a card that needs one waits until it is there."),
    ("kappa", "agreement", "How well two labellers agree beyond chance: 1 is always. Here {kappa_good} is good, "
     "under {kappa_low} is low."),
    ("guidelines", "no guidelines", "Written rules for the labellers. Labels come out better with them."),
    ("pilot", "batch|10 % ready", "A first {pilot} % of a dataset, to look at before the rest is paid for."),
    ("spot check", "", "You label {spot} items again and read the agreement."),
    ("relabel", "accept", "Send a batch back: it takes more time and {relabel} % of its price."),
    ("Collection", "Annotation|QA|Ready|not ordered|at the vendor", "Steps of a dataset: collected, labelled, "
     "checked, ready."),
    ("data late", "data issue|issue", "The card's data is not there, or was found to be wrong."),
    # The project: time and money.
    ("S1 D1", "sprint|day|D30|S|D", "Sprint and working day. A sprint has {sprint_days} days, the project {days}."),
    ("due", "promised", "What has a day: the launch, the kill check, data, the legal review, a forecast. The header "
     "names the next."),
    ("review", "sprint review|retro|planning", "Each sprint ends with a review of what was learned, a retro and the "
     "planning of the next. A canary review is one more reading of live quality."),
    ("booked", "net value|$", "Money of the project so far: what live models earned less everything spent."),
    ("burn", "/d", "What the project spends a day at the moment."),
    ("waiting", "waiting costs", "What a day of waiting costs: a model that passed could earn it."),
    ("hours", "▮▮▮▯|h|min", "Your own time today{minutes}. What is not used is gone in the evening."),
    ("standing order", "orders|auto|ask|off", "A rule that acts, or asks you, when its moment comes. All are off at "
     "first."),
    ("forecast", "70 %|90 %", "The day by which you are 70 % or 90 % sure that a card clears {target}: the "
     "whole interval of its scores over it. Scored at the end."),
    ("after close", "tail", "The {tail} days after day {days}, in which live models go on earning."),
    ("chaos", "disruption|inject", "Things that go wrong. Some are drawn by the game's luck; capital letters inject "
     "one."),
    ("GPU shortage", "", "Few GPUs for some days: here {shortage} of {pool} stay. Pause what can wait."),
    ("eval regression", "regression|regressed|walks back", "New questions show that the live model lost {regression} "
     "points. It goes back to Evaluation; find the root cause, then iterate."),
    ("scope change", "new requirement|scope", "A new requirement: it needs data and cards, and until it is met live "
     "models earn {scope} % of their money."),
    ("vendor delay", "late", "The labelling vendor delivers later than promised. Finding the root cause "
     "gets most of the days back."),
    ("practice", "read only|NOT SAVED", "A game with an undo or the coach's numbers, a branch of "
     "another, or one whose save was edited. It is played as any other and not ranked. Hints do not make one."),
    ("luck", "seed of the game|same luck", "A number that decides what chance does. The same luck and the same "
     "decisions give the same game."),
    # The debrief.
    ("equity", "", "Value on a scale for comparing games: 0 is what a bot that does nothing earns, 100 what "
     "the reference bot earns on average."),
    ("par", "", "What the reference bot earns on average: 100 on the scale of equity."),
    ("kill rate", "", "Killed cards as a share of those decided: context, not a target."),
)  # fmt: skip


def glossary(world: World) -> tuple[Term, ...]:
    """Every word with this project's numbers, in the order of the table."""
    numbers = _numbers(world)
    return tuple(
        Term(word, tuple(also.split("|")) if also else (), text.format_map(numbers)) for word, also, text in _TABLE
    )


def find(text: str, world: World) -> tuple[Term, ...]:
    """The terms that a word names: called exactly so, else those that begin with it, else hold it; empty for none."""
    wanted = text.strip().lower()
    terms = glossary(world)
    named = [(term, [name.lower() for name in (term.word, *term.also)]) for term in terms]
    # Exact names first: `due` must not find `residue`, nor `review` all that mention one.
    for fits in (str.__eq__, str.startswith, str.__contains__) if wanted else ():
        found = tuple(term for term, names in named if any(fits(name, wanted) for name in names))
        if found:
            return found
    return ()


def _numbers(world: World) -> dict[str, str]:
    """What stands in the braces of the table."""
    check = fmt.kill_check_day(world)
    review = f"Takes {world.legal_days} days from the day you start it; nothing goes live before."
    return {
        "seed": fmt.points(world.seed_sd_ppm),
        "readout": fmt.points(readout_sd(world)),
        "optimism": fmt.points(world.optimism_mean_ppm),
        "leak": fmt.points(world.leak_ppm),
        "technique_sd": fmt.points(world.technique_sd_ppm),
        "questions": str(world.eval_items),
        "baseline": fmt.points(world.baseline_ppm),
        "target": fmt.points(world.target_ppm),
        "launch": fmt.points(world.launch_ppm),
        "kill": fmt.points(world.kill_ppm),
        "kill_run": str(world.kill_run),
        "kill_check": f", day {check}" if check else "",
        "skew": fmt.signed_points(world.skew_mean_ppm),
        "technique": fmt.points(world.technique_mean_ppm),
        "slim": fmt.points(world.slim_ppm),
        "slim_pct": str(world.slim_pct),
        "wip": str(world.wip[Stage.EXPERIMENT]),
        "wip_rule": "No card enters a full column." if world.hard_wip else "More are allowed; see focus.",
        "focus": ", ".join(map(str, world.focus_pct)),
        "fresh": fmt.points(world.fresh_ppm),
        "fresh_cap": str(world.fresh_cap),
        "gpu_hour": f"${world.gpu_hour_cents / 100:.2f}",
        "gpus": fmt.count(world.gpus, "GPU"),
        "pool": str(world.gpus),
        "shortage": str(world.shortage_gpus),
        "reserve": fmt.exact_money(world.reserve_cents),
        "latency": fmt.seconds(world.latency_limit_ms),
        "serving": fmt.exact_money(world.serving_limit_cents),
        "canary": str(world.canary_days),
        "shares": ", ".join(map(str, SHARES)),
        "bad_slice": fmt.points(world.bad_slice_ppm),
        "half": str(ALERT_SHARE),
        "rollback": fmt.exact_money(world.rollback_cents),
        "rollback_days": str(world.rollback_days),
        "regression": fmt.points(world.regression_ppm),
        "drift": fmt.points(world.drift_ppm_day * 10),
        "late": str(world.late_revenue_pct),
        "alert_days": str(ALERT_DAYS),
        "legal": review if world.needs_legal else "This project needs no legal review.",
        "alert": fmt.points(world.alert_ppm),
        "kappa_good": fmt.kappa(world.kappa_good_ppm),
        "kappa_low": fmt.kappa(world.kappa_hold_ppm),
        "pilot": str(world.pilot_pct),
        "spot": str(world.spot_check_items),
        "relabel": str(world.relabel_pct),
        "sprint_days": str(world.sprint_days),
        "days": str(world.days),
        "minutes": f": {fmt.minutes(world.minutes)} a day" if world.minutes else "",
        "tail": str(world.tail_days),
        "scope": str(world.scope_revenue_pct),
    }
