"""A figure's fields as rows: what each is called, its value in words, and why it has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from panah import publish
from panah.figure import Figure
from panah.publish.words import hedge_words
from panah.web import labels
from panah.web.templatetags.panah import chain, period, place

_BESIDE: Mapping[str, str] = {
    **dict.fromkeys(("low", "high", "hedge", "value", "numbers"), "number"),
    **dict.fromkeys(("start", "end", "periods", "days"), "period"),
    **dict.fromkeys(("to", "place", "where"), "destination"),
    "from": "origin",
    "source": "sources",
}
"""Fields of a figure whose reason is shown in the row of another."""


def fields_of(figure: Figure) -> tuple[tuple[str, str, str], ...]:
    """(name, value, reason) of each field, then any other reason under the name it came with."""
    why = _why(figure.reasons)
    number = publish.number(figure.low)
    if figure.high != figure.low:
        number = f"{number} – {publish.number(figure.high)}"
    values = {
        "number": f"{hedge_words(figure)} {number}".strip(),
        "measure": str(labels.MEASURES[figure.measure]),
        "form": str(labels.FORMS[figure.form]),
        "unit": str(labels.UNITS[figure.unit]),
        "population": publish.people(figure.population) if figure.population else "–",
        "origin": place(figure.origin),
        "destination": place(figure.destination),
        "period": period(figure.period),
        "sources": chain(figure) or "–",
    }
    rows = [(name, value, why.pop(name, "")) for name, value in values.items()]
    return (*rows, *((name, "", reason) for name, reason in why.items()))


def _why(reasons: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, reason in reasons:
        kept = found[_BESIDE.get(name, name)]
        if reason not in kept:
            kept.append(reason)
    return {name: "; ".join(kept) for name, kept in found.items()}
