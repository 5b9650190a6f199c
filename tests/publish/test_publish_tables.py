from __future__ import annotations

import csv
import io
import json

import hxl
import numpy as np
import pytest
from publish_estimates import ARRIVALS, SEED, figure, seed_estimate

from panah.figure import Measure, from_json
from panah.publish import figures_csv, figures_ndjson, to_csv, to_hxl
from panah.reconcile.estimate import Estimate


def test_csv_parses_back_to_the_numbers_of_the_estimate(estimate: Estimate) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(estimate))))
    assert list(rows[0]) == ["date", "place", "population", "measure", "low", "median", "high", "as_of"]
    flow = estimate.flow("departures", place="KAZ", population="RUS")
    low, high = flow.interval(0.9)
    mine = [row for row in rows if (row["place"], row["measure"]) == ("KAZ", "departures")]
    assert [row["date"] for row in mine] == [value.isoformat() for value in flow.days]
    for column, values in (("low", low), ("median", flow.median), ("high", high)):
        np.testing.assert_allclose([float(row[column]) for row in mine], values, atol=0.051)
    assert {row["as_of"] for row in rows} == {"2022-09-27"}


def test_what_no_figure_carries_has_no_row_and_no_zero(estimate: Estimate) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(estimate))))
    assert {row["measure"] for row in rows if row["place"] == "GEO"} == {"arrivals"}
    assert "0" not in {row[column] for row in rows for column in ("low", "median", "high")}


def test_plain_csv_stays_free_of_tags(estimate: Estimate) -> None:
    assert "#" not in to_csv(estimate)


def test_libhxl_reads_the_hxl_file_and_its_tags(estimate: Estimate) -> None:
    source = hxl.data(io.BytesIO(to_hxl(estimate).encode()), hxl.InputOptions(allow_local=True))
    assert source.display_tags[:4] == [
        "#date+reported",
        "#country+code+asylum",
        "#country+code+origin",
        "#affected+arrivals+min",
    ]
    rows = list(source)
    assert len(rows) == 14
    geo = next(row for row in rows if row.get("#country+asylum") == "GEO")
    assert float(geo.get("#affected+arrivals+median")) == pytest.approx(
        float(estimate.flow("arrivals", place="GEO").median[0]), abs=0.051
    )
    assert not geo.get("#affected+departures+median")
    assert source.validate()


def test_an_empty_estimate_gives_files_with_their_headers() -> None:
    nothing = Estimate(seed_estimate().as_of)
    assert len(to_csv(nothing).splitlines()) == 1
    assert len(to_hxl(nothing).splitlines()) == 2
    assert figures_ndjson([]) == ""


def test_figures_go_to_ndjson_and_back_without_loss() -> None:
    lines = figures_ndjson(SEED).splitlines()
    assert tuple(from_json(json.loads(line)) for line in lines) == SEED


def test_figures_csv_has_a_row_for_each_with_its_chain() -> None:
    first = next(csv.DictReader(io.StringIO(figures_csv(SEED))))
    assert (first["quote"], first["low"], first["to"]) == ("around 98,000 Russians", "98000", "KAZ")
    assert first["sources"] == "Kazakh Interior Ministry > RIA Novosti"
    assert len(list(csv.reader(io.StringIO(figures_csv([ARRIVALS]))))) == 2


@pytest.mark.parametrize("quote", ["=1+1", "+98,000", "-5", "@SUM(A1)", "\t=1"])
def test_a_spreadsheet_does_not_run_a_quote(quote: str) -> None:
    row = next(csv.DictReader(io.StringIO(figures_csv([figure(Measure.ARRIVALS, 5, quote)]))))
    assert row["quote"] == f"'{quote}"
