"""Catalogs made and changed, with the permissions of those who may read them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from guardian.shortcuts import assign_perm

from course_discovery.apps.catalogs.models import Catalog, CatalogUserGrant
from course_discovery.apps.core.models import User
from course_discovery.apps.search.errors import InvalidQuery
from course_discovery.apps.search.selectors.matching import check_query

VIEW_CATALOG = "view_catalog"
NOT_USERS = "Viewers must be a non-string iterable containing User objects."


@transaction.atomic
def create_catalog(
    *, name: str, query: str, viewers: Iterable[str] = (), program_query: str = "", include_archived: bool = False
) -> Catalog:
    """Return a new catalog that the named accounts may read; accounts that do not exist are made, without password.

    Raises ValidationError with the reasons by field (`name`, `query`, `program_query`, `viewers`), having made nothing,
    and SearchUnavailable when the engine does not answer whether it can parse the queries.
    """
    catalog = Catalog(name=name, query=query, program_query=program_query, include_archived=include_archived)
    _save(catalog, {"query", "program_query"})
    set_viewers(catalog, accounts_named(viewers))
    return catalog


@transaction.atomic
def update_catalog(catalog: Catalog, changes: Mapping[str, Any], viewers: Iterable[User] | None = None) -> None:
    """Set the given fields; with `viewers`, let these read the catalog and nobody else. Errors as of `create_catalog`.

    A query that stays as it is is not asked for again.
    """
    for field, value in changes.items():
        setattr(catalog, field, value)
    stored = Catalog.objects.values("query", "program_query").get(pk=catalog.pk)
    _save(catalog, {field for field, value in stored.items() if value != getattr(catalog, field)})
    if viewers is not None:
        set_viewers(catalog, viewers)


def set_viewers(catalog: Catalog, users: Iterable[User]) -> None:
    """Give exactly these accounts `view_catalog` on the catalog; grants of groups and other permissions stay.

    TypeError for anything but accounts in an iterable.
    """
    if isinstance(users, (str, bytes)) or not isinstance(users, Iterable):
        raise TypeError(NOT_USERS)
    wanted = {user.pk if isinstance(user, User) else None: user for user in users}
    if None in wanted:
        raise TypeError(NOT_USERS)
    grants = CatalogUserGrant.objects.filter(content_object=catalog, permission__codename=VIEW_CATALOG)
    with transaction.atomic():
        grants.exclude(user__in=wanted).delete()
        present = set(grants.values_list("user", flat=True))
        new = [user for pk, user in wanted.items() if pk not in present]
        if new:
            assign_perm(VIEW_CATALOG, new, catalog)


def accounts_named(usernames: Iterable[str]) -> list[User]:
    """Return the accounts of these names, making those that do not exist; they have no password and no e-mail.

    Raises ValidationError under `viewers` for a name that no account can have.
    """
    names = list(dict.fromkeys(name.strip() for name in usernames if name.strip()))
    known = {user.username: user for user in User.objects.filter(username__in=names)}
    return [known.get(name) or _account_named(name) for name in names]


def existing_accounts(usernames: Collection[str]) -> list[User]:
    """Return the accounts of these names. Raises ValidationError under `viewers` for names that no account has."""
    accounts = {user.username: user for user in User.objects.filter(username__in=set(usernames))}
    unknown = [name for name in dict.fromkeys(usernames) if name not in accounts]
    if unknown:
        raise ValidationError({"viewers": [f"Object with username={name} does not exist." for name in unknown]})
    return list(accounts.values())


def _account_named(name: str) -> User:
    try:
        User._meta.get_field("username").clean(name, None)
    except ValidationError as error:
        raise ValidationError({"viewers": [f"{name}: {reason}" for reason in error.messages]}) from error
    return User.objects.get_or_create(username=name, defaults={"password": make_password(None)})[0]


def check_queries(catalog: Catalog, fields: Iterable[str]) -> None:
    """Raise ValidationError with the reason by field for each query among `fields` that the engine cannot parse.

    `fields`: `query`, `program_query`. SearchUnavailable when the engine does not answer.
    """
    documents = {"query": "course", "program_query": "program"}
    reasons = {}
    for field in sorted(fields):
        query = getattr(catalog, field)
        if not query.strip():
            continue
        try:
            check_query(documents[field], query, query_field=field)
        except InvalidQuery as error:
            reasons[field] = [error.reason]
    if reasons:
        raise ValidationError(reasons)


def _save(catalog: Catalog, changed_queries: Iterable[str]) -> None:
    catalog.full_clean()
    check_queries(catalog, changed_queries)
    catalog.save()
