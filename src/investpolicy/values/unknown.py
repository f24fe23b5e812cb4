"""What was not given (未知). It is never false and never zero: it says which names it waits for."""

from __future__ import annotations

from typing import TypeGuard


class Unknown:
    """An unknown plain value; ``names`` are the facts (``project.signed_on``) and terms (``terms.scale``) missing."""

    __slots__ = ("names",)
    names: frozenset[str]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", frozenset(names))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("Unknown can not be changed")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unknown) and self.names == other.names

    def __hash__(self) -> int:
        return hash(self.names)

    def __repr__(self) -> str:
        return f"Unknown({', '.join(map(repr, sorted(self.names)))})"

    def __reduce__(self) -> tuple[type[Unknown], tuple[str, ...]]:
        return Unknown, tuple(sorted(self.names))

    @property
    def only_terms(self) -> bool:
        """Whether all that is missing are terms that the document does not publish."""
        return all(name.startswith("terms.") for name in self.names)


def is_unknown(raw: object) -> TypeGuard[Unknown]:
    """Whether a plain value is an :class:`Unknown`."""
    return raw.__class__ is Unknown


def unknown_of(*raws: object) -> Unknown | None:
    """The unknowns among ``raws`` as one, or None when all are known."""
    names: set[str] = set()
    found = False
    for raw in raws:
        if is_unknown(raw):
            found = True
            names.update(raw.names)
    return Unknown(*names) if found else None
