"""Refreshes: the last ones with charts, a button that starts one, how far one is, and what came of it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from course_discovery.apps.data_loading.admin.chart import chart_of
from course_discovery.apps.data_loading.admin.failure_files import failures_file
from course_discovery.apps.data_loading.admin.start_form import StartForm
from course_discovery.apps.data_loading.models import RefreshRun
from course_discovery.apps.data_loading.models.refresh_run import RunStatus
from course_discovery.apps.data_loading.selectors.histories import RUNS_SHOWN, histories
from course_discovery.apps.data_loading.selectors.leases import with_liveness
from course_discovery.apps.data_loading.selectors.progress import progress_of
from course_discovery.apps.data_loading.services.lease import AlreadyRefreshing
from course_discovery.apps.data_loading.tasks import start_refresh
from course_discovery.lib.read_only_admin import ReadOnly

START = "data_loading.start_refresh"
PARTNER = "partner__id__exact"


@admin.register(RefreshRun)
class RefreshRunAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("started", "partner", "stage", "file", "standing", "took", "resumed", "error")
    list_filter = ("status", "partner")
    list_select_related = ("partner",)
    date_hierarchy = "started"
    list_per_page = 50

    class Media:
        css = {"all": ("data_loading/refreshes.css",)}
        js = ("data_loading/refreshes.js",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return with_liveness(super().get_queryset(request))

    @admin.display(description="status", ordering="status")
    def standing(self, run: RefreshRun) -> str:
        return "interrupted" if run.status == RunStatus.Running and not run.is_live else run.status

    @admin.display(description="seconds")
    def took(self, run: RefreshRun) -> str:
        return f"{(run.ended - run.started).total_seconds():.1f}" if run.ended else ""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("start/", view(require_POST(self.start)), name="data_loading_refreshrun_start"),
            path("<int:pk>/progress/", view(self.progress), name="data_loading_refreshrun_progress"),
            path("<int:pk>/failures.csv", view(self.failures), name="data_loading_refreshrun_failures"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The overview stands above the list unless that is narrowed down to more than a partner."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get(PARTNER, "")
        is_overview = set(request.GET) <= {PARTNER} and (asked.isdecimal() or not asked)
        found = histories(int(asked) if asked else None) if is_overview else []
        charts = [
            (partner, [(source, chart_of(source.runs, source.states, RUNS_SHOWN)) for source in partner.sources])
            for partner in found
        ]
        context = {
            "title": "Refreshes",
            "charts": charts,
            "is_overview": is_overview,
            "runs_shown": RUNS_SHOWN,
            "start_form": StartForm(initial={"partner": asked or None}) if request.user.has_perm(START) else None,
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        run = kwargs.get("obj")
        return super().render_change_form(request, context | {"progress": progress_of(run)}, *args, **kwargs)

    def start(self, request: HttpRequest) -> HttpResponse:
        """Start a refresh; what comes of it is seen on the page it leads back to."""
        if not request.user.has_perm(START):
            raise PermissionDenied
        form = StartForm(request.POST)
        if not form.is_valid():
            for name, errors in form.errors.items():
                messages.error(request, f"{name}: {' '.join(errors)}")
            return self._to_list()
        partner = form.cleaned_data["partner"]
        try:
            start_refresh(partner, form.cleaned_data["stage"], form.cleaned_data["allow_large_deletes"])
        except AlreadyRefreshing as busy:
            messages.warning(request, str(busy))
        else:
            messages.success(request, f"The refresh of {partner.short_code} has been asked for. It appears below soon.")
        return self._to_list()

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far a refresh is, for the script of its page: `html` takes the place of what the page shows."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        progress = progress_of(get_object_or_404(RefreshRun, pk=pk))
        html = render_to_string("data_loading/progress.html", {"progress": progress})
        return JsonResponse({"is_over": not progress.state.is_live, "html": html})

    def failures(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(RefreshRun, pk=pk)
        return failures_file(request, run.sources.all(), f"refresh-{pk}-failures")

    def _to_list(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:data_loading_refreshrun_changelist"))
