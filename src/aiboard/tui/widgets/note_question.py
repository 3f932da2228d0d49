"""The question behind a note: which kind of failure, and in what words."""

from __future__ import annotations

from aiboard.formats.notes import Note, RunNotes, split_words
from aiboard.instruments.text import clean
from aiboard.tui.widgets.trajectory import TrajectoryView
from aiboard.views.decisions.decision import Choice, ChoiceRow, DialogFact, Question, Values
from aiboard.views.words import Tone

_NEW = -1
_NONE = -2


def note_question(view: TrajectoryView, notes: RunNotes) -> Question[Note]:
    """Asks for the first failure of the run that is looked at, at the step under the cursor."""
    run, step = view.steps.run, view.step_at + 1 if view.steps.count else 0
    kinds = notes.counts
    choices = [Choice(i, kind, f"{count} so far") for i, (kind, count) in enumerate(kinds)]
    choices.append(Choice(_NEW, "a new kind", "write it: KIND: more words"))
    before = notes.of(view.run_at)
    if before is not None:
        choices.append(Choice(_NONE, "no failure", "take the note back"))

    def build(values: Values, words: str) -> Note:
        chosen = values["kind"]
        if chosen == _NONE:
            return Note(0, "")
        return Note(step, kinds[chosen][0], clean(words, 500)) if chosen >= 0 else Note(step, *split_words(words))

    facts = [DialogFact("Note the step at which the run first went wrong; what comes later follows from it.")]
    if before is not None:
        facts.append(DialogFact(f"Noted now: step {before.step}, {before.kind}.", Tone.DIM))
    return Question(
        f"First failure of {clean(run.label, 60)}: step {step}",
        "note",
        build,
        facts=tuple(facts),
        rows=(ChoiceRow("kind", "kind", tuple(choices)),),
        text_label="Words",
    )
