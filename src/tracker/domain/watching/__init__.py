"""Pages that are watched for new documents, and what was found on them."""
