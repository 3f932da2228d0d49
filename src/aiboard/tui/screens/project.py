"""What can be done about the whole project: what has no card of its own to stand on."""

from __future__ import annotations

from aiboard.play.session import Session
from aiboard.tui import keys
from aiboard.tui.keys import Key
from aiboard.tui.screens.menu import Item, Menu
from aiboard.views import fmt
from aiboard.views.decisions.menu import Option, project_options

DO = "line:"
"""Before an option's line in the name of its item."""
_KEYS = ("add_idea", "forecast", "orders", "data", "compute", "undo")


def items_of(options: tuple[Option, ...], session: Session) -> list[Item]:
    """Options as lines of a menu, each with its price or why it is refused."""
    found = []
    for option in options:
        price = f"{fmt.minutes(option.minutes)}; " if option.minutes and session.show_hours else ""
        word = option.word[:1].upper() + option.word[1:]
        found.append(Item(f"{DO}{option.line}", "", word, option.refused or f"{price}{option.about}"))
    return found


class ProjectMenu(Menu):
    """Wide enough for what an action costs and does."""

    WIDTH = 84


def project_menu(session: Session, table: tuple[Key, ...]) -> Menu:
    """The menu; the result is a key's name ("forecast"), or `line:` and an action's line."""
    rows = {key.name: key for key in keys.on_screen("board", table)}
    items = items_of(project_options(session.board), session)
    for name in _KEYS:
        word, _, about = rows[name].help.partition(": ")
        items.append(Item(name, keys.shown(rows[name].keys[0]), word, about))
    return ProjectMenu("The whole project", items)
