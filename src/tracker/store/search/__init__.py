"""Facets, words and keywords: which commitments and which evidence are wanted."""
