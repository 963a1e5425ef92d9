"""What happened lately, as Atom (RFC 4287)."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.sax.saxutils import escape, quoteattr

from tracker.domain.reports.report_mark import whole_mark_in
from tracker.domain.text.dates import first_day
from tracker.exports.safely import printable
from tracker.exports.site import addresses
from tracker.exports.site.pages import News, SiteFacts
from tracker.wording import Words


def feed(news: Sequence[News], facts: SiteFacts, words: Words) -> bytes:
    """Return the feed, newest first. Without an address of the site, links lead to the pages beside the feed."""
    language = words.language
    here = addresses.feed(language)
    ledger = _ledger_of(facts)
    # A day of the ledger is one in Beijing.
    newest = max((first_day(one.happening.day) for one in news), default=facts.front.as_of)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{"zh-CN" if language == "zh" else language}">',
        f"<title>{_text(words.site('title'))}</title>",
        f"<id>{uuid5(ledger, f'feed {language}').urn}</id>",
        f"<updated>{newest}T00:00:00+08:00</updated>",
        f"<author><name>{_text(words.site('title'))}</name></author>",
        f"<link href={_address(addresses.overview(language), here, facts)}/>",
        *([f'<link rel="self" href={_address(here, here, facts)}/>'] if facts.base_url else []),
    ]
    for one in news:
        lines += _entry(one, here, ledger, facts, words)
    return printable("\n".join([*lines, "</feed>"])).encode() + b"\n"


def _entry(one: News, here: str, ledger: UUID, facts: SiteFacts, words: Words) -> list[str]:
    told = one.happening
    # By what it is, so that it stays the same entry whenever the site is made, and wherever it lies.
    known = "\n".join((words.language, one.code, told.kind, told.day, told.head, told.said))
    content = "\n".join(text for text in (told.said, told.gist) if text)
    return [
        "<entry>",
        f"<title>{_text(words.site('feed_entry', code=one.code, title=one.title, head=told.head))}</title>",
        f"<id>{uuid5(ledger, printable(known)).urn}</id>",
        f"<updated>{first_day(told.day)}T00:00:00+08:00</updated>",
        f"<link href={_address(one.page, here, facts)}/>",
        f'<content type="text">{_text(content or told.head)}</content>',
        "</entry>",
    ]


def _ledger_of(facts: SiteFacts) -> UUID:
    mark = whole_mark_in(facts.front.origin)
    return UUID(mark.ledger) if mark else NAMESPACE_URL


def _address(place: str, here: str, facts: SiteFacts) -> str:
    to = facts.base_url + addresses.way("", place) if facts.base_url else addresses.way(here, place)
    return quoteattr(to)


def _text(text: str) -> str:
    return escape(printable(text))
