"""What days a phrase means: the arithmetic behind 'last week', 'in October' and 'four or five days ago'."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

Groups = Mapping[str, str | None]
Span = tuple[date, date]


def _d(days: int) -> timedelta:
    return timedelta(days=days)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - _d(1)


def _back(today: date, months: int) -> date:
    index = today.year * 12 + today.month - 1 - months
    last = month_end(index // 12, index % 12 + 1)
    return date(index // 12, index % 12 + 1, min(today.day, last.day))


class Almanac:
    """Resolves phrase kinds to days, given the day of publication (None leaves relative ones open)."""

    def __init__(self, today: date | None, months: Mapping[str, int], weekdays: Mapping[str, int],
                 numbers: Mapping[str, int]) -> None:
        self.today, self.months, self.weekdays, self.numbers = today, months, weekdays, numbers

    def span(self, kind: str, g: Groups) -> Span | None:
        """First and last day of a phrase of this kind, or None when they cannot be told."""
        if kind.startswith("holiday_"):
            return self._day(int(kind[-2:]), int(kind[8:10]), None)
        if kind in _ABSOLUTE:
            return _ABSOLUTE[kind](self, g)
        if self.today is None or kind not in _RELATIVE:
            return None
        return _RELATIVE[kind](self, self.today, g)

    def n(self, g: Groups, key: str = "n") -> int:
        """A small number written in digits or words."""
        text = g.get(key) or "1"
        return int(text) if text.isdigit() else self.numbers.get(text, 1)

    def year(self, g: Groups) -> int | None:
        text = g.get("y")
        return int(text) if text else None

    def _day(self, day: int, month: int, year: int | None) -> Span | None:
        if year is None:
            if self.today is None:
                return None
            year = self.today.year
            try:
                if date(year, month, day) > self.today + _d(10):
                    year -= 1
            except ValueError:
                year = year - 1 if month == 2 else year
        try:
            day_ = date(year, month, day)
        except ValueError:
            return None
        return day_, day_

    def month(self, g: Groups, key: str = "m") -> tuple[int, int] | None:
        """(year, month) of a month name; without a year, the last one that has begun."""
        month = self.months[str(g[key])]
        year = self.year(g)
        if year is None:
            if self.today is None:
                return None
            year = self.today.year - (month > self.today.month)
        return year, month

    def whole_month(self, g: Groups) -> Span | None:
        ym = self.month(g)
        if ym is None:
            return None
        last = month_end(*ym)
        return date(*ym, 1), min(last, self.today) if self.today and self.today >= date(*ym, 1) else last

    def named_day(self, g: Groups) -> Span | None:
        month = self.months[str(g["m"])] if g.get("m") else int(g.get("mm") or 0)
        return self._day(self.n(g, "d"), month, self.year(g))

    def dates(self, g: Groups) -> Span | None:
        last_month = self.months[str(g.get("M") or g["m"])]
        last = self._day(self.n(g, "D"), last_month, self.year(g))
        if last is None:
            return None
        first = self._day(self.n(g, "d"), self.months[str(g["m"])], last[0].year)
        if first is None or first[0] > last[0]:
            first = self._day(self.n(g, "d"), self.months[str(g["m"])], last[0].year - 1)
        return (first[0], last[0]) if first and first[0] <= last[0] else None

    def month_span(self, g: Groups) -> Span | None:
        last = self.month(g, "M")
        if last is None:
            return None
        first = self.months[str(g["m"])]
        year = last[0] - (first > last[1])
        end = month_end(*last)
        return date(year, first, 1), min(end, self.today) if self.today and date(year, first, 1) < self.today else end

    def part_of_month(self, g: Groups, first: int, last: int) -> Span | None:
        ym = self.month(g)
        if ym is None:
            return None
        end = month_end(*ym).day
        return date(*ym, min(first, end)), date(*ym, min(last, end))

    def of_year(self, g: Groups, months: int) -> Span | None:
        year = self.year(g) or (self.today.year if self.today else None)
        return (date(year, 1, 1), month_end(year, months)) if year else None

    def months_of_year(self, g: Groups, first: int, last: int) -> Span | None:
        """From the first day of one month to the last of another; without a year, the last such time that has begun."""
        year = self.year(g)
        if year is None and self.today:
            year = self.today.year - (first > self.today.month)
        if year is None:
            return None
        begin, end = date(year, first, 1), month_end(year, last)
        return begin, min(end, self.today) if self.today and self.today >= begin else end

    def weekday(self, today: date, name: str | None) -> date:
        """The last such weekday up to and including `today`."""
        return today - _d((today.weekday() - self.weekdays[str(name)]) % 7)

    def whole_year(self, g: Groups) -> Span | None:
        year = self.year(g)
        if year is None:
            return None
        end = date(year, 12, 31)
        return date(year, 1, 1), min(end, self.today) if self.today and self.today.year == year else end


def _week(today: date, back: int) -> Span:
    monday = today - _d(today.weekday() + 7 * back)
    return monday, monday + _d(6)


def _weekend(a: Almanac, today: date, g: Groups) -> Span:
    sunday = today - _d((today.weekday() + 1) % 7)
    if today.weekday() == 5:
        return today, today
    return sunday - _d(1), sunday


def _weekday_pair(a: Almanac, today: date, g: Groups) -> Span:
    last = a.weekday(today, g["W"])
    return a.weekday(last, g["w"]), last


def _last_month(a: Almanac, today: date, g: Groups) -> Span:
    end = today.replace(day=1) - _d(1)
    return end.replace(day=1), end


_ABSOLUTE: dict[str, Callable[[Almanac, Groups], Span | None]] = {
    "date": lambda a, g: a.named_day(g),
    "iso": lambda a, g: a.named_day(g),
    "dates": lambda a, g: a.dates(g),
    "month": lambda a, g: a.whole_month(g),
    "months": lambda a, g: a.month_span(g),
    "month_early": lambda a, g: a.part_of_month(g, 1, 5),
    "month_mid": lambda a, g: a.part_of_month(g, 11, 20),
    "month_late": lambda a, g: a.part_of_month(g, 31, 31),
    "half_first": lambda a, g: a.part_of_month(g, 1, 15),
    "half_second": lambda a, g: a.part_of_month(g, 16, 31),
    "first_weeks": lambda a, g: a.part_of_month(g, 1, 7 * a.n(g)),
    "quarter_1": lambda a, g: a.months_of_year(g, 1, 3),
    "quarter_2": lambda a, g: a.months_of_year(g, 4, 6),
    "quarter_3": lambda a, g: a.months_of_year(g, 7, 9),
    "quarter_4": lambda a, g: a.months_of_year(g, 10, 12),
    "year_second_half": lambda a, g: a.months_of_year(g, 7, 12),
    "year_first_half": lambda a, g: a.of_year(g, 6),
    "year_first_months": lambda a, g: a.of_year(g, min(a.n(g), 12)),
    "fiscal": lambda a, g: (date(int(g["y"] or 0) - 1, 10, 1), date(int(g["y"] or 0), 9, 30)),
    "year": lambda a, g: a.whole_year(g),
}

_RELATIVE: dict[str, Callable[[Almanac, date, Groups], Span]] = {
    "this_year": lambda a, t, g: (date(a.year(g) or t.year, 1, 1), t),
    "last_year": lambda a, t, g: (date(t.year - 1, 1, 1), date(t.year - 1, 12, 31)),
    "weekday_last_week": lambda a, t, g: (_week(t, 1)[0] + _d(a.weekdays[str(g["w"])]),) * 2,
    "weekdays": _weekday_pair,
    "weekday": lambda a, t, g: (a.weekday(t, g["w"]),) * 2,
    "yesterday": lambda a, t, g: (t - _d(1),) * 2,
    "today": lambda a, t, g: (t, t),
    "overnight": lambda a, t, g: (t - _d(1), t),
    "ago": lambda a, t, g: (t - _d(max(a.n(g), a.n(g, "N") if g.get("N") else 0)), t - _d(a.n(g))),
    "ago_weeks": lambda a, t, g: (t - _d(7 * a.n(g)),) * 2,
    "past_days": lambda a, t, g: (t - _d(max(a.n(g), 1) - 1), t),
    "past_hours": lambda a, t, g: (t - _d(1), t),
    "past_week": lambda a, t, g: (t - _d(7), t),
    "past_weeks": lambda a, t, g: (t - _d(7 * a.n(g)), t),
    "past_months": lambda a, t, g: (_back(t, a.n(g)).replace(day=1), t),
    "past_month": lambda a, t, g: (_back(t, 1), t),
    "n_days": lambda a, t, g: (t - _d(max(a.n(g), 1) - 1), t),
    "n_weeks": lambda a, t, g: (t - _d(7 * a.n(g)), t),
    "n_months": lambda a, t, g: (_back(t, a.n(g)), t),
    "last_week": lambda a, t, g: _week(t, 1),
    "this_week": lambda a, t, g: (_week(t, 0)[0], t),
    "month_last_year": lambda a, t, g: (date(t.year - 1, a.months[str(g["m"])], 1),
                                        month_end(t.year - 1, a.months[str(g["m"])])),
    "last_month": _last_month,
    "this_month": lambda a, t, g: (t.replace(day=1), t),
    "weekend": _weekend,
}

LENGTHS: dict[str, Callable[[Almanac, date, Groups], date]] = {
    "n_days_to": lambda a, t, g: t - _d(a.n(g) - 1),
    "n_weeks_to": lambda a, t, g: t - _d(7 * a.n(g) - 1),
    "n_months_to": lambda a, t, g: _back(t, a.n(g)),
    "week_to": lambda a, t, g: t - _d(6),
    "month_to": lambda a, t, g: _back(t, 1) + _d(1),
}
"""First day of a stretch that is named by its length and its last day ('the two months to 18 November')."""


def shifted(kind: str, frame: Span, a: Almanac, g: Groups) -> Span | None:
    """The days of a phrase that leans on the period spoken of before ('the next day', 'a week earlier')."""
    first, last = frame
    steps = {"same": 0, "day_before": -1, "day_after": 1, "week_before": -7}
    if kind in steps:
        return first + _d(steps[kind]), last + _d(steps[kind])
    if kind == "year_before":
        return _back(first, 12), _back(last, 12)
    if kind == "same_in_year":
        back = 12 * (last.year - (a.year(g) or last.year))
        return _back(first, back), _back(last, back)
    if kind == "days_later":
        return last + _d(a.n(g)), last + _d(a.n(g))
    if kind == "first_day":
        return first, first
    if kind == "month_day":
        try:
            day = last.replace(day=a.n(g, "d"))
            end = last.replace(day=a.n(g, "D")) if g.get("D") else day
        except ValueError:
            return None
        return (day, end) if day <= end else None
    return None
