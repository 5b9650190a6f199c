"""Figures as a table for a person: what was counted, where and when, and the exact words and speakers beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from panah.cli.screen import show
from panah.figure import Figure, Period, Unit

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text


def show_figures(figures: list[Figure], *, explain: bool) -> None:
    """Print the figures of one report, and with `explain` the reasons of each field below them."""
    if not figures:
        show("No figures were found.")
        return
    show(_table(figures), f"{len(figures)} {'figure' if len(figures) == 1 else 'figures'}")
    if explain:
        for number, figure in enumerate(figures, start=1):
            show("", f"{number} “{figure.evidence.quote}”", *_reasons(figure))


def _table(figures: list[Figure]) -> Table:
    from rich import box
    from rich.table import Table

    from panah.publish.words import stated

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_lines=False)
    table.add_column("", justify="right", style="dim", no_wrap=True)
    table.add_column("how many", style="bold", min_width=8)
    table.add_column("of what", min_width=10)
    table.add_column("from → to", min_width=9)
    table.add_column("days", width=13)
    table.add_column("its words, who counted, who told", ratio=1)
    for number, figure in enumerate(figures, start=1):
        what = str(figure.measure) + (f" of {figure.population}" if figure.population else "")
        how_many = stated(figure, "" if figure.unit is Unit.PERSON else f"{figure.unit}s")
        table.add_row(str(number), how_many, what, route(figure), days(figure.period), _words(figure))
    return table


def _words(figure: Figure) -> Text:
    from rich.text import Text

    place = figure.evidence.cell or ""
    text = Text(f"“{' '.join(figure.evidence.quote.split())}”" + (f" {place}" if place else ""))
    if figure.sources:
        text.append("\n" + ", ".join(source.name for source in figure.sources), style="dim")
    for caveat in figure.caveats:
        text.append(f"\n{caveat}", style="italic")
    return text


def _reasons(figure: Figure) -> Iterator[Table]:
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", min_width=12)
    grid.add_column(ratio=1)
    for field, why in figure.reasons:
        grid.add_row(f"  {field}", why)
    yield grid


def route(figure: Figure) -> str:
    """From where to where, a question mark for what the text leaves open; for people present, where they are."""
    if figure.origin is None and figure.destination is None:
        return ""
    return f"{figure.origin or '?'} → {figure.destination or '?'}"


def days(period: Period) -> str:
    """The days covered; an open end is left open."""
    if period.start == period.end:
        return str(period.start or "")
    return f"{period.start or '…'} – {period.end or '…'}"
