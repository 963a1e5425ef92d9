"""Stored values as Python has them. What no such column can hold is damage, and has an exception of its own.

Nothing else reports damage: an error of any other kind, wherever it comes up, is a defect of the program. SQLite keeps
in any column whatever it is given, and a flipped bit makes a number of a text.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, wraps
from math import isfinite
from typing import Any, TypeVar

from tracker.domain.assessment.assessment_rules import MOST_DAYS
from tracker.domain.errors import UserError
from tracker.domain.json_values import is_list, is_object
from tracker.domain.terms import Doubt, Operator, ValueRole
from tracker.domain.text.dates import parse_published

_T = TypeVar("_T")
# AttributeError: a number stands where a text was to be split. ArithmeticError: what Decimal raises of no number.
_MISFITS = (ValueError, LookupError, TypeError, ArithmeticError, AttributeError, RecursionError)
"""What Python raises of a value that is none. Only of use around the decoding itself: any defect raises the same."""
_DOUBTS = frozenset(Doubt)
_OPERATORS = frozenset(Operator)
_PART = {"id": int, "position": int, "title": str, "title_en": str}
_SOURCES = frozenset({"baseline", *ValueRole})
_ANCHOR = {"sha256": str, "page": int, "start": int, "prefix": str, "suffix": str}
_KEPT = 2_000
"""Values of a column that are kept decoded, of days some five years: more would take memory that an export is not to
take."""


class StoredValueError(Exception):
    """The database holds what is no value of its column. `table` names the table where whoever raises knows it.

    No `ValueError`, so that nobody takes it for one of the user's input.
    """

    def __init__(self, table: str = "") -> None:
        super().__init__(table)
        self.table = table


class Decoding:
    """Tells damage within a block that decodes what a row of a table holds, and that does nothing else."""

    def __init__(self, table: str) -> None:
        self._table = table

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, _MISFITS):
            raise StoredValueError(self._table) from error


class KnownValues(dict[Any, Any]):
    """What the stored values of a small vocabulary mean. Its `__getitem__` decodes without a call into Python."""

    def __missing__(self, stored: object) -> Any:
        raise StoredValueError


def member(stored: Mapping[str, Any], name: str, kind: type[_T]) -> _T:
    """A member of a JSON object, which must be of this kind. Raises `KeyError`, `TypeError`: see `Decoding`."""
    value = stored[name]
    # Not `isinstance`: True would pass for a whole number.
    if type(value) is not kind:
        raise TypeError(name)
    return value


def list_member(stored: Mapping[str, Any], name: str) -> Sequence[Any]:
    """A member of a JSON object, which must be a list. Raises as `member` does."""
    value = stored[name]
    if not is_list(value):
        raise TypeError(name)
    return value


def object_member(stored: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A member of a JSON object, which must be an object. Raises as `member` does."""
    value = stored[name]
    if not is_object(value):
        raise TypeError(name)
    return value


def _telling_damage(decode: Callable[[Any], _T]) -> Callable[[Any], _T | None]:
    """Let None be None, and whatever `decode` raises of any other value be a `StoredValueError`."""

    @wraps(decode)
    def decode_stored(stored: Any) -> _T | None:
        if stored is None:
            return None
        try:
            return decode(stored)
        except (*_MISFITS, UserError) as error:
            raise StoredValueError from error

    return decode_stored


# Few days, amounts and sets of doubts stand in many rows: to look one up takes a third of what decoding it takes.
@lru_cache(maxsize=_KEPT)
@_telling_damage
def decode_day(stored: Any) -> date:
    """Return a day that is kept as ISO text."""
    return date.fromisoformat(stored)


@lru_cache(maxsize=_KEPT)
@_telling_damage
def decode_day_or_month(stored: Any) -> str:
    """Return an ISO day or month, which is kept and used as text."""
    return parse_published(stored, "")


@lru_cache(maxsize=_KEPT)
@_telling_damage
def decode_doubts(stored: Any) -> str:
    """Return the doubts beside a verdict, which are kept and used as terms with commas between."""
    if not set(stored.split(",")) <= _DOUBTS:
        raise ValueError(stored)
    return stored


@_telling_damage
def decode_moment(stored: Any) -> datetime:
    """Return a point in time that is kept as ISO text with its zone."""
    moment = datetime.fromisoformat(stored)
    if moment.tzinfo is None:  # half of one
        raise ValueError(stored)
    return moment


@lru_cache(maxsize=_KEPT)
@_telling_damage
def decode_amount(stored: Any) -> Decimal:
    """Return an amount of up to 15 significant digits that is kept as a floating-point number."""
    # By its digits: the double behind 0.1 is 0.1000000000000000055…, and a seal over that would not be the seal of what
    # was typed.
    amount = Decimal(f"{stored:.15g}")
    if not amount.is_finite():
        raise ValueError(stored)
    return amount


@_telling_damage
def decode_number(stored: Any) -> float:
    """Return a finite floating-point number."""
    # SQLite makes NULL of what is no number, but it keeps infinity, with which nothing could be counted.
    if type(stored) not in (float, int) or not isfinite(stored):
        raise TypeError(stored)
    return stored


@_telling_damage
def decode_setting(stored: Any) -> float:
    """Return the value of a setting, which none is above: days without end would leave the calendar."""
    if type(stored) not in (float, int) or not abs(stored) <= MOST_DAYS:
        raise TypeError(stored)
    return stored


def decode_integer(stored: Any) -> int | None:
    """A whole number."""
    if stored is None or type(stored) is int:
        return stored
    raise StoredValueError


class _Booleans(KnownValues):
    """As SQLite takes them: any whole number but 0 is true."""

    def __missing__(self, stored: object) -> bool:
        if type(stored) is int:
            return True
        raise StoredValueError


decode_boolean = _Booleans({None: None, 0: False, 1: True}).__getitem__
"""A truth that is kept as a whole number."""


def decode_long_text(stored: Any) -> str | None:
    """A text that may have been written in pieces, as the bytes of its UTF-8.

    Bytes that were altered make another text, which its hash tells, and no error.
    """
    if stored is None or type(stored) is str:
        return stored
    if type(stored) is bytes:
        return stored.decode(errors="replace")
    raise StoredValueError


def json_decoder(kind: type[Any], fits: Callable[[Any], bool], *, is_text: bool = True) -> Callable[[Any], Any]:
    """What decodes JSON of this kind that fits; `is_text` unless the driver of the database has begun with it.

    A flipped bit can make half of a character of an escape, which nothing could write again.
    """

    def decode(stored: Any) -> Any:
        if stored is None:
            return None
        said = stored
        if is_text:
            try:
                said = json.loads(stored)
                # Only such an escape can hold half of a character, so that all other lists are spared being written
                # once more.
                if "\\ud" in stored or "\\uD" in stored:
                    json.dumps(said, ensure_ascii=False).encode()
            except (ValueError, TypeError, RecursionError) as error:
                raise StoredValueError from error
        if type(said) is not kind or not fits(said):
            raise StoredValueError
        return said

    return decode


def is_anything(_said: object) -> bool:
    """What JSON may be whose members are looked at by whoever reads them."""
    return True


def are_texts(said: Iterable[object]) -> bool:
    """What a list of keywords is."""
    return all(type(one) is str for one in said)


def are_stretches(said: Iterable[Any]) -> bool:
    """What the open words of a source are: where they start, and where they end."""
    try:
        return all(type(start) is int and type(end) is int and 0 <= start < end for start, end in said)
    except _MISFITS:
        return False


def is_working(said: Iterable[Any]) -> bool:
    """What kept arithmetic is: amounts, each with what it comes from. See `tracker.domain.commitments.quantity`."""
    try:
        return all(Decimal(value).is_finite() and source in _SOURCES for value, source in said)
    except _MISFITS:
        return False


def is_threshold(said: Sequence[Any]) -> bool:
    """What each counted thing must reach. See `tracker.domain.commitments.quantity`."""
    try:
        operator, value, unit = said
        # "NaN" and "Infinity" are numbers to Decimal, and would make every sum they enter one.
        return operator in _OPERATORS and Decimal(value).is_finite() and type(unit) is str
    except _MISFITS:
        return False


def are_parts(said: Iterable[Any]) -> bool:
    """What the parts of a commitment are. See `tracker.store.commitments.parts`."""
    try:
        return all(type(part[name]) is kind for part in said for name, kind in _PART.items())
    except _MISFITS:
        return False


def is_anchor(said: Mapping[str, Any]) -> bool:
    """What the place of quoted words is. See `tracker.domain.evidence.anchors`."""
    return said.keys() == _ANCHOR.keys() and all(type(said[name]) is kind for name, kind in _ANCHOR.items())
