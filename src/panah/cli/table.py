"""Figures as a table for a person: what was counted, where and when, and the exact words and speakers beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from panah.cli.screen import show
from panah.figure import Evidence, Figure, Form, Hedge, Period, Report, Unit

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from panah.read import Mention

# publish.stated says it more finely, but importing that room takes longer than the whole reading does.
HEDGES = {Hedge.ABOUT: "about ", Hedge.OVER: "over ", Hedge.UNDER: "under ", Hedge.AT_LEAST: "at least "}
FORMS = {Form.PER_DAY: " a day", Form.PER_WEEK: " a week", Form.PER_MONTH: " a month", Form.RATIO: " × before"}
UNITS = {Unit.HOUSEHOLD: " households", Unit.VEHICLE: " vehicles"}


def show_figures(figures: list[Figure], known: set[str], *, explain: bool) -> None:
    """Print the figures of one report, and with `explain` the reasons of each field below them.

    `known` are the caveats that were said before and are not repeated at each figure.
    """
    if not figures:
        show("No figures were found.")
        return
    show(_table(figures, known), f"\n{len(figures)} {'figure' if len(figures) == 1 else 'figures'}")
    if explain:
        for number, figure in enumerate(figures, start=1):
            show(f"\n{number} “{figure.evidence.quote}”", _reasons(figure))


def show_mentions(mentions: list[Mention], report: Report, *, explain: bool) -> None:
    """Print the numbers that were left out, each with the reason, and with `explain` the words around it."""
    if not mentions:
        return
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(max_width=34)
    grid.add_column(ratio=1)
    for mention in mentions:
        page = f" (page {mention.evidence.page})" if mention.evidence.page else ""
        why = f"{mention.kind.replace('_', ' ')}: {mention.reason}"
        around = f"\n{_in_text(mention.evidence, report.text)}" if explain else ""
        grid.add_row(f"  “{' '.join(mention.evidence.quote.split())}”{page}", why + around)
    show("\nLeft out:", grid)


def _in_text(evidence: Evidence, text: str) -> str:
    """The quote among the words around it, on one line."""
    before, after = evidence.around(text, 60)
    return " ".join(f"{before}{evidence.quote}{after}".split())


def show_report(report: Report) -> None:
    """Print which of several reports the next figures are from."""
    origin = ", ".join(str(part) for part in (report.publisher, report.published) if part)
    show(f"\n{report.title or report.id}" + (f" ({origin})" if origin else ""))


def _table(figures: list[Figure], known: set[str]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", justify="right", style="dim", no_wrap=True)
    table.add_column("how many", style="bold", max_width=16)
    table.add_column("of what", max_width=14)
    table.add_column("from → to", max_width=14)
    table.add_column("days", no_wrap=True)
    table.add_column("its words; who counted, who told", ratio=1)
    for number, figure in enumerate(figures, start=1):
        what = str(figure.measure) + (f"\nof {figure.population}" if figure.population else "")
        table.add_row(str(number), how_many(figure), what, route(figure), days(figure.period), _words(figure, known))
    return table


def _words(figure: Figure, known: set[str]) -> Text:
    from rich.text import Text

    evidence = figure.evidence
    place = f" {evidence.cell}" if evidence.cell else f" (page {evidence.page})" if evidence.page else ""
    text = Text(f"“{' '.join(evidence.quote.split())}”{place}")
    if figure.sources:
        text.append("\n" + ", ".join(source.name for source in figure.sources), style="dim")
    for caveat in figure.caveats:
        if caveat not in known:
            text.append(f"\n({caveat})", style="italic")
    return text


def _reasons(figure: Figure) -> Table:
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", min_width=14)
    grid.add_column(ratio=1)
    for field, why in figure.reasons:
        grid.add_row(f"  {field}", why)
    return grid


def how_many(figure: Figure) -> str:
    """The number as stated: 'about 98,000', '5,000 to 6,000 a day', 'up to 300 vehicles', '2 × before'."""
    low, high = _plain(figure.low), _plain(figure.high)
    if figure.hedge is Hedge.UP_TO:
        span = f"up to {high}"
    else:
        span = HEDGES.get(figure.hedge, "") + (low if low == high else f"{low} to {high}")
    return span + UNITS.get(figure.unit, "") + FORMS.get(figure.form, "")


def _plain(number: float) -> str:
    return f"{int(number):,}" if float(number).is_integer() else f"{number:,g}"


def route(figure: Figure) -> str:
    """From where to where, with a question mark for what the text leaves open."""
    if figure.origin is None and figure.destination is None:
        return ""
    return f"{figure.origin or '?'} → {figure.destination or '?'}"


def days(period: Period) -> str:
    """The days covered; an end that the text leaves open stays open."""
    if period.start == period.end:
        return str(period.start or "")
    return f"{period.start or '...'} –\n{period.end or '...'}" if period.start else f"... – {period.end}"
