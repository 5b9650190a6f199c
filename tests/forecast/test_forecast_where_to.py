"""Where people go: shares learned so far, room that is used up, and nothing lost on the way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panah.errors import InputError
from panah.forecast import where_to

COMING = np.full(4000, 1000.0)
NAMES = st.sampled_from(["a", "b", "c", "d"])
COUNTS = st.dictionaries(NAMES, st.floats(0, 1e6), min_size=1)


@given(COUNTS, COUNTS, COUNTS | st.none())
def test_everybody_goes_somewhere_and_nowhere_more_than_there_is_room(
    so_far: dict[str, float], lately: dict[str, float], room: dict[str, float] | None
) -> None:
    found = where_to(np.array([0.0, 10.0, 1e6]), so_far, lately, room=room)
    np.testing.assert_allclose(sum(found.values()), [0, 10, 1e6], rtol=1e-9)
    for name, people in found.items():
        assert (people >= 0).all()
        if room and name in room:
            assert (people <= room[name] * (1 + 1e-9) + 1e-6).all()


def test_places_get_the_shares_that_they_had_so_far() -> None:
    found = where_to(COMING, {"a": 9000, "b": 1000})
    assert found["a"].mean() == pytest.approx(860, abs=40)


def test_late_shares_weigh_as_much_as_all_before() -> None:
    found = where_to(COMING, {"a": 9000, "b": 1000}, {"a": 0, "b": 500})
    assert found["b"].mean() == pytest.approx(550, abs=50)


def test_where_nobody_went_yet_room_nearness_and_language_decide() -> None:
    by_room = where_to(COMING, {}, room={"a": 30_000, "b": 10_000})
    assert by_room["a"].mean() == pytest.approx(750, abs=40)
    near = where_to(COMING, {"a": 0, "b": 0}, distance={"a": 0, "b": 500})
    assert near["a"].mean() > 5 * near["b"].mean()
    spoken = where_to(COMING, {"a": 0, "b": 0}, understood=frozenset({"a"}))
    assert spoken["a"].mean() == pytest.approx(667, abs=40)


def test_people_without_a_bed_are_told_apart() -> None:
    found = where_to(COMING, {}, room={"a": 300, "b": 100})
    np.testing.assert_allclose(found["a"], 300)
    np.testing.assert_allclose(found[""], 600)


def test_the_same_seed_gives_the_same_split() -> None:
    one, two, other = (where_to(COMING, {"a": 1, "b": 1}, seed=seed)["a"] for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)


def test_no_place_and_no_count_are_refused() -> None:
    with pytest.raises(InputError, match="no place"):
        where_to(COMING, {})
    with pytest.raises(InputError, match="no count"):
        where_to(COMING, {"a": -1})
    with pytest.raises(InputError, match="no count"):
        where_to(COMING, {"a": float("nan")})
