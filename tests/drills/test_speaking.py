"""Pitch and story: length at a rate of speech, and which parts are there."""

from pathlib import Path

import pytest

from aiboard.bots import make_bot
from aiboard.bots.runner import MOST_ACTIONS
from aiboard.drills import pitch, rubric, story
from aiboard.drills.asks import Several, Words
from aiboard.drills.attempts import Store
from aiboard.drills.drill import Drill, Setting
from aiboard.drills.question import Grade
from aiboard.drills.sitting import Sitting
from aiboard.drills.speaking import seconds, total_speech_text, words
from aiboard.game import new_game
from aiboard.instruments.errors import InputError
from tests.game.small import small

DRILL = pitch.make(Setting())
MODEL = " ".join(rubric.shipped("pitch").model)
GOOD: dict[str, object] = {
    "situation": "In a simulation I led a chatbot project of twelve days.",
    "task": "One card was at 84 against a bar of 88.",
    "action": "I decided to kill it, since two runs had gained half a point.",
    "result": "It turned out to be right. Next time I would decide a day earlier.",
}


def test_a_part_is_quoted_by_the_words_that_carry_it_however_long_the_sentence() -> None:
    part = rubric.Part(id="baseline", name="The baseline", words=[["baseline"]], missing="Say the baseline.")
    only = rubric.shipped("pitch").model_copy(update={"parts": [part]})
    before, after = "and then we looked at it " * 6, " of the system that we have had since spring" * 3
    for text in ("The baseline is 72.", f"The baseline{after}.", f"We began {before}with a baseline{after}."):
        (found,) = rubric.correction(only, rubric.find_parts(only, text)).options
        quote = found.text.partition(": “")[2].rstrip("”")
        assert "baseline" in quote and len(quote) <= 75 and quote.startswith("… ") is (before in text)


def graded(drill: Drill, id: str, given: dict[str, object]) -> Grade:
    """What is given, with the parts as the program found them unless they are given too."""
    question = drill.find(id)
    return drill.grade(question, question.read(given))


def test_words_and_seconds() -> None:
    assert words("We killed 3 of 4 - 80 % fail.") == 6 + 1
    assert seconds(" ".join(["word"] * 75)) == 30


def test_the_model_pitch_fits_and_has_all_parts() -> None:
    grade = graded(DRILL, "pitch", {"pitch": MODEL})
    assert grade.right and grade.score == 1 and grade.data["seconds"] <= 30


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (MODEL.replace("Tickets are hypotheses with a kill line", "Tickets are short"), "tickets"),
        (MODEL[: MODEL.index("And I tell")], "translation"),
    ],
)
def test_a_missing_difference_is_named(text: str, part: str) -> None:
    grade = graded(DRILL, "pitch", {"pitch": text})
    assert not grade.right and not grade.data["parts"][part]


def test_words_that_stand_far_apart_are_no_difference() -> None:
    text = (
        "I test everything that we build. My team has lunch together on Fridays and we like it a lot. Our office has "
        "seeds for the garden, and we accept parcels. Customers are nice people. Lunch costs ten dollars."
    )
    assert graded(DRILL, "pitch", {"pitch": text}).data["parts"]["evaluation"] is False


def test_what_was_found_is_quoted_and_corrected_by_the_person() -> None:
    question = DRILL.find("pitch")
    (ask,) = question.more({"pitch": MODEL})
    assert isinstance(ask, Several) and ask.initial == tuple(option.key for option in ask.options)
    assert "“An evaluation accepts a model, on a frozen set" in ask.options[2].text
    grade = graded(DRILL, "pitch", {"pitch": MODEL, "parts": ["failure", "tickets", "evaluation"]})
    assert not grade.right and any("(by your word)" in line and line.startswith("✗") for line in grade.lines)


@pytest.mark.parametrize("text", ["Hire me.", "asdf qwer zxcv jkl " * 5])
def test_what_is_no_pitch_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="pitch: "):
        DRILL.find("pitch").read({"pitch": text})


def test_a_pitch_that_was_hardly_begun_goes_on(tmp_path: Path) -> None:
    sitting = Sitting(DRILL, Store.load(tmp_path / "a.jsonl"), DRILL.find("pitch"))
    ask = sitting.ask
    assert ask is not None
    sitting.save_draft(ask, "I lead")
    again = Sitting.begin("pitch", DRILL, Store.load(tmp_path / "a.jsonl"))
    assert again.resumed and again.partial(ask) == "I lead"


def test_a_pitch_that_is_too_long_says_so() -> None:
    grade = graded(DRILL, "pitch", {"pitch": MODEL + " " + MODEL})
    assert not grade.right and "too long" in grade.lines[0]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("story") / "done.jsonl"
    bot = make_bot("heuristic")
    with new_game(small(), 7, path) as game:
        while not game.board.over:
            for _ in range(MOST_ACTIONS):
                action = bot.play(game.board)
                if action is None:
                    break
                game.do(action)
            game.end_day()
    return path


def test_a_story_is_about_a_decision_of_the_game(finished: Path, tmp_path: Path) -> None:
    drill = story.make(Setting(save=finished))
    question = drill.next(Store.load(tmp_path / "a.jsonl"))
    told = "\n".join(question.lines)
    assert question.id == "done/1" and "Known then:" in told and "What came of it:" in told and "simulated" in told
    good = graded(drill, question.id, GOOD)
    assert good.right and good.score == 1, good.lines


def test_the_parts_of_a_story_share_one_clock(finished: Path) -> None:
    question = story.make(Setting(save=finished)).find("done/1")
    _, task, *_ = question.asks
    assert isinstance(task, Words)
    told = total_speech_text(question, {"situation": "word " * 50}, task, "word " * 25)
    assert told == "25 words, 10 s at 150 words a minute; in all 30 of 120 s"
    (whole,) = DRILL.find("pitch").asks
    assert isinstance(whole, Words) and total_speech_text(DRILL.find("pitch"), {}, whole, "a b").endswith(
        "; 30 s are there"
    )


@pytest.mark.parametrize(
    ("key", "text", "part"),
    [
        ("situation", "I led a chatbot project of twelve days.", "simulation"),
        ("action", "We decided to kill it.", "action"),
        ("result", "It turned out to be right.", "learning"),
    ],
)
def test_what_a_story_lacks(finished: Path, key: str, text: str, part: str) -> None:
    drill = story.make(Setting(save=finished))
    grade = graded(drill, "done/1", {**GOOD, key: text})
    assert not grade.data["parts"][part]
    # Told as real it is never right, whatever else it has.
    assert part != "simulation" or not grade.right


def test_a_finished_game_in_a_subfolder_is_found(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIBOARD_SAVES", str(tmp_path))
    with pytest.raises(InputError, match="play one to its end first") as found:
        story.make(Setting())
    assert "--" not in str(found.value)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "told.jsonl").write_bytes(finished.read_bytes())
    assert story.make(Setting()).find("told/1").drill == story.ID


def test_an_unfinished_game_is_no_story(tmp_path: Path) -> None:
    path = tmp_path / "open.jsonl"
    with new_game(small(), 7, path) as game:
        game.end_day()
    with pytest.raises(InputError, match="is not finished"):
        story.make(Setting(save=path))
