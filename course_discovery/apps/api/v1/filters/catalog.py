"""Parameters of catalogs and of what they hold."""

from course_discovery.rest.params import CsvParam, FlagParam, QueryParams, TextParam


class CatalogsParams(QueryParams):
    username = TextParam(help_text="Staff only: the catalogs that this account may read.")


class SoldRunsParams(QueryParams):
    include_restricted = CsvParam(help_text="Keep runs of these restriction types, comma-separated.")


class CatalogCsvParams(SoldRunsParams):
    exclude_utm = FlagParam(help_text="Marketing URLs without tracking parameters.")


class CatalogCoursesParams(CatalogCsvParams):
    fields = CsvParam(help_text="Names of the keys to show.")
    omit = CsvParam(help_text="Names of the keys to leave out.")


class CatalogContainsParams(QueryParams):
    course_id = CsvParam(help_text="Course keys, comma-separated.")
    course_run_id = CsvParam(help_text="Run keys, comma-separated.")
