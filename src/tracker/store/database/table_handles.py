"""The tables as queries name them: `t.commitment.c.code`. Their definitions are the classes in `tables`."""

from tracker.store.database.evidence_tables import all_tables as metadata

source = metadata.tables["source"]
speaker = metadata.tables["speaker"]
topic = metadata.tables["topic"]
department = metadata.tables["department"]
omission = metadata.tables["omission"]
commitment = metadata.tables["commitment"]
passage = metadata.tables["passage"]
part = metadata.tables["part"]
event = metadata.tables["event"]
event_command = metadata.tables["event_command"]
event_commitment = metadata.tables["event_commitment"]
commitment_state = metadata.tables["commitment_state"]
commitment_department = metadata.tables["commitment_department"]
citation = metadata.tables["citation"]
evidence = metadata.tables["evidence"]
evidence_state = metadata.tables["evidence_state"]
evidence_link = metadata.tables["evidence_link"]
search_log = metadata.tables["search_log"]
commitment_tag = metadata.tables["commitment_tag"]
saved_view = metadata.tables["saved_view"]
ledger_setting = metadata.tables["ledger_setting"]
attachment = metadata.tables["attachment"]
attachment_content = metadata.tables["attachment_content"]
evidence_attachment = metadata.tables["evidence_attachment"]
official_claim = metadata.tables["official_claim"]
restatement = metadata.tables["restatement"]

IDENTITY = {
    commitment_state: ("commitment_id",),
    commitment_department: ("commitment_id", "department_id"),
    evidence_state: ("evidence_id",),
    evidence_link: ("uid",),
    evidence_attachment: ("evidence_id", "sha256"),
    official_claim: ("uid",),
    restatement: ("uid",),
    search_log: ("uid",),
    commitment_tag: ("commitment_id", "label"),
    saved_view: ("name",),
    ledger_setting: ("name",),
}
"""The versioned tables, each with the columns by which two rows are versions of the same thing."""

BOOKKEEPING = frozenset({"id", "since", "until", "version"})
"""Columns that say which version a row is, and nothing of the thing."""

DERIVED = frozenset({"working", "reached", "latest_evidence", "evidence_count", "doubts"})
"""Columns that follow from others, and are worked out anew with every change."""
