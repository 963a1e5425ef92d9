"""From the facts to the folder: both languages, page by page, each commitment read once."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from typing import Any, NamedTuple

from tracker.domain.commitments.progress import Progress
from tracker.domain.reports.report_request import ReportForm
from tracker.domain.rows import CommitmentDetail, Name
from tracker.domain.text.dates import first_day
from tracker.exports.citing import Citations
from tracker.exports.compose import front
from tracker.exports.report_item import Item, due_words
from tracker.exports.report_tree import Label
from tracker.exports.safely import printable
from tracker.exports.site import addresses, open_data, pages
from tracker.exports.site.feed import feed
from tracker.exports.site.folder import SiteDraft, SiteFolder, drafting, put_in_place
from tracker.exports.site.pages import News, SiteEntry, SiteFacts, SitePages
from tracker.exports.site.story import story_of
from tracker.services.reports.publishing import Verdicts
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import LANGUAGES, Words, load_words

_IN_FEED = 50
_NEWS = ("evidence", "claim", "later", "verdict")
"""What is news: not what was promised once, nor when it falls due."""


def title_of(language: str) -> str:
    """Return what the site is called."""
    return load_words(language).site("title")


def write_site(facts: ReportFacts, verdicts: Verdicts, form: ReportForm, site: SiteFolder, progress: Progress) -> str:
    """Write the site, and return the SHA-256 of its marker. `progress` counts commitments, and may cancel until files
    take their places.

    Raises `disk_full`, `output_unwritable` or `site_file_foreign`.
    """
    with drafting(site) as draft:
        _Writing(facts, verdicts, form, draft).write(progress)
        progress(len(facts.details), len(facts.details))
        about = {"origin": facts.origin, "as_of": facts.as_of.isoformat(), "made_on": facts.made_on.isoformat()}
        return put_in_place(site, draft, about)


@dataclass
class _Edition:
    """The site in one language, as far as it is written."""

    pages: SitePages
    entries: list[SiteEntry] = field(default_factory=list[SiteEntry])
    news: list[News] = field(default_factory=list[News])


class _Neighbour(NamedTuple):
    """The commitment before or after one."""

    code: str
    title: Name


class _Writing:
    def __init__(self, facts: ReportFacts, verdicts: Verdicts, form: ReportForm, draft: SiteDraft) -> None:
        self._facts = facts
        self._verdicts = verdicts
        self._form = form
        self._draft = draft
        assets = {ending: self._named(f"assets/site.{ending}", content) for ending, content in _assets().items()}
        self._editions = [
            _Edition(SitePages(_site_facts(facts, load_words(language), form, assets), load_words(language)))
            for language in LANGUAGES
        ]
        self._both = open_data.Both(load_words("zh"), load_words("en"))
        self._known = open_data.terms(self._both)
        self._lines = [open_data.csv_head()]

    def write(self, progress: Progress) -> None:
        """Write all files but the marker."""
        about = self._about()
        data = open_data.json_pieces(about, self._known, self._commitments(progress))
        self._draft.write_pieces(addresses.JSON, (piece.encode() for piece in data))
        self._draft.write(addresses.CSV, "".join(self._lines).encode())
        for edition in self._editions:
            self._write_together(edition)

    def _commitments(self, progress: Progress) -> Iterator[dict[str, Any]]:
        """Write the pages of each commitment, and return its data."""
        before: _Neighbour | None = None
        count = len(self._facts.details)
        # One ahead, since each page leads to the next one as well.
        for number, (detail, coming) in enumerate(pairwise(chain(self._facts.details, [None]))):
            progress(number, count)
            if detail is None:
                break
            after = _Neighbour(coming.row.code, coming.row.title) if coming else None
            data = self._one(detail, before, after)
            before = _Neighbour(detail.row.code, detail.row.title)
            self._lines.append(open_data.csv_line(data, self._known))
            yield data

    def _one(self, detail: CommitmentDetail, before: _Neighbour | None, after: _Neighbour | None) -> dict[str, Any]:
        data: dict[str, Any] = {}
        cited = Citations().cite(detail)
        for edition in self._editions:
            words = edition.pages.words
            item = Item(detail, words, *cited)
            story = story_of(item, self._verdicts.get(detail.row.id, ()))
            sides = [(one.code, words.name(one.title)) if one else None for one in (before, after)]
            place = addresses.commitment(item.code, words.language)
            self._draft.write(place, edition.pages.commitment(item, story, sides[0], sides[1]))
            edition.entries.append(_entry(item, place))
            until = self._facts.as_of
            told = (one for one in story if one.kind in _NEWS and first_day(one.day) <= until)
            edition.news += [News(item.code, item.title, place, one) for one in told]
            data = data or open_data.commitment_data(item, story, self._both, reasons=self._form.reasons)
        return data

    def _write_together(self, edition: _Edition) -> None:
        """Write the pages that tell of all commitments."""
        language = edition.pages.language
        newest = sorted(edition.news, key=lambda one: (first_day(one.happening.day), one.code), reverse=True)
        scripts = {
            "rows": self._named(f"data/rows-{language}.js", _rows(edition.entries, language)),
            "words": self._named("data/words.js", _words(edition.entries)),
        }
        write = self._draft.write
        write(addresses.whole_list(language), edition.pages.whole_list(edition.entries))
        write(addresses.rules(language), edition.pages.rules())
        write(addresses.overview(language), edition.pages.overview(edition.entries, newest, scripts))
        write(addresses.feed(language), feed(newest[:_IN_FEED], edition.pages.facts, edition.pages.words))

    def _named(self, name: str, content: bytes) -> str:
        named = addresses.named_by_content(name, content)
        self._draft.write(named, content)
        return named

    def _about(self) -> dict[str, Any]:
        facts = self._facts
        both = self._both
        return {
            "title": both(lambda words: words.site("title")),
            "as_of": facts.as_of,
            "made_on": facts.made_on,
            "sample": facts.illustrative is not None,
            "scope": both(lambda words: front.public_scope(facts, words)),
            "reasons": self._form.reasons,
            "total": facts.total,
            "count": len(facts.details),
            "sources": [
                {"key": source.key, "title": both.name(source.title), "publisher": both.name(source.publisher)}
                | {"held_on": source.held_on, "complete": source.complete}
                for source in facts.sources
            ],
            "origin": facts.origin,
        }


def _assets() -> dict[str, bytes]:
    return {"css": pages.style(), "js": pages.script()}


def _site_facts(facts: ReportFacts, words: Words, form: ReportForm, assets: dict[str, str]) -> SiteFacts:
    mark = words.phrase("illustrative", day=facts.illustrative) if facts.illustrative else ""
    on_top = replace(front.front_of(facts, words), scope=front.public_scope(facts, words))
    return SiteFacts(on_top, mark, form.reasons, form.base_url, assets)


def _entry(item: Item, place: str) -> SiteEntry:
    row = item.detail.row
    words = item.words
    lead = row.lead
    return SiteEntry(
        code=item.code,
        title=item.marked_title,
        page=place,
        topic=Label(row.topic.key, words.name(row.topic)),
        lead=Label(lead.department.key, words.in_charge(lead)) if lead else None,
        lead_name=words.name(lead.department) if lead else "",
        lead_basis=lead.basis if lead else None,
        departments=tuple(_label(one.department, words) for one in item.detail.departments),
        assessment=item.assessment,
        light=item.light,
        due=due_words(row, words),
        due_on=row.due.on.isoformat() if row.due.on else "",
        newest=max((piece.published for piece in item.pieces), default=""),
        doubted=bool(item.detail.doubts) or row.grounds_changed,
        words="\n".join(quote.passage.exact for quote in item.detail.quotes),
    )


def _label(name: Name, words: Words) -> Label:
    return Label(name.key, words.name(name))


class _Numbers:
    """Numbers what occurs again and again, so that rows only name it."""

    def __init__(self) -> None:
        self.known: dict[Any, int] = {}

    def __call__(self, value: Hashable) -> int:
        return self.known.setdefault(value, len(self.known))


def _rows(entries: list[SiteEntry], language: str) -> bytes:
    """The rows of the overview as a script, with what `site.js` makes a line of."""
    topics, departments, terms, lights, dues = (_Numbers() for _ in range(5))
    root = addresses.overview(language)
    rows = [
        [
            *(entry.code, entry.title, addresses.way(root, entry.page), topics(entry.topic)),
            [departments(one) for one in entry.departments],
            departments(entry.lead) if entry.lead else -1,
            *(terms(entry.assessment), lights(entry.light), dues(entry.due), entry.due_on, entry.newest),
            int(entry.doubted),
        ]
        for entry in entries
    ]
    shape = {
        "topics": [[one.key, one.word] for one in topics.known],
        "departments": [[one.key, one.word] for one in departments.known],
        "assessments": [[one.code, one.word, pages.sign(one)] for one in terms.known],
        "lights": [[one.code, one.word, pages.sign(one)] for one in lights.known],
        "dues": list(dues.known),
        "rows": rows,
    }
    return f"self.trackerRows={open_data.encoded(shape)};\n".encode()


def _words(entries: list[SiteEntry]) -> bytes:
    """The words of all commitments, in the order of the rows; read only when somebody searches."""
    return f"self.trackerWords={open_data.encoded([printable(entry.words) for entry in entries])};\n".encode()
