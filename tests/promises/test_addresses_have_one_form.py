"""Promised: a telephone number or mail address has one form, however it was typed, pasted or sent; what cannot exist is
asked about; words that nobody can see are no words. The one places: lapor/core/contact.py with
lapor/intake/filing/contact_fields.py, and `clean_text` in lapor/core/text.py. Walked: every form of the installation
that asks for an address, REST, desk, chats, SMS, imports; a new field of another make fails here.
"""

import importlib
import pkgutil
import re
import uuid
from pathlib import Path

import pytest
from django import forms

import lapor
from lapor.agencies.models import Agency
from lapor.core import contact
from lapor.core.text import clean_text, fold, is_visible
from lapor.gateway.accounts.accounts import make_account
from lapor.gateway.messages import Inbound
from lapor.intake.conversations.message_context import conversation_of, lookups
from lapor.intake.filing.actions import file_new_report
from lapor.intake.filing.contact_fields import ContactField, MailField, PhoneField
from lapor.intake.filing.new_report import NewReport
from lapor.intake.imports.spreadsheet import _email, _phone
from lapor.intake.models import Conversation
from lapor.reporters import vault
from lapor.reporters.models import ContactPoint
from lapor.reports.models import Report
from lapor.reports.workflow.acting import reporter_actor
from lapor.web.views.follow import HowForm
from lapor.web.views.people import ContactForm, SignInCodeForm

SPELLED = (
    "0812-3456-7890",
    "+62 812 3456 7890",
    "\u202a+62 812-3456-7890\u202c",
    "+62 812–3456–7890",
    "081234567890\u200b",
    "812 3456 7890",
    "0062 812 3456 7890",
    "6281234567890",
    "(0812) 3456.7890",
    "tel:+6281234567890",
    "٠٨١٢٣٤٥٦٧٨٩٠",
    "+62 (0)812 3456 7890",
    "０８１２ ３４５６ ７８９０",
)
NUMBER = "+6281234567890"
NOT_SEEN = (
    "\u200b\u200b\u3164",
    "\u2800",
    "\u202e\u202c",
    "\ufeff",
    "\u00ad\u2060",
    " \u115f\u1160 ",
    "\U000e0041",
    "\u0301",
)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+_asked)" value="([^"]*)">')
# Fields of this name that hold no address to write to: the account of an officer is made by an administrator, channels
# have settings; the city's own number is shown as the city writes it (agencies.brand).
NO_ADDRESS = {"lapor.ui.gallery", "lapor.console.brand.forms"}


FORMS_WITH_MAIL = {"email": HowForm, "contact": ContactForm}


def all_forms():
    for found in pkgutil.walk_packages(lapor.__path__, "lapor."):
        if not re.search(r"\.(migrations|wsgi|asgi|__main__)|config\.run", found.name):
            importlib.import_module(found.name)
    waiting, seen = [forms.BaseForm], set()
    while waiting:
        for one in waiting.pop().__subclasses__():
            if one not in seen:
                seen.add(one)
                waiting.append(one)
    return [one for one in seen if one.__module__.startswith("lapor.") and one.__module__ not in NO_ADDRESS]


def test_every_form_that_asks_for_an_address_asks_in_one_way():
    asked = {
        (form.__name__, name): type(field)
        for form in all_forms()
        for name, field in getattr(form, "base_fields", {}).items()
        if name in {"phone", "email", "contact", "telephone", "mail"} or isinstance(field, forms.EmailField)
    }
    assert {
        ("FilingForm", "phone"),
        ("FilingForm", "email"),
        ("DeskForm", "phone"),
        ("ReportForm", "email"),
        ("ContactForm", "contact"),
    } <= set(asked)
    assert {name: kind for name, kind in asked.items() if kind not in {PhoneField, MailField, ContactField}} == {}


def test_nobody_else_knows_how_a_number_is_written():
    own = {"core/contact.py", "core/personal_data/numbers.py"}
    found = {
        str(path.relative_to(Path(lapor.__path__[0])))
        for path in Path(lapor.__path__[0]).rglob("*.py")
        if "phonenumbers" in path.read_text()
    }
    assert found == own


@pytest.mark.parametrize("typed", SPELLED)
def test_a_number_is_the_same_however_it_is_spelled(typed):
    assert contact.phone_number(typed) == NUMBER
    assert PhoneField().clean(typed) == NUMBER
    assert _phone(typed.removeprefix("tel:")) in {NUMBER, ""}
    assert vault.normalise_contact("phone", typed) == NUMBER


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("+81 90 1234 5678", "+819012345678"),
        ("818 0123 4567", "+6281801234567"),
        ("024-351 3366", "+62243513366"),
        ("abc", ""),
        ("112", ""),
        ("081234567890123456", ""),
        ("", ""),
        ("-- -- --", ""),
        ("1" * 5000, ""),
    ],
)
def test_numbers_of_elsewhere_stay_there_and_rubbish_is_none(typed, expected):
    assert contact.phone_number(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "budi@contoh.id\u200b",
        "<budi@contoh.id>",
        "budi @ contoh.id",
        "mailto:budi@contoh.id",
        "budi@contoh.id.",
        "\ufeffbudi@contoh.id",
    ],
)
def test_an_address_is_the_same_however_it_was_pasted(typed):
    assert MailField().clean(typed) == "budi@contoh.id"
    assert ContactField().clean(typed) == "budi@contoh.id"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("budi@gmail.con", "budi@gmail.com"),
        ("budi@gmail", "budi@gmail.com"),
        ("budi@kota.go.idd", "budi@kota.go.id"),
        ("budi@yahoo", "budi@yahoo.com"),
    ],
)
def test_an_address_that_cannot_exist_is_asked_about(typed, meant):
    with pytest.raises(forms.ValidationError, match=re.escape(meant)):
        MailField().clean(typed)
    assert contact.likelier_address(typed) == ""


UNLIKELY = {
    "budi@gmail.id": "budi@gmail.com",
    "budi@gmail.co.id": "budi@gmail.com",
    "budi@yahoo.id": "budi@yahoo.co.id",
    "budi@yahoo.co": "budi@yahoo.com",
    "budi@gmial.com": "budi@gmail.com",
    "budi@toko.bet": "budi@toko.net",
}


@pytest.mark.parametrize(("typed", "meant"), UNLIKELY.items())
def test_an_unlikely_address_is_asked_about_once_and_taken_when_it_is_sent_again(typed, meant):
    assert contact.meant_address(typed) == ""  # it may exist
    for name, form in FORMS_WITH_MAIL.items():
        first = form({name: typed})
        assert meant in first.errors[name][0], form
        assert typed in first.errors[name][0]
        assert first.errors.as_data()[name][0].code == "unlikely"
        hidden = HIDDEN.findall(str(first[name]))
        assert hidden == [(f"{name}_asked", typed)]
        assert name not in form({name: typed, **dict(hidden)}).errors
        assert name in form({name: f"x{typed}", **dict(hidden)}).errors  # another one is asked about anew
        assert HIDDEN.findall(str(form({name: "budi@gmail.com"})[name])) == []


def test_an_address_that_cannot_exist_is_not_taken_when_it_is_sent_again():
    for name, form in FORMS_WITH_MAIL.items():
        assert name in form({name: "budi@gmail.con", f"{name}_asked": "budi@gmail.con"}).errors


def test_the_second_step_of_signing_in_asks_nothing_again():
    form = SignInCodeForm({"contact": "budi@gmail.id", "code": "123456"})
    assert form.is_valid()


@pytest.mark.django_db
@pytest.mark.parametrize("typed", UNLIKELY)
def test_form_asks_once_and_files_then(client, root, typed):
    sent = filing(email=typed)
    page = client.post("/lapor", sent, HTTP_ACCEPT_LANGUAGE="id")
    assert (page.status_code, Report.objects.count()) == (422, 0)
    assert "Apakah maksud Anda" in page.content.decode()
    again = dict(HIDDEN.findall(page.content.decode()))
    assert client.post("/lapor", {**sent, **again}).status_code == 201
    assert vault.open_sealed(bytes(ContactPoint.objects.get().address)) == typed


@pytest.mark.django_db
def test_rest_asks_once_and_files_then(client, root):
    def send(**more):
        body = {"text": "Lampu mati", "contact": {"email": "budi@gmail.id", **more}}
        return client.post(
            "/api/v1/reports", body, content_type="application/json", headers={"Idempotency-Key": "k" * 20}
        )

    first = send()
    assert first.status_code == 422
    assert [error["field"] for error in first.json()["errors"]] == ["contact.email"]
    assert "budi@gmail.com" in first.json()["errors"][0]["message"]
    assert send(email_is_right=True).status_code == 201
    assert send(email_is_right=True).status_code == 200


@pytest.mark.django_db
def test_what_a_phone_kept_is_not_held_up_by_a_question_that_nobody_reads(client, root):
    assert client.post("/lapor/simpanan", filing(email="budi@gmail.id")).status_code == 201
    assert vault.open_sealed(bytes(ContactPoint.objects.get().address)) == "budi@gmail.id"


@pytest.mark.parametrize(
    "typed",
    [
        "budi",
        "budi@",
        "a..b@contoh.id",
        "budi@127.0.0.1",
        "budi@-contoh.id",
        "budi@contoh .id x",
        "@contoh.id",
        "budi@@contoh.id",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        MailField().clean(typed)


def filing(**more):
    return {"draft_id": str(uuid.uuid4()), "text": "Lampu mati", **more}


@pytest.mark.django_db
@pytest.mark.parametrize("typed", SPELLED)
def test_form_and_rest_keep_one_form(client, root, typed):
    by_form = client.post("/lapor", filing(phone=typed, email="budi@contoh.id\u200b"))
    by_rest = client.post(
        "/api/v1/reports",
        {"text": "Lampu mati", "contact": {"phone": typed, "email": " budi@contoh.id"}},
        content_type="application/json",
    )
    assert (by_form.status_code, by_rest.status_code) == (201, 201)
    lookups = {"phone": vault.contact_lookup("phone", NUMBER), "email": vault.contact_lookup("email", "budi@contoh.id")}
    for kind, lookup in lookups.items():
        points = ContactPoint.objects.filter(kind=kind)
        assert [bytes(point.lookup) for point in points] == [lookup] * 2
        assert {vault.open_sealed(bytes(point.address)) for point in points} == {
            NUMBER if kind == "phone" else "budi@contoh.id"
        }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("channel", "sender"), [("whatsapp", "6281234567890"), ("sms", "+6281234567890"), ("sms", "081234567890")]
)
def test_who_writes_by_phone_is_known_by_the_number_left_elsewhere(root, channel, sender):
    account = make_account(channel, "uji", root=Agency.objects.get(pk=root.pk), settings={}, secrets={})
    conversation = conversation_of(account, Inbound(sender=sender))
    assert isinstance(conversation, Conversation)
    assert vault.contact_lookup("phone", "0812 3456 7890") in lookups(conversation)


@pytest.mark.django_db
def test_a_sender_of_another_country_is_nobody_here(root):
    account = make_account("whatsapp", "uji", root=Agency.objects.get(pk=root.pk), settings={}, secrets={})
    conversation = conversation_of(account, Inbound(sender="818012345678"))  # Japan
    assert vault.contact_lookup("phone", "0818 0123 45678") not in lookups(conversation)


# --- words that nobody sees


@pytest.mark.parametrize("unseen", NOT_SEEN)
def test_what_nobody_sees_is_empty(unseen):
    assert clean_text(unseen) == ""
    assert not is_visible(unseen)


@pytest.mark.parametrize("seen", ["👨\u200d👩\u200d👧", "❤️", ".", "क्षि", "ا", "\ue000"])
def test_what_somebody_sees_stays_as_it_is(seen):
    assert clean_text(seen) == seen


@pytest.mark.django_db
@pytest.mark.parametrize("unseen", NOT_SEEN)
def test_a_report_that_nobody_sees_is_refused_everywhere(client, root, unseen):
    assert client.post("/lapor", filing(text=unseen)).status_code == 422
    assert client.post("/lapor/simpanan", filing(text=unseen)).status_code == 422
    assert client.post("/api/v1/reports", {"text": unseen}, content_type="application/json").status_code == 422
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_words_of_an_act_that_nobody_sees_are_refused(client, root, people):
    new = NewReport(text="Lampu mati", submission_key=str(uuid.uuid4()), channel="web")
    filed = file_new_report(new, root=root, actor=reporter_actor(None))
    client.force_login(people["vera"])
    page = client.post(f"/konsol/laporan/{filed.report.tracking_id}", {"act": "ask", "text": "\u200b\u3164"})
    assert page.status_code == 422
    assert Report.objects.get().state == "received"


def test_words_are_compared_without_signs_that_nobody_sees():
    assert fold("lam\u00adpu\u200b ma\u2060ti") == "lampu mati"
    assert fold("di\u00adpu\u200bkuli") == "dipukuli"


# --- points


@pytest.mark.django_db
def test_nowhere_is_no_point(client, root):
    assert client.post("/lapor", filing(latitude="0", longitude="0.0000")).status_code == 201
    assert (
        client.post(
            "/api/v1/reports", {"text": "Lampu mati", "latitude": 0, "longitude": 0}, content_type="application/json"
        ).status_code
        == 201
    )
    assert set(Report.objects.values_list("latitude", "longitude")) == {(None, None)}


@pytest.mark.django_db
def test_a_point_of_another_city_is_told_to_person_and_triage(client, root, people):
    page = client.post("/lapor", filing(latitude="-7.55", longitude="110.83"), HTTP_ACCEPT_LANGUAGE="id")
    assert page.status_code == 201
    assert "di luar" in page.content.decode()
    sent = client.post(
        "/api/v1/reports",
        {"text": "Lampu mati", "latitude": -7.55, "longitude": 110.83},
        content_type="application/json",
    )
    assert sent.json()["notice"]
    near = client.post(
        "/api/v1/reports",
        {"text": "Lampu mati", "latitude": -6.9932, "longitude": 110.4203},
        content_type="application/json",
    )
    assert near.json()["notice"] == ""
    client.force_login(people["vera"])
    assert "di luar kota" in client.get(f"/konsol/laporan/{sent.json()['tracking_id']}").content.decode()
    assert "di luar kota" not in client.get(f"/konsol/laporan/{near.json()['tracking_id']}").content.decode()


def test_imports_read_cells_as_people_fill_them():
    assert _phone("HP: 81234567890 (Budi)") == NUMBER
    assert _email("surel budi@contoh.id\u200b;") == "budi@contoh.id"
