"""Routing as data: the city's table of decision rows, in versions that never change once they are in force.

`rows` is pure and decides; `reading` makes rows from a file; `layers` knows what lies where (a provincial road);
`queries` gives the table in force, `actions` puts another one into force. Asked through reports.routing.
"""
