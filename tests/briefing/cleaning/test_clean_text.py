"""The clean text of a source, and each step that led there."""

import pytest

from tracker.briefing.cleaning.clean_text import CleanText, clean, continue_with, text_read
from tracker.briefing.cleaning.text_edits import StepKind
from tracker.capture.documents.charsets import decode
from tracker.capture.documents.reading import read_text
from tracker.locations import db_dir

FIRST = db_dir() / "briefings" / "2025-01-21-miit"
UNBROKEN = (
    "关于开展设备更新的通知\n"
    "各有关单位：\n"
    "一、总体要求\n"
    "（一）加快更新。到2027年，更新改造老旧机床1万台（套）。（装备处、财务处负责。列第一位者为牵头单位，下同）\n"
    "（二）扩大试点。再选择20个县（市）开展试点，每个县给予不超过50万元补助。\n"
    "二、保障措施\n"
    "某市工业局\n"
    "2025年3月1日\n"
    "（此件公开发布）\n"
)
COLUMN = (
    "下一步，市工业局将启动中小企业数字化改造，支\n"
    "持30个以上园区开展试点，每个园区由市中小\n"
    "企业局牵头。同时，到2027年建成100家示范工厂，\n"
    "带动上下游企业一同改造，形成一批可以复制推广\n"
    "的做法。\n"
    "记者：今年在绿色低碳方面还有哪些打算，能否向\n"
    "大家介绍一下？\n"
    "陈立新：今年将制定零碳园区建设办法。\n"
)
JOINED = (
    "下一步，市工业局将启动中小企业数字化改造，支持30个以上园区开展试点，每个园区由市中小企业局牵头。"
    "同时，到2027年建成100家示范工厂，带动上下游企业一同改造，形成一批可以复制推广的做法。\n"
    "记者：今年在绿色低碳方面还有哪些打算，能否向大家介绍一下？\n"
    "陈立新：今年将制定零碳园区建设办法。\n"
)


def _clean(text: str) -> CleanText:
    return clean(read_text(text))


def _kinds(text: CleanText) -> list[StepKind]:
    return [step.kind for step in text.steps]


def test_the_first_briefing_comes_out_as_it_was_coded() -> None:
    text = clean(read_text(decode((FIRST / "raw.txt").read_bytes())[0]))
    assert text.text.encode() == (FIRST / "clean.txt").read_bytes()
    assert _kinds(text) == [
        StepKind.BLANK_LINES,
        StepKind.JOINED_LINES,
        StepKind.CAPTION,
        StepKind.JOINED_LINES,
        StepKind.JOINED_LINES,
    ]


def test_a_text_whose_lines_are_paragraphs_stays_as_it_is() -> None:
    assert _clean(UNBROKEN) == CleanText(UNBROKEN, ())


def test_line_ends_blank_lines_and_indents_go_and_are_counted() -> None:
    written = UNBROKEN.replace("\n", "  \r\n\r\n\u3000\u3000").replace("（二）", "\t（二）")
    text = _clean(written)
    assert text.text == UNBROKEN
    assert [(step.kind, step.count) for step in text.steps] == [(StepKind.BLANKS, 17), (StepKind.BLANK_LINES, 10)]


def test_lines_that_a_column_broke_are_joined_and_names_in_them_closed() -> None:
    text = _clean(COLUMN)
    assert text.text == JOINED
    assert set(_kinds(text)) == {StepKind.JOINED_LINES}


def test_an_indent_tells_a_new_paragraph_from_a_sentence_that_ends_with_its_line() -> None:
    text = _clean(
        "\u3000\u3000一季度，全市工业投资增长较快，制造业占比提高。\n"
        "其中，技术改造投资占四成，比上年同期提高两个点。\n"
        "下一步，将出台技术改造专项政策，每年支持100个\n"
        "项目，并开展诊断服务。\n"
        "\u3000\u3000二季度，还将举办产业对接活动，邀请上下游企业\n"
        "参加。\n"
    )
    assert [len(line) for line in text.text.splitlines()] == [82, 25]


@pytest.mark.parametrize(
    "words",
    [
        "甲市新材料有限公司\n乙市新能源有限公司\n丙市新装备有限公司\n丁市新消费有限公司\n戊市新农业有限公司\n",
        "尊敬的各位来宾，女士们、先生们，朋友们，\n大家好！\n",
        "一、加快改造，支持企业更新\n二、扩大试点，支持县域发展\n三、完善服务，支持园区建设\n",
        "序号\t任务\t牵头单位\n1\t制定办法，开展试点\t装备处\n2\t建设平台，提供服务\t信息处\n",
        "稳增长\n促改革\n下一步，将出台措施。\n",
    ],
)
def test_names_salutations_headings_and_rows_are_lines_of_their_own(words: str) -> None:
    assert _clean(words) == CleanText(words, ())


def test_a_blank_stays_between_words_of_an_alphabet() -> None:
    text = _clean(
        "The ministry will support thirty pilot cities in the\n"
        "coming year. It will also publish a list of factories\n"
        "that have cut their emissions, and open the network to\n"
        "all.\n"
    )
    assert text.text.count("\n") == 1
    assert "in the coming year. It" in text.text


def test_a_caption_inside_a_sentence_is_dropped_and_the_halves_joined() -> None:
    halves = "越来越多的产品受到欢迎。下一步，要满足人民群\n\n图3 展会现场\n\n众多样的需求，再培育10个品牌。\n"
    text = _clean(halves)
    assert text.text == "越来越多的产品受到欢迎。下一步，要满足人民群众多样的需求，再培育10个品牌。\n"
    caption = next(step for step in text.steps if step.kind is StepKind.CAPTION)
    assert clean(read_text(halves), [caption.number]).text == halves.replace("\n\n", "\n")


def test_a_step_says_what_was_there_and_where_it_is_now() -> None:
    document = read_text(COLUMN)
    text = clean(document)
    for step in text.steps:
        assert text.text[step.start : step.end] == step.after
        without = clean(document, [step.number])
        again = without.steps[step.number - 1]
        assert again.undone
        assert without.text[again.start : again.end] == again.before == step.before
        assert [one.number for one in without.steps] == [one.number for one in text.steps]
        # Nothing else of the text is another one.
        assert without.text[: again.start] + step.after + without.text[again.end :] == text.text


def test_without_any_step_the_document_is_there_as_it_was_read() -> None:
    document = read_text(COLUMN.replace("\n", " \n\n") + "图1 展会现场\n— 3 —")
    every = [step.number for step in clean(document).steps]
    assert clean(document, every).text == text_read(document)


def test_a_continuation_moves_nothing_of_the_first_text() -> None:
    first = _clean("下一步，将出台措施。\n\n（下转第3版）\n")
    whole = continue_with(first, read_text("（上接第1版）\n\n同时，将开展试点。\n— 3 —\n"))
    assert whole.text == "下一步，将出台措施。\n（下转第3版）\n（上接第1版）\n同时，将开展试点。\n"
    assert whole.steps[: len(first.steps)] == first.steps
    assert [step.number for step in whole.steps] == list(range(1, len(whole.steps) + 1))
    number = whole.steps[-1]
    assert number.kind is StepKind.PAGE_NUMBER
    assert (number.start, number.before) == (len(whole.text), "— 3 —\n")
    undone = continue_with(first, read_text("（上接第1版）\n\n同时，将开展试点。\n— 3 —\n"), [number.number])
    assert undone.text == f"{whole.text}— 3 —\n"
