"""Skills, the jobs that ask for them, the courses and blocks that teach them, as taxonomy-connector keeps them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from taxonomy.api.v1.serializers import JobPathSerializer
from taxonomy.choices import UserGoal
from taxonomy.models import Job, Skill, SkillsQuiz

from course_discovery.apps.api.v1.serializers.organization import MinimalOrganizationSerializer
from course_discovery.rest.fields import UrlImageField
from course_discovery.rest.serializers import ReadSerializer


class SkillOfJobSerializer(ReadSerializer):
    """A skill without what it hangs on; `category` and `subcategory` are ids."""

    id = serializers.IntegerField()
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    external_id = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    info_url = serializers.CharField()
    type_id = serializers.CharField()
    type_name = serializers.CharField()
    category = serializers.IntegerField(source="category_id", allow_null=True)
    subcategory = serializers.IntegerField(source="subcategory_id", allow_null=True)


class CourseOfSkillSerializer(ReadSerializer):
    course_key = serializers.CharField()
    confidence = serializers.FloatField()


class XBlockOfSkillSerializer(ReadSerializer):
    usage_key = serializers.CharField(source="xblock.usage_key")
    verified_count = serializers.IntegerField(allow_null=True)
    ignored_count = serializers.IntegerField(allow_null=True)
    verified = serializers.BooleanField()
    confidence = serializers.FloatField()


class TaxonomySkillSerializer(SkillOfJobSerializer):
    """A skill with the courses and blocks that teach it, as far as they are not refused."""

    courses = CourseOfSkillSerializer(source="loaded_courses", many=True)
    xblocks = XBlockOfSkillSerializer(source="loaded_xblocks", many=True)


class JobSkillSerializer(ReadSerializer):
    skill = SkillOfJobSerializer()
    significance = serializers.FloatField()
    unique_postings = serializers.FloatField()
    is_blacklisted = serializers.BooleanField()


class JobOfPostingSerializer(ReadSerializer):
    id = serializers.IntegerField()
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    external_id = serializers.CharField()
    name = serializers.CharField(allow_null=True)
    description = serializers.CharField()


class JobSerializer(JobOfPostingSerializer):
    """A job with the skills it asks for, as far as they are not refused."""

    skills = JobSkillSerializer(source="loaded_skills", many=True)


class JobPostingSerializer(ReadSerializer):
    id = serializers.IntegerField()
    job = JobOfPostingSerializer()
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    median_salary = serializers.FloatField(allow_null=True)
    median_posting_duration = serializers.IntegerField()
    unique_postings = serializers.IntegerField()
    unique_companies = serializers.IntegerField()


class ShortSkillSerializer(ReadSerializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class SkillOfXBlockSerializer(ReadSerializer):
    id = serializers.IntegerField(source="skill.id")
    name = serializers.CharField(source="skill.name")


class XBlockSkillsSerializer(ReadSerializer):
    """A block with the skills it teaches, as far as they are not refused."""

    id = serializers.IntegerField()
    skills = SkillOfXBlockSerializer(source="loaded_skills", many=True)
    usage_key = serializers.CharField()
    requires_verification = serializers.BooleanField()
    auto_processed = serializers.BooleanField()
    hash_content = serializers.CharField(allow_null=True)


class CurrentJobSerializer(serializers.Serializer):
    username = serializers.CharField()
    current_job = serializers.IntegerField(source="job")


class JobPathParams(JobPathSerializer):
    """Two different jobs by their external ids, given as parameters of the query."""


class JobPathDescriptionSerializer(serializers.Serializer):
    description = serializers.CharField()


class SubcategoryOfJobSerializer(ReadSerializer):
    id = serializers.IntegerField(source="subcategory.id")
    name = serializers.CharField(source="subcategory.name")
    skills = ShortSkillSerializer(many=True)


class CategoryOfJobSerializer(ReadSerializer):
    id = serializers.IntegerField(source="category.id")
    name = serializers.CharField(source="category.name")
    skills = ShortSkillSerializer(many=True)
    skills_subcategories = SubcategoryOfJobSerializer(source="subcategories", many=True)


class JobTopCategoriesSerializer(ReadSerializer):
    """`context["categories"]`: what `top_categories` gives for the job."""

    id = serializers.IntegerField()
    name = serializers.CharField(allow_null=True)
    skill_categories = serializers.SerializerMethodField()

    @extend_schema_field(CategoryOfJobSerializer(many=True))
    def get_skill_categories(self, _: Job) -> list[dict[str, Any]]:
        return CategoryOfJobSerializer(self.context["categories"], many=True).data


class JobHoldersSerializer(serializers.Serializer):
    usernames = serializers.ListField(child=serializers.CharField())


class SkillsQuizSerializer(serializers.ModelSerializer):
    """The answers of a learner to what they can and what they want."""

    goal = serializers.ChoiceField(choices=UserGoal.choices)
    # Ids are checked to be numbers first: others would fail in the database.
    current_job = serializers.PrimaryKeyRelatedField(
        queryset=Job.objects.all(), pk_field=serializers.IntegerField(), allow_null=True, required=False
    )
    skills = serializers.PrimaryKeyRelatedField(
        queryset=Skill.objects.all(), pk_field=serializers.IntegerField(), many=True, required=False
    )
    future_jobs = serializers.PrimaryKeyRelatedField(
        queryset=Job.objects.all(), pk_field=serializers.IntegerField(), many=True, required=False
    )

    class Meta:
        model = SkillsQuiz
        fields = ("id", "created", "modified", "username", "goal", "current_job", "skills", "future_jobs")
        read_only_fields = ("created", "modified", "username")


class RecommendationSerializer(ReadSerializer):
    """A recommended course, and how much it has in common with the course."""

    id = serializers.IntegerField()
    key = serializers.CharField(source="recommended_course.key")
    title = serializers.CharField(source="recommended_course.title", allow_null=True)
    owners = serializers.SerializerMethodField()
    card_image_url = UrlImageField(source="recommended_course.image_url")
    skills_intersection_ratio = serializers.FloatField()
    skills_intersection_length = serializers.IntegerField()
    subjects_intersection_ratio = serializers.FloatField()
    subjects_intersection_length = serializers.IntegerField()

    @extend_schema_field(MinimalOrganizationSerializer(many=True))
    def get_owners(self, recommendation: Any) -> list[dict[str, Any]]:
        organizations = recommendation.recommended_course.authoring_organizations.all()
        return MinimalOrganizationSerializer(organizations, many=True).data


class RecommendationsSerializer(ReadSerializer):
    all_recommendations = RecommendationSerializer(source="of_all", many=True)
    same_partner_recommendations = RecommendationSerializer(
        source="of_same_organizations", many=True, help_text="Of the organizations that offer the course."
    )
