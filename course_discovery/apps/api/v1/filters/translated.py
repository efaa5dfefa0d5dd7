"""Parameters of subjects, topics and level types, whose texts are translated."""

from django.utils.translation.trans_real import language_code_re

from course_discovery.rest.params import CsvParam, QueryParams, TextParam


class LanguageCodeParam(TextParam):
    default_error_messages = {"invalid": "“{value}” is not a language code."}

    def to_internal_value(self, data: str) -> str:
        if not language_code_re.match(data):
            self.fail("invalid", value=data)
        return data


class TranslatedParams(QueryParams):
    language_code = LanguageCodeParam(help_text="Texts in this language; English where a translation is missing.")


class SlugParams(TranslatedParams):
    slug = TextParam(help_text="The slug.")


class SubjectParams(SlugParams):
    fields = CsvParam(help_text="Names of the keys to show, comma-separated.")
    omit = CsvParam(help_text="Names of the keys to leave out, comma-separated.")
