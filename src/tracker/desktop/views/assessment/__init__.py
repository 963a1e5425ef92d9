"""The forms for verdicts, searches and what the publisher said later."""
