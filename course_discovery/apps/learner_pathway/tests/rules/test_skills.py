from course_discovery.apps.learner_pathway.rules.skills import pathway_skills, step_skills

PYTHON = {"name": "Python", "description": "A language"}
SNAKE = {"name": "Python", "description": "A snake"}
SQL = {"name": "SQL", "description": "Queries"}


def test_a_step_names_each_skill_once_the_first_wins():
    assert step_skills([[SQL, PYTHON], [], [SNAKE, SQL]]) == [SQL, PYTHON]


def test_a_pathway_keeps_namesakes_that_differ():
    assert pathway_skills([[PYTHON], [SNAKE, SQL], [dict(PYTHON), SQL]]) == [PYTHON, SNAKE, SQL]
