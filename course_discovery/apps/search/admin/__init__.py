from course_discovery.apps.search.admin import verification as verification
