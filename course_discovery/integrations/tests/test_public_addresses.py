"""Addresses of strangers must not lead into our own network."""

import pytest
import requests

from course_discovery.integrations.pictures import NoPicture, PictureHosts
from course_discovery.integrations.public_addresses import PrivateAddress, public_session
from course_discovery.sandbox import Catalogue, running_sandbox


@pytest.fixture(scope="module")
def platform():
    with running_sandbox(Catalogue()) as running:
        yield running


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_nothing_is_sent_to_this_machine(platform, host):
    with pytest.raises(PrivateAddress, match=r"^(127\.0\.0\.1|::1)$"):
        public_session().get(f"http://{host}:{platform.port}/heartbeat", timeout=5)
    assert platform.requests == []


@pytest.mark.parametrize(
    ("address", "is_private"),
    [
        ("10.1.2.3", True),
        ("169.254.169.254", True),
        ("fd00::1", True),
        ("fe80::1%eth0", True),
        ("93.184.215.14", False),
    ],
)
def test_which_addresses_are_private(monkeypatch, address, is_private):
    """By the address of the connection, whatever the name was."""

    class Connection:
        def getpeername(self):
            return address, 80

        def close(self):
            pass

        def sendall(self, *_):
            raise ConnectionError("sent")

    monkeypatch.setattr("urllib3.util.connection.create_connection", lambda *_, **__: Connection())
    with pytest.raises(PrivateAddress if is_private else requests.ConnectionError):
        public_session().get("http://pictures.example/a.png", timeout=5)


def test_pictures_say_what_to_do(platform, settings):
    settings.PICTURES_FROM_PRIVATE_ADDRESSES = False
    url = f"{platform.url}/pictures/p"
    with pytest.raises(NoPicture, match="127.0.0.1 is a private address; PICTURES_FROM_PRIVATE_ADDRESSES allows"):
        PictureHosts().download(url)
    assert platform.requests == []
