"""People as a marketing site describes them."""

from collections.abc import Sequence
from typing import Any

from course_discovery.apps.course_metadata.models import Person
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.bulk import create_rows
from course_discovery.apps.data_loading.loaders.nodes import adopt, nodes_to_load, settle_slugs, write_adopted
from course_discovery.apps.data_loading.loaders.pictures import differs, store_after_commit
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import PersonNode
from course_discovery.integrations.pictures import Picture
from course_discovery.lib.slugs import slugify

SLUG_LENGTH = 255


class MarketingPersonLoader(Loader[PersonNode]):
    """Creates and updates people, which are known by UUID. Slugs are given once.

    Those who are not published on the site are not published here; editors in Publisher decide that themselves.
    """

    def load(self, records: Sequence[PersonNode]) -> Outcome:
        outcome = Outcome()
        records = nodes_to_load(records, outcome, with_unpublished=True)
        partner = self.reference.partner
        fills_only = partner.uses_publisher
        stored = {
            row.uuid: row
            for row in Person.objects.filter(partner=partner, uuid__in=[record.uuid for record in records])
        }
        new: list[tuple[PersonNode, Person]] = []
        photos: list[tuple[Person, Picture]] = []
        changes: list[tuple[Person, set[str]]] = []
        for record in records:
            person = stored.get(record.uuid)
            is_new = person is None
            if person is None:
                person = Person(
                    partner=partner, uuid=record.uuid, published=record.is_published, given_name=record.title
                )
                new.append((record, person))
            changed = adopt(person, _values(record), fills_only and not is_new)
            if not is_new and not fills_only and person.published != record.is_published:
                person.published = record.is_published
                changed.add("published")
            may_replace = not (fills_only and person.profile_image)
            if record.photo is not None and may_replace and differs(person.profile_image, record.photo):
                photos.append((person, record.photo))
            if not is_new:
                changes.append((person, changed))

        settle_slugs(
            Person.objects.all(),
            [person for _record, person in new],
            [_slug(record) for record, _person in new],
            SLUG_LENGTH,
        )
        create_rows(Person, [person for _record, person in new], ("partner_id", "uuid"), outcome, history=False)
        write_adopted(Person, changes, outcome)
        store_after_commit(Person, "profile_image", {person.pk: photo for person, photo in photos})
        changed_pks = {person.pk for person, fields in changes if fields}
        changed_pks |= {person.pk for person, _photo in photos} - {person.pk for _record, person in new}
        outcome.created += len(new)
        outcome.updated += len(changed_pks)
        outcome.unchanged += len(changes) - len(changed_pks)
        outcome.touch(Person, {*changed_pks, *(person.pk for _record, person in new)})
        return outcome


def _slug(record: PersonNode) -> str:
    return slugify(record.slug or record.title, max_length=SLUG_LENGTH)


def _values(record: PersonNode) -> dict[str, Any]:
    return {
        "salutation": record.salutation,
        "given_name": record.given_name,
        "family_name": record.family_name,
        "bio": record.bio,
        "major_works": record.major_works,
    }
