"""What editors add to a catalogue by hand: subjects, people, long texts, efforts, programs, pathways, catalogs.

No platform serves these; a command may apply them to a catalogue that was loaded from the demo. All values are JSON.
"""

from collections import defaultdict

from course_discovery.sandbox.listing import Row
from course_discovery.sandbox.markets import catalog_rows, vertical_rows
from course_discovery.sandbox.organizations import ORGANIZATIONS
from course_discovery.sandbox.pathways import learner_pathway_rows, pathway_rows
from course_discovery.sandbox.people import Person, people
from course_discovery.sandbox.plans import CoursePlan
from course_discovery.sandbox.programs import PROGRAM_TYPES, program_rows
from course_discovery.sandbox.showcase import showcase_rows
from course_discovery.sandbox.subjects import SUBJECTS
from course_discovery.sandbox.texts import outcome, overview, syllabus
from course_discovery.sandbox.titles import LEVELS

# Codes of language tags.
LANGUAGE_TAGS = {
    "en": "en", "es": "es", "fr": "fr", "de": "de", "pt": "pt-br", "it": "it-it", "zh": "zh-cn", "ar": "ar",
}  # fmt: skip
_RELATED = {
    "computer-science": "data-science", "data-science": "statistics", "statistics": "mathematics",
    "physics": "engineering",
    "chemistry": "biology-life-sciences", "biology-life-sciences": "environmental-studies", "medicine": "health-safety",
    "engineering": "physics", "electronics": "computer-science", "energy-earth-sciences": "environmental-studies",
    "business-management": "economics-finance", "economics-finance": "mathematics", "law": "social-sciences",
    "social-sciences": "humanities", "psychology": "social-sciences", "history": "humanities", "literature": "language",
    "art-culture": "humanities", "music": "art-culture", "architecture": "art-culture",
}  # fmt: skip
# One course in this many was never touched by an editor.
UNTOUCHED = 25


def enrichment(seed: int, courses: list[CoursePlan]) -> dict[str, list[Row]]:
    """Lists of JSON objects by what they are of: ``subjects``, ``people``, ``courses``, ``programs``, ``catalogs`` ...

    Rows refer to courses and organizations by key, to subjects, types and people by slug, to levels by name, to
    languages by tag code and to programs by uuid. One course in ``UNTOUCHED`` is left out of ``courses``, as in
    catalogues of real life.
    """
    teachers: dict[str, list[Person]] = defaultdict(list)
    everybody = people(seed)
    for person in everybody:
        teachers[person.organization_key].append(person)
    programs = program_rows(courses, everybody)
    return {
        "subjects": [
            {"slug": subject.slug, "name": subject.name, "name_es": subject.name_es, "description": subject.description}
            for subject in SUBJECTS
        ],
        "levels": [{"name": name, "sort_value": place} for place, name in enumerate(LEVELS, start=1)],
        "organizations": [
            {
                "key": organization.key,
                "name": organization.name,
                "description": organization.description,
                "homepage": organization.homepage,
            }
            for organization in ORGANIZATIONS
        ],
        "people": [vars(person).copy() for person in everybody],
        "courses": [
            _course_row(course, teachers[course.organization.key])
            for course in courses
            if course.index % UNTOUCHED != UNTOUCHED - 1
        ],
        "showcase": showcase_rows(courses),
        "program_types": [
            {"slug": slug, "name": name, "seat_types": list(seat_types)} for slug, name, seat_types in PROGRAM_TYPES
        ],
        "programs": programs,
        "pathways": pathway_rows(programs),
        "learner_pathways": learner_pathway_rows(courses, programs),
        "catalogs": catalog_rows(),
        "verticals": vertical_rows(courses),
    }


def _course_row(course: CoursePlan, teachers: list[Person]) -> Row:
    rng = course.rng("enrichment")
    heading, language = course.heading, course.outline.language
    subjects = [heading.subject]
    if heading.subject in _RELATED and rng.random() < 0.4:
        subjects.append(_RELATED[heading.subject])
    transcripts = [LANGUAGE_TAGS[language]]
    if rng.random() < 0.3:
        transcripts.append("es" if language == "en" else "en")
    least, greatest = course.hours_a_week
    return {
        "course_key": course.key,
        "title": heading.title,
        "subjects": subjects,
        "level": heading.level,
        "language": LANGUAGE_TAGS[language],
        "transcript_languages": transcripts,
        "skills": list(heading.topic.skills),
        "topics": [skill[0].upper() + skill[1:] for skill in heading.topic.skills],
        "short_description": f"<p>{course.short_description}</p>",
        "full_description": overview(course.rng("overview"), language, heading),
        "outcome": outcome(language, heading),
        "prerequisites_raw": ""
        if heading.level == LEVELS[0] or language != "en"
        else (f"<p>An introductory course in {heading.topic.phrase}, or equal experience.</p>"),
        "syllabus_raw": syllabus(language, heading),
        "staff": [person.slug for person in rng.sample(teachers, rng.choice((1, 1, 2, 3)))],
        "min_effort": least,
        "max_effort": greatest,
        "weeks_to_complete": course.weeks,
        "image_color": course.image_color,
    }
