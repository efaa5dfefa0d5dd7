"""Sloppy phrases in one document, walked as Lucene's matcher walks them: what it passes over is passed over here."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Lane:
    """One place of the phrase: its distance from the first, its terms, and where they stand in the document.

    ``group`` holds the lanes that share a term with it, in order: no two of them may stand on one word.
    """

    number: int
    offset: int
    terms: frozenset[str]
    positions: Sequence[int]
    at: int = 0
    group: list[Lane] = field(default_factory=list)

    @property
    def place(self) -> int:
        """Where the phrase would begin if this lane stood exactly."""
        return self.positions[self.at] - self.offset

    @property
    def key(self) -> tuple[int, int, int]:
        """The order in which lanes move on."""
        return self.place, self.offset, self.number


def match_lengths(lanes: list[Lane], slop: int) -> Iterator[int]:
    """By how many positions each match of the phrase is off, at most ``slop``."""
    try:
        yield from _Walk(lanes).lengths(slop)
    except StopWalk:
        return


class StopWalk(Exception):
    """A lane has no further position."""


class _Walk:
    def __init__(self, lanes: list[Lane]) -> None:
        self._lanes = lanes
        self._end = 0
        self._queue: list[tuple[tuple[int, int, int], Lane]] = []

    def lengths(self, slop: int) -> Iterator[int]:
        self._part_repetitions()
        self._end = max(lane.place for lane in self._lanes)
        self._queue = [(lane.key, lane) for lane in self._lanes]
        heapq.heapify(self._queue)
        lane = heapq.heappop(self._queue)[1]
        length = self._end - lane.place
        following = self._queue[0][1].place
        try:
            while True:
                self._advance(lane)
                lane = self._part(lane)
                if lane.place > following:
                    heapq.heappush(self._queue, (lane.key, lane))
                    if length <= slop:
                        yield length
                    lane = heapq.heappop(self._queue)[1]
                    following = self._queue[0][1].place
                    length = self._end - lane.place
                else:
                    length = min(length, self._end - lane.place)
        except StopWalk:
            if length <= slop:
                yield length

    def _advance(self, lane: Lane) -> None:
        if lane.at + 1 >= len(lane.positions):
            raise StopWalk
        lane.at += 1
        self._end = max(self._end, lane.place)

    def _part_repetitions(self) -> None:
        """Lanes with a term in common start on different words."""
        groups = _groups(self._lanes)
        several = any(len(lane.terms) > 1 for group in groups for lane in group)
        for group in groups:
            for lane in group:
                lane.group = group
            if not several:
                for steps, lane in enumerate(group):
                    if steps >= len(lane.positions):
                        raise StopWalk
                    lane.at = steps
                continue
            at = 0
            while at < len(group):
                step = 1
                while (other := _collision(group[at])) is not None:
                    lesser = _lesser(group[at], other)
                    self._advance(lesser)
                    if group.index(lesser) < at:
                        step = 0
                        break
                at += step

    def _part(self, lane: Lane) -> Lane:
        """Resolve what the lane just moved runs into; the lane to go on with."""
        moved = lane
        requeue = False
        while (other := _collision(moved)) is not None:
            moved = _lesser(moved, other)
            self._advance(moved)
            requeue = True
        if requeue:
            self._queue = [(queued.key, queued) for _, queued in self._queue]
            heapq.heapify(self._queue)
        return lane


def _groups(lanes: list[Lane]) -> list[list[Lane]]:
    """Lanes that share terms, directly or by others between them."""
    groups: list[list[Lane]] = []
    for lane in lanes:
        near = [group for group in groups if any(lane.terms & other.terms for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append(sorted([lane, *(other for group in near for other in group)], key=lambda one: one.offset))
    return [group for group in groups if len(group) > 1]


def _collision(lane: Lane) -> Lane | None:
    word = lane.positions[lane.at]
    return next((other for other in lane.group if other is not lane and other.positions[other.at] == word), None)


def _lesser(one: Lane, other: Lane) -> Lane:
    return one if (one.place, one.offset) < (other.place, other.offset) else other
