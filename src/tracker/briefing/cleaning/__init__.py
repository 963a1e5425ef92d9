"""Make the clean text of a source, by steps that can be undone."""
