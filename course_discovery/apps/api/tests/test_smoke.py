import time, cProfile, pstats
from course_discovery.apps.api.tests.factories import FullCourseFactory
def test_it(staff, plain, member, course, partner, organization):
    for n in range(40): FullCourseFactory(partner=partner, key=f"NorthX+C{n}", authoring_organizations=[organization])
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    for c,name in ((staff,"staff"),(plain,"plain"),(member,"member")):
        for u in ("/api/v1/courses/?limit=20","/api/v1/course_runs/?limit=20", "/api/v1/courses/?limit=20&fields=key,title"):
            with CaptureQueriesContext(connection) as ctx: c.get(u)
            t=[]
            for _ in range(7):
                a=time.perf_counter(); r=c.get(u); t.append(time.perf_counter()-a)
            print(name,u,len(ctx), sorted(round(x*1000) for x in t), len(r.content))
    p=cProfile.Profile(); p.enable()
    for _ in range(5): staff.get("/api/v1/courses/?limit=20")
    p.disable()
    pstats.Stats(p).sort_stats("tottime").print_stats(25)
    pstats.Stats(p).sort_stats("cumtime").print_stats(70)
