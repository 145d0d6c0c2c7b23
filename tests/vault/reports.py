"""A report whose reporter left name, mail and telephone."""

import uuid

from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reports.workflow.acting import reporter_actor


def report_of(root, **changed):
    values = {"text": "Lampu mati", "name": "Budi Santosa", "email": "Budi@Contoh.example", "phone": "0812 3456 7890"}
    new = NewReport(**{**values, "submission_key": str(uuid.uuid4()), "channel": "web", **changed})
    return file_new_report(new, root=root, actor=reporter_actor(None)).report
