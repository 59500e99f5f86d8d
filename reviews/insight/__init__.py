"""What a desk did, in figures: counted for a period, without anything about a person.

`figures` asks and puts together, `period` is pure, `spreadsheet` writes a file of it, `taking` says
in the trail that somebody took one, `charts` draws.
"""
