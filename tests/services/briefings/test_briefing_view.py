"""The source as a reader sees it."""

import pytest
from sqlalchemy import text

from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import Assessment
from tracker.services.assessment.judging import set_assessment
from tracker.services.briefings.briefing_view import (
    BriefingView,
    SourceParagraphKind,
    paragraphs,
    paragraphs_by_structure,
    read_briefing,
)
from tracker.services.commands import AssessmentChange, command
from tracker.services.commitments.reading import list_details, list_sources, read_source_text
from tracker.services.ledgers.workspace import Workspace

TEXT = (
    "## 编者按\n有关情况。\n\n# 题目\n"
    "记者:如何?\n张三:去年增长。下一步,将修订办法。\n一是制定方案。\n"
    "记者:还有呢?\n李四:去年也增长。\n"
)


def read(workspace: Workspace) -> BriefingView:
    return read_briefing(workspace, list_sources(workspace)[0].id)


def test_each_paragraph_says_what_it_is() -> None:
    kinds = [(paragraph.kind.value, paragraph.text) for paragraph in paragraphs(TEXT)]
    assert kinds == [
        ("heading", "编者按"),
        ("note", "有关情况。"),
        ("heading", "题目"),
        ("question", "记者:如何?"),
        ("answer", "张三:去年增长。下一步,将修订办法。"),
        ("answer", "一是制定方案。"),
        ("question", "记者:还有呢?"),
        ("result", "李四:去年也增长。"),
    ]


def test_offsets_lead_back_to_the_words_of_the_source() -> None:
    found = list(paragraphs(TEXT))
    assert all(TEXT[paragraph.start : paragraph.end] == paragraph.text for paragraph in found)
    assert [paragraph.level for paragraph in found][:3] == [2, 0, 1]


def test_a_paragraph_looks_ahead_from_the_sentence_that_opens_the_section() -> None:
    begun, going_on = (paragraph for paragraph in paragraphs(TEXT) if paragraph.kind is SourceParagraphKind.ANSWER)
    assert begun.ahead is not None
    assert TEXT[begun.ahead : begun.end] == "下一步,将修订办法。"
    assert going_on.ahead == going_on.start


def test_the_briefing_has_seven_questions_and_a_topic_for_each(workspace: Workspace) -> None:
    view = read(workspace)
    questions = [one.start for one in view.paragraphs if one.kind is SourceParagraphKind.QUESTION]
    assert [topic.start for topic in view.topics] == questions
    assert len(questions) == 7
    assert sum(topic.count for topic in view.topics) == len(list_details(workspace, LedgerQuery()))
    assert view.topics[0].topic.zh == "工业经济稳增长"


def test_every_passage_is_marked_in_the_order_of_the_text(workspace: Workspace) -> None:
    view = read(workspace)
    words = read_source_text(workspace, view.source.id).text
    marked = {(mark.code, words[mark.start : mark.end]) for mark in view.marks}
    promised = list_details(workspace, LedgerQuery())
    assert marked == {(detail.row.code, quote.passage.exact) for detail in promised for quote in detail.quotes}
    assert [mark.start for mark in view.marks] == sorted(mark.start for mark in view.marks)
    assert view.omissions == read_source_text(workspace, view.source.id).omissions


def test_every_passage_stands_in_a_forward_looking_paragraph(workspace: Workspace) -> None:
    view = read(workspace)
    ahead = [(one.ahead, one.end) for one in view.paragraphs if one.ahead is not None]
    assert all(any(start <= mark.start and mark.end <= end for start, end in ahead) for mark in view.marks)


def test_a_judgement_shows_in_the_mark(ledger: Workspace) -> None:
    code = read(ledger).marks[0].code
    change = {"commitment": code, "assessment": "not_verifiable", "reason": "没有可核验的内容"}
    set_assessment(ledger, command(AssessmentChange, **change))
    assert {mark.assessment for mark in read(ledger).marks if mark.code == code} == {Assessment.NOT_VERIFIABLE}


def test_the_speakers_are_named_in_the_order_in_which_they_speak(workspace: Workspace) -> None:
    assert [speaker.zh for speaker in read(workspace).speakers] == ["张云明", "陶青", "谢存"]


@pytest.mark.parametrize("sound", [True, False])
def test_a_text_that_was_changed_behind_the_ledgers_back_is_noticed(workspace: Workspace, sound: bool) -> None:
    if not sound:
        with workspace.write() as work:
            work.connection.execute(text("UPDATE source SET clean_text = clean_text || '。'"))
    assert read(workspace).sound is sound


def test_a_text_of_another_genre_is_read_by_its_structure() -> None:
    text = "某部工作要点\n一、去年工作\n完成了任务。\n二、今年任务\n背景。修订办法，发布白皮书。\n"
    start = text.index("修订")
    found = list(paragraphs_by_structure(text, [(start, start + 4), (start + 5, start + 10)]))
    kinds = [one.kind for one in found]
    assert kinds[1:] == [
        SourceParagraphKind.HEADING,
        SourceParagraphKind.RESULT,
        SourceParagraphKind.HEADING,
        SourceParagraphKind.ANSWER,
    ]
    assert found[-1].ahead == start
    assert all(text[one.start : one.end] == one.text for one in found)
