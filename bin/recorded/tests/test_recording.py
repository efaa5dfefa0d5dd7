from datetime import UTC, datetime

import pytest

from bin.recorded.recording import Recording, Unreadable

README = """
Clock: 2030-05-06, 07:01 to 07:09 UTC; freeze it at 07:05
(for `loaded/` at 08:30) when comparing.
Host `reef.example.org` is site 1, partner `reef` ("Reef University", marketing
root https://www.example.org/); another host is another partner.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "README.md").write_text(README)
    return tmp_path


def test_the_readme_tells_clock_host_and_partner(folder):
    setup = Recording(folder).setup()
    assert (setup.host, setup.partner_code, setup.partner_name) == ("reef.example.org", "reef", "Reef University")
    assert setup.marketing_root == "https://www.example.org/"
    assert setup.now == datetime(2030, 5, 6, 7, 5, tzinfo=UTC)
    assert setup.loaded_now == datetime(2030, 5, 6, 8, 30, tzinfo=UTC)


def test_what_is_told_goes_before_it(folder):
    moment = datetime(2031, 1, 1, tzinfo=UTC)
    setup = Recording(folder).setup(now=moment, host=None, partner_code="other")
    assert (setup.now, setup.host, setup.partner_code) == (moment, "reef.example.org", "other")


def test_what_nobody_tells_is_asked_for(tmp_path):
    with pytest.raises(Unreadable, match=r"--host, --partner-code, .*--now, --loaded-now"):
        Recording(tmp_path).setup()


def test_a_folder_that_is_not_there_is_no_recording(tmp_path):
    with pytest.raises(Unreadable, match="is not a folder"):
        Recording(tmp_path / "nowhere")


def test_files_that_are_missing_hold_no_cases(folder):
    recording = Recording(folder)
    assert [*recording.search_cases(), *recording.access_cases(), *recording.listed_cases()] == []
    assert recording.raw("any") is None
