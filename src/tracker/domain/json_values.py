"""Tell what a JSON value is whose form nobody has checked yet."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Return whether a value is an object of JSON."""
    return isinstance(value, Mapping)


def is_list(value: object) -> TypeGuard[Sequence[Any]]:
    """Return whether a value is a list of JSON; a tuple becomes one when it is written."""
    return isinstance(value, list | tuple)
