"""Altair draws what chart.py has chosen; the only file that knows how a chart looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import altair as alt
import vl_convert

from panah.figure import Measure
from panah.publish.chart import Drawing, Mark
from panah.publish.svg import INK
from panah.publish.words import capital, short_day, words

# After Okabe and Ito's colours, told apart by colour-blind readers, darkened until words in them have a contrast of
# 4.5 on white; dashes, shapes and labels say the same without colour.
_COLOURS = {Measure.ARRIVALS: "#0072b2", Measure.DEPARTURES: "#b84a00", Measure.PRESENT: "#00795a"}
_DASHES = {Measure.ARRIVALS: [1, 0], Measure.DEPARTURES: [6, 3], Measure.PRESENT: [1, 0]}
_SHAPES = {Measure.ARRIVALS: "circle", Measure.DEPARTURES: "triangle-up", Measure.PRESENT: "diamond"}
_NARROW = 480
_AXIS, _LABELS = 58, 66
"""Pixels kept for the numbers to the left and the lines' names to the right of the plot."""


def draw(drawing: Drawing, heading: str, width: int, locale: str = "en") -> str:
    """The drawing as Vega's raw SVG, sized for a column of `width` pixels."""
    table = words(locale)["chart"]
    small = width < _NARROW
    flows = [m for m in (Measure.ARRIVALS, Measure.DEPARTURES) if drawing.days[m]]
    panels = []
    if flows:
        panels.append(_panel(drawing, flows, table["flows"], width, table))
    if drawing.days[Measure.PRESENT]:
        name = table["present"]
        if drawing.gained_since:
            last = max(drawing.days[Measure.PRESENT])
            name = table["gain"].format(since=short_day(drawing.gained_since, last, locale))
        panels.append(_panel(drawing, [Measure.PRESENT], name, width, table))
    key = [table["shading"], table["stated"]] if drawing.marks else [table["shading"]]
    whole = (
        alt.vconcat(*panels, spacing=14)
        .resolve_scale(x="shared")
        .properties(
            title=alt.Title(heading, subtitle=key if small else " · ".join(key)),
            background="transparent",
            padding=4,
        )
        .configure(font="sans-serif")
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK, labelFontSize=13, titleColor=INK, gridColor="#8884", domainColor=INK)
        .configure_title(
            anchor="start", color=INK, fontSize=16, subtitleColor=INK, subtitleFontSize=13, frame="group", offset=6
        )
    )
    return str(vl_convert.vegalite_to_svg(whole.to_dict(), allowed_base_urls=[]))


def _panel(
    drawing: Drawing, measures: Sequence[Measure], name: str, width: int, table: Any
) -> alt.LayerChart | alt.FacetChart:
    top = _top(drawing, measures)
    small = width < _NARROW
    y = alt.Y(
        "median:Q",
        title=None,
        scale=alt.Scale(domain=[_bottom(drawing, measures, top), top], nice=True),
        axis=alt.Axis(tickCount=4, format=",.0f", domain=False, ticks=False),
    )
    layers: list[Any] = []
    for measure in measures:
        layers += _lines(drawing, measure, y, small)
    for measure in measures:
        layers += _stated(drawing, measure)
    layers += _names(drawing, measures, top, table)
    return alt.layer(*layers).properties(
        width=max(120, width - _AXIS - _LABELS),
        height=(150 if small else 170) if len(measures) > 1 or Measure.PRESENT not in measures else 105,
        title=alt.Title(capital(name.format(people=drawing.noun)), fontSize=13, fontWeight="normal", anchor="start"),
    )


def _top(drawing: Drawing, measures: Sequence[Measure]) -> float:
    """The top of the scale: the highest range, but at most three times the highest line or mark."""
    days = [span for measure in measures for span in drawing.days[measure].values() if span]
    marks = [mark.high for mark in drawing.marks if mark.measure in measures]
    # An early day of which little is known may have a range that would flatten everything else.
    core = max([*(span.median for span in days), *marks, 1.0])
    return min(max([*(span.high for span in days), core]), 3 * core)


def _bottom(drawing: Drawing, measures: Sequence[Measure], top: float) -> float:
    days = [span for measure in measures for span in drawing.days[measure].values() if span]
    core = min([*(span.median for span in days), 0.0])
    return max(min([*(span.low for span in days), core]), 3 * core - top)


def _x(small: bool) -> alt.X:
    axis = alt.Axis(format="%-d %b", tickCount=4 if small else 8, labelOverlap=True, grid=False, title=None)
    return alt.X("day:T", axis=axis, scale=alt.Scale(type="utc"))  # so that no machine's time zone moves a day


def _lines(drawing: Drawing, measure: Measure, y: alt.Y, small: bool) -> list[Any]:
    rows = [
        {
            "day": value.isoformat(),
            "low": span.low if span else None,
            "median": span.median if span else None,
            "high": span.high if span else None,
        }
        for value, span in drawing.days[measure].items()
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=_x(small))
    colour = _COLOURS[measure]
    band = base.mark_area(fill=colour, fillOpacity=0.2, opacity=1, clip=True)
    band = band.encode(y=alt.Y("low:Q", title=None), y2="high:Q")
    line = base.mark_line(
        color=colour, strokeDash=_DASHES[measure], strokeWidth=2.2, clip=True, point=len(rows) < 3
    ).encode(y=y)
    return [band, line]


def _stated(drawing: Drawing, measure: Measure) -> list[Any]:
    """Stated figures: a shape on its day, a thin bar over several days, with a stroke up and down for a range."""
    marks = [mark for mark in drawing.marks if mark.measure is measure]
    colour = _COLOURS[measure]
    layers: list[Any] = []
    long = [_row(mark) for mark in marks if mark.start != mark.end]
    if long:
        base = alt.Chart(alt.InlineData(values=long))
        layers.append(
            base.mark_rule(color=colour, strokeWidth=1.6, strokeOpacity=0.7, opacity=1, clip=True).encode(
                x="day:T", x2="end:T", y="middle:Q"
            )
        )
    spread = [_row(mark) for mark in marks if mark.low != mark.high]
    if spread:
        base = alt.Chart(alt.InlineData(values=spread))
        layers.append(
            base.mark_rule(color=colour, strokeWidth=1.4, clip=True).encode(x="centre:T", y="low:Q", y2="high:Q")
        )
    single = [_row(mark) for mark in marks if mark.start == mark.end]
    if single:
        base = alt.Chart(alt.InlineData(values=single))
        layers.append(
            base.mark_point(
                color=colour, shape=_SHAPES[measure], size=52, filled=True, opacity=1, stroke="white"
            ).encode(x="day:T", y="middle:Q")
        )
    return layers


def _row(mark: Mark) -> dict[str, Any]:
    centre = datetime.combine(mark.start, time()) + (mark.end - mark.start) / 2
    return {
        "day": mark.start.isoformat(),
        "end": mark.end.isoformat(),
        "centre": f"{centre.isoformat()}Z",
        "low": mark.low,
        "high": mark.high,
        "middle": (mark.low + mark.high) / 2,
    }


def _names(drawing: Drawing, measures: Sequence[Measure], top: float, table: Any) -> list[Any]:
    """The lines' names at their right ends, moved apart where they would lie on each other."""
    ends = []
    for measure in measures:
        known = [(value, span) for value, span in drawing.days[measure].items() if span]
        if known and len(measures) + (measure is not Measure.PRESENT) > 1:
            ends.append((measure, known[-1][0], min(known[-1][1].median, top)))
    ends.sort(key=lambda end: end[2])
    close = len(ends) == 2 and abs(ends[1][2] - ends[0][2]) < 0.12 * top
    layers = []
    for place, (measure, value, level) in enumerate(ends):
        rows = [{"day": value.isoformat(), "level": level, "name": table[measure.value]}]
        shift = (9 if place == 0 else -9) if close else 0
        layers.append(
            alt.Chart(alt.InlineData(values=rows))
            .mark_text(align="left", dx=6, dy=shift, color=_COLOURS[measure], fontSize=13, fontWeight="bold")
            .encode(x="day:T", y=alt.Y("level:Q", title=None), text="name:N")
        )
    return layers
