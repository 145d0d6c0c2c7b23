"""Codes to sign in with, as tests ask for them."""

import re

from procrastinate.contrib.django.models import ProcrastinateJob

from lapor.gateway.models import MessageAudience, OutboundMessage
from lapor.notify.tasks import sign_in_code


def run_code_jobs():
    """What a worker does with the codes that were asked for."""
    jobs = ProcrastinateJob.objects.filter(task_name="notify.sign_in_code").order_by("id")
    found = [job.args for job in jobs]
    jobs._raw_delete(jobs.db)
    for args in found:
        sign_in_code(**args)
    return len(found)


def newest_code():
    message = OutboundMessage.objects.filter(audience=MessageAudience.CODE).latest("created_at")
    return re.search(r"\d{4} \d{4}", message.said.text).group()


def ask(client, contact):
    answer = client.post("/laporan-saya/masuk", {"contact": contact})
    run_code_jobs()
    return answer
