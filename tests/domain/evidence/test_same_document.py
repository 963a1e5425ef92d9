"""One document is told from another as a person would tell it, whatever typing and copying made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.evidence.same_document import (
    DocumentRecord,
    Sameness,
    are_alike,
    days_meet,
    document_address,
    document_number,
    fewest_shared,
    meeting_days,
    plain_publisher,
    plain_title,
    sameness,
    title_pairs,
)

NUMBER = "财办建〔2025〕20号"
PAGE = "https://www.miit.gov.cn/zwgk/art/2025/art_1f2e.html"
NOTICE = DocumentRecord("关于开展城市试点工作的通知", "财政部", "2025-05-12", NUMBER, PAGE, frozenset({"a" * 64}))
OTHER = DocumentRecord("另一份文件的标题", "商务部", "2024-01-01")


def other(**changed: object) -> DocumentRecord:
    fields = {"title": OTHER.title, "publisher": OTHER.publisher, "published": OTHER.published}
    return DocumentRecord(**{**fields, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed",
    [
        "财办建[2025]20号",
        "财办建（2025）20号",
        "财办建【2025】20 号",
        "财办建﹝2025﹞020号",
        "财办建〔２０２５〕２０号",
        " 财办建 〔2025〕 第20号 ",
        "财办建〔2025年〕20",
        "财\u200b办建〔2025〕20号",
        "財辦建〔２０２５〕２０號",
    ],
)
def test_a_number_is_the_same_however_it_was_typed(typed: str) -> None:
    assert document_number(typed) == document_number(NUMBER)
    assert str(document_number(typed)) == NUMBER


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("中华人民共和国国务院令第802号", "国务院令第 802 号"),
        ("中华人民共和国主席令第六十三号", "主席令第63号"),
        ("工业和信息化部公告2025年第12号", "工信部公告 2025年第012号"),
        ("财政部公告（2025年第5号）", "财政部公告2025年第5号"),
    ],
)
def test_an_order_and_an_announcement_have_numbers_too(one: str, same: str) -> None:
    assert document_number(one) == document_number(same) is not None


def test_a_notice_in_traditional_signs_is_the_same_document() -> None:
    copied = DocumentRecord("關於開展城市試點工作的通知", "財政部", "2025-05-12")
    assert sameness(DocumentRecord(NOTICE.title, NOTICE.publisher, NOTICE.published), copied) == (Sameness.TITLE,)
    assert sameness(NOTICE, other(number="財辦建﹝2025﹞20號")) == (Sameness.NUMBER,)


@pytest.mark.parametrize(
    "text", ["", "2025", "20号", "〔2025〕", "GB/T 1234-2025", "见附件", "第一批", "（2025）", "号"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert document_number(text) is None


@pytest.mark.parametrize(
    "other_number",
    ["财办建〔2025〕21号", "财办建〔2024〕20号", "财建〔2025〕20号", "财办建〔2025〕2号", "财办建〔2025〕200号"],
)
def test_another_number_is_another_document(other_number: str) -> None:
    assert document_number(other_number) != document_number(NUMBER)
    same_but_number = DocumentRecord(
        NOTICE.title, NOTICE.publisher, NOTICE.published, other_number, PAGE, NOTICE.contents
    )
    assert sameness(NOTICE, same_but_number) == ()


@st.composite
def typed_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A number, and another way of typing it."""
    issuer = draw(st.text(st.sampled_from("财办建工信部联节函厅国务院令发改"), min_size=1, max_size=8))
    year, count = draw(st.integers(1950, 2049)), draw(st.integers(1, 9999))
    opened, closed = draw(st.sampled_from(["〔〕", "[]", "（）", "【】", "()", "［］", "﹝﹞"]))
    before, end = draw(st.sampled_from(["", "第"])), draw(st.sampled_from(["号", "", " 号"]))
    blank = draw(st.text(st.sampled_from(" \u3000\t\u200b"), max_size=3))
    typed = f"{blank}{issuer}{blank}{opened}{year}{closed}{blank}{before}0{count}{end}{blank}"
    if draw(st.booleans()):
        typed = typed.translate(dict(zip(map(ord, "0123456789"), "０１２３４５６７８９", strict=True)))
    return f"{issuer}〔{year}〕{count}号", typed


@given(typed_numbers())
def test_another_way_of_typing_never_changes_a_number(numbers: tuple[str, str]) -> None:
    plain, typed = numbers
    assert document_number(plain) == document_number(typed) is not None


@given(st.one_of(st.text(), st.text(st.sampled_from("〔2025〕第1二号财(年)令 \u3000中华人民共和国"))))
def test_the_form_of_a_number_is_its_own_form(text: str) -> None:
    number = document_number(text)
    assert number is None or document_number(str(number)) == number


@pytest.mark.parametrize(
    "typed",
    [
        "http://www.miit.gov.cn/zwgk/art/2025/art_1f2e.html",
        "https://miit.gov.cn/zwgk/art/2025/art_1f2e.html",
        "https://WWW.MIIT.GOV.CN:443/zwgk/art/2025/art_1f2e.html",
        "http://www.miit.gov.cn:80/zwgk/art/2025/art_1f2e.html/",
        f"{PAGE}#part2",
        f"{PAGE}?utm_source=weixin&utm_medium=x",
        f"{PAGE}?spm=a1.2&from=timeline&isappinstalled=0",
        "https://www.miit.gov.cn/%7Awgk/art/2025/art_1f2e.html",
        f"  {PAGE} ",
    ],
)
def test_an_address_is_the_same_however_it_was_copied(typed: str) -> None:
    assert document_address(typed) == document_address(PAGE) != ""


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("https://x.cn/a/", "http://x.cn/a/index.html"),
        ("https://x.cn/a", "https://x.cn/a/index.shtml;jsessionid=F00"),
        ("https://x.cn/p?b=2&a=1", "https://x.cn/p?a=1&b=2&"),
        ("https://x.cn/政策/通知.html", "https://x.cn/%E6%94%BF%E7%AD%96/%e9%80%9a%e7%9f%a5.html"),
        ("https://中国.cn/a", "https://xn--fiqs8s.cn/a"),
        ("file:///tmp/a%20b.pdf", "/tmp/a b.pdf"),
        ("C:\\docs\\a.pdf", "file:///C:/docs/a.pdf"),
    ],
)
def test_two_ways_of_writing_lead_to_one_page(one: str, same: str) -> None:
    assert document_address(one) == document_address(same) != ""


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("https://x.cn/a", "https://x.cn/A"),
        ("https://x.cn/p?id=1", "https://x.cn/p?id=2"),
        ("https://x.cn/a", "https://y.x.cn/a"),
        ("https://x.cn/a", "https://x.cn:8080/a"),
        ("https://x.cn/#/detail/1", "https://x.cn/#/detail/2"),
        ("https://x.cn/a%2Fb", "https://x.cn/a/b"),
    ],
)
def test_two_pages_stay_two(one: str, another: str) -> None:
    assert document_address(one) != document_address(another)


@pytest.mark.parametrize(
    "url",
    ["", "https://www.miit.gov.cn", "http://miit.gov.cn/", "https://x.cn/index.html?utm_source=a", "https://", "x"],
)
def test_a_front_page_is_nobodys_address(url: str) -> None:
    assert document_address(url) == ""
    assert sameness(other(url=url), other(url=url, title="又一份材料")) == ()


@st.composite
def copied_addresses(draw: st.DrawFn) -> tuple[str, str]:
    """An address, and another way in which one may come by it."""
    words = st.text(st.sampled_from("abcXYZ019_-.~政策"), min_size=1, max_size=6)
    path = "/".join(draw(st.lists(words, min_size=1, max_size=4)))
    pairs = draw(st.lists(st.tuples(words, words), max_size=3, unique_by=lambda pair: pair[0]))
    given_pairs = [f"q{name}={value}" for name, value in pairs]
    tracking = draw(st.sampled_from([[], ["utm_source=x"], ["spm=1.2", "from=a"]]))
    host = draw(st.sampled_from(["http://", "https://", "HTTP://"])) + draw(st.sampled_from(["", "www.", "WWW."]))
    host += "X.gov.cn" + draw(st.sampled_from(["", ":80", ":443"]))
    shown = "&".join([*tracking, *draw(st.permutations(given_pairs))])
    fragment = draw(st.sampled_from(["", "#top", "#"]))
    return f"https://x.gov.cn/{path}?{'&'.join(given_pairs)}", f"{host}/{path}?{shown}{fragment}"


@given(copied_addresses())
def test_another_way_of_copying_never_changes_an_address(addresses: tuple[str, str]) -> None:
    plain, copied = addresses
    assert document_address(plain) == document_address(copied)


@given(
    st.one_of(
        st.text().map(lambda rest: f"https://x.cn/{rest}"),
        st.text(st.sampled_from("/?&=#%2f;:@.www中a\u0338[]index.html")).map(lambda rest: f"http://{rest}"),
        st.text(st.sampled_from("/\\%2fa#?.中")).map(lambda rest: f"/{rest}"),
        st.text(),
    )
)
def test_the_form_of_an_address_is_its_own_form(url: str) -> None:
    address = document_address(url)
    assert document_address(address) == address


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("关于印发《轻工业数字化转型实施方案》的通知", "关于印发轻工业数字化转型实施方案的通知 "),
        ("工业和信息化部 财政部关于开展城市试点工作的通知", "关于开展城市试点工作的通知"),
        (
            "工业和信息化部等六部门关于印发《推动工业领域设备更新实施方案》的通知",
            "关于印发《推动工业领域设备更新实施方案》的通知",
        ),
        ("关于公布2025年度绿色制造名单的通告", "关于公布２０２５年度绿色制造名单的通告"),
        (
            "关于组织开展2025年度中小企业特色产业集群申报工作的通知",
            "关于组织开展2025年度中小企业特色产业集群申报工作通知",
        ),
    ],
)
def test_one_title_is_told_whatever_its_marks(one: str, same: str) -> None:
    assert are_alike(plain_title(one), plain_title(same))


@pytest.mark.parametrize(
    ("one", "another"),
    [
        (
            "关于公布第三批国家级专精特新重点小巨人企业名单的通知",
            "关于公布第四批国家级专精特新重点小巨人企业名单的通知",
        ),
        (
            "关于组织开展2025年度国家新型工业化产业示范基地申报推荐工作的通知",
            "关于组织开展2024年度国家新型工业化产业示范基地申报推荐工作的通知",
        ),
        (
            "关于组织开展国家新型工业化轻工业产业示范基地申报推荐审核工作的通知",
            "关于组织开展国家新型工业化纺织业产业示范基地申报推荐审核工作的通知",
        ),
        ("印发实施方案", "关于印发《实施方案》的通知"),
        ("通知", "公告"),
    ],
)
def test_the_next_of_a_row_is_another_document(one: str, another: str) -> None:
    assert not are_alike(plain_title(one), plain_title(another))


@given(st.text(st.sampled_from("关于印发轻纺工业方案的通知"), max_size=24), st.integers(0, 24), st.text(max_size=1))
def test_titles_that_are_alike_share_as_many_pairs_as_is_said(title: str, place: int, typed: str) -> None:
    """What the search through a whole ledger goes by."""
    one, two = plain_title(title), plain_title(title[:place] + typed + title[place + 1 :])
    if are_alike(one, two) and len(one) > 1 < len(two):
        shared = (title_pairs(one) & title_pairs(two)).total()
        assert shared >= max(fewest_shared(title_pairs(one).total()), fewest_shared(title_pairs(two).total()))


def test_a_month_meets_its_days_and_no_others() -> None:
    assert days_meet("2025-05", "2025-05-12")
    assert days_meet("2025-05-12", "2025-05-12")
    assert not days_meet("2025-05-12", "2025-05-13")
    assert not days_meet("2025-05", "2025-06")
    assert set(meeting_days("2025-05-12")) == {"2025-05", "2025-05-12"}
    assert {"2025-05", "2025-05-01", "2025-05-31"} <= set(meeting_days("2025-05"))


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("工信部", "工业和信息化部"),
        ("中华人民共和国工业和信息化部", "工业和信息化部、财政部"),
        ("国家发展改革委", "国家发改委 财政部"),
        ("财政部等六部门", " 财政部 "),
    ],
)
def test_a_publisher_is_known_by_any_of_its_names(one: str, same: str) -> None:
    assert plain_publisher(one) == plain_publisher(same)


def test_an_office_of_a_ministry_is_not_the_ministry() -> None:
    assert plain_publisher("工业和信息化部办公厅") != plain_publisher("工业和信息化部")


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"number": "财办建[2025]20号"}, (Sameness.NUMBER,)),
        ({"url": "http://miit.gov.cn/zwgk/art/2025/art_1f2e.html"}, (Sameness.ADDRESS,)),
        ({"contents": frozenset({"a" * 64, "b" * 64})}, (Sameness.CONTENT,)),
        ({"title": "关于开展城市试点工作的通知。", "publisher": "财政部", "published": "2025-05"}, (Sameness.TITLE,)),
        ({"title": NOTICE.title, "publisher": "财政部"}, ()),
        ({"title": NOTICE.title, "published": "2025-05-12"}, ()),
        ({"number": "财办建〔2025〕21号", "url": PAGE}, ()),
        ({"number": "见附件", "url": PAGE}, (Sameness.ADDRESS,)),
        ({}, ()),
    ],
)
def test_each_reason_tells_by_itself(changed: dict[str, object], reasons: tuple[Sameness, ...]) -> None:
    assert sameness(NOTICE, other(**changed)) == sameness(other(**changed), NOTICE) == reasons


def test_a_number_that_is_anybodys_needs_the_same_publisher() -> None:
    order = other(number="2025年第12号")
    assert sameness(order, other(number="公告2025年第12号", title="又一份", published="2024-02-02")) == (
        Sameness.NUMBER,
    )
    assert sameness(order, other(number="2025年第12号", title="又一份", publisher="财政部")) == ()


def test_an_empty_number_is_no_number() -> None:
    assert sameness(other(), other(title="又一份")) == ()


def test_where_nobody_looks_a_title_has_to_be_the_same() -> None:
    title = "关于组织开展中小企业特色产业集群申报工作的通知"
    one, nearly = other(title=title), other(title=title.replace("工作的", "工作"))
    assert sameness(one, nearly) == (Sameness.TITLE,)
    assert sameness(one, nearly, exact_title=True) == ()
    assert sameness(one, other(title=f"《{title}》"), exact_title=True) == (Sameness.TITLE,)
