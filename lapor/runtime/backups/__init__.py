"""Backups of the embedded database and of the files: made, kept, shipped and restored. See docs/operate/backup.md."""

TO = "LAPOR_BACKUP_TO"  # here, so that `lapor run` may ask for it without what seals and ships
