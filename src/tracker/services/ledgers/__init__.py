"""Open a ledger: the workspace, its session, its settings, defects and crashes."""
