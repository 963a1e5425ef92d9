"""Titles that need several lines break where the sense allows."""

import io
from collections.abc import Callable
from dataclasses import replace

import docx
import pypdfium2 as pdfium
import pytest

from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.domain.rows import CommitmentDetail
from tracker.exports import pdf_writer
from tracker.exports.compose import compose
from tracker.exports.docx import docx_writer
from tracker.exports.report_tree import Report
from tracker.exports.title import lines_of_title, title_lines
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("承诺进展报告", ("承诺进展报告",)),
        (
            "MIIT-2025-044 专档：2025年再支持30个以上试点城市",
            ("MIIT-2025-044 专档：", "2025年再支持30个以上试点城市"),
        ),
        (
            "MIIT-2025-020 专档：深入实施消费品增品种、提品质、创品牌“三品”行动",
            ("MIIT-2025-020 专档：", "深入实施消费品增品种、", "提品质、创品牌“三品”行动"),
        ),
        (
            "MIIT-2025-021 专档：支持地方创建一批传统优势食品产区和地方特色食品产业",
            ("MIIT-2025-021 专档：", "支持地方创建一批传统优势", "食品产区和地方特色食品产业"),
        ),
        ("专档：" + "一" * 16 + "30个以上" + "二" * 16, ("专档：", "一" * 16, "30个以上" + "二" * 16)),
    ],
)
def test_a_title_breaks_after_the_colon_and_at_a_pause(title: str, lines: tuple[str, ...]) -> None:
    assert title_lines(title, 20) == lines


def test_the_title_of_a_briefing_report_breaks_behind_its_subject(report_of: Callable[..., Report]) -> None:
    subject = "工业和信息化部2025年重点工作"
    report = replace(report_of(), title=f"{subject}承诺事项落实情况专报", subject=subject)
    assert lines_of_title(report) == (report.title,), "the broad page of a ledger has room for it"
    assert lines_of_title(replace(report, kind=ReportKind.BRIEF)) == (subject, "承诺事项落实情况专报")


@pytest.mark.parametrize("words", ["a" * 500, "、" * 90, "3" * 60 + "个" * 60, "", "：", "Dossier: " + "word " * 40])
def test_whatever_the_title_no_sign_of_it_is_lost(words: str) -> None:
    assert "".join("".join(title_lines(words, 20)).split()) == "".join(words.split())


def test_the_dossier_in_docx_and_pdf_names_its_commitment_on_a_line_of_its_own(
    facts_of: Callable[..., ReportFacts], pilots: CommitmentDetail, zh: Words, en: Words
) -> None:
    for words, colon in ((zh, "："), (en, ":")):
        report = compose(facts_of(pilots, wish=ReportWish(ReportKind.DOSSIER)), words)
        expected = [line.strip() for line in report.title.split(colon, 1)]
        title = docx.Document(io.BytesIO(docx_writer.render(report))).paragraphs[0].text.split("\n")
        assert title[0] == expected[0] + colon
        assert " ".join(title[1:]) == expected[1]
        document = pdfium.PdfDocument(pdf_writer.render(report))
        lines = document[0].get_textpage().get_text_bounded().splitlines()
        document.close()
        assert lines[0].strip() == expected[0] + colon
