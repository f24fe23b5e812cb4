"""The version of the library."""

from functools import cache


@cache
def version_of_library() -> str:
    """As the installed package states it; read when it is first asked for, which takes milliseconds."""
    from importlib.metadata import version

    return version("investpolicy")
