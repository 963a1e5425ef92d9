"""Every change is one event, sealed, and taken back by another."""
