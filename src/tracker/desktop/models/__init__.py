"""Qt item models, and how their cells are drawn."""
