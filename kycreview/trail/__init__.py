"""Who did what, when, on which evidence: append-only, chained, signed."""
