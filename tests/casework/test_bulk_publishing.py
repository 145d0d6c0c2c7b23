"""What is published of many reports at once: nothing that the officer was not shown, nothing of one in another."""

import json

import pytest
from django.test import Client

from lapor.agencies.actions import create_token
from lapor.agencies.models import Agency, Category
from lapor.casework.models import Macro
from lapor.intake.files.attachments import store_file
from lapor.reports.models import Attachment, Report
from tests.makers import photo
from tests.reports.conftest import forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

WORDS = "Lampu mati di gang 3. " * 40  # longer than any beginning that a page shows


@pytest.fixture
def filed(root, settings, tmp_path):
    settings.ATTACHMENTS_DIR = tmp_path
    return [new_report(root, f"{WORDS}{n}", photos=(store_file(photo(colour=colour)),)) for n, colour in COLOURS]


COLOURS = list(enumerate(("red", "green")))


@pytest.fixture
def console(people):  # noqa: F811
    client = Client()
    client.force_login(people["vera"])
    return client


def chosen(reports):
    return {"report": [report.tracking_id for report in reports]}


def publications(reports):
    return [list(Attachment.objects.filter(report=report).values_list("publication", flat=True)) for report in reports]


def forwarding(**more):
    category, agency = Category.objects.get(code="lampu-jalan-baru"), Agency.objects.get(code="perkim")
    data = {"act": "forward", "publication": "published", "category": str(category.pk), "agency": str(agency.pk)}
    return {**data, **more}


def test_all_words_and_every_file_are_shown_before_they_are_published(filed, console):
    for act in ("publish", "forward"):
        page = console.post("/konsol/banyak", {"act": act, **chosen(filed)}).content.decode()
        for report in filed:
            assert report.text.strip() in page
            assert f"/lampiran/{report.attachments.get().pk}/thumb" in page


def test_what_was_shown_is_published_what_was_ticked_stays_inside(filed, console):
    shown = [str(report.attachments.get().pk) for report in filed]
    sent = {**chosen(filed), "confirm": "1", "shown_files": shown, "kept_files": shown[1]}
    console.post("/konsol/banyak", {"act": "publish", **sent})
    assert publications(filed) == [["published"], ["withheld"]]
    assert set(Report.objects.values_list("publication", flat=True)) == {"published"}


@pytest.mark.parametrize("data", [{"act": "publish"}, forwarding], ids=["publish", "forward"])
def test_a_report_with_a_file_that_nobody_was_shown_is_left_and_named(filed, console, data):
    data = data() if callable(data) else data
    shown = str(filed[0].attachments.get().pk)
    answer = console.post(
        "/konsol/banyak", {**data, **chosen(filed), "confirm": "1", "shown_files": shown}, follow=True
    )
    assert publications(filed) == [["published"], ["pending"]]
    assert Report.objects.get(pk=filed[1].pk).publication == "pending"
    assert any(filed[1].tracking_id in str(one).replace(" ", "") for one in answer.context["messages"])


def test_a_file_that_is_still_being_prepared_was_seen_by_nobody(filed, console):
    Attachment.objects.filter(report=filed[1]).update(status="preparing")
    page = console.post("/konsol/banyak", {"act": "publish", **chosen(filed)}).content.decode()
    shown = [str(report.attachments.get().pk) for report in filed]
    assert [f'name="shown_files" value="{pk}"' in page for pk in shown] == [True, False]
    console.post("/konsol/banyak", {"act": "publish", **chosen(filed), "confirm": "1", "shown_files": shown})
    assert publications(filed) == [["published"], ["pending"]]


def test_what_was_ticked_stays_ticked_where_the_form_was_at_fault(filed, console):
    kept = str(filed[0].attachments.get().pk)
    sent = {**forwarding(agency=""), **chosen(filed), "confirm": "1", "kept_files": kept}
    page = console.post("/konsol/banyak", sent)
    assert page.status_code == 422
    html = " ".join(page.content.decode().split())
    assert html.count('name="kept_files"') == 2
    assert f'value="{kept}" checked' in html
    assert 'name="masks" checked' not in html


def test_what_publishes_nothing_offers_nothing_to_keep(filed, people):  # noqa: F811
    report = forward(filed[0], people, publication="withheld").report
    client = Client()
    client.force_login(people["hana"])
    page = client.post("/konsol/banyak", {"act": "forward", **chosen([report])}).content.decode()
    assert "Teruskan ke unit" in page
    assert "kept_files" not in page
    assert 'name="masks"' not in page


def test_a_forwarded_report_that_stays_unpublished_asks_for_no_look_at_its_files(filed, console):
    console.post("/konsol/banyak", {**forwarding(publication="withheld"), **chosen(filed), "confirm": "1"})
    assert set(Report.objects.values_list("state", flat=True)) == {"forwarded"}
    assert publications(filed) == [["pending"], ["pending"]]


def test_by_rest_too(filed, people):  # noqa: F811
    bearer = {"Authorization": f"Bearer {create_token(people['vera'])}"}
    shown = [str(filed[0].attachments.get().pk)]
    numbers = [{"tracking_id": report.tracking_id} for report in filed]
    sent = {"act": "publish", "reports": numbers, "preview": False, "shown_files": shown}
    answer = Client().post("/api/v1/bulk-acts", json.dumps(sent), "application/json", headers=bearer)
    assert {one["tracking_id"]: one["is_done"] for one in answer.json()["items"]} == {
        filed[0].tracking_id: True,
        filed[1].tracking_id: False,
    }
    assert publications(filed) == [["published"], ["pending"]]


def test_by_a_macro_too(filed, people, console):  # noqa: F811
    steps = [{**forwarding()}]
    macro = Macro.objects.create(officer=people["vera"], name="Teruskan", key="1", steps=steps)
    sent = {"macro": str(macro.pk), **chosen(filed)}
    page = console.post("/konsol/banyak/makro", sent).content.decode()
    for report in filed:
        assert report.text.strip() in page
        assert f"/lampiran/{report.attachments.get().pk}/thumb" in page
    shown = str(filed[0].attachments.get().pk)
    console.post("/konsol/banyak/makro", {**sent, "confirm": "1", "shown_files": shown})
    assert publications(filed) == [["published"], ["pending"]]
    assert [Report.objects.get(pk=report.pk).state for report in filed] == ["forwarded", "received"]


def test_what_a_macro_leaves_open_counts_as_published(filed, people, console):  # noqa: F811
    """The form of a report that is published already has "publish" filled in."""
    Report.objects.filter(pk=filed[0].pk).update(publication="published")
    steps = [{name: value for name, value in forwarding().items() if name != "publication"}]
    macro = Macro.objects.create(officer=people["vera"], name="Teruskan", key="1", steps=steps)
    console.post("/konsol/banyak/makro", {"macro": str(macro.pk), **chosen(filed[:1]), "confirm": "1"})
    assert publications(filed[:1]) == [["pending"]]


def test_words_that_were_kept_inside_are_looked_at_for_personal_data_too(root, people, console):  # noqa: F811
    report = new_report(root, "Hubungi saya di 0812 3456 7890, lampu mati")
    forward(report, people, publication="withheld")
    page = console.post("/konsol/banyak", {"act": "publish", **chosen([report])})
    assert page.context["effects"][0]["findings"]


def test_a_form_for_many_is_filled_with_nothing_of_the_first_alone(root, console):
    """Offices by kecamatan: thirty reports would go to the first one's district with one Enter."""
    category = Category.objects.get(code="lampu-jalan-baru")
    category.agency = Agency.objects.get(code="perkim")
    category.save()
    reports = [new_report(root, "Lampu mati", category=category), new_report(root, "Sampah menumpuk di pasar")]
    form = console.post("/konsol/banyak", {"act": "forward", **chosen(reports)}).context["form"]
    for name in ("category", "agency", "publication"):
        field = form.fields[name]
        assert not field.initial, name
        assert not field.help_text, name
        assert "data-agencies" not in field.widget.attrs
    alone = console.post("/konsol/banyak", {"act": "forward", **chosen(reports[:1])}).context["form"]
    assert alone.fields["agency"].initial == category.agency_id


def test_what_all_have_in_common_is_filled_in(root, console):
    category = Category.objects.get(code="lampu-jalan-baru")
    reports = [new_report(root, f"Lampu {n}", category=category) for n in range(2)]
    form = console.post("/konsol/banyak", {"act": "forward", **chosen(reports)}).context["form"]
    assert form.fields["category"].initial == category.pk
    assert not form.fields["agency"].initial
