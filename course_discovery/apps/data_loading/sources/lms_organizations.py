"""Organizations of the LMS, from its organizations API where it has one."""

from typing import Any, ClassVar

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.records import OrganizationRecord
from course_discovery.apps.data_loading.sources.base import Source, value_of
from course_discovery.apps.data_loading.sources.reading import as_row, required_text
from course_discovery.integrations.lms import OrganizationsApi
from course_discovery.integrations.oauth import service_session
from course_discovery.integrations.pages import Page


class LmsOrganizations(Source[OrganizationsApi, OrganizationRecord]):
    # Not every LMS has this API, nor opens it to the service account.
    absent_statuses: ClassVar[frozenset[int]] = frozenset({403, 404})

    @staticmethod
    def url(partner: Partner) -> str:
        return partner.organizations_api_url or ""

    def connect(self, url: str) -> OrganizationsApi:
        return OrganizationsApi(url, service_session())

    def fetch_page(self, number: int) -> Page:
        return self.api.organizations(number, self.page_size)

    def identity(self, row: Any) -> str | None:
        return value_of(row, "short_name")

    def transform(self, row: Any) -> OrganizationRecord:
        row = as_row(row)
        return OrganizationRecord(
            key=required_text(row, "short_name", limit=255), name=required_text(row, "name", limit=255)
        )
