"""The public pages, one file a job: filing, a report, lists and figures, files."""
