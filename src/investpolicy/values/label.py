"""Labels in two languages, and enumerations that carry them."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self, cast

from pydantic_core import CoreSchema, core_schema

from investpolicy.errors import Problem, ValueTextError, nearest
from investpolicy.values.text import plain

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

Lang = Literal["zh", "en"]


class Label(NamedTuple):
    """The same name in Chinese and in English."""

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        """In one language."""
        return self.zh if lang == "zh" else self.en


class Labelled(StrEnum):
    """An enumeration with labels: ``MEMBER = "name", "中文", "English"``; more texts are synonyms for reading."""

    __hash__ = str.__hash__  # as its text, to which it is equal; and in a fraction of the time of Enum's own
    field: str
    label: Label
    synonyms: tuple[str, ...]

    def __new__(cls, name: str, zh: str, en: str, *synonyms: str) -> Self:
        member = str.__new__(cls, name)
        member._value_ = name
        member.field = name  # as plain text: where a member names a field, getattr is quicker with it
        member.label = Label(zh, en)
        member.synonyms = synonyms
        return member

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(given: object) -> object:
            return cls.read(given) if isinstance(given, str) else given

        return core_schema.no_info_before_validator_function(read, handler(source))

    @classmethod
    def read(cls, written: str) -> Self:
        """The member with this name, label or synonym.

        :raises ValueTextError: for any other text, with the nearest.
        """
        key = plain(written).casefold()
        names = _names(cls)
        if key in names:
            return cast("Self", names[key])
        like = nearest(key, names)
        known = ", ".join(f"{member.label.zh} ({member.value})" for member in cls)
        instead = f"did you mean {like[0]!r}? " if like else ""
        raise ValueTextError(Problem("", f"{written[:60]!r} is not one of the known", f"{instead}write one of {known}"))


@cache
def _names(kind: type[Labelled]) -> dict[str, Labelled]:
    """The member of each text that can be read."""
    names: dict[str, Labelled] = {}
    for member in kind:
        own = (member.value, member.value.replace("_", "-"), member.label.zh, member.label.en, *member.synonyms)
        for name in own:
            names.setdefault(plain(name).casefold(), member)
    return names
