"""Every address of the service."""

from auth_backends.urls import oauth2_urlpatterns
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.i18n import JavaScriptCatalog
from django.views.static import serve as serve_file
from drf_spectacular.views import SpectacularAPIView

from course_discovery.apps.api.v1.views.autocomplete import LanguageTagAutocomplete
from course_discovery.apps.api.v1.views.tag import TagSuggestionsView
from course_discovery.apps.core import views as core_views
from course_discovery.apps.explorer.views import explore
from course_discovery.apps.search import views as search_views
from course_discovery.rest.docs_page import DocsPage

admin.site.site_header = admin.site.site_title = "Course Discovery"

handler404 = "course_discovery.rest.errors.not_found"
handler500 = "course_discovery.rest.errors.server_error"

language_tag_urls = [
    path("language-tag-autocomplete/", LanguageTagAutocomplete.as_view(), name="language-tag-autocomplete"),
]

urlpatterns = [
    path("", explore, name="explorer"),
    *oauth2_urlpatterns,
    path("admin/course_metadata/", include("course_discovery.apps.api.autocomplete_urls")),
    path("admin/visibility/", include("course_discovery.apps.visibility.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("course_discovery.apps.api.urls")),
    path("api-auth/", include((oauth2_urlpatterns, "rest_framework"))),
    path("api-docs/", never_cache(DocsPage.as_view(url_name="schema")), name="api_docs"),
    path("api-docs/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("auto_auth/", core_views.AutoAuth.as_view(), name="auto_auth"),
    path("csrf/api/v1/token", core_views.csrf_token, name="csrf_token"),
    path("extensions/", include("course_discovery.apps.api.extension_urls")),
    path("health/", core_views.health, name="health"),
    path("health/ready/", search_views.ready, name="health_ready"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("jsi18n/", JavaScriptCatalog.as_view(packages=["course_discovery"]), name="javascript-catalog"),
    path("language-tags/", include((language_tag_urls, "language_tags"))),
    path("publisher/", include("course_discovery.apps.api.publisher_urls")),
    path("taxonomy/", include("course_discovery.apps.api.taxonomy_urls")),
    path("taggit_autosuggest/list/", TagSuggestionsView.as_view(), name="taggit_autosuggest-list"),
    path("taggit_autosuggest/list/<str:model>/", TagSuggestionsView.as_view(schema=None)),
    path("tagging/", include("course_discovery.apps.tagging.urls")),
]

if settings.DISCOVERY_SERVE_MEDIA:
    urlpatterns.append(
        re_path(r"^media/(?P<path>.*)$", serve_file, {"document_root": settings.MEDIA_ROOT}, name="media")
    )
