"""The page of watched sources: what is new on them, the sources, what a check may be logged as."""
