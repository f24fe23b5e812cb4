"""What all terms share: labels, open terms, what is unusual, and the view that formulas use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self

from pydantic import model_validator

from investpolicy.errors import Problem, TermsError
from investpolicy.models import Model, label_of, outside_rules
from investpolicy.schedules import Fixed, Open
from investpolicy.values.formula import constant
from investpolicy.values.label import Label
from investpolicy.values.money import Money

OPEN = "open"


class Terms(Model):
    """The parameters of a rule, as a document states them. ``open`` is a parameter that it does not publish.

    An open value is unknown and named ``terms.<field>``, so that a decision says what it waits for.
    """

    error: ClassVar = TermsError

    @model_validator(mode="before")
    @classmethod
    def _open_values(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        opened = {
            name: kind.unknown(f"terms.{name}")
            for name, kind, field in cls.value_fields()
            if data.get(name) == OPEN or (name not in data and field.is_required() is False and field.default is None)
        }
        return {**data, **opened}

    def model_post_init(self, context: object, /) -> None:
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Open):
                value.named(f"terms.{name}")

    def unusual(self) -> Iterator[Problem]:
        """What is legal but worth a second look; for the terms of each rule to add to."""
        yield from ()

    @classmethod
    def describe(cls) -> dict[str, Label]:
        """The label of every term by its path: ``terms.cap``."""
        return {f"terms.{name}": label_of(field) for name, field in cls.model_fields.items()}

    @outside_rules
    def symbols(self) -> Self:
        """The same terms with their amounts named, so that a formula can say where a number comes from."""
        named: dict[str, Any] = {}
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Money):
                named[name] = Money.of_raw(constant(value.raw, "money", f"terms.{name}"))
            elif isinstance(value, Fixed):
                amount = Money.of_raw(constant(value.amount_.raw, "money", f"terms.{name}"))
                named[name] = Fixed.model_construct(amount_=amount)
        return self.model_copy(update=named)

    @property
    @outside_rules
    def open_terms(self) -> tuple[str, ...]:
        """The names of the parameters that are open."""
        return tuple(
            name
            for name in type(self).model_fields
            if isinstance(value := getattr(self, name), Open) or not getattr(value, "is_known", True)
        )
