"""Programs, their degrees, curricula and pathways from a file of what editors add."""

from typing import Any

from taggit.utils import parse_tags

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import (
    FAQ,
    CorporateEndorsement,
    Course,
    Endorsement,
    ExpectedLearningItem,
    Image,
    JobOutlookItem,
    Organization,
    Person,
    SeatType,
    Source,
    Video,
)
from course_discovery.apps.data_loading.services.drawn_pictures import drawn_picture
from course_discovery.apps.learner_pathway.models import (
    LearnerPathway,
    LearnerPathwayBlock,
    LearnerPathwayCourse,
    LearnerPathwayProgram,
    LearnerPathwayStep,
)
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
    *("uuid", "title", "subtitle", "marketing_hook", "status", "overview", "total_hours_of_effort"),
    *("min_hours_effort_per_week", "max_hours_effort_per_week", "credit_redemption_overview"),
)
LOGO_SIZE = (256, 256)
CARD_SIZE = (378, 225)
DEGREE_COLUMNS = (
    *("apply_url", "overall_ranking", "banner_border_color", "prerequisite_coursework", "application_requirements"),
    *("costs_fine_print", "deadlines_fine_print", "lead_capture_list_name", "hubspot_lead_capture_form_id"),
    *("micromasters_url", "micromasters_long_title", "micromasters_long_description", "micromasters_org_name_override"),
    *("search_card_ranking", "search_card_cost", "search_card_courses", "display_on_org_page"),
)


def apply_programs(partner: Partner, content: dict[str, list[dict[str, Any]]]) -> int:
    """Make the programs, pathways and learner pathways that are not there yet; return how many programs are new.

    `content` has the lists `program_types` {slug, name, seat_types}, `programs`, `pathways` and `learner_pathways`,
    as course_discovery/sandbox/ makes them; each may be missing. Courses are named by key, people by slug,
    organizations by key, programs by uuid; what the catalogue does not have is left out.
    """
    for row in content.get("program_types", []):
        _program_type(row)
    known = {str(uuid) for uuid in Program.objects.values_list("uuid", flat=True)}
    new = [row for row in content.get("programs", []) if row["uuid"] not in known]
    related = _Related(partner)
    programs = [(_program(partner, row, related), row) for row in new]
    for program, row in programs:
        for curriculum in row.get("curricula", []):
            _curriculum(program, curriculum, related)
    for row in content.get("pathways", []):
        _pathway(partner, row)
    for row in content.get("learner_pathways", []):
        _learner_pathway(partner, row, related)
    return len(programs)


class _Related:
    """The rows of a partner that programs refer to, by what the file calls them."""

    def __init__(self, partner: Partner):
        self.courses = {course.key: course for course in Course.objects.filter(partner=partner)}
        self.people = {person.slug: person for person in Person.objects.filter(partner=partner)}
        self.organizations = {one.key: one for one in Organization.objects.filter(partner=partner)}
        self.types = {one.slug: one for one in ProgramType.objects.all()}
        self.source = Source.objects.order_by("pk").first()


def _found(rows: dict[str, Any], names: list[str]) -> list[Any]:
    return [rows[name] for name in names if name in rows]


def _program_type(row: dict[str, Any]) -> None:
    program_type = ProgramType.objects.filter(slug=row["slug"]).first()
    if program_type is None:
        program_type = ProgramType(name=row["name"])
        program_type.name_t = row["name"]  # type: ignore[attr-defined]  # translated
        program_type.save()
        program_type.applicable_seat_types.set(SeatType.objects.filter(slug__in=row["seat_types"]))
    if not program_type.logo_image:
        program_type.logo_image = drawn_picture("#5b3f8c", LOGO_SIZE)
        program_type.save()


def _program(partner: Partner, row: dict[str, Any], related: _Related) -> Program:
    of_degree = row.get("degree")
    columns = {name: row[name] for name in PROGRAM_COLUMNS if row.get(name) is not None}
    if of_degree:
        columns |= {name: of_degree[name] for name in DEGREE_COLUMNS if of_degree.get(name) is not None}
    program = (Degree if of_degree else Program)(
        partner=partner,
        type=related.types.get(row["type"]),
        product_source=related.source,
        video=_video(row),
        one_click_purchase_enabled=row.get("one_click_purchase", False),
        **columns,
    )
    if row.get("color"):
        program.banner_image = drawn_picture(row["color"])
        program.card_image = drawn_picture(row["color"], CARD_SIZE)
    program.save()
    program.courses.set(_found(related.courses, row["courses"]))
    program.authoring_organizations.set(_found(related.organizations, row["organizations"]))
    program.credit_backing_organizations.set(_found(related.organizations, row.get("credit_backing_organizations", [])))
    program.instructor_ordering.set(_found(related.people, row.get("instructors", [])))
    for name, model in (("expected_learning_items", ExpectedLearningItem), ("job_outlook_items", JobOutlookItem)):
        getattr(program, name).set([model._default_manager.create(value=value) for value in row.get(name, [])])
    program.faq.set([FAQ.objects.create(**values) for values in row.get("faq", [])])
    _endorse(program, row, related)
    program.labels.set([name for label in row.get("labels", []) for name in parse_tags(label)])
    if row.get("subscription_price"):
        subscription = ProgramSubscription.objects.create(program=program, subscription_eligible=True)
        ProgramSubscriptionPrice.objects.create(program_subscription=subscription, price=row["subscription_price"])
    if of_degree:
        _degree_parts(program, of_degree, row)
    return program


def _endorse(program: Program, row: dict[str, Any], related: _Related) -> None:
    endorsements = [
        Endorsement.objects.create(endorser=related.people[values["person"]], quote=values["quote"])
        for values in row.get("endorsements", [])
        if values["person"] in related.people
    ]
    program.individual_endorsements.set(endorsements)
    corporate = []
    for values in row.get("corporate_endorsements", []):
        image, _created = Image.objects.get_or_create(src=values["image"])
        texts = {name: values[name] for name in ("corporation_name", "statement")}
        endorsement = CorporateEndorsement.objects.create(image=image, **texts)
        endorsement.individual_endorsements.set(endorsements)
        corporate.append(endorsement)
    program.corporate_endorsements.set(corporate)


def _degree_parts(degree: Any, values: dict[str, Any], row: dict[str, Any]) -> None:
    degree.rankings.set([Ranking.objects.create(**ranking) for ranking in values.get("rankings", [])])
    degree.specializations.set([Specialization.objects.create(value=one) for one in values.get("specializations", [])])
    for name, model in (("quick_facts", IconTextPairing), ("costs", DegreeCost), ("deadlines", DegreeDeadline)):
        for part in values.get(name, []):
            model._default_manager.create(degree=degree, **part)
    if values.get("external_url"):
        DegreeAdditionalMetadata.objects.create(
            degree=degree,
            external_url=values["external_url"],
            external_identifier=str(degree.uuid),
            organic_url=values["external_url"],
        )
    if row.get("color"):
        for name in ("lead_capture_image", "micromasters_background_image"):
            setattr(degree, name, drawn_picture(row["color"]))
        degree.save()


def _curriculum(program: Program, row: dict[str, Any], related: _Related) -> None:
    texts = {name: row[name] for name in ("uuid", "name", "marketing_text_brief", "marketing_text")}
    curriculum = Curriculum.objects.create(program=program, **texts)
    for course in _found(related.courses, row["courses"]):
        CurriculumCourseMembership.objects.create(curriculum=curriculum, course=course)
    for member in Program.objects.filter(uuid__in=row["programs"]):
        CurriculumProgramMembership.objects.create(curriculum=curriculum, program=member)


def _pathway(partner: Partner, row: dict[str, Any]) -> None:
    columns = {name: value for name, value in row.items() if name not in ("uuid", "programs")}
    pathway, created = Pathway.objects.get_or_create(
        uuid=row["uuid"], defaults={"partner": partner, "status": "published", **columns}
    )
    if created:
        pathway.programs.set(Program.objects.filter(uuid__in=row["programs"]))


def _learner_pathway(partner: Partner, row: dict[str, Any], related: _Related) -> None:
    columns = {"partner": partner, "status": "active", "title": row["title"], "overview": row["overview"]}
    pathway, created = LearnerPathway.objects.get_or_create(uuid=row["uuid"], defaults=columns)
    if not created:
        return
    pathway.banner_image = drawn_picture("#274c66")
    pathway.card_image = drawn_picture("#274c66", CARD_SIZE)
    pathway.save()
    for values in row["steps"]:
        step = LearnerPathwayStep.objects.create(
            pathway=pathway, uuid=values["uuid"], min_requirement=values["min_requirement"]
        )
        for course in _found(related.courses, values["courses"]):
            LearnerPathwayCourse.objects.create(step=step, course=course)
        for program in Program.objects.filter(uuid__in=values["programs"]):
            LearnerPathwayProgram.objects.create(step=step, program=program)
        for block in values["blocks"]:
            for course in _found(related.courses, [block["course"]]):
                LearnerPathwayBlock.objects.create(step=step, course=course, block_id=block["block_id"])


def _video(row: dict[str, Any]) -> Video | None:
    if not row.get("video"):
        return None
    return Video.objects.get_or_create(src=row["video"], defaults={"description": row["title"]})[0]
