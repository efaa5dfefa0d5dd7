"""Test objects of the tagging app."""

import factory
from factory.django import DjangoModelFactory

from course_discovery.apps.course_metadata.tests.factories import CourseFactory
from course_discovery.apps.tagging.models import CourseVertical, SubVertical, Vertical


class VerticalFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Vertical {n}")

    class Meta:
        model = Vertical


class SubVerticalFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Sub-vertical {n}")
    vertical = factory.SubFactory(VerticalFactory)

    class Meta:
        model = SubVertical


class CourseVerticalFactory(DjangoModelFactory):
    course = factory.SubFactory(CourseFactory)
    sub_vertical = factory.SubFactory(SubVerticalFactory)
    vertical = factory.SelfAttribute("sub_vertical.vertical")

    class Meta:
        model = CourseVertical
