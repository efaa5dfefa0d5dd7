"""The code of docs/adding-a-source.rst, which shows it part by part; test_example_source.py runs it."""

# imports
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings
from django.utils import timezone

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.bulk import update_rows
from course_discovery.apps.data_loading.loaders.organization import find_organizations
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.pipelines import Pipeline
from course_discovery.apps.data_loading.records import RowError
from course_discovery.apps.data_loading.sources.base import Source, value_of
from course_discovery.apps.data_loading.sources.reading import as_row, required_text
from course_discovery.integrations.json_api import JsonApi
from course_discovery.integrations.pages import Page, parse_page


# client
class SchoolRegistry(JsonApi):
    """A registry of schools below `base_url` (such as https://schools.example.org/api)."""

    def schools(self, page: int, page_size: int) -> Page:
        """Return a page of schools: `code` and `homepage`. Raises PlatformError."""
        return self.get(
            "schools/",
            lambda: {"page": page, "page_size": page_size},
            lambda body, asked: parse_page(body, asked, page, page_size),
        )


# record
@dataclass(frozen=True, slots=True)
class SchoolRecord:
    """A school that the registry knows. `key` is that of an organization."""

    key: str
    homepage: str


# source
class Schools(Source[SchoolRegistry, SchoolRecord]):
    @staticmethod
    def url(partner: Partner) -> str:
        return settings.SCHOOL_REGISTRY_URLS.get(partner.short_code, "")

    def connect(self, url: str) -> SchoolRegistry:
        return SchoolRegistry(url, requests.Session())

    def fetch_page(self, number: int) -> Page:
        return self.api.schools(number, self.page_size)

    def identity(self, row: Any) -> str | None:
        return value_of(row, "code")

    def transform(self, row: Any) -> SchoolRecord:
        row = as_row(row)
        homepage = required_text(row, "homepage", limit=255)
        if not homepage.startswith("https://"):
            raise RowError("bad_homepage", f"homepage: {homepage!r} is not an https address")
        return SchoolRecord(key=required_text(row, "code", limit=255), homepage=homepage)


# loader
class SchoolLoader(Loader[SchoolRecord]):
    """Gives organizations the home page that the registry knows; one that an editor gave stays."""

    def load(self, records: Sequence[SchoolRecord]) -> Outcome:
        outcome = Outcome()
        found = find_organizations(self.reference.partner, [record.key for record in records])
        for record in records:
            organization = found.get(record.key.lower())
            if organization is None:
                outcome.skip(record.key, "unknown_organization", f"There is no organization {record.key}.")
            elif organization.homepage_url:
                outcome.unchanged += 1
            else:
                organization.homepage_url = record.homepage
                organization.data_modified_timestamp = timezone.now()
                outcome.updated += 1
        changed = update_rows(Organization, found.values(), outcome)
        outcome.touch(Organization, [organization.pk for organization in changed])
        return outcome


# pipeline
SCHOOLS = Pipeline(1, "school_registry", Schools, SchoolLoader)
# end
