"""Figures that the tests of reconcile share: the article of 2022-09-27 and the later facts on Kazakhstan."""

from __future__ import annotations

from datetime import date
from typing import Any

from panah.figure import Evidence, Figure, Period, Source

MINISTRY = (Source("Kazakh Interior Ministry", "official"), Source("RIA Novosti", "agency"))
GOMELAURI = (Source("Vakhtang Gomelauri", "official"),)


def day(month: int, number: int, year: int = 2022) -> date:
    return date(year, month, number)


def figure(value: float, measure: str, start: date | None = None, end: date | None = None, **more: Any) -> Figure:
    """A count of Russians in or out of Kazakhstan, said on its last day by the ministry, unless told otherwise."""
    place = {"origin": "KAZ"} if measure == "departures" else {"destination": "KAZ"}
    quote = more.pop("quote", "")
    fields: dict[str, Any] = {"population": "RUS", "sources": MINISTRY, "said": end, **place, **more}
    high = fields.pop("high", value)
    return Figure(value, high, measure, period=Period(start, end), evidence=Evidence(quote), **fields)


def article() -> list[Figure]:
    """The five figures of the article published on 2022-09-27."""
    week = (day(9, 21), day(9, 27))
    georgia: dict[str, Any] = {"destination": "GEO", "said": day(9, 27), "sources": GOMELAURI}
    return [
        figure(98_000, "arrivals", *week, hedge="about", quote="around 98,000 Russians"),
        figure(64_000, "departures", *week, hedge="over", quote="Just over 64,000"),
        figure(2, "arrivals", hedge="about", form="ratio", **(georgia | {"sources": ()})),
        figure(5000, "arrivals", day(9, 22), day(9, 23), high=6000, hedge="range", form="per_day", **georgia),
        figure(10_000, "arrivals", day(9, 27), day(9, 27), form="per_day", **georgia),
    ]


def autumn() -> list[Figure]:
    """What was said of Kazakhstan up to the end of November 2022."""
    first = day(9, 21)
    return [
        figure(98_000, "arrivals", first, day(9, 27)),
        figure(64_000, "departures", first, day(9, 27), hedge="over"),
        figure(200_000, "arrivals", first, day(10, 4)),
        figure(147_000, "departures", first, day(10, 4)),
        figure(7000, "arrivals", day(10, 3), day(10, 3)),
        figure(11_000, "departures", day(10, 3), day(10, 3)),
        figure(400_000, "arrivals", first, day(11, 29), hedge="over", quote="a little over 400,000 entered"),
        figure(320_000, "departures", first, day(11, 29), hedge="over", quote="a little over 320,000 left"),
        figure(100_000, "present", None, day(11, 29), hedge="about", quote="about 100,000 are still here"),
    ]
