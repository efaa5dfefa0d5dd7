"""How somebody gets from one job to another, in words."""

from django.core.exceptions import ValidationError
from requests import RequestException
from taxonomy.models import Job, JobPath
from taxonomy.utils import generate_and_store_job_to_job_description


class NoDescription(Exception):
    """There is none yet, and the chat service gave none: it is not set up, failed, or made no sense."""


def describe_job_path(current_job: Job, future_job: Job) -> str:
    """Return the stored description; the first time the chat service writes it. Raises NoDescription."""
    if stored := _stored(current_job, future_job):
        return stored
    try:
        return generate_and_store_job_to_job_description(current_job, future_job).description
    except (RequestException, LookupError, TypeError, ValueError, AttributeError, ValidationError) as error:
        # Another request for the same may have stored one meanwhile, which refuses ours.
        if stored := _stored(current_job, future_job):
            return stored
        raise NoDescription(str(error)) from error


def _stored(current_job: Job, future_job: Job) -> str | None:
    paths = JobPath.objects.filter(current_job=current_job, future_job=future_job)
    return paths.values_list("description", flat=True).first()
