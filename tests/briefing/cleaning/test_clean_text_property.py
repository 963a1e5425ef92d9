"""Whatever a document holds, nothing of it is lost but what the steps say, and each can be taken back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.briefing.cleaning.clean_text import clean, continue_with, text_read
from tracker.briefing.cleaning.text_edits import COUNTED, StepKind
from tracker.capture.documents.documents import Document, ReadTable
from tracker.capture.documents.formats import Kind

_LINES = st.sampled_from(
    (
        "下一步，市工业局将启动中小企业数字化改造，支",
        "持30个以上园区开展试点。同时，到2027年建成100家",
        "示范工厂。",
        "一、总体要求",
        "（二）加快更新，",
        "记者：今年还有哪些打算？",
        "图1 展会现场",
        "某市工业局文件",
        "— 3 —",
        "12",
        "序号\t任务\t牵头单位",
        "\t推进中小 企业改造\t市中小 企业局",
        "2\t建设平台\t",
        "  \u3000",
        "",
        "\u3000\u3000The ministry will support thirty pilot cities in",
        "打印",
        "市财政局",
    )
)
_PAGES = st.lists(st.lists(_LINES, max_size=12).map("\n".join), max_size=5).map(tuple)
_TABLES = st.just((ReadTable("", (("序号", "任务", "牵头单位"), ("", "推进中小 企业改造", "市中小 企业局"))),))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents of lines that all steps know, in any order."""
    kind = draw(st.sampled_from((Kind.TXT, Kind.PDF, Kind.DOCX, Kind.HTML, Kind.XLSX)))
    pages = draw(_PAGES)
    lines = tuple(line for page in pages for line in page.split("\n")) if kind is Kind.HTML else ()
    columns = tuple(draw(st.sampled_from(("", "\n".join(page.split("\n")[::-1])))) for page in pages)
    return Document(
        kind, pages, draw(_TABLES), lines=lines, columns=columns if kind is Kind.PDF and any(columns) else ()
    )


@settings(max_examples=200, deadline=None)
@given(documents())
def test_without_any_step_the_document_is_there_as_it_was_read(document: Document) -> None:
    text = clean(document)
    whole = clean(document, [step.number for step in text.steps]).text
    assert whole.replace("\f", "\n").rstrip("\n") == text_read(document).replace("\f", "\n").rstrip("\n")
    if not document.columns:
        assert whole == text_read(document)
    assert all(line and line == line.strip(" \u3000") for line in text.text.splitlines())


@settings(max_examples=200, deadline=None)
@given(documents(), st.sets(st.integers(1, 12)))
def test_steps_keep_their_numbers_and_say_where_they_are(document: Document, undone: set[int]) -> None:
    every = clean(document).steps
    text = clean(document, undone)
    assert [(step.number, step.kind, step.before) for step in text.steps] == [
        (step.number, step.kind, step.before) for step in every
    ]
    assert [step.number for step in text.steps if step.undone] == sorted(undone & {step.number for step in every})
    for step in text.steps:
        assert 0 <= step.start <= step.end <= len(text.text)
        if step.kind not in COUNTED and not undone:
            assert text.text[step.start : step.end] == step.after


@settings(max_examples=200, deadline=None)
@given(documents(), st.integers(1, 12))
def test_one_step_gives_back_its_words_and_changes_no_other(document: Document, number: int) -> None:
    text = clean(document)
    step = next((step for step in text.steps if step.number == number and step.kind not in COUNTED), None)
    if step is None:
        return
    again = clean(document, [number])
    there = again.steps[number - 1]
    assert _words(again.text[: there.start]) == _words(text.text[: step.start])
    assert _words(again.text[there.end :]) == _words(text.text[step.end :])
    if step.kind is StepKind.COLUMNS:  # on a page that stays as it was, nothing else is done
        return
    others = {
        one.number: one.after
        for one in text.steps
        if one.kind is not StepKind.COLUMNS and (one.end <= step.start or one.start >= step.end)
    }
    assert {one.number: one.after for one in again.steps if one.number in others} == others


@settings(max_examples=100, deadline=None)
@given(documents(), documents())
def test_a_continuation_follows_whole(first: Document, second: Document) -> None:
    begun = clean(first)
    whole = continue_with(begun, second)
    assert whole.text == begun.text + clean(second).text
    assert whole.steps[: len(begun.steps)] == begun.steps


def _words(text: str) -> str:
    return "".join(text.split())
