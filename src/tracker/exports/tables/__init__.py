"""Reports as plain tables: CSV and the data package."""
