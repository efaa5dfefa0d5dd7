"""New names for accounts, as the platform gives them when it retires an account."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from auth_backends.backends import EdXOAuth2
from django.db import IntegrityError, transaction
from social_django.models import UserSocialAuth

from course_discovery.apps.core.models import User
from course_discovery.apps.core.signals import username_replaced
from course_discovery.lib.batches import batched

LONGEST = User._meta.get_field("username").max_length or 0
# Names to one statement.
BATCH = 500


class Replacement(NamedTuple):
    """`new` is whatever was asked for, which need not be a name."""

    old: str
    new: Any


def replace_usernames(wanted: Sequence[Replacement]) -> tuple[list[Replacement], list[Replacement]]:
    """Rename accounts one after the other, each in a transaction of its own; return those done and those that failed.

    A name that nobody bears counts as done. It fails if the new name is taken or is none. Names are read in one query
    a batch, and nothing is asked of the database for those that nobody bears.
    """
    bearers = _bearers({name for pair in wanted for name in pair if _is_name(name)})
    done, failed = [], []
    for pair in wanted:
        if not _is_name(pair.new):
            failed.append(pair)
        elif pair.old not in bearers or pair.old == pair.new:
            done.append(pair)
        elif pair.new not in bearers and _rename(bearers[pair.old], pair.old, pair.new):
            bearers[pair.new] = bearers.pop(pair.old)
            done.append(pair)
        else:
            failed.append(pair)
    return done, failed


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and len(value.strip()) > 0 and len(value) <= LONGEST and "\x00" not in value


def _bearers(names: set[str]) -> dict[str, int]:
    """Return the primary keys of accounts by name. Names that differ by case are different ones on every database."""
    found: dict[str, int] = {}
    for some in batched(sorted(names), BATCH):
        found |= dict(User.objects.filter(username__in=some).values_list("username", "pk"))
    return found


def _rename(user_id: int, old: str, new: str) -> bool:
    try:
        with transaction.atomic():
            User.objects.filter(pk=user_id).update(username=new)
            # The platform's login knows people by name: whoever is given the old one must not come in as this account.
            logins = UserSocialAuth.objects.filter(user=user_id, provider=EdXOAuth2.name, uid=old)
            logins.update(uid=new)
            username_replaced.send(User, old=old, new=new)
    except IntegrityError:
        return False
    return True
