"""The room between an Estimate and what people see: sentences, pictures, charts and files. Pure functions."""

from panah.publish.ahead import (
    Ahead,
    PlaceAhead,
    SiteAhead,
    Week,
    ahead,
    ahead_json,
    ahead_text,
    scored,
    scored_json,
    signs_text,
    span_words,
    turned,
    week_name,
)
from panah.publish.bulletin import Bulletin, Cited, Edition, bulletin
from panah.publish.bulletin_files import (
    FORMATS,
    bulletin_docx,
    bulletin_file,
    bulletin_html,
    bulletin_pdf,
    bulletin_text,
)
from panah.publish.chart import caption, chart
from panah.publish.choose import Span
from panah.publish.doubts import Doubt, doubts, judged, pulled
from panah.publish.headline import headline
from panah.publish.needed import needs_json, needs_text, short_words, suppositions
from panah.publish.needs_book import needs_xlsx
from panah.publish.picture import Count, Picture, PlacePicture, Row, Told, describe, picture, to_json
from panah.publish.tables import figures_csv, figures_ndjson, to_csv, to_hxl
from panah.publish.text import render_text
from panah.publish.why import (
    Move,
    Revision,
    Shift,
    changed,
    changed_json,
    corridor_name,
    explained,
    explained_json,
    revisions,
)
from panah.publish.words import day, number, people, place_name, stated

__all__ = [
    "FORMATS",
    "Ahead",
    "Bulletin",
    "Cited",
    "Count",
    "Doubt",
    "Edition",
    "Move",
    "Picture",
    "PlaceAhead",
    "PlacePicture",
    "Revision",
    "Row",
    "Shift",
    "SiteAhead",
    "Span",
    "Told",
    "Week",
    "ahead",
    "ahead_json",
    "ahead_text",
    "bulletin",
    "bulletin_docx",
    "bulletin_file",
    "bulletin_html",
    "bulletin_pdf",
    "bulletin_text",
    "caption",
    "changed",
    "changed_json",
    "chart",
    "corridor_name",
    "day",
    "describe",
    "doubts",
    "explained",
    "explained_json",
    "figures_csv",
    "figures_ndjson",
    "headline",
    "judged",
    "needs_json",
    "needs_text",
    "needs_xlsx",
    "number",
    "people",
    "picture",
    "place_name",
    "pulled",
    "render_text",
    "revisions",
    "scored",
    "scored_json",
    "short_words",
    "signs_text",
    "span_words",
    "stated",
    "suppositions",
    "to_csv",
    "to_hxl",
    "to_json",
    "turned",
    "week_name",
]
