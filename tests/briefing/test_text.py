"""What of a clean text looks ahead."""

from tracker.briefing.sections import answers, forward_sections, sentences


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
