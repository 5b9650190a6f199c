"""`panah read --joined`: the statements that several reports tell, each once with all its tellers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from panah.cli.read import Format, as_row, emit_rows
from panah.cli.screen import show
from panah.cli.table import days, how_many, route

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from panah.figure import Figure
    from panah.read import Statement


def show_joined(figures: list[Figure], format: Format) -> None:
    """Print the statements that the figures tell, in order of day."""
    from panah.read import joined

    found = joined(figures)
    if format is not Format.TABLE:
        emit_rows("statements", [statement_row(one) for one in found], whole=format is Format.JSON)
    elif found:
        count = f"{len(found)} {'statement' if len(found) == 1 else 'statements'}"
        show(_table(found), f"\n{count} from {len(figures)} {'figure' if len(figures) == 1 else 'figures'}")
    else:
        show("No figures were found.")


def statement_row(statement: Statement) -> dict[str, Any]:
    """The statement as JSON: the figure that says most, its tellers' names, and every telling."""
    return {
        "figure": as_row(statement.figure, explain=False),
        "tellers": [source.name for source in statement.tellers],
        "figures": [as_row(figure, explain=False) for figure in statement.figures],
    }


def _table(found: list[Statement]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", justify="right", style="dim", no_wrap=True)
    table.add_column("how many", style="bold", max_width=16)
    table.add_column("of what", max_width=14)
    table.add_column("from → to", max_width=14)
    table.add_column("days", no_wrap=True)
    table.add_column("its words; who told it", ratio=1)
    for number, one in enumerate(found, start=1):
        figure = one.figure
        what = str(figure.measure) + (f"\nof {figure.population}" if figure.population else "")
        table.add_row(str(number), how_many(figure), what, route(figure), days(figure.period), _told(one))
    return table


def _told(statement: Statement) -> Text:
    from rich.text import Text

    text = Text("\n".join(dict.fromkeys(f"“{' '.join(f.evidence.quote.split())}”" for f in statement.figures)))
    names = ", ".join(source.name for source in statement.tellers)
    if names:
        many = len(statement.tellers)
        text.append(f"\ntold by {many}: {names}" if many > 1 else f"\ntold by {names}", style="dim")
    return text
