"""The dashboard: what needs attention, and pictures whose every mark leads to its rows."""
