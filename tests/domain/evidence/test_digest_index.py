"""Digests are told apart as a dict would tell them, in far less memory."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.evidence.digest_index import NumbersByDigest, digest_of


@given(st.lists(st.integers(0, 60)), st.integers(1, 2**32 - 9))
def test_the_first_number_of_a_digest_stays(words: list[int], first: int) -> None:
    numbers, expected = NumbersByDigest(), dict[int, int]()
    for number, word in enumerate(words, first % (2**32 - len(words) - 1) + 1):
        assert numbers.setdefault(digest_of(str(word)), number) == expected.setdefault(word, number)
    assert [numbers.get(digest_of(str(word))) for word in range(61)] == [expected.get(word, 0) for word in range(61)]
    assert len(numbers) == len(expected)


def test_digests_that_begin_alike_are_told_apart() -> None:
    numbers = NumbersByDigest()
    alike = [bytes(8) + bytes([ending, 0, 0, 0]) for ending in range(200)]
    assert [numbers.setdefault(one, place) for place, one in enumerate(alike, 1)] == list(range(1, 201))
    assert [numbers.get(one) for one in alike] == list(range(1, 201))
    assert numbers.get(bytes(7) + bytes([1]) + bytes(4)) == 0


def test_it_grows_and_keeps_what_it_holds_in_forty_bytes_each() -> None:
    tracemalloc.start()
    try:
        numbers = NumbersByDigest()
        for number in range(1, 20_001):
            numbers.setdefault(digest_of(str(number)), number)
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert all(numbers.get(digest_of(str(number))) == number for number in range(1, 20_001))
    assert held < 20_000 * 40
