"""The text that the rows of a spreadsheet make, and the passages in it: written as they come, and never held whole."""

import hashlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile, gettempdir
from typing import Self

from tracker.domain.errors import UserError
from tracker.domain.passage import SELECTOR_CONTEXT, Passage

_HELD = 1_000_000
"""Bytes above which the text waits on the disk, in a file without a name."""
_PIECE = 65_536
"""Characters that are read back at once."""


class SheetText:
    """Takes rows in order. `size` counts bytes, `sha256` is that of all of them; to be closed."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_HELD)  # noqa: SIM115 - `close`
        self._digest = hashlib.sha256()
        self._window = ""
        """The end of the text: whatever passages that wait may still have around them."""
        self._begin = self._end = 0
        """Where the window begins, and where the text ends, in characters."""
        self._waiting: deque[tuple[int, int, int]] = deque()
        """Of each passage whose suffix has not come yet, its commitment, and where it begins and ends."""
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text so far."""
        return self._digest.hexdigest()

    def add(self, rows: list[tuple[int, str, str]]) -> None:
        """Append rows: of each the id of its commitment, the words, and what else stands in it, on a line below."""
        written: list[str] = []
        for commitment_id, words, details in rows:
            self._waiting.append((commitment_id, self._end, self._end + len(words)))
            written.append(f"{words}\n{details}\n" if details else f"{words}\n")
            self._end += len(written[-1])
        text = "".join(written)
        self._window += text
        data = text.encode()
        self._digest.update(data)
        self.size += len(data)
        with _telling_full_disk():
            self._file.write(data)

    def settled(self, *, whole: bool = False) -> Iterator[tuple[int, Passage, str, str]]:
        """The passages that wait no longer, each with its commitment, prefix and suffix: those whose suffix is there,
        or all once the text is `whole`. To be walked to the end."""
        last = self._end if whole else self._end - SELECTOR_CONTEXT
        while self._waiting and self._waiting[0][2] <= last:
            commitment_id, start, end = self._waiting.popleft()
            first, behind = start - self._begin, end - self._begin
            here = Passage(first, behind, self._window[first:behind])
            yield commitment_id, Passage(start, end, here.exact), here.prefix(self._window), here.suffix(self._window)
        kept = self._waiting[0][1] if self._waiting else self._end
        begin = max(self._begin, kept - SELECTOR_CONTEXT)
        self._window, self._begin = self._window[begin - self._begin :], begin

    def pieces(self) -> Iterator[str]:
        """The whole text, a piece at a time."""
        with _telling_full_disk():
            self._file.seek(0)
            reader = TextIOWrapper(self._file, encoding="utf-8", newline="")
            while piece := reader.read(_PIECE):
                yield piece
            reader.detach()


@contextmanager
def _telling_full_disk() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise UserError("disk_full", path=gettempdir()) from fault
