"""What all fact models share: unknown by default, readable by Chinese labels, and a symbolic view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self, cast

from pydantic import BeforeValidator, ValidationInfo, field_validator, model_validator

from investpolicy.errors import FactsError, Problem
from investpolicy.models import Model, from_labels, label_of, outside_rules
from investpolicy.values.choice import Choice
from investpolicy.values.formula import Sort, Value
from investpolicy.values.label import Label, Labelled
from investpolicy.values.money import Money
from investpolicy.values.truth import yes_or_no


def one_of(kind: type[Labelled]) -> Any:
    """For ``Annotated``: a choice that must be a member of ``kind``, read by name, label or synonym."""

    def read(given: object) -> object:
        written = given.raw if isinstance(given, Choice) and given.is_known else given
        return Choice(kind.read(written)) if isinstance(written, str) else given

    return OneOf(read, kind)


class OneOf(BeforeValidator):
    """A validator that remembers its enumeration, for labels."""

    kind: type[Labelled]

    def __init__(self, read: Any, kind: type[Labelled]) -> None:
        object.__setattr__(self, "func", read)
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "json_schema_input_type", Any)


class Facts(Model):
    """Facts of one kind. What is not given is unknown: never false, never zero.

    ``fact_name`` begins the path of each fact: ``project.agreed_investment``.
    """

    error: ClassVar = FactsError
    fact_name: ClassVar[str] = ""
    kind_label: ClassVar[Label] = Label("", "")
    structure: ClassVar[tuple[str, ...]] = ()  # plain fields that a rule reads; a formula is built for their values

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        for name, kind, field in cls.value_fields():
            if field.default is None:  # not given: unknown, and named
                field.default = kind.unknown(f"{cls.fact_name}.{name}")

    @model_validator(mode="before")
    @classmethod
    def _by_label(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        given = cast("Mapping[str, Any]", data)
        fields = from_labels(cls, given)
        for name, field in cls.model_fields.items():
            if field.annotation is bool and isinstance(fields.get(name), str):
                fields[name] = yes_or_no(fields[name])
        for name, kind, field in cls.value_fields():  # null is unknown, also where a fact that is not told has a value
            if name not in fields and (name in given or field.title in given):
                fields[name] = kind.unknown(f"{cls.fact_name}.{name}")
        return fields

    @field_validator("*")
    @classmethod
    def _in_range(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, Money) and value.is_known and value.in_fen < 0:
            title = cls.model_fields[str(info.field_name)].title
            raise FactsError(Problem("", f"{title} is {value}, below zero", "write an amount of 0 or more"))
        return value

    @classmethod
    def symbols(cls) -> Self:
        """The same model with a symbol for every fact, on which a rule becomes a formula."""
        fields: dict[str, Any] = {
            name: field.get_default(call_default_factory=True) for name, field in cls.model_fields.items()
        }
        for name, kind, _ in cls.value_fields():
            fields[name] = kind.symbol(f"{cls.fact_name}.{name}")
        for name, part in cls.model_parts():
            if issubclass(part, Facts):
                fields[name] = part.symbols()
        return cls.model_construct(**fields)

    @classmethod
    def describe(cls) -> dict[str, FactField]:
        """Every fact by its path, nested models included: label, value type, categories."""
        found: dict[str, FactField] = {}
        for name, kind, field in cls.value_fields():
            members = next((one.kind for one in field.metadata if isinstance(one, OneOf)), None)
            found[f"{cls.fact_name}.{name}"] = FactField(label_of(field), kind, members)
        for _, part in cls.model_parts():
            if issubclass(part, Facts):
                found |= part.describe()
        return found

    @outside_rules
    def raws(self) -> dict[str, Any]:
        """The plain or unknown value of every fact by its path, nested models included."""
        found = {f"{self.fact_name}.{name}": getattr(self, name).raw for name, _, _ in self.value_fields()}
        for name, part in self.model_parts():
            if issubclass(part, Facts):
                found |= getattr(self, name).raws()
        return found


class FactField:
    """What is known of a fact: its label, its value type, and its categories where it is a choice."""

    __slots__ = ("kind", "label", "members")

    def __init__(self, label: Label, kind: type[Value], members: type[Labelled] | None) -> None:
        self.label = label
        self.kind = kind
        self.members = members

    @property
    def sort(self) -> Sort:
        """The sort of its symbol."""
        return self.kind.sort
