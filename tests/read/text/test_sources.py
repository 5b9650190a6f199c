"""The source chain names who counted and who told, as the words do, in every language."""

from __future__ import annotations

from datetime import date

import pytest

from panah.figure import Report
from panah.read.text.assemble import read_text


def chains(text: str, language: str, publisher: str | None = None) -> list[list[str]]:
    report = Report(text, published=date(2022, 10, 4), language=language, publisher=publisher)
    return [[source.name for source in figure.sources] for figure in read_text(report)]


@pytest.mark.parametrize(("language", "text", "name"), [
    ("en", "Jane Marlow, head of the border service, said 4,200 Russians entered Georgia on Monday.", "Jane Marlow"),
    ("en", "The provincial interior department said 4,200 Russians entered Georgia on Monday.", "interior department"),
    ("en", "Some 4,200 Russians entered Georgia on Monday, UN monitors said.", "UN monitors"),
    ("en", "Armenia's migration service said 4,200 Russians entered Armenia on Monday.", "Armenia's migration service"),
    ("de", "Am Montag reisten 4200 Russen nach Georgien ein, wie Timo Berg vom finnischen Grenzschutz mitteilte.",
     "Timo Berg vom finnischen Grenzschutz"),
    ("de", "Nach Angaben des Roten Kreuzes sind am Montag 4200 Russen nach Georgien eingereist.", "Rotes Kreuz"),
    ("fi", "Rajavartiolaitoksen mukaan Suomeen tuli maanantaina 4200 venäläistä.", "Rajavartiolaitos"),
    ("ru", "По данным пограничной службы Польши, в понедельник в Польшу въехали 4200 граждан Украины.",
     "пограничная служба Польши"),
    ("uk", "За даними Прикордонної служби Польщі, у понеділок до Польщі в'їхали 4200 громадян України.",
     "Прикордонна служба Польщі"),
    ("fr", "4 200 Russes sont entrés en Géorgie lundi, selon la police aux frontières.", "police aux frontières"),
    ("es", "Unos 4.200 rusos entraron el lunes en Georgia, según las autoridades locales.", "autoridades locales"),
    ("kk", "БҰҰ Босқындар агенттігінің мәліметінше, дүйсенбіде Грузияға 4200 Ресей азаматы кірді.",
     "БҰҰ Босқындар агенттігі"),
    ("ar", "قالت وزارة الداخلية إن 4200 روسي دخلوا جورجيا يوم الاثنين.", "وزارة الداخلية"),
])
def test_who_counted_is_named_with_the_office(language: str, text: str, name: str) -> None:
    assert [name in chain[0] for chain in chains(text, language)] == [True]


def test_an_office_needs_no_verb_of_speech() -> None:
    text = "Finnmark police turned up a record on Monday: 4,200 Russians entered Norway. Nobody was refused."
    assert chains(text, "en", "Desk") == [["Finnmark police", "Desk"]]


def test_a_short_form_in_brackets_belongs_to_the_name() -> None:
    text = "4,200 Russians entered Lithuania on Monday, the State Border Guard Service (VSAT) said."
    assert chains(text, "en") == [["State Border Guard Service, VSAT"]]


def test_a_surname_stands_for_the_name_with_its_office() -> None:
    text = ("Interior Minister Ann Lee said 4,200 Russians entered Georgia on Monday. "
            "On Tuesday, Lee said, 3,100 Russians entered Georgia.")
    assert chains(text, "en") == [["Interior Minister Ann Lee"]] * 2


def test_the_publisher_stands_alone_where_nobody_else_is_named() -> None:
    assert chains("On Monday 4,200 Russians entered Georgia.", "en", "Desk") == [["Desk"]]
