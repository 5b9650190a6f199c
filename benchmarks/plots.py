"""Pictures of what benchmarks found, as plain SVG that can be read on light and on dark pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
from truth_cases import Array, Case

from panah.figure import Figure, Form
from panah.reconcile import Estimate

BLUE, ORANGE, GREEN = "#2f86c9", "#d1702a", "#1f9a78"
"""After Okabe and Ito's colours, with a contrast of 3 or more on white and on near black."""
STYLE = (
    "<style>svg{color:#1a1a1b;font:13px sans-serif}text{fill:currentColor}"
    "@media(prefers-color-scheme:dark){svg{color:#e8e8ea}}</style>"
)


def _picture(width: int, height: int, title: str, words: str, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">'
        f"<title>{title}</title><desc>{words}</desc>{STYLE}{''.join(parts)}</svg>\n"
    )


def _line(points: Array, colour: str, extra: str = "") -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.8" {extra}/>'


def _area(x: Array, low: Array, high: Array, colour: str, opacity: float) -> str:
    path = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip([*x, *x[::-1]], [*low, *high[::-1]], strict=True))
    return f'<polygon points="{path}" fill="{colour}" fill-opacity="{opacity}"/>'


def _text(x: float, y: float, words: str, extra: str = "") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" {extra}>{words}</text>'


def _rule(x1: float, y1: float, x2: float, y2: float, opacity: float = 0.25, extra: str = "") -> str:
    place = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {place} stroke="currentColor" stroke-opacity="{opacity}" {extra}/>'


def coverage(ranks: Mapping[str, Sequence[Array]], count: int) -> str:
    """Nominal and found share of true numbers in range; `ranks` are shares of draws below the truth, a crisis each."""
    side, top, left, gap = 210, 56, 48, 52
    nominal = np.arange(0, 101, 5) / 100
    parts = []
    panels = (("days", ("arrivals", "departures")), ("totals", ("total in", "total out")),
              ("people present", ("present, mid", "present, last")))  # fmt: skip
    for place, (heading, names) in enumerate(panels):
        x0, y0 = left + place * (side + gap), top + side
        parts.append(_text(x0, 22, heading, 'font-weight="bold"'))
        for share in (0, 25, 50, 75, 100):
            at = side * share / 100
            parts += [_rule(x0, y0 - at, x0 + side, y0 - at, 0.15), _rule(x0 + at, y0, x0 + at, top, 0.15)]
            parts.append(_text(x0 - 6, y0 - at + 4, str(share), 'text-anchor="end"'))
            parts.append(_text(x0 + at, y0 + 18, str(share), 'text-anchor="middle"'))
        parts.append(_rule(x0, y0, x0 + side, top, 0.7, 'stroke-dasharray="2 4"'))
        for row, (name, colour) in enumerate(zip(names, (BLUE, ORANGE), strict=True)):
            held = np.array([[(np.abs(r - 0.5) <= p / 2).mean() for p in nominal] for r in ranks[name]])
            mean, error = held.mean(axis=0), 1.96 * held.std(axis=0) / np.sqrt(len(held))
            x = x0 + side * nominal
            low, high = (y0 - side * np.clip(mean + s * error, 0, 1) for s in (-1, 1))
            parts.append(_area(x, low, high, colour, 0.2))
            dashes = 'stroke-dasharray="7 3"' if row else ""
            parts.append(_line(np.column_stack([x, y0 - side * mean]), colour, dashes))
            key = top + 16 + 18 * row
            parts.append(_line(np.array([(x0 + 8, key - 4), (x0 + 34, key - 4)]), colour, dashes))
            parts.append(_text(x0 + 40, key, name))
        parts.append(_text(x0 + side / 2, y0 + 36, "range, %", 'text-anchor="middle"'))
    parts.append(_text(left - 34, 42, "found, %"))
    words = f"Share of true numbers within ranges of 0 to 100 %, over {count} made-up crises, with 95 % bands."
    return _picture(left + 3 * side + 2 * gap + 16, top + side + 46, "How often ranges hold", words, parts)


def _level(figure: Figure, case: Case) -> tuple[float, float, float, float] | None:
    """First and last day of a figure, from 0, and the people a day (or present) that it states, from and to."""
    end, start = figure.period.end, figure.period.start
    if end is None or figure.form is Form.RATIO:
        return None
    first, last = ((d - case.first).days for d in (start or end, end))
    per = last - first + 1 if figure.form is Form.TOTAL and figure.measure != "present" else 1
    return first, last, figure.low / per, figure.high / per


def one_case(case: Case, found: Estimate) -> str:
    """A case's true days, the estimate's 50 % and 90 % ranges, and the figures that it is from, as levels."""
    width, height, left, top, gap = 700, 150, 74, 50, 44
    assert case.come is not None
    assert case.go is not None
    assert case.here is not None
    panels = (
        ("arrivals a day", "arrivals", case.come, found.flow("arrivals", place="AAA"), BLUE),
        ("departures a day", "departures", case.go, found.flow("departures", place="AAA"), ORANGE),
        ("people present", "present", case.here, found.present(place="AAA"), GREEN),
    )
    parts = [_text(left, 18, "shaded: 50 % and 90 % range · dots: what was true · bars: what was told, a day")]
    for place, (heading, measure, true, series, colour) in enumerate(panels):
        y0 = top + height + place * (height + gap)
        q = np.quantile(series.draws[:, -case.days :], [0.05, 0.25, 0.5, 0.75, 0.95], axis=0)
        highest = 1.08 * max(float(q.max()), float(true.max()))
        x = left + (np.arange(case.days) + 0.5) * width / case.days
        across, up = width / case.days, height / highest
        ticks = _ticks(highest)
        for tick in ticks:
            parts += [_rule(left, y0 - tick * up, left + width, y0 - tick * up, 0.15)]
            parts.append(_text(left - 6, y0 - tick * up + 4, f"{tick:,.0f}", 'text-anchor="end"'))
        parts.append(_text(left, y0 - height - 6, heading, 'font-weight="bold"'))
        parts += [_area(x, y0 - q[0] * up, y0 - q[4] * up, colour, 0.22)]
        parts += [_area(x, y0 - q[1] * up, y0 - q[3] * up, colour, 0.35)]
        parts.append(_line(np.column_stack([x, y0 - q[2] * up]), colour))
        for figure in case.figures:
            level = _level(figure, case) if figure.measure == measure else None
            if level and 0.5 * (level[2] + level[3]) < highest:
                y = y0 - 0.5 * (level[2] + level[3]) * up
                wrong = 'stroke-dasharray="3 3"' if figure is case.gross else ""
                parts.append(_rule(left + level[0] * across, y, left + (level[1] + 1) * across, y, 0.55, wrong))
        parts += [
            f'<circle cx="{a:.1f}" cy="{y0 - b * up:.1f}" r="2" fill="currentColor"/>'
            for a, b in zip(x, true, strict=True)
        ]
    bottom = top + 3 * height + 2 * gap
    for day in range(0, case.days, 14):
        at, said = left + (day + 0.5) * width / case.days, case.first + timedelta(day)
        parts.append(_text(at, bottom + 18, f"{said:%d}.{said:%m}.", 'text-anchor="middle"'))
    words = f"{case.days} days from {case.first}, told by {len(case.figures)} figures."
    return _picture(left + width + 16, bottom + 28, "An estimate beside the truth", words, parts)


def _ticks(highest: float) -> list[float]:
    """Round numbers from nought to a little under `highest`."""
    raw = highest / 3.5
    step = float(10.0 ** np.floor(np.log10(raw)))
    step *= next(s for s in (5.0, 2.0, 1.0) if s * step <= raw)
    return [step * i for i in range(int(highest / step) + 1)]
