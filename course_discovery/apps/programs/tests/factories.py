"""Test objects of programs."""

import factory
from factory.django import DjangoModelFactory

from course_discovery.apps.programs.models import ProgramType


class ProgramTypeFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Program Type {n}")
    name_t = factory.SelfAttribute("name")

    class Meta:
        model = ProgramType
        skip_postgeneration_save = True

    @factory.post_generation
    def applicable_seat_types(self, create, seat_types, **_kwargs):
        if create and seat_types:
            self.applicable_seat_types.set(seat_types)
