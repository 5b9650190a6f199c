import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panah.places import Mention, scan


def codes(text: str, language: str | None = "en") -> list[str]:
    return [mention.place.code for mention in scan(text, language)]


def words(text: str, language: str | None = "en") -> list[str]:
    return [text[mention.start : mention.end] for mention in scan(text, language)]


def test_a_sentence_gives_its_places_in_order_with_exact_offsets() -> None:
    text = "About 98,000 Russians entered Kazakhstan; Georgia’s minister counted 5,000 at Upper Lars."
    assert words(text) == ["Russians", "Kazakhstan", "Georgia", "Upper Lars"]
    assert codes(text) == ["RUS", "KAZ", "GEO", "Verkhny Lars"]
    assert [mention.role for mention in scan(text, "en")] == ["demonym", "name", "name", "name"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("South Sudan and Sudan", ["SSD", "SDN"]),
        ("South Sudanese and Sudanese", ["SSD", "SDN"]),
        ("Niger, Nigeria, Nigeriens, Nigerians", ["NER", "NGA", "NER", "NGA"]),
        ("Guinea, Guinea-Bissau, Equatorial Guinea, Papua New Guinea", ["GIN", "GNB", "GNQ", "PNG"]),
        ("DR Congo, the DRC, Congolese; Republic of the Congo", ["COD", "COD", "COD", "COG"]),
        ("the Republic of Moldova, North Macedonia", ["MDA", "MKD"]),
        ("They told us that the US and the U.S. agree", ["USA", "USA"]),
        ("A turkey and a pole, polish and jordan", []),
        ("Turkey, Türkiye, Turkiye and Turks; Poles and Polish", ["TUR", "TUR", "TUR", "TUR", "POL", "POL"]),
        ("Côte d’Ivoire, Cote d'Ivoire, Ivory Coast", ["CIV", "CIV", "CIV"]),
        ("Za'atri, Za’atari, Zaatari and Cox's Bazar", ["Zaatari", "Zaatari", "Zaatari", "Cox's Bazar"]),
        ("Latin America, South America, The Moscow Times and Lake Chad", []),
        ("Mexico City, New Delhi", ["Mexico City", "New Delhi"]),
        ("Chad. South of Sudan", ["TCD", "SDN"]),
        ("EU and eu, UK and uk", ["EU", "GBR"]),
        ("RUSSIANS IN FINLAND", ["RUS", "FIN"]),
    ],
)
def test_english_is_read_with_care(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "Россия России Россией Россию", ["RUS"] * 4),
        ("ru", "россиян россиянам российского русских", ["RUS"] * 4),
        ("ru", "из Финляндии в Грузию через Верхний Ларс", ["FIN", "GEO", "Verkhny Lars"]),
        ("ru", "на Верхнем Ларсе, в Южном Судане, в Соединённых Штатах", ["Verkhny Lars", "SSD", "USA"]),
        ("ru", "Того же дня в Латинской Америке", []),
        ("ru", "Польшей, из Египта, израильтяне, индийцев, китайцы", ["POL", "EGY", "ISR", "IND", "CHN"]),
        ("uk", "Росії Росією росіян росіянами російський", ["RUS"] * 5),
        ("uk", "до Польщі, через Польщу, українців, в’єтнамців", ["POL", "POL", "UKR", "VNM"]),
        ("de", "Russlands Russen, russische Staatsbürger", ["RUS"] * 3),
        ("de", "die Türkei, syrische Flüchtlinge, Ungarn", ["TUR", "SYR", "HUN"]),
        ("fr", "Les Russes, citoyennes russes en Biélorussie et aux États-Unis", ["RUS", "RUS", "BLR", "USA"]),
        ("es", "venezolanas en EE.UU. y rusos en Turquía", ["VEN", "USA", "RUS", "TUR"]),
        ("ar", "الروس روسي وروسيا لروسيا بروسيا", ["RUS"] * 5),
        ("ar", "السوريين من الأردن وتركيا ولبنان للعراق", ["SYR", "JOR", "TUR", "LBN", "IRQ"]),
        ("kk", "Ресейден Қазақстанға ресейлік ресейліктер", ["RUS", "KAZ", "RUS", "RUS"]),
        (
            "fi",
            "Venäjältä Suomeen, Suomesta Venäjän, venäläistä venäläisten",
            ["RUS", "FIN", "FIN", "RUS", "RUS", "RUS"],
        ),
        ("fi", "Vaalimaalla, Yhdysvaltoihin, Nigeria", ["Vaalimaa", "USA", "NGA"]),
    ],
)
def test_inflected_forms_are_recognised(language: str, text: str, expected: list[str]) -> None:
    assert codes(text, language) == expected


def test_after_a_number_an_ambiguous_word_is_the_people() -> None:
    text = "600 Polen reisten nach Polen"
    assert [mention.role for mention in scan(text, "de")] == ["demonym", "name"]


def test_an_unknown_language_uses_the_names_of_all() -> None:
    text = "Россиян в Suomeen, syrische, Русских в Türkiye, وروسيا"
    assert codes(text, None) == codes(text, "xx") == ["RUS", "FIN", "SYR", "RUS", "TUR", "RUS"]


def test_a_regional_tag_means_its_language() -> None:
    assert codes("Russians", "en-GB") == ["RUS"]


def test_a_decomposed_text_keeps_its_own_offsets() -> None:
    text = "to Tu\u0308rkiye and from Co\u0302te d'Ivoire"
    assert words(text) == ["Tu\u0308rkiye", "Co\u0302te d'Ivoire"]


@given(st.text(), st.sampled_from(["en", "ru", "ar", "fi", None]))
def test_any_text_gives_ordered_mentions_that_do_not_overlap(text: str, language: str | None) -> None:
    end = 0
    for mention in scan(text, language):
        assert isinstance(mention, Mention)
        assert end <= mention.start < mention.end <= len(text)
        assert mention.role in ("name", "demonym")
        end = mention.end


@given(
    st.lists(st.sampled_from(["Russia", "Russians", "Congo", "DR", "South", "Sudan", "U.S.", ", ", " ", "-", "'", "."]))
)
def test_odd_joints_between_names_never_break_the_order(parts: list[str]) -> None:
    text = "".join(parts)
    spans = [(mention.start, mention.end) for mention in scan(text, "en")]
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_a_report_is_scanned_in_well_under_a_millisecond() -> None:
    text = ("About 98,000 Russians had entered Kazakhstan since the call-up, the ministry in Astana said. " * 8)[:700]
    scan(text, "en")
    took = []
    for _ in range(20):
        start = time.perf_counter()
        scan(text, "en")
        took.append(time.perf_counter() - start)
    assert min(took) < 0.0006
