"""Reports of loads by mail."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from course_discovery.apps.data_loading.models import PageCheckpoint
from course_discovery.apps.data_loading.services.report import (
    ingestion_stats,
    mail_ingestion_report,
    mail_new_failures,
    mail_report,
)
from course_discovery.apps.data_loading.tests.history import failures_of, refresh, source_of

pytestmark = pytest.mark.django_db
RECIPIENTS = ["a@example.com", "b@example.com"]
MOMENT = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)


class NoServer(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("no server")


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.DATA_LOADING_REPORT_RECIPIENTS = RECIPIENTS
    settings.PUBLISHER_FROM_EMAIL = "catalogue@example.com"
    settings.DISCOVERY_BASE_URL = "https://discovery.example.com/"
    settings.MARKETING_SERVICE_NAME = "the shop window"
    settings.LOADER_INGESTION_CONTACT_EMAIL = "loads@example.com"


@pytest.fixture
def failed_run(bare_partner):
    bare_partner.name = "Lakes & Rivers"
    bare_partner.save()
    run = refresh(bare_partner, started=MOMENT, status="failed", error="Failed: lms_courses")
    source = source_of(run, status="failed", error="1 pages could not be read.", pages=1, pages_failed=1, failed=1)
    PageCheckpoint.objects.create(source_run=source, number=2, error="status 500", at=MOMENT)
    failures_of(source, "a<b", message="<What> key is it?")
    failures_of(source, "left out", skipped=True)
    source_of(run, "ecommerce_seats", seen=12, created=3, updated=4, unchanged=5)
    return run


def sent():
    (message,) = mail.outbox
    ((html, mimetype),) = message.alternatives
    assert mimetype == "text/html"
    return message, message.body, html


def test_a_refresh(failed_run):
    assert mail_report(failed_run, RECIPIENTS)
    message, text, html = sent()
    assert message.subject == "edx - Refresh failed"
    assert (message.to, message.from_email) == (RECIPIENTS, "catalogue@example.com")
    assert message.attachments == []
    address = f"https://discovery.example.com/admin/data_loading/refreshrun/{failed_run.pk}/change/"
    for told in (
        "Lakes & Rivers: the refresh of 2030-01-02 03:04 UTC is failed",
        "Failed: lms_courses",
        "pages 1, pages failed 1, rows 0, created 0, updated 0, unchanged 0, skipped 0, failed 1",
        "pages 0, pages failed 0, rows 12, created 3, updated 4, unchanged 5, skipped 0, failed 0",
        "1 pages could not be read.",
        "lms_courses page 2: status 500",
        "- a<b (lms_courses): [bad_key] <What> key is it?\n",
        address,
    ):
        assert told in text
    assert "left out" not in text
    for told in (
        "Lakes &amp; Rivers: the refresh",
        "<td>12</td><td>3</td><td>4</td><td>5</td><td>0</td><td>0</td></tr>",
        "page 2: status 500",
        "<li><code>a&lt;b</code> (lms_courses): [bad_key] &lt;What&gt; key is it?</li>",
        f'<a href="{address}">',
    ):
        assert told in html
    assert "left out" not in html


def test_many_failures_come_as_a_file(bare_partner):
    run = refresh(bare_partner, status="failed")
    source = source_of(run, failed=101)
    failures_of(source, *(f"key {n}" for n in range(100)))
    mail_report(run, RECIPIENTS)
    assert mail.outbox.pop().attachments == []
    failures_of(source, "=one more")
    mail_report(run, RECIPIENTS)
    message, text, html = sent()
    assert "key 99 " in text
    assert "one more" not in text + html
    assert "and 1 more: see the attached file" in text
    assert "and 1 more: see the attached file" in html
    ((name, content, mimetype),) = message.attachments
    assert (name, mimetype) == ("failures.csv", "text/csv")
    lines = content.splitlines()
    assert len(lines) == 102
    assert lines[-1].startswith("'=one more,bad_key,")


def test_a_file_has_an_end(bare_partner, monkeypatch):
    monkeypatch.setattr("course_discovery.apps.data_loading.services.report.ATTACHED_FAILURES", 150)
    run = refresh(bare_partner)
    failures_of(source_of(run, failed=200), *(f"key {n}" for n in range(200)))
    mail_report(run, RECIPIENTS)
    assert len(sent()[0].attachments[0][1].splitlines()) == 151


def failing(partner, hours_ago, *keys, status="completed", stage=0, **values):
    run = refresh(partner, timedelta(hours=hours_ago), status=status, stage=stage, **values)
    source = source_of(run, failed=len(keys), status="failed" if status == "failed" else "completed")
    failures_of(source, *keys)
    return run


def mailed(partner):
    """Whether the latest refresh is reported."""
    mail_new_failures(partner)
    count = len(mail.outbox)
    mail.outbox.clear()
    return bool(count)


def test_what_failed_before_is_not_told_again(bare_partner):
    failing(bare_partner, 9, "a")
    assert mailed(bare_partner)
    failing(bare_partner, 8, "a")
    assert not mailed(bare_partner)
    failing(bare_partner, 7, "a", "b")
    assert mailed(bare_partner)
    failing(bare_partner, 6)
    assert not mailed(bare_partner)
    failing(bare_partner, 5, "b")
    assert mailed(bare_partner)
    failing(bare_partner, 4, "b", status="failed")
    assert mailed(bare_partner)
    failing(bare_partner, 3, "b", status="failed")
    assert not mailed(bare_partner)
    failing(bare_partner, 2, status="interrupted")
    assert mailed(bare_partner)
    failing(bare_partner, 1, "b", status="failed")
    assert not mailed(bare_partner)


def test_each_stage_is_compared_with_itself(bare_partner):
    failing(bare_partner, 3, "a", stage=1)
    failing(bare_partner, 2, "b", stage=2)
    failing(bare_partner, 1, "a", stage=1)
    assert not mailed(bare_partner)


def test_what_is_running_or_of_a_file_is_not_told(bare_partner):
    failing(bare_partner, 3, "a")
    failing(bare_partner, 2, "a", "b", status="running")
    assert not mailed(bare_partner)
    bare_partner.refresh_runs.all().delete()
    failing(bare_partner, 1, "a", file="a.csv")
    assert not mailed(bare_partner)


def test_nobody_wants_to_know(bare_partner, settings):
    settings.DATA_LOADING_REPORT_RECIPIENTS = []
    failing(bare_partner, 1, "a")
    assert not mailed(bare_partner)


def test_what_was_left_out_on_purpose_is_no_failure(bare_partner):
    run = refresh(bare_partner)
    failures_of(source_of(run, skipped=1), "a", skipped=True)
    assert not mailed(bare_partner)


def test_no_mail_stops_a_refresh(bare_partner, settings, caplog, monkeypatch):
    failing(bare_partner, 1, "a")
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"
    mail_new_failures(bare_partner)
    assert 'for product type refresh, with subject "edx - Refresh completed"' in caplog.text
    monkeypatch.setattr("course_discovery.apps.data_loading.services.report._failed", {}.pop)
    mail_new_failures(bare_partner)
    assert "The refresh of edx could not be reported" in caplog.text


CREATED = {
    "uuid": "0d8b1f9e-7a3e-4f0a-8f7e-0f2d8e6c9a11",
    "external_course_marketing_type": "short_course",
    "url_slug": "lakes",
    "rerun": True,
    "course_run_variant_id": "5a1c2f44-1f0f-4a52-9d3b-3c9d7f5e8b22",
    "restriction_type": None,
    "is_future_variant": False,
}


@pytest.fixture
def products(bare_partner):
    """Ten rows: five unchanged, two updated, one course made, two failed; two products were archived."""
    bare_partner.publisher_url = "https://publisher.example.com"
    bare_partner.save()
    source = source_of(
        refresh(bare_partner, started=MOMENT, file="products.csv"),
        "csv_courses",
        seen=10,
        created=1,
        updated=2,
        unchanged=5,
        failed=2,
        results={"created_products": [CREATED], "archived_products": ["ext-1", "ext-2"]},
    )
    failures_of(source, "Lakes", code="MISSING_ORGANIZATION", message="[MISSING_ORGANIZATION] Unable to locate <it>.")
    failures_of(source, "Rivers", code="COURSE_NOT_FOUND", message="No such course.")
    failures_of(source, "left out", code="OTHER", skipped=True)
    return source


def test_the_numbers_of_a_table(products):
    assert ingestion_stats(products) == {
        "total_products_count": 10,
        "success_count": 8,
        "failure_count": 2,
        "updated_products_count": 2,
        "created_products": [CREATED],
        "created_products_count": 1,
        "archived_products": ["ext-1", "ext-2"],
        "archived_products_count": 2,
        "errors": {
            "MISSING_ORGANIZATION": ["[MISSING_ORGANIZATION] Unable to locate <it>."],
            "COURSE_NOT_FOUND": ["No such course."],
        },
    }


def test_the_mail_of_a_table(products):
    rows = [{"title": "Lakes", "number": 1, "price": "é"}]
    assert mail_ingestion_report(products, "EXECUTIVE_EDUCATION", "Ext", RECIPIENTS, products=rows)
    message, text, html = sent()
    assert message.subject == "Ext - Executive Education Data Ingestion"
    assert (message.to, message.from_email) == (RECIPIENTS, "catalogue@example.com")
    ((name, content, mimetype),) = message.attachments
    assert (name, mimetype) == ("products.json", "application/json")
    assert json.loads(content) == rows
    assert content.startswith('[\n  {\n    "title": "Lakes"')
    for label, value in (
        ("Ingestion Time", "2030-01-02 03:04:05 UTC"),
        ("Total data rows", 10),
        ("Successful Ingestion", 8),
        ("Ingestion with Errors", 2),
        ("New Products", 1),
        ("Updated Products", 2),
        ("Archived Products", 2),
    ):
        assert f"\n{label}: {value}\n" in text
        assert f'<th align="left">{label}</th><td>{value}</td>' in html
    link = f"https://publisher.example.com/courses/{CREATED['uuid']}"
    assert f'<a href="{link}">{CREATED["uuid"]}</a></td><td>lakes</td><td>short_course</td>' in html
    assert f"<td>{CREATED['course_run_variant_id']}</td><td></td><td>No</td><td>Yes</td></tr>" in html
    assert f"- Course UUID: {link}\n  URL Slug: lakes\n  External Course Marketing Type: short_course\n" in text
    assert "  Restriction Type: \n  Future Variant: No\n  Rerun: Yes\n" in text
    assert "<h3>Archived Products External Identifiers</h3>\n<ul><li>ext-1</li><li>ext-2</li></ul>" in html
    assert "Archived Products External Identifiers\n\n- ext-1\n- ext-2\n" in text
    assert "<h3>Ingestion Failures</h3>" in html
    assert "(csv_courses): [MISSING_ORGANIZATION] Unable to locate &lt;it&gt;.</li>" in html
    assert "- Rivers (csv_courses): [COURSE_NOT_FOUND] No such course.\n" in text
    assert "left out" not in text + html
    for told in ("the shop window", "loads@example.com"):
        assert told in text
        assert told in html


def test_a_table_of_which_nothing_came(bare_partner):
    source = source_of(refresh(bare_partner, file="x.csv"), "csv_courses")
    mail_ingestion_report(source, "BOOTCAMPS", "Ext", RECIPIENTS)
    message, text, html = sent()
    assert message.subject == "Ext - Bootcamps Data Ingestion"
    assert message.attachments == []
    for title in ("Archived Products External", "Ingestion Failures", "Course UUID"):
        assert title not in text + html


def test_degrees_are_listed_by_uuid_alone(bare_partner):
    source = source_of(
        refresh(bare_partner, file="x.csv"), "csv_degrees", results={"created_products": [CREATED, "another-uuid"]}
    )
    mail_ingestion_report(source, "DEGREES", "Ext", RECIPIENTS)
    message, text, html = sent()
    assert message.subject == "Ext - Degrees Data Ingestion"
    assert f"<ul><li>{CREATED['uuid']}</li><li>another-uuid</li></ul>" in html
    assert f"\n- {CREATED['uuid']}\n- another-uuid\n" in text
    assert "URL Slug" not in text + html


def test_a_mail_that_cannot_be_sent_is_logged(products, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"
    assert not mail_ingestion_report(products, "BOOTCAMPS", "Ext", RECIPIENTS)
    told = (
        "Failure to send ingestion notification for product type BOOTCAMPS, with subject "
        '"Ext - Bootcamps Data Ingestion" and context "{'
    )
    assert told in caplog.text


def test_a_name_with_a_line_break(products):
    assert mail_ingestion_report(products, "BOOTCAMPS", "Ext\nBcc: c@example.com", RECIPIENTS)
    assert sent()[0].subject == "Ext Bcc: c@example.com - Bootcamps Data Ingestion"
