"""Finding journeys by what is known of a person: words of names, typed texts, how a hit matched.

Everything beside the keys and the index is pure: no database, no clock, no settings.
"""
