"""Formats of dates and numbers by language, where the product differs from Django."""
