"""The invented organizations that teach in the demo catalogue, and how an LMS serves them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Organization:
    """``key`` is the organization part of course keys; ``term_style`` is how it names its runs (``{}`` is a number).

    ``subjects`` are the slugs of what it teaches; none means everything.
    """

    key: str
    name: str
    description: str
    term_style: str = "R{}"
    subjects: tuple[str, ...] = ()

    @property
    def homepage(self) -> str:
        """A web address that cannot exist (RFC 2606)."""
        return f"https://{self.key.lower().replace('_', '-').replace('.', '-')}.example/"


ORGANIZATIONS: tuple[Organization, ...] = (
    Organization("AlderHillX", "Alder Hill University", "A public university between two rivers, founded by teachers."),
    Organization(
        "NordhavenX",
        "Nordhaven Institute of Technology",
        "Engineers and scientists on a cold and windy harbour.",
        "Session{}",
        subjects=("engineering", "electronics", "physics", "computer-science", "mathematics"),
    ),
    Organization(
        "QuillX",
        "Quill College of Letters",
        "A small college where everybody writes every day.",
        subjects=("literature", "humanities", "language", "history"),
    ),
    Organization(
        "MeridianBX",
        "Meridian Business School",
        "Management taught with real companies and real numbers.",
        "cohort{}",
        subjects=("business-management", "economics-finance"),
    ),
    Organization(
        "SolveraX",
        "Solvera Institute for Energy",
        "Research on how a region can live from sun and wind.",
        subjects=("engineering", "energy-earth-sciences", "environmental-studies"),
    ),
    Organization(
        "VallombreuseX", "Université de Vallombreuse", "Une université ouverte, entre montagne et lac.", "Session{}"
    ),
    Organization(
        "RiosecoX",
        "Universidad de Rioseco Alto",
        "Universidad pública con vocación social y cuatro sedes.",
        "edicion{}",
    ),
    Organization("LindenTechX", "Linden Technical University", "Technical education with workshops in every building."),
    Organization(
        "KestrelX",
        "Kestrel Academy of Design",
        "Design, craft and film under one glass roof.",
        subjects=("art-culture", "architecture"),
    ),
    Organization(
        "BrackenX",
        "Bracken School of Nursing",
        "Nurses teaching nurses since the first field hospital.",
        subjects=("medicine", "health-safety"),
    ),
    Organization(
        "OpenLedgerX",
        "OpenLedger Foundation",
        "A foundation that explains money to everybody.",
        "run_{}",
        subjects=("economics-finance", "business-management", "law"),
    ),
    Organization(
        "TidewrackX",
        "Tidewrack Marine Institute",
        "Two ships, one pier and a great deal of seaweed.",
        subjects=("biology-life-sciences", "energy-earth-sciences", "environmental-studies"),
    ),
    Organization("SteinbrueckeX", "Hochschule Steinbrücke", "Angewandte Wissenschaften für die Region."),
    Organization("SerraClaraX", "Universidade Serra Clara", "Uma universidade jovem para um país grande.", "turma{}"),
    Organization("HanwanX", "翰湾大学", "一所面向海湾的综合性大学。", "T{}"),
    Organization("NourWadiX", "جامعة نور الوادي", "جامعة تجمع بين التراث والعلوم الحديثة.", "T{}"),
    Organization("MontefioritoX", "Politecnico di Montefiorito", "Ingegneria e design sulle colline."),
    Organization(
        "CopperlineX",
        "Copperline Labs",
        "An engineering company that trains its neighbours too.",
        "run_{}",
        subjects=("engineering", "electronics", "computer-science"),
    ),
    Organization(
        "HeliotropeX", "Heliotrope Conservatory", "Music from early to electronic.", subjects=("music", "art-culture")
    ),
    Organization(
        "GranaryX",
        "The Granary Trust",
        "Food, farming and the people who live from it.",
        subjects=("environmental-studies", "chemistry", "health-safety"),
    ),
    Organization(
        "PolarisMedX",
        "Polaris Medical College",
        "A teaching hospital with the smallest wards in the north.",
        subjects=("medicine", "biology-life-sciences", "psychology"),
    ),
    Organization(
        "JuniperX",
        "Juniper Graduate School of Public Policy",
        "Where ministries send their doubts.",
        subjects=("social-sciences", "economics-finance", "law"),
    ),
    Organization("OxbowX", "Oxbow State University", "A land-grant university that floods every ten years."),
    Organization("LarchPolyX", "Larch Polytechnic", "Evening classes for working people, now online.", "evening{}"),
    Organization("TamarindX", "Tamarind University of Applied Sciences", "Applied science for a tropical coast."),
    Organization(
        "SextantX", "Sextant Observatory School", "Astronomers who like company.", subjects=("physics", "mathematics")
    ),
    Organization("VeldkampX", "Veldkamp Universiteit", "Kleine groepen, grote vragen."),
    Organization(
        "BasaltX",
        "Basalt Earth Sciences Centre",
        "Volcanoes are our neighbours.",
        "Session{}",
        subjects=("energy-earth-sciences", "chemistry"),
    ),
    Organization(
        "CinderDataX",
        "Cinder Data Guild",
        "Practitioners who teach what they use on Monday.",
        "cohort{}",
        subjects=("data-science", "statistics"),
    ),
    Organization(
        "MulberryX",
        "Mulberry Teachers' College",
        "A college that has trained teachers for generations.",
        subjects=("education-teacher-training", "psychology"),
    ),
    Organization("AuroralisX", "Auroralis Open University", "No campus, no entrance examination, many time zones."),
    Organization(
        "FoundryCSX",
        "Foundry School of Computing",
        "Computing taught by building things.",
        "run_{}",
        subjects=("computer-science", "electronics", "data-science"),
    ),
    Organization("EstuaryLawX", "Estuary Law School", "Law with a view of the harbour court.", subjects=("law",)),
    Organization(
        "PapyrusX",
        "Papyrus Institute of Ancient Studies",
        "Languages nobody speaks, read by many.",
        subjects=("history", "humanities", "language"),
    ),
    Organization(
        "Q.E.D.X",
        "Q.E.D. Mathematical Society",
        "Proofs for people who enjoy them.",
        subjects=("mathematics", "statistics"),
    ),
    Organization("Wren-HallX", "Wren Hall", "A residential college for adults who begin again."),
    Organization("Baobab_X", "Baobab Learning Network", "Schools and libraries that share their courses."),
    Organization(
        "KitsuneX",
        "Kitsune Games Academy",
        "Games as craft, business and literature.",
        subjects=("computer-science", "literature", "art-culture"),
    ),
    Organization(
        "CivitasX",
        "Civitas Institute for Cities",
        "Planners, mayors and people who wait for the bus.",
        subjects=("architecture", "social-sciences"),
    ),
    Organization(
        "ThistleX",
        "Thistle & Rowe Professional",
        "Training for accountants, auditors and their managers.",
        "cohort{}",
        subjects=("economics-finance", "business-management", "law"),
    ),
)

# Teaches, but is unknown to the organizations API, so that a catalogue has a name to do without.
UNLISTED_ORGANIZATION = "Baobab_X"
# Inventing is easy; describing oneself is not.
UNDESCRIBED_ORGANIZATION = "CopperlineX"


def organization_rows(root: str) -> list[dict[str, Any]]:
    """Rows of the LMS organizations API: all organizations but ``UNLISTED_ORGANIZATION``."""
    return [
        {
            "id": number,
            "created": "2020-01-06T09:00:00Z",
            "modified": "2024-09-02T09:00:00Z",
            "name": organization.name,
            "short_name": organization.key,
            "description": "" if organization.key == UNDESCRIBED_ORGANIZATION else organization.description,
            "logo": None if number % 5 == 0 else f"{root}/media/organization_logos/{organization.key}.svg",
            "active": True,
        }
        for number, organization in enumerate(ORGANIZATIONS, start=1)
        if organization.key != UNLISTED_ORGANIZATION
    ]
