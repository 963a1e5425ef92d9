"""What a search for evidence begins with (coding rules §6): words to look for, and the usual places to look in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.text.lines import LONGEST_SEARCH, one_line

MOST_QUERIES = 8
"""More words than these nobody tries at three places."""
_LEAD_IN = re.compile(r"^[^:：]{1,12}[:：]\s*")
"""The words of ours before the colon of a title, by which it stands alone: the source does not have them (§1)."""


@dataclass(frozen=True, slots=True)
class SearchPlace:
    """A place to search in: its name, as a search on record has it, and the address of its search page."""

    name: str
    name_en: str
    template: str

    def address(self, words: str) -> str:
        """The address of the page that looks for these words."""
        return self.template.format(words=quote(words, safe=""))


_EVERYWHERE = (
    SearchPlace(
        "中国政府网",
        "Website of the central government",
        "https://sousuo.www.gov.cn/sousuo/search.shtml?code=17da70961a7&dataTypeId=107&searchWord={words}",
    ),
    SearchPlace(
        "国务院政策文件库",
        "Policy documents of the State Council",
        "https://sousuo.www.gov.cn/zcwjk/policyDocumentLibrary?t=zhengcelibrary&q={words}",
    ),
)
"""Where official documents are published, whoever they are from."""


def search_places(publishers: Iterable[str]) -> tuple[SearchPlace, ...]:
    """Return the usual places in the order in which they are searched: the websites of these publishers first, as far
    as an address is known that looks for words."""
    bodies = state_bodies()
    found = (bodies.get(key) for key in dict.fromkeys(bodies.parted(publisher)[0] for publisher in publishers))
    own = (
        SearchPlace(f"{body.full_name}网站", f"Website of the {body.name.en}", body.search)
        for body in found
        if body is not None and body.search
    )
    return (*own, *_EVERYWHERE)


def prepared_queries(title: str, keywords: Sequence[str]) -> tuple[str, ...]:
    """The words to look for of a commitment: its title without our lead-in, then its keywords, as they are.

    Each at most once and on one line, at most `MOST_QUERIES`; nothing for what has neither.
    """
    words = (one_line(text)[:LONGEST_SEARCH] for text in (_LEAD_IN.sub("", title), *keywords))
    # dict.fromkeys, and no set: the order is that in which they are offered.
    return tuple(dict.fromkeys(filter(None, words)))[:MOST_QUERIES]
