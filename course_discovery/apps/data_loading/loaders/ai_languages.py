"""The languages that machine translation and transcription offer for runs."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.bulk import update_rows
from course_discovery.apps.data_loading.loaders.reference import Reference
from course_discovery.apps.data_loading.loaders.stamps import stamp_courses
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import AiLanguagesRecord, RowNote
from course_discovery.apps.ietf_language_tags.models import LanguageTag

logger = logging.getLogger(__name__)

# Codes that platforms use and that are no language tags of ours.
OLD_CODES = {"iw": "Hebrew"}


class AiLanguagesLoader(Loader[AiLanguagesRecord]):
    """Sets `ai_languages` of both rows of runs. Runs that are not told of keep theirs."""

    def __init__(self, reference: Reference) -> None:
        super().__init__(reference)
        names = LanguageTag.objects.values_list("code", "name")
        self._labels = {code.lower(): name for code, name in names} | OLD_CODES

    def load(self, records: Sequence[AiLanguagesRecord]) -> Outcome:
        outcome = Outcome()
        rows: defaultdict[str, list[CourseRun]] = defaultdict(list)
        stored = CourseRun.everything.filter(key__in=[record.run_key for record in records])
        for run in stored.only("key", "draft", "course_id", "ai_languages"):
            rows[run.key].append(run)
        for record in records:
            value = self._value(record, outcome)
            for run in rows[record.run_key]:
                run.ai_languages = value
        changed = update_rows(CourseRun, [run for pair in rows.values() for run in pair], outcome)
        stamp_courses({run.course_id for run in changed if run.draft})
        outcome.touch(CourseRun, [run.pk for run in changed])
        outcome.touch(Course, [run.course_id for run in changed])
        changed_keys = {run.key for run in changed}
        for record in records:
            if record.run_key not in changed_keys:
                outcome.unchanged += 1
                continue
            outcome.updated += 1
            which = "both draft and non-draft versions" if len(rows[record.run_key]) > 1 else "non-draft version only"
            logger.info("Updated ai languages for %s (%s)", record.run_key, which)
        return outcome

    def _value(self, record: AiLanguagesRecord, outcome: Outcome) -> dict[str, Any]:
        transcriptions = []
        for code in record.transcription_codes:
            label = self._labels.get(code.replace("_", "-").lower())
            if label is None:
                message = f"Error: Missing language label for {code}"
                logger.error("%s", message)
                outcome.notes.append(RowNote(record.run_key, "unknown_language", message))
            else:
                transcriptions.append({"code": code, "label": label})
        return {
            "translation_languages": [asdict(language) for language in record.translations],
            "transcription_languages": transcriptions,
        }
