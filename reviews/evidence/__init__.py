"""Reads only: builds what a page shows."""
