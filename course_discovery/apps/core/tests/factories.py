"""Test objects of the core app."""

import factory
from django.contrib.sites.models import Site
from factory.django import DjangoModelFactory

from course_discovery.apps.core.models import Currency, Partner, User, UserThrottleRate

USER_PASSWORD = "a-password-for-tests"


class SiteFactory(DjangoModelFactory):
    domain = factory.Sequence(lambda n: f"discovery-{n}.example.com")
    name = factory.Sequence(lambda n: f"Site {n}")

    class Meta:
        model = Site


class PartnerFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Partner {n}")
    short_code = factory.Sequence(lambda n: f"p{n}")
    site = factory.SubFactory(SiteFactory)
    marketing_site_url_root = factory.Sequence(lambda n: f"https://www.partner-{n}.example.com/")
    lms_url = factory.Sequence(lambda n: f"https://lms.partner-{n}.example.com")

    class Meta:
        model = Partner


class UserFactory(DjangoModelFactory):
    username = factory.Sequence(lambda n: f"user_{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.com")
    first_name = "Ada"
    last_name = "Lovelace"
    password = factory.django.Password(USER_PASSWORD)
    is_active = True

    class Meta:
        model = User
        skip_postgeneration_save = True


class StaffUserFactory(UserFactory):
    is_staff = True


class UserThrottleRateFactory(DjangoModelFactory):
    user = factory.SubFactory(UserFactory)
    rate = "5/minute"

    class Meta:
        model = UserThrottleRate


class CurrencyFactory(DjangoModelFactory):
    code = factory.Iterator(("USD", "EUR"))
    name = factory.LazyAttribute(lambda currency: currency.code)

    class Meta:
        model = Currency
        django_get_or_create = ("code",)
