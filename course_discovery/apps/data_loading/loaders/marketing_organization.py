"""Organizations as the schools and the sponsors of a marketing site."""

from collections.abc import Sequence
from typing import ClassVar

from django.db.models import Q
from django.utils import timezone

from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.bulk import create_rows, in_lowercase, lowercase, update_rows
from course_discovery.apps.data_loading.loaders.nodes import adopt, nodes_to_load, settle_slugs
from course_discovery.apps.data_loading.loaders.pictures import differs, store_after_commit
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import OrganizationNode
from course_discovery.integrations.pictures import Picture
from course_discovery.lib.slugs import slugify

SLUG_LENGTH = 50


class MarketingSchoolLoader(Loader[OrganizationNode]):
    """Creates and updates organizations, which are known by UUID, else by key. Keys and slugs are given once."""

    # A sponsor may be a school as well, which says more of itself.
    fills_only: ClassVar[bool] = False

    def load(self, records: Sequence[OrganizationNode]) -> Outcome:
        outcome = Outcome()
        records = nodes_to_load(records, outcome)
        fills_only = self.fills_only or self.reference.partner.uses_publisher
        by_uuid, by_key = self._stored(records)
        new: list[tuple[OrganizationNode, Organization]] = []
        logos: list[tuple[Organization, Picture]] = []
        changed: set[int] = set()
        known: list[Organization] = []
        for record in records:
            row = by_uuid.get(record.uuid) or by_key.get(record.key.lower())
            is_new = row is None
            if row is None:
                row = Organization(partner=self.reference.partner, uuid=record.uuid, key=record.key)
                new.append((record, row))
                by_key[record.key.lower()] = row
            elif row in known or row.pk is None:
                outcome.skip(str(record.uuid), "repeated", f"{row.key} has been listed by another node")
                continue
            else:
                known.append(row)
            differing = adopt(row, {"name": record.name, "description": record.description}, fills_only)
            if record.logo is not None and not (fills_only and row.logo_image) and differs(row.logo_image, record.logo):
                logos.append((row, record.logo))
                differing.add("logo_image")
            if not is_new and differing:
                row.data_modified_timestamp = timezone.now()
                changed.add(row.pk)

        settle_slugs(
            Organization.objects.all(),
            [row for _record, row in new],
            [slugify(record.slug or record.key, max_length=SLUG_LENGTH) for record, _row in new],
            SLUG_LENGTH,
        )
        create_rows(Organization, [row for _record, row in new], ("partner_id", "key"), outcome)
        update_rows(Organization, [row for row in known if row.pk in changed], outcome)
        store_after_commit(Organization, "logo_image", {row.pk: logo for row, logo in logos})
        outcome.created += len(new)
        outcome.updated += len(changed)
        outcome.unchanged += len(known) - len(changed)
        outcome.touch(Organization, {*changed, *(row.pk for _record, row in new)})
        return outcome

    def _stored(
        self, records: Sequence[OrganizationNode]
    ) -> tuple[dict[object, Organization], dict[str, Organization]]:
        rows = lowercase(Organization.objects.filter(partner=self.reference.partner), "key").filter(
            Q(uuid__in=[record.uuid for record in records]) | in_lowercase("key", [record.key for record in records])
        )
        by_uuid: dict[object, Organization] = {}
        by_key: dict[str, Organization] = {}
        keys = {record.key for record in records}
        for row in rows.order_by("pk"):
            by_uuid[row.uuid] = row
            # Where two differ by case alone, the one that is spelled as on the site.
            if row.key.lower() not in by_key or row.key in keys:
                by_key[row.key.lower()] = row
        return by_uuid, by_key


class MarketingSponsorLoader(MarketingSchoolLoader):
    fills_only = True
