"""Titles of the demo courses: topics × forms, in English and in seven other languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from course_discovery.sandbox.subjects import SUBJECTS, Topic

INTRODUCTORY, INTERMEDIATE, ADVANCED = "Introductory", "Intermediate", "Advanced"
LEVELS = (INTRODUCTORY, INTERMEDIATE, ADVANCED)


@dataclass(frozen=True)
class Heading:
    """What a course is called and what it is about. ``subject`` is a subject's slug."""

    title: str
    level: str
    subject: str
    topic: Topic


_SMALL_WORDS = {"and", "in", "of", "the", "for", "with", "to", "a"}

_ENGLISH_FORMS: tuple[tuple[str, str], ...] = (
    ("Introduction to {}", INTRODUCTORY),
    ("{} for Beginners", INTRODUCTORY),
    ("A First Course in {}", INTRODUCTORY),
    ("{}: The Essentials", INTRODUCTORY),
    ("Foundations of {}", INTRODUCTORY),
    ("Exploring {}", INTRODUCTORY),
    ("{} in Practice", INTERMEDIATE),
    ("{} Step by Step", INTERMEDIATE),
    ("{}: Methods and Cases", INTERMEDIATE),
    ("{} Workshop", INTERMEDIATE),
    ("Questions in {}", INTERMEDIATE),
    ("{}: A Project Course", INTERMEDIATE),
    ("Advanced {}", ADVANCED),
    ("{} for Professionals", ADVANCED),
    ("Research Seminar in {}", ADVANCED),
    ("{}: Capstone", ADVANCED),
)

# language: (forms, topics as "subject slug | phrase: skill, skill")
_OTHER_LANGUAGES: dict[str, tuple[tuple[tuple[str, str], ...], tuple[str, ...]]] = {
    "es": (
        (
            ("{}: primeros pasos", INTRODUCTORY),
            ("{}: curso básico", INTRODUCTORY),
            ("{} paso a paso", INTERMEDIATE),
            ("{} en la práctica", INTERMEDIATE),
            ("{}: nivel avanzado", ADVANCED),
        ),
        (
            "statistics | estadística aplicada: muestreo, regresión, R",
            "computer-science | programación en Python: Python, depuración, pruebas",
            "art-culture | historia del muralismo: análisis visual, técnicas de pintura, patrimonio",
            "engineering | energía solar: paneles solares, instalación, mantenimiento",
            "economics-finance | contabilidad para pequeñas empresas: balances, impuestos, presupuesto",
            "health-safety | nutrición y salud pública: dietas, etiquetado, prevención",
            "literature | literatura latinoamericana: lectura crítica, ensayo, traducción",
            "business-management | gestión de proyectos: planificación, riesgos, equipos",
            "education-teacher-training | enseñanza en línea: diseño de cursos, evaluación, accesibilidad",
            "biology-life-sciences | biología marina: arrecifes, muestreo, conservación",
        ),
    ),
    "fr": (
        (
            ("{} : premiers pas", INTRODUCTORY),
            ("{} : les bases", INTRODUCTORY),
            ("{} en pratique", INTERMEDIATE),
            ("{} : cours avancé", ADVANCED),
        ),
        (
            "mathematics | algèbre linéaire: matrices, valeurs propres, démonstration",
            "environmental-studies | économie circulaire: recyclage, écoconception, cycle de vie",
            "language | français des affaires: correspondance, réunion, négociation",
            "history | archéologie médiévale: fouilles, archives, numismatique",
            "data-science | apprentissage automatique: régression, Python, évaluation",
            "law | droit européen: traités, jurisprudence, institutions",
            "chemistry | chimie des aliments: fermentation, sauces, conservation",
        ),
    ),
    "de": (
        (
            ("{}: erste Schritte", INTRODUCTORY),
            ("{} in der Praxis", INTERMEDIATE),
            ("{} Schritt für Schritt", INTERMEDIATE),
            ("{} für Fortgeschrittene", ADVANCED),
        ),
        (
            "engineering | Regelungstechnik: Rückkopplung, Stabilität, Simulation",
            "physics | Quantenmechanik: Wellenfunktionen, Spin, Operatoren",
            "architecture | Holzbau: Statik, Brandschutz, Verbindungen",
            "business-management | Mitarbeiterführung: Gespräche, Delegation, Konflikte",
            "computer-science | Datenbanken: SQL, Normalisierung, Indizes",
            "music | Gehörbildung: Intervalle, Harmonie, Rhythmus",
        ),
    ),
    "pt": (
        (
            ("{}: primeiros passos", INTRODUCTORY),
            ("{} na prática", INTERMEDIATE),
            ("{}: curso avançado", ADVANCED),
        ),
        (
            "environmental-studies | conservação da floresta: inventário, manejo, carbono",
            "data-science | visualização de dados: gráficos, painéis, R",
            "health-safety | saúde da família: vacinação, acompanhamento, prevenção",
            "economics-finance | educação financeira: orçamento, investimento, crédito",
            "education-teacher-training | alfabetização: leitura, escrita, avaliação",
        ),
    ),
    "it": (
        (
            ("{}: primi passi", INTRODUCTORY),
            ("{} in pratica", INTERMEDIATE),
            ("{}: corso avanzato", ADVANCED),
        ),
        (
            "art-culture | restauro dei dipinti: pigmenti, pulitura, documentazione",
            "architecture | progettazione urbana: spazi pubblici, mobilità, partecipazione",
            "history | storia della navigazione: cartografia, porti, archivi",
        ),
    ),
    "zh": (
        (
            ("{}入门", INTRODUCTORY),
            ("{}实践", INTERMEDIATE),
            ("{}专题", INTERMEDIATE),
            ("高级{}", ADVANCED),
        ),
        (
            "data-science | 机器学习: 回归, 神经网络, Python",
            "language | 中文书法: 笔画, 结构, 临摹",
            "economics-finance | 宏观经济学: 通货膨胀, 货币政策, 增长",
            "humanities | 古代哲学: 论证, 伦理, 经典阅读",
            "engineering | 机器人技术: 传感器, 运动学, 路径规划",
        ),
    ),
    "ar": (
        (
            ("مدخل إلى {}", INTRODUCTORY),
            ("{} خطوة بخطوة", INTERMEDIATE),
            ("{}: مستوى متقدم", ADVANCED),
        ),
        (
            "language | الخط العربي: النسخ, الرقعة, التكوين",
            "business-management | ريادة الأعمال: التخطيط, التسويق, التمويل",
            "mathematics | الجبر: المعادلات, البرهان, المصفوفات",
            "health-safety | الصحة العامة: الوقاية, التغذية, الإحصاء",
        ),
    ),
}


def in_title_case(phrase: str) -> str:
    """English title case that leaves words with capitals of their own (SQL, BIM) alone."""
    words = phrase.split(" ")
    return " ".join(
        word if word != word.lower() or (word in _SMALL_WORDS and place > 0) else word[0].upper() + word[1:]
        for place, word in enumerate(words)
    )


def _english_headings(subject_place: int) -> Iterator[Heading]:
    subject = SUBJECTS[subject_place]
    for topic in subject.topics:
        for form, level in _ENGLISH_FORMS:
            yield Heading(form.format(in_title_case(topic.phrase)), level, subject.slug, topic)


def _other_headings(language: str) -> Iterator[Heading]:
    forms, topics = _OTHER_LANGUAGES[language]
    for line in topics:
        subject, _, rest = line.partition(" | ")
        phrase, _, skills = rest.partition(": ")
        for form, level in forms:
            title = form.format(phrase)
            yield Heading(title[0].upper() + title[1:], level, subject, Topic(phrase, tuple(skills.split(", "))))


@lru_cache(maxsize=64)
def _shuffled(seed: int, language: str, subject_place: int) -> tuple[Heading, ...]:
    headings = list(_english_headings(subject_place) if language == "en" else _other_headings(language))
    Random(f"{seed}/titles/{language}/{subject_place}").shuffle(headings)
    return tuple(headings)


def heading(seed: int, language: str, number: int) -> Heading:
    """The ``number``-th heading (from 0) of a language: every title once, then again as parts 2, 3, ..."""
    if language == "en":
        number, place = divmod(number, len(SUBJECTS))
        choice = _shuffled(seed, language, place)
    else:
        choice = _shuffled(seed, language, 0)
    part, within = divmod(number, len(choice))
    found = choice[within]
    if part == 0:
        return found
    return Heading(f"{found.title} ({part + 1})", found.level, found.subject, found.topic)
