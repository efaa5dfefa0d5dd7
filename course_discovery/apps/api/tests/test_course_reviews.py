from course_discovery.apps.course_metadata.tests.factories import CourseReviewFactory


def review(key, **values):
    return CourseReviewFactory(
        **{
            "course_key": key,
            "reviews_count": 42,
            "avg_course_rating": "4.61",
            "confident_learners_percentage": "88",
            "most_common_goal": "learnforfun",
            "most_common_goal_learners_percentage": "51.5",
            "total_enrollments": 1830,
            **values,
        }
    )


def test_what_learners_say(plain):
    review("NorthX+GEO101")
    expected = {
        "course_key": "NorthX+GEO101",
        "reviews_count": 42,
        "avg_course_rating": "4.610000",
        "confident_learners_percentage": "88.000000",
        "most_common_goal": "Learn for fun",
        "most_common_goal_learners_percentage": "51.500000",
        "total_enrollments": 1830,
    }
    assert plain.get("/api/v1/course_review/").json() == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [expected],
    }
    assert plain.get("/api/v1/course_review/NorthX+GEO101/").json() == expected


def test_a_goal_that_nobody_named_is_told_as_it_is(plain):
    review("NorthX+GEO101", most_common_goal="fame")
    assert plain.get("/api/v1/course_review/NorthX+GEO101/").json()["most_common_goal"] == "fame"


def test_reviews_come_by_key_in_pages(plain):
    for key in ("B+2", "A+1.5", "C+3"):
        review(key)
    page = plain.get("/api/v1/course_review/?page_size=2").json()
    assert [one["course_key"] for one in page["results"]] == ["A+1.5", "B+2"]
    assert [one["course_key"] for one in plain.get(page["next"]).json()["results"]] == ["C+3"]
    assert plain.get("/api/v1/course_review/A+1.5/").json()["course_key"] == "A+1.5"
    unknown = plain.get("/api/v1/course_review/D+4/")
    assert (unknown.status_code, unknown.json()) == (404, {"detail": "No CourseReview matches the given query."})
