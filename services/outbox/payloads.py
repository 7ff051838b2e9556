"""Frozen dataclasses as JSON for the outbox, and back."""

from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")

_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def pack(value: object) -> dict[str, Any]:
    """A dataclass as JSON values; datetimes become ISO strings."""
    packed: dict[str, Any] = _adapter_of(type(value)).dump_python(value, mode="json")
    return packed


def unpack(kind: type[T], data: dict[str, Any]) -> T:
    """The dataclass of ``kind`` that ``data`` was packed from."""
    value: T = _adapter_of(kind).validate_python(data)
    return value


def _adapter_of(kind: Any) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
