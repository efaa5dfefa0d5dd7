"""Subjects as a marketing site describes them, in English."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q

from course_discovery.apps.course_metadata.models import Subject
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.bulk import create_rows
from course_discovery.apps.data_loading.loaders.nodes import adopt, nodes_to_load, settle_slugs, write_adopted
from course_discovery.apps.data_loading.outcome import CREATED, Outcome
from course_discovery.apps.data_loading.records import SubjectNode
from course_discovery.lib.slugs import slugify

# The model of names and texts in one language.
TRANSLATION: Any = Subject._parler_meta.root_model
SLUG_LENGTH = 255


class MarketingSubjectLoader(Loader[SubjectNode]):
    """Creates and updates subjects, which are known by UUID, else by slug. Slugs are given once."""

    def load(self, records: Sequence[SubjectNode]) -> Outcome:
        outcome = Outcome()
        records = nodes_to_load(records, outcome)
        fills_only = self.reference.partner.uses_publisher
        stored = self._stored(records)
        texts = {
            text.master_id: text
            for text in TRANSLATION.objects.filter(
                master__in=list(stored.values()), language_code=settings.PARLER_DEFAULT_LANGUAGE_CODE
            )
        }
        new: list[tuple[SubjectNode, Subject]] = []
        new_texts: list[Any] = []
        changes: list[tuple[Subject, set[str]]] = []
        text_changes: list[tuple[Any, set[str]]] = []
        for record in records:
            subject = stored.get(record)
            if subject is None:
                subject = Subject(partner=self.reference.partner, uuid=record.uuid)
                new.append((record, subject))
            text = texts.get(subject.pk)
            if text is None:
                text = TRANSLATION(master=subject, language_code=settings.PARLER_DEFAULT_LANGUAGE_CODE)
                new_texts.append(text)
            changed = adopt(subject, _links(record), fills_only), adopt(text, _texts(record), fills_only)
            if record in stored:
                changes.append((subject, changed[0]))
                if text.pk is not None:
                    text_changes.append((text, changed[1]))
            if record in stored and any(changed):
                outcome.updated += 1
                outcome.touch(Subject, [subject.pk])
            else:
                outcome.unchanged += record in stored

        settle_slugs(
            Subject.objects.filter(partner=self.reference.partner),
            [subject for _record, subject in new],
            [_slug(record) for record, _subject in new],
            SLUG_LENGTH,
        )
        create_rows(Subject, [subject for _record, subject in new], ("partner_id", "uuid"), outcome, history=False)
        for text in new_texts:
            text.master_id = text.master.pk
        TRANSLATION.objects.bulk_create(new_texts)
        outcome.wrote(TRANSLATION, CREATED, len(new_texts))
        write_adopted(Subject, changes, outcome)
        write_adopted(TRANSLATION, text_changes, outcome)
        outcome.created += len(new)
        outcome.touch(Subject, [subject.pk for _record, subject in new])
        return outcome

    def _stored(self, records: Sequence[SubjectNode]) -> dict[SubjectNode, Subject]:
        rows = Subject.objects.filter(partner=self.reference.partner).filter(
            Q(uuid__in=[record.uuid for record in records]) | Q(slug__in=[_slug(record) for record in records])
        )
        by_uuid = {row.uuid: row for row in rows}
        by_slug = {row.slug: row for row in rows}
        found: dict[SubjectNode, Subject] = {}
        described = {record.uuid for record in records}
        taken: set[int] = set()
        for record in records:
            row = by_uuid.get(record.uuid)
            if row is None:
                # A subject that another node describes keeps to that one.
                row = by_slug.get(_slug(record))
                row = row if row is not None and row.pk not in taken and row.uuid not in described else None
            if row is not None:
                found[record] = row
                taken.add(row.pk)
        return found


def _slug(record: SubjectNode) -> str:
    return slugify(record.slug or record.title, max_length=SLUG_LENGTH)


def _links(record: SubjectNode) -> dict[str, Any]:
    return {"banner_image_url": record.banner_image_url, "card_image_url": record.card_image_url}


def _texts(record: SubjectNode) -> dict[str, Any]:
    return {"name": record.title, "subtitle": record.subtitle, "description": record.description}
