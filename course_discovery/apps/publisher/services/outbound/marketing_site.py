"""Telling a Drupal marketing site of runs, programs and people; receivers/marketing_site.py says when."""

import logging

import waffle

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import CourseRun, Person
from course_discovery.apps.programs.models import Program
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.rules import marketing_nodes as rules
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.marketing_site_editing import (
    Alias,
    AliasCreateError,
    MarketingSiteEditor,
    PersonToMarketingException,
)

logger = logging.getLogger(__name__)

RUN_SWITCH = "publish_course_runs_to_marketing_site"
RUN_CREATION_SWITCH = "auto_course_about_page_creation"
PROGRAM_SWITCH = "publish_program_to_marketing_site"
PERSON_SWITCH = "publish_person_to_marketing_site"
# In the details of a push: the status of the run is as it was.
SAME_STATUS = "same_status"
# In the details of a push: the slug that the program had before.
FORMER_SLUG = "former_slug"
_GONE = "It is not in the catalogue any more."


def site_of(partner: Partner) -> MarketingSiteEditor:
    return MarketingSiteEditor(
        partner.marketing_site_url_root or "",
        partner.marketing_site_api_username or "",
        partner.marketing_site_api_password or "",
    )


def send_run(push: OutboundPush) -> str:
    """Tell of the official run whose key the push has."""
    run = CourseRun.objects.filter(key=push.key, course__partner=push.partner).select_related("course", "type").first()
    if run is None:
        return _GONE
    if not run.could_be_marketable:
        return "It is of a kind that the marketing site does not show."
    is_status_new = not (push.details or {}).get(SAME_STATUS)
    return publish_run(site_of(push.partner), run, is_status_new)


def publish_run(site: MarketingSiteEditor, run: CourseRun, is_status_new: bool = True, with_uuid: bool = False) -> str:
    """Tell the site of a run, and let its page be found by the run's slug; former addresses stay and lead there too.

    A run that has a page already is only told when its status is new. `with_uuid` has the page learn the uuid.
    Raises PlatformError.
    """
    logger.info("Publishing course run [%s] to marketing site...", run.key)
    node_id = site.find_node(rules.RUN_LOOKUP, run.key)
    if node_id is None:
        if not waffle.switch_is_active(RUN_CREATION_SWITCH):
            return f"It has no page there, and none is made while {RUN_CREATION_SWITCH} is off."
        node_id = site.create_node(_run_node(site, run) | rules.run_uuid(run.uuid))
        logger.info("Created new marketing site node [%s] for course run [%s].", node_id, run.key)
        told = f"Node {node_id} was made."
    elif is_status_new:
        site.edit_node(node_id, _run_node(site, run) | (rules.run_uuid(run.uuid) if with_uuid else {}))
        told = f"Node {node_id} was changed."
    else:
        logger.info(
            "The status of course run [%s] has not changed. It will NOT be published to the marketing site.", run.key
        )
        told = f"Node {node_id} was left alone."
    alias = rules.run_alias(run.slug)
    logger.info("Setting marketing alias of [%s] for course [%s].", alias, run.key)
    _set_alias(site, node_id, alias, site.aliases(run.slug))
    return told


def send_program(push: OutboundPush) -> str:
    """Tell of the program whose uuid the push has; of its addresses only the present one stays."""
    program = Program.objects.filter(uuid=push.key, partner=push.partner).select_related("type").first()
    if program is None:
        return _GONE
    if program.type is None or program.type.name not in rules.PROGRAM_TYPES:
        return "It is of a type that the marketing site does not show."
    site = site_of(push.partner)
    node = rules.program_node(program.uuid, program.title, program.is_active, program.type.name, site.author_id)
    node_id = site.find_node(rules.PROGRAM_LOOKUP, str(program.uuid))
    if node_id is None:
        node_id = site.create_node(node | rules.program_uuid(program.uuid))
        told = f"Node {node_id} was made."
    else:
        site.edit_node(node_id, node)
        told = f"Node {node_id} was changed."
    if slug := program.marketing_slug:
        alias = rules.program_alias(program.type.slug, slug)
        # By itself the site gives a page an address of its title.
        for other in {rules.title_slug(program.title), (push.details or {}).get(FORMER_SLUG) or ""} - {""}:
            _delete_aliases(site, node_id, other, keep=alias)
        _set_alias(site, node_id, alias, site.aliases(slug))
    return told


def send_deleted_program(push: OutboundPush) -> str:
    """Take away the page of the program that had the uuid of the push."""
    return _delete(push, rules.PROGRAM_LOOKUP)


def send_person(push: OutboundPush) -> str:
    """Tell of the person whose uuid the push has."""
    person = Person.objects.filter(uuid=push.key, partner=push.partner).first()
    return _GONE if person is None else publish_person(site_of(push.partner), person)


def publish_person(site: MarketingSiteEditor, person: Person) -> str:
    """Make or change the page of a person. Raises PlatformError."""
    node = rules.person_node(person.slug, person.full_name, person.published)
    node_id = site.find_node(rules.PERSON_LOOKUP, str(person.uuid))
    if node_id is None:
        try:
            node_id = site.create_node(node | rules.person_uuid(person.uuid))
        except PlatformError as error:
            raise PersonToMarketingException("Marketing site Person page creation failed!", error) from error
        return f"Node {node_id} was made."
    try:
        site.edit_node(node_id, node)
    except PlatformError as error:
        raise PersonToMarketingException("Marketing site Person page update failed!", error) from error
    return f"Node {node_id} was changed."


def send_deleted_person(push: OutboundPush) -> str:
    """Take away the page of the person who had the uuid of the push."""
    return _delete(push, rules.PERSON_LOOKUP)


def _run_node(site: MarketingSiteEditor, run: CourseRun) -> dict[str, object]:
    return rules.run_node(run.key, run.title, run.status == CourseRunStatus.Published, site.author_id)


def _delete(push: OutboundPush, lookup: str) -> str:
    site = site_of(push.partner)
    node_id = site.find_node(lookup, push.key)
    if node_id is None:
        return "It has no page there."
    site.delete_node(node_id)
    return f"Node {node_id} was deleted."


def _delete_aliases(site: MarketingSiteEditor, node_id: str, slug: str, keep: str) -> None:
    for alias in site.aliases(slug):
        if alias.source == _source(node_id) and alias.ends_with(slug) and alias.path != keep:
            site.delete_alias(alias)


def _set_alias(site: MarketingSiteEditor, node_id: str, path: str, known: list[Alias]) -> None:
    """Let the node be found under the path, unless it is already; `known` are the addresses that there are like it."""
    taken = next((alias for alias in known if alias.path == path), None)
    if taken is None:
        site.add_alias(node_id, path)
    elif taken.source != _source(node_id):
        raise AliasCreateError(f"add {path}", f"the address belongs to {taken.source}", 409, "", node_id)


def _source(node_id: str) -> str:
    return f"node/{node_id}"
