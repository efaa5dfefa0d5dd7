"""``function_score``: a query's score, changed by functions of the document."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from course_discovery.apps.search.embedded import dates
from course_discovery.apps.search.embedded.errors import EngineError, ParsingError, ShardError
from course_discovery.apps.search.embedded.index.columns import Mask
from course_discovery.apps.search.embedded.index.snapshot import Snapshot
from course_discovery.apps.search.embedded.mapping.field_types import Field, exact_number, failed_to_create, query_date
from course_discovery.apps.search.embedded.query.nodes import Node, Scored

Floats = npt.NDArray[np.float64]
SCORE_MODES = ("multiply", "sum", "avg", "first", "max", "min")
BOOST_MODES = ("multiply", "replace", "sum", "avg", "max", "min")
DECAYS = ("gauss", "exp", "linear")


@dataclass(frozen=True, slots=True)
class Decay:
    """Falls with the distance of a field's nearest value from ``origin``: 1 within ``offset``, ``decay`` at
    ``scale``.
    """

    shape: str
    field: Field
    origin: float
    scale: float
    offset: float = 0.0
    decay: float = 0.5

    def values(self, snapshot: Snapshot) -> Floats:
        """By slot; 1 where the field has no value."""
        result = np.ones(snapshot.size)
        column = snapshot.values(self.field.name)
        if column is None or not len(column.values):
            return result
        distances = np.maximum(np.abs(column.values - self.origin) - self.offset, 0.0)
        nearest = np.full(snapshot.size, np.inf)
        np.minimum.at(nearest, column.slots, distances)
        present = column.present
        result[present] = self._fall(nearest[present])
        return result

    def _fall(self, distance: Floats) -> Floats:
        if self.shape == "gauss":
            return np.exp(distance**2 * (math.log(self.decay) / self.scale**2))
        if self.shape == "exp":
            return np.exp(distance * (math.log(self.decay) / self.scale))
        return np.maximum(0.0, 1 - distance * ((1 - self.decay) / self.scale))


@dataclass(frozen=True, slots=True)
class Function:
    """One function: where ``filter`` matches (None: everywhere), the weight, times the decay if there is one."""

    filter: Node | None
    weight: float = 1.0
    decay: Decay | None = None
    error: EngineError | None = None

    def applies(self, snapshot: Snapshot) -> Mask:
        """The documents it changes."""
        return snapshot.live if self.filter is None else self.filter.matches(snapshot)

    def values(self, snapshot: Snapshot) -> Floats | float:
        """By slot, or one for all."""
        return self.weight if self.decay is None else self.weight * self.decay.values(snapshot)


@dataclass(frozen=True, slots=True)
class FunctionScore(Node):
    query: Node
    functions: tuple[Function, ...]
    score_mode: str = "multiply"
    boost_mode: str = "multiply"
    max_boost: float = math.inf
    min_score: float | None = None

    def multiplied(self, factor: float) -> Node:
        return self if factor == 1 else replace(self, query=self.query.multiplied(factor))

    def matches(self, snapshot: Snapshot) -> Mask:
        if self.min_score is not None:
            return self.scored(snapshot).mask
        return self.query.matches(snapshot)

    def failure(self) -> EngineError | None:
        for function in self.functions:
            error = function.error or (function.filter and function.filter.failure())
            if error:
                return error
        return self.query.failure()

    def scored(self, snapshot: Snapshot) -> Scored:
        mask, scores = self.query.scored(snapshot)
        own = scores.astype(np.float64)
        factor = np.minimum(self._factor(snapshot), self.max_boost)
        result = (_combined(self.boost_mode, own, factor) * mask).astype(np.float32)
        if self.min_score is not None:
            mask = mask & (result >= np.float32(self.min_score))
            result = result * mask
        return Scored(mask, result)

    def _factor(self, snapshot: Snapshot) -> Floats:
        """The functions' joint value by slot; 1 where none applies."""
        applied = [(function, function.applies(snapshot)) for function in self.functions]
        some = np.zeros(snapshot.size, dtype=bool)
        for _, mask in applied:
            some |= mask
        if self.score_mode in ("sum", "avg"):
            total, weights = np.zeros(snapshot.size), np.zeros(snapshot.size)
            for function, mask in applied:
                total += np.where(mask, function.values(snapshot), 0.0)
                weights += np.where(mask, function.weight, 0.0)
            if self.score_mode == "avg":
                total = np.divide(total, weights, out=np.ones(snapshot.size), where=weights != 0)
            return np.where(some, total, 1.0)
        result = np.ones(snapshot.size)
        seen = np.zeros(snapshot.size, dtype=bool)
        for function, mask in applied:
            values = function.values(snapshot)
            if self.score_mode == "first":
                result = np.where(mask & ~seen, values, result)
            elif self.score_mode == "multiply":
                result = np.where(mask, result * values, result)
            else:
                pick = np.maximum if self.score_mode == "max" else np.minimum
                result = np.where(mask, np.where(seen, pick(result, values), values), result)
            seen |= mask
        return result


def _combined(mode: str, own: Floats, factor: Floats) -> Floats:
    if mode == "multiply":
        return own * factor
    if mode == "sum":
        return own + factor
    if mode == "replace":
        return factor
    if mode == "avg":
        return (own + factor) / 2
    return np.maximum(own, factor) if mode == "max" else np.minimum(own, factor)


def _millis(name: str, value: Any) -> float:
    try:
        return dates.duration_millis(value)
    except dates.DateError:
        raise failed_to_create(
            f"failed to parse setting [DecayFunctionParser.{name}] with value [{value}] as a "
            "time value: unit is missing or "
            "unrecognized"
        ) from None


def decay_function(shape: str, field: Field | None, name: str, body: dict[str, Any]) -> Decay:
    """A decay from its request form. Raises ParsingError, or ShardError where the field cannot carry one."""
    unknown = set(body) - {"origin", "scale", "offset", "decay"}
    if unknown:
        raise ParsingError(f"[{shape}] query does not support [{sorted(unknown)[0]}]")
    if "scale" not in body:
        raise ParsingError(f"[{shape}] requires [scale]")
    if field is None:
        raise ShardError(f"unknown field [{name}]", "parsing_exception")
    if not field.is_number:
        raise failed_to_create(f"field [{name}] is of type [{field.kind}], but only numeric types are supported.")
    decay = float(body.get("decay", 0.5))
    if not 0 < decay < 1:
        raise ShardError(f"{shape}.decay must be in the range (0..1).", "illegal_argument_exception")
    try:
        if field.kind == "date":
            origin = float(query_date(field, body.get("origin", "now")))
            scale, offset = _millis("scale", body["scale"]), _millis("offset", body.get("offset", 0))
        else:
            if "origin" not in body:
                raise ParsingError(f"[{shape}] requires [origin]")
            values = (body["origin"], body["scale"], body.get("offset", 0))
            origin, scale, offset = (float(exact_number(value)) for value in values)
    except ValueError as error:
        raise ParsingError(f"failed to parse [{shape}]: {error}") from None
    if scale <= 0:
        raise ShardError("scale must be > 0.0.", "illegal_argument_exception")
    return Decay(shape, field, origin, scale, offset, decay)
