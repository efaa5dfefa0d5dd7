"""The programs of the demo: some of every type, degrees and curricula among them. All values are JSON.

Programs take the first courses of their subject and, where a small catalogue has too few, the first courses of others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from course_discovery.sandbox.listing import Row
from course_discovery.sandbox.people import Person
from course_discovery.sandbox.pictures import color_of
from course_discovery.sandbox.plans import CoursePlan
from course_discovery.sandbox.subjects import SUBJECTS

# slug, name, slugs of the seat types that count.
PROGRAM_TYPES = (
    ("masters", "Masters", ("credit", "verified")),
    ("microbachelors", "MicroBachelors", ("verified",)),
    ("micromasters", "MicroMasters", ("verified", "credit")),
    ("professional-certificate", "Professional Certificate", ("verified", "professional")),
    ("xseries", "XSeries", ("verified",)),
    ("bachelors", "Bachelors", ("credit", "verified")),
    ("certificate", "Certificate", ("verified", "professional")),
    ("license", "License", ("professional",)),
)
# Kinds of courses that sell something.
SOLD = {"verified-audit", "verified", "verified-honor", "credit", "professional"}


@dataclass(frozen=True)
class Outline:
    """What is fixed about a program. ``degree`` is its level, ``hours`` the effort in all."""

    title: str
    type: str
    subject: str
    courses: int
    hours: int
    degree: str = ""
    status: str = "active"


OUTLINES = (
    Outline("Statistics for Everyday Decisions", "micromasters", "statistics", 4, 320),
    Outline("Toolbox of a Web Developer", "professional-certificate", "computer-science", 3, 120),
    Outline("Managing Projects and People", "professional-certificate", "business-management", 4, 150),
    Outline("Rivers, Ports and Roads", "xseries", "history", 3, 90),
    Outline("Foundations of Economics", "microbachelors", "economics-finance", 3, 240),
    Outline("Keeping People Well", "certificate", "health-safety", 2, 60),
    Outline("Safe Practice in Medicine", "license", "medicine", 2, 80),
    Outline("Master of Applied Data Science", "masters", "data-science", 3, 1200, degree="Master"),
    Outline("Master of Environmental Policy", "masters", "environmental-studies", 2, 1100, degree="Master"),
    Outline("Bachelor of Psychology", "bachelors", "psychology", 3, 2400, degree="Bachelor"),
    Outline("Reading Literature Closely", "xseries", "literature", 2, 70, status="retired"),
    Outline("Physics of the Kitchen", "xseries", "physics", 2, 40, status="unpublished"),
)
_NAMES = {subject.slug: subject.name for subject in SUBJECTS}


def program_rows(courses: Sequence[CoursePlan], teachers: Iterable[Person]) -> list[Row]:
    """Return the programs; none where there are not two courses for one. A curriculum names programs before its own."""
    by_organization: dict[str, list[str]] = {}
    for person in teachers:
        by_organization.setdefault(person.organization_key, []).append(person.slug)
    rows: list[Row] = []
    for outline in OUTLINES:
        chosen = _courses_of(outline, courses)
        if len(chosen) < 2:
            break
        organizations = list(dict.fromkeys(course.organization.key for course in chosen))[:2]
        rows.append(_program_row(outline, chosen, organizations, by_organization.get(organizations[0], [])))
    micromasters = [row["uuid"] for row in rows if row["type"] == "micromasters"]
    for row in rows:
        if row["degree"]:
            row["curricula"] = [_curriculum(row, micromasters)]
    return rows


def program_uuid(title: str) -> str:
    """The uuid of the program of this title: uuid5 of NAMESPACE_URL."""
    return str(uuid5(NAMESPACE_URL, f"demo program {title}"))


def _courses_of(outline: Outline, courses: Sequence[CoursePlan]) -> list[CoursePlan]:
    sold = [course for course in courses if course.outline.kind in SOLD and course.outline.language == "en"]
    # A stable sort: its own subject first, what runs now before the rest.
    sold.sort(key=lambda course: (course.heading.subject != outline.subject, course.outline.age != "current"))
    return sold[: outline.courses]


def _program_row(outline: Outline, courses: list[CoursePlan], organizations: list[str], people: list[str]) -> Row:
    subject = _NAMES[outline.subject]
    skills = [skill for course in courses for skill in course.heading.topic.skills]
    return {
        "uuid": program_uuid(outline.title),
        "title": outline.title,
        "subtitle": f"{len(courses)} courses that lead from first questions to work of your own.",
        "marketing_hook": f"{subject}, one step after the other",
        "type": outline.type,
        "status": outline.status,
        "overview": f"<p>{outline.title} brings together what our members teach in {subject.lower()}.</p>",
        "total_hours_of_effort": outline.hours,
        "min_hours_effort_per_week": 4,
        "max_hours_effort_per_week": 8,
        "courses": [course.key for course in courses],
        "organizations": organizations,
        "credit_backing_organizations": organizations[:1] if outline.type in ("micromasters", "microbachelors") else [],
        "credit_redemption_overview": "<p>Credit is given on admission; each university decides how much.</p>",
        "expected_learning_items": [skill[0].upper() + skill[1:] for skill in skills[:4]],
        "job_outlook_items": [f"Employers ask for {skills[0]} more often every year.", "Most graduates change roles."],
        "faq": [
            {"question": "May I take the courses one at a time?", "answer": "<p>Yes, in any order.</p>"},
            {"question": "How long does it take?", "answer": f"<p>About {outline.hours} hours in all.</p>"},
        ],
        "instructors": people,
        "endorsements": [
            {"person": slug, "quote": "The best questions came from its learners."} for slug in people[:1]
        ],
        "corporate_endorsements": [
            {
                "corporation_name": "Harbourside Works",
                "statement": "We look for people who have finished this.",
                "image": "https://pictures.example/harbourside.png",
            }
        ],
        "labels": ["Stackable"] if outline.type in ("micromasters", "microbachelors") else ["Popular"],
        "video": f"https://videos.example/programs/{outline.type}.mp4",
        "color": color_of(outline.title),
        "one_click_purchase": outline.type == "professional-certificate",
        "subscription_price": "39.00" if outline.type == "professional-certificate" else None,
        "skills": list(dict.fromkeys(skills)),
        "curricula": [],
        "degree": _degree(outline, subject) if outline.degree else None,
    }


def _degree(outline: Outline, subject: str) -> Row:
    return {
        "apply_url": "https://apply.example/",
        "overall_ranking": "12th of 80 in its country",
        "banner_border_color": color_of(outline.title).removeprefix("#"),
        "prerequisite_coursework": "A first course in the subject, or equal experience.",
        "application_requirements": "A letter, two references and a transcript.",
        "costs_fine_print": "Fees are those of this year.",
        "deadlines_fine_print": "Days end at midnight, Greenwich time.",
        "lead_capture_list_name": f"{outline.degree}_{outline.subject}",
        "hubspot_lead_capture_form_id": "form-1",
        "micromasters_url": "https://apply.example/credit",
        "micromasters_long_title": f"Begin with a shorter program in {subject}",
        "micromasters_long_description": "Its courses count towards the degree.",
        "micromasters_org_name_override": "Member universities",
        "search_card_ranking": "12th in its country",
        "search_card_cost": "$14,200",
        "search_card_courses": "10 courses",
        "display_on_org_page": True,
        "rankings": [{"rank": "#12", "description": f"Degrees in {subject}", "source": "The Weekly Almanac"}],
        "specializations": [f"{subject} for Cities", f"{subject} for Health"],
        "quick_facts": [{"icon": "fa-clock-o", "text": "Two years part time"}],
        "costs": [{"description": "Tuition", "amount": "$14,200"}, {"description": "Books", "amount": "$300"}],
        "deadlines": [
            {"semester": "Spring", "name": "Early admission", "date": "October 1", "time": "11:59 PM"},
            {"semester": "Spring", "name": "Admission", "date": "December 1", "time": "11:59 PM"},
        ],
        "external_url": "https://degrees.example/" if outline.degree == "Bachelor" else None,
    }


def _curriculum(row: Row, micromasters: list[str]) -> Row:
    return {
        "uuid": program_uuid(f"curriculum of {row['title']}"),
        "name": f"Curriculum of {row['title']}",
        "marketing_text_brief": "<p>Core courses first, then a specialization.</p>",
        "marketing_text": "<p>Core courses in the first year, a specialization and a project in the second.</p>",
        "courses": row["courses"],
        "programs": micromasters,
    }
