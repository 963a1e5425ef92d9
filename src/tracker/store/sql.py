"""The tables as queries name them: `t.commitment.c.code`. Their definitions are the classes in `tables`."""

from tracker.store.tables import metadata

source = metadata.tables["source"]
speaker = metadata.tables["speaker"]
topic = metadata.tables["topic"]
department = metadata.tables["department"]
omission = metadata.tables["omission"]
commitment = metadata.tables["commitment"]
passage = metadata.tables["passage"]
part = metadata.tables["part"]
event = metadata.tables["event"]
event_commitment = metadata.tables["event_commitment"]
commitment_state = metadata.tables["commitment_state"]
commitment_department = metadata.tables["commitment_department"]
citation = metadata.tables["citation"]
evidence = metadata.tables["evidence"]
evidence_state = metadata.tables["evidence_state"]
evidence_link = metadata.tables["evidence_link"]
search_log = metadata.tables["search_log"]

VERSIONED = (commitment_state, commitment_department, evidence_state, evidence_link, search_log)
