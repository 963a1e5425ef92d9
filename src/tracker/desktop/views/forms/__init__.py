"""Forms and their fields: inputs, hints, refusals, drafts."""
