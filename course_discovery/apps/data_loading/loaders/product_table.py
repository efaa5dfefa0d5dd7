"""What tables say of courses and programs: finding them, and giving them rows that they refer to."""

import logging
from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db import connections, models, router

from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.bulk import create_rows, delete_rows, update_rows
from course_discovery.apps.data_loading.loaders.stamps import stamp_courses
from course_discovery.apps.data_loading.outcome import CREATED, Outcome
from course_discovery.apps.data_loading.records import ProductRecord
from course_discovery.apps.data_loading.sources.product_tables import COURSE, PRODUCT_TYPES, PROGRAM
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.services.timestamps import stamp_programs

logger = logging.getLogger(__name__)

Record = TypeVar("Record", bound=ProductRecord)
# The rows of a product: those of a course, its draft first, or the one of a program.
Rows = Sequence[Any]
Found = dict[tuple[str, UUID], list[Any]]


class ProductLoader(Loader[Record]):
    """Finds the partner's products that a table names, and reports rows that cannot be loaded with all their faults.

    What it wrote stands in the results `courses` and `programs`, by uuid.
    """

    # What messages call that which the table tells of a product.
    kind: ClassVar[str]
    refusal: ClassVar[str] = (
        "Data validation issue for product with UUID: {}.Skipping ingestion for this item.Details: {}"
    )
    # The relations of courses and of programs that `write` looks at.
    course_relation: ClassVar[str]
    program_relation: ClassVar[str]

    def load(self, records: Sequence[Record]) -> Outcome:
        outcome = Outcome()
        found = self._find(records)
        fitting: list[tuple[Record, Rows]] = []
        for record in records:
            rows: Rows = found.get((record.product_type, record.uuid), ()) if record.uuid else ()
            if record.uuid and record.product_type in PRODUCT_TYPES and not rows:
                self.refuse(record, [*record.problems, self.not_found(record)], outcome, "product_not_found")
            elif record.problems:
                self.refuse(record, record.problems, outcome)
            else:
                fitting.append((record, rows))
        self.write(fitting, outcome)
        return outcome

    @abstractmethod
    def write(self, fitting: Sequence[tuple[Record, Rows]], outcome: Outcome) -> None:
        """Write what the records say of their products."""

    def not_found(self, record: Record) -> str:
        return f"Course or Program with UUID {record.label} was not found"

    def refuse(
        self, record: Record, problems: Iterable[str], outcome: Outcome, code: str = "invalid_row", key: str = ""
    ) -> None:
        told = ", ".join(problems)
        logger.error(self.refusal.format(record.label, told))
        outcome.fail(record.label, code, f"Skipped {record.product_type} with UUID {record.label}. Errors: {told}")

    def count(self, record: Record, outcome: Outcome, is_new: bool) -> None:
        """Count a record that changed its product; `is_new`: the product had nothing of the kind."""
        if is_new:
            outcome.created += 1
        else:
            outcome.updated += 1
        outcome.results[f"{record.product_type}s"].append(str(record.uuid))
        logger.info("%s %s data for product with UUID: %s", "Created" if is_new else "Updated", self.kind, record.label)

    def give(
        self,
        fitting: Sequence[tuple[Record, Rows]],
        relation: str,
        child_for: Callable[[Record, Any], Any],
        kind: str,
        outcome: Outcome,
        identity: Sequence[str] = (),
    ) -> None:
        """Let the products refer by the relation to what `child_for(record, former)` returns; count who changed.

        `kind` and `identity` are as References.write takes them.
        """
        references = References(relation, outcome)
        for record, rows in fitting:
            is_new = all(getattr(row, relation) is None for row in rows)
            if references.set((row, child_for(record, getattr(row, relation))) for row in rows):
                self.count(record, outcome, is_new)
            else:
                outcome.unchanged += 1
        references.write(kind, identity)

    def _find(self, records: Sequence[Record]) -> Found:
        partner = self.reference.partner
        named: dict[str, set[UUID]] = {COURSE: set(), PROGRAM: set()}
        for record in records:
            if record.uuid and record.product_type in named:
                named[record.product_type].add(record.uuid)
        found: Found = {}
        if named[COURSE]:
            courses = Course.everything.filter(partner=partner, uuid__in=named[COURSE])
            for course in courses.select_related(self.course_relation).order_by("-draft"):
                found.setdefault((COURSE, course.uuid), []).append(course)
        if named[PROGRAM]:
            programs = Program.objects.filter(partner=partner, uuid__in=named[PROGRAM])
            for program in programs.select_related(self.program_relation):
                found[PROGRAM, program.uuid] = [program]
        return found


class References:
    """The rows of a page's products that are to refer to other rows, such as a place, by one relation.

    A row that nothing refers to afterwards is deleted: it was there for the product that had it.
    """

    def __init__(self, relation: str, outcome: Outcome) -> None:
        self.relation = relation
        self.outcome = outcome
        self._changed: dict[tuple[type[Any], int], Any] = {}
        self._left: dict[int, Any] = {}

    def set(self, pairs: Iterable[tuple[Any, Any]]) -> bool:
        """Let courses and programs refer to rows, saved or not; tell whether that changes anything."""
        changes = [self._set(row, child) for row, child in pairs]
        return any(changes)

    def _set(self, row: Any, child: Any) -> bool:
        former = getattr(row, self.relation)
        if former == child:
            return False
        if former is not None and former.pk:
            self._left[former.pk] = former
        setattr(row, self.relation, child)
        self._changed[type(row), row.pk] = row
        return True

    def write(self, kind: str, identity: Sequence[str] = ()) -> None:
        """Write what changed.

        `kind` is what messages call the rows, `identity` names the columns by which one is known, if there are any.
        """
        rows = list(self._changed.values())
        children = {id(child): child for child in (getattr(row, self.relation) for row in rows) if child.pk is None}
        _create(list(children.values()), identity, self.outcome)
        for row in rows:
            # Again, as now it has a primary key.
            setattr(row, self.relation, getattr(row, self.relation))
        courses = update_rows(Course, [row for row in rows if isinstance(row, Course)], self.outcome)
        programs = update_rows(Program, [row for row in rows if isinstance(row, Program)], self.outcome)
        tell_courses({course.pk for course in courses}, self.outcome)
        tell_programs({program.pk for program in programs}, self.outcome)
        self._drop_orphans(kind)

    def _drop_orphans(self, kind: str) -> None:
        if not self._left:
            return
        left = list(self._left.values())
        model = type(left[0])
        used = _used(model, self._left)
        orphans = [row for row in left if row.pk not in used]
        names = [row.pk for row in orphans]
        delete_rows(model, orphans, self.outcome)
        for pk in names:
            logger.info("Removed orphaned %s with id: %s", kind, pk)


def tell_courses(pks: Collection[int], outcome: Outcome) -> None:
    """Stamp courses, drafts or official rows, with their programs; and tell whoever keeps documents of them."""
    stamp_courses(pks)
    outcome.touch(Course, pks)


def tell_programs(pks: Collection[int], outcome: Outcome) -> None:
    stamp_programs(pks)
    outcome.touch(Program, pks)


def _create(rows: Sequence[Any], identity: Sequence[str], outcome: Outcome) -> None:
    if not rows:
        return
    model = type(rows[0])
    if identity:
        create_rows(model, rows, identity, outcome, history=False)
        return
    # By nothing would they be found again, unless the database tells their keys.
    if connections[router.db_for_write(model)].features.can_return_rows_from_bulk_insert:
        model._base_manager.bulk_create(rows)
    else:
        for row in rows:
            row.save()
    outcome.wrote(model, CREATED, len(rows))


def _used(model: type[models.Model], pks: Collection[int]) -> set[int]:
    """Return those of the rows that any row of any table refers to."""
    used: set[int] = set()
    for relation in model._meta.related_objects:
        users = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": list(pks)})
        used.update(users.order_by().values_list(relation.field.attname, flat=True))
    return used
