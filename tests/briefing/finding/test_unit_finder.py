"""Units are found by the coding rules: what is an action, what is none and why, and what is said of each."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from tracker.briefing.coding import read_briefing
from tracker.briefing.finding.finding_rules import RulesFaultKind, RulesFileError, read_rules
from tracker.briefing.finding.unit_finder import find_units
from tracker.domain.briefings.found_units import Findings, FoundUnit, UnitRule
from tracker.domain.terms import CommitmentKind, DepartmentBasis, DepartmentRole, DueBasis, OmissionReason, Operator
from tracker.locations import db_dir

DAY = date(2025, 1, 21)
CODED = Path(__file__).parents[2] / "evaluation" / "briefings"


def answer(words: str, question: str = "请问有什么考虑?") -> str:
    return f"记者:{question}\n张三:2024年,我们做了很多工作。\n{words}\n"


def found(words: str, question: str = "请问有什么考虑?") -> Findings:
    return find_units(answer(words, question), DAY)


def exact(findings: Findings) -> list[str]:
    return [unit.passages[0].exact for unit in findings.units]


def only(findings: Findings) -> FoundUnit:
    (unit,) = findings.units
    return unit


def reasons(findings: Findings) -> dict[str, OmissionReason | None]:
    return {one.exact: one.reason for one in findings.left_out}


def test_actions_of_a_section_that_looks_ahead_are_units_and_purposes_are_not() -> None:
    findings = found(
        "下一步,工信部将坚持服务和监管并重。制定促进换电模式发展的指导意见,"
        "加快推进公共领域车辆全面电动化试点,让更多优质产品走进寻常百姓家。"
    )
    assert exact(findings) == ["制定促进换电模式发展的指导意见", "加快推进公共领域车辆全面电动化试点"]
    assert reasons(findings)["让更多优质产品走进寻常百姓家"] is OmissionReason.PURPOSE
    assert [unit.passages[0].speaker for unit in findings.units] == ["张三", "张三"]


def test_what_was_done_is_no_unit_even_among_what_will_be() -> None:
    findings = found("下一步,我们将修订管理办法。2024年出台了三项标准,2025年再支持30个以上试点城市。")
    assert exact(findings) == ["修订管理办法", "2025年再支持30个以上试点城市"]
    assert reasons(findings)["2024年出台了三项标准"] is OmissionReason.RESULT


def test_what_follows_a_result_in_its_sentence_is_told_with_it() -> None:
    findings = found("下一步,我们将修订管理办法。去年专项整治已收官,查处违规学校143所,今年再排查200所。")
    assert exact(findings) == ["修订管理办法", "今年再排查200所"]
    assert reasons(findings)["查处违规学校143所"] is OmissionReason.RESULT


def test_a_programme_called_a_plan_does_not_open_a_section() -> None:
    assert not find_units("某部的答复\n今年又启动实施县中振兴行动计划，明确了三项任务。支持1200所学校。\n", DAY).units


def test_a_share_of_an_amount_is_a_unit_of_its_own() -> None:
    findings = found("下一步,我们将制修订国家标准3000项,其中外文版不低于两成。")
    assert exact(findings) == ["制修订国家标准3000项", "其中外文版不低于两成"]
    assert [unit.quantity and float(unit.quantity.value or 0) for unit in findings.units] == [3000, 20]


def test_how_far_an_action_goes_belongs_to_it() -> None:
    findings = found("下一步,我们将扩建乳品生产线,力争三年内提高到150吨以上。完成水利投资38亿元,较上年增长6%。")
    assert exact(findings) == ["扩建乳品生产线,力争三年内提高到150吨以上", "完成水利投资38亿元,较上年增长6%"]
    assert [unit.quantity and float(unit.quantity.value or 0) for unit in findings.units] == [150, 3_800_000_000]


def test_items_of_a_measure_begin_with_what_is_done() -> None:
    text = "某部关于促进消费的通知\n一、任务\n1.加密专列开行班次，延长开放时间。组织赛事。\n2.完善制度。\n"
    assert exact(find_units(text, DAY))[:2] == ["加密专列开行班次", "延长开放时间"]


def test_an_answer_goes_on_looking_ahead_and_thanks_do_not_end_it() -> None:
    text = (
        "央视记者：\n请问目录何时调整？\n医药服务管理司司长 雷霁：\n谢谢您的提问。目录去年纳入19种。"
        "工作方案预计4月份对外征求意见，7月1日正式开始申报。对中选企业开展飞行检查。我们已要求各地增设窗口。\n"
    )
    findings = find_units(text, DAY)
    assert exact(findings) == ["工作方案预计4月份对外征求意见", "7月1日正式开始申报", "对中选企业开展飞行检查"]
    assert [unit.due and unit.due.on for unit in findings.units[:2]] == [date(2025, 4, 30), date(2025, 7, 1)]


def test_paragraphs_of_a_report_on_a_meeting_go_on_with_its_plans_until_others_speak() -> None:
    text = (
        "全国文化厅局长会议在京召开\n会议指出，2024年，国内出游65亿人次。\n会议部署了2025年九个方面重点任务。办好艺术节。\n"
        "守护文化遗产。完成第六批代表性项目评审。\n某省负责人表示，该省将新增度假区8个。\n"
    )
    findings = find_units(text, DAY)
    assert exact(findings) == ["办好艺术节", "完成第六批代表性项目评审"]


def test_a_condition_may_stand_behind_what_it_is_about() -> None:
    text = (
        "某省关于低空经济的若干措施\n一、任务\n1.开通物流航线80条。跨省航线待主管部门批复后开通。\n"
        "2.本措施自2025年5月1日起施行。\n"
    )
    assert exact(find_units(text, DAY)) == ["开通物流航线80条"]


def test_a_reply_looks_ahead_where_a_later_year_begins_and_what_it_weighs_is_a_refusal() -> None:
    text = (
        "某部关于第3318号提案的答复\n一、关于人才培养\n您的建议很有必要。从2023年起，单列招收计划。从2026年起，新增规范化培训名额3000名，"
        "每年不少于300名。提高津贴需统筹考虑。对热线接通率按季通报，把精神科列为紧缺专科。\n"
    )
    findings = find_units(text, DAY)
    assert exact(findings) == [
        "从2026年起，新增规范化培训名额3000名，每年不少于300名",
        "对热线接通率按季通报",
        "把精神科列为紧缺专科",
    ]


def test_a_ripe_practice_is_no_condition() -> None:
    assert exact(found("下一步,我们将把成熟的做法纳入政策文件。")) == ["把成熟的做法纳入政策文件"]


def test_a_heading_with_the_year_that_is_over_stands_over_results() -> None:
    text = "某部2025年工作要点\n\n一、2024年工作\n全年完成各项任务，新增企业100家。\n\n二、2025年任务\n修订管理办法。\n"
    assert exact(find_units(text, DAY)) == ["修订管理办法"]


def test_labels_over_a_document_and_whom_it_is_addressed_to_are_not_open() -> None:
    text = (
        "关于促进就业的若干意见\n发文字号：\n国发〔2025〕3号\n各省、自治区、直辖市人民政府，国务院各部委、各直属机构：\n"
        "现提出以下意见。\n一、支持企业稳定发展\n出台稳岗返还办法。\n"
    )
    findings = find_units(text, DAY)
    assert "出台稳岗返还办法" in exact(findings)
    said = [one.exact for one in findings.left_out]
    assert not any("字号" in one or "直属机构" in one for one in said)


def test_a_period_is_no_amount() -> None:
    assert only(found("下一步,我们将确保当前和今后一个时期就业目标任务完成。")).quantity is None


def test_a_heading_in_the_form_of_a_sentence_is_a_theme() -> None:
    findings = found("下一步,我们将做好两件事。一是全力以赴扩内需。培育一批千亿元产业集群。")
    assert exact(findings) == ["培育一批千亿元产业集群"]
    assert reasons(findings)["全力以赴扩内需"] is OmissionReason.THEME


def test_what_the_next_words_are_about_belongs_to_their_unit() -> None:
    findings = found("下一步,我们将抓好落实。聚焦冶金、石化化工等重点行业,积极拓展清洁低碳氢能应用场景。")
    assert "聚焦冶金、石化化工等重点行业,积极拓展清洁低碳氢能应用场景" in exact(findings)


def test_a_condition_takes_what_follows_it_along() -> None:
    findings = found("下一步,我们将出台管理办法。如果财力允许,再向脱贫县提供补贴。")
    assert exact(findings) == ["出台管理办法"]
    assert reasons(findings)["再向脱贫县提供补贴"] is OmissionReason.CONDITION


@pytest.mark.parametrize(
    ("words", "operator", "value", "unit"),
    [
        ("再支持30个以上试点城市", Operator.AT_LEAST, 30, "个"),
        ("着力培育千件优质品牌", Operator.EQUAL, 1000, "件"),
        ("打造一批绿色智算中心", Operator.UNQUANTIFIED, None, "个"),
        ("将企业开办时间压缩至0.5个工作日以内", Operator.AT_MOST, 0.5, "个工作日"),
        ("推动明码标价率达到六成以上", Operator.AT_LEAST, 60, "%"),
        ("举办省级以上航空赛事3场", Operator.EQUAL, 3, "场"),
        ("培育年出栏百头以上的养殖大户30户", Operator.EQUAL, 30, "户"),
        ("安排超长期特别国债3000亿元支持消费品以旧换新", Operator.EQUAL, 300_000_000_000, "元"),
    ],
)
def test_amounts_are_read_with_how_they_bind(words: str, operator: Operator, value: float | None, unit: str) -> None:
    quantity = only(found(f"下一步,我们将{words}。")).quantity
    assert quantity is not None
    assert (quantity.operator, quantity.value if quantity.value is None else float(quantity.value)) == (operator, value)
    assert quantity.unit == unit


@pytest.mark.parametrize(
    "words",
    [
        "每个县选派科技特派团1个以上",
        "在医疗、交通两个领域各打造1个示范场景",
        "出台一个操作指引",
        "支持云岭储能柜、正大鞋材、鑫源滑轨3个项目投产",
        "开工沿海电站三期、姚江二通道工程",
        "研究设立国家中小企业发展基金二期",
        "完善残疾人两项补贴标准动态调整机制",
        "组织失业青年参加3—12个月的就业见习",
    ],
)
def test_figures_that_count_nothing_are_no_amount(words: str) -> None:
    assert only(found(f"下一步,我们将{words}。")).quantity is None


@pytest.mark.parametrize(
    ("text", "on", "basis"),
    [
        (answer("下一步,我们将用三年左右的时间培育千件优质品牌。"), date(2027, 12, 31), DueBasis.DERIVED),
        (answer("下一步,我们将在9月底前出台管理办法。"), date(2025, 9, 30), DueBasis.STATED),
        (answer("2025年,我们将试点部署万兆光网。"), date(2025, 12, 31), DueBasis.SECTION),
        (answer("下一步,我们将出台管理办法。", "2025年还有哪些举措?"), date(2025, 12, 31), DueBasis.QUESTION),
        (answer("下一步,我们将出台管理办法。", "2025年会不会在全国铺开?"), None, None),
        (answer("下一步,我们将出台管理办法。", "2025年的工作部署下去了吗?"), None, None),
        (answer("2025年,我们将适时扩大电信业务开放。"), None, None),
        (answer("下一步,我们将在国庆前开展交叉检查。"), None, None),
        (answer("下一步,我们将从明年1月起实施新版管理办法。"), date(2026, 1, 31), DueBasis.STATED),
        (answer("下一步,我们将建成5个建设周期18月的实验室。"), None, None),
        (answer("下一步,我们将在2025年15月前建成5个平台。"), date(2025, 12, 31), DueBasis.STATED),
    ],
)
def test_due_dates_have_their_true_basis_and_no_year_is_invented(
    text: str, on: date | None, basis: DueBasis | None
) -> None:
    due = only(find_units(text, DAY)).due
    assert (due and due.on, due and due.basis) == (on, basis)


@pytest.mark.parametrize(
    ("words", "on", "about"),
    [
        ("自本办法印发之日起30日内出台配套细则", date(2025, 2, 20), False),
        ("自公布之日起15天内出台配套细则", date(2025, 2, 5), False),
        ("在通知发布之日起6个月内建成5个平台", date(2025, 7, 20), True),
        ("文件印发之日起20个工作日内出台配套细则", date(2025, 2, 10), True),
    ],
)
def test_a_time_counted_from_a_day_is_about_then_unless_it_counts_days(words: str, on: date, about: bool) -> None:
    due = only(found(f"下一步,我们将{words}。")).due
    assert due is not None
    assert (due.on, due.about, due.basis) == (on, about, DueBasis.DERIVED)


def test_brackets_behind_a_measure_say_who_does_it_and_by_when() -> None:
    text = (
        "某市关于优化营商环境的实施方案\n一、提升服务\n（一）清理证明事项。公布保留的证明事项清单，完善告知承诺制度。\n"
        "（责任单位：市司法局、市行政审批局；完成时限：2025年6月底前）\n"
    )
    findings = find_units(text, DAY)
    assert exact(findings) == ["公布保留的证明事项清单", "完善告知承诺制度"]
    for unit in findings.units:
        assert [(one.name, one.role) for one in unit.departments] == [
            ("市司法局", DepartmentRole.LEAD),
            ("市行政审批局", DepartmentRole.CO_LEAD),
        ]
        assert unit.due is not None
        assert unit.due.on == date(2025, 6, 30)


@pytest.mark.parametrize(
    ("behind", "lead", "others"),
    [
        (
            "（牵头单位：市数据局；责任单位：市财政局、市公安局；完成时限：2025年9月底）",
            "市数据局",
            ["市财政局", "市公安局"],
        ),
        ("【责任科室：规划计划科（牵头）、建设管理科】", "规划计划科", ["建设管理科"]),
        ("（商务部会同国家统计局负责）", "商务部", ["国家统计局"]),
        ("（主责单位：市数据局；协助单位：市财政局）", "市数据局", ["市财政局"]),
    ],
)
def test_who_leads_and_who_helps_is_read_from_each_style_of_brackets(behind: str, lead: str, others: list[str]) -> None:
    first = f"1．编制公共数据资源目录，建成数据平台。{behind}"
    text = f"某市关于数字政府建设的工作方案\n一、任务\n{first}\n2．更换水表。【责任科室：供水科】\n"
    for unit in find_units(text, DAY).units[:2]:
        assert [(one.name, one.role) for one in unit.departments] == [
            (lead, DepartmentRole.LEAD),
            *((one, DepartmentRole.CO_LEAD) for one in others),
        ]


TABLE = (
    "2025年重点任务分工表\n序号\t重点任务\t具体举措\t牵头单位\t配合单位\t完成时限\n"
    "1\t破解融资难题\t1.设立市级产业发展基金。\n2.新增归集信用数据12类。\t市委金融办（第1项）；市发展改革委（第2项）\t人民银行\t6月底\n"
    "— 3 —\n序号\t重点任务\t具体举措\t牵头单位\t配合单位\t完成时限\n"
    "2\t\t开展政银企对接活动不少于40场，让企业受益。\t\t\t12月底\n"
)


def test_rows_of_a_table_have_the_offices_and_days_of_their_columns() -> None:
    first, second, third = find_units(TABLE, DAY).units
    assert [unit.passages[0].exact for unit in (first, second, third)] == [
        "设立市级产业发展基金",
        "新增归集信用数据12类",
        "开展政银企对接活动不少于40场",
    ]
    assert [one.name for one in first.departments] == ["市委金融办", "人民银行"]
    assert [one.name for one in second.departments] == ["市发展改革委", "人民银行"]
    assert [unit.due and unit.due.on for unit in (first, third)] == [date(2025, 6, 30), date(2025, 12, 31)]


def test_a_table_of_which_each_cell_is_a_line_is_read_by_rows() -> None:
    cells = (
        "实事清单 序号 惠企实事 牵头单位 完成时限 1 举办专场招聘活动40场 市人社局 2025年12月底"
        " 2 开通公交专线2条 市交通局 2025年11月"
    )
    text = cells.replace(" ", "\n") + "\n"
    units = find_units(text, DAY).units
    assert [unit.passages[0].exact for unit in units] == ["举办专场招聘活动40场", "开通公交专线2条"]
    assert [unit.departments[0].name for unit in units] == ["市人社局", "市交通局"]
    assert units[1].due is not None
    assert units[1].due.on == date(2025, 11, 30)


BARRED = (
    "2025年民生实事项目责任分解表\n"
    "| 序号 | 项目名称 | 建设内容及年度目标 | 分管领导 | 牵头单位 | 责任单位 | 完成时限 |\n"
    "|---|---|---|---|---|---|---|\n"
    "| 1 | 文体惠民 | 新建口袋公园12处；视需要增设驿站。 | 钱一 | 区文旅局 | 区园林中心 | 6月底（电影放映至年底） |\n"
    "| 2 | 防汛排涝 | 改造积水点9处。 | 钱一 | 区水利局 | 各镇街 | 汛前（5月底） |\n"
)


def test_a_table_with_bars_is_read_whatever_else_its_columns_hold() -> None:
    first, second = find_units(BARRED, DAY).units
    assert [unit.passages[0].exact for unit in (first, second)] == ["新建口袋公园12处", "改造积水点9处"]
    assert [(one.name, one.role) for one in first.departments] == [
        ("区文旅局", DepartmentRole.LEAD),
        ("区园林中心", DepartmentRole.CO_LEAD),
    ]
    assert [unit.due and unit.due.on for unit in (first, second)] == [date(2025, 6, 30), date(2025, 5, 31)]


def test_the_same_pledge_in_two_answers_is_one_unit_and_a_pair_is_parted_by_what_is_said_again() -> None:
    text = (
        "记者:增长如何?\n张三:下一步,我们将加大推进大规模设备更新和消费品以旧换新。\n"
        "记者:消费如何?\n李四:下一步,我们将加力扩围消费品以旧换新政策,推进大规模设备更新和技术改造。\n"
    )
    found_units = find_units(text, DAY).units
    assert [[p.exact for p in unit.passages] for unit in found_units] == [
        ["加大推进大规模设备更新和消费品以旧换新", "推进大规模设备更新和技术改造"],
        ["加大推进大规模设备更新和消费品以旧换新", "加力扩围消费品以旧换新政策"],
        ["推进大规模设备更新和技术改造"],
    ]
    assert [passage.speaker for passage in found_units[0].passages] == ["张三", "李四"]


def test_who_speaks_may_stand_in_brackets_or_with_the_office_before_the_name() -> None:
    text = "[晨报记者]\n请问下一步有什么安排?\n[王五]\n下一步,我们将出台管理办法。\n[主持人 赵六]\n谢谢。\n"
    assert only(find_units(text, DAY)).passages[0].speaker == "王五"
    text = "新华社记者：\n请问下一步有什么安排？\n民政部养老服务司司长 陈七:\n下一步，我们将出台养老服务管理办法。\n"
    unit = only(find_units(text, DAY))
    assert (unit.passages[0].speaker, unit.passages[0].office) == ("陈七", "民政部养老服务司司长")
    assert [(one.name, one.basis) for one in unit.departments] == [("养老服务司", DepartmentBasis.SPEAKER)]


@pytest.mark.parametrize(
    "words", ["年内我们会同财政部开展检查", "我们将会同财政部开展检查", "我们会同财政部开展检查，年底前完成"]
)
def test_who_says_with_whom_they_do_it_leads_it(words: str) -> None:
    text = f"记者：\n请问有什么安排？\n养老服务司司长 陈七：\n{words}。\n"
    assert [(one.name, one.role, one.basis) for one in only(find_units(text, DAY)).departments] == [
        ("养老服务司", DepartmentRole.LEAD, DepartmentBasis.SPEAKER),
        ("财政部", DepartmentRole.CO_LEAD, DepartmentBasis.NAMED),
    ]


def test_a_question_and_a_text_about_the_past_promise_nothing() -> None:
    assert not find_units("记者:2025年将出台哪些办法?\n张三:2024年,我们出台了三项办法。\n", DAY).units
    news = json.loads((CODED / "news-harvest.json").read_text(encoding="utf-8"))
    text = (CODED / news["text_file"]).read_text(encoding="utf-8")
    assert not find_units(text, date.fromisoformat(news["date"])).units


def test_kinds_are_filled_only_where_the_words_are_sure() -> None:
    assert only(found("下一步,我们将制定促进换电模式发展的指导意见。")).kind is CommitmentKind.DOCUMENT
    assert only(found("下一步,我们将深化重点领域推广应用。")).kind is None


def test_an_english_text_is_read_by_its_modal_verbs() -> None:
    text = (
        "The ministry did much in 2024. In 2025 it will support 30 more pilot cities. Whether it will do so is open.\n"
    )
    unit = only(find_units(text, DAY))
    assert (unit.rule, unit.passages[0].exact) == (UnitRule.MODAL, "In 2025 it will support 30 more pilot cities")


def test_every_word_of_the_sections_of_the_first_briefing_is_a_unit_left_out_or_open() -> None:
    briefing = read_briefing(db_dir() / "briefings" / "2025-01-21-miit")
    findings = find_units(briefing.text, briefing.source.held_on)
    spans = [(p.start, p.end) for unit in findings.units for p in unit.passages]
    spans += [(one.start, one.end) for one in findings.left_out]
    covered = {offset for start, end in spans for offset in range(start, end)}
    for section in re.finditer(r"(?m)^下一步,.*(?:\n[^记\n#].*)*", briefing.text):
        for word in re.finditer(r"[^\s,。;:、()]+", section[0]):
            place = section.start() + word.start()
            assert place in covered, f"neither a unit nor left out: {word[0]}"
    for unit in findings.units:
        assert all(briefing.text[p.start : p.end] == p.exact for p in unit.passages)


def test_an_office_adds_words_of_its_own() -> None:
    text = answer("下一步,我们将抓好落实。牵引一批数智化园区建成示范。另请熔接全域光缆网络。")
    assert "熔接全域光缆网络" not in "".join(exact(find_units(text, DAY)))
    own = read_rules('[actions]\ncertain = ["另请熔接"]\n')
    assert "另请熔接全域光缆网络" in exact(find_units(text, DAY, own))


@pytest.mark.parametrize("word", ["(", "(?i)foo", "(?P<x>另请)", "(另)请", "", "熔*"])
def test_a_word_that_is_no_pattern_among_the_others_is_refused(word: str) -> None:
    with pytest.raises(RulesFileError) as refused:
        read_rules(f"[actions]\ncertain = ['{word}']\n")
    assert (refused.value.kind, refused.value.line, refused.value.words) == (RulesFaultKind.WORD, 2, word)


@pytest.mark.parametrize(
    "noise", ["我们将（", "，制定办法（", "建设1个", "责任单位：", "【", "一、", "a\t", "、丙局负责"]
)
def test_noise_without_end_is_passed_over(noise: str) -> None:
    findings = find_units("下一步，我们将出台管理办法。" + noise * 20_000, DAY)
    assert len(findings.units) < 1_000


def test_what_a_closed_list_names_are_parts_and_an_open_one_is_left_to_a_person() -> None:
    assert only(found("下一步,我们将培育生物制造、量子科技、具身智能等未来产业。")).parts == (
        "生物制造",
        "量子科技",
        "具身智能",
    )
    assert only(found("下一步,我们将通过协商、诉讼等方式清理拖欠账款。")).parts == ()
    assert only(found("下一步,我们将完善企业产业统筹布局和产能监测预警制度。")).parts == ()


@pytest.mark.parametrize("words", ["培育100家以上的龙头企业", "建设20个以上的示范区"])
def test_a_number_of_things_is_an_amount_whatever_follows_it(words: str) -> None:
    assert only(found(f"下一步,我们将{words}。")).quantity is not None


def test_what_somebody_gets_in_numbers_is_no_slogan() -> None:
    findings = find_units("2025年工作要点\n一、重点工作\n让20万户居民用上天然气。\n", DAY)
    assert only(findings).quantity is not None


@pytest.mark.parametrize("words", ["检测结果显示,问题较多", "走访企业时了解到,用工缺口较大"])
def test_what_was_learnt_is_no_action(words: str) -> None:
    assert found(f"下一步,我们将做好以下工作。{words}。").units == ()
