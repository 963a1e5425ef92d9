"""The ledger as pages for the public: a folder that any web server, or none at all, can show."""
