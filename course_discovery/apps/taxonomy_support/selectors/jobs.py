"""What jobs ask for, and who has them."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F, QuerySet, Window
from django.db.models.functions import FirstValue, RowNumber
from taxonomy.models import Job, JobSkills, Skill, SkillCategory, SkillsQuiz, SkillSubCategory

TOP_CATEGORIES = 5
LATEST_QUIZZES = 5000
USERNAMES = 100


@dataclass
class SubcategoryOfJob:
    subcategory: SkillSubCategory
    skills: list[Skill] = field(default_factory=list)


@dataclass
class CategoryOfJob:
    """Of a job's skills those of one category; `subcategories` are those of this category that hold any of them."""

    category: SkillCategory
    skills: list[Skill] = field(default_factory=list)
    subcategories: list[SubcategoryOfJob] = field(default_factory=list)
    significance: float = 0
    unique_postings: float = 0


def top_categories(job: Job) -> list[CategoryOfJob]:
    """Return the five categories that matter most to the job: by significance of its skills in them, then by postings,
    then by the number of skills. One query. Refused skills do not count.
    """
    links = (
        JobSkills.get_whitelisted_job_skill_qs()
        .filter(job=job)
        .select_related("skill__category", "skill__subcategory")
        .order_by("skill__created", "skill__pk")
    )
    categories: dict[int, CategoryOfJob] = {}
    subcategories: dict[int, SubcategoryOfJob] = {}
    for link in links:
        skill = link.skill
        if skill.category:
            category = categories.setdefault(skill.category_id, CategoryOfJob(skill.category))
            category.skills.append(skill)
            category.significance += link.significance
            category.unique_postings += link.unique_postings
        if skill.subcategory:
            subcategories.setdefault(skill.subcategory_id, SubcategoryOfJob(skill.subcategory)).skills.append(skill)
    by_category: dict[int, list[SubcategoryOfJob]] = defaultdict(list)
    for _, subcategory in sorted(subcategories.items()):
        by_category[subcategory.subcategory.category_id].append(subcategory)
    ranked = sorted(
        categories.values(),
        key=lambda found: (-found.significance, -found.unique_postings, -len(found.skills), found.category.pk),
    )[:TOP_CATEGORIES]
    for found in ranked:
        found.subcategories = by_category[found.category.pk]
    return ranked


def holders_of(job: Job) -> list[str]:
    """Return the names of users whose quizzes name the job as theirs, latest first, each once."""
    quizzes = SkillsQuiz.objects.filter(current_job=job).order_by("-pk")
    names = quizzes.values_list("username", flat=True)[:LATEST_QUIZZES]
    return list(dict.fromkeys(names))[:USERNAMES]


def current_jobs() -> QuerySet[SkillsQuiz]:
    """Return {"username", "job"} of each user whose latest quiz names a job, by name of the user."""
    latest_first = (F("created").desc(), F("pk").desc())
    latest = SkillsQuiz.objects.annotate(
        place=Window(RowNumber(), partition_by="username", order_by=latest_first),
        # A window too, so that an older quiz with a job does not become the latest.
        job=Window(FirstValue("current_job_id"), partition_by="username", order_by=latest_first),
    )
    return latest.filter(place=1, job__isnull=False).order_by("username").values("username", "job")
