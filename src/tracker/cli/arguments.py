"""What can be typed: every command with its arguments, as data, and the function that carries it out.

Values are not checked here: the services say what is wrong with one, in one sentence, as they do for the window.
"""

import argparse
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from tracker import __version__
from tracker.domain import terms
from tracker.domain.reports.register_columns import RegisterColumn
from tracker.domain.watching.terms import ItemState

# Nothing heavy is imported, and functions are named instead of imported: `--help` answers before anything else is
# loaded, and each command loads what it needs. The writer of workbooks alone takes longer to load than a list to print.


def _listed(vocabulary: type[StrEnum], *but: StrEnum) -> str:
    return ", ".join(term for term in vocabulary if term not in terms.EARLIER_TERMS and term not in but)


_ATTENTION = "unjudged, grounds_changed, due, due_asked, review, red, old_search, not_said_again, not_reviewed"
_FORMATS = "xlsx, docx, pdf, html, md, csv, json, datapackage (ZIP), ical; csl-json and ris: what the report cites"
_SHEET_FIELDS = (
    "words, title, code, lead, co_lead, due, target, topic, speaker, status, progress, evidence_title, evidence_url, "
    "evidence_date, tags, remarks"
)
_ASSESSMENTS = _listed(terms.Assessment)
_OUTCOMES = _listed(terms.SearchOutcome)
_DOUBTS = _listed(terms.Doubt, terms.Doubt.GROUNDS_CHANGED)
_VALUE = (
    "a measured value in any usual form (34, 1,000, 1.2万, 34个, 8000以上, 约8000); needs --role, and --unit unless it "
    "has one; a word such as 以上 or 约 is kept as a remark in the note of the piece"
)
_EITHER_LANGUAGE = "Terms may be typed as listed, or as the program shows them in Chinese or English."
_PART = "a part by its number as `show` prints it, its name, or id:N"
_DEPARTMENT = "Chinese name, English name or key"
_DAY_OR_MONTH = "YYYY-MM-DD, or YYYY-MM"
_TOGETHER = "repeatable; together they replace those that there are"

_WITH_VALUE = ("--ledger", "--lang")
_ADDING = {"claim": ("add", "withdraw"), "relate": ("add", "withdraw")}
"""Commands that add something where none of their own commands is named: `claim CODE` is `claim add CODE`."""
_HELP = ("-h", "--help")


class Argument(NamedTuple):
    """An option or a value by its name, and the settings that `argparse` gets."""

    name: str
    settings: dict[str, Any]


class ExclusiveOptions(NamedTuple):
    """Options that exclude each other."""

    arguments: tuple[Argument, ...]
    required: bool = False


class CommandSpec(NamedTuple):
    """A command by its whole name. `run` is the function that carries it out: its module in `tracker.cli`, and its name
    there. With `json` it has `--json`, with `as_of` it reads the ledger of a day."""

    name: str
    run: str
    help: str
    arguments: tuple[Argument | ExclusiveOptions, ...] = ()
    json: bool = False
    as_of: bool = False


def _arg(name: str, metavar: Any = None, text: str | None = None, **settings: Any) -> Argument:
    return Argument(name, {"metavar": metavar, "help": text, **settings})


def _need(name: str, metavar: str | None = None, text: str | None = None) -> Argument:
    return _arg(name, metavar, text, required=True)


def _flag(name: str, text: str, **settings: Any) -> Argument:
    return Argument(name, {"action": "store_true", "help": text, **settings})


def _many(name: str, metavar: Any, text: str, **settings: Any) -> Argument:
    """An option that may be repeated; [] where it is not given, unless another `default` is set."""
    return _arg(name, metavar, text, **{"action": "append", "default": [], **settings})


_WHERE = "a file, or a postgresql:// address (else TRACKER_LEDGER, else the file in your data directory)"
_TAKE_OVER = "write though somebody else holds the ledger on a share; who does so writes no more"
# These may stand before the command as well as after it. Their defaults are suppressed: otherwise the parser of the
# command would set back to None what was given before it.
_GLOBAL = (
    _arg("--ledger", "PATH|URL", _WHERE, default=argparse.SUPPRESS),
    _flag("--take-over", _TAKE_OVER, default=argparse.SUPPRESS),
    _arg("--lang", None, "language of the output (else the locale's)", choices=("zh", "en"), default=argparse.SUPPRESS),
)
_CODE = _arg("code", "CODE")
_ID = _arg("id", "ID")
_FILE = _arg("file", "FILE")
_REASON = _need("--reason")
_OUT = _need("--out", "FILE")
_UID = _arg("uid", "UID", "as it was printed, and as `show` has it")
_FILTERS = (
    _many("--department", "DEPARTMENT", f"{_DEPARTMENT}, in any role; repeatable"),
    _many("--assessment", "ASSESSMENT", f"{_ASSESSMENTS}; repeatable"),
    _many("--light", "LIGHT", f"{_listed(terms.Light)}; repeatable"),
    _many("--doubt", "DOUBT", f"{_listed(terms.Doubt)}; repeatable"),
    _many("--attention", "ATTENTION", f"what asks for you: {_ATTENTION}; repeatable"),
    _arg("--search", "WORDS", "only what holds these words", default=""),
    _arg("--changed-since", "DATE", "only what something was done to after the end of that day"),
)
_TEXT = (
    ExclusiveOptions(
        (
            _arg("--text-file", "FILE", "a text in UTF-8 or GB18030; - reads standard input"),
            _arg("--text", "TEXT", "the text itself, best its title first"),
        ),
        required=True,
    ),
    _arg(
        "--published",
        "DATE",
        "the day or month of the text; before the briefing it is groundwork. Left out, the text is asked",
    ),
)
_CHECK = (
    _flag("--go-on", "take a ledger as it is, without changes that are missing"),
    _flag("--duplicates", "only list pieces of evidence that seem to be one document"),
)
_LINK = (
    _need("--bearing", None, _listed(terms.Bearing)),
    _arg("--part", "P", "the part that it bears on: its number as `show` prints it, its name, or id:N"),
    _arg("--stage", None, _listed(terms.Stage)),
    _arg("--value", "AMOUNT", _VALUE),
    _arg("--unit"),
    _arg("--role", None, _listed(terms.ValueRole)),
)
_SEPARATE = _flag("--separate", "it is another document than the like one in the ledger already")
_JOINED = (_arg("id", "ID", "the record that goes; its links move"), _arg("into", "INTO", "the record that stays"))


def _piece(*, required: bool) -> tuple[Argument, ...]:
    """The fields of a piece of evidence. None means one that is left out."""
    return (
        _arg("--title", required=required),
        _arg("--publisher", required=required),
        _arg("--published", "DATE", _DAY_OR_MONTH, required=required),
        _arg("--kind", None, _listed(terms.EvidenceKind), required=required),
        _arg("--url", None, "an http(s) address, or a file"),
        _arg("--number", "文号", "document number"),
        _arg("--quote", None, "words quoted from it"),
        _arg("--note"),
        _arg("--retrieved", "DATE"),
        _arg("--effective-on", "DATE", "the day on which it takes effect"),
        _arg("--gist", None, "what it says, in a sentence or two"),
        _arg("--title-en", "TITLE"),
        _arg("--gist-en", "GIST"),
    )


_STATUS = (
    _CODE,
    _arg("assessment", "ASSESSMENT", _ASSESSMENTS),
    _REASON,
    _arg("--reason-en", "TEXT", "the reason in English, for reports in English", default=""),
    _many(
        "--also", "CODE", "another commitment to judge so, each on its own evidence, all of them or none; repeatable"
    ),
    _many(
        "--evidence", "ID", "evidence it rests on; repeatable (else all evidence in use that proves it)", default=None
    ),
    _many("--despite", "QUESTION", f"hold to an assessment that is questioned: {_DOUBTS}; repeatable"),
    _many("--despite-reason", "TEXT", "why, one for each --despite in their order; a single one serves all"),
)
_REVIEW = (
    _CODE,
    _need("--reason", None, "what came of it"),
    _arg("--on", "DATE", "the day of the next review (else a year on)"),
)
_CLAIM = (
    _CODE,
    _need("--said", "TEXT", "the words"),
    _need("--by", "WHO"),
    _need("--on", "DATE", _DAY_OR_MONTH),
    _arg("--claimed", "ASSESSMENT", f"what the words claim: {_ASSESSMENTS}"),
    _arg("--url", default=""),
    _arg("--evidence", "ID", "the piece that it is also recorded as"),
)
_RELATE = (
    _arg("code", "CODE", "the earlier commitment"),
    _arg("kind", "KIND", _listed(terms.RelationKind)),
    _arg("other", "OTHER", "the later commitment, or - where only --words and --by are given"),
    _need("--on", "DATE", _DAY_OR_MONTH),
    _REASON,
    _arg("--words", "TEXT", "the later words (else the title of OTHER)", default=""),
    _arg("--by", "WHO", "who said them (else the publisher of OTHER)", default=""),
    _arg("--url", default=""),
)
_DUE = (
    _arg("--within", "DAYS", "such as 14d (else 14d); 0d for what is due alone", default="14d"),
    _flag("--exit-code", "3 where there is something, for a scheduler"),
)
_PLACE = _need("--place", None, "where was searched")
_SEARCHED_ON = _arg("--date", "DATE", "when (else today)")
_SEARCH = (
    _CODE,
    _PLACE,
    _arg("--words", None, "with which words", required=True, default=""),
    _SEARCHED_ON,
    _arg("--found", None, "what was found (else nothing)", default=""),
    _arg("--outcome", None, f"{_OUTCOMES} (else nothing, or unclear where --found says something)"),
)
_ROUND = (
    _arg("codes", "CODE", "commitments for which nothing was found", nargs="*"),
    _PLACE,
    _arg("--words", None, "with which words", required=False, default=""),
    _SEARCHED_ON,
    _many(
        "--outcome",
        "CODE=OUTCOME[:TEXT]",
        f"what it came to for one commitment, with what was found: {_OUTCOMES}; repeatable",
    ),
)
_DECIDE = (
    _arg("id", "ID", "as `search-log list` has it"),
    _arg("outcome", "OUTCOME", _OUTCOMES),
    _REASON,
    _arg("--found", None, "what was found (else as it was written)"),
)
_EDIT = (
    _CODE,
    _REASON,
    _arg("--title"),
    _arg("--title-en", "TITLE"),
    _arg("--topic", None, _DEPARTMENT),
    _arg("--kind", None, _listed(terms.CommitmentKind)),
    _arg("--due", "DATE|none", "when it is due; none: only a yearly review"),
    _arg("--due-basis", "BASIS", f"{_listed(terms.DueBasis, terms.DueBasis.NONE)} (else user)"),
    _flag("--due-about", "roughly then"),
    _arg("--lead", "D", f"a department by its {_DEPARTMENT}; none for none"),
    _many("--co-lead", "D", _TOGETHER, default=None),
    _many("--keywords", "WORDS", _TOGETHER, default=None),
    _many("--part-add", "TITLE", "a further part; repeatable"),
    _many("--part-title", ("P", "TITLE"), f"rename {_PART}; repeatable", nargs=2),
    _many("--part-remove", "P", f"remove {_PART}; repeatable"),
    _arg("--parts-expected", "N", "how many parts there are to be; 0: just those with names"),
)
_KEPT = 'kept for the next one, "" leaves it out'
_SINCE = "tell what was done after the end of that day; last: since the last report of this kind and filter"
_COLUMNS = f"{_listed(RegisterColumn)}; the columns of the ledger, in this order; repeatable, or with commas between"
_BRIEF = (
    _arg("--span", None, "of a briefing report: week, month (else), quarter", default="month"),
    _arg("--period", "DATE", "a day of its period (else the day that it is of)"),
    _arg("--length", None, "summary, standard (else), full", default="standard"),
    _arg("--subject", "TEXT", f"whose commitments, before the title; {_KEPT}"),
    _arg("--sender", "TEXT", f"发文机关, above the title; {_KEPT}"),
    _arg("--recipient", "TEXT", f"主送, whom it is for; {_KEPT}"),
    _arg("--signed-by", "TEXT", f"落款 (else the sender); {_KEPT}"),
    _arg("--signed-on", "DATE", "成文日期 (else the day of making)"),
    _many("--attachment", "TEXT", "附件, what goes with it; repeatable", default=None),
    _arg("--draft", "FILE", "write its paragraphs to a text file instead, to be edited"),
    _arg("--paragraphs", "FILE", "take the paragraphs that were edited in such a file"),
)
_REPORT = (
    _arg("code", "CODE", "the commitment of a dossier", nargs="?", default=""),
    _arg(
        "--kind", None, "ledger (else), period, dossier, brief (专报); site: public pages in a folder", default="ledger"
    ),
    _arg("--format", None, f"{_FORMATS}; needed but for a site"),
    _arg("--out", "FILE", None),
    _arg("--filter", "VIEW", "a saved view by its name; the options below go before it"),
    _arg("--since", "DATE|last", _SINCE),
    _flag("--no-charts", "numbers and words only"),
    _arg("--template", "FILE", "your office's own .docx, with {{title}}, {{body}} and so on"),
    _flag("--todo", "add what the ledger asks of the analyst"),
    *_BRIEF,
    _many("--columns", "COLUMN", _COLUMNS, default=None),
    _arg("--layout", "NAME", "columns that were kept under a name: see `layouts`"),
    _arg("--base-url", "URL", "of a site: where it will be read, for its feed and canonical links"),
    _flag("--reasons", "of a site: publish the reasons of assessments, too"),
    *_FILTERS,
)
_SEND = (
    _need("--department", "D", _DEPARTMENT),
    _need("--out", "FILE", "an .xlsx file"),
    _arg("--filter", "VIEW", "only what a saved view shows"),
    _arg("--period", "LABEL", "what the period is called (else the month)", default=""),
    _flag("--lead-only", "only what the department leads"),
)
_PERIOD = _arg("--period", "LABEL", "the round of that period (else the newest that is open)", default="")
_LETTER = _arg("--template", "FILE", "your office's own .docx for the letter")
_OPEN = (
    _need("--return-by", "DATE", "the day by which forms are to come back"),
    _need("--out", "FOLDER", "where forms and notice go; no file is replaced"),
    _arg("--period", "LABEL", "what the period is called (else the month)", default=""),
    _arg("--contact", "NAME", "whom departments may ask", default=""),
    _arg("--phone", "NUMBER", "under which number", default=""),
    _many("--department", "D", f"{_DEPARTMENT}; repeatable (else all)"),
    _arg("--filter", "VIEW", "only what a saved view shows"),
    _flag("--lead-only", "only what each department leads"),
    _LETTER,
)
_ACCEPT = (
    _many("--accept", "CODE", "a row by its key; repeatable", default=None),
    _flag("--all-clear", "every row without a question"),
)
_IMPORT = (
    _FILE,
    _flag("--preview", "only say what would come in"),
    _many("--sheet", "NAME", "else the longest in sight; repeatable for sheets with the same headings", default=None),
    _many("--take", "MARK", "hidden, filtered or struck: rows so marked come in, too; repeatable"),
    _arg("--header", "ROW", "the row of the headings, 0 for none (else it is sought)"),
    _many(
        "--map",
        "FIELD=HEADING",
        f"{_SHEET_FIELDS}; repeatable; FIELD= for none, FIELD=2 for a column without a heading",
    ),
    _arg("--title", None, "of the source (else what stands over the headings)"),
    _arg("--publisher", None, "whose ledger it is (else as the last time)"),
    _arg("--held-on", "DATE", "when the commitments were made (else the file's day)"),
    _arg("--stated-on", "DATE", "the day of the progress told (else the file's day)"),
    _arg("--prefix", None, "of the codes, such as OFFICE-2026"),
)
_BACKUP = (
    _arg("--out", "FILE", "a complete one there, with the attachments in FILE.files"),
    _flag("--list", "list the backups that there are"),
)
_RESTORE = (
    _arg("file", "FILE", "a path, or a name as backup --list has it"),
    _flag("--preview", "only say what would change"),
)
_PRIVATE = _many("--allow-private", "HOST", "a host of your own network that may be asked; repeatable")
_SAID_ON = _arg("--date", "DATE", "the day on which it was said or issued (else as the text says it)")
_OWN_RULES = _arg("--rules", "FILE", "words of your office's own, in the form of db/finding_rules.toml")
_MERGE = (
    _arg("other", "COPY", "a file, or an address; a working copy goes back to where it is from", nargs="?"),
    ExclusiveOptions(
        (
            _flag("--preview", "say what would be done, and do nothing"),
            _flag("--open", "list what waits to be settled"),
            _arg("--take", "UID", "a change that waits holds: it is done over what stands here; needs --reason"),
            _arg("--leave", "UID", "it does not hold: what stands here stays; needs --reason"),
        )
    ),
    _arg("--reason", "WHY"),
)
_COPY = _arg("first", "A", "a ledger, a backup, or a copy that a synchronised folder kept")
_REPORT_FILE = _arg("file", "REPORT", "a report or form of any format, be it printed or saved again")

_WATCHED_ADDRESS = _arg("address", "ADDRESS", "of a page with a list, a feed, a site map or a JSON list")
_WATCHED_PAGE = _arg("page", "PAGE", "by name, address or id, as `watch list` shows it")
_DEPARTMENT_NAMES = (
    _arg("--en", "NAME", "its English name"),
    _arg("--body", "BODY", "the ministry or other body that it belongs to, by any name; none takes it away"),
    _many("--alias", "NAME", "a further name, by which it is known from now on; repeatable"),
    _many("--former", "NAME", "a former name, also of one whose duties it took over; repeatable"),
)

_URL = _arg("url", "URL", "postgresql://server/database, or postgresql:///?service=NAME")
_PERSON = _arg("person", "PERSON", "the name by which the server knows them")

GROUPS = {
    "evidence": "add, link, revise, withdraw and list evidence",
    "status": "set the assessment, and see how it came about",
    "claim": "what the ministry itself says of a commitment; `add` may be left out",
    "relate": "tie a commitment to later words about the same commitment; `add` may be left out",
    "search-log": "prepare, record and list searches for evidence",
    "layouts": "columns of the ledger that were kept under a name, for `report --layout`",
    "past-reports": "the reports that were written, and each of them again as it was",
    "source": "texts that hold commitments",
    "watch": "pages that are watched for new documents; they are asked only when you say so",
    "department": "what departments are called: add one, rename it, give it further and former names",
    "fill-in": "ask departments for progress by a form, and take in what they return",
    "fill-in round": "rounds of forms: open one, see who has answered, remind the others, close it",
    "admin": "set up and look after a ledger that is shared on a server: its tables, roles and people",
}
"""Commands that have commands of their own."""
SHELLS = ("bash", "zsh", "fish", "powershell", "man")
_READS = {"json": True, "as_of": True}
COMMANDS = (
    CommandSpec("list", "commands.run_list", "list the commitments", _FILTERS, **_READS),
    CommandSpec("show", "commands.run_show", "show everything about one commitment", (_CODE,), **_READS),
    CommandSpec(
        "due",
        "reminding.run_due",
        "what has fallen due or soon will: commitments, reviews, searches, forms that have not come back",
        _DUE,
        **_READS,
    ),
    CommandSpec(
        "suggest",
        "commands.run_suggest",
        "rank the commitments that a text bears on, with the words that matched; nothing where none is",
        _TEXT,
        **_READS,
    ),
    CommandSpec(
        "check",
        "commands.run_check",
        "verify the ledger; prints one line a fault",
        (ExclusiveOptions(_CHECK),),
        json=True,
    ),
    CommandSpec(
        "reindex", "commands.run_reindex", "make the search index again; changes nothing of what the ledger holds"
    ),
    CommandSpec("where", "commands.run_where", "say where the ledger lies", json=True),
    CommandSpec(
        "newest",
        "commands.run_newest",
        "ask your office's server whether there is a newer version of the program",
        (_arg("address", "ADDRESS", "of a file of JSON that says it (else TRACKER_RELEASES)", nargs="?"),),
        json=True,
    ),
    CommandSpec(
        "evidence add",
        "evidence.run_add",
        "add a piece; prints its id",
        (_CODE, *_piece(required=True), *_LINK, _SEPARATE),
        json=True,
    ),
    CommandSpec(
        "evidence revise",
        "evidence.run_revise",
        "correct a piece; what is left out stays as it is",
        (_ID, *_piece(required=False), _SEPARATE),
    ),
    CommandSpec(
        "evidence link", "evidence.run_link", "say of a piece in the ledger what it bears on", (_ID, _CODE, *_LINK)
    ),
    CommandSpec(
        "evidence unlink",
        "evidence.run_unlink",
        "take a piece off a commitment, for a reason",
        (_ID, _CODE, _arg("--part", "P", "only off this part: its number, its name, or id:N"), _REASON),
    ),
    CommandSpec("evidence withdraw", "evidence.run_withdraw", "take a piece out of use, for a reason", (_ID, _REASON)),
    CommandSpec(
        "evidence restore",
        "evidence.run_restore",
        "take a withdrawn piece into use again, for a reason",
        (_ID, _REASON, _SEPARATE),
    ),
    CommandSpec(
        "evidence join",
        "evidence.run_join",
        "make two records of one document one piece, for a reason",
        (*_JOINED, _REASON),
    ),
    CommandSpec(
        "evidence list",
        "evidence.run_list",
        "list the evidence",
        (_arg("code", "CODE", "only what bears on this commitment", nargs="?"),),
        **_READS,
    ),
    CommandSpec("status set", "judging.run_set", "set the assessment, for a reason", _STATUS),
    CommandSpec("status log", "judging.run_log", "every assessment so far, oldest first", (_CODE,), **_READS),
    CommandSpec(
        "status compare",
        "agreeing.run_compare_verdicts",
        "how far the assessments of another ledger agree with those of this one; records nothing",
        (_arg("other", "OTHER", "the ledger of who judged the same commitments: a file"),),
        json=True,
    ),
    CommandSpec("review", "judging.run_review", "record that a commitment was looked at again", _REVIEW),
    CommandSpec("claim add", "judging.run_claim", "record an official claim; prints its uid", _CLAIM),
    CommandSpec(
        "claim withdraw", "judging.run_claim_withdraw", "take a claim back; it stays in the history", (_UID, _REASON)
    ),
    CommandSpec("relate add", "judging.run_relate", "record a relation; prints its uid", _RELATE),
    CommandSpec(
        "relate withdraw",
        "judging.run_relate_withdraw",
        "take a relation back; it stays in the history",
        (_UID, _REASON),
    ),
    CommandSpec("search-log add", "searching.run_add", "record a search", _SEARCH),
    CommandSpec(
        "search-log round", "searching.run_round", "record one round of searching for many commitments", _ROUND
    ),
    CommandSpec(
        "search-log decide", "searching.run_decide", "say what a search came to, where that was unclear", _DECIDE
    ),
    CommandSpec(
        "search-log queries",
        "searching.run_queries",
        "words to look for, and the usual places with their addresses; searches nothing",
        (_arg("codes", "CODE", nargs="+"),),
        json=True,
    ),
    CommandSpec(
        "search-log expiring",
        "searching.run_expiring",
        "assessments “no public evidence” whose newest search has expired, or soon will",
        (_arg("--within", "DAYS", "such as 7d (else 7d); 0d for expired alone", default="7d"),),
        **_READS,
    ),
    CommandSpec("search-log list", "searching.run_list", "list the searches", (_CODE,), **_READS),
    CommandSpec(
        "edit",
        "editing.run_edit",
        "change what is coded of a commitment, for a reason; its exact words are never edited",
        _EDIT,
    ),
    CommandSpec("undo", "editing.run_undo", "take back your last change; says which", json=True),
    CommandSpec("redo", "editing.run_redo", "do again what you took back last; says what", json=True),
    CommandSpec("report", "reporting.run_report", "write a status report", _REPORT, as_of=True),
    CommandSpec(
        "layouts save",
        "reporting.run_save_layout",
        "keep columns of the ledger under a name; one of that name is replaced",
        (_arg("name", "NAME"), _many("--columns", "COLUMN", _COLUMNS, required=True, default=None)),
    ),
    CommandSpec("layouts list", "reporting.run_layouts", "list them with their columns", json=True),
    CommandSpec(
        "layouts rename",
        "reporting.run_rename_layout",
        "keep one under another name; one of that name is replaced",
        (_arg("name", "NAME"), _arg("new_name", "NEW")),
    ),
    CommandSpec("layouts delete", "reporting.run_delete_layout", "give one up", (_arg("name", "NAME"),)),
    CommandSpec("past-reports list", "reporting.run_past_reports", "list them, newest first", json=True),
    CommandSpec(
        "past-reports again",
        "reporting.run_report_again",
        "write one of them again; says whether it is the same",
        (_arg("number", "NUMBER", "as the list has it"), _OUT),
    ),
    CommandSpec(
        "verify",
        "verifying.run_verify",
        "say whether a report is as this ledger wrote it, and the history up to it the same; 1 where not",
        (_REPORT_FILE,),
        json=True,
    ),
    CommandSpec(
        "fill-in send", "filling.run_send", "write the form of a department; prints its path", _SEND, json=True
    ),
    CommandSpec(
        "fill-in read",
        "filling.run_read",
        "say what a returned form would become; records nothing",
        (_FILE, _arg("--department", "D", "the department that it should be of")),
        json=True,
    ),
    CommandSpec(
        "fill-in enter",
        "filling.run_enter",
        "enter rows of a returned form as official claims",
        (_FILE, ExclusiveOptions(_ACCEPT, required=True)),
    ),
    CommandSpec(
        "fill-in round open",
        "filling.run_round_open",
        "begin a round: writes the forms and the notice (督办通知); prints their paths",
        _OPEN,
        json=True,
    ),
    CommandSpec(
        "fill-in round status",
        "filling.run_round_status",
        "who has returned, who has not, and where answers disagree",
        (_PERIOD,),
        json=True,
    ),
    CommandSpec(
        "fill-in round remind",
        "filling.run_round_remind",
        "write a reminder (催办单) for each department that has not returned; prints their paths",
        (_PERIOD, _need("--out", "FOLDER", "where the reminders go"), _LETTER),
        json=True,
    ),
    CommandSpec(
        "fill-in round close",
        "filling.run_round_close",
        "end a round, and write its page for the report as DOCX",
        (_PERIOD, _need("--out", "FILE", "a .docx file"), _LETTER),
    ),
    CommandSpec(
        "intake",
        "intake.run_intake",
        "say what a file or a page seems to be; records nothing",
        (_arg("place", "FILE|URL"), _PRIVATE),
        json=True,
    ),
    CommandSpec(
        "source read",
        "sources.run_read",
        "say which commitments a text may hold, with the rule that proposes each; records nothing",
        (
            _arg("file", "FILE"),
            _SAID_ON,
            _OWN_RULES,
            _flag("--again", "beside each, which commitment of the ledger it may say again, and what has changed"),
        ),
        json=True,
    ),
    CommandSpec(
        "source compare",
        "agreeing.run_compare_codings",
        "how far two codings of one text agree, by sentence and by unit",
        (
            _arg("first", "A", "a folder with clean.txt and commitments.toml, or the key of a source of the ledger"),
            _arg("second", "B", "another one"),
            _arg("--record", "REASON", "note it in the ledger, with how differences are settled; keeps both codings"),
            _many(
                "--resolve",
                ("N", "HOLDS", "REASON"),
                "whose coding holds in the difference of this number: first, second or neither, and why",
                nargs=3,
            ),
            _flag("--apply", "let the commitments of the ledger say what holds, where the other coding does"),
        ),
        json=True,
    ),
    CommandSpec(
        "source add",
        "sources.run_add",
        "take a text in as a source: its draft waits for review, or --accept-all takes every proposal unread",
        (
            _arg("file", "FILE"),
            _arg("--prefix", "PREFIX", "of the codes (else PUBLISHER-YEAR where a short form is known)"),
            _SAID_ON,
            _arg("--title", "TITLE", "else as the text says it"),
            _arg("--publisher", "NAME", "else as the text says it"),
            _OWN_RULES,
            _flag("--accept-all", "take every proposal for a commitment, marked as not reviewed"),
        ),
        json=True,
    ),
    CommandSpec(
        "source accept",
        "sources.run_accept",
        "take commitments for reviewed that the rules proposed",
        (_arg("codes", "CODE", nargs="*"), _flag("--all", "every one that waits for review")),
        json=True,
    ),
    CommandSpec(
        "source list",
        "sources.run_list",
        "list sources and drafts, and whether somebody has decided on every word of each",
        (),
        json=True,
    ),
    CommandSpec(
        "source export",
        "sources.run_export",
        "write a source as the ledger has it: raw text, clean text, and what is coded of it as a text file",
        (
            _arg("key", "KEY", "as `source list` shows it"),
            _need("--out", "FOLDER", "empty, or an earlier export"),
        ),
    ),
    CommandSpec(
        "department list",
        "departments.run_list",
        "list the departments of the ledger, with the names that users gave them",
        (),
        json=True,
    ),
    CommandSpec(
        "department add",
        "departments.run_add",
        "add a department; a body of the State Council comes in by its own name",
        (_arg("name", "NAME", "its Chinese name"), *_DEPARTMENT_NAMES),
        json=True,
    ),
    CommandSpec(
        "department edit",
        "departments.run_edit",
        "say otherwise what a department is called or belongs to",
        (
            _arg("department", "DEPARTMENT", "by any of its names, or its key"),
            _arg("--name", "NAME", "its Chinese name from now on; the earlier one is kept only as --former says"),
            *_DEPARTMENT_NAMES,
            _many("--drop-alias", "NAME", "take a further or former name off it; repeatable"),
            _REASON,
        ),
        json=True,
    ),
    CommandSpec(
        "watch list",
        "watching.run_list",
        "list the watched pages, with what the last look at each came to",
        (_flag("--official", "instead the official pages that come with the program and are not watched"),),
        json=True,
    ),
    CommandSpec(
        "watch find",
        "watching.run_find",
        "say what an address offers to be watched: its feeds and lists; records nothing",
        (_WATCHED_ADDRESS, _PRIVATE),
        json=True,
    ),
    CommandSpec(
        "watch add",
        "watching.run_add",
        "watch an address: by its feed, else by its best list",
        (
            _WATCHED_ADDRESS,
            _arg("--name", None, "what it is called (else as the page says)"),
            _arg("--example", "TEXT", "the title or address of an entry of the list that is meant"),
            _many("--department", "D", f"{_DEPARTMENT}, for whose commitments it is watched; repeatable (else all)"),
            _PRIVATE,
        ),
        json=True,
    ),
    CommandSpec(
        "watch edit",
        "watching.run_edit",
        "change what is said of a watched page",
        (
            _WATCHED_PAGE,
            _arg("--name", None, "what it is called from now on"),
            _many("--department", "D", f"{_DEPARTMENT}, in place of those before; repeatable"),
            ExclusiveOptions((_flag("--on", "watch it"), _flag("--off", "keep it, and do not ask it"))),
        ),
        json=True,
    ),
    CommandSpec(
        "watch remove",
        "watching.run_remove",
        "watch a page no more; its items go out of sight with it",
        (_WATCHED_PAGE, _arg("--reason", None, "why", default="")),
    ),
    CommandSpec(
        "watch check",
        "watching.run_check",
        "ask the watched pages now, politely, and keep what is new; 1 where one of them failed",
        (
            _arg("pages", "PAGE", "by name, address or id (else all that are on)", nargs="*"),
            _PRIVATE,
        ),
        json=True,
    ),
    CommandSpec(
        "watch new",
        "watching.run_new",
        "list the new items, those first that may bear on a commitment, with the words that matched",
        (
            _arg("--page", None, "only those of one page"),
            _flag("--marked", "instead those that were marked as seen or not for us"),
        ),
        json=True,
    ),
    CommandSpec(
        "watch mark",
        "watching.run_mark",
        "say of items that they were seen, are not for us, or are new again",
        (
            _arg("state", "STATE", _listed(ItemState)),
            _arg("items", "ITEM", "by id, as `watch new` shows it", nargs="+"),
            _many("--word", "WORD", "a word of titles that are not for us: items with it stand last; repeatable"),
        ),
    ),
    CommandSpec(
        "watch words",
        "watching.run_words",
        "list the words for what is not for us, add some or take some away",
        (
            _many("--add", "WORD", "repeatable"),
            _many("--remove", "WORD", "repeatable"),
        ),
        json=True,
    ),
    CommandSpec(
        "watch searches",
        "watching.run_searches",
        "say what the last looks may be logged as, as searches for each commitment; with --log it is",
        (
            _arg("pages", "PAGE", "by name, address or id (else all)", nargs="*"),
            _flag("--log", "log them"),
            _many("--code", "CODE", "only for these commitments; repeatable"),
        ),
        json=True,
    ),
    CommandSpec(
        "watch recheck",
        "watching.run_recheck",
        "ask for captured pages again, and say what changed; no evidence is altered",
        (_arg("evidence", "ID", "of a piece (else all that keep a page of the web)", nargs="*"), _PRIVATE),
        json=True,
    ),
    CommandSpec(
        "import",
        "importing.run_import",
        "bring an office's XLSX, XLS or CSV ledger in as a source of its own",
        _IMPORT,
        json=True,
    ),
    CommandSpec(
        "backup",
        "safekeeping.run_backup",
        "make a backup beside the ledger; prints its path",
        (ExclusiveOptions(_BACKUP),),
        json=True,
    ),
    CommandSpec(
        "restore", "safekeeping.run_restore", "go back to a backup; keeps the ledger as one", _RESTORE, json=True
    ),
    CommandSpec(
        "repair",
        "safekeeping.run_repair",
        "write a repaired copy; the ledger stays as it is",
        (_arg("--out", "FILE", "where it is to lie (else beside the ledger)"),),
        json=True,
    ),
    CommandSpec(
        "compare",
        "safekeeping.run_compare",
        "say where two copies of a ledger part, and what each has that the other lacks; 3 where they differ",
        (_COPY, _arg("second", "B")),
        json=True,
    ),
    CommandSpec(
        "push",
        "moving.run_push",
        "copy a ledger from its file into an empty PostgreSQL database, verified; the file stays as it is",
        (_arg("file", "FILE"), _arg("address", "ADDRESS", "postgresql://…")),
        json=True,
    ),
    CommandSpec(
        "pull",
        "moving.run_pull",
        "take a working copy of a shared ledger into a new file, which knows where it is from",
        (_arg("address", "ADDRESS", "postgresql://…"), _arg("file", "FILE")),
        json=True,
    ),
    CommandSpec(
        "merge",
        "moving.run_merge",
        "do here what was done in another copy since they parted; 3 where something waits for a person",
        _MERGE,
        json=True,
    ),
    CommandSpec(
        "new",
        "commands.run_new",
        "make a ledger that begins with chosen briefings, or empty; prints its path",
        (
            _arg("path", "PATH"),
            ExclusiveOptions(
                (
                    _many("--briefing", "KEY", "a briefing that comes with the program; repeatable (else all)"),
                    _flag("--empty", "begin with none: nothing is ever loaded into it by itself"),
                )
            ),
        ),
        json=True,
    ),
    CommandSpec(
        "admin init",
        "administering.run_init",
        "make a shared ledger with its roles in an empty database; one that is there, or was restored, gets its roles",
        (_URL,),
        json=True,
    ),
    CommandSpec(
        "admin grant",
        "administering.run_grant",
        "give somebody a role, in place of the one they had; a login that is not there is made",
        (
            _URL,
            _PERSON,
            _arg("role", "ROLE", _listed(terms.LedgerRole)),
            _arg("--name", None, "the name that their changes bear (else the one they have, else PERSON)"),
            _flag("--password", "set a password: it is asked for, or read from standard input"),
        ),
        json=True,
    ),
    CommandSpec("admin revoke", "administering.run_revoke", "take somebody's role; the login stays", (_URL, _PERSON)),
    CommandSpec(
        "admin upgrade",
        "administering.run_upgrade",
        "bring a shared ledger to the schema, roles and briefings of this program",
        (_URL,),
        json=True,
    ),
    CommandSpec(
        "admin status",
        "administering.run_status",
        "say how a shared ledger stands: schema, people and their roles, who is connected, size, newest entry",
        (_URL,),
        json=True,
    ),
    CommandSpec(
        "completion",
        "completion.run_completion",
        "print what lets a shell complete commands and options by Tab, or the manual page",
        (_arg("shell", None, "for which shell; man: the manual page", choices=SHELLS),),
    ),
    CommandSpec(
        "sample",
        "commands.run_sample",
        "make the sample ledger; prints its path",
        (_arg("--out", "PATH", "where it is to lie (else in your data directory)"),),
        json=True,
    ),
)


_NAMES = frozenset(command.name.partition(" ")[0] for command in COMMANDS)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line. Exits with 2 on a usage error.

    `command` is None where no sub-command was given, `opens` where no file to be opened in the window was.
    """
    file, others = split_file(argv)
    parser = _parser(_commands_in(others))
    options = parser.parse_args(_whole(others))
    options.opens = file
    if file is not None and (options.command is not None or options.ledger is not None):
        parser.error("a FILE is opened in the window, without a command and without --ledger")
    if options.new_window and options.command is not None:
        parser.error("--new-window opens a window, without a command")
    return options


def _commands_in(argv: Sequence[str]) -> Iterable[CommandSpec]:
    """The commands that a command line may mean. To make the parsers of all takes 16 ms of each start."""
    place = _first_word(argv)
    word = argv[place] if place < len(argv) else ""
    if word in _NAMES:
        return [command for command in COMMANDS if command.name.partition(" ")[0] == word]
    return COMMANDS if argv else ()


def split_file(argv: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the file that is to be opened in the window, None where none is, and the rest of the command line."""
    place = _first_word(argv)
    if place == len(argv) or not _names_file(argv[place]):
        return None, list(argv)
    return argv[place], [*argv[:place], *argv[place + 1 :]]


def _names_file(word: str) -> bool:
    """Whether a word can only mean a file. A bare one that is none is a command with a slip in it."""
    if word in _NAMES:
        return False
    try:
        return bool(set(word) & set("./\\")) or Path(word).exists()
    except OSError:  # no disk takes so long a name
        return False


def _first_word(argv: Sequence[str]) -> int:
    """Where the first argument stands that is neither an option nor the value of one."""
    place = 0
    while place < len(argv) and argv[place].startswith("-"):
        place += 2 if argv[place] in _WITH_VALUE else 1
    return min(place, len(argv))


DESCRIPTION = "The commitment ledger. Without a command it opens the window; `tracker FILE` opens it on that ledger."
EXIT_CODES = (
    "0 done, 1 something to put right (one line says what), 2 usage, 3 two copies differ, or something is due, "
    "70 a defect"
)
OWN_OPTIONS = (
    Argument(
        "--version", {"action": "version", "version": f"tracker {__version__}", "help": "print the version and leave"}
    ),
    _flag("--new-window", "open a window besides the one that is open already"),
    *_GLOBAL,
)
"""What may stand before a command, or without one."""


def arguments_of(command: CommandSpec) -> tuple[Argument | ExclusiveOptions, ...]:
    """Return all that a command takes: what each takes first."""
    return (
        *_GLOBAL,
        *((_flag("--json", "print JSON"),) if command.json else ()),
        *((_arg("--as-of", "DATE", "the ledger as it was at the end of that day"),) if command.as_of else ()),
        *command.arguments,
    )


def _parser(commands: Iterable[CommandSpec]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tracker", description=DESCRIPTION, epilog=f"Exit codes: {EXIT_CODES}.", allow_abbrev=False
    )
    _add(parser, *OWN_OPTIONS)
    parser.set_defaults(command=None, ledger=None, lang=None, take_over=False)
    groups: dict[str, Any] = {"": parser.add_subparsers(title="commands", metavar="COMMAND")}
    for command in commands:
        group, _, name = command.name.rpartition(" ")
        if group not in groups:
            text = GROUPS[group]
            above, _, last = group.rpartition(" ")
            grouped = groups[above].add_parser(last, help=text, description=text, allow_abbrev=False)
            groups[group] = grouped.add_subparsers(title="commands", metavar="COMMAND", required=True)
        own = groups[group].add_parser(
            name, help=command.help, description=command.help, epilog=_EITHER_LANGUAGE, allow_abbrev=False
        )
        own.set_defaults(command=command.name, run=command.run)
        _add(own, *arguments_of(command))
    return parser


def _add(parser: Any, *arguments: Argument | ExclusiveOptions) -> None:
    for argument in arguments:
        if isinstance(argument, Argument):
            parser.add_argument(argument.name, **argument.settings)
        else:
            _add(parser.add_mutually_exclusive_group(required=argument.required), *argument.arguments)


def _whole(argv: Sequence[str]) -> list[str]:
    """The command line with `add` where it may be left out."""
    place = _first_word(argv)
    given = list(argv)
    own = _ADDING.get(given[place]) if place < len(given) else None
    if own is not None and given[place + 1 : place + 2] and given[place + 1] not in (*own, *_HELP):
        given.insert(place + 1, own[0])
    return given
