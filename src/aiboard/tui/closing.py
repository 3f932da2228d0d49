"""A screen that closes once."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

Result = TypeVar("Result")


class Closing(Screen[Result]):
    """Keys typed fast wait in a screen's queue; those that come after the one that closed it must not close another.

    Textual's own `dismiss` takes whatever screen is on top off the stack, also when called by one that has gone.
    """

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close with a result; nothing when it is not the screen on top (any more)."""
        if self.app.screen is not self:
            return AwaitComplete()
        return super().dismiss(result)
