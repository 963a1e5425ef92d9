"""Words and places that a search for evidence begins with."""

from urllib.parse import unquote, urlsplit

from tracker.domain.evidence.search_queries import MOST_QUERIES, prepared_queries, search_places


def test_a_search_begins_with_the_title_and_then_the_keywords() -> None:
    assert prepared_queries("制定换电指导意见", ["换电模式", "换电 指导意见"]) == (
        "制定换电指导意见",
        "换电模式",
        "换电 指导意见",
    )


def test_words_of_ours_before_a_title_are_not_looked_for() -> None:
    assert prepared_queries("消费品: 用三年左右时间培育千件优质品牌", []) == ("用三年左右时间培育千件优质品牌",)


def test_the_same_words_are_looked_for_once_and_empty_ones_never() -> None:
    assert prepared_queries("换电模式", [" 换电模式 ", "", "换电\n站"]) == ("换电模式", "换电 站")
    assert prepared_queries("", []) == ()


def test_nobody_is_asked_to_try_more_words_than_these() -> None:
    assert len(prepared_queries("题目", [f"词{n}" for n in range(50)])) == MOST_QUERIES


def test_every_place_has_an_address_that_carries_the_words() -> None:
    places = search_places(["工业和信息化部", "某省政府", "工业和信息化部"])
    assert [place.name for place in places] == ["工业和信息化部网站", "中国政府网", "国务院政策文件库"]
    assert search_places(["财政部"]) == places[1:]
    for place in places:
        address = urlsplit(place.address("换电 & 模式"))
        assert address.scheme == "https"
        assert "换电 & 模式" in unquote(address.query)
        assert "&q=%E6%8D%A2" in place.address("换电") or "searchWord=%E6%8D%A2" in place.address("换电")
