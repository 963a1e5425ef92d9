"""What the terminal and scripts read."""
