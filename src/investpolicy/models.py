"""What fact and term models share: strict frozen pydantic models with labels, whose errors are ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from investpolicy.errors import PolicyError, Problem, nearest
from investpolicy.values.choice import Choice
from investpolicy.values.count import Count
from investpolicy.values.day import Day
from investpolicy.values.formula import Value
from investpolicy.values.label import Label
from investpolicy.values.money import Money
from investpolicy.values.points import Points
from investpolicy.values.truth import Truth

F = TypeVar("F", bound=Callable[..., Any])

if TYPE_CHECKING:
    # What a field of a model takes differs from what it gives: type checkers see a descriptor, pydantic a value type.
    from datetime import date
    from decimal import Decimal

    class MoneyField:
        """Gives Money; takes Money, text with a unit, or None for unknown."""

        def __get__(self, instance: object, owner: object) -> Money: ...
        def __set__(self, instance: object, value: Money | str | None) -> None: ...

    class TruthField:
        """Gives Truth; takes Truth, bool, text, or None for unknown."""

        def __get__(self, instance: object, owner: object) -> Truth: ...
        def __set__(self, instance: object, value: Truth | bool | str | None) -> None: ...

    class DayField:
        """Gives Day; takes Day, date, text, or None for unknown."""

        def __get__(self, instance: object, owner: object) -> Day: ...
        def __set__(self, instance: object, value: Day | date | str | None) -> None: ...

    class CountField:
        """Gives Count; takes Count, int, or None for unknown."""

        def __get__(self, instance: object, owner: object) -> Count: ...
        def __set__(self, instance: object, value: Count | int | None) -> None: ...

    class PointsField:
        """Gives Points; takes Points, int, Decimal, text, or None for unknown."""

        def __get__(self, instance: object, owner: object) -> Points: ...
        def __set__(self, instance: object, value: Points | int | Decimal | str | None) -> None: ...

    class ChoiceField:
        """Gives Choice; takes Choice, a name or label, or None for unknown."""

        def __get__(self, instance: object, owner: object) -> Choice: ...
        def __set__(self, instance: object, value: Choice | str | None) -> None: ...
else:
    MoneyField = Money
    TruthField = Truth
    DayField = Day
    CountField = Count
    PointsField = Points
    ChoiceField = Choice


def labelled(zh: str, en: str, *synonyms: str, default: Any = None, **more: Any) -> Any:
    """A model field with its label in two languages and the other headers that offices write for it."""
    return Field(default, title=zh, description=en, json_schema_extra={"synonyms": list(synonyms), **more})


def part(zh: str, en: str, kind: Callable[[], Any]) -> Any:
    """A model field that holds another model; nothing of it is known where it is not given."""
    return Field(default_factory=kind, title=zh, description=en)


def required(zh: str, en: str, *, unit: str = "") -> Any:
    """A model field that must be given."""
    return Field(..., title=zh, description=en, json_schema_extra={"unit": unit} if unit else None)


def outside_rules(method: F) -> F:
    """Marks a method of a fact or term model that no rule calls: plain Python is allowed in it."""
    return method


def label_of(field: FieldInfo) -> Label:
    """The label of a model field."""
    return Label(field.title or "", field.description or "")


def synonyms_of(field: FieldInfo) -> tuple[str, ...]:
    """The other headers that offices write for a field."""
    extra = field.json_schema_extra
    return () if extra is None or callable(extra) else tuple(cast("list[str]", extra.get("synonyms", [])))


class Model(BaseModel):
    """Frozen, strict about names, and with errors of this library's family."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    error: ClassVar[type[PolicyError]] = PolicyError

    if not TYPE_CHECKING:  # type checkers keep pydantic's own signature

        def __init__(self, /, **data: Any) -> None:
            try:
                super().__init__(**data)
            except ValidationError as found:
                raise self.error(problems_of(found, type(self))) from None

        # pydantic is told that this means what its own means, so that nested models keep their places and JSON mode
        __init__.__pydantic_base_init__ = True

        @classmethod
        def model_validate(cls, obj: Any, **kwargs: Any) -> Self:
            try:
                return super().model_validate(obj, **kwargs)
            except ValidationError as found:
                raise cls.error(problems_of(found, cls)) from None

        @classmethod
        def model_validate_json(cls, json_data: Any, **kwargs: Any) -> Self:
            try:
                return super().model_validate_json(json_data, **kwargs)
            except ValidationError as found:
                raise cls.error(problems_of(found, cls)) from None

    @classmethod
    def value_fields(cls) -> Iterator[tuple[str, type[Value], FieldInfo]]:
        """The fields that hold one value: name, value type, field."""
        for name, field in cls.model_fields.items():
            kind = field.annotation
            if isinstance(kind, type) and issubclass(kind, Value):
                yield name, kind, field

    @classmethod
    def model_parts(cls) -> Iterator[tuple[str, type[Model]]]:
        """The fields that hold one other model."""
        for name, field in cls.model_fields.items():
            kind = field.annotation
            if isinstance(kind, type) and issubclass(kind, Model):
                yield name, kind


def problems_of(found: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """What pydantic found, as problems: each names its field; our own messages come through as they are."""
    problems: list[Problem] = []
    errors = found.errors(include_url=False)
    for error in errors:
        if error["type"] == "too_short" and any(
            other["loc"][:-1][: len(error["loc"])] == error["loc"] for other in errors
        ):
            continue  # pydantic counts the faulty items of a tuple as missing
        where = ".".join(str(part) for part in error["loc"])
        inner = error.get("ctx", {}).get("error")
        if isinstance(inner, PolicyError):
            for problem in inner.problems:
                inside = ".".join(part for part in (where, problem.where) if part)
                problems.append(Problem(inside, problem.what, problem.instead))
        elif error["type"] == "extra_forbidden":
            problems.append(_misspelled(where, str(error["loc"][-1]), _model_at(model, error["loc"][:-1])))
        elif error["type"] == "too_short":
            problems.append(Problem(where, "is empty", "write at least one"))
        elif error["type"] == "missing":
            problems.append(Problem(where, "is missing", "write it"))
        else:
            problems.append(Problem(where, f"{error['msg']}, found {error['input']!r:.60}", ""))
    return problems


def _model_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel]:
    """The model that a place in ``model`` leads to: through fields, lists, and unions (whose tag is in the place)."""
    candidates: list[type[BaseModel]] = []
    for part in loc:
        field = next((one for name, one in model.model_fields.items() if part in (name, one.alias)), None)
        if field is not None:
            candidates = _models_in(field.annotation)
            model = candidates[0] if len(candidates) == 1 else model
        for one in candidates:
            kind = one.model_fields.get("kind")
            if kind is not None and part in get_args(kind.annotation):
                model = one
    return model


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


def _misspelled(where: str, name: str, model: type[BaseModel]) -> Problem:
    written = [field.alias or name for name, field in model.model_fields.items()]
    like = nearest(name, [*written, *(field.title for field in model.model_fields.values() if field.title)])
    instead = f"did you mean {like[0]!r}?" if like else "known: " + ", ".join(written)
    return Problem(where, f"there is no {name!r} in {model.__name__}", instead)


def from_labels(model: type[BaseModel], data: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` with Chinese labels turned into field names, and None (unknown) left out.

    :raises PolicyError: when a field is given twice, by name and by label.
    """
    names = {field.title: name for name, field in model.model_fields.items() if field.title}
    out: dict[str, Any] = {}
    for key, value in data.items():
        name = names.get(key, key)
        if name in out or (name != key and name in data):
            raise PolicyError(
                Problem(str(key), f"{name!r} is given twice, by name and by label", "keep one of the two")
            )
        if value is not None:
            out[name] = value
    return out
