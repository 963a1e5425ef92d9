"""A quote is anchored by its words and their place, and is an orphan as soon as either differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.evidence.anchors import anchor_at, stands

PAGES = ("关于公布名单的通知", "  现将第三批试点城市名单予以公布，\n共计 34 个城市。名单予以公布。")


def test_a_selection_is_kept_without_the_white_space_around_it() -> None:
    anchor, words = anchor_at("a" * 64, PAGES, 1, 0, 12)
    assert (words, anchor.page, anchor.start, anchor.prefix) == ("现将第三批试点城市名", 1, 2, "  ")
    assert stands(anchor, words, PAGES)


@pytest.mark.parametrize(
    "pages",
    [
        (),
        PAGES[:1],
        (PAGES[0], PAGES[1].replace("第三批", "第四批")),
        (PAGES[0], PAGES[1][2:]),  # the same words, elsewhere
        (PAGES[0], PAGES[1].replace("34", "35")),  # the words around have changed
    ],
)
def test_a_quote_whose_file_reads_differently_is_an_orphan(pages: tuple[str, ...]) -> None:
    anchor, words = anchor_at("a" * 64, PAGES, 1, 2, 17)
    assert not stands(anchor, words, pages)


def test_white_space_alone_cannot_be_quoted() -> None:
    with pytest.raises(ValueError, match="nothing"):
        anchor_at("a" * 64, PAGES, 1, 0, 2)


@given(st.text(min_size=1), st.data())
def test_what_was_just_anchored_stands(page: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(page) - 1))
    end = data.draw(st.integers(start + 1, len(page)))
    if page[start:end].strip():
        anchor, words = anchor_at("b" * 64, (page,), 0, start, end)
        assert stands(anchor, words, (page,))
