"""Who may ask what: the status of each route for each role."""

from django.urls import Resolver404, resolve

from bin.recorded.asking import Service
from bin.recorded.cases import Case, CaseDifference, Result
from bin.recorded.known import explain
from bin.recorded.later import awaited


def access_result(case: Case, service: Service) -> Result:
    if waits_for := awaited(case):
        return Result(case, not_asked=f"needs {waits_for}")
    answer = service.ask(case)
    result = Result(case)
    if answer.status != case.recorded["status"]:
        difference = CaseDifference("status", case.recorded["status"], answer.status)
        result.differences.append(explain(case, difference, answer))
    return result


def exists(path: str) -> bool:
    """Whether the service has this address at all."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
