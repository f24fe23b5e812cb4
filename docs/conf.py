"""Sphinx: built by .ci/run with warnings as errors."""

from importlib.metadata import version as version_of

project = "investpolicy"
author = "the investpolicy authors"
copyright = "the investpolicy authors, Apache-2.0"  # noqa: A001
release = version = version_of("investpolicy")

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "notebooks", "decisions/0000-template.md"]
language = "en"

html_theme = "furo"
html_title = f"investpolicy {release}"
