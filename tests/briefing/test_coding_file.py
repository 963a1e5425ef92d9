"""A coding is written by the code that reads it: what goes out comes in again, equal and true to its source."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tracker.briefing.coding import faults, read_briefing
from tracker.briefing.coding_file import coding_text, write_briefing
from tracker.domain.commitments.coded import CodedBriefing
from tracker.domain.commitments.passage import OpenPassage, SourcePassage
from tracker.domain.commitments.quantity import Quantity, Threshold
from tracker.domain.rows import Name
from tracker.domain.terms import CountingBasis, Operator, PassageRole
from tracker.locations import db_dir

FOLDER = db_dir() / "briefings" / "2025-01-21-miit"


@pytest.fixture(scope="module")
def briefing() -> CodedBriefing:
    return read_briefing(FOLDER)


def test_the_bundled_briefing_comes_back_equal_and_without_faults(briefing: CodedBriefing, tmp_path: Path) -> None:
    write_briefing(tmp_path, briefing)
    again = read_briefing(tmp_path)
    assert again == briefing
    assert list(faults(again)) == []
    assert (tmp_path / "raw.txt").read_bytes() == (FOLDER / "raw.txt").read_bytes()
    assert (tmp_path / "clean.txt").read_bytes() == (FOLDER / "clean.txt").read_bytes()


def test_what_is_open_and_unread_and_left_undone_comes_back(briefing: CodedBriefing, tmp_path: Path) -> None:
    first, *others = briefing.commitments
    hard = Quantity(
        Operator.AT_LEAST,
        Decimal("12345678901234567.89"),
        "家",
        CountingBasis.NEW,
        '引号"与\\反斜线\x7f',
        baseline=Decimal("0.1"),
        threshold=Threshold(Operator.AT_LEAST, Decimal("1.5"), "亿元"),
    )
    baseline = SourcePassage(0, 3, briefing.text[:3], PassageRole.BASELINE)
    second = SourcePassage(3, 5, briefing.text[3:5], PassageRole.BASELINE)
    first = replace(first, quantity=hard, is_reviewed=False, passages=(*first.passages, baseline, second))
    coded = replace(
        briefing,
        source=replace(briefing.source, undone=(1, 3)),
        commitments=(first, *others),
        open=(OpenPassage(5, 9, briefing.text[5:9]),),
        departments=(Name("office-1", "某某办", "Some Office"),),
        raw_name="raw.docx",
    )
    write_briefing(tmp_path, coded)
    assert read_briefing(tmp_path) == coded


def test_a_folder_that_somebody_sent_names_no_file_elsewhere(briefing: CodedBriefing, tmp_path: Path) -> None:
    write_briefing(tmp_path, briefing)
    coding = tmp_path / "commitments.toml"
    coding.write_text(coding.read_text("utf-8").replace("captions = ", 'raw = "../secret.txt"\ncaptions = '), "utf-8")
    with pytest.raises(ValueError, match="secret"):
        read_briefing(tmp_path)


def test_a_list_that_no_line_holds_is_broken_into_lines(briefing: CodedBriefing) -> None:
    lines = coding_text(briefing).splitlines()
    keywords = [line for line in lines if line.startswith('    "')]
    assert keywords
    assert max(map(len, keywords)) <= 120
