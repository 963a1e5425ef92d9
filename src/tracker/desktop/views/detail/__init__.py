"""One commitment with everything that is known of it."""
