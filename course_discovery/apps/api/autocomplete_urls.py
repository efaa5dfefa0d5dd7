"""Addresses of suggestions for select fields, under /admin/course_metadata/."""

from django.urls import path

from course_discovery.apps.api.v1.views.autocomplete import (
    Autocomplete,
    CollaboratorAutocomplete,
    CourseAutocomplete,
    CourseRunAutocomplete,
    OrganizationAutocomplete,
    PersonAutocomplete,
)
from course_discovery.apps.course_metadata.models import (
    FAQ,
    Collaborator,
    CorporateEndorsement,
    Endorsement,
    ExpectedLearningItem,
    JobOutlookItem,
)
from course_discovery.apps.programs.models import Program

app_name = "admin_metadata"

_VIEWS = {
    "collaborator": CollaboratorAutocomplete.as_view(model=Collaborator),
    "corporate-endorsement": Autocomplete.as_view(model=CorporateEndorsement, fields=("corporation_name", "statement")),
    "course": CourseAutocomplete.as_view(),
    "course-run": CourseRunAutocomplete.as_view(),
    "endorsement": Autocomplete.as_view(model=Endorsement, fields=("quote",)),
    "expected-learning-item": Autocomplete.as_view(model=ExpectedLearningItem, fields=("value",)),
    "faq": Autocomplete.as_view(model=FAQ, fields=("question", "answer")),
    "job-outlook-item": Autocomplete.as_view(model=JobOutlookItem, fields=("value",)),
    "organisation": OrganizationAutocomplete.as_view(),
    "person": PersonAutocomplete.as_view(),
    "program": Autocomplete.as_view(model=Program, fields=("title",)),
}

urlpatterns = [path(f"{name}-autocomplete/", view, name=f"{name}-autocomplete") for name, view in _VIEWS.items()]
