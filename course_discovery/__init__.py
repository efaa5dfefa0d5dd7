"""A catalogue service for Open edX platforms."""

from course_discovery.celery import app as celery_app

__all__ = ["celery_app"]
