"""Estimates and figures as files for other tools: tag-free CSV, HXL CSV, and the figures as CSV and NDJSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from panah.figure import Figure, Measure
from panah.figure import to_json as figure_json
from panah.publish.choose import Span, series, spans
from panah.reconcile.estimate import ANY, Corridor, Estimate
from panah.reconcile.told import DRAWN

_COLUMNS = ("date", "place", "population", "measure", "low", "median", "high", "as_of")

# Hashtags and attributes as formats.md lists them; the measure is an attribute, so HXL has one column each.
_TAGS = {
    "date": "#date+reported",
    "place": "#country+code+asylum",
    "population": "#country+code+origin",
    "as_of": "#date+known",
}
_ENDS = {"low": "+min", "median": "+median", "high": "+max"}

_FIGURE_COLUMNS = (
    *("quote", "low", "high", "hedge", "measure", "form", "unit", "population", "from", "to", "start", "end"),
    *("sources", "source_kinds", "char_start", "char_end", "cell", "report", "said", "known", "part_of", "supersedes"),
    *("confidence", "caveats"),
)


def to_csv(estimate: Estimate) -> str:
    """The estimate as a tidy CSV: one row for each day, place, population and measure that is known.

    low, median and high are people per day for flows and people for present, the 90 % range around the median, to
    one decimal. A day that nothing carries has no row; it is never written as zero.
    """
    rows = [
        (value.isoformat(), corridor.place, _code(corridor), measure.value, *_numbers(span), estimate.as_of)
        for corridor, measures in _corridors(estimate)
        for measure, days in measures.items()
        for value, span in days.items()
    ]
    return _written((_COLUMNS, *rows))


def to_hxl(estimate: Estimate) -> str:
    """The estimate as HXL CSV, with hashtags in line 2: one row for each day, place and population.

    Every measure has its three columns (`#affected+arrivals+min` ...); an unknown cell is empty, never zero.
    """
    names = [(measure, end) for measure in DRAWN for end in _ENDS]
    header = ("date", "place", "population", *(f"{measure.value}_{end}" for measure, end in names), "as_of")
    tags = (
        *(_TAGS[name] for name in ("date", "place", "population")),
        *(f"#affected+{measure.value}{_ENDS[end]}" for measure, end in names),
        _TAGS["as_of"],
    )
    rows = []
    for corridor, measures in _corridors(estimate):
        for value in sorted(set().union(*measures.values())):
            cells = [cell for measure in DRAWN for cell in _numbers(measures[measure].get(value))]
            rows.append((value.isoformat(), corridor.place, _code(corridor), *cells, estimate.as_of))
    return _written((header, tags, *rows))


def figures_csv(figures: Iterable[Figure]) -> str:
    """The figures as CSV, one row each, with the field names of the batch contract; chains are joined by ' > '.

    Words that a spreadsheet would run as a formula get an apostrophe before them; NDJSON keeps every character.
    """
    rows = [[_cell(record[name]) for name in _FIGURE_COLUMNS] for record in map(figure_json, figures)]
    return _written((_FIGURE_COLUMNS, *rows))


def figures_ndjson(figures: Iterable[Figure]) -> str:
    """The figures as JSON lines, each as `panah.figure.to_json` writes it, without loss."""
    return "".join(json.dumps(figure_json(figure), ensure_ascii=False) + "\n" for figure in figures)


def _corridors(estimate: Estimate) -> Iterator[tuple[Corridor, dict[Measure, dict[date, Span]]]]:
    for corridor in estimate.corridors:
        found = {m: spans(series(estimate, m, corridor.place, corridor.population)) for m in DRAWN}
        yield corridor, found


def _code(corridor: Corridor) -> str:
    return "" if corridor.population == ANY else corridor.population


def _numbers(span: Span | None) -> tuple[str, str, str]:
    if span is None:
        return ("", "", "")
    low, median, high = (f"{value:.1f}".removesuffix(".0") for value in (span.low, span.median, span.high))
    return low, median, high


def _cell(value: object) -> object:
    if isinstance(value, list):
        value = " > ".join(str(part) for part in value)
    # A quote comes from anybody's document; spreadsheets run a cell that starts like this.
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _written(rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
