"""What a rule says of an object, and what the rules of one place say together."""

from collections.abc import Iterable
from dataclasses import dataclass

Value = str | int | bool | None


@dataclass(frozen=True)
class Verdict:
    """The outcome of one rule.

    `shown`: whether this rule lets the object appear; None when that cannot be known now. `value`: what decided, as
    JSON has it (moments in ISO 8601). `reason`: a sentence for people that says what to do when it is to appear.
    `warning`: the rule hides nothing, but somebody should see to what it tells.
    """

    rule: str
    shown: bool | None
    value: Value
    reason: str
    warning: bool = False


@dataclass(frozen=True)
class Place:
    """Somewhere that the object may appear, with the verdicts that all must be in its favour.

    `name` is for programs, `address` is what to ask of the API in order to see for oneself.
    """

    name: str
    address: str
    verdicts: tuple[Verdict, ...]

    @property
    def shown(self) -> bool | None:
        return all_shown(self.verdicts)

    @property
    def hidden_by(self) -> list[str]:
        """The rules that keep the object from appearing."""
        return [verdict.rule for verdict in self.verdicts if verdict.shown is False]

    @property
    def to_see_to(self) -> list[Verdict]:
        """The verdicts that keep the object from appearing, or may do so, and warnings."""
        return [verdict for verdict in self.verdicts if verdict.shown is not True or verdict.warning]

    @property
    def in_favour(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.shown and not verdict.warning]


def all_shown(verdicts: Iterable[Verdict]) -> bool | None:
    """False if any verdict is against the object, else None if any is not known."""
    outcomes = {verdict.shown for verdict in verdicts}
    if False in outcomes:
        return False
    return None if None in outcomes else True


def verdict(rule: str, shown: bool, value: Value, *, yes: str, no: str) -> Verdict:
    return Verdict(rule, shown, value, yes if shown else no)
