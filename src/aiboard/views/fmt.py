"""How numbers, days and names are written, the same in every face. Units in, short text out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from aiboard.actions.words import minutes as minutes
from aiboard.engine.model.board import Board
from aiboard.engine.model.world import World
from aiboard.instruments.counted import count as count
from aiboard.instruments.text import clean

MINUS: Final = "−"
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri")

POINT: Final = 10_000
"""Millionths in a point of quality, or a percent."""
FULL: Final = 1_000_000
"""All of it, in millionths."""
_TITLE: Final = 60
_TAIL: Final = re.compile(r"(\d+)$")


def weekday(day: int) -> str:
    """Short name of a working day; day 1 is a Monday."""
    return WEEKDAYS[(day - 1) % 5]


def money(cents: int) -> str:
    """Dollars in at most seven characters: −$31.2k, $410, $1.25M. Rounded half away from zero."""
    sign = MINUS if cents < 0 else ""
    dollars = (abs(cents) + 50) // 100
    if dollars == 0:
        return "$0"
    if dollars < 1_000:
        return f"{sign}${dollars}"
    # From here on a tenth would round up to $100.0k, which is one character too many.
    if dollars < 99_950:
        tenths = (dollars + 50) // 100
        return f"{sign}${tenths // 10}.{tenths % 10}k"
    # Likewise: above this, whole thousands would round up to $1000k.
    if dollars < 999_500:
        return f"{sign}${(dollars + 500) // 1_000}k"
    hundredths = (dollars + 5_000) // 10_000
    return f"{sign}${hundredths // 100}.{hundredths % 100:02}M"


def exact_money(cents: int) -> str:
    """Whole dollars with thousands marked: −$31,240. Rounded half away from zero."""
    dollars = (abs(cents) + 50) // 100
    return f"{MINUS if cents < 0 and dollars else ''}${dollars:,}"


def cents(amount: int) -> str:
    """Dollars to the cent, where whole dollars would hide a difference: $227.40."""
    return f"{MINUS if amount < 0 else ''}${abs(amount) / 100:,.2f}"


def signed_money(cents: int) -> str:
    """Whole dollars with a sign: +$410, −$31,240, $0."""
    text = exact_money(cents)
    return text if cents <= 0 or text == "$0" else f"+{text}"


def whole(ppm: int) -> str:
    """A quality to the nearest whole point: 84."""
    text = str((abs(ppm) + POINT // 2) // POINT)
    return f"{MINUS}{text}" if ppm < 0 and text != "0" else text


def points_beside_line(ppm: int, line_ppm: int) -> str:
    """A quality that is named beside a line it is over or under: to a tenth where whole points would hide which."""
    return tenth(ppm) if whole(ppm) == points(line_ppm) else whole(ppm)


def tenth(ppm: int) -> str:
    """A quality to the nearest tenth of a point: 84.1."""
    tenths = (abs(ppm) + 500) // 1_000
    # No minus before what rounds to zero.
    sign = MINUS if ppm < 0 and tenths else ""
    return f"{sign}{tenths // 10}.{tenths % 10}"


def distinct_points(ppm: int, bar_ppm: int) -> tuple[str, str]:
    """A quality and the bar it is held against, with the decimals that tell them apart: 89.96 and 90.00."""
    if ppm == bar_ppm or tenth(ppm) != tenth(bar_ppm):
        return tenth(ppm), points(bar_ppm)
    # Four decimals are exact: a point has 10,000 millionths.
    decimals = 2 if f"{ppm / POINT:.2f}" != f"{bar_ppm / POINT:.2f}" else 4
    return f"{ppm / POINT:.{decimals}f}", f"{bar_ppm / POINT:.{decimals}f}"


def points(ppm: int) -> str:
    """A quality as short as it is exact to a tenth: 92, 91.5."""
    text = tenth(ppm)
    return text.removesuffix(".0")


def signed_points(ppm: int) -> str:
    """A difference of qualities in points: +1.2, −0.4, 0."""
    text = points(ppm)
    # Half a tenth: what is less is shown as 0, and 0 has no sign.
    return f"+{text}" if ppm >= 500 else text


def kappa(ppm: int) -> str:
    """An agreement estimate: .61. The noise of an estimate may take it over 1, which no agreement is."""
    hundredths = min((abs(ppm) + 5_000) // 10_000, 100)
    text = f".{hundredths:02}" if hundredths < 100 else f"{hundredths // 100}.{hundredths % 100:02}"
    return f"{MINUS}{text}" if ppm < 0 and hundredths else text


def number(value: float, decimals: int = 0) -> str:
    """A computed number with thousands marked: 1,204, −3.5; never a negative zero."""
    text = f"{abs(value):,.{decimals}f}"
    return f"{MINUS}{text}" if value < 0 and float(text.replace(",", "")) else text


def signed_number(value: float) -> str:
    """A computed number with its sign, as whole: +14, −8, 0."""
    text = number(value)
    return f"+{text}" if value >= 0.5 else text


def odds(world: World, card: int, stated_pct: int) -> str:
    """What a card's person states, and of what: `Priya: 65 % to reach 88`."""
    stated = f"{stated_pct} % to reach {points(world.launch_ppm)}"
    name = person(world, card)
    return f"{name}: {stated}" if name else stated


def percent(ppm: int) -> str:
    """A share to the nearest whole percent: 15 %."""
    return f"{whole(ppm)} %"


def share(value: float) -> str:
    """A share (0 to 1) to the nearest whole percent: 15 %."""
    return f"{100 * value:.0f} %"


def days(number: int) -> str:
    """A number of days: 1 day, 3 days."""
    return count(number, "day")


def work_days(work_points: int) -> str:
    """Work points as days of full speed, to a tenth (100 points a day): 1.4 days."""
    tenths = (work_points + 5) // 10
    text = f"{tenths // 10}.{tenths % 10}".removesuffix(".0")
    return f"{text} day{'' if text == '1' else 's'}"


def seconds(milliseconds: int) -> str:
    """A latency, exact: 2.4 s, 2 s, 0.605 s."""
    return f"{milliseconds / 1000:g} s"


def gpu_hours(gpu_min: int) -> str:
    """GPU time to the nearest whole hour, under ten hours to a tenth: 24, 3.6."""
    if gpu_min >= 10 * 60:
        return str((gpu_min + 30) // 60)
    tenths = (gpu_min + 3) // 6
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


def gpu_budget(used_min: int, planned_min: int) -> str:
    """GPU time used beside that of the plan: `120 of 576 GPU-h`; over it `638 GPU-h, planned 576`."""
    used, planned = gpu_hours(used_min), gpu_hours(planned_min)
    return f"{used} GPU-h, planned {planned}" if used_min > planned_min else f"{used} of {planned} GPU-h"


def key(world: World, card: int) -> str:
    """A card's id as written in commands: EXP-012."""
    return clean(world.ideas[card].key, 20)


def short(world: World, card: int) -> str:
    """A card's id in few characters (012), or the whole id when the number alone would be ambiguous."""
    return _shorts(world)[card]


@lru_cache(maxsize=8)
def _shorts(world: World) -> tuple[str, ...]:
    """Of all cards: each has to be compared with all others, and a board asks for all of them every day."""
    shorts: list[str] = []
    for card, idea in enumerate(world.ideas):
        tail = _TAIL.search(idea.key)
        number = tail.group(1) if tail is not None else ""
        # endswith and not equality: beside EXP-112 a bare 12 would be taken for it.
        alone = number and sum(other.key.endswith(number) for other in world.ideas) == 1
        shorts.append(number if alone else key(world, card))
    return tuple(shorts)


def title(world: World, card: int, limit: int = _TITLE) -> str:
    """A card's title, safe to show."""
    return clean(world.ideas[card].title, limit)


def dataset(world: World, index: int) -> str:
    """A dataset's id as written in commands: DS-1."""
    return clean(world.datasets[index].key, 20)


def dataset_title(world: World, index: int, limit: int = _TITLE) -> str:
    """A dataset's title, safe to show."""
    return clean(world.datasets[index].title, limit)


def person(world: World, card: int) -> str:
    """The first name (or title and name) of the person who proposed a card; empty when nobody did."""
    index = world.ideas[card].person
    return person_name(world, index)


def person_name(world: World, index: int) -> str:
    """A person's name, safe to show; empty for no person."""
    return clean(world.people[index].name, 24) if 0 <= index < len(world.people) else ""


def family(world: World, index: int) -> str:
    """A family's name, safe to show."""
    return clean(world.families[index].name, 24)


def sprint_end(world: World, sprint: int) -> int:
    """Last day of a sprint."""
    return min(sprint * world.sprint_days, world.days)


def kill_check_day(world: World) -> int:
    """The day of the kill check; 0 where there is none, or it would come with the project's end."""
    day = sprint_end(world, world.kill_after_sprint)
    return day if day < world.days else 0


def day_name(board: Board, day: int) -> str:
    """A day as a person says it, seen from today: today, tomorrow, Fri, day 48 Mon."""
    ahead = day - board.day
    if ahead == 0:
        return "today"
    if ahead == 1:
        return "tomorrow"
    if 1 < ahead < 5:
        return weekday(day)
    return f"day {day}"
