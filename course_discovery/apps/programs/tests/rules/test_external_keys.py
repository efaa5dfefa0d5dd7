from course_discovery.apps.programs.rules.external_keys import KeyedRun, duplicate_message


def test_one_holder():
    assert duplicate_message([KeyedRun("k", "run: R", "course: C")]) == (
        "Duplicate external_key found:  [ external_key=k course_run=run: R course=course: C ]"
    )


def test_several_holders():
    assert duplicate_message([KeyedRun("k", "r1", "c1"), KeyedRun("l", "r2", "c2")]) == (
        "Duplicate external_keys found:  [ external_key=k course_run=r1 course=c1 ]"
        " [ external_key=l course_run=r2 course=c2 ]"
    )
