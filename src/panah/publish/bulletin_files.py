"""The bulletin as files: HTML, PDF, DOCX and plain text. The same bulletin gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from functools import cache
from typing import Any

from panah.errors import InputError, UnavailableError
from panah.publish.ahead import span_words
from panah.publish.bulletin import Bulletin
from panah.publish.picture import PlacePicture
from panah.publish.svg import printable
from panah.publish.words import capital, day, words
from panah.publish.zipped import timeless

MESSAGE_PLACES = 5
"""Places that a message names; it is read on a phone."""


def bulletin_file(found: Bulletin, form: str) -> bytes:
    """The bulletin in one of FORMATS. Raises InputError for another, UnavailableError where a PDF's library is not."""
    if form not in FORMATS:
        raise InputError(f"a bulletin cannot be made as {form!r}", hint=f"Name one of {', '.join(FORMATS)}")
    made = FORMATS[form](found)
    return made.encode("utf-8", "replace") if isinstance(made, str) else made


def bulletin_html(found: Bulletin) -> str:
    """The bulletin as one page that needs nothing else: styles and charts stand in it, nothing is fetched or run."""
    table = words(found.locale)
    names = {"w": table["bulletin"], "t": table["text"], "a": table["ahead"]}
    return str(_template(found.locale).render(b=found, **names))


@cache
def _template(locale: str) -> Any:
    import jinja2
    def shown(value: Any) -> Any:
        safe = hasattr(value, "__html__")  # a chart, which is printable already
        return printable(value) if isinstance(value, str) and not safe else value

    house = jinja2.Environment(
        loader=jinja2.PackageLoader("panah.publish"),
        autoescape=True,
        finalize=shown,
        trim_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    house.filters |= {
        "day": lambda value: day(value, locale),
        "span": lambda value: span_words(value, locale),
        "format": lambda text, **names: str(text).format(**names),
        "css": lambda text: "".join(c for c in printable(text) if c not in '"\\<>&'),  # inside a CSS string
    }
    return house.get_template("bulletin.html")


def bulletin_pdf(found: Bulletin) -> bytes:
    """The page as a tagged PDF (PDF/UA-1) of A4. Raises UnavailableError where Pango is missing."""
    try:
        from weasyprint import HTML
    except OSError:
        raise UnavailableError(
            "a PDF needs the library Pango, which is not on this machine",
            hint="Install it (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0), or take html or docx",
        ) from None
    page = HTML(string=bulletin_html(found), base_url=None, url_fetcher=_refused)
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=found.picture.slug.encode("utf-8", "replace"))
    return made


def _refused(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError("a bulletin fetches nothing")


def bulletin_docx(found: Bulletin) -> bytes:
    """The bulletin as a Word document that an office can go on with."""
    import vl_convert
    from docx import Document
    from docx.shared import Cm

    own, text, coming = (words(found.locale)[key] for key in ("bulletin", "text", "ahead"))
    paper = Document()
    _dated(paper, found)
    paper.add_heading(printable(found.picture.title), 0)
    _paragraph(paper, str(own["as_known"]).format(day=day(found.picture.as_of, found.locale)))
    _paragraph(paper, found.picture.headline, "Intense Quote")
    for line in [*_furniture(found), *(found.ahead.turns if found.ahead else ())]:
        _paragraph(paper, line)
    paper.add_heading(str(own["places"]), 1)
    head = [str(text[key]) for key in ("place", "arrivals", "departures", "present")]
    _table(paper, [head, *(_row(place, found.locale) for place in found.places)])
    for place in found.places:
        paper.add_heading(printable(place.name), 1)
        _paragraph(paper, place.headline)
        for count in place.counts:
            cited = f"{count.label}: {count.text}, {count.when} [{found.number(count.figure)}]"
            _paragraph(paper, cited, "List Bullet")
        if place.place in found.charts:
            picture = vl_convert.svg_to_png(found.charts[place.place], scale=2)
            drawn = paper.add_picture(io.BytesIO(picture), width=Cm(16))
            drawn._inline.docPr.set("descr", printable(place.caption))  # what a screen reader says
            _paragraph(paper, place.caption, "Caption")
    if found.ahead and found.ahead.places:
        paper.add_heading(str(own["ahead"]).format(day=day(found.ahead.until, found.locale)), 1)
        for each in found.ahead.places:
            _paragraph(paper, each.sentence)
        _paragraph(paper, str(coming["read"]))
        for line in found.scored:
            _paragraph(paper, line, "List Bullet")
    _doubts(paper, found, str(text["contradictions"]))
    paper.add_heading(str(own["figures"]), 1)
    head = [str(own[key]) for key in ("number", "figure", "quote", "source")]
    rows = [[str(c.number), c.text, f"“{c.figure.evidence.quote}”", _told(c.chain, c.said)] for c in found.cited]
    _table(paper, [head, *rows])
    paper.add_heading(str(own["method"]), 1)
    _paragraph(paper, str(own["how"]))
    made = io.BytesIO()
    paper.save(made)
    return timeless(made)


def _told(chain: str, said: str) -> str:
    return f"{chain}, {said}" if said else chain


def _furniture(found: Bulletin) -> list[str]:
    """How old it is, when the next one comes, and whom to ask."""
    own = found.words
    lines = [found.picture.age]
    if found.edition.next_update:
        lines.append(own["next"].format(day=day(found.edition.next_update, found.locale)))
    if found.edition.contact:
        lines.append(own["contact"].format(contact=found.edition.contact))
    return lines


def _doubts(paper: Any, found: Bulletin, title: str) -> None:
    """Contradictions, and what changed since the bulletin before."""
    if found.picture.contradictions:
        paper.add_heading(title, 1)
        for one in found.picture.contradictions:
            cited = "".join(f"[{found.number(figure)}]" for figure in one.figures)
            _paragraph(paper, f"{one.sentence} {cited}", "List Bullet")
    if found.edition.since:
        paper.add_heading(found.words["changed"].format(day=day(found.edition.since, found.locale)), 1)
        for revision in found.revisions:
            for shift in revision.shifts:
                moved = " ".join(f"{move.sentence}." for move in shift.moved)
                line = f"{revision.name}, {shift.name}: {shift.before}; {shift.after}. {moved}"
                _paragraph(paper, line, "List Bullet")
        _paragraph(paper, found.rest or ("" if found.revisions else found.words["unchanged"]))


def _paragraph(paper: Any, line: str, style: str | None = None) -> None:
    if line:
        paper.add_paragraph(printable(line), style=style)


def _row(place: PlacePicture, locale: str) -> list[str]:
    last = place.latest
    spans = (last.arrivals, last.departures, last.present) if last else (None, None, None)
    return [place.name, *(span_words(span, locale) for span in spans)]


def _table(paper: Any, rows: list[list[str]]) -> None:
    table = paper.add_table(rows=0, cols=len(rows[0]), style="Light Grid Accent 1")
    for row in rows:
        for cell, content in zip(table.add_row().cells, row, strict=True):
            cell.text = printable(content)


def _dated(paper: Any, found: Bulletin) -> None:
    about = paper.core_properties
    about.title, about.author = printable(found.picture.title)[:255], printable(found.edition.contact or "panah")[:255]
    about.language = found.locale
    about.created = about.modified = datetime.combine(found.picture.as_of, time(12), UTC).replace(tzinfo=None)
    about.last_modified_by, about.revision = "panah", 1


def bulletin_text(found: Bulletin) -> str:
    """The bulletin as a message for phones: plain text, the headline first, a line a place, nothing to tap."""
    own, coming = found.words, words(found.locale)["ahead"]
    lines = [f"{found.picture.title}. {own['as_known'].format(day=day(found.picture.as_of, found.locale))}", ""]
    lines += [found.picture.headline, ""]
    if found.ahead:
        lines += [*found.ahead.turns, ""] if found.ahead.turns else []
    for place in found.places[:MESSAGE_PLACES]:
        if place.headline != found.picture.headline:
            lines.append(f"{place.name}: {place.headline}")
    if found.ahead and found.ahead.places:
        lines += ["", *(each.sentence for each in found.ahead.places[:2]), str(coming["read"])]
    if found.scored:
        lines += ["", found.scored[0]]
    lines += ["", *(capital(line) for line in _furniture(found))]
    return "\n".join(printable(line) for line in lines).strip() + "\n"


FORMATS: Mapping[str, Callable[[Bulletin], str | bytes]] = {
    "html": bulletin_html,
    "pdf": bulletin_pdf,
    "docx": bulletin_docx,
    "txt": bulletin_text,
}
"""The formats of a bulletin, and what makes each."""
