"""Pages on which operators upload files for commands."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from course_discovery.apps.data_loading.models import BackpopulateCourseTypeConfig, DegreeDataLoaderConfiguration

FILES = (
    "csvdataloaderconfiguration",
    "degreedataloaderconfiguration",
    "geolocationdataloaderconfiguration",
    "geotargetingdataloaderconfiguration",
    "productvaluedataloaderconfiguration",
    "programsubscriptionconfiguration",
)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def upload(admin, name="degrees.csv"):
    url = reverse("admin:data_loading_degreedataloaderconfiguration_add")
    return admin.post(url, {"csv_file": SimpleUploadedFile(name, b"title\n"), "enabled": "on"})


def test_an_upload_remembers_who_did_it_and_stays(admin):
    assert upload(admin).status_code == 302
    first = DegreeDataLoaderConfiguration.current()
    assert (first.changed_by.username, first.enabled) == ("admin", True)
    url = reverse("admin:data_loading_degreedataloaderconfiguration_change", args=[first.pk])
    add = reverse("admin:data_loading_degreedataloaderconfiguration_add")
    assert ["_save" in admin.get(page).content.decode() for page in (add, url)] == [True, False]
    upload(admin)
    assert DegreeDataLoaderConfiguration.objects.count() == 2


def test_other_files_are_refused_with_the_reason(admin):
    answer = upload(admin, "degrees.xlsx")
    assert "xlsx" in str(answer.context["adminform"].form.errors["csv_file"])
    assert not DegreeDataLoaderConfiguration.objects.exists()


@pytest.mark.parametrize("name", FILES)
def test_all_have_a_list_and_a_form(admin, name):
    for page in ("changelist", "add"):
        assert admin.get(reverse(f"admin:data_loading_{name}_{page}")).status_code == 200


def test_the_form_of_what_has_a_file_already(admin):
    upload(admin)
    assert admin.get(reverse("admin:data_loading_degreedataloaderconfiguration_add")).status_code == 200


def test_single_rows(admin):
    url = reverse("admin:data_loading_backpopulatecoursetypeconfig_changelist")
    assert admin.post(url, {"arguments": "--partner edx"}).status_code == 302
    assert BackpopulateCourseTypeConfig.get_solo().arguments == "--partner edx"
    url = reverse("admin:data_loading_dataloaderconfig_changelist")
    assert "greater than or equal to 1" in admin.post(url, {"max_workers": "0"}).content.decode()
