"""From a document to the coded commitments: clean text, forward-looking sections, passages."""
