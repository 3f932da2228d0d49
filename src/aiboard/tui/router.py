"""The screens by name. A new screen is a row here, a row in `keys.SCREENS`, and its file."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from textual.screen import Screen

#: Name -> module under `aiboard.tui.screens` and what makes the screen. Imported when first opened.
SCREENS: Final[dict[str, tuple[str, str]]] = {
    "first": ("first", "FirstScreen"),
    "opening": ("opening", "OpeningScreen"),
    "picker": ("picker", "PickerScreen"),
    "saves": ("picker", "SavesScreen"),
    "labs": ("labs", "LabsScreen"),
    "lab": ("lab", "LabScreen"),
    "board": ("game", "GameScreen"),
    "watch": ("watch", "WatchScreen"),
    "card": ("card", "CardMenu"),
    "project": ("card", "ProjectMenu"),
    "orders": ("orders", "OrdersDialog"),
    "question": ("question", "QuestionScreen"),
    "menu": ("dialog", "Menu"),
    "settings": ("settings", "SettingsDialog"),
    "help": ("help", "HelpScreen"),
    "page": ("page", "PageScreen"),
    "canvas": ("page", "CanvasScreen"),
    "why": ("why", "WhyScreen"),
    "runs": ("runs", "RunsScreen"),
    "log": ("runs", "LogScreen"),
    "data": ("data", "DataScreen"),
    "queue": ("queue", "QueueScreen"),
    "advice": ("advice", "AdviceScreen"),
    "forecast": ("advice", "ForecastScreen"),
    "launch": ("beat", "LaunchScreen"),
    "sheet": ("sheet", "SheetScreen"),
    "end": ("sheet", "EndMenu"),
    "debrief": ("debrief", "DebriefScreen"),
    "moment": ("moment", "MomentScreen"),
    "retry": ("moment", "RetryScreen"),
    "drills": ("drills", "DrillsScreen"),
    "drill": ("drill", "DrillScreen"),
}


def make(name: str, *args: object) -> Screen[Any]:
    """A screen by its name in `SCREENS`; the arguments are those of its class."""
    module, maker = SCREENS[name]
    screen: Screen[Any] = getattr(import_module(f"aiboard.tui.screens.{module}"), maker)(*args)
    return screen
