"""The evidence page: what was collected, its filters, and one piece with its links."""
