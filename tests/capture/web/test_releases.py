"""Whether there is a newer version: asked on request, at an address that somebody gives."""

import json
from collections.abc import Iterator

import pytest
from tests.loopback_site import Clock, Page, Site

from tracker import __version__
from tracker.capture.web.releases import Release, is_newer, newest_release
from tracker.cli import run
from tracker.domain.errors import UserError


@pytest.fixture
def site() -> Iterator[Site]:
    """A server in the office's own network."""
    site = Site(Clock())
    yield site
    site.close()


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [("0.10", "0.9.1", True), ("0.2", "0.1.9", True), ("1.0", "1.0.0", False), ("0.1.0", "0.1.0", False)],
)
def test_versions_are_compared_as_numbers(version: str, than: str, newer: bool) -> None:
    assert is_newer(version, than) is newer
    assert not is_newer(than, version)


@pytest.mark.network
def test_the_program_says_that_a_newer_version_is_named(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.has("/newest.json", Page(json.dumps({"version": "99.0", "address": "http://files/台账"}).encode()))
    assert newest_release(site.url("/newest.json")) == Release("99.0", "http://files/台账")
    assert run(["newest", site.url("/newest.json"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"version": __version__, "newest": "99.0", "newer": True, "address": "http://files/台账"}


@pytest.mark.network
@pytest.mark.parametrize(
    "body",
    [b"<html>", b"[]", b'{"version": 2}', b'{"version": "2; rm"}', b'{"version": "2", "address": 3}', b"[" * 9000],
)
def test_what_names_no_version_is_refused(body: bytes, site: Site) -> None:
    site.has("/newest.json", Page(body))
    with pytest.raises(UserError, match="releases_unreadable"):
        newest_release(site.url("/newest.json"))


def test_without_an_address_nobody_is_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_RELEASES", raising=False)
    assert run(["--lang", "en", "newest"]) == 1
    assert f"This is version {__version__}" in capsys.readouterr().err
    monkeypatch.setenv("TRACKER_RELEASES", "file:///etc/passwd")
    assert run(["--lang", "en", "newest"]) == 1
