"""The commitment ledger: what was promised, what proves it, and what became of it."""

__version__ = "0.1.0"
