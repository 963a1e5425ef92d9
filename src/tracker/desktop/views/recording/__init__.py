"""The dialogs by which something is recorded, and what hands their contents to the ledger."""
