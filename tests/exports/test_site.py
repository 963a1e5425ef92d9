"""The public pages: what is in them, what must never be, and that nobody else's file is touched."""

import csv
import json
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from tracker.domain.commitments.progress import Cancelled, unwatched
from tracker.domain.errors import UserError
from tracker.domain.reports.report_request import SITE, ReportForm, ReportWish
from tracker.domain.reports.site_files import MARKER, is_ours
from tracker.domain.reports.verification import Outcome
from tracker.domain.rows import CommitmentDetail, Name, Responsible
from tracker.domain.search.ledger_query import LedgerQuery, query_for
from tracker.domain.terms import Assessment, DepartmentBasis, DepartmentRole
from tracker.exports.making import make_again, make_report
from tracker.exports.site import addresses
from tracker.exports.site import folder as folders
from tracker.exports.site.addresses import base_of, folder_of, way
from tracker.exports.site.folder import claim
from tracker.exports.site.site_writer import write_site
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, EvidenceFields, NewSearch, TagChange, command
from tracker.services.commitments.reading import read_detail
from tracker.services.commitments.tagging import change_tags
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace
from tracker.services.reports.past_reports import find_report, list_reports, since_last
from tracker.services.reports.publishing import read_verdicts
from tracker.services.reports.reporting import ReportFacts, read_report
from tracker.services.reports.verifying import verify_report
from tracker.wording import load_words
from tracker.wording.verifying import verification_sentences

CODE = "MIIT-2025-044"
Written = Callable[..., Path]
Facts = Callable[..., ReportFacts]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a site of these facts, and returns its folder."""

    def write(facts: ReportFacts, *, verdicts: Any = (), out: str = "site", **form: Any) -> Path:
        place = tmp_path / out
        each = {detail.row.id: verdicts for detail in facts.details}
        write_site(facts, each, ReportForm("zh", SITE, **form), claim(place), unwatched)
        return place

    return write


def pages(site: Path) -> dict[str, Any]:
    return {path.relative_to(site).as_posix(): html.parse(str(path)).getroot() for path in site.rglob("*.html")}


def texts(site: Path) -> str:
    """Everything that the files say, one after the other."""
    files = (path for path in sorted(site.rglob("*")) if path.is_file())
    return "\n".join(path.read_text(encoding="utf-8-sig") for path in files)


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def words_of(page: Any) -> str:
    return " ".join(page.text_content().split())


def script_of(site: Path, name: str) -> Any:
    (path,) = site.glob(f"data/{name}-*.js")
    return json.loads(path.read_text(encoding="utf-8").partition("=")[2].rstrip(";\n"))


# --- what is there ---------------------------------------------------------------------------------------------------


def test_there_is_a_page_for_each_commitment_in_both_languages_at_an_address_by_its_code(
    written: Written, facts_of: Facts, eight: list[CommitmentDetail]
) -> None:
    site = written(facts_of(*eight))
    for detail in eight:
        code = detail.row.code
        for place, tongue in ((f"commitments/{code}", "zh-CN"), (f"en/commitments/{code}", "en")):
            page = html.parse(str(site / place / "index.html")).getroot()
            assert page.get("lang") == tongue
            assert page.findtext(".//h1") in (detail.row.title.zh, detail.row.title.en)
    together = {"index.html", "list/index.html", "rules/index.html", "feed.xml"}
    assert (
        together | {f"en/{name}" for name in together} | {MARKER, addresses.JSON, addresses.CSV} <= files(site).keys()
    )


def test_every_link_leads_to_a_file_that_is_there_and_every_anchor_to_a_place(
    written: Written, facts_of: Facts, eight: list[CommitmentDetail], rich: CommitmentDetail
) -> None:
    site = written(facts_of(*eight, rich))
    read = pages(site)
    followed = 0
    for name, page in read.items():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), name
        for link in page.xpath("//body//a/@href | //head/link/@href | //script/@src"):
            parts = urlsplit(link)
            if parts.scheme or not link:  # elsewhere, or the empty line of the template
                continue
            target = (site / name).parent / unquote(parts.path) if parts.path else site / name
            assert target.is_file(), (name, link)
            if parts.fragment and "=" not in parts.fragment:
                assert parts.fragment in html.parse(str(target)).getroot().xpath("//@id"), (name, link)
            followed += 1
    assert followed > 300


def test_the_pages_reach_for_nothing_elsewhere(written: Written, facts_of: Facts, rich: CommitmentDetail) -> None:
    site = written(facts_of(rich))
    for name, page in pages(site).items():
        used = page.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src | //link[@rel='icon']/@href")
        assert all(not urlsplit(address).scheme or address == "data:," for address in used), name
        assert not page.xpath("//iframe | //object | //embed | //form/@action | //@style | //*[@onclick]"), name
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'")
    sheet = next(site.glob("assets/*.css")).read_text(encoding="utf-8")
    assert "url(" not in sheet
    assert "@import" not in sheet
    assert "fetch(" not in next(site.glob("assets/*.js")).read_text(encoding="utf-8")


def test_the_verdict_comes_first_then_words_evidence_and_what_happened(
    written: Written, facts_of: Facts, rich: CommitmentDetail
) -> None:
    site = written(facts_of(rich), verdicts=((date(2026, 1, 22), Assessment.PARTLY_MET),))
    page = pages(site)["commitments/MIIT-2025-039/index.html"]
    said = [heading.text_content() for heading in page.xpath("//h2")]
    assert said == ["结论", "原话", "要点", "证据", "官方口径", "后续表述", "经过"]
    assert page.xpath("string(//section[@aria-labelledby='verdict']//*[contains(@class, 'chip')])").split() == [
        "◑",
        "部分完成",
    ]
    assert "另有相反证据" in words_of(page.get_element_by_id("doubts"))


def test_the_words_stand_marked_in_their_paragraph(written: Written, facts_of: Facts, pilots: CommitmentDetail) -> None:
    (quote,) = pilots.quotes
    exact = quote.passage.exact
    around = replace(quote, paragraph=f"下一步，{exact}。加快构建机制。", offset=4)
    page = pages(written(facts_of(replace(pilots, quotes=(around,)))))["commitments/MIIT-2025-038/index.html"]
    (shown,) = page.xpath("//figure[@class='words']/blockquote/p")
    assert shown.text_content() == around.paragraph
    assert shown.findtext("mark") == exact


def test_of_a_row_of_an_office_s_own_table_only_the_words_are_shown(
    written: Written, facts_of: Facts, pilots: CommitmentDetail
) -> None:
    (quote,) = pilots.quotes
    row = replace(quote, paragraph=f"{quote.passage.exact}　联系人 李四 010-6820", offset=0)
    sheet = replace(pilots, quotes=(row,), source=replace(pilots.source, is_spreadsheet=True))
    site = written(facts_of(sheet))
    assert "010-6820" not in texts(site)
    assert quote.passage.exact in texts(site)


def test_the_history_tells_what_happened_by_its_own_day(
    written: Written, facts_of: Facts, pilots: CommitmentDetail
) -> None:
    verdicts = ((date(2025, 6, 1), Assessment.IN_PROGRESS), (date(2026, 1, 22), Assessment.MET))
    page = pages(written(facts_of(pilots), verdicts=verdicts))["commitments/MIIT-2025-038/index.html"]
    days = page.xpath("//ol[@class='history']/li/p/time/@datetime")
    assert days == ["2025-01-21", "2025-06-01", "2025-12-31", "2026-01-21", "2026-01-22"]
    told = words_of(page.xpath("//ol[@class='history']")[0])
    assert "2026年1月21日 国务院新闻办公室发布：国新办举行新闻发布会：试点城市累计101个" in told
    assert "评估由“推进中”改为“已完成”" in told


def test_chinese_on_an_english_page_says_that_it_is(written: Written, facts_of: Facts, rich: CommitmentDetail) -> None:
    page = pages(written(facts_of(rich), reasons=True))["en/commitments/MIIT-2025-039/index.html"]
    main = page.get_element_by_id("content")
    for text in main.xpath(".//text()[normalize-space()]"):
        if re.search("[\u3400-\u9fff]", text):
            holder = text.getparent() if not text.is_tail else text.getparent().getparent()
            assert holder.xpath("ancestor-or-self::*[@lang][1]/@lang") == ["zh-CN"], text


def test_the_overview_counts_and_its_rows_say_what_can_be_filtered(
    written: Written, facts_of: Facts, eight: list[CommitmentDetail]
) -> None:
    site = written(facts_of(*eight))
    page = pages(site)["index.html"]
    assert "共 8 项承诺" in page.xpath("string(//p[@class='conclusion'])")
    assert len(page.xpath("//ol[@id='entries']/li")) == 8
    rows = script_of(site, "rows-zh")
    assert [row[0] for row in rows["rows"]] == [detail.row.code for detail in eight]
    assert {one[0] for one in rows["assessments"]} == {one.value for one in Assessment}
    choices = page.xpath("//select[@id='assessment']/option/@value")
    assert set(choices) == {"", *Assessment}
    assert script_of(site, "words")[0] == eight[0].quotes[0].passage.exact


def led(pilots: CommitmentDetail, number: int, lead: Responsible) -> CommitmentDetail:
    row = replace(pilots.row, id=number, code=f"A-{number}", lead=lead)
    return replace(pilots, row=row, departments=(lead,))


@pytest.mark.parametrize(("language", "place"), [("zh", "index.html"), ("en", "en/index.html")])
def test_who_leads_is_said_with_how_we_know_unless_the_source_names_it(
    written: Written, facts_of: Facts, pilots: CommitmentDetail, language: str, place: str
) -> None:
    several, one = Name("a", "甲司", "A Bureau"), Name("b", "乙司", "B Bureau")
    bases = (DepartmentBasis.FUNCTION, DepartmentBasis.NAMED, DepartmentBasis.SPEAKER)
    leads = [Responsible(several, DepartmentRole.LEAD, basis) for basis in bases]
    leads.append(Responsible(one, DepartmentRole.LEAD, DepartmentBasis.NAMED))
    site = written(facts_of(*(led(pilots, number, lead) for number, lead in enumerate(leads, 1))))
    words = load_words(language)
    inferred, named, speaks, other = (words.in_charge(lead) for lead in leads)
    assert (named, other) == (words.name(several), words.name(one))
    page = pages(site)[place]
    listed = page.xpath("//ol[@id='entries']/li//span[@class='lead']")
    assert list(map(words_of, listed)) == [inferred, named, speaks, other]
    first, second = map(words_of, page.xpath("//ul[@class='departments']/li/span[@class='name']"))
    assert all(f"{words.term(basis)} 1" in first for basis in bases)
    assert second == other
    rows = script_of(site, f"rows-{language}")
    assert [rows["departments"][row[5]] for row in rows["rows"]] == [
        ["a", inferred],
        ["a", named],
        ["a", speaks],
        ["b", other],
    ]


def test_of_many_the_overview_shows_a_page_and_the_list_all(
    written: Written, facts_of: Facts, pilots: CommitmentDetail
) -> None:
    many = [replace(pilots, row=replace(pilots.row, id=n, code=f"A-{n:04}")) for n in range(120)]
    site = written(facts_of(*many))
    assert len(pages(site)["index.html"].xpath("//ol[@id='entries']/li")) == 50
    assert len(pages(site)["list/index.html"].xpath("//main//li")) == 120
    assert len(script_of(site, "rows-en")["rows"]) == 120


def test_an_empty_ledger_is_an_honest_page(written: Written, facts_of: Facts) -> None:
    page = pages(written(facts_of()))["index.html"]
    assert "没有承诺事项" in page.xpath("string(//p[@class='conclusion'])")


def test_the_whole_page_of_rules_comes_through(written: Written, facts_of: Facts) -> None:
    site = written(facts_of())
    for name, told in (("rules/index.html", "检索记录"), ("en/rules/index.html", "Nothing is tied")):
        page = pages(site)[name]
        said = words_of(page)
        assert told in said
        assert [f"s{n}" for n in range(1, 9)] == [one for one in page.xpath("//h2/@id") if re.fullmatch(r"s\d", one)]
        assert "**" not in said
        assert "](" not in said
        assert len(page.xpath("//main//table")) >= 5


def test_a_sample_says_on_every_page_that_it_is_one(written: Written, facts_of: Facts, rich: CommitmentDetail) -> None:
    site = written(facts_of(rich, illustrative=date(2026, 6, 15)))
    assert all(page.xpath("//p[@class='sample']") for page in pages(site).values())


# --- words of others -------------------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script>=1+1 & \"'😀\u202e"


@pytest.fixture
def hostile(pilots: CommitmentDetail) -> CommitmentDetail:
    """A commitment whose every word tries to be something else."""
    (quote,) = pilots.quotes
    passage = replace(quote.passage, exact=HOSTILE)
    piece = replace(pilots.evidence[0], title=HOSTILE, publisher=HOSTILE, quote=HOSTILE, gist=HOSTILE, number=HOSTILE)
    return replace(
        pilots,
        row=replace(pilots.row, title=Name("", HOSTILE, HOSTILE), topic=Name(HOSTILE, HOSTILE, HOSTILE)),
        quotes=(replace(quote, passage=passage, paragraph=HOSTILE, offset=0),),
        evidence=(piece,),
        reason=HOSTILE,
    )


def test_nothing_that_a_ledger_holds_becomes_markup(
    written: Written, facts_of: Facts, hostile: CommitmentDetail
) -> None:
    site = written(facts_of(hostile), reasons=True)
    for name, page in pages(site).items():
        assert all(not script.text_content() for script in page.xpath("//script")), name
        assert not page.xpath("//script[not(@src)]"), name
    page = pages(site)["commitments/MIIT-2025-038/index.html"]
    assert HOSTILE in page.findtext(".//h1")
    entry = ET.parse(site / "feed.xml").getroot().find("{*}entry")
    assert entry is not None
    assert HOSTILE in str(entry.findtext("{*}title"))
    assert script_of(site, "rows-zh")["rows"][0][1] == HOSTILE


def test_a_formula_in_the_table_stays_text(written: Written, facts_of: Facts, pilots: CommitmentDetail) -> None:
    title = '=HYPERLINK("http://x")'
    site = written(facts_of(replace(pilots, row=replace(pilots.row, title=Name("", title, title)))))
    with (site / addresses.CSV).open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert line["title_zh"] == f"'{title}"


def test_what_a_file_cannot_carry_is_left_out(written: Written, facts_of: Facts, pilots: CommitmentDetail) -> None:
    title = "试点\x00\x0b\ud800城市"
    site = written(facts_of(replace(pilots, row=replace(pilots.row, title=Name("", title, title)))))
    assert pages(site)["commitments/MIIT-2025-038/index.html"].findtext(".//h1") == "试点城市"
    assert json.loads((site / addresses.JSON).read_bytes())["commitments"][0]["title"]["zh"] == "试点城市"
    ET.parse(site / "feed.xml")


@pytest.mark.parametrize("code", ["../../etc/passwd", "京办〔2025〕3号", "con", "CON", "a b#c?d", "X" * 200, "..", ""])
def test_whatever_a_code_is_its_folder_is_one_of_ours(code: str) -> None:
    assert is_ours(addresses.commitment(code, "zh"))
    assert is_ours(addresses.commitment(code, "en"))
    assert folder_of(code).casefold() != "con"


def test_no_two_codes_share_a_folder_even_where_capitals_are_small_letters() -> None:
    codes = ["MIIT-1", "miit-1", "Miit-1", "MIIT 1", "MIIT/1", "一", "二"]
    assert len({folder_of(code).casefold() for code in codes}) == len(codes)
    assert folder_of("MIIT-2025-044") == "MIIT-2025-044"


# --- data and feed ---------------------------------------------------------------------------------------------------


def test_data_says_the_same_in_json_and_csv(
    written: Written, facts_of: Facts, eight: list[CommitmentDetail], rich: CommitmentDetail
) -> None:
    site = written(facts_of(*eight, rich))
    data = json.loads((site / addresses.JSON).read_bytes())
    with (site / addresses.CSV).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["code"] for line in lines] == [one["code"] for one in data["commitments"]]
    assert [line["assessment"] for line in lines] == [one["assessment"] for one in data["commitments"]]
    last = data["commitments"][-1]
    assert (last["due"], last["page"]["en"]) == (
        {"on": "2027-12-31", "basis": "derived", "about": True},
        "en/commitments/MIIT-2025-039/index.html",
    )
    assert data["terms"]["assessment"]["met"] == {"zh": "已完成", "en": "Met"}
    assert data["about"]["count"] == 9


def test_the_feed_is_atom_newest_first_with_names_that_stay(
    written: Written, facts_of: Facts, pilots: CommitmentDetail
) -> None:
    verdicts = ((date(2026, 1, 22), Assessment.MET),)
    first = ET.parse(written(facts_of(pilots), verdicts=verdicts) / "feed.xml").getroot()
    later = facts_of(pilots, made_on=date(2026, 12, 1))
    second = written(later, verdicts=verdicts, out="b", base_url="https://example.org/t/")
    again = ET.parse(second / "feed.xml").getroot()
    atom = "{http://www.w3.org/2005/Atom}"
    assert first.tag == f"{atom}feed"
    for feed in (first, again):
        for needed in ("id", "title", "updated", "author"):
            assert feed.find(atom + needed) is not None
    moments = [str(entry.findtext(f"{atom}updated")) for entry in first.iter(f"{atom}entry")]
    assert moments == sorted(moments, reverse=True) == ["2026-01-22T00:00:00+08:00", "2026-01-21T00:00:00+08:00"]
    ids = [[entry.findtext(f"{atom}id") for entry in feed.iter(f"{atom}entry")] for feed in (first, again)]
    assert ids[0] == ids[1]
    link = again.find(f"{atom}entry/{atom}link")
    assert link is not None
    assert link.get("href") == "https://example.org/t/commitments/MIIT-2025-038/index.html"


def test_with_an_address_pages_name_their_own_and_their_other_language(
    written: Written, facts_of: Facts, pilots: CommitmentDetail
) -> None:
    site = written(facts_of(pilots), base_url="https://example.org/t/")
    page = pages(site)["en/commitments/MIIT-2025-038/index.html"]
    base = "https://example.org/t/"
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{base}en/commitments/MIIT-2025-038/index.html"]
    alternates = dict(zip(page.xpath("//link/@hreflang"), page.xpath("//link[@hreflang]/@href"), strict=True))
    assert alternates["zh-CN"] == alternates["x-default"] == f"{base}commitments/MIIT-2025-038/index.html"
    assert not pages(written(facts_of(pilots), out="b"))["index.html"].xpath("//link[@rel='canonical']")


@pytest.mark.parametrize(
    "text", ["example.org", "ftp://x/", "https://", "https://a@b/", "https://x/?q=1", "http://x/ y"]
)
def test_what_is_no_address_of_a_site_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        base_of(text)
    assert refused.value.code == "base_url_invalid"


def test_the_way_from_page_to_page() -> None:
    assert way("index.html", "en/index.html") == "en/index.html"
    assert way("en/commitments/A/index.html", "en/index.html") == "../../index.html"
    assert way("en/commitments/A/index.html", "commitments/A/index.html") == "../../../commitments/A/index.html"
    assert way("index.html", "index.html") == "index.html"


# --- what must not get out -------------------------------------------------------------------------------------------


def test_reasons_are_published_only_where_that_is_asked_for(
    written: Written, facts_of: Facts, rich: CommitmentDetail
) -> None:
    told = replace(rich, reason="按名单逐一核对")
    secrets = ("按名单逐一核对", "报道所指的城市不在名单里")
    shown, kept = texts(written(facts_of(told), reasons=True)), texts(written(facts_of(told), out="b"))
    assert [secret in shown for secret in secrets] == [True, True]
    assert [secret in kept for secret in secrets] == [False, False]


def test_a_reason_in_english_stands_on_the_english_page_and_in_the_data_where_reasons_are_published(
    written: Written, facts_of: Facts, pilots: CommitmentDetail, rich: CommitmentDetail
) -> None:
    told = facts_of(replace(pilots, reason="按名单逐一核对", reason_en="Checked against the list"), rich)
    site = written(told, reasons=True)
    page = {
        language: words_of(pages(site)[addresses.commitment(pilots.row.code, language)]) for language in ("zh", "en")
    }
    assert ("按名单逐一核对" in page["zh"], "Checked against the list" in page["zh"]) == (True, False)
    assert ("按名单逐一核对" in page["en"], "Checked against the list" in page["en"]) == (False, True)
    assert f"{rich.reason} [in Chinese]" in words_of(pages(site)[addresses.commitment(rich.row.code, "en")])
    first, second = json.loads((site / addresses.JSON).read_bytes())["commitments"]
    assert (first["reason_en"], second["reason_en"]) == ("Checked against the list", None)
    with (site / addresses.CSV).open(encoding="utf-8-sig", newline="") as file:
        assert [line["reason_en"] for line in csv.DictReader(file)] == ["Checked against the list", ""]
    assert "Checked against the list" not in texts(written(told, out="b"))


def test_searches_notes_withdrawn_pieces_and_files_stay_inside(
    written: Written, facts_of: Facts, rich: CommitmentDetail
) -> None:
    noted = replace(rich, evidence=tuple(replace(piece, note="内部备注：待核") for piece in rich.evidence))
    claim_in_form = replace(rich.claims[0], said="填表人说快了", evidence_id=None, url="/home/x/填报表.xlsx")
    site = written(facts_of(replace(noted, claims=(*rich.claims, claim_in_form))), reasons=True)
    said = texts(site)
    for secret in (
        "张三",
        "工信部网站",
        "零碳 工厂",
        "征求意见稿",
        "一则简讯",
        "备注：待核",
        "误收的材料",
        "与承诺无关",
    ):
        assert secret not in said, secret
    for secret in ("/home/x", "填表人说快了", "同一专项行动的下一年度"):
        assert secret not in said, secret
    assert "已全面完成" in said


def test_of_a_real_ledger_no_author_tag_search_or_place_gets_out(workspace: Workspace, tmp_path: Path) -> None:
    fields = {"title": "通知", "publisher": "工信部", "published": "2025-05-06", "kind": "document", "note": "问过王处"}
    secret_file = tmp_path / "secret.txt"
    secret_file.write_text("通知")
    file = {"url": secret_file.as_uri()}
    add_evidence(
        workspace, command(EvidenceFields, **fields, **file, links=({"commitment": CODE, "bearing": "fulfils"},))
    )
    log_search(workspace, command(NewSearch, commitment=CODE, place="内网检索处", words="密词"))
    change_tags(workspace, command(TagChange, commitments=(CODE,), add=("领导关注",)))
    made = make_report(workspace, ReportWish(), ReportForm("zh", SITE, reasons=True), tmp_path / "site")
    said = texts(tmp_path / "site")
    assert "通知" in said
    for secret in (workspace.author, "问过王处", "内网检索处", "密词", "领导关注", "secret", str(tmp_path)):
        assert secret not in said, secret
    assert made.is_recorded


# --- the folder ------------------------------------------------------------------------------------------------------


def test_a_folder_of_somebody_else_is_refused_and_left_as_it_was(
    written: Written, facts_of: Facts, pilots: CommitmentDetail, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("mine")
    with pytest.raises(UserError) as refused:
        written(facts_of(pilots))
    assert refused.value.code == "site_folder_foreign"
    assert files(tmp_path / "site") == {"index.html": b"mine"}


def test_an_empty_folder_is_taken(written: Written, facts_of: Facts, pilots: CommitmentDetail, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    first = files(written(facts_of(pilots)))
    assert first == files(written(facts_of(pilots), out="b"))
    assert first.keys() == json.loads(first[MARKER])["files"].keys() | {MARKER}


def test_an_update_removes_only_what_was_ours_and_is_gone(
    written: Written, facts_of: Facts, eight: list[CommitmentDetail]
) -> None:
    site = written(facts_of(*eight))
    (site / "CNAME").write_text("example.org")
    (site / "commitments" / "README").write_text("mine")
    assert written(facts_of(*eight[1:])) == site
    assert not (site / "commitments" / eight[0].row.code).exists()
    assert (site / "commitments" / eight[1].row.code / "index.html").is_file()
    assert (site / "CNAME").read_text() == "example.org"
    assert (site / "commitments" / "README").read_text() == "mine"
    marker = json.loads((site / MARKER).read_bytes())
    assert marker["is_whole"] is True
    assert files(site).keys() == {*marker["files"], MARKER, "CNAME", "commitments/README"}
    assert eight[0].row.code not in texts(site)


def test_what_has_not_changed_keeps_its_file(written: Written, facts_of: Facts, pilots: CommitmentDetail) -> None:
    site = written(facts_of(pilots))
    page = site / "rules" / "index.html"
    os.utime(page, (1, 1))
    written(facts_of(pilots))
    assert page.stat().st_mtime == 1


def test_a_file_of_somebody_else_in_the_way_is_refused_before_anything_changes(
    written: Written, facts_of: Facts, eight: list[CommitmentDetail]
) -> None:
    site = written(facts_of(*eight[1:]))
    theirs = site / "commitments" / eight[0].row.code / "index.html"
    theirs.parent.mkdir()
    theirs.write_text("mine")
    before = files(site)
    with pytest.raises(UserError) as refused:
        written(facts_of(*eight))
    assert refused.value.code == "site_file_foreign"
    assert files(site) == before


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_link_leads_nothing_of_ours_out_of_the_folder(
    written: Written, facts_of: Facts, pilots: CommitmentDetail, tmp_path: Path
) -> None:
    site = written(facts_of(pilots))
    (site / "en").rename(tmp_path / "elsewhere")
    (site / "en").symlink_to(tmp_path / "elsewhere")
    before = files(tmp_path / "elsewhere")
    with pytest.raises(UserError) as refused:
        written(facts_of(replace(pilots, reason="别的理由")), reasons=True)
    assert refused.value.code == "site_file_foreign"
    assert files(tmp_path / "elsewhere") == before


@pytest.mark.parametrize(
    "marker",
    [
        "not json",
        "[]",
        '{"made_by": "commitment-ledger site", "files": {"../ledger.db": ""}}',
        '{"made_by": "commitment-ledger site", "files": {"/etc/passwd": ""}}',
        '{"made_by": "somebody", "files": {"index.html": ""}}',
        '{"made_by": "commitment-ledger site", "files": ["notes.txt"]}',
        "[" * 100_000,
    ],
)
def test_a_marker_that_was_altered_is_not_believed(
    written: Written, facts_of: Facts, pilots: CommitmentDetail, tmp_path: Path, marker: str
) -> None:
    (tmp_path / "ledger.db").write_text("mine")
    site = tmp_path / "site"
    site.mkdir()
    (site / MARKER).write_text(marker)
    (site / "notes.txt").write_text("mine")
    with pytest.raises(UserError) as refused:
        written(facts_of(pilots))
    assert refused.value.code == "site_marker_broken"
    assert (tmp_path / "ledger.db").exists()
    assert (site / "notes.txt").exists()


@pytest.mark.parametrize("place", ["file", "no/such/folder", "nul\0"])
def test_where_no_folder_can_be_is_said_in_one_sentence(
    written: Written, facts_of: Facts, pilots: CommitmentDetail, tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UserError) as refused:
        written(facts_of(pilots), out=place)
    assert refused.value.code == "output_unwritable"


def test_whoever_cancels_finds_the_old_site(written: Written, facts_of: Facts, eight: list[CommitmentDetail]) -> None:
    site = written(facts_of(*eight))
    before = files(site)

    def cancel(done: int, total: int) -> None:
        if done == total:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_site(facts_of(*eight[:3]), {}, ReportForm("zh", SITE), claim(site), cancel)
    assert files(site) == before


def test_killed_at_any_moment_the_site_can_be_read_and_the_next_update_mends_it(
    written: Written,
    facts_of: Facts,
    eight: list[CommitmentDetail],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As far as one file of many came: every link of the pages still leads somewhere, old or new."""

    class Killed(BaseException):
        pass

    old, new = facts_of(*eight[:5]), facts_of(*eight[3:], as_of=date(2026, 11, 24))
    whole = files(written(new, out="whole"))
    real_move, real_remove = folders._move, folders._remove
    for steps in range(0, 33, 4):
        site = written(old, out=f"killed-{steps}")
        left = [steps]

        def step(real: Any, *given: Any, left: list[int] = left) -> None:
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            real(*given)

        monkeypatch.setattr(folders, "_move", lambda *given, step=step: step(real_move, *given))
        monkeypatch.setattr(folders, "_remove", lambda *given, step=step: step(real_remove, *given))
        with pytest.raises(Killed):
            written(new, out=site.name)
        monkeypatch.setattr(folders, "_move", real_move)
        monkeypatch.setattr(folders, "_remove", real_remove)
        for name, page in pages(site).items():
            for link in page.xpath("//body//a/@href | //link[@rel='stylesheet']/@href | //script/@src"):
                path = urlsplit(link).path
                # A commitment that is no more may be gone from its neighbours' pages a moment later.
                if not urlsplit(link).scheme and path and name in ("index.html", "en/index.html"):
                    assert ((site / name).parent / unquote(path)).is_file(), (steps, name, link)
        assert files(written(new, out=site.name)) == whole


# --- in the ledger ---------------------------------------------------------------------------------------------------


def publish(workspace: Workspace, out: Path, wish: ReportWish | None = None, **form: Any) -> Any:
    return make_report(workspace, wish or ReportWish(), ReportForm("zh", SITE, **form), out)


def test_it_is_kept_like_any_report_and_comes_out_again_byte_by_byte(workspace: Workspace, tmp_path: Path) -> None:
    past = publish(workspace, tmp_path / "site", reasons=True, base_url="https://example.org/")
    change_tags(workspace, command(TagChange, commitments=(CODE,), add=("后来",)))
    fields = {"title": "后来的通知", "publisher": "工信部", "published": "2025-05-06", "kind": "document"}
    add_evidence(workspace, command(EvidenceFields, **fields, links=({"commitment": CODE, "bearing": "fulfils"},)))
    kept = find_report(workspace, past.id)
    assert kept == past
    assert (kept.form.reasons, kept.form.base_url) == (True, "https://example.org/")
    assert make_again(workspace, kept, tmp_path / "again")
    assert files(tmp_path / "again") == files(tmp_path / "site")


def test_its_marker_can_be_verified(workspace: Workspace, tmp_path: Path) -> None:
    publish(workspace, tmp_path / "site")
    marker = tmp_path / "site" / MARKER
    assert verify_report(workspace, marker).outcome == "same"
    marker.write_bytes(marker.read_bytes().replace(b'"index.html"', b'"Index.html"'))
    assert verify_report(workspace, marker).outcome == "altered"


def test_what_was_published_is_no_report_that_the_next_one_follows(workspace: Workspace, tmp_path: Path) -> None:
    publish(workspace, tmp_path / "site")
    assert len(list_reports(workspace)) == 1
    with pytest.raises(UserError) as refused:
        since_last(workspace, ReportWish())
    assert refused.value.code == "report_none_before"


def test_a_part_of_the_ledger_can_be_published(workspace: Workspace, tmp_path: Path) -> None:
    publish(workspace, tmp_path / "site", ReportWish(query=query_for(department={"sme-bureau"})))
    data = json.loads((tmp_path / "site" / addresses.JSON).read_bytes())
    assert 0 < data["about"]["count"] < data["about"]["total"] == 72
    assert "中小企业局" in data["about"]["scope"]["zh"]


def test_tags_and_search_words_by_which_a_part_was_chosen_stay_inside(workspace: Workspace, tmp_path: Path) -> None:
    change_tags(workspace, command(TagChange, commitments=(CODE,), add=("领导关注",)))
    wanted = query_for(topic=[read_detail(workspace, CODE).row.topic.key], tag=["领导关注"])
    for query in (wanted, replace(wanted, choices={}, search="试点  城市")):
        publish(workspace, tmp_path / "site", ReportWish(query=query))
        about = json.loads((tmp_path / "site" / addresses.JSON).read_bytes())["about"]
        assert 0 < about["count"] < about["total"]
        scope = {language: load_words(language).report("filter_selection") for language in ("zh", "en")}
        assert all(about["scope"][language].endswith(said) for language, said in scope.items())
        said = texts(tmp_path / "site")
        assert "领导关注" not in said
        assert "试点  城市" not in said
        assert load_words("zh").phrase("filter_search", search=query.search) not in said


def test_verdicts_are_told_by_the_day_at_whose_end_they_stood(workspace: Workspace) -> None:
    fields = {"title": "通知", "publisher": "工信部", "published": "2025-05-06", "kind": "document"}
    add_evidence(workspace, command(EvidenceFields, **fields, links=({"commitment": CODE, "bearing": "partly"},)))
    for assessment in ("in_progress", "partly_met"):
        set_assessment(workspace, command(AssessmentChange, commitment=CODE, assessment=assessment, reason="有据"))
    facts = read_report(workspace, ReportWish())
    verdicts = read_verdicts(workspace, facts)
    (row,) = [detail.row for detail in facts.details if detail.row.code == CODE]
    assert verdicts[row.id] == ((workspace.today(), Assessment.PARTLY_MET),)
    past = read_report(workspace, ReportWish(query=LedgerQuery(as_of=date(2026, 1, 1))))
    assert not read_verdicts(workspace, past).get(row.id)


def test_the_files_of_its_folder_are_verified_with_it(workspace: Workspace, tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(workspace, site)
    found = verify_report(workspace, site)
    assert found.outcome is Outcome.SAME
    assert found.site is not None
    assert (found.site.listed, found.site.are_same) == (len(files(site)) - 1, True)
    (tmp_path / "public").symlink_to(site)
    assert verify_report(workspace, tmp_path / "public").outcome is Outcome.SAME
    page = site / "commitments" / CODE / "index.html"
    page.write_bytes(page.read_bytes() + b"<!-- -->")
    (site / "feed.xml").unlink()
    (site / "en" / "rules" / "index.html").unlink()
    (site / "en" / "rules" / "index.html").symlink_to(site / "rules" / "index.html")
    (site / "commitments" / "MIIT-2025-999").mkdir()
    (site / "commitments" / "MIIT-2025-999" / "index.html").write_text("slipped in", encoding="utf-8")
    (site / "CNAME").write_text("somebody else's", encoding="utf-8")
    found = verify_report(workspace, site)
    assert found.outcome is Outcome.SITE_ALTERED
    assert found.site is not None
    assert found.site.altered == (f"commitments/{CODE}/index.html",)
    assert found.site.missing == ("en/rules/index.html", "feed.xml")
    assert found.site.added == ("commitments/MIIT-2025-999/index.html",)
    assert f"commitments/{CODE}/index.html" in "".join(verification_sentences(found, load_words("zh")))


def test_a_page_that_was_emptied_and_a_folder_that_is_a_link_are_told(workspace: Workspace, tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(workspace, site)
    (site / "rules" / "index.html").write_bytes(b"")
    (site / "data").rename(tmp_path / "elsewhere")
    (site / "data").symlink_to(tmp_path / "elsewhere")
    found = verify_report(workspace, site)
    assert found.outcome is Outcome.SITE_ALTERED
    assert found.site is not None
    assert found.site.altered == ("rules/index.html",)
    assert {name.partition("/")[0] for name in found.site.missing} == {"data"}
