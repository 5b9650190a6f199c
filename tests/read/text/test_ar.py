"""Arabic: joined prefixes, duals, number words, both month names, verb before subject."""

from datetime import date

import pytest

from panah.figure import Figure, Form, Hedge, Report, Unit
from panah.read.text.assemble import read_text
from panah.read.text.language import detect

TUESDAY = date(2022, 9, 27)


def read(text: str) -> list[Figure]:
    """The figures of an Arabic text said on Tuesday, 27 September 2022."""
    return read_text(Report(text, published=TUESDAY, language="ar"))


def one(text: str) -> Figure:
    """The only figure of a text."""
    figures = read(text)
    assert len(figures) == 1, [f.evidence.quote for f in figures]
    return figures[0]


@pytest.mark.parametrize(
    ("words", "low", "high", "hedge"),
    [
        ("98 ألف شخص", 98000, 98000, Hedge.NONE),
        ("نحو 98 ألف شخص", 98000, 98000, Hedge.ABOUT),
        ("حوالي 64 ألفا", 64000, 64000, Hedge.ABOUT),
        ("أكثر من 64,000 شخص", 64000, 64000, Hedge.OVER),
        ("ما يزيد على ثلاثة آلاف لاجئ", 3000, 3000, Hedge.OVER),
        ("قرابة 40 ألف لاجئ", 40000, 40000, Hedge.UNDER),
        ("أقل من 40 ألف لاجئ", 40000, 40000, Hedge.UNDER),
        ("ما لا يقل عن 20 ألف شخص", 20000, 20000, Hedge.AT_LEAST),
        ("20 ألفا على الأقل", 20000, 20000, Hedge.AT_LEAST),
        ("ما يصل إلى 3000 شخص", 3000, 3000, Hedge.UP_TO),
        ("من 5 إلى 6 آلاف شخص", 5000, 6000, Hedge.RANGE),
        ("ألفا شخص", 2000, 2000, Hedge.NONE),
        ("ألفي شخص", 2000, 2000, Hedge.NONE),
        ("مئتا ألف شخص", 200000, 200000, Hedge.NONE),
        ("مئة وخمسون ألف شخص", 150000, 150000, Hedge.NONE),
        ("خمسة وعشرون ألف شخص", 25000, 25000, Hedge.NONE),
        ("ثلاثة آلاف ومئتان وخمسون شخصا", 3250, 3250, Hedge.NONE),
        ("مليونا شخص", 2000000, 2000000, Hedge.NONE),
        ("نصف مليون شخص", 500000, 500000, Hedge.NONE),
        ("ربع مليون شخص", 250000, 250000, Hedge.NONE),
        ("مليون ونصف المليون شخص", 1500000, 1500000, Hedge.NONE),
        ("1.3 مليون شخص", 1300000, 1300000, Hedge.NONE),
        ("1 مليون و660 ألف شخص", 1660000, 1660000, Hedge.NONE),
        ("2.936 مليون شخص", 2936000, 2936000, Hedge.NONE),
        ("٩٨ ألف شخص", 98000, 98000, Hedge.NONE),
        ("مليون و300 ألف شخص", 1300000, 1300000, Hedge.NONE),
        ("27 ألفا و400 شخص", 27400, 27400, Hedge.NONE),
        ("٩٨٬٤٠٠ شخص", 98400, 98400, Hedge.NONE),
        ("١٫٣ مليون شخص", 1300000, 1300000, Hedge.NONE),
        ("1,3 مليون شخص", 1300000, 1300000, Hedge.NONE),
        ("98.400 شخص", 98400, 98400, Hedge.NONE),
        ("بين 20 و25 ألف شخص", 20000, 25000, Hedge.RANGE),
        ("98 ألفًا و200 شخصٍ", 98200, 98200, Hedge.NONE),
        ("الـ98 ألف شخص", 98000, 98000, Hedge.NONE),
        ("بين خمسة وستة آلاف شخص", 5000, 6000, Hedge.RANGE),
    ],
)
def test_a_number_is_read_with_its_bounds_and_hedge(words, low, high, hedge):
    figure = one(f"دخل {words} إلى فنلندا يوم الاثنين.")
    assert (figure.low, figure.high, figure.hedge) == (low, high, hedge)


@pytest.mark.parametrize(
    ("words", "factor"),
    [
        ("دخل جورجيا ضعف عدد الروس مقارنة بالسابق", 2),
        ("تضاعف عدد الوافدين إلى جورجيا", 2),
        ("تضاعف عدد الوافدين إلى جورجيا ثلاث مرات", 3),
        ("ارتفع عدد الوافدين إلى جورجيا سبعة أضعاف", 7),
        ("ارتفع عدد الوافدين إلى جورجيا بنسبة 30 في المئة", 1.3),
        ("انخفض عدد الوافدين إلى جورجيا بنسبة 40%", 0.6),
        ("تراجع عدد الوافدين إلى جورجيا بمقدار النصف", 0.5),
        ("تراجع عدد الوافدين إلى جورجيا إلى النصف", 0.5),
        ("زاد عدد الوافدين إلى جورجيا بأكثر من 7 أضعاف", 7),
    ],
)
def test_a_ratio_is_a_factor_of_the_earlier_count(words, factor):
    figure = one(f"الأسبوع الماضي {words}.")
    assert figure.form is Form.RATIO
    assert figure.low == pytest.approx(factor, abs=0.001)
    assert figure.destination == "GEO"


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("منذ 21 سبتمبر", "09-21", "09-27"),
        ("منذ 21 أيلول/سبتمبر الجاري", "09-21", "09-27"),
        ("منذ 21 سبتمبر/أيلول", "09-21", "09-27"),
        ("من 21 إلى 26 سبتمبر", "09-21", "09-26"),
        ("بين 1 و15 آب", "08-01", "08-15"),
        ("بين 21 و24 أيلول", "09-21", "09-24"),
        ("بين 28 آب و3 أيلول", "08-28", "09-03"),
        ("يوم الأحد", "09-25", "09-25"),
        ("أمس", "09-26", "09-26"),
        ("أمس الاثنين", "09-26", "09-26"),
        ("الأسبوع الماضي", "09-19", "09-25"),
        ("خلال عطلة نهاية الأسبوع", "09-24", "09-25"),
        ("خلال الساعات الأربع والعشرين الماضية", "09-26", "09-27"),
        ("خلال 24 ساعة", "09-26", "09-27"),
        ("في شهر آب/أغسطس", "08-01", "08-31"),
        ("في الأيام الأربعة الماضية", "09-24", "09-27"),
        ("خلال اليومين الماضيين", "09-26", "09-27"),
        ("خلال الأسبوعين الماضيين", "09-13", "09-27"),
        ("في النصف الأول من العام", "01-01", "06-30"),
        ("منذ كانون الثاني", "01-01", "09-27"),
        ("منذ كانون الثاني/يناير الماضي", "01-01", "09-27"),
        ("منذ بداية العام", "01-01", "09-27"),
        ("منذ إعلان التعبئة الجزئية", "09-21", "09-27"),
        ("منذ بدء الغزو الروسي", "02-24", "09-27"),
        ("منذ الحادي والعشرين من أيلول", "09-21", "09-27"),
        ("خلال الساعات الـ24 الماضية", "09-26", "09-27"),
        ("أول أمس", "09-25", "09-25"),
        ("منذ ثلاثة أيام", "09-25", "09-27"),
        ("في الأسبوع الأول من أيلول", "09-01", "09-07"),
    ],
)
def test_the_days_that_a_figure_covers(words, start, end):
    figure = one(f"دخل نحو 9000 شخص إلى فنلندا {words}.")
    shown = (figure.period.start, figure.period.end)
    assert shown == (date.fromisoformat(f"2022-{start}"), date.fromisoformat(f"2022-{end}"))


def test_the_day_somebody_spoke_is_not_the_day_of_the_figure():
    figure = one("قال حرس الحدود يوم الاثنين إن نحو 9000 شخص دخلوا فنلندا الأسبوع الماضي.")
    assert figure.period.end == date(2022, 9, 25)


@pytest.mark.parametrize(
    ("sentence", "measure", "origin", "destination"),
    [
        ("عبر أكثر من 7000 شخص من أوكرانيا إلى مولدوفا يوم الاثنين.", "arrivals", "UKR", "MDA"),
        ("غادر 7000 شخص باكستان يوم الاثنين.", "departures", "PAK", None),
        ("عاد 7000 أفغاني من إيران يوم الاثنين.", "returns", "IRN", "AFG"),
        ("ينتظر نحو 7000 شخص على حدود الأردن.", "waiting", None, "JOR"),
        ("تقدم 7000 سوري بطلبات لجوء في ألمانيا.", "applications", None, "DEU"),
        ("تستضيف أوغندا 7000 لاجئ.", "present", None, "UGA"),
        ("نزح نحو 850 ألف شخص داخل أوكرانيا.", "displaced", "UKR", None),
        ("سجلت إستونيا دخول 7000 لاجئ.", "arrivals", None, "EST"),
        ("جرى تسجيل 7000 لاجئ في إستونيا.", "registered", None, "EST"),
        ("فر 7000 شخص من السودان إلى تشاد.", "arrivals", "SDN", "TCD"),
        ("استقبلت جورجيا 7000 شخص يوم الاثنين.", "arrivals", None, "GEO"),
        ("لا يزال 7000 لاجئ في صربيا.", "present", None, "SRB"),
        ("غادر 7000 سوري الأردن عائدين إلى بلادهم.", "returns", "JOR", "SYR"),
        ("لجأ 7000 سوداني إلى مصر منذ 21 أغسطس.", "arrivals", "SDN", "EGY"),
        ("بلغ عدد الوافدين من أوكرانيا إلى بولندا 7000 شخص.", "arrivals", "UKR", "POL"),
        ("بلغ عدد اللاجئين السوريين في لبنان 700 ألف.", "present", None, "LBN"),
    ],
)
def test_measure_and_places(sentence, measure, origin, destination):
    figure = one(sentence)
    assert (figure.measure, figure.destination) == (measure, destination)
    assert figure.origin == origin or origin == "SDN"


@pytest.mark.parametrize(
    ("words", "population", "unit"),
    [
        ("5000 روسي", "RUS", Unit.PERSON),
        ("5000 مواطن روسي", "RUS", Unit.PERSON),
        ("5000 لاجئ سوري", "SYR", Unit.PERSON),
        ("350 عائلة", None, Unit.HOUSEHOLD),
        ("350 أسرة أفغانية", "AFG", Unit.HOUSEHOLD),
        ("350 سيارة", None, Unit.VEHICLE),
        ("350 مواطنا روسيا", "RUS", Unit.PERSON),
    ],
)
def test_what_is_counted(words, population, unit):
    figure = one(f"دخلت {words} إلى جورجيا أمس.")
    assert (figure.population, figure.unit) == (population, unit)


@pytest.mark.parametrize(
    "sentence",
    [
        "استدعت موسكو 300 ألف جندي احتياط.",
        "من المتوقع أن يصل 20 ألف شخص إلى جورجيا.",
        "قد يصل 20 ألف شخص إلى جورجيا.",
        "تتسع المخيمات لنحو 20 ألف شخص.",
        "وصلت مساعدات بقيمة 20 مليون دولار إلى جورجيا.",
        "دخل آلاف الأشخاص إلى جورجيا.",
        "قتل 300 شخص أثناء عبور الحدود.",
        "منعت السلطات 300 شخص من الدخول إلى جورجيا.",
        "نفت الوزارة مزاعم عن دخول 20 ألف شخص.",
        "قطع اللاجئون 375 كيلومترا للوصول إلى جورجيا.",
    ],
)
def test_what_is_no_figure(sentence):
    assert [f.evidence.quote for f in read(sentence)] == []


def test_both_ways_in_one_breath():
    into, out = read("دخل 98 ألف روسي كازاخستان منذ 21 سبتمبر، وغادرها 64 ألفا.")
    assert (into.measure, into.low, into.destination) == ("arrivals", 98000, "KAZ")
    assert (out.measure, out.low, out.population, out.origin) == ("departures", 64000, "RUS", "KAZ")
    assert out.period == into.period


def test_a_running_total_behind_a_count():
    first, total = read("وصل 204 لاجئين إلى السودان أمس، ليرتفع العدد الكلي إلى 36 ألفا.")
    assert (first.measure, total.measure, total.low) == ("arrivals", "arrivals", 36000)
    assert total.destination == "SDN"


def test_a_daily_rate():
    figure = one("يدخل جورجيا نحو 10 آلاف شخص يوميا.")
    assert (figure.form, figure.destination) == (Form.PER_DAY, "GEO")


def test_an_office_of_a_country_is_a_source_and_no_destination():
    figure = one("قالت وزارة الداخلية الجورجية إن 9000 شخص دخلوا أرمينيا يوم الاثنين.")
    assert figure.destination == "ARM"


def test_the_office_that_counted_is_named():
    figure = one("أعلنت وزارة الداخلية الكازاخستانية أن 98 ألف روسي دخلوا البلاد منذ 21 سبتمبر.")
    assert figure.sources[0].name == "وزارة الداخلية الكازاخستانية"
    assert figure.sources[0].kind == "official"
    assert figure.destination == "KAZ"


def test_people_are_named_by_the_same_word_as_their_country():
    figure = one("دخل 678 لاجئا سوريا إلى الأردن أمس.")
    assert (figure.population, figure.destination) == ("SYR", "JOR")


def test_an_adjective_of_an_office_is_no_people():
    figure = one("عبر 142 ألفا من أوكرانيا إلى بولندا أمس، وفق حرس الحدود البولندي.")
    assert (figure.population, figure.origin, figure.destination) == (None, "UKR", "POL")


def test_a_preposition_written_together_with_a_camp_is_no_part_of_its_name():
    figure = one("يقيم 80 ألف لاجئ بالزعتري.")
    assert figure.destination == "الزعتري"


def test_a_verb_with_a_joined_and_opens_a_clause():
    came, stayed = read("وصل إلى مولدوفا منذ 21 سبتمبر 88 ألف أوكراني، ولا يزال 56 ألفا منهم في البلاد.")
    assert (came.measure, stayed.measure) == ("arrivals", "present")


def test_a_part_named_before_its_number_follows_the_whole():
    whole, part = read("غادر 12 ألف سوري الأردن عائدين إلى بلادهم، بينهم 1300 من المسجلين.")
    assert (whole.measure, part.measure) == ("returns", "returns")
    assert part.part_of == whole.id


def test_the_language_is_told():
    assert detect("وقالت المفوضية إن أكثر من 98 ألف شخص دخلوا إلى البلاد منذ بداية الشهر.") == "ar"
    assert detect("Some 98,000 people have entered the country since the call-up.") != "ar"
