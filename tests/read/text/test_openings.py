"""Looking words up before a pattern is tried leaves no match out."""

import doctest
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from panah.read.text import openings, periods
from panah.read.text.language import codes
from panah.read.text.lexicon import Lexicon, Tables, Words, fold


def test_the_examples_of_openings_hold():
    assert doctest.testmod(openings).failed == 0


@pytest.mark.parametrize("code", codes())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(sample=st.data())
def test_every_period_phrase_is_tried_where_it_stands(code, sample):
    phrases = periods._phrases(code)
    kind, pattern = sample.draw(st.sampled_from(phrases._all))
    text = sample.draw(st.from_regex(pattern.source))
    found = re.search(pattern.source, text)
    token = periods._TOKEN.match(text, found.start())
    if token:  # none where a letter or digit stands before it
        always, by_second = phrases.starting(token.group())
        second = token.group(1) or ""
        assert (kind, pattern) in by_second.get("0" if second.isdigit() else second, always)


@given(st.text(alphabet="abc '-\n1", max_size=40), st.lists(st.text(alphabet="abc' *?~", min_size=1), max_size=8))
def test_a_table_finds_what_its_patterns_match(text, phrases):
    phrases = [p for phrase in phrases if (p := " ".join(phrase.split()))[:1].isalpha() and "?" not in p.split()[0]]
    folded, tables = fold(text), Tables()
    table = Lexicon([(phrase, phrase) for phrase in phrases], tables=tables)
    words = Words(folded, 0, len(folded), tables)
    rows = [row for each in (table._words, table._stems) for rows in each.values() for row in rows]
    wanted = {at: max((m.end() for row in rows if (m := row.pattern.match(folded, at))), default=0) for at in words}
    assert {at: hit.end for at, hit in words.hits(table)} == {at: end for at, end in wanted.items() if end}
