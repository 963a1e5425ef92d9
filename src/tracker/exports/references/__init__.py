"""What a report cites, and its due dates, for other programs."""
