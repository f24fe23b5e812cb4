"""How values go in and out of pydantic models and JSON, said once."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from pydantic_core import core_schema


class Written:
    """A value that is read from text and written to JSON as text (never as a JSON number)."""

    __slots__ = ()
    json_schema: ClassVar[dict[str, Any]] = {"type": "string"}

    @classmethod
    def read(cls, given: object, *, json: bool = False) -> Self:
        """The value of what a model was given; ``json`` for the stored form.

        :raises PolicyError: for what can not be read exactly.
        """
        raise NotImplementedError

    def to_json(self) -> str | int | bool | None:
        """The stored form; None where it is unknown."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> core_schema.CoreSchema:
        def check(given: object, info: core_schema.ValidationInfo) -> Written:
            return given if isinstance(given, cls) else cls.read(given, json=info.mode == "json")

        def write(value: Any) -> object:
            return value.to_json() if isinstance(value, Written) else value

        return core_schema.with_info_plain_validator_function(
            check,
            serialization=core_schema.plain_serializer_function_ser_schema(write, when_used="json"),
            json_schema_input_schema=core_schema.str_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object) -> dict[str, Any]:
        return dict(cls.json_schema)
