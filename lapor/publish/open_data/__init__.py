"""Open data: what everybody may take along, made every night (docs/operate/open-data.md)."""
