from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from taggit.models import Tag

from course_discovery.rest.params import QueryParams, TextParam

AT_MOST = 20


class TagParams(QueryParams):
    q = TextParam(help_text="A part of the tag's name, in any case.")
    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, help_text="How many tags, at most 20."
    )


class TagSuggestionSerializer(serializers.Serializer):
    name = serializers.CharField()
    value = serializers.CharField()


class TagSuggestionsView(APIView):
    """Tags that begin with what was typed, then others that contain it, by name."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(parameters=[TagParams], responses=TagSuggestionSerializer(many=True))
    def get(self, request: Request, model: str = "") -> Response:
        params = TagParams.read(request)
        typed = params["q"] or ""
        tags = Tag.objects.filter(name__icontains=typed) if typed else Tag.objects.all()
        begins = Q(name__istartswith=typed)
        names = [
            name
            for group in (tags.filter(begins), tags.exclude(begins))
            for name in group.order_by("name").values_list("name", flat=True)[:AT_MOST]
        ]
        limit = min(params["limit"] or AT_MOST, AT_MOST)
        return Response([{"name": name, "value": name} for name in names[:limit]])
