import time

import pytest
from django.contrib.auth.models import Group
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from course_discovery.apps.core.tests.factories import StaffUserFactory, UserFactory, UserThrottleRateFactory
from course_discovery.apps.core.throttles import OverridableUserRateThrottle

pytestmark = pytest.mark.django_db


class TwoAnHour(OverridableUserRateThrottle):
    THROTTLE_RATES = {"user": "2/hour"}


class Echo(APIView):
    permission_classes = ()
    throttle_classes = (TwoAnHour,)

    def get(self, request):
        return Response({})


def statuses(user, times, token=None):
    view = Echo.as_view()
    answers = []
    for _ in range(times):
        request = APIRequestFactory().get("/")
        force_authenticate(request, user=user, token=token)
        answers.append(view(request))
    return [answer.status_code for answer in answers], answers[-1]


def test_the_default_rate_binds_plain_users():
    codes, last = statuses(UserFactory(), 3)
    assert codes == [200, 200, 429]
    assert int(last["Retry-After"]) > 0


def test_staff_and_members_of_groups_are_free():
    member = UserFactory()
    member.groups.add(Group.objects.create(name="A group"))
    assert statuses(StaffUserFactory(), 3)[0] == [200, 200, 200]
    assert statuses(member, 3)[0] == [200, 200, 200]


def test_a_row_binds_even_staff():
    row = UserThrottleRateFactory(user=StaffUserFactory(), rate="1/minute")
    assert statuses(row.user, 2)[0] == [200, 429]


def test_an_enhanced_role_in_the_token_gets_the_enhanced_rate(settings):
    settings.ENHANCED_THROTTLE_JWT_ROLE_KEYWORDS = ["enterprise"]
    settings.ENHANCED_THROTTLE_LIMIT = "4/hour"
    user = UserFactory()
    payload = {"preferred_username": user.username, "iss": settings.JWT_AUTH["JWT_ISSUERS"][0]["ISSUER"]}
    payload |= {"iat": int(time.time()), "exp": int(time.time()) + 60, "roles": ["enterprise_learner:*"]}
    assert statuses(user, 5, token=generate_jwt_with(payload))[0] == [200, 200, 200, 200, 429]
    assert statuses(user, 1, token=None)[0] == [429]


def generate_jwt_with(payload):
    import jwt
    from django.conf import settings

    return jwt.encode(payload, settings.JWT_AUTH["JWT_ISSUERS"][0]["SECRET_KEY"], algorithm="HS256")
