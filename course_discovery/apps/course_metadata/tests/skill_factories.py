"""Test objects of the skills taxonomy."""

import uuid

import factory
from factory.django import DjangoModelFactory
from taxonomy import models


class SkillFactory(DjangoModelFactory):
    external_id = factory.Sequence(lambda n: f"KS{n}")
    name = factory.Sequence(lambda n: f"Skill {n}")
    description = factory.LazyAttribute(lambda skill: f"Ability in {skill.name}")
    info_url = "https://skills.example.com/"
    type_id = "ST1"
    type_name = "Specialized Skill"

    class Meta:
        model = models.Skill


class SkillCategoryFactory(DjangoModelFactory):
    id = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Category {n}")

    class Meta:
        model = models.SkillCategory


class SkillSubCategoryFactory(DjangoModelFactory):
    id = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Subcategory {n}")
    category = factory.SubFactory(SkillCategoryFactory)

    class Meta:
        model = models.SkillSubCategory


class CourseSkillsFactory(DjangoModelFactory):
    course_key = "X+1"
    skill = factory.SubFactory(SkillFactory)
    confidence = 1.0

    class Meta:
        model = models.CourseSkills


class ProgramSkillFactory(DjangoModelFactory):
    program_uuid = factory.LazyFunction(uuid.uuid4)
    skill = factory.SubFactory(SkillFactory)
    confidence = 1.0

    class Meta:
        model = models.ProgramSkill


class XBlockSkillsFactory(DjangoModelFactory):
    usage_key = factory.Sequence(lambda n: f"block-v1:X+1+1+type@video+block@{n}")

    class Meta:
        model = models.XBlockSkills


class XBlockSkillDataFactory(DjangoModelFactory):
    skill = factory.SubFactory(SkillFactory)
    xblock = factory.SubFactory(XBlockSkillsFactory)
    confidence = 1.0

    class Meta:
        model = models.XBlockSkillData


class JobFactory(DjangoModelFactory):
    """With a description: without one the library asks its chat service for it."""

    external_id = factory.Sequence(lambda n: f"ET{n}")
    name = factory.Sequence(lambda n: f"Job {n}")
    description = "What somebody does all day"

    class Meta:
        model = models.Job


class JobSkillsFactory(DjangoModelFactory):
    skill = factory.SubFactory(SkillFactory)
    job = factory.SubFactory(JobFactory)
    significance = 1.0
    unique_postings = 1.0

    class Meta:
        model = models.JobSkills


class JobPostingsFactory(DjangoModelFactory):
    job = factory.SubFactory(JobFactory)
    median_salary = 100000.0
    median_posting_duration = 30
    unique_postings = 10
    unique_companies = 5

    class Meta:
        model = models.JobPostings


class SkillsQuizFactory(DjangoModelFactory):
    username = "learner"
    goal = "change_careers"

    class Meta:
        model = models.SkillsQuiz
