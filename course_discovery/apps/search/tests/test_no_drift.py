"""Whatever a document shows, changing it the usual way leaves no drift behind."""

import pytest
from django.db import transaction
from taxonomy.models import CourseSkills, Skill

from course_discovery.apps.course_metadata.models import CourseRun, SeatType
from course_discovery.apps.course_metadata.tests.factories import (
    AdditionalMetadataFactory,
    CorporateEndorsementFactory,
    CourseEntitlementFactory,
    CourseFactory,
    CourseRunFactory,
    EndorsementFactory,
    ExpectedLearningItemFactory,
    FAQFactory,
    JobOutlookItemFactory,
    LevelTypeFactory,
    OrganizationFactory,
    PersonFactory,
    PositionFactory,
    PrerequisiteFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    SourceFactory,
    SubjectFactory,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.learner_pathway.models import LearnerPathway, LearnerPathwayStep
from course_discovery.apps.learner_pathway.tests.factories import (
    LearnerPathwayBlockFactory,
    LearnerPathwayCourseFactory,
    LearnerPathwayProgramFactory,
    LearnerPathwayStepFactory,
)
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.tests.factories import (
    DegreeAdditionalMetadataFactory,
    DegreeFactory,
    ProgramTypeFactory,
)
from course_discovery.apps.search.services.verification import verify_indexes

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def course(search_index):
    english, french = (
        LanguageTag.objects.update_or_create(code=code, defaults={"name": name})[0]
        for code, name in (("en", "English"), ("fr", "French"))
    )
    course = CourseFactory(
        additional_metadata=AdditionalMetadataFactory(),
        authoring_organizations=[OrganizationFactory()],
        expected_learning_items=[ExpectedLearningItemFactory()],
        level_type=LevelTypeFactory(),
        prerequisites=[PrerequisiteFactory()],
        product_source=SourceFactory(),
        sponsoring_organizations=[OrganizationFactory()],
        subjects=[SubjectFactory()],
    )
    run = CourseRunFactory(course=course, language=english, transcript_languages=[french], staff=[PersonFactory()])
    SeatFactory(course_run=run)
    degree = DegreeFactory(
        courses=[course, CourseFactory(key="X+without")],
        authoring_organizations=[OrganizationFactory()],
        credit_backing_organizations=[OrganizationFactory()],
        expected_learning_items=[ExpectedLearningItemFactory()],
        faq=[FAQFactory()],
        job_outlook_items=[JobOutlookItemFactory()],
        individual_endorsements=[EndorsementFactory()],
        corporate_endorsements=[CorporateEndorsementFactory(individual_endorsements=[EndorsementFactory()])],
        type=ProgramTypeFactory(seat_types=["verified"]),
    )
    DegreeAdditionalMetadataFactory(degree=degree)
    step = LearnerPathwayStepFactory()
    LearnerPathwayCourseFactory(step=step, course=CourseFactory())
    add_skill(LearnerPathwayCourseFactory(step=step).course)
    add_skill(LearnerPathwayBlockFactory(step=step).course)
    LearnerPathwayStepFactory()
    LearnerPathwayProgramFactory(step=step, program=degree)
    add_skill(course)
    search_index()
    return course


def add_skill(course):
    number = Skill.objects.count()
    skill = Skill.objects.create(name=f"Skill {number}", external_id=f"KS{number}")
    CourseSkills.objects.create(course_key=course.key, skill=skill, confidence=0.9)


def program_of(course) -> Program:
    return course.programs.get()


def pathway_of(course) -> LearnerPathway:
    return LearnerPathway.objects.get(steps__programs__program__courses=course)


def run_of(course) -> CourseRun:
    return course.course_runs.get()


def changed(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def move(course):
    changed(run_of(course), course=CourseFactory())


def move_node(kind):
    """The node leaves its pathway for the one that has nothing yet."""

    def change(course):
        step = LearnerPathwayStep.objects.get(programs=None)
        node = getattr(pathway_of(course).steps.get(), kind).last()
        changed(node, step=step)

    return change


def move_step(course):
    pathway = pathway_of(course)
    changed(pathway.steps.get(), pathway=LearnerPathway.objects.exclude(pk=pathway.pk).get())


def change_type(course):
    run = run_of(course)
    changed(run.type, is_marketable=False)


CHANGES = {
    "course": lambda course: changed(course, title="New"),
    "run": lambda course: changed(run_of(course), slug="new"),
    "run moves": move,
    "run goes": lambda course: run_of(course).delete(),
    "course goes": lambda course: course.delete(),
    "run type": change_type,
    "course type": lambda course: changed(course.type, slug="new"),
    "seat": lambda course: changed(run_of(course).seats.get(), price=7, sku="NEW"),
    "seat goes": lambda course: run_of(course).seats.get().delete(),
    "organization": lambda course: changed(course.authoring_organizations.get(), name="New"),
    "tags of an organization": lambda course: course.authoring_organizations.get().tags.add("new"),
    "sponsor": lambda course: changed(course.sponsoring_organizations.get(), name="New"),
    "sponsor leaves": lambda course: course.sponsoring_organizations.clear(),
    "subject": lambda course: changed(course.subjects.get(), name="New"),
    "level": lambda course: changed(course.level_type, name="New"),
    "prerequisite": lambda course: changed(course.prerequisites.get(), name="New"),
    "learning item": lambda course: changed(course.expected_learning_items.get(), value="New"),
    "metadata": lambda course: changed(course.additional_metadata, external_course_marketing_type="sprint"),
    "source": lambda course: changed(course.product_source, slug="new"),
    "person": lambda course: changed(run_of(course).staff.get(), given_name="New"),
    "staff": lambda course: run_of(course).staff.set([PersonFactory()]),
    "language": lambda course: changed(run_of(course).language, name="New"),
    "transcripts": lambda course: run_of(course).transcript_languages.clear(),
    "partner": lambda course: changed(course.partner, short_code="new", marketing_site_url_root="https://new.example/"),
    "position": lambda course: PositionFactory(person=run_of(course).staff.get()),
    "person goes": lambda course: run_of(course).staff.get().delete(),
    "skill": lambda course: add_skill(course),
    "program": lambda course: changed(program_of(course), title="New"),
    "degree": lambda course: changed(program_of(course).degree, search_card_cost="$1"),
    "degree metadata": lambda course: program_of(course).degree.additional_metadata.delete(),
    "program goes": lambda course: program_of(course).delete(),
    "program type": lambda course: changed(program_of(course).type, name="New"),
    "name of a program type": lambda course: changed(program_of(course).type, name_t="New"),
    "seat types of a program type": lambda course: program_of(course).type.applicable_seat_types.clear(),
    "author of a program": lambda course: changed(program_of(course).authoring_organizations.get(), name="New"),
    "backer of a program": lambda course: changed(program_of(course).credit_backing_organizations.get(), name="New"),
    "learning item of a program": lambda course: changed(program_of(course).expected_learning_items.get(), value="New"),
    "question": lambda course: changed(program_of(course).faq.get(), question="New"),
    "outlook": lambda course: changed(program_of(course).job_outlook_items.get(), value="New"),
    "endorsement": lambda course: changed(program_of(course).individual_endorsements.get(), quote="New"),
    "endorser": lambda course: changed(program_of(course).individual_endorsements.get().endorser, given_name="New"),
    "corporation": lambda course: changed(program_of(course).corporate_endorsements.get(), corporation_name="New"),
    "endorsement of a corporation": lambda course: (
        program_of(course).corporate_endorsements.get().individual_endorsements.clear()
    ),
    "courses leave": lambda course: program_of(course).courses.clear(),
    "course leaves": lambda course: course.programs.remove(program_of(course)),
    "courses are exchanged": lambda course: program_of(course).courses.set([CourseFactory()]),
    "course leaves all programs": lambda course: course.programs.clear(),
    "run is excluded": lambda course: program_of(course).excluded_course_runs.add(run_of(course)),
    "entitlement": lambda course: [
        CourseEntitlementFactory(course=one, mode=SeatType.objects.get(slug="verified"))
        for one in program_of(course).courses.all()
    ],
    "staff goes": lambda course: run_of(course).staff.clear(),
    "pathway": lambda course: changed(pathway_of(course), title="New"),
    "pathway goes": lambda course: pathway_of(course).delete(),
    "step goes": lambda course: pathway_of(course).steps.get().delete(),
    "node goes": lambda course: pathway_of(course).steps.get().programs.get().delete(),
    "step moves": move_step,
    "course of a step moves": move_node("courses"),
    "program of a step moves": move_node("programs"),
    "block of a step moves": move_node("blocks"),
    "restriction": lambda course: RestrictedCourseRunFactory(course_run=run_of(course)),
}


def differing(verification):
    """How many documents differ, of which `drift` leaves out those that differ as if only time had passed."""
    return verification.drift + sum(found["aged"] for found in verification.found.values())


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_leaves_no_drift(course, django_capture_on_commit_callbacks, name):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        CHANGES[name](course)
    # Before the commit is followed up, the index is behind: the change does concern a document.
    assert differing(verify_indexes()) > 0
    for callback in callbacks:
        callback()
    result = verify_indexes()
    assert differing(result) == 0, result.found
