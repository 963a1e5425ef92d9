"""Scans, made by drawing text as pictures: tilted, with a letterhead and a seal in red, as offices scan them."""

import io
import math
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tracker.capture.documents import reading as reading_module
from tracker.capture.documents.formats import Kind
from tracker.capture.documents.ocr import without_seals
from tracker.capture.documents.reader_process import seconds_of_ocr
from tracker.capture.documents.reading import read
from tracker.domain.commitments.progress import Cancelled
from tracker.domain.evidence.unreadable import Unread
from tracker.locations import resources_dir
from tracker.services.evidence.capturing import Captured, examine_bytes

pytest.importorskip("rapidocr")
pytest.importorskip("onnxruntime")
np = pytest.importorskip("numpy")
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


AMENDED = "第二条修订为：支持三十五个试点城市。"
RED, PAPER = (205, 25, 25), (250, 249, 245)


def paper(dots: int) -> tuple[Any, Any, Any]:
    """A page of A4, what draws on it, and letters of the size 三号."""
    page = Image.new("RGB", (round(8.27 * dots), round(11.69 * dots)), PAPER)
    font = ImageFont.truetype(str(resources_dir() / "fonts" / "NotoSerifSC-Regular.ttf"), round(16 / 72 * dots))
    return page, ImageDraw.Draw(page), font


def seal(pen: Any, font: Any, dots: int, across: float, down: float, radius: float = 0.8) -> None:
    """A seal around this point, in inches: a ring, letters within it, and a star."""
    box = [round(at * dots) for at in (across - radius, down - radius, across + radius, down + radius)]
    pen.ellipse(box, outline=RED, width=max(dots // 25, 3))
    for number, letter in enumerate("某某市人民政府"):
        turn = math.pi * (1.1 + 0.8 * number / 6)
        place = (across + 0.72 * radius * math.cos(turn), down + 0.72 * radius * math.sin(turn))
        pen.text([at * dots for at in place], letter, font=font, fill=RED, anchor="mm")
    pen.text((across * dots, down * dots), "★", font=font, fill=RED, anchor="mm")


def red_share(picture: Any) -> float:
    dots = np.asarray(picture).astype(int)
    return float((dots[:, :, 0] - dots[:, :, 1:].max(axis=2) > 60).sum()) / max(dots[:, :, 0].size, 1)


@pytest.mark.parametrize("dots", [100, 200])
@pytest.mark.parametrize(
    "places",
    [((2.2, 9.0),), ((5.5, 2.0),), ((2.0, 9.0), (3.62, 9.0)), ((1.5, 9), (3.1, 9), (4.7, 9)), ((2, 5), (2, 9))],
)
def test_seals_are_taken_off_wherever_they_stand(dots: int, places: tuple[tuple[float, float], ...]) -> None:
    page, pen, font = paper(dots)
    for across, down in places:
        seal(pen, font, dots, across, down)
    assert red_share(page) > 0
    assert red_share(without_seals(np.asarray(page))) < 0.02 * red_share(page)


@pytest.mark.parametrize(("size", "pitch"), [(16, 1.9), (10.5, 1.15), (10.5, 1.0), (22, 1.2)])
@pytest.mark.parametrize("letters", [1, 4, 8, 12, 20])
def test_letters_in_red_stay_in_whatever_lines(size: float, pitch: float, letters: int) -> None:
    page, pen, _ = paper(150)
    height = round(size / 72 * 150)
    font = ImageFont.truetype(str(resources_dir() / "fonts" / "NotoSerifSC-Regular.ttf"), height)
    for line in range(8):
        pen.text((150, 700 + line * height * pitch), (AMENDED * 2)[line : line + letters], font=font, fill=RED)
    assert (without_seals(np.asarray(page)) == np.asarray(page)).all()


@pytest.mark.parametrize("place", [(1, 7), (1.2, 8)])
def test_an_amendment_in_red_is_read_beside_the_seal(place: tuple[float, float]) -> None:
    dots = 150
    page, pen, font = paper(dots)
    for line, words in enumerate(PAGES[0].split("\n")[1:7]):
        pen.text((dots, dots * (1.2 + 0.5 * line)), words, font=font, fill=(20, 20, 20))
    pen.text([at * dots for at in place], AMENDED, font=font, fill=RED)
    pen.text((4.5 * dots, 9.4 * dots), "2025年6月18日", font=font, fill=(20, 20, 20))
    seal(pen, font, dots, 5.4, 9.5)
    file = io.BytesIO()
    page.save(file, "PNG")
    text = "".join(examine_bytes(file.getvalue(), "附件.png").document.text.split())
    assert "支持三十五个试点城市" in text
    assert "2025年6月18日" in text


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


def why_not(content: bytes, name: str) -> Unread | None:
    unread = examine_bytes(content, name).unread
    return unread and unread.reason


def test_ocr_that_is_turned_off_says_so_and_does_not_ask_to_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_OCR", "0")
    assert why_not(scan(150, 2), "a.pdf") is Unread.OCR_OFF


def test_however_many_processors_there_are_two_read_and_never_longer_than_an_hour() -> None:
    options = "engine.text_det.session.session.get_session_options().intra_op_num_threads"
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            f"from tracker.capture.documents.ocr import _engine; engine = _engine(); print({options})",
        ],
        capture_output=True,
        check=True,
    )
    assert int(run.stdout) == (2 if (os.cpu_count() or 1) > 1 else 0)
    assert [seconds_of_ocr(size) for size in (0, 300_000, 30_000_000)] == [300, 900, 3_600]


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the engine, without its models, that the reader finds before the one that is installed."""
    spec = find_spec("rapidocr")
    assert spec is not None
    assert spec.origin is not None
    copy = shutil.copytree(
        Path(spec.origin).parent, tmp_path / "rapidocr", ignore=shutil.ignore_patterns("*.onnx", "__pycache__")
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    return Path(copy)


@pytest.mark.parametrize("fault", ["ImportError('libGL.so.1: cannot open')", "OSError('libgomp')", "AttributeError()"])
def test_an_engine_that_does_not_run_leaves_a_scan_that_says_so(broken: Path, fault: str) -> None:
    (broken / "__init__.py").write_text(f"raise {fault}\n", encoding="utf-8")
    assert why_not(scan(150, 2), "a.pdf") is Unread.OCR_UNUSABLE


@pytest.mark.parametrize("kept", [None, "*det*", "*rec*"])
def test_a_missing_model_is_not_fetched_and_said_in_one_sentence(broken: Path, kept: str | None) -> None:
    installed = find_spec("rapidocr")
    assert installed is not None
    assert installed.origin is not None
    for model in Path(installed.origin).parent.glob(f"models/{kept}.onnx") if kept else ():
        shutil.copy(model, broken / "models")
    assert why_not(scan(150, 2), "a.pdf") is Unread.OCR_UNUSABLE


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel watches")
def test_the_reader_of_a_scan_opens_no_socket_even_for_a_missing_model(broken: Path) -> None:
    silent = "from tests.silence import close_the_network; close_the_network(); "
    run = subprocess.run(
        [sys.executable, "-c", f"{silent}from tracker.capture.documents.reader_process import main; main()", "ocr-pdf"],
        input=scan(150, 2),
        capture_output=True,
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert run.returncode == 0
    assert b'{"refused": "ocr_unusable"}' in run.stdout


def test_ocr_that_fails_says_so_and_does_not_ask_to_be_installed(make: Any) -> None:
    assert why_not(make.png(2_000, 2_000), "a.png") is Unread.OCR_FAILED


def test_pages_with_a_text_of_their_own_are_kept_where_ocr_does_not_run(make: Any, broken: Path) -> None:
    (broken / "__init__.py").write_text("import nothing_of_this_name\n", encoding="utf-8")
    document = examine_bytes(make.pdf("关于公布名单的通知", ""), "a.pdf").document
    assert (document.unread, document.pages_without_text, document.read_by_ocr) == (None, (2,), ())


def test_without_the_optional_part_a_scan_stays_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_module, "find_ocr", lambda: False)
    unread = examine_bytes(scan(150, 2), "a.pdf").unread
    assert unread is not None
    assert unread.reason is Unread.SCAN
