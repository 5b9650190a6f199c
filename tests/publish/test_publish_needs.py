"""Needs in words, as JSON and as a workbook whose formulas give what panah worked out."""

from __future__ import annotations

import io
import json
import math
import re
from time import struct_time
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from panah import publish
from panah.plan import Needs, usual_profile
from panah.publish.words import words
from plan.plan_cases import AS_OF, needs_of

PROFILE = usual_profile(
    season="winter",
    sheltered=(0.2, 0.4),
    household=3.0,
    biometrics="irises",
    there={"beds": 300, "registration_desks": 4, "food": 100},
    prices={"beds": 20.0, "blankets": 7.5, "food": 2.0, "water": 0.1},
)


def needs_of_month(days: int = 28, **changed: Any) -> Needs:
    rng = np.random.default_rng(3)
    come = rng.gamma(4, 100, (200, days))
    return needs_of(changed.get("profile", PROFILE), come=come, gone=0.4 * come, before=200)


def text_of(*found: Needs, width: int = 100) -> str:
    return publish.needs_text("After the call-up", AS_OF, found, width=width)


def test_the_text_says_who_is_meant_what_is_short_and_what_it_costs() -> None:
    told = " ".join(text_of(needs_of_month()).split())
    assert "After the call-up. Needs from what was known on 27 September 2022" in told
    assert re.search(r"Kazakhstan: on 25 October 2022 some [\d,]+ Russians may have to be looked after", told)
    assert "those who came since the first figures and have not left; who was there before is not counted." in told
    assert "From 20% to 40% of them are taken to need an organised site." in told
    assert re.search(r"! Beds: 300 there; too few from \d+ \w+ 2022 on, as likely as not\.", told)
    assert "! Registration: 4 desks register" in told
    assert "pre-register households first" in told
    assert re.search(r"Cost of the 4 items with a price: [\d,]+ USD", told)
    assert "Bathing soap, kg a day" in told


@pytest.mark.parametrize(("width", "shown"), [(60, 1), (80, 2), (100, 3), (140, 4)])
def test_as_many_weeks_are_told_as_there_is_room_for_and_no_number_is_cut(width: int, shown: int) -> None:
    text = text_of(needs_of_month(), width=width)
    assert max(map(len, text.splitlines())) <= width
    rows = [line for line in text.splitlines() if line.startswith("  ") and " / " in line][1:]
    assert len(rows) == len(needs_of_month().needs)
    assert {line.count(" / ") for line in rows} == {shown}
    assert ("are in the JSON and in the workbook" in " ".join(text.split())) == (shown < 4)


def test_where_nothing_is_known_the_text_and_the_workbook_say_so() -> None:
    sentence = str(words()["needs"]["nothing"])
    assert sentence in text_of()
    assert load_workbook(io.BytesIO(publish.needs_xlsx("t", AS_OF, ())))["panah"]["A1"].value == sentence


def test_json_has_each_item_with_its_standard_its_source_and_its_weeks() -> None:
    found = publish.needs_json("After the call-up", AS_OF, [needs_of_month(days=10)])
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    (place,) = found["places"]
    assert (place["place"], place["population"], place["basis"]) == ("KAZ", "RUS", "departures")
    assert place["supposed"]["sheltered"] == [0.2, 0.4]
    beds, water = (next(item for item in place["items"] if item["key"] == key) for key in ("beds", "water"))
    assert [(week["first"], week["last"]) for week in beds["needed"]] == [
        ("2022-09-28", "2022-10-04"),
        ("2022-10-05", "2022-10-07"),
    ]
    assert all(0 < week["middle"] <= week["bad"] for week in beds["needed"])
    assert beds["there"] == 300
    assert beds["shortage"]["missing"]["middle"] <= beds["shortage"]["missing"]["bad"]
    assert water["source"].startswith("UNHCR")
    assert water["shortage"] is None


def computed(sheet: Worksheet, name: str) -> Any:
    """A cell's value, worked out where it is one of the formulas that the workbook uses."""
    value = sheet[name.replace("$", "")].value
    if not isinstance(value, str) or not value.startswith("="):
        return value
    cells = {ref: computed(sheet, ref) or 0 for ref in set(re.findall(r"\$?[A-Z]+\$?\d+", value))}
    formula = re.sub(r"\$?[A-Z]+\$?\d+", lambda m: f"({cells[m[0]]!r})", value[1:])

    def roundup(x: float, digits: int) -> float:
        """Away from zero, as spreadsheets have it."""
        assert digits == 0
        return math.copysign(math.ceil(abs(x)), x)

    return eval(formula, {"MAX": max, "ROUNDUP": roundup})  # formulas that this test's own workbook has


@pytest.mark.parametrize("days", [28, 10])
def test_the_formulas_of_the_workbook_give_what_was_worked_out(days: int) -> None:
    found = needs_of_month(days=days)
    content = publish.needs_xlsx("After the call-up", AS_OF, [found])
    sheet = load_workbook(io.BytesIO(content))["Kazakhstan RUS"]
    heads = {str(cell.value): cell.column_letter for cell in sheet[17]}
    starts = [name for name in heads if name.startswith("2022-")]
    assert len(starts) == 2 * math.ceil(days / 7)
    shorts = {short.item.key: short for short in found.shortages()}
    costs = found.costs()
    for row, need in enumerate(found.needs, 18):
        assert sheet.cell(row, 1).value == need.item.words
        told = [computed(sheet, f"{heads[name]}{row}") for name in starts]
        weeks = [slice(i, i + 7) for i in range(0, days, 7)]
        assert told == pytest.approx([need.at(level, week) for week in weeks for level in (0.5, 0.9)])
        if need.item.key in shorts:
            missing = [computed(sheet, f"{heads[n]}{row}") for n in heads if n.startswith("missing")]
            assert missing == pytest.approx(shorts[need.item.key].missing)
        told = [computed(sheet, f"{heads[name]}{row}") for name in heads if name.startswith("cost")]
        worked = costs.get(need.item.key)
        levels = [None, None] if worked is None else np.quantile(worked, [0.5, 0.9], method="inverted_cdf")
        assert told == pytest.approx(levels, abs=0.01) if worked is not None else told == [None, None]
    assert sheet.cell(17, 1).value == "Item"


def test_the_same_needs_have_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    found = needs_of_month(days=7)
    first = publish.needs_xlsx("After the call-up", AS_OF, [found])
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("time.localtime", lambda *_: struct_time((2033, 5, 18, 3, 33, 20, 2, 138, 0)))
    assert first == publish.needs_xlsx("After the call-up", AS_OF, [found])
    about = load_workbook(io.BytesIO(first)).properties
    assert about.modified is not None
    assert about.modified.date() == AS_OF


def test_a_change_of_a_supposition_changes_what_follows_from_it() -> None:
    sheet = load_workbook(io.BytesIO(publish.needs_xlsx("t", AS_OF, [needs_of_month()])))["Kazakhstan RUS"]
    row = next(r for r in range(18, 60) if sheet.cell(r, 1).value == "Blankets")
    before = computed(sheet, f"H{row}")
    sheet["B4"] = 6.0
    assert computed(sheet, f"H{row}") == pytest.approx(before / 2, abs=1)


def test_words_that_begin_like_a_formula_stay_words() -> None:
    from panah.plan import load_profile

    own = load_profile(
        '[items.evil]\nwords = "=1+1"\nunit = "@x"\nof = "present"\nby = "per_person"\nvalue = 1\nkind = "once"'
    )
    content = publish.needs_xlsx("=HYPERLINK(1)", AS_OF, [needs_of_month(profile=own)])
    sheet = load_workbook(io.BytesIO(content))["Kazakhstan RUS"]
    row = next(r for r in range(18, 60) if sheet.cell(r, 1).value == "=1+1")
    assert sheet.cell(row, 1).data_type == "s"
    assert sheet["A1"].data_type == "s"
