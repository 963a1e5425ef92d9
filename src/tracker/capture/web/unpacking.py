"""The body of an answer, unpacked no further than it may grow."""

import zlib

from tracker.domain.errors import UserError

_EITHER_HEADER = zlib.MAX_WBITS | 32
_NO_HEADER = -zlib.MAX_WBITS


class ResponseBody:
    """Takes a body piece by piece. `limit` holds for the bytes on the wire and for what comes out of them.

    Raises `page_too_large`, and `page_broken` for an encoding that was not asked for.
    """

    def __init__(self, encoding: str, limit: int, host: str) -> None:
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise UserError("page_broken", field="url", host=host)
        self._packed = encoding not in ("", "identity")
        self._limit = limit
        self._host = host
        self._unpacker = zlib.decompressobj(_EITHER_HEADER)
        self._content = bytearray()
        self.received = 0

    def feed(self, piece: bytes) -> None:
        """Take the next piece."""
        started = self.received > 0
        self.received += len(piece)
        if self._packed:
            self._unpack(piece, started)
        else:
            self._content += piece
        if max(self.received, len(self._content)) > self._limit:
            raise UserError("page_too_large", field="url", host=self._host, limit=self._limit // 1_000_000)

    def content(self) -> bytes:
        """Everything, once the last piece was fed. Raises `page_broken` where the packed body breaks off."""
        if self._packed and self.received and not self._unpacker.eof:
            raise UserError("page_broken", field="url", host=self._host)
        return bytes(self._content)

    def _unpack(self, piece: bytes, started: bool) -> None:
        try:
            self._content += self._unpacked(piece)
        except zlib.error as fault:
            if started:
                raise UserError("page_broken", field="url", host=self._host) from fault
            self._unpacker = zlib.decompressobj(_NO_HEADER)  # "deflate" means either, depending on whom one asks
            try:
                self._content += self._unpacked(piece)
            except zlib.error:
                raise UserError("page_broken", field="url", host=self._host) from fault

    def _unpacked(self, piece: bytes) -> bytes:
        """What a piece gives, up to one byte more than there is room for; several packed members follow each other."""
        room = self._limit - len(self._content) + 1
        given = b""
        while piece and len(given) < room:
            if self._unpacker.eof:
                self._unpacker = zlib.decompressobj(_EITHER_HEADER)
            given += self._unpacker.decompress(piece, room - len(given))
            piece = self._unpacker.unused_data
        return given
