"""How a chart looks, as a Vega-Lite specification that vl-convert draws; drawing.py has chosen what it shows.

The specification is plain data. Altair, which writes the same, would copy and check every row several times: 0.3 s of
0.4 s for a hundred days, and 0.7 s to load. It judges the specification in the tests instead.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import vl_convert

from panah.figure import Measure
from panah.publish.drawing import Drawing, Mark
from panah.publish.svg import INK, printable
from panah.publish.words import capital, short_day, words

Spec = dict[str, Any]

# After Okabe and Ito's colours, told apart by colour-blind readers, darkened until words in them have a contrast of
# 4.5 on white; dashes, shapes and labels say the same without colour.
_COLOURS = {Measure.ARRIVALS: "#0072b2", Measure.DEPARTURES: "#b84a00", Measure.PRESENT: "#00795a"}
_DASHES = {Measure.ARRIVALS: [1, 0], Measure.DEPARTURES: [6, 3], Measure.PRESENT: [1, 0]}
_SHAPES = {Measure.ARRIVALS: "circle", Measure.DEPARTURES: "triangle-up", Measure.PRESENT: "diamond"}
_NARROW = 480
_AXIS, _LABELS = 66, 78
"""Pixels kept for the numbers to the left and the lines' names to the right of the plot, and for wider fonts there."""


def draw(drawing: Drawing, heading: str, width: int, locale: str = "en") -> str:
    """The drawing as Vega's raw SVG, sized for a column of `width` pixels."""
    return str(vl_convert.vegalite_to_svg(specification(drawing, heading, width, locale), allowed_base_urls=[]))


def specification(drawing: Drawing, heading: str, width: int, locale: str = "en") -> Spec:
    """The drawing as a Vega-Lite specification: the flows in one panel and, below, the people present."""
    table = words(locale)["chart"]
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
    return {
        "vconcat": panels,
        "spacing": 14,
        "resolve": {"scale": {"x": "shared"}},
        "title": {"text": printable(heading), "subtitle": key if width < _NARROW else " · ".join(key)},
        "background": "transparent",
        "padding": {"left": 10, "right": 14, "top": 4, "bottom": 4},
        "config": {
            "font": "sans-serif",
            "view": {"stroke": None},
            "axis": {"labelColor": INK, "labelFontSize": 13, "gridColor": "#8884", "domainColor": INK},
            "title": {
                "anchor": "start",
                "frame": "group",
                "offset": 6,
                "color": INK,
                "fontSize": 16,
                "subtitleColor": INK,
                "subtitleFontSize": 13,
            },
        },
    }


def _title_lines(text: str, width: int) -> list[str]:
    """A panel's title in lines that fit a drawing of this width."""
    return textwrap.wrap(text, 34 if width < _NARROW else 90) or [""]


def _panel(drawing: Drawing, measures: Sequence[Measure], name: str, width: int, table: Any) -> Spec:
    top = _top(drawing, measures)
    small = width < _NARROW
    days = {"format": "%-d %b", "tickCount": 4 if small else 8, "labelOverlap": True, "grid": False, "title": None}
    # In UTC, so that no machine's time zone moves a day.
    x = {"field": "day", "type": "temporal", "axis": days, "scale": {"type": "utc"}}
    scale = {"domain": [_bottom(drawing, measures, top), top], "nice": True}
    numbers = {"tickCount": 4, "format": ",.0f", "domain": False, "ticks": False}
    y = {"field": "median", "type": "quantitative", "title": None, "scale": scale, "axis": numbers}
    drawn = [_lines(drawing, measure, x, y) for measure in measures]
    # All bands lie below all lines.
    layers = [band for band, _ in drawn] + [line for _, line in drawn]
    layers += [layer for measure in measures for layer in _stated(drawing, measure)]
    return {
        "layer": layers + _names(drawing, measures, top, table) + _today(drawing, table),
        "width": max(120, width - _AXIS - _LABELS),
        "height": 105 if list(measures) == [Measure.PRESENT] else 150 if small else 170,
        "title": {
            "text": _title_lines(printable(capital(name.format(people=drawing.noun))), width),
            "fontSize": 13,
            "fontWeight": "normal",
        },
    }


def _top(drawing: Drawing, measures: Sequence[Measure]) -> float:
    """The top of the scale: the highest range, but at most three times the highest line or mark."""
    days = [span for measure in measures for span in drawing.days[measure].values() if span]
    marks = [mark.high for mark in drawing.marks if mark.measure in measures]
    # A day of which little is known may have a range that would flatten everything else.
    core = max([*(span.median for span in days), *marks, 1.0])
    return min(max([*(span.high for span in days), core]), 3 * core)


def _bottom(drawing: Drawing, measures: Sequence[Measure], top: float) -> float:
    """The bottom of the scale: zero, or what a gain that is a loss needs."""
    days = [span for measure in measures for span in drawing.days[measure].values() if span]
    core = min([*(span.median for span in days), 0.0])
    return max(min([*(span.low for span in days), core]), 3 * core - top)


def _lines(drawing: Drawing, measure: Measure, x: Spec, y: Spec) -> tuple[Spec, Spec]:
    """The band of the 90 % range and the median line; a day of which nothing is known breaks both."""
    rows = [
        {"day": day.isoformat(), **{end: getattr(span, end) if span else None for end in ("low", "median", "high")}}
        for day, span in drawing.days[measure].items()
    ]
    colour = _COLOURS[measure]
    band = {"type": "area", "fill": colour, "fillOpacity": 0.2, "opacity": 1, "clip": True}
    line = {"type": "line", "color": colour, "strokeDash": _DASHES[measure], "strokeWidth": 2.2, "clip": True}
    low = {"field": "low", "type": "quantitative", "title": None}
    return (
        {"data": {"values": rows}, "mark": band, "encoding": {"x": x, "y": low, "y2": {"field": "high"}}},
        {"data": {"values": rows}, "mark": line | {"point": len(rows) < 3}, "encoding": {"x": x, "y": y}},
    )


def _stated(drawing: Drawing, measure: Measure) -> list[Spec]:
    """Stated figures: a shape on its day, a thin bar over several days, with a stroke up and down for a range."""
    marks = [mark for mark in drawing.marks if mark.measure is measure]
    rule = {"type": "rule", "color": _COLOURS[measure], "strokeWidth": 1.6, "strokeOpacity": 0.7, "clip": True}
    shape = {
        "type": "point",
        "shape": _SHAPES[measure],
        "size": 52,
        "filled": True,
        "color": _COLOURS[measure],
        "opacity": 1,
        "stroke": "white",
    }
    day, centre = ({"field": name, "type": "temporal"} for name in ("day", "centre"))
    middle, low = ({"field": name, "type": "quantitative"} for name in ("middle", "low"))
    layers = (
        ([m for m in marks if m.start != m.end], rule, {"x": day, "x2": {"field": "end"}, "y": middle}),
        ([m for m in marks if m.low != m.high], rule, {"x": centre, "y": low, "y2": {"field": "high"}}),
        ([m for m in marks if m.start == m.end], shape, {"x": day, "y": middle}),
    )
    return [
        {"data": {"values": [_row(mark) for mark in shown]}, "mark": look, "encoding": encoding}
        for shown, look, encoding in layers
        if shown
    ]


def _today(drawing: Drawing, table: Any) -> list[Spec]:
    """The line right of which the days are an outlook, with its name at its top."""
    if drawing.today is None:
        return []
    data = {"values": [{"day": drawing.today.isoformat(), "name": table["today"]}]}
    x = {"field": "day", "type": "temporal"}
    line = {"type": "rule", "color": INK, "strokeDash": [2, 2], "strokeWidth": 1}
    name = {"type": "text", "align": "left", "dx": 4, "color": INK, "fontSize": 12, "baseline": "top"}
    return [
        {"data": data, "mark": line, "encoding": {"x": x}},
        {"data": data, "mark": name, "encoding": {"x": x, "text": {"field": "name"}, "y": {"value": 0}}},
    ]


def _row(mark: Mark) -> Spec:
    centre = datetime.combine(mark.start, time()) + (mark.end - mark.start) / 2
    return {
        "day": mark.start.isoformat(),
        "end": mark.end.isoformat(),
        "centre": f"{centre.isoformat()}Z",
        "low": mark.low,
        "high": mark.high,
        "middle": (mark.low + mark.high) / 2,
    }


def _names(drawing: Drawing, measures: Sequence[Measure], top: float, table: Any) -> list[Spec]:
    """The flows' names at the right ends of their lines, moved apart where they would lie on each other."""
    ends = []
    for measure in measures:
        known = [(value, span) for value, span in drawing.days[measure].items() if span]
        if known and measure is not Measure.PRESENT:
            ends.append((min(known[-1][1].median, top), known[-1][0], measure))
    ends.sort()
    close = len(ends) == 2 and ends[1][0] - ends[0][0] < 0.12 * top
    layers = []
    for place, (level, value, measure) in enumerate(ends):
        rows = [{"day": value.isoformat(), "level": level, "name": table[measure.value]}]
        mark = {"type": "text", "align": "left", "dx": 6, "dy": (9 if place == 0 else -9) if close else 0}
        look = {"color": _COLOURS[measure], "fontSize": 13, "fontWeight": "bold"}
        encoding = {
            "x": {"field": "day", "type": "temporal"},
            "y": {"field": "level", "type": "quantitative", "title": None},
            "text": {"field": "name"},
        }
        layers.append({"data": {"values": rows}, "mark": mark | look, "encoding": encoding})
    return layers
