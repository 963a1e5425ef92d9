"""`tracker watch`, on a site of this machine."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Tracker
from tests.loopback_site import HERE, Clock, Page, Site
from tests.services.watching.conftest import HTML, list_page, numbered

from tracker.services.commands import evidence_fields
from tracker.services.evidence.capturing import examine_page
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import open_workspace

pytestmark = pytest.mark.network

CITIES = "MIIT-2025-044"
TITLE = "关于公布第三批中小企业数字化转型试点城市名单的通知"
ITEMS = [("/art/cities.html", TITLE, "2026-11-21"), *numbered(8, "2026-11-20"), *numbered(8, "2026-11-01", 40)]
PRIVATE = ("--allow-private", HERE)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(Clock())
    site.has("/list", Page(list_page(ITEMS), headers=HTML))
    yield site
    site.close()


@pytest.fixture
def watched(tracker: Tracker, site: Site) -> dict[str, Any]:
    return tracker("watch", "add", site.url("/list"), "--name", "文件公示", *PRIVATE, "--json").json


def test_a_page_is_found_added_checked_and_its_items_marked(
    tracker: Tracker, site: Site, watched: dict[str, Any]
) -> None:
    (found,) = tracker("watch", "find", site.url("/list"), *PRIVATE, "--json").json
    assert (found["kind"], found["total"], found["items"][0]["title"]) == ("list", len(ITEMS), TITLE)
    assert (watched["name"], watched["kind"], watched["looked_at"], watched["on"]) == ("文件公示", "list", None, True)
    (look,) = tracker("watch", "check", *PRIVATE, "--json").json
    assert (look["name"], look["outcome"], look["new"], look["problem"]) == ("文件公示", "done", len(ITEMS), None)
    first, *others = tracker("watch", "new", "--json").json
    assert (first["title"], first["group"], first["suggestions"][0]["code"]) == (TITLE, "bearing", CITIES)
    marked = tracker("watch", "mark", "not_for_us", *(one["uid"] for one in others), "--word", "例行会议")
    assert str(len(others)) in marked.out
    assert [one["title"] for one in tracker("watch", "new", "--json").json] == [TITLE]
    assert len(tracker("watch", "new", "--marked", "--json").json) == len(others)
    assert tracker("watch", "words", "--json").json == ["例行会议"]
    assert tracker("undo", "--json").json["undone"]["kind"] == "found_items_marked"
    assert tracker("watch", "words", "--json").json == []
    (page,) = tracker("watch", "list", "--json").json
    assert page["new"] == len(ITEMS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_printed_is_a_sentence_in_either_language(
    tracker: Tracker, site: Site, watched: dict[str, Any], lang: str
) -> None:
    tracker("watch", "check", *PRIVATE)
    for arguments in (
        ("list",),
        ("list", "--official"),
        ("new",),
        ("searches",),
        ("find", site.url("/list"), *PRIVATE),
    ):
        said = tracker("watch", *arguments, lang=lang)
        assert said.code == 0, said.err
        assert said.out.strip()
        assert "{" not in said.out


def test_a_page_that_fails_says_why_and_the_command_ends_with_1(
    tracker: Tracker, site: Site, watched: dict[str, Any]
) -> None:
    site.has("/list", Page(b"", 404))
    result = tracker("watch", "check", *PRIVATE, "--json")
    assert result.code == 1
    (look,) = result.json
    assert look["outcome"] == "failed"
    assert "404" in look["problem"]
    assert "404" in tracker("watch", "list").out


def test_a_check_is_logged_as_searches_when_that_is_said(tracker: Tracker, watched: dict[str, Any]) -> None:
    tracker("watch", "check", *PRIVATE)
    (offer,) = tracker("watch", "searches", "--json").json
    assert (offer["since"], offer["until"]) == ("2026-11-02", "2026-11-23")
    found = {one["code"]: one["found"] for one in offer["searches"]}
    assert found[CITIES] == [TITLE]
    before = len(tracker("search-log", "list", CITIES, "--json").json)
    tracker("watch", "searches", "--log", "--code", CITIES)
    searches = tracker("search-log", "list", CITIES, "--json").json
    assert len(searches) == before + 1
    assert {one["outcome"] for one in searches} == {"something"}


def test_a_captured_page_is_asked_for_again_and_said_to_have_changed(
    tracker: Tracker, site: Site, ledger_path: Path
) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>第{n}市</td></tr>" for n in range(1, 35))
    text = "<p>工业和信息化部公布第三批试点城市名单，共34个城市，现予公布。</p>" * 3
    page = "<html><head><title>{}</title></head><body><h1>{}</h1><p>发布时间：2026-11-20</p>{}<table>{}</table></body>"
    site.has("/art/cities.html", Page(page.format(TITLE, TITLE, text, rows).encode(), headers=HTML))
    captured = examine_page(site.url("/art/cities.html"), allow_private=frozenset({HERE}))
    kept = {"sha256": captured.sha256, "name": "notice.html", "size": len(captured.content), "media_type": "text/html"}
    file = {**kept, "pages": captured.document.pages, "url": captured.url, "retrieved_at": captured.retrieved_at}
    piece = {"title": TITLE, "publisher": "工业和信息化部", "published": "2026-11-20", "kind": "list"}
    links = [{"commitment": CITIES, "bearing": "progress"}]
    with closing(open_workspace(ledger_path)) as workspace:
        fields = evidence_fields({**piece, "url": captured.url, "links": links, "attachments": [file]})
        add_evidence(workspace, fields, {captured.sha256: captured.content})
    (same,) = tracker("watch", "recheck", *PRIVATE, "--json").json
    assert (same["outcome"], same["problem"]) == ("same", None)
    grown = rows + "<tr><td>35</td><td>第35市</td></tr>"
    site.has("/art/cities.html", Page(page.format(TITLE, TITLE, text, grown).encode(), headers=HTML))
    (changed,) = tracker("watch", "recheck", *PRIVATE, "--json").json
    assert changed["outcome"] == "changed"
    assert "list_grew" in changed["signs"]
    site.has("/art/cities.html", Page(b"", 404))
    (gone,) = tracker("watch", "recheck", str(changed["id"]), *PRIVATE, "--json").json
    assert gone["outcome"] == "gone"
    assert "404" in gone["problem"]
    for lang in ("zh", "en"):
        assert "{" not in tracker("watch", "recheck", *PRIVATE, lang=lang).out
    assert tracker("check").out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("edit", "没有的", "--off"),
        ("edit", "文件公示"),
        ("mark", "seen", "01a2"),
        ("recheck",),
    ],
)
def test_what_is_not_there_is_one_sentence(
    tracker: Tracker, watched: dict[str, Any], arguments: tuple[str, ...]
) -> None:
    result = tracker("watch", *arguments)
    assert result.code == 1
    assert len(result.err.strip().splitlines()) == 1


def test_a_page_is_switched_off_and_removed_by_its_name(tracker: Tracker, watched: dict[str, Any]) -> None:
    assert tracker("watch", "edit", "文件公示", "--off", "--name", "工信部公示", "--json").json["on"] is False
    assert tracker("watch", "check", *PRIVATE, "--json").json == []
    assert tracker("watch", "remove", "工信部公示", "--reason", "停办").code == 0
    assert tracker("watch", "list", "--json").json == []
    tracker("undo")
    assert [one["uid"] for one in tracker("watch", "list", "--json").json] == [watched["uid"]]


def test_official_pages_of_the_ministries_in_the_ledger_are_offered_and_none_is_watched(tracker: Tracker) -> None:
    offered = {one["address"] for one in tracker("watch", "list", "--official", "--json").json}
    assert any("miit.gov.cn" in address for address in offered)
    assert tracker("watch", "list", "--json").json == []
