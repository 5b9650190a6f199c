"""Tables written by hand in a test: one line a row, cells parted by bars."""

from __future__ import annotations

from datetime import date

from panah.figure import Figure, Report


def table(*lines: str, title: str = "", **known) -> Report:
    rows = tuple(tuple(line.split("|")) if line else () for line in lines)
    return Report(text="", title=title, tables=(("sheet", rows),), **known)


def day(text: str) -> date:
    return date.fromisoformat(text)


def claim(figure: Figure) -> tuple:
    return figure.measure.value, figure.low, figure.origin, figure.destination
