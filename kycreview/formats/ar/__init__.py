"""Arabic: see `formats`."""
