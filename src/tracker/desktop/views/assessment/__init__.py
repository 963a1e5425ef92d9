"""The forms for verdicts, searches and what the ministry said later."""
