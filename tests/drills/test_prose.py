"""Texts that are no answer are told apart from those that a person has to judge."""

from pathlib import Path

import pytest

from aiboard.drills.asks import Words
from aiboard.drills.prose import flaw, looks_like_a_word
from aiboard.drills.stakeholder import room
from aiboard.drills.whiteboard import MODEL

SENTENCES = (
    "Deflect 30 % of the tickets, CSAT stays at 4.2",
    "92 % on 500 frozen questions",
    "Search brings 71 to 88",
    "Stand-up: what waits, and for whom? Review: what did we learn? Retro: which kill came late?",
    "p95 under 2 s, RAG with GPT and QLoRA on 4 A100s",
    "I kill it: the property is strewn with NaN, the lot is cut by half",
    "Weniger Anfragen an den Kundendienst, höchstens 2 s",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_terse_sentences_are_left_to_the_person(text: str) -> None:
    assert flaw(text, 5) == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "has 0 words; write at least 5"),
        ("x", "has 1 word; write at least 5"),
        ("fewer tickets", "has 2 words; write at least 5"),
        ("... --- 5 % !!! ???", "has 1 word"),
        ("asdf qwer zxcv jkl asdf", "'asdf' and the like are no answer"),
        ("sdkjfhskdf woeiruwoe xcvmnxcv wer asd 92", "no answer"),
        ("aaaa bbbb cccc dddd eeee", "'aaaa' and the like"),
        ("foo bar baz foo 92 bar", "'foo' and the like"),
        ("lorem ipsum dolor sit amet consectetur", "'lorem' and the like"),
        ("word word word word word word", "says 'word' over and over"),
        ("1 2 3 4 5 6", "has no words"),
    ],
)
def test_what_says_nothing_is_named(text: str, says: str) -> None:
    assert says in flaw(text, 5)


def test_every_word_of_the_shipped_texts_looks_like_one() -> None:
    drills = Path(room.__file__).parents[1]
    texts = [MODEL, *(file.read_text(encoding="utf-8") for file in sorted(drills.rglob("*.yaml")))]
    words = {word for text in texts for word in "".join(c if c.isalpha() else " " for c in text.lower()).split()}
    odd = sorted(word for word in words if not looks_like_a_word(word))
    assert len(words) > 1_500 and odd == []


@pytest.mark.parametrize("word", ["ккк", "größe", "gpt4", "4bit", "qwertz1"])
def test_other_alphabets_and_names_with_digits_are_words(word: str) -> None:
    assert looks_like_a_word(word)


def test_words_are_asked_for_with_a_least() -> None:
    assert Words("x", "X", min_words=3).min_words == 3
