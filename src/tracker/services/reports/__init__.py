"""What reports are made of, past reports, and whether one is genuine."""
