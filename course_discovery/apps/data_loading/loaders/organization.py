"""Organizations: made when the first run with their key is loaded, named by the platform's organizations API."""

from collections.abc import Collection, Sequence

from django.utils import timezone

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.bulk import create_rows, in_lowercase, lowercase, update_rows
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import OrganizationRecord


def find_organizations(partner: Partner, keys: Collection[str]) -> dict[str, Organization]:
    """Return the partner's organizations with these keys, upper and lower case alike, by lower-case key."""
    rows = lowercase(Organization.objects.filter(partner=partner), "key").filter(in_lowercase("key", keys))
    found: dict[str, Organization] = {}
    for row in rows.order_by("pk"):
        # Where two differ by case alone, the one that is spelled as asked for.
        if row.key.lower() not in found or row.key in keys:
            found[row.key.lower()] = row
    return found


def find_or_create_organizations(partner: Partner, keys: Collection[str], outcome: Outcome) -> dict[str, Organization]:
    """Return an organization for each key, by lower-case key; new ones have no name yet."""
    found = find_organizations(partner, keys)
    missing: dict[str, Organization] = {}
    for key in keys:
        if key.lower() not in found:
            missing.setdefault(key.lower(), Organization(partner=partner, key=key))
    rows = list(missing.values())
    create_rows(Organization, rows, ("partner_id", "key"), outcome)
    outcome.touch(Organization, [row.pk for row in rows])
    return found | missing


class OrganizationLoader(Loader[OrganizationRecord]):
    """Names organizations that have no name. A name that an editor gave stays; no organization is created here."""

    def load(self, records: Sequence[OrganizationRecord]) -> Outcome:
        outcome = Outcome()
        found = find_organizations(self.reference.partner, [record.key for record in records])
        named: set[int] = set()
        for record in records:
            organization = found.get(record.key.lower())
            if organization is None or organization.name:
                outcome.unchanged += 1
                continue
            organization.name = record.name
            organization.data_modified_timestamp = timezone.now()
            named.add(organization.pk)
            outcome.updated += 1
        update_rows(Organization, [row for row in found.values() if row.pk in named], outcome)
        outcome.touch(Organization, named)
        return outcome
