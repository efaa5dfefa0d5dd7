"""Point a partner at its platform."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.sites.models import Site
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from course_discovery.apps.core.models import Partner

# Option names are the field names with dashes.
URL_FIELDS = (
    "courses_api_url",
    "lms_coursemode_api_url",
    "ecommerce_api_url",
    "organizations_api_url",
    "programs_api_url",
    "lms_url",
    "lms_admin_url",
    "studio_url",
    "publisher_url",
    "marketing_site_api_url",
    "marketing_site_url_root",
    "analytics_url",
)
OTHER_FIELDS = ("marketing_site_api_username", "marketing_site_api_password", "analytics_token")
# These columns hold texts and are never null; the others are null while nothing is known.
NEVER_NULL = frozenset({"analytics_url", "analytics_token"})


class Command(BaseCommand):
    help = "Create a partner and its site, or change them. An option that is left out leaves its field as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--site-id", type=int, help="The site to take, and to give this domain; else that of the domain."
        )
        parser.add_argument("--site-domain", required=True, help="The domain of the partner's requests.")
        parser.add_argument("--code", required=True, help="The short code, which says which partner is meant.")
        parser.add_argument("--name", required=True, help="The name of partner and site.")
        for field in (*URL_FIELDS, *OTHER_FIELDS):
            parser.add_argument(f"--{field.replace('_', '-')}", dest=field, help="An empty value clears the field.")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        site = self._site(options["site_id"], options["site_domain"], options["name"])
        partner = Partner.objects.filter(short_code=options["code"]).first()
        is_new = partner is None
        partner = partner or Partner(short_code=options["code"])
        partner.site = site
        partner.name = options["name"]
        for field in (*URL_FIELDS, *OTHER_FIELDS):
            value = options[field]
            if value is not None:
                setattr(partner, field, value if value or field in NEVER_NULL else None)
        try:
            # Addresses inside a network often have no top level domain, which the URL fields' forms insist on.
            partner.full_clean(exclude=URL_FIELDS)
        except ValidationError as error:
            raise CommandError(_joined(error)) from error
        self._check_lengths(partner)
        partner.save()
        self.stdout.write(f"Partner {partner.short_code} {'created' if is_new else 'updated'}, site {site.domain}.")

    def _site(self, site_id: int | None, domain: str, name: str) -> Site:
        if site_id is None:
            site, _created = Site.objects.update_or_create(domain=domain, defaults={"name": name[:50]})
        else:
            other = Site.objects.filter(domain=domain).exclude(pk=site_id).first()
            if other is not None:
                raise CommandError(f"Site {other.pk} has the domain {domain} already.")
            site, _created = Site.objects.update_or_create(pk=site_id, defaults={"domain": domain, "name": name[:50]})
        Site.objects.clear_cache()
        return site

    def _check_lengths(self, partner: Partner) -> None:
        for name in URL_FIELDS:
            field: Any = Partner._meta.get_field(name)
            if len(getattr(partner, name) or "") > field.max_length:
                raise CommandError(f"{name}: at most {field.max_length} characters.")


def _joined(error: ValidationError) -> str:
    return "; ".join(f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
