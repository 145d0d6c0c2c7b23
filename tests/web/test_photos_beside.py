"""Photos of before and after beside a list: only what an officer has published."""

import io
import uuid

import pytest
from PIL import Image

from lapor.agencies.models import Agency, Category
from lapor.intake.files.attachments import store_file
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.new_report import NewReport
from lapor.reports.actions import perform_action
from lapor.reports.workflow.acting import ActData, officer_actor, reporter_actor
from lapor.web.queries import before_and_after


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path


def photo(colour):
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "JPEG")
    return store_file(buffer.getvalue(), f"{colour}.jpg")


@pytest.mark.parametrize(("publication", "names"), [("published", ["red", "green"]), ("withheld", [])])
def test_photos_of_before_and_after_are_those_an_officer_published(root, triage, liaison, publication, names):
    new = NewReport(text="Lampu mati", submission_key=str(uuid.uuid4()), channel="web", photos=(photo("red"),))
    pk = file_new_report(new, root=root, actor=reporter_actor(None)).report.pk
    assert before_and_after([pk]) == {}
    forward = ActData(
        category=Category.objects.get(code="lampu-jalan-mati"),
        agency=Agency.objects.get(code="perkim"),
        publication=publication,
    )
    perform_action(pk, "forward", actor=officer_actor(triage), data=forward)
    perform_action(
        pk,
        "answer",
        actor=officer_actor(liaison),
        data=ActData(text="Sudah", outcome="solved", photos=(photo("green"),)),
    )
    colours = {photo(colour).original_sha256: colour for colour in ("red", "green")}
    assert [one and colours[one.original_sha256] for one in before_and_after([pk]).get(pk, ())] == names
