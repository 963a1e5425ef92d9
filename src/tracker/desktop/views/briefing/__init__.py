"""The briefing page: the source as its reader sees it, each passage tinted by its assessment."""
