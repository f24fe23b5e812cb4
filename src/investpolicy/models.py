"""What fact and term models share: strict frozen pydantic models with labels, whose errors are ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import InitErrorDetails

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


def labelled(zh: str, en: str, *synonyms: str, also: str = "", default: Any = None, **more: Any) -> Any:
    """A model field with its label in two languages and the other headers that offices write for it.

    ``also`` holds more of them, parted by spaces.
    """
    extra: dict[str, Any] = {"synonyms": [*synonyms, *also.split()], **more}
    return Field(default, title=zh, description=en, json_schema_extra=extra)


def part(zh: str, en: str, kind: Callable[[], Any]) -> Any:
    """A model field that holds another model; nothing of it is known where it is not given."""
    return Field(default_factory=kind, title=zh, description=en)


def required(zh: str, en: str, *, unit: str = "", at_least: int | None = None) -> Any:
    """A model field that must be given; of a list, with ``at_least`` so many items."""
    extra: dict[str, Any] = {"unit": unit} if unit else {}
    return Field(..., title=zh, description=en, min_length=at_least, json_schema_extra=extra or None)


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

    @model_validator(mode="wrap")
    @classmethod
    def _in_one_pass(cls, data: Any, handler: Callable[[Any], Self]) -> Self:
        """Faults of single fields and faults between fields together: what can be read of a faulty model is checked."""
        try:
            made = handler(data)
        except ValidationError as found:
            if between := _contradictions_of_the_rest(cls, data, found):
                errors = [cast("InitErrorDetails", one) for one in found.errors(include_url=False)]
                errors.append({"type": "value_error", "loc": (), "input": data, "ctx": {"error": cls.error(between)}})
                raise ValidationError.from_exception_data(found.title, errors) from None
            raise
        if between := list(made.contradictions()):
            raise cls.error(between)
        return made

    @outside_rules
    def contradictions(self) -> Iterator[Problem]:
        """What can not all be true at once; for the models to add to. A field that can not be read has no value."""
        yield from ()

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


def _contradictions_of_the_rest(model: type[Model], data: Any, found: ValidationError) -> list[Problem]:
    """What contradicts itself among the fields that can be read."""
    problems: list[Problem] = []
    if isinstance(data, Mapping) and model.contradictions is not Model.contradictions:
        readable = _readable(model, data, [error["loc"] for error in found.errors(include_url=False)])
        with suppress(AttributeError):  # it needs what can not be read, which is said already
            problems.extend(readable.contradictions())
    return problems


def _readable(model: type[Model], data: Any, faults: Sequence[tuple[int | str, ...]]) -> Any:
    """``data`` as far as it can be read; ``faults`` are the places in it that can not."""
    if isinstance(data, model):
        return data
    for name, validator in reversed(model.__pydantic_decorators__.model_validators.items()):
        if validator.info.mode == "before":  # what pydantic does first: labels are names then
            data = getattr(model, name)(data)
    given: Mapping[str, Any] = cast("Mapping[str, Any]", data) if isinstance(data, Mapping) else {}
    read: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        inside = [loc[1:] for loc in faults if loc[:1] == (key,)]
        if key in given and not inside:
            read[name] = _adapter(model, name).validate_python(given[key])
        elif key in given and any(inside) and (part := _item_model(field)):  # faults of items
            items = enumerate(cast("Sequence[Any]", given[key]))
            own = [_readable(part, item, [loc[1:] for loc in inside if loc[:1] == (place,)]) for place, item in items]
            read[name] = tuple(own)
    made = model.model_construct(**read)
    lost = _lost(model, read, faults)
    for name, field in model.model_fields.items():
        if name in lost and not isinstance(field.default, Value):  # a value is unknown then
            made.__dict__.pop(name, None)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    return made


def _lost(model: type[Model], read: Mapping[str, Any], faults: Sequence[tuple[int | str, ...]]) -> set[str]:
    """The fields that could not be read, or were not: a misspelled name stands for the nearest that are not given."""
    absent = {name: field for name, field in model.model_fields.items() if name not in read}
    keys = {field.alias or name for name, field in model.model_fields.items()}
    lost = {name for name, field in absent.items() if any(loc[:1] == (field.alias or name,) for loc in faults)}
    for loc in faults:
        if loc == ():
            return set(absent)
        if loc[0] not in keys:
            spellings = {spelt: name for name, field in absent.items() for spelt in (field.alias or name, field.title)}
            near = nearest(str(loc[0]), [spelt for spelt in spellings if spelt])
            lost |= {spellings[spelt] for spelt in near} or set(absent)
    return lost


@cache
def _adapter(model: type[Model], name: str) -> TypeAdapter[Any]:
    """What reads one field of a model."""
    return TypeAdapter(model.model_fields[name].rebuild_annotation())


def _item_model(field: FieldInfo) -> type[Model] | None:
    """The model of the items, where a field holds a tuple of one."""
    kind = next(iter(get_args(field.annotation)), None)
    return kind if isinstance(kind, type) and issubclass(kind, Model) else None


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
        elif error["type"] == "union_tag_not_found":
            problems.append(
                Problem(where, "field 'kind' is missing", f"write kind: one of {_kinds_at(model, error['loc'])}")
            )
        elif error["type"] in _WANTED:
            wanted, instead = _WANTED[error["type"]]
            problems.append(Problem(where, f"{error['input']!r:.60} is no {wanted}", instead))
        else:
            problems.append(Problem(where, f"{error['msg']}, found {error['input']!r:.60}", ""))
    return problems


_YES_OR_NO = ("yes or no", "write yes or no, 是 or 否")
_NUMBER = ("whole number", "write it in digits, such as 3")
_LIST = ("list", "write a list, such as [a, b]")
_FIELDS = ("set of named fields", "write a mapping of its fields")
_TEXT = ("text", "write it in quotes")
_WANTED = {
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_from_float": _NUMBER,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "model_type": _FIELDS,
    "dict_type": _FIELDS,
    "model_attributes_type": _FIELDS,
    "string_type": _TEXT,
}
"""What a field takes, and what to write instead, where pydantic speaks of types of Python."""


def _model_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel]:
    """The model that a place in ``model`` leads to: through fields, lists, and unions (whose tag is in the place)."""
    candidates: list[type[BaseModel]] = []
    for part in loc:
        field = next((one for name, one in model.model_fields.items() if part in (name, one.alias)), None)
        if field is not None:
            candidates = models_in(field.annotation)
            model = candidates[0] if len(candidates) == 1 else model
        for one in candidates:
            kind = one.model_fields.get("kind")
            if kind is not None and part in get_args(kind.annotation):
                model = one
    return model


def _kinds_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> str:
    """The kinds that the members of the union at a place in ``model`` are told apart by."""
    fields = _model_at(model, loc[:-1]).model_fields
    field = next(one for name, one in fields.items() if loc[-1] in (name, one.alias))
    kinds: list[Any] = [one.model_fields["kind"].annotation for one in models_in(field.annotation)]
    return ", ".join(str(name) for kind in kinds for name in get_args(kind))


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """The models that a field's type leads to: itself, or those inside a tuple or union."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in models_in(part)]


def _misspelled(where: str, name: str, model: type[BaseModel]) -> Problem:
    for own, field in model.model_fields.items():
        if field.title == name:
            return Problem(where, f"{own!r} is given twice, by name and by label", "keep one of the two")
        if name in synonyms_of(field):
            return Problem(where, f"there is no {name!r} in {model.__name__}", f"write {field.title!r} or {own!r}")
    written = [field.alias or name for name, field in model.model_fields.items()]
    like = nearest(name, [*written, *(field.title for field in model.model_fields.values() if field.title)])
    instead = f"did you mean {like[0]!r}?" if like else "known: " + ", ".join(written)
    return Problem(where, f"there is no {name!r} in {model.__name__}", instead)


def from_labels(model: type[BaseModel], data: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` with Chinese labels turned into field names, and None (unknown) left out."""
    names = {field.title: name for name, field in model.model_fields.items() if field.title}
    out: dict[str, Any] = {}
    for key, value in data.items():
        name = names.get(key, key)
        if name in out or (name != key and name in data):
            out[key] = value  # given twice: no field of this name, and that is said with all other faults
        elif value is not None or name not in model.model_fields:
            out[name] = value
    return out
