"""Shows one widget with sample data, for looking at: python -m tests.tui.gallery NAME [--theme T] [--charts MODE].

For NO_COLOR set TEXTUAL_THEME=ansi-dark too, as the launcher does before it imports textual.
Not a test. NAME is one of the functions in SAMPLES; Esc or q leaves.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field

from textual.app import ComposeResult
from textual.widget import Widget

from aiboard.tui import themes
from aiboard.tui.app import AiBoard
from aiboard.tui.cells import Line
from aiboard.tui.options import Options
from aiboard.tui.panel import Panel
from aiboard.tui.screens.full import FullScreen
from aiboard.tui.screens.question import QuestionScreen
from aiboard.tui.settings import Settings
from aiboard.tui.widgets.chart import mode_of, spans_of
from aiboard.views import words
from aiboard.views.card.gate_lines import CheckLine as Check
from aiboard.views.charts.cells import Role
from aiboard.views.charts.chart import Chart
from aiboard.views.charts.evals import EvalChart
from aiboard.views.charts.readouts import Readout, ReadoutChart
from aiboard.views.charts.value import ValueChart, ValueMark
from aiboard.views.decisions.decision import Choice, ChoiceRow, DialogFact, Question, Values
from aiboard.views.words import Tone

SCORES = (882_000, 860_000, 901_000, 874_000, 904_000)
PAIRED = (715_000, 722_000, 719_000, 731_000, 724_000)


def scores() -> EvalChart:
    """Five seeds that do not clear the bar."""
    return EvalChart(SCORES, 884_200, 861_000, 907_000, 880_000, False, 720_000, PAIRED)


def cleared() -> EvalChart:
    """Five seeds that do, against a baseline nearby."""
    better = tuple(score + 30_000 for score in SCORES)
    return EvalChart(better, 914_200, 891_000, 937_000, 880_000, True, 861_000, tuple(p + 140_000 for p in PAIRED))


def one_seed() -> EvalChart:
    """One seed and two under way."""
    return EvalChart((910_000,), 910_000, 868_000, 952_000, 880_000, None, 720_000, (724_000,), pending=2)


def many_seeds() -> EvalChart:
    """Sixty seeds: a histogram."""
    spread = tuple(884_000 + 2_000 * ((i * 37) % 23 - 11 + (i * 13) % 11 - 5) for i in range(60))
    mean = sum(spread) // 60
    return EvalChart(spread, mean, mean - 5_000, mean + 5_000, 880_000, False, 850_000)


def readouts() -> ReadoutChart:
    """Three of four runs, a plateau."""
    found = tuple(
        Readout(n, value, value - 28_000, value + 28_000) for n, value in enumerate((802_000, 841_000, 843_000), 1)
    )
    return ReadoutChart(found, 4, 920_000, 800_000, "plateau")


def value() -> ValueChart:
    """A project that pays back late."""
    cents, total = [], 0
    for day in range(80):
        total += -190_000 if day < 45 else 520_000 if day < 60 or day > 66 else -300_000
        cents.append(total)
    marks = (
        ValueMark(12, "✗", "killed 004: plateau"),
        ValueMark(24, "!", "GPU shortage", Role.WARN),
        ValueMark(46, "●", "009 live at 100 %", Role.GOOD),
        ValueMark(60, "▲", "drift: live quality down 4", Role.BAD),
        ValueMark(67, "●", "012 live at 100 %", Role.GOOD),
    )
    return ValueChart(tuple(cents), 80, 10, marks)


CHARTS: dict[str, Callable[[], EvalChart | ReadoutChart | ValueChart]] = {
    "scores": scores,
    "cleared": cleared,
    "one-seed": one_seed,
    "many-seeds": many_seeds,
    "readouts": readouts,
    "value": value,
}


@dataclass(frozen=True)
class Answer:
    """What was decided."""

    values: Values = field(default_factory=dict)
    text: str = ""


class ChartView(Panel):
    """One chart, as large as its place."""

    def __init__(self, chart: Chart | None) -> None:
        super().__init__()
        self.chart = chart

    def draw(self, width: int, height: int) -> list[Line]:
        """The chart, or nothing."""
        return spans_of(self.chart, self.look, width, height, mode_of(self.app)) if self.chart else []


def kill() -> Question[Answer]:
    """The common decision."""
    reasons = tuple(Choice(i, word) for i, word in enumerate(words.REASON.values()))
    return Question(
        title="Kill 012 Hybrid retrieval for refunds?",
        verb="kill",
        build=Answer,
        facts=(
            DialogFact("about 84 (82–87) after run 3 of 4"),
            DialogFact("bar 92, kill line 80", Tone.DIM),
            DialogFact("RAG: 4 decided, best now 84–88", Tone.DIM),
        ),
        chart=readouts(),
        rows=(ChoiceRow("reason", "reason", reasons, 1),),
        text_label="learning",
        text="plateau: 84.1, 84.0, 84.3; RAG ceiling now 83–87",
        price=lambda _: (
            DialogFact("no time of yours", Tone.DIM),
            DialogFact("frees its place and its GPUs", Tone.DIM),
        ),
    )


def promote() -> Question[Answer]:
    """A failed gate."""
    return Question(
        title="Promote 009 Few-shot by topic?",
        verb="promote",
        build=Answer,
        facts=(DialogFact("about 88 (86–91)"), DialogFact("if it serves as measured: $841 a day at full traffic")),
        chart=scores(),
        checks=(
            Check(words.PASS, "enough evidence (5 seeds)"),
            Check(words.FAIL, "mean 86.1 is under the bar 88"),
            Check(words.PASS, "better than the baseline 72: by +13.1 at least, 95 % sure"),
            Check(words.OPEN, "weakest slice not measured"),
            Check(words.PASS, "p95 latency 1.4 s is within the limit 2 s"),
        ),
        price=lambda _: (DialogFact("1 h of 3 h left of yours"), DialogFact("Production 1/2 after", Tone.DIM)),
        objection=lambda _: "over a failed gate: mean 86.1 is under the bar 88",
    )


def evaluate() -> Question[Answer]:
    """A price that follows the choice."""

    def price(values: Values) -> tuple[DialogFact, ...]:
        return (DialogFact(f"{8 * values['seeds']} GPU-h after training"),)

    seeds = tuple(Choice(n, str(n), f"{n} seeds") for n in (1, 2, 3, 5))
    slices = (Choice(0, "no"), Choice(1, "yes", "the weakest slice too"))
    return Question(
        title="Evaluate 009 Few-shot by topic?",
        verb="evaluate",
        build=Answer,
        chart=one_seed(),
        rows=(ChoiceRow("seeds", "seeds", seeds, 2), ChoiceRow("slices", "slices", slices)),
        price=price,
    )


QUESTIONS: dict[str, Callable[[], Question[Answer]]] = {"kill": kill, "promote": promote, "evaluate": evaluate}


class Place(FullScreen):
    """A screen that holds one widget."""

    SCREEN = "page"

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    def body(self) -> ComposeResult:
        """The widget."""
        yield self.widget

    def action_back(self) -> None:
        """Leave."""
        self.host.leave()


class Gallery(AiBoard):
    """The app on one sample."""

    def __init__(self, sample: str, settings: Settings, colourless: bool) -> None:
        super().__init__(Options(), settings, colourless)
        self.sample = sample
        self.answer: Answer | None = None

    def get_default_screen(self) -> Place:
        """The sample."""
        return Place(ChartView(CHARTS[self.sample]() if self.sample in CHARTS else None))

    async def on_mount(self) -> None:
        """A question stands over an empty place."""
        if self.sample in QUESTIONS:
            await self.push_screen(QuestionScreen(QUESTIONS[self.sample]()), self.answered)

    def answered(self, answer: Answer | None) -> None:
        """Keep the answer for tests."""
        self.answer = answer


if __name__ == "__main__":
    os.environ.setdefault("AIBOARD_HOME", os.path.join(tempfile.gettempdir(), "aiboard-gallery"))
    parser = argparse.ArgumentParser(description="look at one widget")
    parser.add_argument("sample", choices=[*CHARTS, *QUESTIONS])
    parser.add_argument("--theme", default="dark", choices=list(themes.THEMES))
    parser.add_argument("--charts", default="braille")
    given = parser.parse_args()
    colourless = themes.prepare_environment()
    Gallery(given.sample, Settings(theme=given.theme, charts=given.charts), colourless).run()
