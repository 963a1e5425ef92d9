"""What all pages share: small widgets, forms, facets, and the frame of a page."""
