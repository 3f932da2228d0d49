"""A game being played, without a screen: the clock, why time stops, what is said, what is asked. Faces drive it."""

from typing import Final

FIRST: Final = "first-sprint"
"""What is played when nothing is named."""
WATCHED: Final = "support-chatbot"
"""What is watched when nothing is named: the bot needs a project with something to do."""
WATCHED_BOT: Final = "heuristic"
"""Who is watched when nobody is named."""
