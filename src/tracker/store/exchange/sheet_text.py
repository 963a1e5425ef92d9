"""The text that the rows of a spreadsheet make, and the passages in it: written as they come, and never held whole."""

import hashlib
from collections import deque
from collections.abc import Iterator
from io import TextIOWrapper

from tracker.domain.commitments.passage import SELECTOR_CONTEXT, SourcePassage
from tracker.temp_files import Aside

_PIECE = 65_536
"""Characters that are read back at once."""


class SheetText:
    """Takes rows in order."""

    def __init__(self) -> None:
        self._aside = Aside()
        self._digest = hashlib.sha256()
        self._window = ""
        """The end of the text: whatever passages that wait may still have around them."""
        self._begin = self._end = 0
        """Where the window begins, and where the text ends, in characters."""
        self._waiting: deque[tuple[int, int, int]] = deque()
        """Of each passage whose suffix has not come yet, its commitment, and where it begins and ends."""

    @property
    def size(self) -> int:
        """How many bytes the text has."""
        return self._aside.size

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text so far."""
        return self._digest.hexdigest()

    def add(self, rows: list[tuple[int, str, str]]) -> None:
        """Append rows: of each the id of its commitment, the words, and what else is in it, on a line below."""
        written: list[str] = []
        for commitment_id, words, details in rows:
            self._waiting.append((commitment_id, self._end, self._end + len(words)))
            written.append(f"{words}\n{details}\n" if details else f"{words}\n")
            self._end += len(written[-1])
        text = "".join(written)
        self._window += text
        data = text.encode()
        self._digest.update(data)
        self._aside.write(data)

    def settled(self, *, whole: bool = False) -> Iterator[tuple[int, SourcePassage, str, str]]:
        """The passages that wait no longer, each with its commitment, prefix and suffix: those whose suffix is there,
        or all once the text is `whole`. To be walked to the end."""
        last = self._end if whole else self._end - SELECTOR_CONTEXT
        while self._waiting and self._waiting[0][2] <= last:
            commitment_id, start, end = self._waiting.popleft()
            first = start - self._begin
            behind = end - self._begin
            here = SourcePassage(first, behind, self._window[first:behind])
            yield (
                commitment_id,
                SourcePassage(start, end, here.exact),
                here.prefix(self._window),
                here.suffix(self._window),
            )
        kept = self._waiting[0][1] if self._waiting else self._end
        begin = max(self._begin, kept - SELECTOR_CONTEXT)
        self._window = self._window[begin - self._begin :]
        self._begin = begin

    def pieces(self) -> Iterator[str]:
        """The whole text, a piece at a time."""
        with TextIOWrapper(self._aside.opened(), encoding="utf-8", newline="") as reader:
            while piece := reader.read(_PIECE):
                yield piece
