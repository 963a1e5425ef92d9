from typing import Any

import pytest

from tracker.capture.documents.documents import table_of
from tracker.capture.documents.formats import identify
from tracker.capture.documents.reading import read
from tracker.capture.particulars.published_lists import (
    CountedList,
    ListPlace,
    columns,
    count_list,
    guess_column,
    pasted_table,
    tables_in,
)
from tracker.domain.errors import UserError

TABLE = (
    "2025年度名单\t\t\t\n序号\t省份\t企业名称\t备注\n1\t北京市\t北京甲科技有限公司\t\n"
    "2\t北京市\t 乙（集团） 有限公司\t\n"
    "\t上海市（2家）\t\t\n3\t上海市\t上海ＡＢＣ有限公司\t\n4\t上海市\t上海ABC有限公司\t复核\n合计\t\t4家\t\n"
)


def counted(text: str) -> CountedList:
    return count_list(pasted_table(text))


def test_a_hundred_pasted_lines_are_a_hundred_names() -> None:
    found = counted("\r\n".join(f"{n}. 第{n}产业集群" for n in range(1, 101)))
    assert found.count == 100
    assert found.names[:2] == ("第1产业集群", "第2产业集群")
    assert (found.duplicates, found.dropped) == ((), ())


@pytest.mark.parametrize(
    "line",
    [
        "1. 北京市",
        "1．北京市",
        "1、北京市",
        "（一）北京市",
        "(12)北京市",
        "①北京市",
        "• 北京市",
        "1 北京市",
        "北 京 市",
        " 北京市；",
    ],
)
def test_numbering_and_blanks_are_no_part_of_a_name(line: str) -> None:
    assert counted(f"{line}\n上海市").names[0] == "北京市"


@pytest.mark.parametrize(
    "name", ["3M中国有限公司", "360安全科技公司", "一汽大众", "21世纪教育", "4399网络", "第一汽车集团", "2.5次元公司"]
)
def test_a_name_that_begins_with_a_number_keeps_it(name: str) -> None:
    assert counted(f"{name}\n上海市").names[0] == name


def test_what_stands_twice_counts_once_and_is_named_with_its_rows() -> None:
    found = counted("上海市\n北京市\n1.上海市\n上 海 市")
    assert found.names == ("上海市", "北京市")
    assert found.duplicates == (ListPlace("上海市", (1, 3, 4)),)


def test_headings_totals_notes_and_page_numbers_are_left_out_and_named() -> None:
    found = counted(
        "附件\n第九批集群名单\n一、北京市（2个）\n1.海淀集群\n2.朝阳集群\n合计：2个\n— 2 —\n注：排名不分先后"
    )
    assert found.names == ("海淀集群", "朝阳集群")
    assert [row.reason for row in found.dropped] == ["heading", "heading", "heading", "total", "heading", "heading"]
    assert found.dropped[3].words == "合计：2个"


def test_the_column_of_the_names_is_guessed_and_may_be_chosen() -> None:
    table = pasted_table(TABLE)
    assert [column.header for column in columns(table)] == ["序号", "省份", "企业名称", "备注"]
    assert guess_column(table) == 2
    found = count_list(table)
    assert found.header == "企业名称"
    assert found.names == ("北京甲科技有限公司", "乙（集团）有限公司", "上海ABC有限公司")
    assert found.duplicates == (ListPlace("上海ABC有限公司", (6, 7)),)
    assert [row.reason for row in found.dropped] == ["header", "header", "no_name", "total"]
    assert count_list(table, 1).names[:2] == ("北京市", "上海市（2家）")


def test_a_numbered_column_without_headers_is_not_the_names() -> None:
    assert counted("1\t北京市\n2\t上海市").names == ("北京市", "上海市")


def test_a_repeated_column_is_not_the_names() -> None:
    rows = [
        ["地区", "工厂名称", "第三方机构"],
        ["北京", "甲厂", "机构A"],
        ["北京", "乙厂", "机构A"],
        ["河北", "丙厂", "机构A"],
    ]
    assert guess_column(table_of("", rows)) == 1


def test_one_line_of_names_is_parted_at_its_commas() -> None:
    assert counted("北京市、上海市、天津市").names == ("北京市", "上海市", "天津市")


@pytest.mark.parametrize("text", ["", " \n\t\n", "合计 3个\n", "附件\n"])
def test_a_list_without_names_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="list_empty"):
        counted(text)


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(UserError, match="list_empty"):
        count_list(pasted_table("北京市\n上海市"), 5)


def test_every_kind_of_document_gives_its_list(make: Any) -> None:
    rows = [["序号", "城市"], ["1", "北京市"], ["2", "上海市"], ["3", "北京市"]]
    page = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    files = {
        "名单.xlsx": make.xlsx(S=rows),
        "名单.xls": make.xls(rows),
        "名单.docx": make.docx("名单", rows),
        "名单.csv": "\n".join(map(",".join, rows)).encode("gb18030"),
        "名单.html": f"<html><body><table>{page}</table></body></html>".encode(),
        "名单.txt": "\n".join(map("\t".join, rows)).encode("utf-16"),
    }
    for name, data in files.items():
        (table,) = tables_in(read(data, identify(data, name), name))
        found = count_list(table)
        assert (found.header, found.names) == ("城市", ("北京市", "上海市")), name


def test_a_pdf_without_tables_is_counted_by_its_lines(make: Any) -> None:
    data = make.pdf("第三批试点城市名单\n1.北京市\n2.上海市", "3.天津市\n- 2 -")
    (table,) = tables_in(read(data, identify(data)))
    assert count_list(table).names == ("北京市", "上海市", "天津市")
