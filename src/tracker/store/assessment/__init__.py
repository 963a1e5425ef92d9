"""What verdicts rest on, as the tables have it."""
