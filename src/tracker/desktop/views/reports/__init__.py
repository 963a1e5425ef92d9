"""The reports page: what is wanted, how it will look, and what was written before."""
