"""What forms are built from: the bodies of OPTIONS."""

from bin.recorded.asking import Service
from bin.recorded.cases import Case, CaseDifference, Result
from bin.recorded.known import explain
from course_discovery.apps.api.comparison.differences import differences


def options_result(case: Case, service: Service) -> Result:
    answer = service.ask(case)
    result = Result(case)
    if answer.status != case.recorded["status"]:
        result.differences.append(explain(case, CaseDifference("status", case.recorded["status"], answer.status)))
        return result
    for found in differences(case.recorded["body"], answer.body):
        result.differences.append(explain(case, CaseDifference("value", found.left, found.right, found.path)))
    if case.recorded["allow"] != answer.allow:
        result.differences.append(explain(case, CaseDifference("allow", case.recorded["allow"], answer.allow)))
    return result
