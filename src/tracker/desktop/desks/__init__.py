"""The use cases of the larger tasks as the window calls them, a desk for each; `gateway` hands them out."""
