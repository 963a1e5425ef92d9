"""The colours of both themes, for pages."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from tracker.locations import resources_dir

_COLOURS = ("paper", "panel", "card", "line", "ink", "soft", "accent")


@cache
def themes(*more: str) -> Mapping[str, Mapping[str, str]]:
    """Return the colours of both themes by the names that style sheets know them by, and those that are asked for."""
    path = resources_dir() / "themes" / "tokens.toml"
    tokens = tomllib.loads(path.read_text(encoding="utf-8"))
    return {theme: _variables(tokens[theme], (*_COLOURS, *more)) for theme in ("light", "dark")}


def _variables(theme: Mapping[str, Any], names: tuple[str, ...]) -> Mapping[str, str]:
    variables = {name: theme[name] for name in names}
    for code, colours in theme["assessment"].items():
        variables |= {f"assessment-{code}": colours["text"], f"assessment-{code}-ground": colours["ground"]}
    return variables | {f"light-{code}": colour for code, colour in theme["light"].items()}
