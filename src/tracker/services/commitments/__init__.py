"""Read commitments in lists and in full; tags, views, dashboard."""
