"""The rules of the ledger as pure functions and frozen values: no I/O, no SQL, no Qt."""
