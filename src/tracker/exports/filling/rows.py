"""The locked cells of a form: what the ledger knows of a commitment, in words."""

from tracker.domain.exchange.forms import FillField, Texts
from tracker.domain.rows import CommitmentDetail
from tracker.domain.terms import DepartmentRole
from tracker.exports.report_item import due_words, quoted_by
from tracker.exports.safely import clean
from tracker.wording import Words

_LONGEST_CLAIM = 400
"""Characters of the last claim that are shown: it reminds, and need not be read again."""


def locked_texts(detail: CommitmentDetail, department: str, words: Words) -> Texts:
    """The cells of one commitment in the form of a department, named by its key."""
    row = detail.row
    texts = {
        FillField.CODE: row.code,
        FillField.TITLE: _title(detail, department, words),
        FillField.WORDS: "\n".join(quoted_by(quote, detail, words) for quote in detail.quotes),
        FillField.TARGET: _target(detail, words),
        FillField.DUE: due_words(row, words),
        FillField.LAST_CLAIM: _last_claim(detail, words),
        FillField.UNIT: words.unit(row.quantity.unit) if row.quantity is not None else "",
    }
    return {column: text for column, said in texts.items() if (text := clean(said).strip())}


def _title(detail: CommitmentDetail, department: str, words: Words) -> str:
    """The title, and where the department does not lead, that it only joins in."""
    title = words.name(detail.row.title)
    roles = {one.role for one in detail.departments if one.department.key == department}
    return title if DepartmentRole.LEAD in roles else words.form("text", "joins_in", title=title)


def _target(detail: CommitmentDetail, words: Words) -> str:
    quantity = detail.row.quantity
    if quantity is None:
        return ""
    target = words.quantity(quantity)
    if quantity.baseline is None:
        return target
    return words.form("text", "target", target=target, baseline=words.amount(quantity.baseline, quantity.unit))


def _last_claim(detail: CommitmentDetail, words: Words) -> str:
    if not detail.claims:
        return ""
    last = detail.claims[0]
    said = last.said if len(last.said) <= _LONGEST_CLAIM else last.said[: _LONGEST_CLAIM - 1] + "…"
    claimed = words.term(last.claimed) if last.claimed is not None else ""
    return "\n".join(filter(None, (f"{last.said_on} {last.said_by}", claimed, said)))
