import pytest

from course_discovery.apps.data_loading.models import DataLoaderConfig
from course_discovery.apps.data_loading.selectors.configuration import pages_ahead
from course_discovery.apps.data_loading.services import source_run
from course_discovery.apps.data_loading.services.refresh import refresh_partner
from course_discovery.apps.data_loading.tests.rows import run_row
from course_discovery.apps.data_loading.tests.services.watching import Watcher

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("workers", "pages"), [(None, 4), (7, 4), (4, 4), (1, 1), (0, 1)])
def test_the_smaller_number_counts(settings, workers, pages):
    settings.DATA_LOADING_PAGES_AHEAD = 4
    if workers is not None:
        DataLoaderConfig.objects.create(max_workers=workers)
    assert pages_ahead() == pages


def test_a_refresh_keeps_to_it(partner, platform, settings, monkeypatch):
    settings.DATA_LOADING_PAGES_AHEAD = 4
    DataLoaderConfig.objects.create(max_workers=2)
    asked = []
    walk = source_run.PageWalk

    def watched(fetch, ahead, **options):
        asked.append(ahead)
        return walk(fetch, ahead, **options)

    monkeypatch.setattr(source_run, "PageWalk", watched)
    platform.catalogue.lms_course_runs.add(run_row("course-v1:LakeX+B1+1"))
    refresh_partner(partner, Watcher(), stage=1)
    assert set(asked) == {2}
