import pytest
from django.core.exceptions import ValidationError

from course_discovery.lib.email_list_field import EmailListField


@pytest.fixture
def field():
    return EmailListField(blank=True)


def test_database_text_has_an_address_a_line(field):
    assert field.get_prep_value(["a@example.com", "b@example.com"]) == "a@example.com\nb@example.com"
    assert field.from_db_value("a@example.com\n b@example.com \n\n", None, None) == ["a@example.com", "b@example.com"]
    assert field.from_db_value(None, None, None) == []


def test_form_edits_lines(field):
    form_field = field.formfield()
    assert form_field.prepare_value(["a@example.com", "b@example.com"]) == "a@example.com\nb@example.com"
    assert form_field.clean("a@example.com\r\nb@example.com\r\n") == ["a@example.com", "b@example.com"]
    assert form_field.has_changed(["a@example.com"], "b@example.com")
    assert not form_field.has_changed(["a@example.com"], "a@example.com\n")


def test_bad_address_is_named(field):
    with pytest.raises(ValidationError, match="nonsense: Enter a valid email address."):
        field.clean(["a@example.com", "nonsense"], None)
    assert field.clean([], None) == []
