"""A stand-in for both providers on loopback; must never be reachable from a production setup."""
