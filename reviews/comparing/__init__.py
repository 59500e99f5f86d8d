"""Compares what the sources of a journey say about a person: zones, days, names and numbers.

Pure functions on text: no models, no queries, nothing that remembers.
"""
