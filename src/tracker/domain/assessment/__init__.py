"""Which verdicts the evidence carries, and which questions are shown beside them."""
