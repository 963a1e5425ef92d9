"""Scans, made by drawing text as pictures: tilted, with a letterhead and a seal in red, as offices scan them."""

import io
from typing import Any

import pytest

from tracker.capture import scans
from tracker.capture.formats import Kind
from tracker.capture.reading import read
from tracker.domain.progress import Cancelled
from tracker.domain.unreadable import Unread
from tracker.locations import resources_dir
from tracker.services.capturing import Captured, examine_bytes

pytest.importorskip("rapidocr")
pytest.importorskip("onnxruntime")
Image = pytest.importorskip("PIL.Image")
ImageDraw = pytest.importorskip("PIL.ImageDraw")
ImageFont = pytest.importorskip("PIL.ImageFont")

PAGES = (
    """某某市经济和信息化局文件
某经信发〔2025〕36号
关于公布第三批数字化转型试点企业名单的通知
各区、县（市）经济和信息化主管部门：
根据有关工作部署，经企业自愿申报、各地推荐、专家
评审和社会公示，确定34家企业为第三批数字化转型试
点企业，现予公布。请加强指导和服务，及时总结经验。
试点期为两年，自2025年7月1日起计算。
某某市经济和信息化局
2025年6月18日""",
    """一、总体要求
坚持稳中求进，推动产业链上下游协同，到2027年底，
规模以上企业数字化改造覆盖率达到85%，培育示范企业
120家，建设公共服务平台15个。
二、重点任务
（一）加快技术改造。支持企业更新设备，每年实施重
点项目200项以上，完成投资超过50亿元。
（二）完善标准体系。制定团体标准30项，组织贯标培
训100场次，服务企业3000家次。""",
    """附件
第三批数字化转型试点企业名单
1. 某某精密机械有限公司
2. 某某新材料股份有限公司
3. 某某纺织科技有限公司
4. 某某医疗器械有限公司
5. 某某食品工业有限公司
6. 某某电子信息技术有限公司
7. 某某环境工程有限公司""",
)
_TILTS = (0.8, -1.2, 0.5)
MOST_WRONG = {150: 0.02, 300: 0.01}
"""Share of the characters of a page that may be wrong, missing or too many, by dots an inch."""


def drawn(number: int, dots: int) -> Any:
    """A page of A4 as a scanner sees it, the first with a red letterhead and with a seal over the signature."""
    size = round(16 / 72 * dots)  # 三号
    font = ImageFont.truetype(str(resources_dir() / "fonts" / "NotoSerifSC-Regular.ttf"), size)
    paper = Image.new("RGB", (round(8.27 * dots), round(11.69 * dots)), (250, 249, 245))
    pen = ImageDraw.Draw(paper)
    for place, line in enumerate(PAGES[number].split("\n")):
        red = number == 0 and place == 0
        pen.text((dots, dots * 1.2 + place * size * 1.9), line, font=font, fill=(200, 25, 25) if red else (20, 20, 20))
    if number == 0:
        centre = (dots * 2.2, dots * 1.2 + 8.9 * size * 1.9)
        box = (centre[0] - dots * 0.8, centre[1] - dots * 0.8, centre[0] + dots * 0.8, centre[1] + dots * 0.8)
        pen.ellipse(box, outline=(215, 40, 40), width=max(dots // 25, 3))
        pen.text((centre[0] - size / 2, centre[1] - size / 2), "★", font=font, fill=(215, 40, 40))
    return paper.rotate(_TILTS[number], fillcolor=(250, 249, 245), resample=Image.Resampling.BICUBIC)


def scan(dots: int, *numbers: int) -> bytes:
    file = io.BytesIO()
    pages = [drawn(number, dots) for number in numbers]
    pages[0].save(file, "PDF", resolution=dots, save_all=True, append_images=pages[1:])
    return file.getvalue()


def wrong(wanted: str, found: str) -> float:
    """The edits that make one text of the other, as a share of its characters; blanks and breaks do not count."""
    wanted, found = "".join(wanted.split()), "".join(found.split())
    before = list(range(len(found) + 1))
    for row, one in enumerate(wanted, 1):
        now = [row]
        for column, other in enumerate(found, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (one != other)))
        before = now
    return before[-1] / len(wanted)


@pytest.fixture(autouse=True)
def with_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRACKER_OCR")


@pytest.mark.parametrize("dots", [150, 300])
def test_three_tilted_and_stamped_pages_are_read_almost_without_a_mistake(dots: int) -> None:
    heard: list[tuple[int, int]] = []
    document = read(scan(dots, 0, 1, 2), Kind.PDF, progress=lambda done, total: heard.append((done, total)))
    rates = [wrong(wanted, found) for wanted, found in zip(PAGES, document.pages, strict=True)]
    print(f"\n{dots} dots an inch: {', '.join(f'{rate:.2%}' for rate in rates)} of the characters wrong")
    assert max(rates) <= MOST_WRONG[dots]
    assert (document.unread, document.read_by_ocr) == (None, (1, 2, 3))
    assert [at for at in dict.fromkeys(heard) if at[1]] == [(0, 3), (1, 3), (2, 3)]


@pytest.fixture(scope="module")
def notice() -> Captured:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TRACKER_OCR", raising=False)
        return examine_bytes(scan(200, 0), "扫描通知.pdf")


def test_every_value_of_a_scan_is_marked_as_read_by_ocr(notice: Captured) -> None:
    found = notice.proposals
    proposed = [found.title, found.publisher, found.number, found.published, found.kind, found.stage]
    assert [one and one.value for one in proposed] == [
        "关于公布第三批数字化转型试点企业名单的通知",
        "某某市经济和信息化局",
        "某经信发〔2025〕36号",
        "2025-06-18",
        "list",
        "issued",
    ]
    assert all(one is not None and one.by_ocr for one in proposed)
    assert found.figures
    assert all(figure.by_ocr for figure in found.figures)


def test_a_page_with_a_text_of_its_own_is_not_read_again_and_not_marked(make: Any) -> None:
    captured = examine_bytes(make.pdf("关于公布某某名单的通知\n确定34家企业。", ""), "通知.pdf")
    assert captured.document.read_by_ocr == ()
    assert captured.proposals.title is not None
    assert not captured.proposals.title.by_ocr


def test_a_picture_is_read_too_and_one_without_words_says_so(make: Any) -> None:
    file = io.BytesIO()
    drawn(2, 150).save(file, "PNG")
    captured = examine_bytes(file.getvalue(), "附件.png")
    assert (captured.unread, captured.document.read_by_ocr) == (None, (1,))
    assert "某某精密机械有限公司" in captured.document.text
    blank = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(blank, "PNG")
    nothing = examine_bytes(blank.getvalue(), "空白.png").unread
    assert nothing is not None
    assert nothing.reason is Unread.NO_WORDS


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_its_head_is_turned(turn: int) -> None:
    file = io.BytesIO()
    drawn(2, 150).rotate(turn, expand=True).save(file, "PNG")
    assert wrong(PAGES[2], examine_bytes(file.getvalue(), "附件.png").document.text) <= MOST_WRONG[150]


def test_reading_a_scan_can_be_stopped() -> None:
    def stop(done: int, total: int) -> None:
        if total:
            raise Cancelled

    with pytest.raises(Cancelled):
        read(scan(150, 0, 1), Kind.PDF, progress=stop)


def test_without_the_optional_part_a_scan_stays_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "find_spec", lambda _: None)
    unread = examine_bytes(scan(150, 2), "a.pdf").unread
    assert unread is not None
    assert unread.reason is Unread.SCAN
