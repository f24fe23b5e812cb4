"""What all terms share: labels, open terms, and the view that formulas use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self, cast

from pydantic import ValidationInfo, field_validator, model_validator

from investpolicy.errors import Problem, TermsError
from investpolicy.models import Model, label_of, outside_rules
from investpolicy.schedules import Fixed, Open
from investpolicy.values.formula import constant
from investpolicy.values.label import Label
from investpolicy.values.money import Money
from investpolicy.values.ratio import Ratio

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
        given = cast("Mapping[str, Any]", data)
        opened: dict[str, Any] = {
            name: kind.unknown(f"terms.{name}")
            for name, kind, field in cls.value_fields()
            if given.get(name) == OPEN or (name not in given and field.is_required() is False and field.default is None)
        }
        ratios = (name for name, field in cls.model_fields.items() if field.annotation is Ratio)
        opened |= {name: Ratio.unknown(f"terms.{name}") for name in ratios if given.get(name) == OPEN}
        return {**given, **opened}

    @field_validator("*")  # of each field, so that one pass finds the faults of all
    @classmethod
    def _in_range(cls, value: Any, info: ValidationInfo) -> Any:
        title = cls.model_fields[str(info.field_name)].title
        if isinstance(value, Money) and value.is_known and value.in_fen < 0:
            raise TermsError(Problem("", f"{title} {value} is below zero", "write an amount of 0 or more"))
        if isinstance(value, Ratio) and value.is_known and not 0 <= value.fraction <= 1:
            raise TermsError(Problem("", f"{title} {value} is not between 0 and 100%", "write such as 50%"))
        return value

    def model_post_init(self, context: object, /) -> None:
        for name, value in self.__dict__.items():
            if isinstance(value, Open):
                value.named(f"terms.{name}")

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
