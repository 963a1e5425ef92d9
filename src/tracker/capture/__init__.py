"""From a found file, page or text to what it says: recognised, read, and searched for its particulars."""
