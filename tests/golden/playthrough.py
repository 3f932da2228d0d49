"""Golden games: what tests compare with the checked-in files and what scripts/make_golden.py writes."""

import json
from pathlib import Path

from aiboard.bots import BOTS, make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.happenings import Event
from aiboard.engine.model.board import Board
from aiboard.engine.model.fields import FIELDS, dump_ledger
from aiboard.engine.model.state import digest
from aiboard.engine.model.vocabulary import Chaos, Refusal, Source, Stage
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action, Inject
from aiboard.scenario import load

HERE = Path(__file__).resolve().parent
DIGESTS = HERE / "digests.json"
#: Luck of the playthroughs, and of the digests.
SEED = 1
SEEDS = (1, 2, 3)
#: The disruption a facilitator tries to bring at the end of every so many days of a playthrough, in turn.
INJECT_EVERY = 7


def file_of(key: str) -> Path:
    """The playthrough of a scenario."""
    return HERE / f"{key.replace(':', '-')}.txt"


def event_line(event: Event) -> str:
    """An event without words: kind, card, dataset, numbers."""
    where = [f"card {event.card}"] if event.card >= 0 else []
    where += [f"data {event.data}"] if event.data >= 0 else []
    numbers = [f"{name} {int(getattr(event, name))}" for name in FIELDS[type(event).__name__][3:]]
    return " ".join([f"  {type(event).__name__}", *where, *numbers])


def action_line(action: Action) -> str:
    """An action without words."""
    values = [repr(one) if isinstance(one, str) else str(int(one)) for one in action.values()]
    return " ".join([f"  > {action.VERB}", *values])


def board_lines(board: Board) -> list[str]:
    """A morning's board in two lines and one for each card that is under way."""
    stages = " ".join(f"{stage.name.lower()} {board.count(stage)}" for stage in Stage)
    money = " ".join(f"{name} {cents}" for name, cents in dump_ledger(board.ledger).items())
    lines = [
        f"  board {stages} | in flight {board.count_in_flight()} | GPU min {board.gpu_used_min}+{board.eval_used_min}"
    ]
    lines.append(f"  money {money} | booked {board.ledger.booked()}")
    for card in board.cards:
        if Stage.HYPOTHESIS <= card.stage <= Stage.PRODUCTION:
            lines.append(
                f"  card {card.index} {card.stage.name.lower()} setup {card.setup_left} points {card.run_points_done} "
                f"runs {card.runs_done}/{card.runs_planned} speed {card.speed_pct} block {card.block.name.lower()} "
                f"readout {card.readouts[-1] if card.readouts else 0} mean {card.mean_ppm()} of {len(card.scores)} "
                f"share {card.share_pct}"
            )
    for task in board.data:
        if task.ordered_pct and task.column < 4:
            lines.append(f"  data {task.index} {task.column.name.lower()} batch {task.batch_pct} due {task.due_day}")
    return lines


def injection(board: Board) -> Action | None:
    """The next disruption in turn, when it has something to hit."""
    turn = board.day // INJECT_EVERY
    action = Inject(turn % len(Chaos), source=Source.FACILITATOR)
    if board.day % INJECT_EVERY == 0 and check(board, action) == Refusal.NONE:
        return action
    return None


def playthrough(key: str) -> str:
    """The reference bot's game with injections, day by day."""
    made = load(key).world()
    state = new_state(made, SEED, Latents(made))
    bot = make_bot("heuristic", SEED)
    lines = [f"scenario {key}", f"rules {made.rules_version}", f"seed {SEED}", "bot heuristic", ""]
    lines += [f"day 0 {digest(state)}"]
    while not state.board.over:
        day = state.board.day
        lines.append(f"day {day}")
        extra = injection(state.board)
        if extra is not None:
            act(state, extra)
            lines.append(action_line(extra))
        lines += [action_line(action) for action in play_day(state, bot)]
        before = len(state.board.history)
        advance(state)
        lines += [event_line(event) for event in state.board.history[before:]]
        lines += board_lines(state.board)
        lines.append(f"  digest {digest(state)}")
    lines += ["", f"value {state.returns()}", ""]
    return "\n".join(lines)


def sprints(made: World, latents: Latents, bot_name: str, seed: int) -> list[str]:
    """The digest at the start and after each sprint, then the value in cents."""
    state = new_state(made, seed, latents)
    bot = make_bot(bot_name, seed)
    found = [digest(state)]
    while not state.board.over:
        play_day(state, bot)
        advance(state)
        if state.board.over or (state.board.day - 1) % state.world.sprint_days == 0:
            found.append(digest(state))
    return [*found, str(state.returns())]


def digests(key: str) -> dict[str, list[str]]:
    """Every bot on every seed."""
    made = load(key).world()
    latents = Latents(made)
    return {f"{bot} {seed}": sprints(made, latents, bot, seed) for bot in BOTS for seed in SEEDS}


def digests_text(found: dict[str, dict[str, list[str]]]) -> str:
    """The file of digests: a line a game."""
    lines = []
    for key, games in found.items():
        rows = ",\n".join(f"    {json.dumps(name)}: {json.dumps(values)}" for name, values in games.items())
        lines.append(f"  {json.dumps(key)}: {{\n{rows}\n  }}")
    return "{\n" + ",\n".join(lines) + "\n}\n"
