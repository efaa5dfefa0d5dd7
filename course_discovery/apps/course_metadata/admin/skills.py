"""Pages about the skills of one course or program, for those who may change it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from taxonomy.models import CourseSkills, Skill

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.services.course_skills import readmit_skills, refuse_skills


class SkillsForm(forms.Form):
    """Shown skills to refuse, and refused ones to show again."""

    exclude_skills = forms.ModelMultipleChoiceField(queryset=Skill.objects.none(), required=False)
    include_skills = forms.ModelMultipleChoiceField(queryset=Skill.objects.none(), required=False)

    def __init__(self, course: Course, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.course = course
        for name, refused in (("exclude_skills", False), ("include_skills", True)):
            field: Any = self.fields[name]
            field.queryset = Skill.objects.filter(pk__in=skills_of(course, refused=refused).values("skill"))

    @transaction.atomic
    def save(self) -> None:
        refuse_skills(self.course.key, [skill.pk for skill in self.cleaned_data["exclude_skills"]])
        readmit_skills(self.course.key, [skill.pk for skill in self.cleaned_data["include_skills"]])


def skills_of(course: Course, *, refused: bool) -> Any:
    links = CourseSkills.objects.filter(course_key=course.key, is_blacklisted=refused)
    return links.select_related("skill").order_by("skill__name", "pk")


def course_skills_page(model_admin: admin.ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    course = row_to_change(model_admin, request, pk)
    form = SkillsForm(course, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "The skills of the course were changed.")
        return HttpResponseRedirect(request.path)
    context = _context(model_admin, request, course) | {
        "title": "Skills of the course",
        "course": course,
        "course_skills": skills_of(course, refused=False),
        "excluded_skills": skills_of(course, refused=True),
        "exclude_skills_form": form,
    }
    return render(request, "course_metadata/course_skills.html", context)


def refresh_skills_page(
    model_admin: admin.ModelAdmin, request: HttpRequest, pk: int, ask_for_skills: Callable[[Any], Any]
) -> HttpResponse:
    """A page with one button, which has the texts of the row searched for skills by `ask_for_skills(row)`."""
    row = row_to_change(model_admin, request, pk)
    if request.method != "POST":
        context = _context(model_admin, request, row) | {"title": "Search the texts for skills"}
        return render(request, "course_metadata/refresh_skills.html", context)
    try:
        ask_for_skills(row)
    except Exception as error:  # The queue may be out of reach in many ways.
        messages.error(request, f"The texts cannot be searched for skills: {error}")
    else:
        messages.success(request, "The texts are being searched for skills. What is found is shown when that is done.")
    return HttpResponseRedirect(request.path)


def row_to_change(model_admin: admin.ModelAdmin, request: HttpRequest, pk: int) -> Any:
    """The row, if the caller may change it. Raises Http404 and PermissionDenied."""
    row = model_admin.get_object(request, str(pk))
    if row is None:
        raise Http404
    if not model_admin.has_change_permission(request, row):
        raise PermissionDenied
    return row


def _context(model_admin: admin.ModelAdmin, request: HttpRequest, row: Any) -> dict[str, Any]:
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": row,
        "has_change_permission": True,
    }
