"""What was added by hand after the load."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.sites.models import Site
from django.db import transaction
from taxonomy.models import CourseSkills, Skill

from bin.recorded import extra_catalogs, extra_learner_pathways, extra_programs
from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import (
    Course,
    CourseRun,
    CourseRunType,
    CourseType,
    ExpectedLearningItem,
    LevelType,
    Organization,
    Person,
    Position,
    Prerequisite,
    RestrictedCourseRun,
    Seat,
    Source,
    Subject,
)
from course_discovery.apps.course_metadata.services.url_slugs import set_active_url_slug
from course_discovery.apps.data_loading.services.uuids import uuid_of
from course_discovery.lib.slugs import SettledSlug

COURSE_TEXTS = ("short_description", "full_description", "outcome", "enrollment_count")


@transaction.atomic
def apply(extra: dict[str, Any], catalog: Path, partner: Partner) -> Counter[str]:
    """Write everything; return the number of rows by name of the list."""
    writer = _Writer(extra, catalog, partner)
    writer.write()
    return writer.written


class _Writer:
    def __init__(self, extra: dict[str, Any], catalog: Path, partner: Partner) -> None:
        self.extra = extra
        self.catalog = catalog
        self.partner = partner
        self.written: Counter[str] = Counter()
        self.courses = {course.key: course for course in Course.objects.filter(partner=partner)}
        self.runs = {run.key: run for run in CourseRun.objects.filter(course__partner=partner).select_related("course")}

    def write(self) -> None:
        # People hold positions at organizations; texts refer to levels and subjects.
        for name in ("levels", "subjects", "organizations", "texts", "people", "runs", "course_lists", "slugs"):
            getattr(self, f"_{name}")()
        self._programs()
        extra_catalogs.write_catalogs(self._each("catalogs"))
        extra_learner_pathways.write_learner_pathways(self._each("learner_pathways"), self.courses, self.partner)
        self._drafts()
        self._second_partner()

    def _each(self, name: str) -> list[Any]:
        rows = self.extra.get(name) or []
        self.written[name] += len(rows)
        return list(rows.items()) if isinstance(rows, dict) else rows

    def _levels(self) -> None:
        for row in self._each("level_types"):
            level = LevelType.objects.filter(name=row["name"]).first() or LevelType(name=row["name"])
            level.sort_value = row["sort_value"]
            level.name_t = row["name"]
            level.save()

    def _subjects(self) -> None:
        for row in self._each("subjects"):
            Subject.objects.create(
                partner=self.partner, uuid=row["uuid"], slug=SettledSlug(row["slug"]), name=row["name"]
            )

    def _organizations(self) -> None:
        for key, name in self._each("organization_names"):
            for organization in Organization.objects.filter(partner=self.partner, key=key):
                organization.name = name
                organization.save()

    def _texts(self) -> None:
        products = self.catalog / "products.json"
        if not products.exists():
            return
        levels = {level.name: level for level in LevelType.objects.all()}
        subjects = {subject.name: subject for subject in Subject.objects.filter(partner=self.partner)}
        codes, efforts = self.extra.get("language_codes", {}), self.extra.get("run_effort", {})
        by_course: dict[str, list[CourseRun]] = {}
        for run in self.runs.values():
            by_course.setdefault(run.course.key, []).append(run)
        rows = json.loads(products.read_text(encoding="utf-8"))
        self._skills(rows)
        for row in rows:
            course = self.courses.get(row["course_key"])
            if course is None:
                continue
            self.written["enrichment"] += 1
            course.level_type = levels.get(row.get("level"))
            for name in COURSE_TEXTS:
                setattr(course, name, row.get(name))
            course.save()
            course.subjects.set([subjects[name] for name in row["subjects"] if name in subjects])
            for run in by_course.get(course.key, ()):
                run.language_id = next((codes[name] for name in row["languages"][:1] if name in codes), None)
                run.weeks_to_complete = row.get("weeks_to_complete")
                run.min_effort, run.max_effort = efforts.get(run.key) or (None, None)
                run.save()
                run.transcript_languages.set([codes[name] for name in row["transcript_languages"] if name in codes])

    def _skills(self, products: list[dict[str, Any]]) -> None:
        """One skill for each name, numbered in the order of their first courses."""
        names = list(dict.fromkeys(name for row in products for name in row.get("skills", ())))
        made = Skill.objects.bulk_create(
            Skill(external_id=f"S{number:05}", name=name, description=f"Ability in {name}")
            for number, name in enumerate(names)
        )
        skills = {skill.name: skill for skill in made}
        CourseSkills.objects.bulk_create(
            CourseSkills(course_key=row["course_key"], skill=skills[name], confidence=1.0)
            for row in products
            for name in dict.fromkeys(row.get("skills", ()))
        )
        self.written["skills"] += len(skills)

    def _people(self) -> None:
        organizations = {row.key: row for row in Organization.objects.filter(partner=self.partner)}
        people = {}
        for row in self._each("people"):
            person = Person.objects.create(
                partner=self.partner,
                uuid=row["uuid"],
                slug=SettledSlug(row["slug"]),
                bio_language_id=row["bio_language"],
                **{
                    name: row[name]
                    for name in ("salutation", "given_name", "family_name", "bio", "published", "email", "major_works")
                },
            )
            people[row["uuid"]] = person
            if position := row.get("position"):
                Position.objects.create(
                    person=person,
                    title=position["title"],
                    organization=organizations.get(position["organization"]),
                    organization_override=position["organization_override"],
                )
        for key, uuids in self._each("run_staff"):
            if key in self.runs:
                self.runs[key].staff.set([people[uuid] for uuid in uuids if uuid in people])

    def _runs(self) -> None:
        for key, status in self._each("run_status"):
            if run := self.runs.get(key):
                run.status = status
                run.save()
        for row in self._each("restricted_runs"):
            if run := self.runs.get(row["run"]):
                RestrictedCourseRun.everything.create(course_run=run, restriction_type=row["restriction_type"])

    def _course_lists(self) -> None:
        for key in self._each("enterprise_subscription_inclusion_courses"):
            Course.objects.filter(partner=self.partner, key=key).update(enterprise_subscription_inclusion=True)
        for key, names in self._each("course_topics"):
            self.courses[key].topics.set(names)
        for key, values in self._each("expected_learning_items"):
            items = [ExpectedLearningItem.objects.create(value=value) for value in values]
            self.courses[key].expected_learning_items.set(items)
        for key, names in self._each("prerequisites"):
            self.courses[key].prerequisites.set(Prerequisite.objects.get_or_create(name=name)[0] for name in names)

    def _slugs(self) -> None:
        for key, slug in self._each("active_url_slugs"):
            set_active_url_slug(self.courses[key], slug)

    def _programs(self) -> None:
        extra_programs.write_program_types()
        programs = extra_programs.write_programs(self._each("programs"), self.partner)
        extra_programs.write_pathways(self._each("pathways"), programs, self.partner)

    def _drafts(self) -> None:
        for row in self._each("drafts"):
            course = self._course(self.partner, row["course"], row["title"], row["type"], row["org"], draft=True)
            self._run(course, row["run"], row["run_type"], row)

    def _second_partner(self) -> None:
        row = self.extra.get("second_partner")
        if not row:
            return
        self.written["second_partner"] += 1
        site = Site.objects.create(domain=row["site"], name=row["name"])
        partner = Partner.objects.create(
            short_code=row["short_code"],
            name=row["name"],
            site=site,
            marketing_site_url_root=row["marketing_site_url_root"],
            lms_url=row["lms_url"],
        )
        key = row["org"]["key"]
        Organization.objects.create(
            partner=partner, key=key, name=row["org"]["name"], uuid=uuid_of(f"organization:{key}")
        )
        of_course, of_run = row["course"], row["run"]
        course = self._course(partner, of_course["key"], of_course["title"], of_course["type"], key)
        course.short_description = of_course.get("short_description")
        course.save()
        run = self._run(course, of_run["key"], of_run["type"], of_run)
        for type_slug, price, deadline, sku in of_run.get("seats", ()):
            Seat.everything.create(
                course_run=run, type_id=type_slug, price=price, upgrade_deadline=_moment(deadline), sku=sku
            )
        course.canonical_course_run = run
        course.save()
        if program := row.get("program"):
            extra_programs.write_program_of_second_partner(program, partner, course)

    def _course(
        self, partner: Partner, key: str, title: str, type_slug: str, organization: str, *, draft: bool = False
    ) -> Course:
        course = Course.everything.create(
            partner=partner,
            key=key,
            title=title,
            uuid=uuid_of(key),
            type=CourseType.objects.get(slug=type_slug),
            # It was calculated before the course had an organization that could say no.
            enterprise_subscription_inclusion=True,
            product_source=Source.objects.order_by("pk").first(),
            draft=draft,
        )
        # The organization of a draft may be missing in a catalogue that was loaded in part.
        course.authoring_organizations.set(Organization.objects.filter(key=organization, partner=partner))
        return course

    def _run(self, course: Course, key: str, type_slug: str, row: dict[str, Any]) -> CourseRun:
        return CourseRun.everything.create(
            course=course,
            key=key,
            uuid=uuid_of(key),
            type=CourseRunType.objects.get(slug=type_slug),
            start=_moment(row["start"]),
            end=_moment(row["end"]),
            status=row["status"],
            pacing_type=row.get("pacing_type"),
            slug=SettledSlug(row["slug"]) if row.get("slug") else "",
            enterprise_subscription_inclusion=True,
            draft=course.draft,
        )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
