"""Backups of the embedded database and of the files: made, kept, shipped and restored. See docs/operate/backup.md."""
