"""Which verdicts the evidence carries, and which questions stand beside them."""
