"""Loading is replay: every line of a save done again, every digest checked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field

from aiboard.actions import words
from aiboard.actions.grammar import Turn, parse
from aiboard.actions.tokens import GrammarError
from aiboard.engine.act import IllegalAction
from aiboard.engine.model.state import digests
from aiboard.engine.model.world import RULES_VERSION
from aiboard.game import log, practice
from aiboard.game.errors import OldRulesError
from aiboard.game.injections import Injection, parse_injections
from aiboard.game.timeline import ACT_WORK, Timeline
from aiboard.instruments.errors import InputError
from aiboard.journal.lines import RETRO, ActionEntry, Answer, DayEnd, Plan, Practice, Undo
from aiboard.journal.reader import Save
from aiboard.scenario import ResolvedScenario, from_data, sha_of


@dataclass(frozen=True)
class Mismatch:
    """Where a replay first differs from its save.

    Attributes:
        line: of the file.
        day: of the game.
        part: of the state; None where that is not known.
        message: what is wrong.
        harmless: all digests hold; lines were changed that no digest covers.
    """

    line: int
    day: int
    part: str | None
    message: str
    harmless: bool = False


@dataclass
class Replay:
    """What came out of a save.

    Attributes:
        resolved: its scenario, checked again.
        timeline: the game as far as the replay came: to the end, or to the first mismatch.
        mismatch: None when everything is as the save says.
        why_practice: what makes the game practice, as `aiboard.game.practice` names it.
        answers: the player's, (sprint, question) -> answer.
        plan: the injections planned last; those of days to come are still to happen.
        since_day: texts of the actions after the last day line, undone ones too.
    """

    save: Save
    resolved: ResolvedScenario
    timeline: Timeline
    mismatch: Mismatch | None = None
    why_practice: tuple[str, ...] = ()
    answers: dict[tuple[int, str], str] = field(default_factory=dict)
    plan: list[Injection] = field(default_factory=list)
    since_day: list[str] = field(default_factory=list)

    @property
    def practice(self) -> bool:
        """Whether the game cannot be ranked."""
        return bool(self.why_practice)

    def add_practice_reason(self, reason: str) -> None:
        """Something that makes the game practice was found; each is kept once."""
        if reason not in self.why_practice:
            self.why_practice += (reason,)


class CancelledError(Exception):
    """The replay was stopped because the caller no longer wants it."""


def replay(save: Save, stop: bool = True, cancelled: Callable[[], bool] | None = None) -> Replay:
    """Play a save again.

    Args:
        save: what `aiboard.journal.reader.read` gave.
        stop: end at the first mismatch; False goes on as long as the actions are possible.
        cancelled: asked before each line, from the calling thread; True ends the replay. `Event.is_set` will do.

    Raises:
        InputError: the header or a line is not one of a save; named with file and line.
        OldRulesError: the save was made by other rules.
        CancelledError: `cancelled` said so.
    """
    name = str(save.path)
    # Before the scenario is read: an older one may not be understood by these rules.
    if save.header.rules_version != RULES_VERSION:
        raise OldRulesError(save, RULES_VERSION)
    resolved = from_data(save.header.scenario, name, 1)
    if sha_of(save.header.scenario) != save.header.scenario_sha:
        raise InputError("is of another scenario than the one the save holds", file=name, line=1, field="scenario_sha")
    result = Replay(save, resolved, Timeline(resolved.world(), save.header.seed))
    if save.header.parent is not None:
        result.add_practice_reason(practice.BRANCH)
    for item in save.entries:
        if cancelled is not None and cancelled():
            raise CancelledError
        mismatch = _step(result, item)
        if mismatch is not None:
            result.mismatch = result.mismatch or mismatch
            # After a day that differs play can go on; after a refused action every later line would be about another
            # game.
            if stop or not isinstance(item, DayEnd):
                break
        # Within the loop: a hostile save is stopped on the way, not after the minutes that it takes.
        if result.timeline.work > log.WORK_LIMIT:
            limit = f"takes more than {log.WORK_LIMIT} steps to replay"
            raise InputError(f"{limit}; it undoes in circles, and no game needs that", file=name, line=item.line)
    if save.edited:
        result.add_practice_reason(practice.EDITED)
        result.mismatch = _edited(save, result.mismatch)
    return result


def _step(result: Replay, item: object) -> Mismatch | None:
    timeline = result.timeline
    day = timeline.board.day
    if isinstance(item, ActionEntry):
        result.since_day.append(item.text)
        try:
            command = parse(item.text, result.resolved.world())
        except GrammarError as error:
            raise InputError(error.message, file=result.save.path, line=item.line, field="do") from None
        if isinstance(command, Turn):
            raise InputError(
                "is the end of a day; a day has its own line", file=result.save.path, line=item.line, field="do"
            )
        try:
            timeline.act(command)
        except IllegalAction as error:
            message = words.refusal(error.refusal, timeline.board, command)
            return Mismatch(item.line, day, None, f"'{item.text}' is refused: {message}")
    elif isinstance(item, DayEnd):
        return _day(result, item)
    elif isinstance(item, Undo):
        result.add_practice_reason(practice.UNDO)
        if timeline.undo() is None:
            return Mismatch(item.line, day, None, "there is nothing to undo")
    elif isinstance(item, Practice):
        result.add_practice_reason(item.why)
    elif isinstance(item, Answer):
        # Hindsight looks the card up by this answer after the game.
        keys = [idea.key for idea in timeline.board.world.ideas]
        if item.question == RETRO and item.answer and item.answer not in keys:
            raise InputError(
                "is no card of this scenario; name one of its own",
                file=result.save.path,
                line=item.line,
                field="answer",
            )
        result.answers[item.sprint, item.question] = item.answer
    elif isinstance(item, Plan):
        result.plan = _planned(result, item)
    return None


def _planned(result: Replay, item: Plan) -> list[Injection]:
    """The injections of a plan's line: judged here, so that reading, checking and going on agree about them."""
    try:
        injections = parse_injections(item.lines, result.resolved.world())
    except InputError as error:
        location = "plan" if error.line is None else f"plan[{error.line}]"
        raise InputError(error.message, file=result.save.path, line=item.line, field=location) from None
    result.timeline.work += len(injections) * ACT_WORK
    return injections


def _day(result: Replay, item: DayEnd) -> Mismatch | None:
    timeline = result.timeline
    day = timeline.board.day
    result.since_day.clear()
    if timeline.board.over:
        return Mismatch(item.line, day, None, "a day ends after the game is over")
    if item.day != day:
        return Mismatch(item.line, day, "calendar", f"the save ends day {item.day} where day {day} ends")
    timeline.end_day()
    state_digest, part_digests = digests(timeline.state)
    # The whole digest has 128 bits and decides; a part has 32, and says where to look.
    if state_digest != item.digest or part_digests != item.parts:
        part = next((name for name in part_digests if part_digests[name] != item.parts.get(name)), None)
        difference = f"{part} differs" if part else "the whole digest differs"
        return Mismatch(item.line, day, part, f"after day {day} {difference} from what the save says")
    return None


def _edited(save: Save, mismatch: Mismatch | None) -> Mismatch:
    """The mismatch with the edited lines named; where all digests held, the first edited line is the mismatch."""
    lines_text = ", ".join(str(line) for line in save.edited[:5]) + (", ..." if len(save.edited) > 5 else "")
    message = f"lines edited after they were written: {lines_text}"
    if mismatch is not None:
        return dataclasses.replace(mismatch, message=f"{mismatch.message}; {message}")
    first = save.edited[0]
    ended = [item.day for item in save.entries if isinstance(item, DayEnd) and item.line < first]
    return Mismatch(first, ended[-1] + 1 if ended else 1, None, message, harmless=True)
