"""What is asked of whoever starts a refresh."""

from django import forms

from course_discovery.apps.core.models import Partner

STAGES = (
    (0, "all stages"),
    (1, "1: courses, runs, organizations"),
    (2, "2: what is sold"),
    (3, "3: enrollment figures"),
)


class StartForm(forms.Form):
    partner = forms.ModelChoiceField(Partner.objects.order_by("short_code"), empty_label=None)
    stage = forms.TypedChoiceField(choices=STAGES, coerce=int)
    allow_large_deletes = forms.BooleanField(
        required=False, label="delete what is gone upstream even if it is a large share of what there is"
    )
