import pytest

from tracker.domain.watching.item_signs import ItemSign, sign_of


@pytest.mark.parametrize(
    ("title", "sign"),
    [
        ("江苏省新增12家国家级制造业单项冠军", ItemSign.OF_A_PLACE),
        ("深圳发布人工智能产业行动计划", ItemSign.OF_A_PLACE),
        ("数字化转型专题研修班在杭州举办", ItemSign.OCCASION),
        ("某司2026年度服务采购项目中标公告", ItemSign.OCCASION),
        ("北京、上海等地开展增值电信业务扩大开放试点", None),
        ("关于公布第三批试点城市名单的通知", None),
        ("关于支持广东省建设制造业强省的意见", None),
    ],
)
def test_a_title_says_who_acts_and_whether_it_is_an_act(title: str, sign: ItemSign | None) -> None:
    assert sign_of(title) is sign
