"""Judge, search, and record what the ministry said later."""
