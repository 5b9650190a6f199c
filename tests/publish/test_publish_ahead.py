"""The outlook in sentences, rows and JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from panah import publish
from panah.figure import Figure, Form, Measure, Period
from panah.forecast import Outlook, Score, Turn
from panah.forecast.scenario import Change, Scenario
from panah.publish.words import words
from panah.reconcile import Corridor, Estimate
from panah.reconcile.estimate import Series
from panah.situation import Situation
from publish.publish_estimates import AS_OF, seed_estimate

KAZ, GEO = Corridor("KAZ", "RUS"), Corridor("GEO", "RUS")
DAYS = tuple(AS_OF + timedelta(i) for i in range(1, 11))
FOLLOWED = Situation("mobilization", "After the call-up", ("RUS",), ("KAZ", "GEO"))


def coming(level: float, scenario: Scenario | None = None, notes: tuple[str, ...] = ()) -> Outlook:
    """Ten days of which each path has the same flow every day, from half to one and a half times the level."""
    paths = np.linspace(0.5, 1.5, 101)[:, None] * np.full((1, len(DAYS)), level)
    series = {(c, m): Series(DAYS, paths.copy()) for c in (KAZ, GEO) for m in ("arrivals", "departures", "present")}
    return Outlook(AS_OF, DAYS, (KAZ, GEO), series, scenario, {KAZ: notes, GEO: ()}, {KAZ: level, GEO: level})


def test_a_place_has_a_sentence_and_a_row_a_week() -> None:
    kaz, geo = publish.ahead(coming(1000.0), seed_estimate(), FOLLOWED).places
    assert kaz.sentence.startswith("In the 10 days to 7 October 2022, some 10,000 (90 % range 5,500 to 15,000)")
    assert "may leave" in kaz.sentence
    assert [(week.first, week.last) for week in kaz.weeks] == [(DAYS[0], DAYS[6]), (DAYS[7], DAYS[9])]
    assert kaz.weeks[0].arrivals is not None
    assert kaz.weeks[0].arrivals.median == pytest.approx(1000)
    assert geo.weeks[0].departures is None, "no figure tells who leaves Georgia"
    assert "leave" not in geo.sentence


def test_the_text_keeps_to_its_width_and_says_how_to_read_it() -> None:
    found = publish.ahead(coming(1000.0, notes=("Only 3 days are known",)), seed_estimate(), FOLLOWED)
    text = publish.ahead_text(found, width=60)
    assert "! Only 3 days are known." in text
    assert "An outlook is no plan" in " ".join(text.split())
    prose = [line for line in text.splitlines() if not line.startswith("  ")]
    assert max(map(len, prose)) <= 60


def test_a_scenario_stands_beside_the_plain_outlook() -> None:
    scenario = Scenario("Second wave", (Change.of("wave", DAYS[0]),))
    estimate = seed_estimate()
    plain, other = (publish.ahead(each, estimate, FOLLOWED) for each in (coming(1000.0), coming(3000.0, scenario)))
    lines = publish.ahead_text(plain, other).splitlines()
    assert "Supposed (Second wave):" in lines
    assert any(line.startswith("- From 2022-09-28, a new wave") for line in lines)
    assert sum(line.startswith("Second wave: In the 10 days") for line in lines) == 2


def test_json_has_days_as_text_and_null_where_nothing_is_carried() -> None:
    found = publish.ahead_json(publish.ahead(coming(1000.0), seed_estimate(), FOLLOWED))
    assert json.loads(json.dumps(found)) == found
    assert (found["as_of"], found["until"], found["scenario"]) == ("2022-09-27", "2022-10-07", None)
    geo = found["places"][1]
    assert geo["weeks"][0]["departures"] is None
    assert set(geo["weeks"][0]["arrivals"]) == {"low", "median", "high"}


def test_nothing_known_is_said() -> None:
    text = publish.ahead_text(publish.ahead(Outlook(AS_OF, DAYS), Estimate(AS_OF), FOLLOWED))
    assert "Nothing is known from which an outlook could be made." in text


def turn(**fields: object) -> Turn:
    given = Turn(GEO, True, date(2022, 9, 25), (9000.0, 10_000.0, 11_000.0), (5000.0, 5500.0, 6000.0), 0.98)
    return replace(given, **fields)


def test_a_turn_of_statements_is_told_as_they_say_it() -> None:
    figures = tuple(Figure(1, 1, Measure.ARRIVALS, form=Form.PER_DAY, period=Period(AS_OF, AS_OF)) for _ in range(2))
    now = (10_000.0, 10_000.0, 10_000.0)
    assert publish.turned([turn(figures=figures, now=now)]) == (
        "More Russians enter Georgia since 25 September 2022: 10,000 a day, after 5,000 to 6,000.",
    )
    assert publish.turned([turn(figures=figures, now=now, rose=False)])[0].startswith("Fewer Russians enter Georgia")


def test_a_turn_of_counted_days_is_told_with_its_ranges() -> None:
    [sentence] = publish.turned([turn()])
    assert "10,000 a day (90 % range 9,000 to 11,000), after 5,500 (90 % range 5,000 to 6,000)" in sentence


def a_score(**fields: object) -> Score:
    given = Score(KAZ, "arrivals", 7, (8100.0, 10_000.0, 14_000.0), (9800.0, 9870.0, 9900.0), 500, 0.1, 0.6, 1.0, 0.8)
    return replace(given, **fields)


def test_a_score_is_told_in_a_sentence_that_says_where_it_missed() -> None:
    estimate = seed_estimate()
    [held] = publish.scored([a_score()], estimate, AS_OF)
    assert held == (
        "Outlook of 27 September 2022 for the next 7 days: 10,000 Russians a day enter Kazakhstan "
        "(90 % range 8,100 to 14,000); came: 9,870."
    )
    [missed] = publish.scored([a_score(came=(19_000.0, 20_000.0, 21_000.0))], estimate, AS_OF)
    assert missed.endswith("outside the range.")
    assert publish.scored([a_score(measure="present")], estimate, AS_OF) == (), "no figure tells who is there"


def test_a_skill_that_is_not_known_is_null_in_json() -> None:
    found = publish.scored_json([a_score(skill=float("nan"))])
    assert found[0]["skill"] is None
    json.dumps(found, allow_nan=False)


def test_the_chart_of_an_outlook_shows_the_coming_days_and_a_line_at_today() -> None:
    plain = publish.chart(seed_estimate(), "KAZ")
    ahead = publish.chart(seed_estimate(), "KAZ", outlook=coming(10_000.0))
    word = words("en")["chart"]["today"]
    assert word not in plain
    assert f">{word}<" in ahead
    assert " Oct<" in ahead
