"""Who may ask what: the status of each route for each role."""

from bin.recorded.asking import Service
from bin.recorded.cases import Case, CaseDifference, Result
from bin.recorded.known import explain


def access_result(case: Case, service: Service) -> Result:
    answer = service.ask(case)
    result = Result(case)
    if answer.status != case.recorded["status"]:
        difference = CaseDifference("status", case.recorded["status"], answer.status)
        result.differences.append(explain(case, difference, answer))
    return result
