"""What editors of a course say to one another. It is kept in the partner's Salesforce, by a case of the course.

These functions ask Salesforce while the caller waits, outside of any transaction.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from course_discovery.apps.core.models import User
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.publisher.rules import salesforce as rules
from course_discovery.apps.publisher.rules.comments import Author, Comment, format_body, parse_body
from course_discovery.apps.publisher.selectors.comments import with_names
from course_discovery.apps.publisher.services.outbound.salesforce import ensure_case, rows_of_course, salesforce_of
from course_discovery.integrations.errors import PlatformError


class SalesforceMissingCaseException(Exception):
    """There is nothing in Salesforce that comments on the course could belong to."""


def comments_of(course: Course) -> list[Comment]:
    """Return the comments on a course, given either of its rows, the oldest first.

    Raises PlatformError, NotAvailable, SalesforceNotConfiguredException.
    """
    api, _ = salesforce_of(course.partner)
    rows = rows_of_course(course.partner, course.uuid)
    case_id = next((row.salesforce_case_id for row in rows if row.salesforce_case_id), None)
    if not case_id:
        return []
    # Salesforce itself notes in items without text that it made the case.
    return with_names([_comment(record) for record in api.query(rules.comments_query(case_id)) if record.get("Body")])


def add_comment(course: Course, user: User, text: str, course_run_key: str = "") -> Comment:
    """Have an account comment on a course, given either of its rows, and return the comment.

    Raises SalesforceMissingCaseException, and PlatformError, after which the comment may be there nonetheless,
    NotAvailable, SalesforceNotConfiguredException.
    """
    api, configuration = salesforce_of(course.partner)
    missing = f"Unable to associate a case for comments for {course.key}"
    try:
        case_id = ensure_case(
            api, rows_of_course(course.partner, course.uuid), configuration.case_record_type_id or None
        )
    except PlatformError as error:
        if error.transient:
            raise
        raise SalesforceMissingCaseException(missing) from error
    if case_id is None:
        raise SalesforceMissingCaseException(missing)
    now = timezone.now()
    body = format_body(user.username, user.first_name, user.last_name, text, course_run_key)
    lookup = rules.comment_lookup(case_id, body, now)
    # Saying the same again is another comment, unless we repeat ourselves after a broken connection.
    api.create(rules.COMMENT, rules.comment_values(case_id, body), lookup, look_first=False)
    author = Author(user.username, user.email or None, user.first_name or None, user.last_name or None)
    # Salesforce does not say what it made of the comment.
    return Comment(author, course_run_key or None, text, now.isoformat())


def _comment(record: Mapping[str, Any]) -> Comment:
    body, created = str(record["Body"]), str(record.get("CreatedDate") or "")
    parsed = parse_body(body)
    if parsed is None:
        return Comment(rules.author_of(record), None, body, created)
    return Comment(Author(parsed.username), parsed.course_run_key, parsed.text, created)
