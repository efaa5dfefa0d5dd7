"""Outcomes in words and numbers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from bin.recorded.cases import Explained, Result, Verdict

EXAMPLES = 3
WIDTH = 220


def lines(results: Iterable[Result], *, examples: int = EXAMPLES) -> Iterator[str]:
    """Differences grouped by kind, verdict, reason, what and where; at most `examples` of each that is explained."""
    groups: dict[tuple[str, Verdict, str, str, str], list[tuple[Result, Explained]]] = defaultdict(list)
    for result in results:
        for explained in result.differences:
            difference = explained.difference
            where = difference.where if difference.what in ("value", "form") else ""
            groups[result.case.kind, explained.verdict, explained.reason, difference.what, where].append(
                (result, explained)
            )
    for (kind, verdict, reason, what, where), found in sorted(groups.items(), key=_worst_last):
        cases = {result.case.id for result, _ in found}
        title = f"{what} of {where}" if where else what
        yield f"{kind}: {verdict}: {reason + ': ' if reason else ''}{title}: {len(cases)} cases"
        shown = found if verdict is Verdict.UNEXPLAINED and what not in ("value", "form") else found[:examples]
        for result, explained in shown:
            yield f"    {result.case.id}  {_request(result)}"
            yield f"        {_where(explained)}expected {short(explained.difference.expected)}"
            yield f"        {' ' * len(_where(explained))}got      {short(explained.difference.got)}"


def totals(results: Iterable[Result]) -> Iterator[str]:
    """A table: a line a kind of case, a column a verdict."""
    counts: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for result in results:
        counts[result.case.kind][result.verdict] += 1
    yield f"{'':12}" + "".join(f"{verdict:>13}" for verdict in Verdict)
    for kind, by_verdict in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        yield f"{kind:12}" + "".join(f"{by_verdict[verdict]:>13}" for verdict in Verdict)


def short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 3]}..."


def _worst_last(group: Any) -> Any:
    (kind, verdict, reason, what, where), found = group
    return list(Verdict).index(verdict), kind, reason, what, -len(found), where


def _request(result: Result) -> str:
    case = result.case
    body = f" {case.body}" if case.body else ""
    return f"{case.method} {case.path}{body} as {case.user or 'nobody'}"[:WIDTH]


def _where(explained: Explained) -> str:
    return f"{explained.difference.where}: " if explained.difference.where else ""
