"""What only some courses of the demo have: films, questions and answers, sponsors, places, reviews. As JSON."""

from collections.abc import Sequence

from course_discovery.sandbox.listing import Row
from course_discovery.sandbox.organizations import ORGANIZATIONS
from course_discovery.sandbox.plans import CoursePlan

# One course in this many has them all.
EVERY = 10
_PLACES = (("Nordhaven", "63.42200000000", "10.39500000000"), ("Rioseco", "41.99000000000", "-5.03200000000"))
_GOALS = ("jobadvancement", "changecareers", "valuableskills", "learnforfun")


def showcase_rows(courses: Sequence[CoursePlan]) -> list[Row]:
    """Return the additions of every ``EVERY``-th course, by course key."""
    return [_row(course, number) for number, course in enumerate(courses[::EVERY])]


def _row(course: CoursePlan, number: int) -> Row:
    slug = course.key.lower().replace("+", "-").replace(".", "-")
    place, latitude, longitude = _PLACES[number % len(_PLACES)]
    sponsor = next(one for one in ORGANIZATIONS[number % 5 :] if one.key != course.organization.key)
    skills = course.heading.topic.skills
    return {
        "course_key": course.key,
        "video": {
            "src": f"https://videos.example/{slug}.mp4",
            "description": "The teachers introduce the course.",
            "image": f"https://pictures.example/{slug}.png",
        },
        "faq": "<p>Do I need books? No: all texts are free.</p>",
        "learner_testimonials": "<p>I finished it on the train.</p>",
        "additional_information": "<p>Exercises are marked within a week.</p>",
        "prerequisites": ["Reading English with a dictionary"],
        "expected_learning_items": [f"Use {skill} with confidence" for skill in skills],
        "sponsors": [sponsor.key],
        "collaborators": ["Harbourside Works"],
        "extra_description": {"title": "Scholarships", "description": "Ask the course team before the course begins."},
        "geolocation": {"location_name": place, "lat": latitude, "lng": longitude},
        "location_restriction": {"restriction_type": "blocklist", "countries": ["AQ"], "states": []},
        "in_year_value": {"per_lead_usa": 10, "per_lead_international": 8, "per_click_usa": 5},
        "redirect": f"courses/{slug}",
        "additional_metadata": {
            "external_url": f"https://elsewhere.example/{slug}",
            "external_identifier": slug,
            "lead_capture_form_url": f"https://elsewhere.example/{slug}/form",
            "organic_url": f"https://elsewhere.example/{slug}/organic",
            "facts": [{"heading": "9 in 10", "blurb": "<p>learners would take it again.</p>"}],
            "certificate_info": {"heading": "On paper", "blurb": "<p>Signed by the teachers.</p>"},
            "product_meta": {"title": course.heading.title, "description": "A course", "keywords": list(skills[:2])},
        }
        if number == 1
        else None,
        "review": {
            "reviews_count": 12 + number,
            "avg_course_rating": "4.600000",
            "confident_learners_percentage": "88.500000",
            "most_common_goal": _GOALS[number % len(_GOALS)],
            "most_common_goal_learners_percentage": "51.000000",
            "total_enrollments": 900 + number,
        },
    }
