"""aiboard: a flight simulator for the person who runs an AI team.

The public names are loaded when they are first used, so that ``import aiboard`` costs nothing::

    game = aiboard.new_game("support-chatbot", seed=7)
    game.do("start EXP-001")
    game.end_day()
"""

# Nothing is imported here: it would cost every start some milliseconds, in which a Ctrl-C is not yet caught.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from aiboard.game import Game, new_game, open_game

__all__ = ["Game", "__version__", "new_game", "open_game"]

__version__ = "0.1.0"

_HOME = {"Game": "aiboard.game", "new_game": "aiboard.game", "open_game": "aiboard.game"}


def __getattr__(name: str) -> object:
    """Return a public name from the module it lives in; AttributeError for any other name."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'aiboard' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
