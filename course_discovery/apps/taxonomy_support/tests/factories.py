import factory
from factory.django import DjangoModelFactory

from course_discovery.apps.course_metadata.tests.factories import CourseFactory
from course_discovery.apps.taxonomy_support import models


class CourseRecommendationFactory(DjangoModelFactory):
    course = factory.SubFactory(CourseFactory)
    recommended_course = factory.SubFactory(CourseFactory)
    skills_intersection_ratio = 0.5
    skills_intersection_length = 1
    subjects_intersection_ratio = 0.5
    subjects_intersection_length = 1

    class Meta:
        model = models.CourseRecommendation
