"""Descriptions of the demo courses, put together from sentences in the language of the course."""

from random import Random

from course_discovery.sandbox.titles import Heading

_OPENINGS = {
    "en": (
        "Learn {topic} from people who practise it.",
        "This course takes you into {topic}, one worked example at a time.",
        "What does it take to become good at {topic}?",
        "A patient tour of {topic}, with something to try in every unit.",
        "Most mistakes in {topic} are old mistakes; here you meet them early and on purpose.",
        "If you have always left {topic} to other people, begin here.",
        "Build your own understanding of {topic} through short lectures and long exercises.",
        "Everything in this course serves one question: what makes good work in {topic}?",
    ),
    "es": ("Aprenda {topic} con personas que lo practican cada día.", "Un recorrido claro y sin prisas: {topic}."),
    "fr": ("Découvrez ce domaine pas à pas : {topic}.", "Un cours concret, du premier exemple au projet : {topic}."),
    "de": ("Ein Kurs mit vielen Übungen zum Thema {topic}.", "Lernen Sie {topic} von Grund auf kennen."),
    "pt": ("Aprenda {topic} com exemplos do dia a dia.", "Um curso prático e acessível: {topic}."),
    "it": ("Un percorso guidato tra teoria ed esercizi: {topic}.", "Imparare facendo: {topic}."),
    "zh": ("本课程从实例出发，系统讲解{topic}。", "跟随教师一步一步学习{topic}。"),
    "ar": ("تعلّم {topic} من خلال أمثلة عملية.", "رحلة هادئة وواضحة في {topic}."),
}
_MIDDLES = {
    "en": (
        "You will work on {first} and {second}, and compare your answers with those of other learners.",
        "Along the way you meet {first}, {second} and the tools that go with them.",
        "Each week adds one idea, from {first} to {second}, and one task that needs all the earlier ones.",
        "Assignments cover {first}; a final project asks for {second} as well.",
        "We begin with {first} and end with {second}.",
    ),
    "es": ("Se trabajan {first} y {second} con tareas semanales.", "Incluye {first}, {second} y un proyecto final."),
    "fr": ("Vous travaillerez {first} et {second}.", "Au programme : {first}, {second} et un projet final."),
    "de": ("Im Mittelpunkt stehen {first} und {second}.", "Jede Woche eine Aufgabe, von {first} bis {second}."),
    "pt": ("Você vai trabalhar com {first} e {second}.", "Inclui {first}, {second} e um projeto final."),
    "it": ("Si lavora su {first} e {second}.", "Ogni settimana un esercizio, da {first} a {second}."),
    "zh": ("内容包括{first}和{second}。", "每周都有关于{first}与{second}的练习。"),
    "ar": ("يتناول المقرر {first} و{second}.", "في كل أسبوع تمرين حول {first} أو {second}."),
}
_CLOSINGS = {
    "en": (
        "No background is needed beyond curiosity and a few hours a week.",
        "The course suits people who already work in the field and want a firmer footing.",
        "Questions are answered by a team that reads every one of them.",
        "You leave with a piece of work that you can show.",
        "All readings are open and free of charge.",
    ),
    "es": ("No se necesitan conocimientos previos.", "Al terminar tendrá un trabajo propio que mostrar."),
    "fr": ("Aucun prérequis n'est nécessaire.", "L'équipe pédagogique répond à toutes les questions."),
    "de": ("Vorkenntnisse sind nicht erforderlich.", "Am Ende steht ein eigenes Projekt."),
    "pt": ("Não é preciso conhecimento prévio.", "Ao final, você terá um trabalho próprio para mostrar."),
    "it": ("Non servono conoscenze precedenti.", "Alla fine avrete un lavoro vostro da mostrare."),
    "zh": ("无需任何基础。", "结课时你将完成一个自己的作品。"),
    "ar": ("لا حاجة إلى معرفة سابقة.", "في النهاية يكون لديك عمل خاص بك."),
}
_OUTCOMES = {
    "en": ("Explain the main ideas of {topic}", "Use {skill} on a case of your own", "Judge work built on {skill}"),
    "es": ("Explicar las ideas principales: {topic}", "Aplicar {skill} a un caso propio", "Valorar trabajos: {skill}"),
    "fr": ("Expliquer les notions : {topic}", "Appliquer : {skill}", "Évaluer un travail : {skill}"),
    "de": ("Die Grundideen erklären: {topic}", "{skill} selbst anwenden", "Arbeiten beurteilen: {skill}"),
    "pt": ("Explicar as ideias principais: {topic}", "Aplicar {skill} a um caso próprio", "Avaliar: {skill}"),
    "it": ("Spiegare le idee principali: {topic}", "Applicare {skill} a un caso proprio", "Valutare: {skill}"),
    "zh": ("说明{topic}的主要思想", "在自己的案例中运用{skill}", "评价与{skill}有关的成果"),
    "ar": ("شرح الأفكار الرئيسة في {topic}", "تطبيق {skill} على حالة خاصة", "تقييم أعمال تعتمد على {skill}"),
}
_WEEK = {
    "en": "Week", "es": "Semana", "fr": "Semaine", "de": "Woche", "pt": "Semana", "it": "Settimana", "zh": "周",
    "ar": "الأسبوع",
}  # fmt: skip


def _sentence(rng: Random, choice: dict[str, tuple[str, ...]], language: str, heading: Heading) -> str:
    first, second = rng.sample(heading.topic.skills, 2)
    return rng.choice(choice[language]).format(topic=heading.topic.phrase, first=first, second=second)


def short_description(rng: Random, language: str, heading: Heading) -> str:
    """One to three sentences of plain text."""
    parts = [_OPENINGS, _MIDDLES, _CLOSINGS][: rng.choice((1, 2, 2, 3))]
    separator = "" if language == "zh" else " "
    return separator.join(_sentence(rng, part, language, heading) for part in parts)


def overview(rng: Random, language: str, heading: Heading) -> str:
    """The long description, as HTML paragraphs."""
    opening = _sentence(rng, _OPENINGS, language, heading)
    middles = [
        line.format(first=heading.topic.skills[0], second=heading.topic.skills[-1])
        for line in rng.sample(_MIDDLES[language], 2)
    ]
    closing = _sentence(rng, _CLOSINGS, language, heading)
    return f"<p>{opening}</p>\n<p>{' '.join(middles)}</p>\n<p>{closing}</p>"


def outcome(language: str, heading: Heading) -> str:
    """What a learner can do afterwards, as an HTML list."""
    known, use, judge = _OUTCOMES[language]
    skills = heading.topic.skills
    items = [known.format(topic=heading.topic.phrase), use.format(skill=skills[0]), judge.format(skill=skills[-1])]
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def syllabus(language: str, heading: Heading) -> str:
    """One line a week, as an HTML list."""
    lines = (heading.topic.phrase, *heading.topic.skills)
    items = "".join(f"<li>{_WEEK[language]} {number}: {line}</li>" for number, line in enumerate(lines, start=1))
    return f"<ul>{items}</ul>"
