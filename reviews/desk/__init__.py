"""Who looks at what, and when."""
