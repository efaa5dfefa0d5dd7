"""Reports of loads by mail: of refreshes that fail, and of files and sheets that were loaded.

A report never stops what it reports: what keeps it from being sent is logged.
"""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.models import RefreshRun, RowFailure, SourceRun
from course_discovery.apps.data_loading.models.refresh_run import RunStatus
from course_discovery.apps.data_loading.selectors.failures import failures_csv

logger = logging.getLogger(__name__)

# So many failures stand in the mail itself, so many in the file that comes with it if there are more; mail servers take
# some megabytes. All are in the admin.
SHOWN_FAILURES = 100
ATTACHED_FAILURES = 10_000
DEGREES = "DEGREES"
_ENDED = (RunStatus.Completed, RunStatus.Failed)


class Attachment(NamedTuple):
    name: str
    content: str
    mimetype: str


def mail_new_failures(partner: Partner) -> None:
    """Report the partner's latest refresh if something failed that had not failed in the one before of its stage.

    A row that stays bad is told once, not with every refresh.
    """
    recipients = settings.DATA_LOADING_REPORT_RECIPIENTS
    if not recipients:
        return
    try:
        run = partner.refresh_runs.filter(file="").first()
        if run is None or run.status not in (*_ENDED, RunStatus.Interrupted):
            return
        earlier = partner.refresh_runs.filter(file="", stage=run.stage, status__in=_ENDED, started__lt=run.started)
        if not _failed(run) <= _failed(earlier.first()):
            mail_report(run, recipients)
    except Exception:
        logger.exception("The refresh of %s could not be reported", partner.short_code)


def mail_report(run: RefreshRun, recipients: Sequence[str]) -> bool:
    """Mail the counts of a refresh and its failures; return whether it was sent."""
    sources = list(run.sources.all())
    failures = RowFailure.objects.filter(source_run__refresh_run=run, skipped=False)
    context = {
        "run": run,
        "sources": sources,
        "failed_pages": [(source, list(source.checkpoints.exclude(error="")[:5])) for source in sources],
        "failures": _shown(failures),
        "failures_count": sum(source.failed for source in sources),
        "address": _address("admin:data_loading_refreshrun_change", run.pk),
    }
    subject = f"{run.partner.short_code} - Refresh {run.status}"
    return _send("refresh", "refresh", subject, context, recipients, _attached(sources))


def ingestion_stats(source_run: SourceRun) -> dict[str, Any]:
    """Return what a table's load is reported by: counts, the products that are new or archived, errors by code.

    A loader tells its products in the outcome's results, as `created_products` and `archived_products`.
    """
    created = source_run.results.get("created_products", [])
    archived = source_run.results.get("archived_products", [])
    errors: dict[str, list[str]] = {}
    for code, message in source_run.row_failures.filter(skipped=False).values_list("code", "message"):
        errors.setdefault(code, []).append(message)
    return {
        "total_products_count": source_run.seen,
        "success_count": source_run.seen - source_run.failed,
        "failure_count": source_run.failed,
        "updated_products_count": source_run.updated,
        "created_products": created,
        "created_products_count": len(created),
        "archived_products": archived,
        "archived_products_count": len(archived),
        "errors": errors,
    }


def mail_ingestion_report(
    source_run: SourceRun,
    product_type: str,
    source_name: str,
    recipients: Sequence[str],
    products: Sequence[Mapping[str, Any]] | None = None,
) -> bool:
    """Mail what came of a table of products; return whether it was sent.

    `product_type` is spelled as on the command line, EXECUTIVE_EDUCATION say. `products`: the rows of the input, to be
    attached as products.json.
    """
    stats = ingestion_stats(source_run)
    failures = source_run.row_failures.filter(skipped=False)
    partner = source_run.refresh_run.partner
    context = {
        "stats": stats,
        "statistics": [
            ("Ingestion Time", f"{source_run.started:%Y-%m-%d %H:%M:%S} UTC"),
            ("Total data rows", stats["total_products_count"]),
            ("Successful Ingestion", stats["success_count"]),
            ("Ingestion with Errors", stats["failure_count"]),
            ("New Products", stats["created_products_count"]),
            ("Updated Products", stats["updated_products_count"]),
            ("Archived Products", stats["archived_products_count"]),
        ],
        "are_degrees": product_type == DEGREES,
        "failures": _shown(failures),
        "failures_count": stats["failure_count"],
        "publisher_url": f"{partner.publisher_url.rstrip('/')}/" if partner.publisher_url else "",
        "address": _address("admin:data_loading_sourcerun_change", source_run.pk),
        "marketing_service_name": settings.MARKETING_SERVICE_NAME,
        "contact_email": settings.LOADER_INGESTION_CONTACT_EMAIL,
    }
    attachments = _attached([source_run])
    if products is not None:
        rows = json.dumps(list(products), indent=2, ensure_ascii=False, default=str)
        attachments = [Attachment("products.json", rows, "application/json"), *attachments]
    title = product_type.replace("_", " ").title()
    subject = f"{source_name} - {title} Data Ingestion"
    return _send("ingestion", product_type, subject, context, recipients, attachments)


def _failed(run: RefreshRun | None) -> set[tuple[str, ...]]:
    """Return what failed, in words that are the same when it fails again."""
    if run is None:
        return set()
    rows = RowFailure.objects.filter(source_run__refresh_run=run, skipped=False)
    found: set[tuple[str, ...]] = set(rows.order_by().values_list("source_run__source", "key", "code"))
    found |= {(source.source,) for source in run.sources.all() if source.status == RunStatus.Failed}
    return found | ({(run.status,)} if run.status == RunStatus.Interrupted else set())


def _shown(failures: QuerySet[RowFailure]) -> list[tuple[RowFailure, str]]:
    """Return the first failures, each with code and message in one; some loaders' messages begin with the code."""
    found = failures.select_related("source_run").order_by("pk")[:SHOWN_FAILURES]
    return [
        (failure, failure.message if failure.message.startswith("[") else f"[{failure.code}] {failure.message}")
        for failure in found
    ]


def _attached(source_runs: Iterable[SourceRun]) -> list[Attachment]:
    """Return the file of all failures where the mail does not show them all."""
    found = list(islice(failures_csv(source_runs, with_skipped=False), ATTACHED_FAILURES + 1))
    return [Attachment("failures.csv", "".join(found), "text/csv")] if len(found) > SHOWN_FAILURES + 1 else []


def _address(name: str, pk: int) -> str:
    return settings.DISCOVERY_BASE_URL.rstrip("/") + reverse(name, args=[pk])


def _send(
    template: str,
    product_type: str,
    subject: str,
    context: dict[str, Any],
    recipients: Sequence[str],
    attachments: Iterable[Attachment],
) -> bool:
    try:
        context = context | {"subject": subject, "more": max(0, context["failures_count"] - SHOWN_FAILURES)}
        mail = EmailMultiAlternatives(
            # A name may hold a line break, a header may not.
            " ".join(subject.split()),
            render_to_string(f"data_loading/mail/{template}.txt", context),
            settings.PUBLISHER_FROM_EMAIL,
            list(recipients),
        )
        mail.attach_alternative(render_to_string(f"data_loading/mail/{template}.html", context), "text/html")
        for attachment in attachments:
            mail.attach(*attachment)
        mail.send()
    except Exception:
        logger.exception(
            'Failure to send ingestion notification for product type %s, with subject "%s" and context "%s"',
            product_type,
            subject,
            context,
        )
        return False
    return True
