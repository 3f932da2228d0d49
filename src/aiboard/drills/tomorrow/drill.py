"""Forty minutes for the day before: other drills one after the other about one game, then one page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aiboard.drills.asks import Percent
from aiboard.drills.attempts import Store
from aiboard.drills.brief import Brief, brief
from aiboard.drills.drill import Drill, ReportsProgress, Setting, Watch, entry
from aiboard.drills.drill import make as make_drill
from aiboard.drills.page import Page, markdown, page_lines, render
from aiboard.drills.question import Answer, Grade, Question
from aiboard.drills.tomorrow import game, plan, report
from aiboard.drills.tomorrow.plan import ID, Part, RehearsalSession
from aiboard.instruments.errors import InputError
from aiboard.instruments.files import writable_target, write_whole
from aiboard.instruments.text import clean
from aiboard.journal.saves import now

READY: Final = "ready"


def make(setting: Setting) -> Tomorrow:
    """The drill. InputError for a save that is not finished and for a page that cannot be written."""
    if setting.out is not None:
        # Said now and not in forty minutes.
        render(Page("", ()), setting.out)
        writable_target(setting.out, "--out")
        if not setting.out.absolute().parent.is_dir():
            raise InputError("lies in a folder that is not there; make it first", file=setting.out, field="--out")
    if setting.save is not None and not game.is_over(setting.save):
        message = "is no finished game; play it to its end, or leave --save out"
        raise InputError(message, file=setting.save)
    return Tomorrow(setting)


class Tomorrow:
    """Gives the questions of other drills as its parts; they are graded there and count there too."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._store: Store | None = None
        self._drills: dict[tuple[str, str], Drill] = {}
        #: For parts that play games, and told to take their time: the parts are worked out from a game.
        self.watch: Watch | None = None

    # --- which question --------------------------------------------------------------------------------------

    def next(self, store: Store) -> Question:
        """The first part of the session that was not answered; a new session where none is under way."""
        self._store = store
        session = plan.current(store)
        if session is not None and self._setting.again:
            store.forget(_record(session))
            self._setting, session = replace(self._setting, again=False), None
        if session is None or not session.fresh(datetime.now(UTC)) or _gone(session):
            session = self._begun(store)
        elif self._other_save(session):
            return game.restart_question(session, self._named())
        if not session.parts:
            newest_saves = game.saves(session)
            save = self._setting.save or newest_saves.played
            if save is None:
                return game.question(session, newest_saves)
            session = self._keep(plan.plan_session(session, save.resolve(), store, self._setting.seed))
        part = session.next_part(store)
        return self._final(session) if part is None else self._part(session, part)

    def _other_save(self, session: RehearsalSession) -> bool:
        """Whether the session is about another game than the one that was named."""
        named_save = self._setting.save
        return named_save is not None and bool(session.save) and session.save != str(named_save.resolve())

    def _named(self) -> Path:
        assert self._setting.save is not None
        return self._setting.save

    def _begun(self, store: Store) -> RehearsalSession:
        session = RehearsalSession(now(), before=len(store.attempts))
        # Anew within the same second: the plan of the one before is not this one's.
        store.forget(_record(session))
        store.save_part(_record(session), "begun", session.before)
        return session

    def _keep(self, session: RehearsalSession) -> RehearsalSession:
        assert self._store is not None
        self._store.save_part(_record(session), "plan", plan.record(session))
        return session

    def find(self, id: str) -> Question:
        """A part of the session that is under way, by the id of its own drill, or the end of it by the session's."""
        self._store = store = self._store or Store.load()
        session = _under_way(store)
        if self._setting.again:
            raise InputError("begins a session anew; leave the question out", field="--again")
        if self._other_save(session) and not _gone(session):
            if id not in (session.id, f"{session.id}/{game.AGAIN}"):
                raise InputError(game.goes_on(session), field="--save")
            return game.restart_question(session, self._named())
        # A save that was named is taken: which game it shall be is no question then.
        choosing = not session.parts and self._setting.save is None
        newest_saves = game.saves(session) if choosing and id == f"{session.id}/{game.PART}" else None
        # Played since: nothing is asked about it any more.
        if newest_saves is not None and newest_saves.played is None:
            return game.question(session, newest_saves)
        # The end is reached when all else is answered.
        if id == session.id and session.parts and session.next_part(store) is None:
            return self._final(session)
        part = next((part for part in session.parts if part.question == id), None)
        if part is None:
            raise InputError(f"'{clean(id, 80)}' is not asked in this session, or not yet")
        return self._part(session, part)

    def _part(self, session: RehearsalSession, part: Part) -> Question:
        question = self._drill(part.drill, session).find(part.question)
        number = session.parts.index(part) + 1
        return replace(question, title=f"Part {number} of {len(session.parts)}. {question.title}")

    def _drill(self, name: str, session: RehearsalSession) -> Drill:
        if (name, session.save) not in self._drills:
            save = Path(session.save) if name in ("stakeholder", "story") else None
            self._drills[(name, session.save)] = make_drill(name, Setting(save=save))
        return self._drills[(name, session.save)]

    def _final(self, session: RehearsalSession) -> Question:
        return Question(
            ID,
            session.id,
            "The end: one page for tomorrow",
            ("All parts are answered. One last question, and the page is made.",),
            (Percent(READY, "How ready do you feel, in percent?"),),
            entry(ID).checked,
            entry(ID).judged,
            "ALL",
        )

    def brief(self, question: Question) -> Brief:
        """What the part's own drill knows of it; the choice of a game and the last question are not marked."""
        session = plan.current(self._store or Store.load())
        drill = self._drill(question.drill, session) if session is not None and question.drill != ID else None
        return brief(drill, question)

    # --- grading ---------------------------------------------------------------------------------------------

    def grade(self, question: Question, answer: Answer) -> Grade:
        """What the part's own drill says; of the last part the page."""
        store = self._store = self._store or Store.load()
        session = _under_way(store)
        if question.drill != ID:
            inner = self._drill(question.drill, session)
            drill: object = inner
            if isinstance(drill, ReportsProgress):
                drill.watch = self.watch
            return inner.grade(question, answer)
        if question.id != session.id:
            return self._dropped(session, answer) if game.AGAIN in answer else self._played(session, answer)
        page = report.page(session, store, answer[READY])
        path = self._setting.out or store.path.parent / f"{ID}-{session.id[:10]}.md"
        write_whole(str(path), render(page, path), "--out")
        scores = [attempt.score for attempt in session.done(store).values()]
        score = sum(scores) / len(scores)
        lines = (*page_lines(page), "", f"The page is in {clean(str(path), 300)}")
        return Grade(score, score >= report.WEAK, lines, data={"page": markdown(page), "file": str(path)})

    def _played(self, session: RehearsalSession, answer: Answer) -> Grade:
        save = game.chosen_save(answer, game.saves(session))
        store = self._store
        assert store is not None
        planned = self._keep(plan.plan_session(session, save, store, self._setting.seed))
        return Grade(1.0, True, (f"About {clean(save.stem, 80)}: {len(planned.parts)} parts follow.",))

    def _dropped(self, session: RehearsalSession, answer: Answer) -> Grade:
        """Go on with the session that is under way, or put it aside; the file says so in a line of its own."""
        store, save = self._store, self._named()
        assert store is not None
        if answer[game.AGAIN] == game.GO_ON:
            self._setting = replace(self._setting, save=None)
            return Grade(1.0, True, (f"It goes on, about {clean(Path(session.save).stem, 80)}.",))
        store.forget(_record(session))
        planned = self._keep(plan.plan_session(self._begun(store), save.resolve(), store, self._setting.seed))
        return Grade(1.0, True, (f"Anew, about {clean(save.stem, 80)}: {len(planned.parts)} parts follow.",))


def _under_way(store: Store) -> RehearsalSession:
    """The session that was begun last; InputError without one."""
    session = plan.current(store)
    if session is None:
        raise InputError("no session is under way; begin one with aiboard drill tomorrow")
    return session


def _gone(session: RehearsalSession) -> bool:
    """Whether the game that the session is about is not there any more."""
    return bool(session.save) and not game.is_over(Path(session.save))


def _record(session: RehearsalSession) -> Question:
    """The question under which the file keeps the session: its last one."""
    return Question(ID, session.id, "", (), (), "")
