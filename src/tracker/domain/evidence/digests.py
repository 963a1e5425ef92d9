"""What stands for long words where many of them are compared."""

import hashlib

_BYTES = 12
"""The chance that any two of ten million different words get the same digest is below one in 10^15."""


def digest_of(words: str) -> bytes:
    """Return the 12 bytes that stand for words."""
    return hashlib.blake2b(words.encode("utf-8", errors="surrogatepass"), digest_size=_BYTES).digest()
