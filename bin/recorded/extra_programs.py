"""The programs and pathways that were added by hand after the load."""

from typing import Any

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import (
    FAQ,
    CorporateEndorsement,
    Course,
    CourseRun,
    Endorsement,
    ExpectedLearningItem,
    Image,
    JobOutlookItem,
    Organization,
    Person,
    SeatType,
    Source,
)
from course_discovery.apps.data_loading.services.uuids import uuid_of
from course_discovery.apps.programs.models import (
    Curriculum,
    CurriculumCourseMembership,
    CurriculumProgramMembership,
    Degree,
    DegreeAdditionalMetadata,
    DegreeCost,
    DegreeDeadline,
    IconTextPairing,
    Pathway,
    Program,
    ProgramSubscription,
    ProgramSubscriptionPrice,
    ProgramType,
    Ranking,
    Specialization,
)

PROGRAM_COLUMNS = (
    "uuid",
    "marketing_slug",
    "title",
    "subtitle",
    "status",
    "hidden",
    "overview",
    "marketing_hook",
    "card_image_url",
    "banner_image_url",
    "min_hours_effort_per_week",
    "max_hours_effort_per_week",
    "weeks_to_complete",
    "total_hours_of_effort",
    "one_click_purchase_enabled",
    "order_courses_by_start_date",
    "credit_redemption_overview",
    "credit_value",
    "enrollment_count",
    "recent_enrollment_count",
    "excluded_from_search",
    "excluded_from_seo",
)
DEGREE_LISTS = frozenset(
    {"costs", "deadlines", "quick_facts", "rankings", "specializations", "additional_metadata", "curriculum"}
)
PATHWAY_COLUMNS = ("uuid", "name", "org_name", "email", "description", "destination_url", "pathway_type", "status")


# The types that an installation with the optional extensions has beside those of every installation.
TYPES_OF_EXTENSIONS = ("XSeries", "MicroMasters", "Professional Certificate")
SEAT_TYPES_OF_EXTENSIONS = ("credit", "professional", "verified")


def write_program_types() -> None:
    for name in TYPES_OF_EXTENSIONS:
        program_type = ProgramType.objects.create(name=name, name_t=name)
        program_type.applicable_seat_types.set(SeatType.objects.filter(slug__in=SEAT_TYPES_OF_EXTENSIONS))


def write_programs(rows: list[dict[str, Any]], partner: Partner) -> dict[str, Program]:
    """Return the programs by the slug that they are named by; the service gives them others."""
    programs = {row["marketing_slug"]: _program(row, partner) for row in rows}
    for row in rows:
        if curriculum := (row.get("degree") or {}).get("curriculum"):
            _curriculum(row["marketing_slug"], curriculum, programs)
    return programs


def write_pathways(rows: list[dict[str, Any]], programs: dict[str, Program], partner: Partner) -> None:
    for row in rows:
        pathway = Pathway.objects.create(partner=partner, **{name: row[name] for name in PATHWAY_COLUMNS})
        pathway.programs.set([programs[slug] for slug in row["programs"]])


def write_program_of_second_partner(row: dict[str, Any], partner: Partner, course: Course) -> None:
    program = Program.objects.create(
        partner=partner,
        uuid=uuid_of(f"program:{row['marketing_slug']}"),
        type=ProgramType.objects.get(slug=row["type"]),
        **{name: row[name] for name in ("title", "status", "marketing_slug")},
    )
    program.courses.set([course])
    program.authoring_organizations.set(course.authoring_organizations.all())


def _program(row: dict[str, Any], partner: Partner) -> Program:
    degree = row.get("degree")
    model = Degree if degree else Program
    program = model.objects.create(
        partner=partner,
        type=ProgramType.objects.get(slug=row["type"]),
        product_source=Source.objects.get(slug=row["product_source"]),
        **{name: row[name] for name in PROGRAM_COLUMNS},
        **{name: value for name, value in (degree or {}).items() if name not in DEGREE_LISTS},
    )
    program.courses.set(_in_order(Course, row["courses"], partner=partner))
    program.excluded_course_runs.set(_in_order(CourseRun, row["excluded_course_runs"]))
    for name in ("authoring_organizations", "credit_backing_organizations"):
        getattr(program, name).set(_in_order(Organization, row[name], partner=partner))
    program.expected_learning_items.set(
        [ExpectedLearningItem.objects.create(value=value) for value in row["expected_learning_items"]]
    )
    program.job_outlook_items.set([JobOutlookItem.objects.create(value=value) for value in row["job_outlook_items"]])
    program.faq.set([FAQ.objects.create(question=question, answer=answer) for question, answer in row["faq"]])
    program.instructor_ordering.set([Person.objects.get(uuid=uuid) for uuid in row["instructor_ordering"]])
    program.individual_endorsements.set(_endorsements(row["individual_endorsements"]))
    program.corporate_endorsements.set(_corporate_endorsement(one) for one in row["corporate_endorsements"])
    program.labels.set(row["labels"])
    if subscription := row.get("subscription"):
        eligible = ProgramSubscription.objects.create(
            program=program, subscription_eligible=subscription["subscription_eligible"]
        )
        for price, currency in subscription["prices"]:
            ProgramSubscriptionPrice.objects.create(program_subscription=eligible, price=price, currency_id=currency)
    if degree:
        _degree_lists(program, degree)
    return program


def _degree_lists(degree: Any, row: dict[str, Any]) -> None:
    for description, amount in row["costs"]:
        DegreeCost.objects.create(degree=degree, description=description, amount=amount)
    for semester, name, date, time in row["deadlines"]:
        DegreeDeadline.objects.create(degree=degree, semester=semester, name=name, date=date, time=time)
    for icon, text in row["quick_facts"]:
        IconTextPairing.objects.create(degree=degree, icon=icon, text=text)
    degree.rankings.set(
        [
            Ranking.objects.create(rank=rank, description=description, source=source)
            for rank, description, source in row["rankings"]
        ]
    )
    degree.specializations.set([Specialization.objects.create(value=value) for value in row["specializations"]])
    if metadata := row["additional_metadata"]:
        DegreeAdditionalMetadata.objects.create(degree=degree, **metadata)


def _curriculum(slug: str, row: dict[str, Any], programs: dict[str, Program]) -> None:
    curriculum = Curriculum.objects.create(
        uuid=uuid_of(f"curriculum:{slug}"),
        program=Program.objects.get(pk=programs[slug].pk),
        **{name: row[name] for name in ("name", "is_active", "marketing_text_brief", "marketing_text")},
    )
    for course in _in_order(Course, row["courses"], partner=programs[slug].partner):
        CurriculumCourseMembership.objects.create(curriculum=curriculum, course=course)
    for member in row["programs"]:
        CurriculumProgramMembership.objects.create(curriculum=curriculum, program=programs[member])


def _endorsements(rows: list[dict[str, Any]]) -> list[Endorsement]:
    return [
        Endorsement.objects.create(endorser=Person.objects.get(uuid=row["endorser"]), quote=row["quote"])
        for row in rows
    ]


def _corporate_endorsement(row: dict[str, Any]) -> CorporateEndorsement:
    image = Image.objects.create(src=row["image"]) if row["image"] else None
    endorsement = CorporateEndorsement.objects.create(
        corporation_name=row["corporation_name"], statement=row["statement"], image=image
    )
    endorsement.individual_endorsements.set(_endorsements(row["individual_endorsements"]))
    return endorsement


def _in_order(model: Any, keys: list[str], **criteria: Any) -> list[Any]:
    """The rows that these keys name; a catalogue that was loaded in part may lack some."""
    found = {row.key: row for row in model.objects.filter(key__in=keys, **criteria)}
    return [found[key] for key in keys if key in found]
