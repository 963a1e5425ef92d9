"""Python's cyclic collector at rest while much is read that lasts."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Generator[None]:
    """Let no garbage be looked for meanwhile.

    The collector looks through every row that is read, again and again, and finds nothing: a quarter of the time that
    CSV of 10,000 commitments takes, and as much of reading one with 20,000 pieces of evidence. In the window it rests
    already (`desktop.jobs`), and nobody but that may wake it.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
