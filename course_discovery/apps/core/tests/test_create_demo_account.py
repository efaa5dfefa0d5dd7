import stat

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from course_discovery.apps.core.models import User

pytestmark = pytest.mark.django_db


def test_refuses_outside_the_demo(tmp_path):
    with pytest.raises(CommandError, match="DISCOVERY_DEMO=1"):
        call_command("create_demo_account", "demo", "--password-file", str(tmp_path / "password"))
    assert not User.objects.exists()


def test_makes_an_account_whose_password_stands_in_the_file(tmp_path, settings):
    settings.DISCOVERY_DEMO = True
    path = tmp_path / "password"
    call_command("create_demo_account", "demo", "--password-file", str(path))
    user = authenticate(username="demo", password=path.read_text())
    assert user.is_staff and user.is_superuser
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keeps_the_password_until_its_file_is_gone(tmp_path, settings):
    settings.DISCOVERY_DEMO = True
    path = tmp_path / "password"
    call_command("create_demo_account", "demo", "--password-file", str(path))
    first = path.read_text()
    call_command("create_demo_account", "demo", "--password-file", str(path))
    assert path.read_text() == first
    path.unlink()
    call_command("create_demo_account", "demo", "--password-file", str(path))
    assert path.read_text() != first
    assert authenticate(username="demo", password=path.read_text()) is not None
    assert User.objects.count() == 1
