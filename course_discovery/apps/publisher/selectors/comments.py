"""The names of those who comment."""

from collections.abc import Sequence

from course_discovery.apps.core.models import User
from course_discovery.apps.publisher.rules.comments import Author, Comment


def with_names(comments: Sequence[Comment]) -> list[Comment]:
    """Complete authors without a first name from the accounts here, in one query at most."""
    nameless = {comment.user.username for comment in comments if not comment.user.first_name}
    if not nameless:
        return list(comments)
    accounts = User.objects.filter(username__in=nameless).values_list("username", "email", "first_name", "last_name")
    known = {username: Author(username, *(value or None for value in others)) for username, *others in accounts}
    return [
        comment if comment.user.first_name else comment._replace(user=known.get(comment.user.username, comment.user))
        for comment in comments
    ]
