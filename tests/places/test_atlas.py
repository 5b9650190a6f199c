import csv
from collections import Counter
from pathlib import Path

import pytest
from babel import Locale

import panah.places
from panah.errors import InputError
from panah.places import Kind, find, get, name_of, scan
from panah.places.atlas import gazetteer, iso2, places
from panah.places.language import language, languages

FOLDER = Path(panah.places.__file__).parent
NINE = ("ar", "de", "en", "es", "fi", "fr", "kk", "ru", "uk")


def test_every_country_has_a_readable_name_in_nine_languages() -> None:
    assert languages() == NINE
    for code in iso2():
        for each in NINE:
            name = name_of(code, each)
            assert name
            assert name != code or code in ("EU", "USA")
            assert "(" not in name


def test_names_read_as_a_headline_writes_them() -> None:
    assert name_of("TUR") == "Türkiye"
    assert name_of("MMR") == "Myanmar"
    assert name_of("COD") == "DR Congo"
    assert name_of("PSE") == "Palestine"
    assert name_of("FIN", language="ru") == "Финляндия"
    assert name_of("Moscow", "de") == "Moskau"
    assert name_of("Vaalimaa", "xx") == "Vaalimaa"
    assert name_of("a place of no list") == "a place of no list"


def test_the_two_codes_of_each_country_agree_with_cldr() -> None:
    territories = Locale("en").territories
    assert len(iso2()) >= 250
    assert all(alpha2 in territories for alpha2 in iso2().values())
    assert len(set(iso2().values())) == len(iso2())
    assert (iso2()["KAZ"], iso2()["UKR"], iso2()["CHE"], iso2()["XKX"]) == ("KZ", "UA", "CH", "XK")


def test_a_code_gives_its_place_and_an_unknown_one_says_what_to_do() -> None:
    assert (get("KAZ").kind, get("KAZ").country) == (Kind.COUNTRY, "KAZ")
    assert (get("EU").kind, get("EU").country) == (Kind.BLOC, None)
    assert get("Storskog").sides == ("NOR", "RUS")
    assert get("Moscow").country == "RUS"
    with pytest.raises(InputError, match=r"'KZ' is no place's code\. give"):
        get("KZ")


def test_every_own_row_has_a_source_and_countries_that_exist() -> None:
    rows = [place for place, _ in gazetteer()]
    assert len(rows) >= 250
    disputed = {"Kashmir", "Abyei"}
    for place in rows:
        assert place.source, place
        assert place.country in iso2() or place.code in disputed, place
        assert bool(place.sides) == (place.kind is Kind.CROSSING), place
        assert all(side in iso2() for side in place.sides), place
        assert not place.sides or place.sides[0] == place.country, place


def test_no_two_own_rows_share_a_name_or_a_code() -> None:
    codes = Counter(place.code for place, _ in gazetteer())
    assert [code for code, count in codes.items() if count > 1] == []
    assert not set(codes) & set(iso2())
    owners: dict[str, set[str]] = {}
    for place, aliases in gazetteer():
        for name in (place.name, *aliases):
            if name.startswith("~"):
                continue  # it is searched for only, and a search may answer with several places
            owners.setdefault(name.lstrip("=").casefold(), set()).add(place.code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_the_gazetteer_file_is_plain_csv() -> None:
    for name in ("gazetteer.csv", "capitals.csv"):
        with (FOLDER / "data" / name).open(encoding="utf-8") as lines:
            header = next(csv.reader(lines))
        assert header == ["name", "aliases", "kind", "country", "sides", "source"]


@pytest.mark.parametrize("code", NINE)
def test_every_key_of_a_language_file_is_a_known_place(code: str) -> None:
    tongue = language(code)
    keys = {*tongue.titles, *tongue.names, *tongue.demonyms, *tongue.towns}
    assert keys <= set(places())


@pytest.mark.parametrize("code", NINE)
def test_each_language_names_the_people_of_at_least_sixty_countries(code: str) -> None:
    assert len(language(code).demonyms) >= (110 if code == "en" else 60)


@pytest.mark.parametrize("code", NINE)
def test_the_readable_names_of_peopled_countries_are_recognised_in_running_text(code: str) -> None:
    tongue = language(code)
    missed = {
        country: name_of(country, code)
        for country in tongue.demonyms
        if country in iso2() and country not in ("TGO", "MLI", "OMN")
        if [mention.place.code for mention in scan(name_of(country, code), code)] != [country]
    }
    assert missed == {}


@pytest.mark.parametrize("code", NINE)
def test_every_base_form_of_a_people_is_recognised_as_that_people(code: str) -> None:
    missed = []
    for country, phrases in language(code).demonyms.items():
        for phrase in phrases:
            if phrase.startswith("~"):
                continue
            found = [(mention.place.code, mention.role) for mention in scan(phrase.lstrip("="), code)]
            if [one[0] for one in found] != [country]:
                missed.append((country, phrase, found))
    assert missed == []


def test_every_own_place_is_found_by_its_own_name() -> None:
    for place, _ in gazetteer()[::7]:
        assert place.code in [match.place.code for match in find(place.name) if match.score == 1.0]
