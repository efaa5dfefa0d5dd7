"""How the docs are built: `make docs`."""

project = "course_discovery"
author = "The course_discovery maintainers"
extensions: list[str] = []
exclude_patterns = ["_build"]
html_theme = "alabaster"
