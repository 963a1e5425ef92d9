"""What was promised: its words, kind, amount, day, departments and parts."""
