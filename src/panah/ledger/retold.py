"""The same words under another publisher: kept once, with everybody who told them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from panah import figure as words
from panah.ledger.models import Report, Situation, Telling
from panah.read.counters import one_name


def keep_teller(kept: Report, report: words.Report, *, known_at: datetime, by: str) -> bool:
    """Keep who else published a report that is already here; whether that is somebody new.

    Nobody new is somebody without a name, the first publisher, or a teller kept before, by folded name.
    """
    name = (report.publisher or "").strip()
    known = [kept.publisher, *kept.retold.values_list("publisher", flat=True)]
    if not name or any(one_name(name, other) for other in known if other):
        return False
    given = {"published": report.published, "known_at": known_at, "url": report.url or "", "by": by}
    return Telling.objects.get_or_create(report=kept, publisher=name, defaults=given)[1]


def tellings_of(situation: Situation, until: datetime) -> dict[str, list[Telling]]:
    """Who else told each report up to a moment, by the report's digest, in order of day."""
    found: dict[str, list[Telling]] = defaultdict(list)
    rows = Telling.objects.filter(report__situation=situation, known_at__lte=until).select_related("report")
    for row in rows.defer("report__text", "report__tables", "report__notes"):
        found[row.report.digest].append(row)
    return found


def with_tellers(situation: Situation, figures: Iterable[words.Figure], until: datetime) -> list[words.Figure]:
    """The figures, and behind each one the same figure as every other publisher of its words told it.

    A retelling is computed from the ledger, not stored: it has the words and fields of the figure as it stands, the
    chain that ends in the other publisher, and the days on which that one said it and it became known here.
    """
    told = tellings_of(situation, until)
    out: list[words.Figure] = []
    for figure in figures:
        out.append(figure)
        out += [_retold(figure, row) for row in told.get(figure.report or "", ())]
    return out


def _retold(figure: words.Figure, row: Telling) -> words.Figure:
    first = row.report.publisher
    chain = figure.sources
    if chain and first and one_name(chain[-1].name, first):
        chain = chain[:-1]
    if not any(one_name(source.name, row.publisher) for source in chain):
        chain = (*chain, words.Source(row.publisher))
    return replace(
        figure,
        sources=chain,
        said=row.published or figure.said,
        known=row.known_at.astimezone(UTC).date() if figure.known else None,
        supersedes=None,
    )
