"""Tries one door with inputs that libFuzzer makes: it keeps what reaches code that nothing before it has reached.

python tests/torture/inputs/guided.py DOOR FOLDER [-runs=N] [-seed=N] [-timeout=5] [-rss_limit_mb=N]

Started by `tests/torture/guided.py`, once a door: what is to be reached is counted from the first import on.
"""

import sys
from pathlib import Path

import atheris  # pyright: ignore[reportMissingImports]

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

with atheris.instrument_imports(include=["tracker"]):  # pyright: ignore[reportAttributeAccessIssue]
    from tests.torture.doors import DOORS
    from tests.torture.inputs.draw import Draw
    from tests.torture.inputs.near import read_near

    from tracker.domain.errors import UserError

    name, folder, *arguments = sys.argv[1:]
    door = next(door for door in DOORS if door.name == name)
    read_near(lambda _: None)
    take = door.open(Path(folder))


def take_bytes(data: bytes) -> None:
    """Take the input in that these bytes decide."""
    try:
        take(Draw(data))
    except UserError:
        return


atheris.Setup([sys.argv[0], *arguments], take_bytes)
atheris.Fuzz()
