from itertools import count, islice

from course_discovery.lib.batches import batched


def test_the_last_batch_is_as_long_as_it_comes():
    assert list(batched("abcde", 2)) == [["a", "b"], ["c", "d"], ["e"]]
    assert list(batched([], 2)) == []


def test_nothing_is_read_ahead():
    assert list(islice(batched(count(), 3), 2)) == [[0, 1, 2], [3, 4, 5]]
