"""An English report of a ledger that is partly translated: English where there is some, the original with its mark
where there is none, and a list of that at the end."""

import json
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest
from tests.exports.reading import IN_WORDS, read, tables_of
from tests.exports.written import written

from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.domain.rows import CommitmentDetail, Name
from tracker.exports.compose import compose
from tracker.exports.pages import json_
from tracker.exports.references import ical
from tracker.exports.report_text import Paragraph
from tracker.exports.report_tree import Report
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

TELLING = [writer for writer in IN_WORDS if writer is not ical]
"""Those that say why something is judged as it is: a calendar has its dates."""
REASON = "35 new cities reach the 30"
Facts = Callable[..., ReportFacts]


@pytest.fixture
def translated(pilots: CommitmentDetail) -> CommitmentDetail:
    """The pilot cities with all that is said of them in English, too."""
    evidence = tuple(
        replace(piece, gist="累计101个", gist_en="101 by now", title_en="Cities named") for piece in pilots.evidence
    )
    return replace(pilots, reason_en=REASON, evidence=evidence)


def told(facts_of: Facts, words: Words, *details: CommitmentDetail, kind: ReportKind = ReportKind.LEDGER) -> Report:
    wish = ReportWish(kind, code=details[0].row.code)
    return compose(facts_of(*details, wish=wish), words, with_charts=False)


def listed(report: Report) -> list[str]:
    """What the list at the end says, without its introduction."""
    section = report.section("untranslated")
    assert section is not None
    assert report.sections[-1] is section
    return [block.text for block in section.blocks[1:] if isinstance(block, Paragraph)]


@pytest.mark.parametrize("writer", TELLING, ids=lambda writer: writer.__name__.rpartition(".")[2])
def test_each_language_has_its_own_reason_in_every_format(
    facts_of: Facts, translated: CommitmentDetail, zh: Words, en: Words, writer: ModuleType
) -> None:
    in_english = read(writer, told(facts_of, en, translated, kind=ReportKind.DOSSIER))
    in_chinese = read(writer, told(facts_of, zh, translated, kind=ReportKind.DOSSIER))
    # JSON has, beside the words, the values of both languages.
    assert ("35newcities" in in_english, translated.reason in in_english) == (True, writer is json_)
    assert ("35newcities" in in_chinese, translated.reason in in_chinese) == (writer is json_, True)


@pytest.mark.parametrize("writer", TELLING, ids=lambda writer: writer.__name__.rpartition(".")[2])
def test_a_reason_without_english_is_marked_in_english_alone(
    facts_of: Facts, pilots: CommitmentDetail, zh: Words, en: Words, writer: ModuleType
) -> None:
    marked = f"{pilots.reason}[inChinese]"
    assert marked in read(writer, told(facts_of, en, pilots, kind=ReportKind.DOSSIER))
    assert marked not in read(writer, told(facts_of, zh, pilots, kind=ReportKind.DOSSIER))


def test_what_is_untranslated_is_listed_at_the_end_by_codes_and_numbers(
    facts_of: Facts, pilots: CommitmentDetail, rich: CommitmentDetail, translated: CommitmentDetail, en: Words
) -> None:
    title = Name("", "一件事", "一件事")
    bare = replace(pilots, row=replace(pilots.row, code="MIIT-2025-050", title=title), evidence=())
    assert listed(told(facts_of, en, translated, bare, rich)) == [
        en.report("untranslated_commitments", named="MIIT-2025-050"),
        en.report("untranslated_reasons", named="MIIT-2025-050, MIIT-2025-039"),
        en.report("untranslated_titles", named="[2]–[4]"),
    ]


def test_titles_and_gists_are_listed_each_by_itself(facts_of: Facts, rich: CommitmentDetail, en: Words) -> None:
    second = 11
    pieces = tuple(
        replace(one, gist="要点", title_en="Briefing") if one.id == second else replace(one, gist_en="Gist")
        for one in rich.evidence
    )
    half = replace(rich, evidence=pieces, reason_en="Half of it", doubts=())
    assert listed(told(facts_of, en, half)) == [
        en.report("untranslated_titles", named="[1], [3]"),
        en.report("untranslated_gists", named="[2]"),
    ]


def test_a_reason_for_holding_to_a_verdict_counts_as_one(facts_of: Facts, rich: CommitmentDetail, en: Words) -> None:
    half = replace(rich, reason_en="Half of it", evidence=())
    assert listed(told(facts_of, en, half)) == [en.report("untranslated_reasons", named=rich.row.code)]


def test_where_everything_has_english_and_in_chinese_there_is_no_list(
    facts_of: Facts, translated: CommitmentDetail, pilots: CommitmentDetail, zh: Words, en: Words
) -> None:
    assert told(facts_of, en, translated).section("untranslated") is None
    assert told(facts_of, zh, pilots).section("untranslated") is None


def test_data_has_both_reasons(facts_of: Facts, translated: CommitmentDetail, en: Words) -> None:
    report = told(facts_of, en, translated)
    item = json.loads(written(json_, report))["items"][0]
    assert (item["reason"], item["reason_en"]) == (translated.reason, REASON)
    (row,) = tables_of(report)["commitments"]
    assert (row["reason"], row["reason_en"]) == (translated.reason, REASON)
