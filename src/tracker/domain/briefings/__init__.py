"""Values of finding the commitments of a text before a person has read them."""
