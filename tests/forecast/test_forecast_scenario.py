"""Scenario files: their words, and what is said of one that cannot be used."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panah.errors import InputError
from panah.forecast import Scenario, load_scenario
from panah.forecast.scenario import KINDS

WAVE = '[[change]]\nkind = "wave"\nfrom = 2022-10-05\n'


def test_a_file_is_read_with_its_name_and_its_assumption_in_words() -> None:
    scenario = load_scenario('name = "Second wave"\n' + WAVE + 'place = "KAZ"\nuntil = 2022-10-20\n')
    assert scenario.name == "Second wave"
    assert scenario.words == (
        "From 2022-10-05 until 2022-10-20 in KAZ, a new wave: 2 to 4 times as many arrive, and half of the rise is "
        "gone after 14 days",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_what_it_supposes(kind: str) -> None:
    [words] = load_scenario(f'[[change]]\nkind = "{kind}"\nfrom = 2022-10-05').words
    assert "times as many" in words
    assert "{" not in words


def test_a_files_numbers_replace_those_of_its_kind() -> None:
    [change] = load_scenario(WAVE + "arrivals = [1.5, 1.5]\nhalf_life = 3").changes
    assert (change.arrivals, change.half_life, change.start) == ((1.5, 1.5), 3.0, date(2022, 10, 5))
    assert "1.5 times as many arrive" in change.words


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name = ", "this is no TOML"),
        ('name = "empty"', r"it has no \[\[change\]\]"),
        ("change = 5", r"it has no \[\[change\]\]"),
        ('[[change]]\nkind = "flood"\nfrom = 2022-10-05', "'flood' is no kind of change"),
        ('[[change]]\nkind = "wave"', "it does not say from which day"),
        ('[[change]]\nkind = "wave"\nfrom = "soon"', "'soon' is no day"),
        ('[[change]]\nkind = "wave"\nfrom = 2022-10-05T10:00:00', "is no day"),
        (WAVE + "until = 2022-10-01", "before it begins"),
        (WAVE + "arrivals = [4.0, 2.0]", "is no factor"),
        (WAVE + "arrivals = 0", "is no factor"),
        (WAVE + "arrivals = nan", "is no factor"),
        (WAVE + "arrivals = true", "is no factor"),
        (WAVE + "half_life = -1", "no half-life"),
        (WAVE + "half_life = nan", "no half-life"),
        (WAVE + "half_life = inf", "no half-life"),
        (WAVE + "stregth = 3", "'stregth' is no key"),
        ("[[change]]\nkind = []\nfrom = 2022-10-05", "is no kind of change"),
        ("change = [5]", "no change"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as raised:
        load_scenario(text, "wave.toml")
    assert "wave.toml" in str(raised.value)


VALUES = st.sampled_from(
    ["2022-10-05", "2022-09-01", '"KAZ"', "3", "-1", "nan", "[1.0, 2.0]", "[]", "true", '"wave"', "[[1]]"]
)
KEYS = st.sampled_from(["kind", "from", "until", "place", "population", "arrivals", "leaving", "half_life", "x"])


@given(st.dictionaries(KEYS, VALUES), st.sampled_from(list(KINDS)))
def test_any_change_is_a_scenario_or_an_input_error(keys: dict[str, str], kind: str) -> None:
    given_keys = {"kind": f'"{kind}"', "from": "2022-10-05"} | keys
    try:
        found = load_scenario("[[change]]\n" + "\n".join(f"{key} = {value}" for key, value in given_keys.items()))
    except InputError:
        return
    assert isinstance(found, Scenario)
    assert all(found.words)
