"""Dates, addresses and passages as people give them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.commitments.passage import SourcePassage, paragraph_number
from tracker.domain.errors import UserError
from tracker.domain.evidence.addresses import check_address, is_file_address, plain_address
from tracker.domain.text.dates import is_early, latest_day, parse_published


@pytest.mark.parametrize(
    "text", ["2025-02-30", "2025-13", "2025", "20250212", "2025-1-2", "", "昨天", "2025-01-01T00:00"]
)
def test_what_is_stored_is_a_whole_iso_date_or_none(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_published(text, "published")
    assert (refused.value.code, refused.value.field) == ("date_invalid", "published")


def test_a_month_is_a_publication_date_and_counts_as_its_last_day() -> None:
    assert parse_published("2025-02", "published") == "2025-02"
    assert latest_day("2025-02") == date(2025, 2, 28)
    assert not is_early("2025-01", date(2025, 1, 21))
    assert is_early("2024-12", date(2025, 1, 21))


@pytest.mark.parametrize(
    "address",
    ["", "https://www.miit.gov.cn/a?b=c#d", "http://[::1]/x", "file:///home/a/b.pdf", "/data/a.pdf", "C:\\a.pdf"],
)
def test_web_pages_and_files_are_addresses(address: str) -> None:
    assert check_address(f" {address} ") == address


@pytest.mark.parametrize(
    "address", ["www.miit.gov.cn", "javascript:alert(1)", "ftp://a.b/c", "https://", "http:///x", "file:",
     "https://a b", "http://[::1", "a\nb", "https://a.b/\ud800"],
)  # fmt: skip
def test_anything_else_is_none(address: str) -> None:
    with pytest.raises(UserError) as refused:
        check_address(address)
    assert (refused.value.code, refused.value.field) == ("url_invalid", "url")


def test_a_file_is_told_from_a_page() -> None:
    assert is_file_address("/data/a.pdf")
    assert not is_file_address("https://a.cn/a.pdf")


def test_a_passage_knows_where_it_stands() -> None:
    text = "第一段。\n甲做乙。\n"
    passage = SourcePassage(6, 8, "做乙")
    assert passage.stands_in(text)
    assert not SourcePassage(6, 8, "做丙").stands_in(text)
    assert (passage.prefix(text), passage.suffix(text)) == ("第一段。\n甲", "。\n")
    assert paragraph_number(text, passage.start) == 2


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("https://www.miit.gov.cn/jgsj/a.html?b=1#c", "https://www.miit.gov.cn/jgsj/a.html?b=1#c"),
        ("https://www.miit.gov.cn/通知.html", "https://www.miit.gov.cn/通知.html"),
        ("https://www.gоv.cn/", "https://www.xn--gv-fmc.cn/"),  # an о that is Cyrillic
        ("https://例子.中国/a", "https://xn--fsqu00a.xn--fiqs8s/a"),
        ("https://a.b/\u202efdp.exe", "https://a.b/%E2%80%AEfdp.exe"),
        ("https://a.b/\u200b\u2066x", "https://a.b/%E2%80%8B%E2%81%A6x"),
        ("https://\u2100.b/", "https://%E2%84%80.b/"),
        ("C:\\材料\\通知.pdf", "C:\\材料\\通知.pdf"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_an_address_is_shown_as_the_net_spells_it(address: str, plain: str) -> None:
    assert plain_address(address) == plain


@given(st.text())
def test_no_address_whatever_hides_anything(address: str) -> None:
    shown = plain_address(address)
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in shown)


def test_a_name_before_the_host_is_refused_as_it_passes_for_one() -> None:
    with pytest.raises(UserError, match="url_credentials"):
        check_address("https://www.miit.gov.cn@evil.example/")
