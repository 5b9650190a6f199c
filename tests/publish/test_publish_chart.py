from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import altair
import pytest
import vl_convert
from publish_estimates import AS_OF, seed_estimate

from panah.publish import caption, chart
from panah.publish.draw import specification
from panah.publish.drawing import drawing
from panah.reconcile.estimate import Estimate

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def kaz() -> str:
    return chart(seed_estimate(), "KAZ")


def test_a_chart_has_a_name_and_its_finding_for_those_who_do_not_see_it(kaz: str) -> None:
    root = ElementTree.fromstring(kaz)
    title, finding = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert finding is not None
    assert title.text == "Russians in Kazakhstan"
    assert finding.text == caption(seed_estimate(), "KAZ")
    assert root.get("aria-labelledby") == f"{title.get('id')} {finding.get('id')}"


def test_a_chart_fills_its_column_and_fetches_and_runs_nothing(kaz: str) -> None:
    root = ElementTree.fromstring(kaz)
    assert root.get("width") == "100%"
    assert root.get("viewBox")
    assert root.get("height") is None
    assert kaz.count("http") == kaz.count("http://www.w3.org/2000/svg") == 1
    for refused in ("<script", "<style", "<image", "<foreignObject", "href", "style=", "@import", "<!"):
        assert refused not in kaz
    assert not re.search(r"\son\w+=", kaz)


def test_two_charts_in_one_page_share_no_id() -> None:
    estimate = seed_estimate()
    ids = [
        found
        for svg in (chart(estimate, "KAZ"), chart(estimate, "KAZ", width=340), chart(estimate, "GEO"))
        for found in re.findall(r'\bid="([^"]+)"', svg)
    ]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9-]+", found) for found in ids)


def test_every_clip_path_that_is_used_is_there(kaz: str) -> None:
    used = set(re.findall(r"url\(#([^)]+)\)", kaz))
    assert used
    assert used <= set(re.findall(r'\bid="([^"]+)"', kaz))


def test_the_same_estimate_gives_the_same_bytes() -> None:
    assert chart(seed_estimate(), "GEO") == chart(seed_estimate(), "GEO")


def test_lines_are_told_apart_without_colour(kaz: str) -> None:
    texts = [element.text for element in ElementTree.fromstring(kaz).iter(f"{SVG}text")]
    assert {"arriving", "leaving"} <= set(texts)
    assert 'stroke-dasharray="6,3"' in kaz


def test_text_on_a_phone_is_at_least_13_pixels_high() -> None:
    root = ElementTree.fromstring(chart(seed_estimate(), "KAZ", width=340))
    width = float((root.get("viewBox") or "").split()[2])
    sizes = [float((e.get("font-size") or "0px").removesuffix("px")) for e in root.iter(f"{SVG}text")]
    assert width <= 360
    assert min(sizes) * 340 / width >= 12.5


def test_a_hostile_title_is_text_and_nothing_else() -> None:
    svg = chart(seed_estimate(), "GEO", title='</title><script>alert("1")</script>\x00')
    root = ElementTree.fromstring(svg)
    assert not [element for element in root.iter() if "script" in str(element.tag)]
    assert "<script" not in svg


def test_a_place_of_which_nothing_is_known_gets_a_sentence_instead_of_an_empty_chart() -> None:
    svg = chart(Estimate(AS_OF), "EST", width=340)
    assert "No estimate for Estonia is known on" in svg
    assert "<path" not in svg


def test_altair_accepts_the_specification() -> None:
    for place in ("KAZ", "GEO"):
        shown = drawing(seed_estimate(), place, "RUS", "Russians")
        spec = specification(shown, "Russians", 720)
        read = altair.VConcatChart.from_dict(json.loads(json.dumps(spec)), validate=True)
        assert len(read.vconcat) == len(spec["vconcat"])


def test_a_chart_can_be_made_a_picture(kaz: str) -> None:
    assert vl_convert.svg_to_png(kaz.replace('width="100%"', 'width="720"')).startswith(b"\x89PNG")


def test_the_caption_says_the_newest_day_with_its_range_and_the_change(estimate: Estimate) -> None:
    assert caption(estimate, "GEO") == (
        "Some 10,100 Russians a day were arriving in Georgia on 27 September 2022 (90 % range 9,100 to 11,300), "
        "up from 4,300 on 21 September."
    )
    assert "on balance some 34,000 more had come than gone since 21 September" in caption(estimate, "KAZ")
    assert "zero" not in caption(estimate, "EST")
