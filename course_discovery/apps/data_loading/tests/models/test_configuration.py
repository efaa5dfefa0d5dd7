import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from course_discovery.apps.data_loading.models import (
    CSVDataLoaderConfiguration,
    DataLoaderConfig,
    DegreeDataLoaderConfiguration,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def test_every_save_is_a_new_row_and_the_newest_counts():
    row = CSVDataLoaderConfiguration.objects.create(csv_file=ContentFile(b"a\n", "a.csv"), enabled=True)
    assert CSVDataLoaderConfiguration.current() == row
    first = row.pk
    row.enabled = False
    row.save()
    assert CSVDataLoaderConfiguration.objects.count() == 2
    assert (CSVDataLoaderConfiguration.current().pk, CSVDataLoaderConfiguration.current().enabled) == (row.pk, False)
    assert row.pk != first
    assert DegreeDataLoaderConfiguration.current().enabled is False


def test_nothing_of_it_is_cached():
    row = CSVDataLoaderConfiguration.objects.create(csv_file=ContentFile(b"a\n", "a.csv"), enabled=True)
    CSVDataLoaderConfiguration.current()
    CSVDataLoaderConfiguration.objects.filter(pk=row.pk).update(enabled=False)
    assert CSVDataLoaderConfiguration.current().enabled is False


def test_files_keep_their_names_in_folders_that_nobody_guesses():
    names = [
        CSVDataLoaderConfiguration.objects.create(csv_file=ContentFile(b"a\n", "a.csv")).csv_file.name for _ in range(2)
    ]
    folders = {name.removesuffix("/a.csv") for name in names}
    assert len(folders) == 2
    assert {len(folder) for folder in folders} == {len("configuration/uploads/") + 36}


def test_only_csv():
    row = CSVDataLoaderConfiguration(csv_file=ContentFile(b"", "courses.xlsx"))
    with pytest.raises(ValidationError) as raised:
        row.full_clean()
    assert set(raised.value.message_dict) == {"csv_file"}


def test_somebody_has_to_work():
    assert DataLoaderConfig.get_solo().max_workers == 7
    with pytest.raises(ValidationError):
        DataLoaderConfig(max_workers=0).full_clean()
