"""Asks this service what another installation was asked, and says where the answers differ: `make test.recorded`.

A tool, not a part of the service: like the other tools of this folder it may use every app, which nothing below
`course_discovery.urls` may, and it is never imported by one.

    __main__.py     the command: which steps, in which order
    settings.py     Django's settings for it: a throw-away installation
    recording.py    what lies in the folders
    installation.py database, partner, load, index
    extra_data.py   what was added by hand after the load
    accounts.py     who asks
    asking.py       a recorded request asked of this service, in process
    cases.py        a case, its differences, its outcome
    objects.py searches.py access.py options.py     how each kind of case is compared
    known.py        differences that are there on purpose; docs/compatibility.rst tells the same
    later.py        what the service does not have yet
    report.py       outcomes in words and numbers
"""
