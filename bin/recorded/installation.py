"""A throw-away installation that is loaded from a platform's answers, as operators load theirs."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings
from rich.console import Console

from bin.recorded.recording import Setup
from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.management.progress import progress_for
from course_discovery.apps.data_loading.services.refresh import ran_well, refresh_partner
from course_discovery.apps.data_loading.services.uuids import derive_uuids
from course_discovery.apps.search import indexes
from course_discovery.apps.search.documents import DOCUMENTS
from course_discovery.sandbox import running_sandbox

LMS, ECOMMERCE = 1, 2


class NotLoaded(Exception):
    """A refresh failed; the message says where."""


def make_database() -> None:
    call_command("migrate", verbosity=0)


def load(catalog: Path, setup: Setup) -> Partner:
    """Load the first partner from the files of `catalog`, which a platform on a port of its own serves.

    Uuids are derived from keys between the stages, as recordings have it: the shop names courses by them.
    """
    with running_sandbox(folder=catalog) as platform, _platform_account(platform.oauth_provider_url):
        call_command(
            "create_or_update_partner",
            *(
                "--site-id",
                "1",
                "--site-domain",
                setup.host,
                "--code",
                setup.partner_code,
                "--name",
                setup.partner_name,
            ),
            **platform.partner_urls() | {"marketing_site_url_root": setup.marketing_root},
            stdout=StringIO(),
        )
        partner = Partner.objects.get(short_code=setup.partner_code)
        _refresh(partner, LMS)
        derive_uuids(partner)
        _refresh(partner, ECOMMERCE)
    return partner


def build_indexes() -> list[str]:
    """Build all indexes; return what was written, a line an index."""
    output = StringIO()
    call_command("update_index", "--disable-change-limit", stdout=output)
    return output.getvalue().splitlines()


def drop_indexes() -> None:
    """Delete what `build_indexes` made on a cluster that others use too."""
    for document in DOCUMENTS.values():
        indexes.delete_indexes(indexes.physical_indexes(document._index._name))


def _refresh(partner: Partner, stage: int) -> None:
    with progress_for(Console(file=StringIO())) as progress:
        run = refresh_partner(partner, progress, stage=stage, restart=True)
    if not ran_well([run]):
        raise NotLoaded(f"stage {stage} failed: {run.error}")


def _platform_account(provider_url: str) -> override_settings:
    return override_settings(
        BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL=provider_url,
        BACKEND_SERVICE_EDX_OAUTH2_KEY="recorded",
        BACKEND_SERVICE_EDX_OAUTH2_SECRET="recorded",  # noqa: S106 (the sandbox takes any)
    )
