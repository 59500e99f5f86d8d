"""One module a place: ask, call one verb, render."""
