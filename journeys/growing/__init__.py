"""Made-up journeys in great numbers, so that lists and searches can be tried at their full size.

They have what is read from rows and look-up keys; `whole` brings some in through the importer.
"""
