"""What is looked for in the ledger, and which commitments a text bears on."""
