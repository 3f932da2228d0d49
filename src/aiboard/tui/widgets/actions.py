"""What keys do inside the widgets of this package, as rows for the one key table. No textual here."""

from __future__ import annotations

from typing import Final

Row = tuple[str, str, str, str, str, str]
"""pane, action, keys separated by spaces, heading, one sentence, word in the hint bar ("" keeps it out)."""

ACTIONS: Final[tuple[Row, ...]] = (
    # a question
    ("question", "confirm", "enter", "Questions", "Do it", "do it"),
    ("question", "cancel", "escape", "Questions", "Leave everything as it was", "cancel"),
    ("question", "up", "up", "Questions", "Line above", ""),
    ("question", "down", "down", "Questions", "Line below", ""),
    ("question", "less", "left", "Questions", "Previous choice", ""),
    ("question", "more", "right", "Questions", "Next choice", "change"),
    ("question", "much_less", "pageup", "Questions", "Five choices back", ""),
    ("question", "much_more", "pagedown", "Questions", "Five choices on", "faster"),
    ("question", "edit", "tab", "Questions", "Edit the words, and back", "edit"),
    # an agent's runs
    ("runs", "up", "up k", "Runs", "Step above", ""),
    ("runs", "down", "down j", "Runs", "Step below", ""),
    ("runs", "page_up", "pageup", "Runs", "Page up", ""),
    ("runs", "page_down", "pagedown space", "Runs", "Page down", ""),
    ("runs", "top", "home g", "Runs", "First step", ""),
    ("runs", "bottom", "end G", "Runs", "Last step", ""),
    ("runs", "previous_run", "left h", "Runs", "Run before", ""),
    ("runs", "next_run", "right l", "Runs", "Next run", "run"),
    ("runs", "open", "enter", "Runs", "Arguments and output of this step, and away again", "open"),
    ("runs", "next_flag", "f tab", "Runs", "Next step with a finding", "finding"),
    ("runs", "previous_flag", "F shift+tab", "Runs", "Step before with a finding", ""),
    ("runs", "reveal", "v", "Runs", "Show what was said and passed; hidden until you ask", "show"),
    # the log
    ("log", "search", "slash", "Log", "Find lines with some words", "find"),
    ("log", "next_found", "n", "Log", "Next line found", ""),
    ("log", "previous_found", "N", "Log", "Line found before", ""),
    # the data board
    ("data", "left", "left h", "Data", "Column to the left", ""),
    ("data", "right", "right l", "Data", "Column to the right", ""),
    ("data", "up", "up k", "Data", "Dataset above", ""),
    ("data", "down", "down j", "Data", "Dataset below", ""),
    ("data", "order", "o", "Data", "Order a batch: a pilot, or the rest", "order"),
    ("data", "guidelines", "g", "Data", "Write guidelines for the labellers", "guidelines"),
    ("data", "spot_check", "s", "Data", "Label a sample twice and read the agreement", "spot check"),
    ("data", "accept", "a", "Data", "Accept the batch", "accept"),
    ("data", "relabel", "r", "Data", "Send the batch back to be labelled again", "relabel"),
    ("data", "why", "w", "Data", "What this is and what holds it up", ""),
    # the compute queue
    ("queue", "up", "up k", "Compute", "Card above", ""),
    ("queue", "down", "down j", "Compute", "Card below", ""),
    ("queue", "priority", "1 2 3 4 5", "Compute", "Priority of the card; 1 goes first", "priority"),
    ("queue", "open", "enter", "Compute", "Go to this card on the board", "go to"),
    ("queue", "reserve", "r", "Compute", "Reserve GPUs: kept through a shortage", "reserve"),
    # the debrief
    ("debrief", "previous_page", "left h", "Debrief", "Page before", ""),
    ("debrief", "next_page", "right l tab", "Debrief", "Next page", "page"),
    ("debrief", "up", "up k", "Debrief", "Line up", ""),
    ("debrief", "down", "down j", "Debrief", "Line down", ""),
    ("debrief", "page_up", "pageup", "Debrief", "Screen up", ""),
    ("debrief", "page_down", "pagedown space", "Debrief", "Screen down; at the end of a page, the next one", "on"),
    ("debrief", "page", "1 2 3 4 5 6 7 8 9", "Debrief", "Go to a page by its number", ""),
    ("debrief", "copy", "y", "Debrief", "Copy the debrief, and write it to a file", "copy"),
)  # fmt: skip
"""Every action of a widget. The hint word of the first rows of a pane is what the hint bar shows."""

SCREENS: Final[dict[str, tuple[str, ...]]] = {
    "question": ("question",),
    "runs": ("runs",),
    "log": ("page", "log"),
    "data": ("data",),
    "queue": ("queue",),
    "debrief": ("debrief",),
}
"""Panes live together on one screen."""
