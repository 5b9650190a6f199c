"""The room between an Estimate and what people see: sentences, pictures, charts and files. Pure functions."""

from panah.publish.chart import caption, chart
from panah.publish.choose import Span
from panah.publish.headline import headline
from panah.publish.picture import Count, Picture, PlacePicture, Row, Told, describe, picture, to_json
from panah.publish.tables import figures_csv, figures_ndjson, to_csv, to_hxl
from panah.publish.text import render_text
from panah.publish.why import changed, changed_json, explained, explained_json
from panah.publish.words import day, number, people, place_name, stated

__all__ = [
    "Count",
    "Picture",
    "PlacePicture",
    "Row",
    "Span",
    "Told",
    "caption",
    "changed",
    "changed_json",
    "chart",
    "day",
    "describe",
    "explained",
    "explained_json",
    "figures_csv",
    "figures_ndjson",
    "headline",
    "number",
    "people",
    "picture",
    "place_name",
    "render_text",
    "stated",
    "to_csv",
    "to_hxl",
    "to_json",
]
