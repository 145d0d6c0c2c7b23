"""One act on many reports: looked at first, each done by an act of its own, what cannot be done is named."""

import pytest
from django.test import Client

from lapor.agencies.models import Agency, Category
from lapor.casework.bulk import BULK_ACTS, act_on_each, bulk_acts_of, chosen_reports, effects_of
from lapor.measure.dispositions import disposition_pairs
from lapor.reports.models import Report
from lapor.reports.vocabulary import State
from tests.reports.conftest import do, forward, new_report, people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
KINDS = ("complaint", "information_request")


def numbers(*reports):
    return [report.tracking_id for report in reports]


def states(*reports):
    return [Report.objects.get(pk=report.pk).state for report in reports]


def browser_of(officer):
    client = Client()
    client.force_login(officer)
    return client


def test_effects_are_told_before_anything_is_done_and_refused_ones_named(root, people):  # noqa: F811
    received, held = new_report(root), forward(new_report(root), people).report
    reports = chosen_reports(people["vera"], numbers(received, held))
    effects = {effect.report.pk: effect for effect in effects_of("archive", reports, people["vera"])}
    assert effects[received.pk].to_state == State.ARCHIVED
    assert effects[held.pk].row is None
    assert effects[held.pk].reason
    page = browser_of(people["vera"]).post("/konsol/banyak", {"act": "archive", "report": numbers(received, held)})
    assert [one["report"].pk for one in page.context["effects"]] == [received.pk]
    assert [one.report.pk for one in page.context["refused"]] == [held.pk]
    assert states(received, held) == ["received", "forwarded"]


def test_nobody_else_may_choose_what_they_cannot_see(root, people):  # noqa: F811
    report = forward(new_report(root), people).report
    assert chosen_reports(people["lia"], numbers(report)) == []
    sent = {"act": "work_note", "text": "Catatan", "report": numbers(report), "confirm": "1"}
    browser_of(people["lia"]).post("/konsol/banyak", sent)
    assert not Report.objects.get(pk=report.pk).entries.filter(act="work_note").exists()


def test_forwarding_several_asks_once(root, people):  # noqa: F811
    reports = [new_report(root, f"Lampu {n}") for n in range(4)]
    client = browser_of(people["vera"])
    category = Category.objects.get(code="lampu-jalan-baru")
    sent = {"act": "forward", "confirm": "1", "report": numbers(*reports), "publication": "published", "masks": "on"}
    refused = client.post("/konsol/banyak?queue=mine", {**sent, "category": str(category.pk)})
    assert refused.status_code == 422  # no agency: nothing was done
    assert set(states(*reports)) == {"received"}
    agency = Agency.objects.get(code="perkim")
    answer = client.post("/konsol/banyak?queue=mine", {**sent, "category": str(category.pk), "agency": str(agency.pk)})
    assert answer["Location"] == "/konsol/?queue=mine"
    assert not [str(one) for one in client.get("/konsol/").context["messages"] if "Not done" in str(one)]
    assert set(states(*reports)) == {"forwarded"}


def test_what_changed_since_it_was_looked_at_is_left_and_named(root, people):  # noqa: F811
    first, second = new_report(root), new_report(root)
    looked_at = {f"version_{report.tracking_id}": str(report.version) for report in (first, second)}
    do(first, "publish", people["vera"])
    data = {"archive_reason": "spam", "text": "Iklan.", **looked_at}
    result = act_on_each("archive", [first, second], data, by=people["vera"])
    assert [report.pk for report in result.done] == [second.pk]
    assert [(report.pk, bool(reason)) for report, reason in result.refused] == [(first.pk, True)]


def test_an_outcome_is_offered_that_fits_every_kind(root, people):  # noqa: F811
    reports = [forward(new_report(root, f"Lampu {n}", kind=kind), people).report for n, kind in enumerate(KINDS)]
    client = browser_of(people["hana"])
    both = client.post("/konsol/banyak", {"act": "answer", "report": numbers(*reports)}).context["form"]
    assert [value for value, _label in both.fields["outcome"].choices] == ["", "partly"]
    alone = client.post("/konsol/banyak", {"act": "answer", "report": numbers(reports[0])}).context["form"]
    assert "solved" in [value for value, _label in alone.fields["outcome"].choices]


def test_several_are_merged_into_one_of_them(root, people):  # noqa: F811
    parent, *others = (new_report(root, f"Lampu gang 3 nomor {n}") for n in range(4))
    sent = {"act": "merge", "confirm": "1", "parent": parent.tracking_id, "report": numbers(parent, *others)}
    answer = browser_of(people["vera"]).post("/konsol/banyak", sent)
    assert answer["Location"] == f"/konsol/laporan/{parent.tracking_id}"
    assert states(parent, *others) == ["received", *["merged"] * 3]
    assert Report.objects.get(pk=parent.pk).children_count == 3


def test_what_several_would_be_merged_into_is_named_and_is_not_one_of_them(root, people):  # noqa: F811
    first, *others = (new_report(root, f"Lampu {n} mati") for n in range(3))
    client, sent = browser_of(people["vera"]), {"act": "merge", "report": numbers(first, *others)}
    page = client.post("/konsol/banyak", sent)
    parent = page.context["parent"]
    assert (parent["number"], parent["title"]) == (first.tracking_id, "Lampu 0 mati")
    assert [one["report"].pk for one in page.context["effects"]] == [one.pk for one in others]
    assert [one["to_label"] for one in page.context["effects"]] == [State.MERGED.label] * 2
    assert "2 laporan" in page.content.decode()
    chosen = {**sent, "confirm": "1", "shown_parent": first.tracking_id, "parent": others[1].tracking_id}
    page = client.post("/konsol/banyak", chosen)  # another one than was shown: shown first
    assert page.context["parent"]["number"] == others[1].tracking_id
    assert [one["report"].pk for one in page.context["effects"]] == [first.pk, others[0].pk]
    assert states(first, *others) == ["received"] * 3
    client.post("/konsol/banyak", {**chosen, "shown_parent": others[1].tracking_id})
    assert states(first, *others) == ["merged", "merged", "received"]


def test_one_alone_is_not_merged_into_itself_and_that_is_said(root, people):  # noqa: F811
    report = new_report(root)
    client, sent = browser_of(people["vera"]), {"act": "merge", "report": numbers(report)}
    page = client.post("/konsol/banyak", sent)
    assert page.context["parent"] is None
    assert not page.context["form"]["parent"].value()
    again = client.post("/konsol/banyak", {**sent, "confirm": "1", "parent": report.tracking_id})
    assert again.status_code == 422
    assert again.context["form"].errors["parent"]
    assert states(report) == ["received"]


def test_where_nothing_is_possible_that_is_said(root, people):  # noqa: F811
    held = forward(new_report(root), people).report
    page = browser_of(people["vera"]).post("/konsol/banyak", {"act": "archive", "report": numbers(held)})
    assert "Dengan laporan yang dipilih ini tidak mungkin" in page.content.decode()


def test_a_parent_that_may_not_be_seen_is_not_described(root, people):  # noqa: F811
    """A number may be typed by anybody; its title is for who may read it."""
    secret = new_report(root, "Pungli di kantor kami")
    Report.objects.filter(pk=secret.pk).update(is_protected=True)
    reports = [new_report(root, f"Lampu {n}") for n in range(2)]
    sent = {"act": "merge", "report": numbers(*reports), "confirm": "1", "shown_parent": ""}
    page = browser_of(people["vera"]).post("/konsol/banyak", {**sent, "parent": secret.tracking_id})
    assert "Pungli" not in page.content.decode()


def test_each_role_is_offered_what_its_acts_are(people):  # noqa: F811
    offered = {name: {row.name for row in bulk_acts_of(people[name])} for name in ("vera", "hana", "landung", "wening")}
    assert {"forward", "publish", "merge", "ask", "archive"} <= offered["vera"]
    assert {"assign_officer", "answer"} <= offered["hana"]
    assert "answer" not in offered["landung"]
    assert offered["wening"] == {"work_note"}
    assert set().union(*offered.values()) <= set(BULK_ACTS)


def test_what_goes_to_and_fro_between_offices_is_counted(root, people):  # noqa: F811
    report = forward(new_report(root), people).report
    do(report, "refuse", people["hana"], text="Bukan kami", proposed_agency=Agency.objects.get(code="bappeda"))
    forward(report, people, code="bappeda")
    do(report, "reroute", people["vera"], agency=Agency.objects.get(code="perkim"), text="Ternyata lampu")
    pairs = {
        (pair.from_agency.code if pair.from_agency else "", pair.to_agency.code): (pair.handed, pair.refused)
        for pair in disposition_pairs(root)
    }
    assert pairs == {("", "perkim"): (1, 1), ("", "bappeda"): (1, 0), ("bappeda", "perkim"): (1, 0)}
    own = disposition_pairs(root, within=[Agency.objects.get(code="bappeda")])
    assert len(own) == 2
    for name, expected in (("vera", 3), ("kepala", 2), ("wening", 3)):
        assert len(browser_of(people[name]).get("/konsol/disposisi").context["pairs"]) == expected
