"""What is up with a figure, which count would help, and what moved between two days, each in a plain sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from publish_estimates import ARRIVALS, AS_OF, BEFORE, DEPARTURES, NOW, TWICE, figure, flow, seed_estimate, statement

from panah.figure import Figure, Measure, Source
from panah.publish import changed, doubts, explained, judged, picture, pulled, render_text, revisions
from panah.reconcile.estimate import Corridor, Estimate, Statement
from panah.reconcile.vintages import Change
from panah.situation import Situation

KAZAKHSTAN = Corridor("KAZ", "RUS")


def said(*statements: Statement) -> list[str]:
    estimate = seed_estimate(statements=statements)
    return [doubt.sentence for each in statements for doubt in doubts(each, estimate)]


def test_a_figure_that_nothing_is_up_with_has_no_sentence() -> None:
    assert said(*map(statement, (ARRIVALS, DEPARTURES, TWICE, BEFORE, NOW))) == []
    assert said(replace(statement(ARRIVALS), wrong=0.49, both=0.4, leaning=0.49)) == []


def test_a_wrong_figure_is_set_beside_what_all_say() -> None:
    wrong = replace(statement(ARRIVALS), wrong=0.97, fitted=(43_000.0, 47_000.0, 51_000.0))
    assert said(wrong) == ["probably wrong (97 %): all figures together say some 47,000 (90 % range 43,000 to 51,000)"]
    assert said(replace(wrong, wrong=1.0))[0].startswith("probably wrong (over 99 %)"), "draws make nothing certain"
    ratio = replace(statement(TWICE), wrong=0.6, fitted=(1.2, 1.5, 1.9))
    assert said(ratio) == ["probably wrong (60 %): all figures together say 1.5 (90 % range 1.2 to 1.9)"]


def test_a_sum_of_both_ways_says_who_is_in_it_and_not_that_it_is_wrong_as_well() -> None:
    came, left = (replace(statement(each), wrong=0.9, both=0.82) for each in (ARRIVALS, DEPARTURES))
    assert [each.partition(":")[0] for each in said(came, left)] == [
        "probably counts those who left as well (82 %)",
        "probably counts those who came as well (82 %)",
    ]


@pytest.mark.parametrize(("factor", "share"), [(1.15, "15 % more"), (0.8, "20 % fewer")])
def test_a_leaning_counter_is_told_with_the_share_by_which_all_its_figures_are_off(factor: float, share: str) -> None:
    press, guard = (Source("Daily Paper"),), (Source("Border Guard"),)

    def off(told: int, by: float, sources: tuple[Source, ...], leaning: float) -> Statement:
        one = figure(Measure.ARRIVALS, told * by, start=AS_OF, end=AS_OF, sources=sources)
        return Statement(one, (one,), (told * 0.98, float(told), told * 1.02), 0.1, 1.0, leaning=leaning)

    leaning = [off(1_000 * n, factor, press, 0.64) for n in (1, 2, 3)]
    sentences = said(*leaning, off(2_000, 2.0, guard, 0.1))
    assert set(sentences) == {
        f"Daily Paper probably counts about {share} than the others in all that it counts here (64 %)"
    }
    assert len(sentences) == 3


def test_how_far_off_a_figure_lies_is_told_in_words() -> None:
    assert pulled(replace(statement(ARRIVALS), pull=-2.34)) == (
        "wrong with a probability of 2 %; stated 2.3 times its own uncertainty below that"
    )
    assert pulled(statement(ARRIVALS)).endswith("stated just like that")
    assert judged(statement(ARRIVALS)) == "all figures together say some 98,000 (90 % range 95,000 to 101,000)"


def test_terminal_and_picture_say_it_in_the_same_words(situation: Situation) -> None:
    wrong = replace(statement(DEPARTURES), wrong=0.9, both=0.8)
    estimate = seed_estimate(statements=(statement(ARRIVALS), wrong))
    whole = picture(estimate, situation)
    sentence = whole.doubts[DEPARTURES.id][0].sentence
    assert [(one.id, found[0].sentence) for one, found in whole.doubted] == [(DEPARTURES.id, sentence)]
    assert ARRIVALS.id not in whole.doubts
    assert sentence in " ".join(render_text(whole).split())
    assert sentence in explained(estimate)


def test_a_headcount_is_asked_for_where_the_range_is_wide_and_where_nobody_was_counted(situation: Situation) -> None:
    present = figure(Measure.PRESENT, 40_000, end=AS_OF)
    estimate = seed_estimate(statements=(statement(ARRIVALS), statement(present), statement(NOW)))
    days = estimate.days
    series = {**estimate.series, (KAZAKHSTAN, "present"): flow(40_000, days, 5, 0.5)}
    lines = picture(replace(estimate, series=series), situation).wanted
    assert lines[0].startswith("Russians in Kazakhstan: a headcount would narrow the range of people present to ")
    assert lines[1] == "Nobody has said how many are present in Georgia: a headcount there would help"


def change(
    quantity: str, before: float, after: float, *moved: tuple[Figure, float], gone: tuple[Figure, ...] = ()
) -> Change:
    first, then = ((middle * 0.9, middle, middle * 1.1) for middle in (before, after))
    movers = tuple(((each,), by) for each, by in moved)
    fell = frozenset(each.id for each in gone)
    return Change(KAZAKHSTAN, quantity, date(2022, 9, 21), AS_OF, first, then, movers, fell)


def test_what_changed_is_told_with_the_report_that_did_it_and_what_did_not_in_one_line() -> None:
    changes = [change("arrivals", 80_000, 98_000, (ARRIVALS, 17_800)), change("departures", 64_000, 64_100)]
    found, rest = revisions(changes, seed_estimate())
    assert [each.name for each in found] == ["Russians in Kazakhstan"]
    shift = found[0].shifts[0]
    assert shift.name == "Arrivals, 21 September to 27 September 2022"
    assert shift.before == "as known then: some 80,000 (90 % range 72,000 to 88,000)"
    assert shift.moved[0].figure is ARRIVALS
    assert shift.moved[0].sentence == (
        "+17,800 by RIA Novosti, 27 September 2022: crossings in, Kazakhstan: about 98,000 Russians"
    )
    assert found[0].still == "hardly changed by what came in later: departures, 21 September to 27 September 2022"
    assert rest == "First told of since then: Russians in Georgia."
    assert shift.moved[0].sentence in changed(changes, seed_estimate())


def test_what_only_the_draws_moved_or_no_figure_carries_is_no_change() -> None:
    small = change("arrivals", 98_000, 98_500, (ARRIVALS, 500))
    unsupported = change("present", 30_000, 60_000, (ARRIVALS, 30_000))
    found, rest = revisions([small, unsupported], seed_estimate())
    assert found == ()
    assert "Nothing that came in later moved what was known of Russians in Kazakhstan." in rest
    assert changed([]) == "No place was followed on the earlier day."


def test_a_figure_that_counts_no_longer_is_told_as_such() -> None:
    rejected = figure(Measure.PRESENT, 300_000, end=AS_OF, sources=(Source("A blog"),))
    found, _ = revisions([change("present", 300_000, 40_000, (rejected, -260_000), gone=(rejected,))], seed_estimate())
    assert found[0].shifts[0].moved[0].sentence == (
        "-260,000 because this counts no longer, by A blog, 27 September 2022: present, Kazakhstan: 300,000 Russians"
    )


def test_an_estimate_of_nothing_wants_and_doubts_nothing(situation: Situation) -> None:
    whole = picture(Estimate(AS_OF), situation)
    assert (whole.wanted, whole.doubted, whole.doubts) == ((), (), {})
    assert explained(Estimate(AS_OF)) == "No figure is known."
