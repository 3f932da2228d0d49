"""A game being played, without a screen: the clock, why time stops, what is said, what is asked. Faces drive it."""

from typing import Final

FIRST: Final = "first-sprint"
"""What is played when nothing is named."""
