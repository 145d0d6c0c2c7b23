"""The pages of the call-back, its command, and what the public reads: from the draw to the figure."""

import argparse
import hashlib
import hmac
import json
import re
from datetime import datetime
from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from lapor.agencies.models import Agency
from lapor.casework.callback.calls import write_result
from lapor.casework.callback.overview import months_to_draw
from lapor.casework.models import CallbackCase
from lapor.config.commands import callback
from lapor.core import clock
from lapor.ledger.models import Event
from lapor.measure.actions import count_events
from lapor.measure.scorecards import ASKED_FROM, agency_card, city_card
from lapor.reports.models import Report
from lapor.web.views import statistics_csv
from tests.casework.callbacks import IN_NOVEMBER, MONTH, closed, number_opened, phone, published_head_of_the_day_after
from tests.reports.conftest import people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(root):
    published_head_of_the_day_after(root)
    with clock.at(IN_NOVEMBER):
        yield


def browser_of(officer):
    client = Client()
    client.force_login(officer, backend="lapor.agencies.officers.backend.OfficerBackend")
    return client


@pytest.fixture
def confirmed_anew(monkeypatch):
    """The password was typed a moment ago."""
    monkeypatch.setattr("lapor.console.callback.views.did_recently_reauthenticate", lambda _request: True)


def drawn_by_page(root, people, count=1):  # noqa: F811
    for n in range(count):
        closed(root, people, f"Lampu di gang {n}", phone=phone(n), name="Siti Rahayu")
    page = browser_of(people["wening"]).post("/konsol/uji-petik/tarik", {"month": MONTH.isoformat()}, follow=True)
    assert page.status_code == 200
    return page


def test_drawn_asked_and_written_down(root, people, confirmed_anew):  # noqa: F811
    page = drawn_by_page(root, people).content.decode()
    case = CallbackCase.objects.select_related("officer", "draw", "report").get()
    assert case.draw.seed in page.replace("<wbr>", "")
    caller = browser_of(case.officer)
    url = f"/konsol/uji-petik/{case.pk}"
    assert url in caller.get("/konsol/uji-petik/").content.decode()
    script = caller.get(url).content.decode()
    assert "Lampu di gang 0" in script
    assert "Sudah diganti" in script
    assert "+62" not in script
    number = caller.post(url, {"do": "number"}).content.decode()
    assert 'href="tel:+6281234560000"' in number
    assert "+62" not in caller.get(url).content.decode()
    missing = caller.post(url, {"do": "result", "way": "phone"})
    assert missing.status_code == 422
    done = caller.post(url, {"do": "result", "result": "not_solved", "way": "phone", "text": "Mati lagi"}, follow=True)
    assert "Belum selesai" in done.content.decode()
    assert Report.objects.get(pk=case.report_id).state == "in_progress"
    assert caller.get(url).status_code == 404


def test_the_number_asks_for_the_password_again(root, people):  # noqa: F811
    drawn_by_page(root, people)
    case = CallbackCase.objects.select_related("officer").get()
    answer = browser_of(case.officer).post(f"/konsol/uji-petik/{case.pk}", {"do": "number"})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not Event.objects.filter(name="identity.opened").exists()


def test_after_the_password_the_result_is_sent_to_the_page_of_the_call(root, people):  # noqa: F811
    drawn_by_page(root, people)
    case = CallbackCase.objects.select_related("officer").get()
    client, page = browser_of(case.officer), f"/konsol/uji-petik/{case.pk}"
    answer = client.post(page, {"do": "number"})
    shown = client.post(answer["Location"], {"password": "Rahasia-2026-x", "next": page}).content.decode()
    assert "tel:+6281234560000" in shown
    assert len(re.findall(rf'<form method="post"\s+action="{page}"', shown)) == 2


def test_words_that_are_not_public_are_not_shown_to_who_asks(root, people):  # noqa: F811
    drawn_by_page(root, people)
    case = CallbackCase.objects.select_related("officer").get()
    Report.objects.update(publication="withheld")
    page = browser_of(case.officer).get(f"/konsol/uji-petik/{case.pk}").content.decode()
    assert "Lampu di gang 0" not in page
    assert "Sudah diganti" not in page


def test_the_page_of_a_call_is_its_callers_alone(root, people):  # noqa: F811
    drawn_by_page(root, people)
    case = CallbackCase.objects.select_related("officer").get()
    for name in ("hana", "vera", "lia", "wening"):
        if people[name] != case.officer:
            assert browser_of(people[name]).get(f"/konsol/uji-petik/{case.pk}").status_code == 404
    assert browser_of(people["lia"]).get("/konsol/uji-petik/tarik").status_code == 403


def test_overseer_gives_a_call_to_somebody_else(root, people):  # noqa: F811
    drawn_by_page(root, people)
    case = CallbackCase.objects.select_related("officer").get()
    client = browser_of(people["wening"])
    client.post("/konsol/uji-petik/tarik", {"do": "pass", "case": str(case.pk)})
    assert CallbackCase.objects.get().officer != case.officer
    assert client.post("/konsol/uji-petik/tarik", {"do": "pass", "case": "x"}).status_code == 302
    assert client.post("/konsol/uji-petik/tarik", {"month": "x"}).status_code == 302


def test_anybody_draws_it_again_from_what_is_published(root, people):  # noqa: F811
    """With the published file and the standard library alone."""
    drawn_by_page(root, people, 12)
    page = Client().get("/statistik/uji-petik/")
    assert page.status_code == 200
    found = json.loads(Client().get("/statistik/uji-petik/2026-10.json").content)
    head = Client().get(f"/keterbukaan/rantai/{found['head_day']}.json").json()["head"]
    said = "\n".join(("lapor-callback-1", found["city"], found["month"], head))
    seed = hashlib.sha256(said.encode()).hexdigest()
    assert seed == found["seed"]
    assert seed in page.content.decode().replace("<wbr>", "")
    order = sorted(
        found["frame"],
        key=lambda row: Fraction(
            int(hmac.new(bytes.fromhex(seed), row["number"].encode(), hashlib.sha256).hexdigest(), 16), row["weight"]
        ),
    )
    drawn = list(CallbackCase.objects.order_by("place").values_list("report__tracking_id", flat=True))
    assert [row["number"] for row in order[: found["size"]]] == drawn
    assert Client().get("/statistik/uji-petik/2026-09.json").status_code == 404
    assert Client().get("/statistik/uji-petik/x.json").status_code == 404


def test_the_public_reads_of_no_report_that_is_not_public(root, people):  # noqa: F811
    hidden = closed(root, people, "Rahasia")
    Report.objects.filter(pk=hidden.pk).update(visibility="confidential")
    drawn_by_page(root, people, 3)
    assert hidden.tracking_id not in Client().get("/statistik/uji-petik/2026-10.json").content.decode()


@pytest.mark.parametrize("what", ["draw", "check", "show"])
def test_the_command_draws_checks_and_shows(root, people, capsys, what):  # noqa: F811
    for n in range(12):
        closed(root, people, f"Lampu {n}", phone=phone(n))
    parser = argparse.ArgumentParser()
    callback.add_arguments(parser)
    assert callback.run(parser.parse_args([what, "--month", "2026-10"])) == (0 if what == "draw" else 1)
    capsys.readouterr()
    if what == "draw":
        assert callback.run(parser.parse_args(["draw", "--month", "2026-10"])) == 1
        return
    callback.run(parser.parse_args(["draw", "--month", "2026-10"]))
    capsys.readouterr()
    assert callback.run(parser.parse_args([what, "--month", "2026-10"])) == 0
    printed = capsys.readouterr().out
    assert ("drawn as the seed says" in printed) is (what == "check")
    CallbackCase.objects.filter(place=1).delete()
    assert callback.run(parser.parse_args(["check", "--month", "2026-10"])) == 1
    assert "FAULT" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        parser.parse_args([what, "--month", "bulan lalu"])


# --- the figures -----------------------------------------------------------------------------------------------------


def asked(root, people, results, monkeypatch):  # noqa: F811
    """So many reports of perkim, each asked with that result; the figures caught up."""
    for n, _result in enumerate(results):
        closed(root, people, f"Lampu {n}", phone=phone(n), confirmed=n % 2 == 0)
    monkeypatch.setattr("lapor.casework.callback.draws.size_of", lambda frame, _rules: len(frame))
    drawn_by_page(root, people, 0)
    cases = CallbackCase.objects.select_related("officer").order_by("report__tracking_id")
    for case, result in zip(cases, results, strict=True):
        write_result(number_opened(case).pk, by=case.officer, result=result, way="phone")
    count_events(list(Event.objects.filter(stream_kind="report")))


def test_what_people_said_stands_in_every_scorecard_from_30_answers_up(root, people, monkeypatch):  # noqa: F811
    results = ["solved"] * 20 + ["partly"] * 4 + ["not_solved"] * 6 + ["declined"]
    asked(root, people, results, monkeypatch)
    perkim = Agency.objects.get(code="perkim")
    for card in (
        city_card(root, first=MONTH, last=MONTH),
        agency_card(root, perkim, first=MONTH, last=MONTH),
    ):
        assert (card.asked, card.asked_solved_share) == (30, 66)
        counts = card.asked_counts
        assert (counts["solved"], counts["partly"], counts["not_solved"], counts["declined"]) == (20, 4, 6, 1)
        assert counts["unconfirmed"] <= 20
        assert card["confirmed"] > 0  # what reporters said by themselves stands apart
    page = Client().get("/statistik/?period=all").content.decode()
    assert "66%" in page
    assert "20 dari 30" in page
    lines = Client().get("/statistik/angka.csv?period=all").content.decode("utf-8-sig").splitlines()
    names, city = lines[0].split(","), lines[1].split(",")
    assert [city[names.index(name)] for name in statistics_csv.ASKED[:3]] == ["20", "4", "6"]
    public = Client().get("/statistik/uji-petik/").content.decode()
    assert re.search(r"<dt>Selesai</dt>\s*<dd>\s*20\s*</dd>", public)


def test_below_30_answers_nothing_is_told(root, people, monkeypatch):  # noqa: F811
    asked(root, people, ["solved"] * (ASKED_FROM - 1) + ["declined"] * 3, monkeypatch)
    card = city_card(root, first=MONTH, last=MONTH)
    assert (card.asked, card.asked_counts, card.asked_solved_share) == (None, {}, None)
    lines = Client().get("/statistik/angka.csv?period=all").content.decode("utf-8-sig").splitlines()
    assert lines[1].endswith(",,,,,,")
    figures = Client().get("/statistik/?period=all").context["tiles"]
    assert "Ditanya instansi lain: selesai" not in {one["label"] for one in figures}


def test_an_answer_that_was_not_solved_is_counted_at_its_office_wherever_the_report_goes(
    root,
    people,  # noqa: F811
    monkeypatch,
):
    asked(root, people, ["not_solved"] * 2, monkeypatch)
    Report.objects.update(agency=Agency.objects.get(code="bappeda"))
    count_events(list(Event.objects.filter(stream_kind="report")))
    perkim, bappeda = (Agency.objects.get(code=code) for code in ("perkim", "bappeda"))
    assert agency_card(root, perkim, first=MONTH, last=MONTH)["asked_not_solved"] == 2
    assert agency_card(root, bappeda, first=MONTH, last=MONTH)["asked_not_solved"] == 0


@pytest.mark.parametrize("day", ["2026-01-31", "2026-03-01", "2026-05-15", "2026-12-31", "2028-03-30"])
def test_each_of_the_last_twelve_months_can_be_drawn(root, day):
    year, month, _day = map(int, day.split("-"))
    with clock.at(datetime.fromisoformat(f"{day}T12:00+07:00")):
        found = months_to_draw(root)
    before = [(year * 12 + month - 1 - back) for back in range(1, 13)]
    assert [one.year * 12 + one.month - 1 for one in found] == before
    assert {one.day for one in found} == {1}
