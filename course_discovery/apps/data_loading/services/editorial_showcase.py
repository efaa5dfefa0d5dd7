"""What only some courses have, from a file of what editors add: films, sponsors, places, reviews; and skills."""

from typing import Any

from django.db.models import Max
from taxonomy.models import CourseSkills, ProgramSkill, Skill, SkillCategory, SkillSubCategory

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import (
    AdditionalMetadata,
    AdditionalPromoArea,
    CertificateInfo,
    Collaborator,
    Course,
    CourseLocationRestriction,
    CourseReview,
    CourseUrlRedirect,
    ExpectedLearningItem,
    Fact,
    GeoLocation,
    Image,
    Organization,
    Prerequisite,
    ProductMeta,
    ProductValue,
    Video,
)

TEXTS = ("faq", "learner_testimonials", "additional_information")


def apply_showcase(partner: Partner, rows: list[dict[str, Any]]) -> None:
    """Write each row to its course; courses that have a film are left alone, as this was done to them before."""
    by_key = {row["course_key"]: row for row in rows}
    organizations = {one.key: one for one in Organization.objects.filter(partner=partner)}
    for course in Course.objects.filter(partner=partner, key__in=by_key, video=None):
        _fill(course, by_key[course.key], organizations)


def _fill(course: Course, row: dict[str, Any], organizations: dict[str, Organization]) -> None:
    for name in TEXTS:
        setattr(course, name, row[name])
    image, _created = Image.objects.get_or_create(
        src=row["video"]["image"], defaults={"description": "Its first picture", "width": 378, "height": 225}
    )
    course.video, _created = Video.objects.get_or_create(
        src=row["video"]["src"], defaults={"description": row["video"]["description"], "image": image}
    )
    course.extra_description = AdditionalPromoArea.objects.create(**row["extra_description"])
    place = row["geolocation"]
    course.geolocation, _created = GeoLocation.objects.get_or_create(
        lat=place["lat"], lng=place["lng"], defaults={"location_name": place["location_name"]}
    )
    course.location_restriction = CourseLocationRestriction.objects.create(**row["location_restriction"])
    course.in_year_value = ProductValue.objects.create(**row["in_year_value"])
    if row.get("additional_metadata"):
        course.additional_metadata = _additional_metadata(row["additional_metadata"])
    course.save()
    course.prerequisites.set([Prerequisite.objects.get_or_create(name=name)[0] for name in row["prerequisites"]])
    course.expected_learning_items.set(
        [ExpectedLearningItem.objects.create(value=value) for value in row["expected_learning_items"]]
    )
    course.sponsoring_organizations.set([organizations[key] for key in row["sponsors"] if key in organizations])
    course.collaborators.set([Collaborator.objects.get_or_create(name=name)[0] for name in row["collaborators"]])
    CourseUrlRedirect.objects.create(course=course, partner=course.partner, value=row["redirect"])
    CourseReview.objects.get_or_create(course_key=course.key, defaults=row["review"])


def _additional_metadata(row: dict[str, Any]) -> AdditionalMetadata:
    keywords = row["product_meta"]["keywords"]
    product_meta = ProductMeta.objects.create(
        title=row["product_meta"]["title"], description=row["product_meta"]["description"]
    )
    product_meta.keywords.set(keywords)
    columns = {name: row[name] for name in row if name.endswith(("_url", "_identifier"))}
    metadata = AdditionalMetadata.objects.create(
        certificate_info=CertificateInfo.objects.create(**row["certificate_info"]), product_meta=product_meta, **columns
    )
    metadata.facts.set([Fact.objects.create(**fact) for fact in row["facts"]])
    return metadata


def apply_skills(courses: list[dict[str, Any]], programs: list[dict[str, Any]]) -> None:
    """Give courses and programs the skills named in their rows (`skills`, and for courses the first of `subjects`).

    A skill's category is the subject it was first met in. Those that have skills are left alone.
    """
    skills = {skill.name: skill for skill in Skill.objects.all()}
    categories = {one.name: one for one in SkillCategory.objects.all()}
    parts = {one.name: one for one in SkillSubCategory.objects.select_related("category")}
    number = SkillCategory.objects.aggregate(most=Max("id"))["most"] or 0
    for row in courses:
        for name in row.get("skills", []):
            if name in skills:
                continue
            subject = (row.get("subjects") or ["other"])[0].replace("-", " ").capitalize()
            if subject not in categories:
                number += 1
                categories[subject] = SkillCategory.objects.create(id=number, name=subject)
                parts[subject] = SkillSubCategory.objects.create(id=number, name=subject, category=categories[subject])
            skills[name] = Skill(
                external_id=f"demo-{len(skills) + 1}",
                name=name,
                description=f"Being able to use {name}.",
                category=categories[subject],
                subcategory=parts.get(subject),
            )
    # In one statement and without signals: the library asks a chat service for what a saved skill lacks.
    Skill.objects.bulk_create(skill for skill in skills.values() if skill.pk is None)
    known_courses = set(CourseSkills.objects.values_list("course_key", flat=True))
    CourseSkills.objects.bulk_create(
        CourseSkills(course_key=row["course_key"], skill=skills[name], confidence=0.9)
        for row in courses
        if row["course_key"] not in known_courses
        for name in dict.fromkeys(row.get("skills", []))
    )
    known_programs = {str(uuid) for uuid in ProgramSkill.objects.values_list("program_uuid", flat=True)}
    ProgramSkill.objects.bulk_create(
        ProgramSkill(program_uuid=row["uuid"], skill=skills[name], confidence=0.9)
        for row in programs
        if row["uuid"] not in known_programs
        for name in dict.fromkeys(row.get("skills", []))
        if name in skills
    )
