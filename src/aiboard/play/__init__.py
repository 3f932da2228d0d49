"""A game being played, without a screen: the clock, why time stops, what is said, what is asked. Faces drive it."""

from typing import Final

TUTORIAL_SCENARIO: Final = "first-sprint"
"""What is played when nothing is named."""
DEFAULT_WATCH_SCENARIO: Final = "support-chatbot"
"""What is watched when nothing is named: the bot needs a project with something to do."""
DEFAULT_WATCH_BOT: Final = "heuristic"
"""Who is watched when nobody is named."""
