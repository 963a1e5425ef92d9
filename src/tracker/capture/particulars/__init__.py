"""What a document says of itself: title, publisher, day, number, stage, figures."""
