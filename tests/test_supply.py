"""The list of parts that goes with the program: CycloneDX as its schema wants it, and nothing left out."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).resolve().parents[1]
PINNED = re.compile(r"^[\w.-]+==[^ ;\\]+", re.MULTILINE)
"""Some twice, at one version for each Python."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The list, as `make sbom` writes it."""
    path = tmp_path_factory.mktemp("sbom") / "sbom.json"
    subprocess.run([sys.executable, ".ci/supply", "sbom", str(path)], cwd=ROOT, check=True, capture_output=True)
    return path.read_text(encoding="utf-8")


@pytest.fixture
def components(written: str) -> dict[str, dict[str, Any]]:
    """By name and version."""
    return {f"{one['name']}=={one['version']}": one for one in json.loads(written)["components"]}


def named(components: dict[str, dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [component for component in components.values() if component["name"] == name]


def test_the_list_of_parts_is_as_the_schema_of_cyclonedx_wants_it(written: str) -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(written) is None
    assert validator.validate_str(written.replace('"purl"', '"pearl"')) is not None


def test_every_pin_is_in_the_list_with_its_hashes_and_its_licence(components: dict[str, dict[str, Any]]) -> None:
    pinned = PINNED.findall((ROOT / ".ci" / "requirements-all.txt").read_text(encoding="utf-8"))
    assert sorted(components) == sorted(pinned)
    for component in components.values():
        assert component["properties"]
    assert {licence["expression"] for one in named(components, "pyside6-essentials") for licence in one["licenses"]}


def test_what_only_a_shared_ledger_or_a_scan_needs_is_in_the_list_as_such(
    components: dict[str, dict[str, Any]],
) -> None:
    optional = {one["name"] for one in components.values() if one["scope"] == "optional"}
    assert {"psycopg", "psycopg-binary", "rapidocr", "onnxruntime"} <= optional
    needed = {one["name"] for one in components.values()} - optional
    assert {"sqlmodel", "pyside6-essentials", "trafilatura"} <= needed
    (driver,) = named(components, "psycopg")
    assert driver["licenses"] == [{"expression": "LGPL-3.0-only"}]
