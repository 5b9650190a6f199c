from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from publish_estimates import ARRIVALS, AS_OF, DEPARTURES, figure, seed_estimate, statement

from panah.figure import Measure
from panah.publish import picture, render_text, to_json
from panah.reconcile.estimate import Estimate, Series
from panah.situation import Situation


def test_the_counts_of_a_place_are_kept_apart_each_with_its_words_and_chain(
    doubtful: Estimate, situation: Situation
) -> None:
    kaz = picture(doubtful, situation).places[0]
    assert [(count.label, count.text, count.when) for count in kaz.counts] == [
        ("Crossings in", "about 98,000 Russians", "since 21 September"),
        ("Crossings out", "just over 64,000 Russians", "since 21 September"),
        ("Present", "100,000 Russians", "on 27 September"),
    ]
    assert kaz.counts[0].quote == "around 98,000 Russians"
    assert kaz.counts[0].chain == ("Kazakh Interior Ministry", "RIA Novosti")


def test_a_count_told_twice_is_one_count_with_two_tellings(doubtful: Estimate, situation: Situation) -> None:
    whole = picture(doubtful, situation)
    assert len(whole.places[0].counts[0].tellings) == 2
    assert [told.tellers for told in whole.retold] == [("RIA Novosti", "Interfax")]


def test_the_age_of_the_picture_is_counted_from_the_newest_telling(situation: Situation) -> None:
    later = picture(seed_estimate(as_of=date(2022, 10, 2)), situation)
    assert (later.newest, later.age_days) == (AS_OF, 5)
    assert later.age == "The newest figure was told on 27 September 2022, 5 days before this picture."
    assert picture(Estimate(AS_OF), situation).age == "No dated figure is known."


def test_the_first_place_of_which_anything_is_known_speaks_for_the_situation(
    estimate: Estimate, situation: Situation
) -> None:
    whole = picture(estimate, replace(situation, places=("EST", "GEO", "KAZ")))
    assert whole.headline == whole.places[1].headline
    nothing = picture(Estimate(AS_OF), situation)
    assert nothing.headline == "No figure for Mobilization in Russia, 2022 is known on 27 September 2022."


def test_what_no_figure_carries_stays_missing_and_is_never_zero(estimate: Estimate, situation: Situation) -> None:
    kaz, geo, est = picture(estimate, situation).places
    # Nobody said how many are in Kazakhstan, so only the gain is told; in Georgia nobody counted departures.
    assert all(row.present is None and row.gained is not None for row in kaz.rows)
    assert all(row.arrivals and row.departures is None and row.present is None for row in geo.rows)
    assert est.rows == ()


def test_a_day_with_missing_draws_stays_missing(situation: Situation) -> None:
    base = seed_estimate()
    corridor = next(c for c in base.corridors if c.place == "GEO")
    drawn = base.series[corridor, "arrivals"].draws.copy()
    drawn[:, 2] = np.nan
    gap = replace(base, series={**base.series, (corridor, "arrivals"): Series(base.days, drawn)})
    days = [row.day for row in picture(gap, situation).places[1].rows]
    assert days == [value for i, value in enumerate(base.days) if i != 2]


def test_people_present_are_told_once_a_source_counted_them(situation: Situation) -> None:
    there = figure(Measure.PRESENT, 34_000, "34,000", end=AS_OF)
    estimate = seed_estimate(statements=tuple(map(statement, (ARRIVALS, DEPARTURES, there))))
    latest = picture(estimate, situation).places[0].latest
    assert latest is not None
    assert latest.present is not None
    assert latest.present.median == pytest.approx(34_000, rel=0.05)


def test_the_terminal_shows_headline_table_contradictions_with_quotes_and_sources(
    doubtful: Estimate, situation: Situation
) -> None:
    text = render_text(picture(doubtful, situation))
    assert text.startswith("About 98,000 Russians have entered Kazakhstan")
    assert max(map(len, text.splitlines())) <= 100
    after = text[text.index("Contradictions") :]
    assert "98,000 - 64,000 is not 100,000" in after
    assert '"around 98,000 Russians" (Kazakh Interior Ministry, told by RIA Novosti' in after
    assert '"Just over 64,000"' in after
    assert "told 2 times: RIA Novosti, Interfax" in after
    assert "it counts vehicles, not people" in after
    assert "Kazakh Interior Ministry (2)" in after


def test_a_report_cannot_send_control_codes_to_the_terminal(doubtful: Estimate, situation: Situation) -> None:
    assert "\x1b" not in render_text(picture(doubtful, situation))


def test_the_picture_goes_to_json(doubtful: Estimate, situation: Situation) -> None:
    whole = json.loads(json.dumps(to_json(picture(doubtful, situation))))
    kaz = whole["places"][0]
    assert kaz["counts"][0]["figure"]["low"] == 98_000
    assert kaz["days"][-1]["present"]["median"] > 0
    assert whole["contradictions"][0]["figures"][1]["quote"] == "Just over 64,000"
    assert whole["left_out"][0]["reason"] == "it counts vehicles, not people"
    assert whole["places"][1]["days"][0]["departures"] is None
