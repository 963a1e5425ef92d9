from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.rows import Name, PartRow
from tracker.domain.search.phrases import PhraseFinder, plain_text
from tracker.domain.search.suggestion import Match, Origin, Subject, Suggester, Suggestion
from tracker.domain.terms import CommitmentKind

PUBLISHER = "工业和信息化部"
ZERO_CARBON = Subject(
    code="A-1",
    title=Name("A-1", "探索建设零碳工厂和零碳工业园区", "Zero-carbon factories and parks"),
    passages=("探索建设零碳工厂和零碳工业园区",),
    keywords=("零碳园区", "园区 绿电直连"),
    parts=(PartRow(1, Name("1", "零碳工厂", "Factories")), PartRow(2, Name("2", "零碳工业园区", "Parks"))),
    departments=("节能与综合利用司",),
    speakers=("张云明",),
    held_on=date(2025, 1, 21),
    publisher=PUBLISHER,
)
CLUSTERS = Subject(
    code="A-2",
    title=Name("A-2", "新认定100个中小企业特色产业集群", "100 clusters"),
    passages=("新认定100个中小企业特色产业集群",),
    keywords=("特色产业集群", "中小企业 集群 名单"),
    figure="100个",
    speakers=("张云明",),
    held_on=date(2025, 1, 21),
    publisher=PUBLISHER,
    kind=CommitmentKind.DESIGNATION,
)
SIX_G = Subject(
    code="A-3",
    title=Name("A-3", "加大5G演进和6G技术创新投入", "5G and 6G"),
    passages=("加大5G演进和6G技术创新投入",),
    keywords=("6G", "5G-A"),
    speakers=("张云明",),
    held_on=date(2025, 1, 21),
    publisher=PUBLISHER,
)
SUPPLY = Subject(
    code="A-4",
    title=Name("A-4", "完善绿色供应链", "Green supply chains"),
    keywords=("绿色供应链", "绿色工厂"),
    departments=("节能与综合利用司",),
    held_on=date(2025, 1, 21),
    publisher=PUBLISHER,
)
LEDGER = Suggester([ZERO_CARBON, CLUSTERS, SIX_G, SUPPLY])


def codes(found: tuple[Suggestion, ...]) -> list[str]:
    return [suggestion.code for suggestion in found]


def test_a_text_bears_on_the_commitment_whose_keyword_it_says_and_the_words_that_matched_are_shown() -> None:
    (found,) = LEDGER.rank("国家级零碳园区建设名单公布\n共52个园区")
    assert (found.code, found.title.zh) == ("A-1", "探索建设零碳工厂和零碳工业园区")
    assert (found.matched[0].words, found.matched[0].origin) == ("零碳园区", Origin.KEYWORD)
    assert 0 < found.score < 1


def test_all_words_of_a_keyword_must_stand_near_each_other_in_whatever_order() -> None:
    assert codes(LEDGER.rank("绿电直连政策发布\n工业园区可申请")) == ["A-1"]
    assert LEDGER.rank("绿电直连政策发布\n企业可申请") == ()
    assert LEDGER.rank("绿电直连政策发布\n" + "企业可申请。" * 40 + "园区") == ()


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "。", "推动制造业高质量发展,加快推进新型工业化", "12345", "🙂" * 50, "\x00\ud800"]
)
def test_a_text_that_says_nothing_particular_bears_on_nothing(text: str) -> None:
    assert LEDGER.rank(text) == ()


def test_one_character_counts_beside_another_word_but_not_alone() -> None:
    hydrogen = Subject("F-1", Name("f", "拓展应用", "Hydrogen"), keywords=("氢 冶金", "锂"))
    found = Suggester([hydrogen, SIX_G, CLUSTERS]).rank("冶金领域用氢示范\n锂价上涨")
    assert [match.words for match in found[0].matched] == ["冶金 氢"]
    assert Suggester([hydrogen, SIX_G, CLUSTERS]).rank("锂价上涨") == ()


def test_traditional_signs_are_read_and_shown_as_they_were_written() -> None:
    (found,) = LEDGER.rank("國家級零碳園區建設名單公佈\n共52個園區")
    assert (found.code, found.matched[0].words) == ("A-1", "零碳園區")


def test_a_word_of_taiwan_is_read_as_the_mainlands_and_shown_as_it_was_written() -> None:
    chips = Subject("K-1", Name("k", "集成电路人工智能行动", "Chips"), keywords=("人工智能 集成电路",))
    (found,) = Suggester([chips, SIX_G, CLUSTERS]).rank("積體電路與人工智慧政策發布")
    assert found.matched[0].words == "積體電路 人工智慧"


def test_a_text_that_resembles_one_commitment_far_more_than_any_other_is_offered_with_what_they_share() -> None:
    moving = Subject(
        "L-1", Name("l", "推动汽车下沉农村", "Cars"), keywords=("下乡车型目录", "县域充电设施", "车企赶赴")
    )
    ledger = Suggester([moving, ZERO_CARBON, CLUSTERS, SIX_G])
    (found,) = ledger.rank("下乡季:车企赶到县域\n充电桩设到村口,车型多")
    assert (found.code, {match.origin for match in found.matched}) == ("L-1", {Origin.LIKENESS})
    assert "县域" in [match.words for match in found.matched]
    twin = Subject("L-2", Name("l", "推动汽车下沉农村", "Cars"), keywords=moving.keywords)
    assert Suggester([moving, twin, CLUSTERS, SIX_G]).rank("下乡季:车企赶到县域\n充电桩设到村口,车型多") == ()


def test_english_is_read_by_the_terms_for_it_and_by_the_english_titles() -> None:
    (found,) = LEDGER.rank("China names first zero-carbon parks\nFifty-two parks get green power.")
    assert (found.code, found.matched[0].words) == ("A-1", "zero-carbon parks")
    gamma = Subject("H-1", Name("h", "建设引力波台站", "Build gravitational wave stations"))
    assert codes(
        Suggester([gamma, SIX_G, CLUSTERS]).rank("New gravitational wave station opens\nIt lies in Tibet.")
    ) == ["H-1"]


@pytest.mark.parametrize(
    "text", ["Law on fisheries adopted by the relevant departments", "New new new new", "a the of"]
)
def test_english_that_says_nothing_particular_bears_on_nothing(text: str) -> None:
    assert LEDGER.rank(text) == ()


def test_words_that_are_said_again_say_nothing_new() -> None:
    merging = Subject("J-1", Name("j", "配合有关部门推动重组", "Mergers"), passages=("配合有关部门推动重组",))
    ledger = Suggester([merging, SIX_G, CLUSTERS])
    assert ledger.rank("某市燃气管理条例\n有关部门应当加强管理。有关部门做好工作，由有关部门解释。有关部门处罚。") == ()
    assert codes(ledger.rank("推动重组的意见\n有关部门推动重组")) == ["J-1"]


@pytest.mark.parametrize("again", ["零碳工业园区", "零碳工業園區"])
def test_words_that_are_said_again_are_shown_once(again: str) -> None:
    (found,) = LEDGER.rank(f"公布零碳工业园区名单\n各地{again}建设成效明显")
    assert [match.words for match in found.matched if match.origin is Origin.TITLE] == ["零碳工业园区"]


def test_a_law_is_about_what_its_title_names_and_touches_the_rest_by_the_way() -> None:
    articles = "\n".join(f"第{number}条 主管部门应当加强管理。" for number in "一二三四五六七八九")
    aside = f"水利条例\n{articles}\n第十条 鼓励零碳园区建设。"
    assert LEDGER.rank(aside) == ()
    assert codes(LEDGER.rank(aside.replace("水利条例", "零碳园区条例"))) == ["A-1"]


def test_what_is_said_far_into_a_text_counts_for_less() -> None:
    near, far = ("零碳园区".join(("甲报告\n" + "天气晴好。" * count, "\n")) for count in (10, 600))
    assert codes(LEDGER.rank(near)) == ["A-1"]
    assert LEDGER.rank(far) == ()


@pytest.mark.parametrize(
    ("published", "early"),
    [("", False), ("2025-01-20", True), ("2025-01", False), ("2024-12", True), ("2025-01-21", False)],
)
def test_a_text_of_before_the_briefing_is_marked_as_early(published: str, early: bool) -> None:
    (found,) = LEDGER.rank("零碳园区名单", published)
    assert found.early is early


def test_quotation_marks_widths_and_line_ends_do_not_hide_a_phrase() -> None:
    for text in ("“零碳”园区名单", "《零 碳 园 区》名单", "零碳\u3000园区名单"):
        assert codes(LEDGER.rank(text)) == ["A-1"]
    assert codes(LEDGER.rank("6ｇ技术试验\r\n完成")) == ["A-3"]


def test_latin_words_and_numbers_match_only_as_a_whole() -> None:
    assert codes(LEDGER.rank("6G技术试验")) == ["A-3"]
    assert LEDGER.rank("手机内存16GB") == ()
    assert LEDGER.rank("第56G号公告") == ()


def test_the_first_line_counts_for_more_than_the_rest() -> None:
    ahead = LEDGER.rank("零碳园区名单\n另提到绿色供应链")
    behind = LEDGER.rank("绿色供应链名单\n另提到零碳园区")
    assert (codes(ahead)[0], codes(behind)[0]) == ("A-1", "A-4")


def test_a_text_may_bear_on_several_commitments_and_the_likeliest_comes_first() -> None:
    found = LEDGER.rank("绿色供应链和零碳园区名单公布\n绿色工厂另行公布")
    assert codes(found) == ["A-4", "A-1"]
    assert found[0].score > found[1].score


def test_the_part_that_the_text_names_is_named_and_none_where_it_names_both() -> None:
    (one,) = LEDGER.rank("零碳工厂建设指导意见\n零碳园区另行部署")
    assert one.part is not None
    assert one.part.id == 1
    (both,) = LEDGER.rank("零碳工厂和零碳工业园区建设")
    assert both.part is None


def test_the_figure_of_the_target_adds_to_other_words_but_says_nothing_alone() -> None:
    with_figure = LEDGER.rank("特色产业集群名单公布\n共100个")[0]
    without = LEDGER.rank("特色产业集群名单公布\n共若干个")[0]
    assert with_figure.score > without.score
    assert Origin.FIGURE in [match.origin for match in with_figure.matched]
    assert LEDGER.rank("新建100个公园") == ()


def test_the_words_of_the_promise_itself_find_it_without_a_keyword() -> None:
    bare = Suggester([Subject("B-1", ZERO_CARBON.title, ZERO_CARBON.passages), Subject("B-2", SIX_G.title)])
    assert codes(bare.rank("部里表示将探索建设零碳工厂和零碳工业园区")) == ["B-1"]


def test_a_retelling_of_the_briefing_itself_bears_on_nothing_but_a_later_report_does() -> None:
    assert LEDGER.rank("同一场发布会的报道\n转述零碳园区的部署") == ()
    assert LEDGER.rank("张云明:将开展零碳园区建设") == ()
    assert codes(LEDGER.rank("张云明:将继续推进零碳园区建设\n2026年1月21日,发布会介绍已建成52个")) == ["A-1"]


def test_a_plan_that_had_run_out_before_the_briefing_is_no_follow_up() -> None:
    assert LEDGER.rank("零碳园区建设方案（2022—2024年）") == ()
    assert codes(LEDGER.rank("零碳园区建设方案（2025—2027年）")) == ["A-1"]


def test_what_the_text_itself_denies_and_what_is_said_of_other_countries_does_not_count() -> None:
    assert LEDGER.rank("园区条例修订,与零碳园区无关") == ()
    assert LEDGER.rank("德国公布零碳园区计划") == ()
    assert codes(LEDGER.rank("我国与德国合作建设零碳园区")) == ["A-1"]


def test_another_ministrys_document_number_speaks_against_it_unless_that_ministry_is_responsible() -> None:
    text = "零碳园区补助办法\n(财建〔2025〕341号)"
    assert LEDGER.rank(text) == ()
    shared = Suggester([Subject("C-1", ZERO_CARBON.title, keywords=("零碳园区",), departments=("财政部",)), SIX_G])
    assert codes(shared.rank(text)) == ["C-1"]
    assert codes(LEDGER.rank("零碳园区办法\n(工信部节〔2025〕341号)")) == ["A-1"]


def test_another_ministry_named_in_the_title_raises_the_bar_unless_it_is_responsible() -> None:
    alone, shared = "农业农村部:零碳园区培训", "工信部、农业农村部:零碳园区培训"
    (own,), (other,) = LEDGER.rank(shared), LEDGER.rank(alone)
    assert other.score < own.score


def test_whose_own_number_and_name_they_are_depends_on_who_published_the_commitment() -> None:
    of_finance = Suggester([replace(ZERO_CARBON, publisher="财政部"), replace(SIX_G, publisher="财政部")])
    assert codes(of_finance.rank("零碳园区补助办法\n(财建〔2025〕341号)")) == ["A-1"]
    assert of_finance.rank("零碳园区办法\n(工信部节〔2025〕341号)") == ()


def test_the_ministrys_own_name_is_not_taken_for_words_of_a_promise() -> None:
    industry = Subject("G-1", Name("g", "推动绿色园区", "Parks"), keywords=("工业 信息化部",))
    assert Suggester([industry, SIX_G, CLUSTERS]).rank("工业和信息化部公告") == ()


def test_one_commitment_alone_can_be_found_and_an_empty_ledger_answers_none() -> None:
    assert codes(Suggester([ZERO_CARBON]).rank("零碳园区名单")) == ["A-1"]
    assert Suggester([]).rank("零碳园区名单") == ()


def test_equal_weights_stand_in_the_order_of_the_codes() -> None:
    twins = [Subject(code, Name(code, "甲", "A"), keywords=("脑机接口指南",)) for code in ("D-2", "D-1", "D-3")]
    others = [Subject(f"E-{n}", Name("e", f"乙{n}", "B"), keywords=(f"丙丁{n}戊己",)) for n in range(20)]
    ranked = [codes(Suggester([*twins, *others]).rank("脑机接口指南发布")) for _ in range(3)]
    assert ranked == [["D-1", "D-2", "D-3"]] * 3


def test_a_long_document_is_read_and_a_phrase_at_its_beginning_is_found() -> None:
    assert codes(LEDGER.rank("零碳园区名单\n" + "各地要高度重视。" * 50_000)) == ["A-1"]


def test_plain_text_tells_where_its_characters_stood() -> None:
    text = "《中小企业》 5G  A 。\n名单"
    plain = plain_text(text)
    assert plain.words == "中小企业5g a\n名单"
    start = plain.words.index("5g")
    assert plain.original(text, start, start + 4) == "5G  A"


def test_a_finder_reports_every_place_of_every_phrase() -> None:
    finder = PhraseFinder([("集群", 1), ("产业集群", 2), ("5g", 3)])
    found = [(hit.key, hit.start, hit.end) for hit in finder.find("产业集群和集群15g")]
    assert found == [(2, 0, 4), (1, 2, 4), (1, 5, 7)]


def test_reasons_repeat_no_words_that_another_one_holds() -> None:
    def match(words: str, origin: Origin) -> Match:
        return Match(words, origin, 1.0)

    matched = (
        match("试点城市", Origin.KEYWORD),
        match("数字化转型试点城市", Origin.TITLE),
        match("30个", Origin.FIGURE),
        match("30个", Origin.PASSAGE),
    )
    found = Suggestion("MIIT-2025-044", Name("", "标题", "title"), None, 0.9, matched)
    assert [(one.words, one.origin) for one in found.reasons] == [
        ("数字化转型试点城市", Origin.TITLE),
        ("30个", Origin.FIGURE),
    ]
