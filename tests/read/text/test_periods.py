from datetime import date

import pytest
from reading import one, read

from panah.figure import Event


def day(text: str) -> date:
    return date.fromisoformat(f"2022-{text}")


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("since 21 September", "09-21", "09-27"),
        ("from 21 to 26 September", "09-21", "09-26"),
        ("between 1 and 15 August", "08-01", "08-15"),
        ("between September 21 and September 24", "09-21", "09-24"),
        ("on Sunday", "09-25", "09-25"),
        ("yesterday", "09-26", "09-26"),
        ("last week", "09-19", "09-25"),
        ("over the weekend", "09-24", "09-25"),
        ("in the past 24 hours", "09-26", "09-27"),
        ("in August", "08-01", "08-31"),
        ("from July to August", "07-01", "08-31"),
        ("in the last four days", "09-24", "09-27"),
        ("on Tuesday of last week", "09-20", "09-20"),
        ("in the first half of the year", "01-01", "06-30"),
        ("since January", "01-01", "09-27"),
        ("so far this year", "01-01", "09-27"),
        ("in the week to 25 September", "09-19", "09-25"),
        ("since the partial mobilization was announced", "09-21", "09-27"),
        ("since the start of the invasion", "02-24", "09-27"),
    ],
)
def test_the_days_that_a_figure_covers(words, start, end):
    figure = one(f"Some 9,000 people entered Finland {words}.")
    assert (figure.period.start, figure.period.end) == (day(start), day(end))


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("en", "Some 9,000 people entered Finland in the second quarter of 2021.", "2021-04-01", "2021-06-30"),
        ("en", "Some 9,000 people entered Finland in the third quarter.", "2022-07-01", "2022-09-27"),
        ("en", "Some 9,000 people entered Finland in the fourth quarter.", "2021-10-01", "2021-12-31"),
        ("en", "Some 9,000 people entered Finland in August last year.", "2021-08-01", "2021-08-31"),
        ("en", "Some 9,000 people entered Finland in the second half of 2021.", "2021-07-01", "2021-12-31"),
        ("de", "Im dritten Quartal 2021 kamen 9.000 Menschen nach Finnland.", "2021-07-01", "2021-09-30"),
        ("de", "Im August des Vorjahres kamen 9.000 Menschen nach Finnland.", "2021-08-01", "2021-08-31"),
        ("fr", "Au quatrième trimestre 2021, 9 000 personnes sont entrées en Finlande.", "2021-10-01", "2021-12-31"),
        ("es", "En el segundo trimestre de 2021 entraron en Finlandia 9.000 personas.", "2021-04-01", "2021-06-30"),
        ("ru", "Во втором квартале 2021 года в Финляндию въехали 9 000 человек.", "2021-04-01", "2021-06-30"),
        ("ru", "В августе прошлого года в Финляндию въехали 9 000 человек.", "2021-08-01", "2021-08-31"),
        ("uk", "У третьому кварталі 2021 року до Фінляндії в'їхали 9 000 осіб.", "2021-07-01", "2021-09-30"),
        ("ar", "في الربع الثالث من عام 2021 وصل 9000 شخص إلى فنلندا.", "2021-07-01", "2021-09-30"),
        ("fi", "Vuoden 2021 toisella neljänneksellä Suomeen saapui 9 000 ihmistä.", "2021-04-01", "2021-06-30"),
        ("kk", "2021 жылдың үшінші тоқсанында Финляндияға 9 000 адам келді.", "2021-07-01", "2021-09-30"),
    ],
)
def test_quarters_halves_and_months_of_last_year(language, text, start, end):
    figure = one(text, language=language)
    assert (str(figure.period.start), str(figure.period.end)) == (start, end)


def test_the_day_somebody_spoke_is_not_the_day_of_the_figure():
    figure = one("Some 9,000 people entered Finland last week, the Border Guard said on Monday.")
    assert figure.period.end == day("09-25")


def test_an_end_alone_leaves_the_start_open():
    figure = one("By 12 September 261,723 people had entered Finland.")
    assert (figure.period.start, figure.period.end) == (None, day("09-12"))


def test_a_situations_own_event_gives_the_start():
    closure = Event(day("08-03"), "the pass opens", ("the pass opened",))
    figure = one("Since the pass opened 700 people have entered Georgia.", events=(closure,))
    assert figure.period.start == day("08-03")


def test_without_a_day_of_publication_relative_periods_stay_open_and_say_so():
    figure = one("Last week 9,000 people entered Finland.", published=None)
    assert figure.period.start is None
    assert figure.period.end is None
    assert any("no day of publication" in caveat for caveat in figure.caveats)


def test_days_that_lean_on_the_figure_before():
    first, second = read("On 12 September 900 people entered Finland. The next day 1,200 people entered.")
    assert first.period.end == day("09-12")
    assert second.period.start == second.period.end == day("09-13")


def test_people_present_have_a_day_and_no_start():
    figure = one("About 100,000 Russians are still in Kazakhstan.")
    assert figure.measure == "present"
    assert (figure.period.start, figure.period.end) == (None, day("09-27"))


def test_numbers_and_days_are_paired_off_in_order():
    first, second, both = read(
        "Finland admitted 8,572 and 8,314 Russians on Saturday and Sunday respectively, 16,886 in all.")
    assert (first.period.start, first.period.end) == (day("09-24"), day("09-24"))
    assert (second.period.start, second.period.end) == (day("09-25"), day("09-25"))
    assert (both.period.start, both.period.end) == (day("09-24"), day("09-25"))


def test_the_previous_days_are_those_before_the_period_spoken_of():
    now, before = read("In the week to 27 September Finland let in 50,655 Russians. The previous seven days had closed "
                       "with 26,506.")
    assert (now.period.start, now.period.end) == (day("09-21"), day("09-27"))
    assert (before.period.start, before.period.end) == (day("09-14"), day("09-20"))
