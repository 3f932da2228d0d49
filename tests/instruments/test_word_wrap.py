"""A number and its percent sign stay on one line, whoever wraps the text."""

from aiboard.labs.words import text_of, wrap_text
from aiboard.tui import cells
from aiboard.views import linear

TEXT = "Lena wrote 92 % on the canvas because 90 looked weak, and 70 %, she says, is what the others have by now."


def test_a_percent_sign_never_begins_a_line() -> None:
    for width in range(12, 60):
        for lines in (cells.wrap(TEXT, width, 20), text_of(wrap_text(TEXT, width)), linear.wrap([TEXT], width)):
            assert " ".join(line.strip() for line in lines) == TEXT
            assert not [line for line in lines if line.lstrip().startswith("%")], (width, lines)
