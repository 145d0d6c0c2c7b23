"""What the form asks, and in which words it says what is wrong: only what matters, when it matters."""

import json
import re
import uuid
from pathlib import Path

import pytest
from django.test import Client

from lapor.agencies.category_icons import category_icon
from lapor.agencies.models import Category
from lapor.intake.filing.forms import FilingForm
from lapor.reports.models import Report
from lapor.reports.vocabulary import Identity, Publication, Urgency, Visibility
from tests.core import danger_sentences_harmless

pytestmark = pytest.mark.django_db
PROJECT = Path(__file__).resolve().parents[2]
HARMLESS = danger_sentences_harmless.HARMLESS.strip().splitlines()
LABELS = {
    "kind": "Jenis laporan",
    "text": "Isi laporan",
    "category": "Kategori",
    "area": "Kelurahan",
    "phone": "Nomor HP",
    "email": "Alamat email",
}


def send(**fields):
    client = Client()
    sent = {"draft_id": str(uuid.uuid4()), "text": "Lampu mati", **fields}
    return client.post("/lapor", {name: value for name, value in sent.items() if value is not None})


def part(pattern, page):
    found = re.search(pattern, page, re.S)
    assert found, pattern
    return found[0]


def summary(response):
    return part(r'class="error-summary".*?</div>', response.content.decode())


def test_every_error_names_its_field_in_the_reader_s_words(root):
    response = send(
        kind="x", text="", category="tidak-ada", area="0", phone="081", email="salah@", identity="x", visibility="x"
    )
    assert response.status_code == 422
    said = summary(response)
    for name, label in LABELS.items():
        assert f'href="#id_{name}">{label}: ' in said
    assert not re.search(r">(Phone|Text|Email|Kind|Category|Area|Identity|Visibility|Photos):", said)


def test_no_field_of_the_form_is_left_to_django_s_own_label(root):
    form = FilingForm(root=root)
    assert [name for name, field in form.fields.items() if field.label is None and not field.widget.is_hidden] == []


@pytest.mark.parametrize("text", ["", " ", ".", "…", "!!! ???"])
def test_text_that_says_nothing_is_asked_for_and_what_else_was_typed_stays(root, text):
    response = send(text=text, address="Jalan Pemuda 12")
    assert response.status_code == 422
    assert "Isi laporan: Tulis dulu apa masalahnya" in summary(response)
    assert "Jalan Pemuda 12" in response.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("fields", "identity"),
    [
        ({}, Identity.ANONYMOUS),
        ({"phone": "0812 3456 7890"}, Identity.ANONYMOUS),
        ({"name": "Siti"}, Identity.NAMED),
        ({"name": "Siti", "identity": "anonymous"}, Identity.ANONYMOUS),
        ({"phone": "0812 3456 7890", "identity": "named"}, Identity.NAMED),
    ],
)
def test_nobody_is_named_who_gave_no_name_unless_they_say_so(root, fields, identity):
    assert send(**fields).status_code == 201
    assert Report.objects.get().identity == identity


def test_with_a_name_is_preselected_for_nobody(root):
    page = Client().get("/lapor").content.decode()
    assert not re.search(r'name="identity"[^>]*checked', page)


def test_kind_and_visibility_are_folded_until_they_matter(root):
    page = Client().get("/lapor").content.decode()
    for name in ("kind", "visibility"):
        fold = re.findall(r"<details([^>]*)>(?:(?!</details>).)*?name=\"" + name + '"', page, re.S)
        assert fold and " open" not in fold[-1]
    back = send(email="salah@", kind="aspiration", visibility="confidential").content.decode()
    for name in ("kind", "visibility"):
        fold = re.findall(r"<details([^>]*)>(?:(?!</details>).)*?name=\"" + name + '"', back, re.S)
        assert " open" in fold[-1].replace("\n", " ")


@pytest.mark.parametrize(
    "code", ["kekerasan-anak", "kekerasan-rumah-tangga", "ancaman-jiwa", "pungutan-liar", "korupsi"]
)
def test_what_the_person_says_it_is_about_counts_whatever_the_words_are(root, code):
    """Confidential, urgent and of this category: words that nothing hears, and words that are heard as another."""
    for text in (HARMLESS[0], "suami memukuli istrinya", "petugas minta uang pelicin"):
        assert send(text=text, concern=code, category="lampu-jalan-mati", visibility="public").status_code == 201
    for report in Report.objects.select_related("category"):
        assert report.category.code == code
        assert report.is_protected
        assert (report.visibility, report.publication) == (Visibility.CONFIDENTIAL, Publication.WITHHELD)
        assert report.urgency == Urgency.URGENT


def test_an_everyday_category_is_no_concern(root):
    assert send(concern="lampu-jalan-mati").status_code == 422


@pytest.mark.parametrize(
    ("code", "numbers"), [("kekerasan-anak", {"112", "129"}), ("ancaman-jiwa", {"112"}), ("korupsi", set())]
)
def test_the_numbers_that_fit_stand_in_the_choice_and_on_the_receipt(root, code, numbers):
    page = Client().get("/lapor").content.decode()
    label = part(rf'name="concern"\s+value="{code}".*?</label>', page)
    assert set(re.findall(r"\b1\d\d\b", label)) == numbers
    receipt = send(concern=code).content.decode()
    notice = part(r'class="notice tone-bad".*?</div>\s*</div>', receipt)
    assert set(re.findall(r"tel:(\d+)", notice)) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("suami memukuli istrinya", {"112", "129"}), ("Kabel putus", {"112"}), ("Ada pungli", set()), ("Lampu", None)],
)
def test_a_form_that_comes_back_shows_the_numbers_that_fit_its_words(root, text, numbers):
    page = send(text=text, email="salah@").content.decode()
    notice = page.split("data-urgent")[1].split("data-protected")[0]
    calls = re.findall(r'<p class="calls"([^>]*)>\s*<a[^>]*href="tel:(\d+)"', notice)
    assert len(calls) == 2
    if numbers is None:
        assert re.match(r"\s*hidden", notice)
    else:
        assert {number for attributes, number in calls if "hidden" not in attributes} == numbers


def test_the_door_for_danger_and_the_camera_stand_before_everything_else(root):
    page = Client().get("/lapor").content.decode()
    places = [
        page.index(one) for one in ("data-danger\n", 'id="id_camera"', 'id="id_text"', "data-pictures", "id_category")
    ]
    assert places == sorted(places)
    assert 'capture="environment"' in page


def test_every_group_has_a_picture_of_its_own_and_an_unknown_one_the_general_one(root):
    sprite = json.loads((PROJECT / "frontend/icons.json").read_text())
    icons = [group["icon"] for group in FilingForm(root=root).category_groups]
    assert len(icons) == len({sprite[icon] for icon in icons}) == 17
    assert category_icon("perikanan") in sprite
    Category.objects.filter(root=root, group_code="jalan").update(group_code="perikanan")
    assert category_icon("perikanan") in [group["icon"] for group in FilingForm(root=root).category_groups]
