"""Formulas on one record: the plain operations themselves, with the named steps on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from investpolicy.values import plain_operations
from investpolicy.values.formula import Node, Raw, Sort, fold


class _Record:
    """The plain operations as an algebra."""

    def constant(self, raw: Raw, sort: Sort, name: str) -> Raw:
        return raw

    def __getattr__(self, op: str) -> Callable[..., Raw]:
        operation: Callable[..., Raw] = getattr(plain_operations, op)
        return operation


RECORD = _Record()


def evaluate(node: Node, facts: Callable[[str], Raw], memo: dict[int, Any] | None = None) -> Raw:
    """The plain or unknown value of a formula; ``facts(path)`` gives each fact."""
    return fold(node, RECORD, lambda path, sort: facts(path), memo)
