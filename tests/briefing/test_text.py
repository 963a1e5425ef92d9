"""The clean text, and what of it looks ahead."""

from tracker.briefing.coding import clean_text
from tracker.briefing.sections import answers, forward_sections, sentences


def test_a_sentence_that_the_page_broke_is_joined_without_a_gap() -> None:
    assert clean_text("特色产业\n\n集群。\n", ()) == "特色产业集群。\n"


def test_a_caption_between_two_halves_does_not_part_them() -> None:
    assert clean_text("人民群\n\n## 图 CAPTION\n\n众多元化。", ("## 图 CAPTION",)) == "人民群众多元化。\n"


def test_a_heading_is_never_joined() -> None:
    assert clean_text("本报记者 齐旭\n\n## 工业经济\n\n记者:问?", ()) == "本报记者 齐旭\n## 工业经济\n记者:问?\n"


def test_a_misprint_stays() -> None:
    assert "制造制造业" in clean_text("出台促进环保装备制造制造业高质量发展若干政策措施。", ())


def test_an_answer_ends_at_a_heading_and_at_the_next_question() -> None:
    text = "记者:一?\n甲:答。\n## 标题\n旁白。\n记者:二?\n乙:答。\n"
    assert [text[a.start : a.end] for a in answers(text)] == ["甲:答。\n", "乙:答。\n"]


def test_the_forward_section_may_begin_inside_a_paragraph() -> None:
    text = "记者:问?\n甲:挑战。下一步,将做。\n一是做。\n"
    section = forward_sections(text)[0]
    assert text[section.start : section.end] == "下一步,将做。\n一是做。\n"
    assert [text[s.start : s.end] for s in sentences(text, section)] == ["下一步,将做。", "一是做。"]


def test_an_answer_without_an_outlook_has_no_section() -> None:
    assert forward_sections("记者:下一步如何?\n甲:2024年增长7%。\n") == ()
