import pytest
from django.utils import translation

from course_discovery.apps.ietf_language_tags.models import LanguageTag

pytestmark = pytest.mark.django_db


def test_seeded():
    assert LanguageTag.objects.count() == 189
    assert LanguageTag.objects.get(code="zh-Hant-TW").name == "Chinese - Simplified, Taiwan"
    assert LanguageTag.objects.get(code="eu").name == "Basque (Basque)"
    for tag in LanguageTag.objects.prefetch_related("translations"):
        assert [(each.language_code, each.name_t) for each in tag.translations.all()] == [("en", tag.name)]


@pytest.mark.parametrize(
    ("code", "macrolanguage", "shown"),
    [
        ("en-us", "English", "English"),
        ("zh-Hans", "Chinese", "Chinese - Simplified"),
        ("fr", "French", "French"),
        ("es-419", "Spanish", "Spanish"),
    ],
)
def test_names(code, macrolanguage, shown):
    tag = LanguageTag.objects.get(code=code)
    assert tag.macrolanguage == macrolanguage
    assert tag.display_name == shown
    assert tag.translated_display_name == shown


def test_translated_name():
    tag = LanguageTag.objects.get(code="es-419")
    tag.set_current_language("es")
    tag.name_t = "Español - Latinoamérica"
    tag.save()
    tag = LanguageTag.objects.get(code="es-419")
    with translation.override("es"):
        assert LanguageTag.objects.get(code="es-419").translated_display_name == "Español"
    assert tag.translated_display_name == "Spanish"
    LanguageTag.objects.create(code="xx", name="Xish - Y")
    assert LanguageTag.objects.get(code="xx").translated_display_name == "Xish"
