"""Whether a text is words at all. A program cannot judge what they say: it refuses only what says nothing."""

from __future__ import annotations

import re
from typing import Final

from aiboard.views import fmt

_TOKEN: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_VOWEL: Final = re.compile(r"[aeiouy]")
_NO_VOWELS: Final = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}")
_REPEATED: Final = re.compile(r"(.)\1\1|^(..+)\2+$")
#: Keys that lie side by side: no word has four of them, none is three of them.
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz")
_RUN: Final = 4
#: As in property and strewn.
_RUNS_IN_WORDS: Final = ("erty", "trew")
#: Words that are typed in place of an answer.
_FILLERS: Final = frozenset(
    ("foo", "bar", "baz", "qux", "blah", "bla", "lorem", "ipsum", "dolor", "amet", "test", "testing", "todo", "tbd")
)
_LEAST_WORDS: Final = 0.6
"""Share of what was typed that has to look like words: names and abbreviations do not."""
_LEAST_DIFFERENT: Final = 0.5
"""Share of the words that has to be different ones; a sentence of fewer than 30 words has more."""
_SHORT: Final = 30
_WORD: Final = 3
"""Letters of the longest word, at least: letters by themselves say nothing."""


def flaw(text: str, min_words: int) -> str:
    """Why a text is no answer: too short for `min_words` words, no words, or the same over again; empty for none."""
    typed = _TOKEN.findall(text.lower())
    words = [token for token in typed if looks_like_a_word(token)]
    letters = [token for token in typed if not token[0].isdigit()]
    content_words = [word for word in words if word not in _FILLERS]
    if len(typed) < min_words:
        return f"has {fmt.count(len(typed), 'word')}; write at least {min_words}"
    if letters and (len(words) < _LEAST_WORDS * len(letters) or len(content_words) * 2 < len(words)):
        bad_token = next((token for token in letters if token not in words or token in _FILLERS), letters[0])
        return f"'{bad_token[:20]}' and the like are no answer; write it in words"
    if not any(len(word) >= _WORD for word in words):
        return "has no words; write it in words"
    first = words[:_SHORT]
    if min_words > 1 and len(set(first)) < _LEAST_DIFFERENT * len(first):
        return f"says '{max(first, key=first.count)[:20]}' over and over; write a sentence"
    return ""


def looks_like_a_word(token: str) -> bool:
    """Whether a token in small letters could be a word; abbreviations of up to four letters could."""
    if not any(sign.isalpha() for sign in token):
        return False
    # Other alphabets have other rules.
    if not token.isascii() or any(sign.isdigit() for sign in token):
        return True
    runs = {token[at : at + _RUN] for at in range(len(token) - _RUN + 1)}.difference(_RUNS_IN_WORDS)
    if any(run in row for run in runs or {token} if len(run) >= _RUN - 1 for row in _ROWS):
        return False
    if _REPEATED.search(token):
        return False
    return len(token) <= _RUN or (_VOWEL.search(token) is not None and _NO_VOWELS.search(token) is None)
