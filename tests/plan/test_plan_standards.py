"""Standards and profiles: every item has its value and source, and a profile's mistake has one sentence."""

from __future__ import annotations

import csv
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from panah.errors import InputError
from panah.plan import Item, Profile, load_profile, usual_profile

STANDARDS = tomllib.loads(resources.files("panah.plan").joinpath("standards.toml").read_text(encoding="utf-8"))
SHARED = Path(__file__).parents[3] / "shared" / "reference" / "standards.csv"


def item(key: str, profile: Profile) -> Item:
    return next(each for each in profile.items if each.key == key)


def test_every_standard_has_a_quantity_a_unit_and_where_it_stands() -> None:
    found = [entry for body in STANDARDS.values() for entry in body.values()]
    assert len(found) > 100
    for entry in found:
        assert entry.get("emergency", entry.get("later")) is not None
        assert entry["unit"]
        assert entry["set_by"]
        assert entry["source"]
        assert entry["checked"]


@pytest.mark.skipif(not SHARED.is_file(), reason="the list that the standards were taken from is not here")
def test_no_line_of_the_list_that_they_were_taken_from_is_missing() -> None:
    with SHARED.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    told = [float(entry[phase]) for body in STANDARDS.values() for entry in body.values()
            for phase in ("emergency", "later") if phase in entry]  # fmt: skip
    missing = [line for line in lines if float(line["value"]) not in told]
    assert lines
    assert missing == []


@pytest.mark.parametrize("season", ["any", "winter"])
@pytest.mark.parametrize("phase", ["emergency", "later"])
def test_every_item_has_its_value_and_its_source_in_every_phase_and_season(phase: str, season: str) -> None:
    profile = usual_profile(phase=phase, season=season)
    for each in profile.items:
        assert each.factor(profile) > 0
        assert each.source
    winter = {"winter_clothing", "heaters"} & {each.key for each in profile.items}
    assert bool(winter) == (season == "winter")


def test_phases_and_seasons_change_what_is_needed() -> None:
    first, later = usual_profile(), usual_profile(phase="later")
    assert (item("latrines", first).value, item("latrines", later).value) == (50, 20)
    cold = usual_profile(season="winter")
    assert item("covered_floor", first).value < item("covered_floor", cold).value


@pytest.mark.parametrize(
    ("use", "desks"),
    [(1.0, (6.3, 31.3, 39.6, 52.1)), (0.7, (9, 45, 57, 74))],
    ids=["at full use", "at 70 %"],
)
def test_desks_for_5000_arrivals_a_day_are_those_of_the_guidance(use: float, desks: tuple[float, ...]) -> None:
    plain, irises, prints = (
        usual_profile(desk_use=use, biometrics=kind) for kind in ("none", "irises", "irises and fingerprints")
    )
    found = [5000 * item("pre_registration_desks", plain).factor(plain)]
    found += [5000 * item("registration_desks", each).factor(each) for each in (plain, irises, prints)]
    assert found == pytest.approx(desks, abs=0.06 if use == 1 else 0.5)


def test_a_profile_says_its_own_items_values_and_what_it_goes_without() -> None:
    profile = load_profile(
        """
        place = "KAZ"
        without = ["site_area"]
        sheltered = 0.25
        there = {beds = 300, prams = 4}
        prices = {prams = 90.5}
        [items.latrines]
        value = 30
        source = "Ministry of Health, order 17"
        [items.prams]
        words = "Prams"
        unit = "prams"
        of = "children"
        by = "people_per"
        value = 40
        kind = "standing"
        """
    )
    assert profile.sheltered == (0.25, 0.25)
    assert "site_area" not in {each.key for each in profile.items}
    assert (item("latrines", profile).value, item("latrines", profile).source) == (30, "Ministry of Health, order 17")
    assert item("latrines", profile).checked == "", "what a published list was checked for does not hold for one's own"
    assert (item("prams", profile).source, item("prams", profile).factor(profile)) == ("the profile", 1 / 40)
    assert item("water", profile) == item("water", usual_profile())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("= 3", "no TOML"),
        ("houshold = 4", "'houshold' is no key of a profile"),
        ("household = 0", "household = 0 cannot be"),
        ("household = true", "household = True cannot be"),
        ("household = nan", "household = nan cannot be"),
        ('household = "four"', "household = 'four' cannot be"),
        ("children = 1.2", "children = 1.2 cannot be"),
        ("desk_hours = 25", "desk_hours = 25 cannot be"),
        ("sheltered = [0.4, 0.2]", "sheltered = [0.4, 0.2] is no share"),
        ("sheltered = [0.1]", "sheltered = [0.1] is no share"),
        ("sheltered = 30", "sheltered = 30 cannot be"),
        ('phase = "war"', "phase = 'war' is not known"),
        ("phase = []", "phase = [] is not known"),
        ('biometrics = "voice"', "biometrics = 'voice' is not known"),
        ("there = 5", "there is no table"),
        ("[there]\nbedz = 5", "'bedz' is no item"),
        ("[there]\nbeds = -5", "there.beds = -5 cannot be"),
        ("[prices]\nbeds = inf", "prices.beds = inf cannot be"),
        ('without = ["tents"]', "without = ['tents'] names no items"),
        ('without = ["beds"]\n[there]\nbeds = 5', "'beds' is no item"),
        ("without = [[1]]", "names no items"),
        ("items = 5", "items are no tables"),
        ("items = {beds = 5}", "items are no tables"),
        ("[items.beds]\nvalue = 0", "value = 0 cannot be"),
        ("[items.prams]\nvalue = 4", "of = None is not known"),
        ('[items.beds]\nstandard = "sphere.pillows"', "'sphere.pillows' is no standard"),
        ('[items.beds]\nof = "guests"', "of = 'guests' is not known"),
    ],
)
def test_a_mistake_in_a_profile_is_told_in_one_sentence_that_names_it(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        load_profile(text, "kaz.toml")
    assert sentence in str(caught.value)
    assert "kaz.toml" in str(caught.value)
