"""`tracker watch`: pages that are watched for new documents. What `--json` prints:

page        {uid, name, address, kind, rule {kind, path, fields}, departments [key], on, looked_at, outcome, problem,
            seen_since, seen_until, logged_until, new}
found       [{address, name, kind, title, items [{url, title, published, summary}], total}], of `watch find`
looks       [{page, name, outcome, problem, items, new}], of `watch check`
new         [{uid, page, url, title, published, summary, found_at, state, group, piece, put_down_by, sign, early,
            same_briefing, suggestions}], the suggestions as `tracker suggest` has them
searches    [{page, address, since, until, items, left_out, searches [{code, words, found}]}]
rechecks    [{id, title, address, looked_at, outcome, problem, signs, rows [before, after], changes [{before, after,
            context}], more}]

`problem` is a sentence, or null.
"""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from tracker.cli.inputs import find_departments, number, opened, read_term
from tracker.cli.printing import json_shapes
from tracker.cli.printing.json_shapes import show
from tracker.cli.printing.text_table import print_lines
from tracker.domain.errors import UserError
from tracker.domain.watching.page_changes import RecheckRow
from tracker.domain.watching.terms import ItemState
from tracker.domain.watching.watched import (
    CapturedPage,
    FoundItemRow,
    OfferedPage,
    PageLookRow,
    RankedItem,
    SearchOffer,
    WatchedPageRow,
)
from tracker.services.commands import (
    ItemsMark,
    ListRuleFields,
    NewWatchedPage,
    WatchedPageRemoval,
    WatchedPageRevision,
    WordsRevision,
    command,
)
from tracker.services.ledgers.workspace import Workspace
from tracker.services.watching.found_items import list_marked, list_new, mark_items
from tracker.services.watching.looks import log_offers, offer_searches
from tracker.services.watching.watched_pages import (
    add_page,
    list_offered,
    list_watched,
    list_words,
    remove_page,
    revise_page,
    revise_words,
)
from tracker.wording import Words

_SHOWN = 8
"""Items that are shown of a list which was found."""


def run_list(options: Namespace, words: Words) -> None:
    """List the watched pages, or the official ones that could be."""
    with opened(options) as workspace:
        if options.official:
            offered = list_offered(workspace)
            shapes = [{"name": one.name.zh, "name_en": one.name.en, "address": one.address} for one in offered]
            show(options, shapes, lambda: print_lines(_offered_line(one, words) for one in offered))
            return
        pages = list_watched(workspace)
    show(options, [_page(one, words) for one in pages], lambda: print_lines(_page_line(one, words) for one in pages))


def run_find(options: Namespace, words: Words) -> None:
    """Say what an address offers, and record nothing."""
    from tracker.services.watching.looking import WatchOffer, find_lists

    with opened(options) as workspace:
        found = find_lists(options.address, workspace.today(), allow_private=frozenset(options.allow_private))

    def shape(offer: WatchOffer) -> dict[str, Any]:
        listing = offer.listing
        items = [asdict(item) for item in listing.items]
        kind = listing.rule.kind.value
        named = {"address": offer.address, "name": offer.name, "kind": kind, "title": listing.title}
        return {**named, "items": items, "total": listing.total}

    def lines(offer: WatchOffer) -> list[str]:
        first = words.phrase("watch_found", kind=offer.listing.rule.kind, name=offer.name, count=offer.listing.total)
        some = offer.listing.items[:_SHOWN]
        return [first, *(f"  {item.published or '—'}  {item.title}" for item in some)]

    show(options, [shape(one) for one in found], lambda: print_lines(line for one in found for line in lines(one)))


def run_add(options: Namespace, words: Words) -> None:
    """Watch an address: by its feed or best list, or by the list that holds an example."""
    from tracker.services.watching.looking import find_lists, offer_with

    with opened(options) as workspace:
        found = find_lists(options.address, workspace.today(), allow_private=frozenset(options.allow_private))
        offer = offer_with(found, options.example) if options.example else found[0]
        rule = offer.listing.rule
        wish = command(
            NewWatchedPage,
            name=options.name or offer.name,
            address=offer.address,
            rule=command(ListRuleFields, kind=rule.kind, path=rule.path, fields=dict(rule.fields)),
            departments=tuple(find_departments(workspace, options.department, words)),
        )
        add_page(workspace, wish)
        page = next(one for one in list_watched(workspace) if one.address == offer.address)
    show(options, _page(page, words), lambda: print_lines([_page_line(page, words)]))


def run_edit(options: Namespace, words: Words) -> None:
    """Change what is said of a watched page; print it as it is then."""
    with opened(options) as workspace:
        page = _page_called(workspace, options.page)
        departments = tuple(find_departments(workspace, options.department, words)) if options.department else None
        is_on = True if options.on else False if options.off else None
        if options.name is None and departments is None and is_on is None:
            raise UserError("nothing_given", what=options.page)
        revision = command(WatchedPageRevision, page=page.uid, name=options.name, departments=departments, is_on=is_on)
        revise_page(workspace, revision)
        page = next(one for one in list_watched(workspace) if one.uid == page.uid)
    show(options, _page(page, words), lambda: print_lines([_page_line(page, words)]))


def run_remove(options: Namespace, _words: Words) -> None:
    """Watch a page no more."""
    with opened(options) as workspace:
        page = _page_called(workspace, options.page)
        remove_page(workspace, command(WatchedPageRemoval, page=page.uid, reason=options.reason))


def run_check(options: Namespace, words: Words) -> int:
    """Look at the watched pages; 1 where one of them failed."""
    from tracker.services.watching.looking import check_pages

    with opened(options) as workspace:
        wanted = [_page_called(workspace, page).uid for page in options.pages] or None
        rows = check_pages(workspace, wanted, allow_private=frozenset(options.allow_private))
    shapes = [_look(one, words) for one in rows]
    show(options, shapes, lambda: print_lines(_look_line(one, words) for one in rows))
    return 1 if any(one.problem is not None for one in rows) else 0


def run_new(options: Namespace, words: Words) -> None:
    """List the new items, those first that may bear on a commitment."""
    with opened(options) as workspace:
        page = _page_called(workspace, options.page).uid if options.page else ""
        if options.marked:
            marked = list_marked(workspace, page)
            show(options, [_item(one) for one in marked], lambda: print_lines(_item_line(one, words) for one in marked))
            return
        items = list_new(workspace, page)
    show(options, [_ranked(one) for one in items], lambda: print_lines(_ranked_lines(items, words)))


def run_mark(options: Namespace, words: Words) -> None:
    """Say what items are; print how many."""
    state = read_term(ItemState, "state", options.state, words)
    with opened(options) as workspace:
        mark_items(workspace, command(ItemsMark, items=tuple(options.items), state=state, words=tuple(options.word)))
    print(words.phrase("watch_marked", count=len(options.items), state=state))


def run_words(options: Namespace, words: Words) -> None:
    """Change the words for what is not for us; print them."""
    with opened(options) as workspace:
        if options.add or options.remove:
            revise_words(workspace, command(WordsRevision, add=tuple(options.add), remove=tuple(options.remove)))
        known = list_words(workspace)
    show(options, list(known), lambda: print_lines(known))


def run_searches(options: Namespace, words: Words) -> None:
    """Say what the last looks may be logged as; log it where that is asked for."""
    with opened(options) as workspace:
        wanted = [_page_called(workspace, page).uid for page in options.pages] or None
        offers = offer_searches(workspace, wanted)
        if options.log:
            chosen = [(offer, codes) for offer in offers if (codes := _chosen(offer, options.code))]
            if chosen:
                log_offers(workspace, [(offer, _place(offer, words), codes) for offer, codes in chosen])
            print(words.phrase("watch_logged", count=sum(len(codes) for _, codes in chosen)))
            return
    show(options, [_offer(one) for one in offers], lambda: print_lines(_offer_lines(offers, words)))


def run_recheck(options: Namespace, words: Words) -> None:
    """Look at captured pages again; say what changed."""
    from tracker.services.watching.rechecking import recheck_pages
    from tracker.services.watching.rechecks import list_captured

    with opened(options) as workspace:
        wanted = [number("evidence", one) for one in options.evidence] or None
        rows = recheck_pages(workspace, wanted, allow_private=frozenset(options.allow_private))
        titles = {one.evidence_id: one for one in list_captured(workspace, {row.evidence_id for row in rows})}
    shapes = [_recheck(one, titles[one.evidence_id], words) for one in rows]
    show(
        options,
        shapes,
        lambda: print_lines(line for one in rows for line in _recheck_lines(one, titles[one.evidence_id], words)),
    )


def _page_called(workspace: Workspace, wanted: str) -> WatchedPageRow:
    """The page of a UUID, an address or a name. Raises `watched_page_unknown`, `watched_name_several`."""
    pages = list_watched(workspace)
    found = [one for one in pages if wanted in (one.uid, one.address)] or [one for one in pages if one.name == wanted]
    if not found:
        raise UserError("watched_page_unknown", field="page", value=wanted)
    if len(found) > 1:
        raise UserError("watched_name_several", field="page", value=wanted)
    return found[0]


def _place(offer: SearchOffer, words: Words) -> str:
    return words.phrase("watch_place", page=offer.page, address=offer.address, since=offer.since, until=offer.until)


def _chosen(offer: SearchOffer, codes: Sequence[str]) -> list[str]:
    return [one.code for one in offer.searches if not codes or one.code in codes]


def _page(page: WatchedPageRow, words: Words) -> dict[str, Any]:
    return {
        "uid": page.uid,
        "name": page.name,
        "address": page.address,
        "kind": page.rule.kind.value,
        "rule": {"kind": page.rule.kind.value, "path": page.rule.path, "fields": dict(page.rule.fields)},
        "departments": list(page.departments),
        "on": page.is_on,
        "looked_at": page.looked_at.isoformat() if page.looked_at else None,
        "outcome": page.outcome.value if page.outcome else None,
        "problem": words.error(page.problem) if page.problem else None,
        "seen_since": page.seen_since.isoformat() if page.seen_since else None,
        "seen_until": page.seen_until.isoformat() if page.seen_until else None,
        "logged_until": page.logged_until.isoformat() if page.logged_until else None,
        "new": page.new_items,
    }


def _page_line(page: WatchedPageRow, words: Words) -> str:
    said = [page.name, words.term(page.rule.kind), page.address]
    if not page.is_on:
        said.append(words.phrase("watch_off"))
    if page.looked_at is None:
        said.append(words.phrase("watch_never"))
    else:
        said.append(words.phrase("watch_looked", at=page.looked_at, outcome=page.outcome, new=page.new_items))
    if page.problem is not None:
        said.append(words.error(page.problem))
    return words.separator("clause").join(said)


def _offered_line(page: OfferedPage, words: Words) -> str:
    return words.separator("clause").join([words.name(page.name), page.address])


def _look(row: PageLookRow, words: Words) -> dict[str, Any]:
    return {
        "page": row.page_uid,
        "name": row.page,
        "outcome": row.outcome.value,
        "problem": words.error(row.problem) if row.problem else None,
        "items": row.items,
        "new": row.new,
    }


def _look_line(row: PageLookRow, words: Words) -> str:
    said = words.phrase("watch_look", page=row.page, outcome=row.outcome, items=row.items, new=row.new)
    return said if row.problem is None else words.separator("clause").join([said, words.error(row.problem)])


def _item(item: FoundItemRow) -> dict[str, Any]:
    return {
        "uid": item.uid,
        "page": item.page,
        "url": item.url,
        "title": item.title,
        "published": item.published or None,
        "summary": item.summary,
        "found_at": item.found_at.isoformat(),
        "state": item.state.value,
    }


def _ranked(one: RankedItem) -> dict[str, Any]:
    return {
        **_item(one.item),
        "group": one.group.value,
        "piece": one.piece,
        "put_down_by": one.put_down_by or None,
        "sign": one.sign.value if one.sign else None,
        "early": one.early,
        "same_briefing": one.same_briefing,
        "suggestions": [json_shapes.suggestion(suggestion) for suggestion in one.suggestions],
    }


def _item_line(item: FoundItemRow, words: Words) -> str:
    return f"{item.published or '—'}  {item.title}  [{item.page}, {words.term(item.state)}]  {item.uid}"


def _ranked_lines(items: Sequence[RankedItem], words: Words) -> list[str]:
    lines: list[str] = []
    group = None
    for one in items:
        if one.group is not group:
            group = one.group
            count = sum(other.group is group for other in items)
            lines.append(words.phrase("watch_group", group=group, count=count))
        lines.append(f"  {one.item.published or '—'}  {one.item.title}  [{one.item.page}]  {one.item.uid}")
        for suggestion in one.suggestions[:3]:
            known_by = words.join(match.words for match in suggestion.reasons)
            title = words.name(suggestion.title)
            lines.append("    " + words.phrase("watch_bears", code=suggestion.code, title=title, words=known_by))
        marks = [words.term(one.sign)] if one.sign else []
        marks += [words.phrase("watch_early")] if one.early else []
        marks += [words.field("same_briefing")] if one.same_briefing else []
        marks += [words.phrase("watch_piece", id=one.piece)] if one.piece is not None else []
        marks += [words.phrase("watch_put_down", word=one.put_down_by)] if one.put_down_by else []
        if marks:
            lines.append("    " + words.join(marks))
    return lines or [words.phrase("watch_none")]


def _offer(offer: SearchOffer) -> dict[str, Any]:
    return {
        "page": offer.page,
        "address": offer.address,
        "since": offer.since.isoformat(),
        "until": offer.until.isoformat(),
        "items": offer.items,
        "left_out": offer.left_out,
        "searches": [{"code": one.code, "words": list(one.words), "found": list(one.found)} for one in offer.searches],
    }


def _offer_lines(offers: Sequence[SearchOffer], words: Words) -> list[str]:
    lines: list[str] = []
    for offer in offers:
        lines.append(_place(offer, words) + words.phrase("watch_seen", items=offer.items))
        if offer.left_out:
            lines.append("  " + words.phrase("watch_left_out", count=offer.left_out))
        for one in offer.searches:
            found = words.join(one.found) if one.found else words.phrase("watch_nothing")
            lines.append(f"  {one.code}  {words.name(one.title)}: {found}")
    return lines or [words.phrase("watch_no_offer")]


def _recheck(row: RecheckRow, page: CapturedPage, words: Words) -> dict[str, Any]:
    change = row.change
    return {
        "id": row.evidence_id,
        "title": page.title,
        "address": row.address,
        "looked_at": change.retrieved_at.isoformat(),
        "outcome": change.outcome.value,
        "problem": words.not_seen(change, row.address) or None,
        "signs": [sign.value for sign in change.signs],
        "rows": [change.rows_before, change.rows_after],
        "changes": [asdict(one) for one in change.changes],
        "more": change.has_more,
    }


def _recheck_lines(row: RecheckRow, page: CapturedPage, words: Words) -> list[str]:
    change = row.change
    said = [words.phrase("recheck_line", id=row.evidence_id, title=page.title, outcome=change.outcome)]
    if change.reason:
        said.append(words.not_seen(change, row.address))
    if change.signs:
        said.append(words.join(words.term(sign) for sign in change.signs))
    if change.rows_before != change.rows_after:
        said.append(words.phrase("recheck_rows", before=change.rows_before, after=change.rows_after))
    lines = [words.separator("clause").join(said)]
    lines += [f"  {words.change(one.before, one.after)}" for one in change.changes]
    return [*lines, f"  {words.phrase('recheck_more')}"] if change.has_more else lines
