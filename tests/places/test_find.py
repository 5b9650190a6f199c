import pytest
from hypothesis import given
from hypothesis import strategies as st

from panah.places import find


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Vaalimaa", "Vaalimaa"),
        ("vaalimaa", "Vaalimaa"),
        ("Верхний Ларс", "Verkhny Lars"),
        ("الزعتري", "Zaatari"),
        ("Za'atri", "Zaatari"),
        ("Turkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Ivory Coast", "CIV"),
        ("Congo-Kinshasa", "COD"),
        ("Holland", "NLD"),
        ("Czech Republic", "CZE"),
        ("USA", "USA"),
        ("U.S.", "USA"),
        ("Britain", "GBR"),
        ("Burma", "MMR"),
        ("Syria", "SYR"),
        ("Suomi", "FIN"),
        ("Қазақстан", "KAZ"),
        ("KAZ", "KAZ"),
        ("European Union", "EU"),
        ("Oral", "Uralsk"),
    ],
)
def test_a_place_is_found_by_any_of_its_names(name: str, code: str) -> None:
    first = find(name)[0]
    assert (first.place.code, first.score) == (code, 1.0)
    assert first.why.startswith("exact: ")


def test_the_reason_says_what_the_place_is() -> None:
    assert find("Vaalimaa")[0].why == "exact: Vaalimaa is a crossing between Finland and Russia"
    assert find("Kakuma")[0].why == "exact: Kakuma is a camp in Kenya"
    assert find("Uralsk")[0].why == "exact: Uralsk is a town in Kazakhstan"
    assert find("Suomi")[0].why == "exact: Suomi is a name of Finland, a country"
    assert find("Russians")[0].why == "exact: Russians names the people of Russia"


def test_a_misspelt_name_is_found_with_a_score_below_one() -> None:
    match = find("Valimaa")[0]
    assert match.place.code == "Vaalimaa"
    assert 0.8 <= match.score < 1
    assert match.why == "close to Vaalimaa (Valimaa, 93 %)"


@pytest.mark.parametrize("name", ["", "   ", "...", "xqzwv", "qq", "no such place at all"])
def test_nothing_near_gives_an_empty_list(name: str) -> None:
    assert find(name) == []


def test_the_limit_is_kept_and_each_place_comes_once() -> None:
    found = find("Guinea", limit=3)
    assert len(found) <= 3
    assert len({match.place.code for match in found}) == len(found)
    assert find("Guinea", limit=0) == []


def test_a_language_adds_its_inflected_people() -> None:
    assert find("россиян", language="ru")[0].place.code == "RUS"


@given(st.text())
def test_no_name_ever_raises(name: str) -> None:
    found = find(name)
    assert len(found) <= 5
    scores = [match.score for match in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
