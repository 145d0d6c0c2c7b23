"""One module per `lapor` command; the table that names them stands in lapor/cli.py."""
