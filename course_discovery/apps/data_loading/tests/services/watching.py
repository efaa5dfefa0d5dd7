"""Somebody who watches a refresh, for tests."""


class Watcher:
    """Remembers what it saw; `at_page` is called with each page number that is done."""

    def __init__(self, at_page=None):
        self.pages = []
        self.started = []
        self.ended = []
        self._at_page = at_page

    def source_started(self, source_run):
        self.started.append(source_run.source)

    def page_done(self, source_run, number, pages):
        self.pages.append((source_run.source, number, pages))
        if self._at_page:
            self._at_page(source_run.source, number)

    def source_ended(self, source_run):
        self.ended.append((source_run.source, source_run.status))
