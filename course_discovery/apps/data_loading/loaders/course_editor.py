"""Who edits which course."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models import Q

from course_discovery.apps.core.models import User
from course_discovery.apps.course_metadata.models import Course, CourseEditor
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.bulk import create_rows, delete_rows
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import EditorRecord, RowError
from course_discovery.apps.publisher.models import OrganizationExtension

logger = logging.getLogger(__name__)

ADD, REMOVE = "add", "remove"
NO_EDITOR = "CourseEditor entry does not exist."
# Messages by code; each names the row.
MESSAGES = {
    "MISSING_REQUIRED_DATA": "Missing required field(s): {fields}",
    "USER_NOT_FOUND": 'Unable to find user with identifier "{user}".',
    "USER_ORG_MISMATCH": 'User "{user}" does not belong to any authoring organization for course "{title}".',
    "COURSE_NOT_FOUND": 'Unable to find course with identifier "{course}".',
    "COURSE_EDITOR_ADD_ERROR": 'Failed to create CourseEditor for user "{user}" and course "{title}": {reason}',
    "COURSE_EDITOR_REMOVE_ERROR": 'Failed to remove CourseEditor for user "{user}" and course "{title}": {reason}',
    "UNSUPPORTED_ACTION": "Unsupported action '{action}' for course editor.",
}


class CourseEditorsLoader(Loader[EditorRecord]):
    """Adds and removes editors of the partner's courses. They hang on the draft row of a course, if there is one.

    Users are named by username or e-mail address, courses by key or uuid. Only members of an authoring organization
    become editors.
    """

    def load(self, records: Sequence[EditorRecord]) -> Outcome:
        outcome = Outcome()
        page = _Page(self.reference.partner, records)
        for record in records:
            try:
                page.apply(record, outcome)
            except RowError as error:
                logger.error(str(error))
                outcome.fail(f"{record.user or ''} {record.course or ''}".strip(), error.code, str(error))
        try:
            with transaction.atomic():
                page.write(outcome)
        except (OperationalError, InterfaceError):
            raise
        except DatabaseError as error:
            # Which row is at fault is known once it is loaded alone.
            if len(records) > 1:
                raise
            return _refused(records[0], page, error)
        return outcome


def _refused(record: EditorRecord, page: "_Page", error: Exception) -> Outcome:
    outcome = Outcome()
    code = f"COURSE_EDITOR_{(record.action or '').upper()}_ERROR"
    course = page.course(record)
    told = _error(record, code, title=course.title if course else "", reason=error)
    logger.error(str(told))
    outcome.fail(f"{record.user} {record.course}", code, str(told))
    return outcome


def _error(record: EditorRecord, code: str, **values: Any) -> RowError:
    text = MESSAGES[code].format(**{"user": record.user, "course": record.course, "action": record.action} | values)
    return RowError(code, f"[{code}] [Row {record.row}] {text}")


class _Page:
    """The users, courses, memberships and editors that some records name, in a fixed number of queries."""

    def __init__(self, partner: Any, records: Sequence[EditorRecord]) -> None:
        self._users = _users({record.user for record in records if record.user})
        self._courses = _courses(partner, {record.course for record in records if record.course})
        users = {user.pk for user in self._users.values()}
        courses = {course.pk for course in self._courses.values()}
        self._organizations = _organizations(users)
        self._authors = _authors(courses)
        # By user and course; the course is the one of the pair that self._courses holds.
        self._editors = _editors(users, courses)
        self._created: dict[tuple[int, int], CourseEditor] = {}
        self._deleted: list[CourseEditor] = []

    def course(self, record: EditorRecord) -> Course | None:
        return self._courses.get(record.course or "")

    def apply(self, record: EditorRecord, outcome: Outcome) -> None:
        """Take note of what a record asks for. Raises RowError."""
        cells = {
            "username_or_email": record.user,
            "course_key_or_uuid": record.course,
            "action": record.action,
        }
        if missing := [name for name, cell in cells.items() if not cell]:
            raise _error(record, "MISSING_REQUIRED_DATA", fields=", ".join(missing))
        user = self._users.get(record.user or "")
        if user is None:
            raise _error(record, "USER_NOT_FOUND")
        course = self.course(record)
        if course is None:
            raise _error(record, "COURSE_NOT_FOUND")
        action = (record.action or "").lower()
        if action == ADD:
            self._add(record, user, course, outcome)
        elif action == REMOVE:
            self._remove(record, user, course, outcome)
        else:
            raise _error(record, "UNSUPPORTED_ACTION")

    def _add(self, record: EditorRecord, user: User, course: Course, outcome: Outcome) -> None:
        if not self._organizations[user.pk] & self._authors[course.pk]:
            raise _error(record, "USER_ORG_MISMATCH", title=course.title)
        key = user.pk, course.pk
        if key in self._editors or key in self._created:
            logger.info(
                "[Row %s] CourseEditor for user '%s' and course '%s' already exists.",
                record.row,
                user.username,
                course.title,
            )
            outcome.unchanged += 1
            return
        self._created[key] = CourseEditor(user=user, course=course)
        outcome.created += 1

    def _remove(self, record: EditorRecord, user: User, course: Course, outcome: Outcome) -> None:
        key = user.pk, course.pk
        if self._created.pop(key, None) is None:
            stored = self._editors.pop(key, [])
            if not stored:
                raise _error(record, "COURSE_EDITOR_REMOVE_ERROR", title=course.title, reason=NO_EDITOR)
            self._deleted += stored
        outcome.updated += 1

    def write(self, outcome: Outcome) -> None:
        delete_rows(CourseEditor, self._deleted, outcome)
        create_rows(CourseEditor, list(self._created.values()), ("user_id", "course_id"), outcome, history=False)


def _users(identifiers: Collection[str]) -> dict[str, User]:
    """Return users by what they are called; a username goes before an e-mail address, the older account first."""
    found: dict[str, User] = {}
    users = list(User.objects.filter(Q(username__in=identifiers) | Q(email__in=identifiers)).order_by("pk"))
    for name in ("username", "email"):
        for user in users:
            found.setdefault(getattr(user, name), user)
    return found


def _courses(partner: Any, identifiers: Collection[str]) -> dict[str, Course]:
    """Return courses, drafts where there are some, by the key or uuid that they are called by."""
    uuids = {identifier: uuid for identifier in identifiers if (uuid := _uuid(identifier)) is not None}
    rows = Course.everything.filter_drafts(partner=partner).filter(Q(key__in=identifiers) | Q(uuid__in=uuids.values()))
    by_key, by_uuid = {course.key: course for course in rows}, {course.uuid: course for course in rows}
    by_uuids = {identifier: by_uuid[uuid] for identifier, uuid in uuids.items() if uuid in by_uuid}
    return by_key | by_uuids


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _organizations(users: Collection[int]) -> defaultdict[int, set[int]]:
    """Return the organizations of whose groups users are members, by user."""
    members = OrganizationExtension.objects.filter(group__user__in=users)
    return _grouped(members.values_list("group__user", "organization"))


def _authors(courses: Collection[int]) -> defaultdict[int, set[int]]:
    through: Any = Course.authoring_organizations.through
    return _grouped(through.objects.filter(course__in=courses).values_list("course", "organization"))


def _grouped(pairs: Iterable[tuple[int, int]]) -> defaultdict[int, set[int]]:
    groups: defaultdict[int, set[int]] = defaultdict(set)
    for key, value in pairs:
        groups[key].add(value)
    return groups


def _editors(users: Collection[int], courses: Collection[int]) -> dict[tuple[int, int], list[CourseEditor]]:
    """Return what there is of editors, on either row of a course, by user and the given row."""
    rows = CourseEditor.objects.filter(
        Q(course__in=courses) | Q(course__draft_version__in=courses), user__in=users
    ).select_related("course")
    found: defaultdict[tuple[int, int], list[CourseEditor]] = defaultdict(list)
    for row in rows:
        given = row.course_id if row.course_id in courses else row.course.draft_version_id
        assert given is not None, "it was found by that"
        found[row.user_id, given].append(row)
    return dict(found)
