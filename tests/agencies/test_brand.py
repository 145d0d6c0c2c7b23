"""A city's brand: the preset's values, the administrator's in front of them, files, and what is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lapor.agencies.actions import create_officer
from lapor.agencies.brand import brand_faults, forget_own_brand, way_link, write_brand
from lapor.agencies.models import Agency, BrandFile
from lapor.agencies.preset.loading import load_preset
from lapor.agencies.preset.reading import PRESETS_DIR
from lapor.agencies.roles import Role
from lapor.ledger.models import Event
from lapor.publish.brand_icons import BRAND, hex_colour
from tests.makers import plain
from tests.reports.conftest import people  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
URL = "/konsol/tampilan/"


def fresh(root):
    return Agency.objects.get(pk=root.pk)


@pytest.fixture
def admin(people):  # noqa: F811
    client = Client()
    client.force_login(people["ade"])
    return client


def test_own_values_stand_before_the_presets_and_outlive_its_next_load(root, people):  # noqa: F811
    write_brand(root, {"name": "Semarang Mendengar", "ways": {"whatsapp": "0811-2345-678"}}, by=people["ade"])
    load_preset(PRESETS_DIR / "semarang")
    brand = fresh(root).brand
    assert (brand["name"], brand["city"]) == ("Semarang Mendengar", "Kota Semarang")
    assert Event.objects.filter(name="brand.written", actor_id=people["ade"].pk).get().data["changed"] == [
        "name",
        "ways",
    ]
    forget_own_brand(root, by=people["ade"])
    assert fresh(root).brand["name"] == "Lapor Semarang"


def test_what_is_as_the_preset_says_is_not_kept(root, people):  # noqa: F811
    write_brand(root, {"name": root.brand["name"], "hue": 10}, by=people["ade"])
    assert fresh(root).own_brand == {"hue": 10}
    write_brand(root, {"hue": root.preset_brand["hue"]}, by=people["ade"])
    assert fresh(root).own_brand == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"hue": 400},
        {"hue": True},
        {"accent_hue": "red"},
        {"name": "x" * 201},
        {"ways": {"fax": "024 123"}},
        {"telephone": "javascript:alert(1)"},
        {"ways": {"whatsapp": "javascript:alert(1)"}},
        {"ways": {"x": "@<script>"}},
        {"counters": [{"name": "", "hours": "8"}]},
        {"counters": [{"name": "Balai Kota", "url": "https://…"}]},
        {"counters": [{"name": str(n)} for n in range(13)]},
    ],
)
def test_what_is_not_as_it_must_be_is_refused(root, people, wrong):  # noqa: F811
    assert list(brand_faults(wrong))
    with pytest.raises(ValidationError):
        write_brand(root, wrong, by=people["ade"])
    assert fresh(root).own_brand == {}


@pytest.mark.parametrize(
    ("way", "value", "link"),
    [
        ("whatsapp", "0811-2345-678", "https://wa.me/628112345678"),
        ("whatsapp", "+62 811 2345 678", "https://wa.me/628112345678"),
        ("sms", "1708", "sms:1708"),
        ("telegram", "@lapor_bot", "https://t.me/lapor_bot"),
        ("x", "lapor", "https://x.com/lapor"),
    ],
)
def test_links_open_what_they_name(way, value, link):
    assert way_link(way, value) == link


def said(**changed):
    values = {
        "do": "draft",
        "name": "Lapor Semarang",
        "short_name": "Lapor",
        "city": "Kota Semarang",
        "tagline": "Sampaikan masalah, masukan, atau pertanyaan kepada Pemerintah Kota Semarang.",
        "tagline_en": "Tell the City of Semarang what is wrong, what you wish for, what you want to know.",
        "hue": hex_colour(212, BRAND),
        "accent_hue": hex_colour(42, (0.94, 0.7)),
        "address": "Balai Kota, Jl. Pemuda No. 148, Semarang 50132",
        "hours": "Senin sampai Jumat, 08.00–16.00 WIB",
        "data_officer": "Pejabat PDP Kota Semarang, Balai Kota, Jl. Pemuda No. 148, Semarang 50132",
        "hours_en": "Monday to Friday, 08.00–16.00 WIB",
        "way_sms": "1708",
        "counters": "Loket Balai Kota | Jl. Pemuda No. 148 | Senin sampai Jumat, 08.00–15.00 WIB"
        " | Monday to Friday, 08.00–15.00 WIB",
    }
    return values | changed


def test_a_draft_is_seen_by_the_administrator_alone_until_it_is_published(client, root, admin):
    hero = SimpleUploadedFile("kota.png", plain("navy", (1700, 900), "PNG"), "image/png")
    draft = said(name="Semarang Mendengar", way_whatsapp="0811-2345-678", hue="#8a1313", hero=hero)
    assert admin.post(URL, draft).status_code == 302
    assert "Semarang Mendengar" not in client.get("/").content.decode()
    preview = admin.get("/pratinjau/").content.decode()
    assert "Semarang Mendengar" in preview
    assert "has-photo" in preview
    assert "--brand-hue:0;" in admin.get("/pratinjau/merek.css").content.decode()
    assert "--brand-hue:212" in client.get("/brand.css").content.decode()
    assert client.get("/pratinjau/").status_code in {302, 403}
    admin.post(URL, {"do": "publish"})
    page = client.get("/").content.decode()
    assert "Semarang Mendengar" in page
    assert 'href="https://wa.me/628112345678"' in page
    assert admin.get("/pratinjau/").status_code == 404
    row = BrandFile.objects.get(root=root, name__startswith="own-hero-")
    shown = client.get(f"/merek/{row.digest}")
    assert (shown["Content-Type"], shown.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert "immutable" in shown["Cache-Control"]
    assert not BrandFile.objects.filter(name__startswith="draft-").exists()


def test_two_administrators_drafts_keep_apart_and_one_that_is_gone_is_said(root, people, admin):  # noqa: F811
    other = Client()
    people["ade2"] = create_officer(
        username="ade2", password="Rahasia-2026-x", name="Ada", agency=people["ade"].agency, role=Role.ADMINISTRATOR
    )
    other.force_login(people["ade2"])
    for client, colour in ((admin, "navy"), (other, "maroon")):
        hero = SimpleUploadedFile("kota.png", plain(colour, (1700, 900), "PNG"), "image/png")
        client.post(URL, said(hero=hero))
    assert BrandFile.objects.filter(name__startswith="draft-hero-").count() == 2
    admin.post(URL, {"do": "publish"})
    published = fresh(root).own_brand["hero"]
    answer = other.post(URL, {"do": "publish"}, follow=True)
    assert answer.status_code == 200
    assert "Unggah lagi" in answer.content.decode()
    assert fresh(root).own_brand["hero"] == published


def test_a_dropped_draft_changes_nothing(client, root, admin):
    admin.post(URL, said(city="Kota Lain"))
    admin.post(URL, {"do": "drop"})
    admin.post(URL, {"do": "publish"})
    assert fresh(root).own_brand == {}


def test_what_was_left_as_it_is_stays_the_presets(root, admin):
    admin.post(URL, said(telephone="024-3513366"))
    admin.post(URL, {"do": "publish"})
    assert fresh(root).own_brand == {"telephone": "024-3513366"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"hue": "#777777"}, "bukan abu-abu"),
        ({"hue": "red"}, "error-summary"),
        ({"name": ""}, "error-summary"),
        ({"way_whatsapp": "<script>"}, "error-summary"),
        ({"logo": SimpleUploadedFile("a.svg", b"<svg onload='x()'/>", "image/svg+xml")}, "tidak dapat dibaca"),
        ({"font": SimpleUploadedFile("a.woff2", b"MZ\x90", "font/woff2")}, "WOFF2"),
        ({"counters": "\n".join(f"Loket {n}" for n in range(13))}, "12"),
    ],
)
def test_faults_are_said_and_what_was_typed_stays(admin, wrong, words):
    answer = admin.post(URL, said(short_name="Kita", **wrong))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert 'value="Kita"' in page


def test_only_the_administrator_and_only_of_this_city(people, client):  # noqa: F811
    for name in ("hana", "walikota", "wening"):
        client.force_login(people[name])
        assert client.get(URL).status_code == 403


def test_a_preset_with_a_file_that_is_not_there_is_refused(tmp_path):
    import shutil  # noqa: PLC0415

    from lapor.agencies.preset.reading import PresetError  # noqa: PLC0415

    folder = tmp_path / "semarang"
    shutil.copytree(PRESETS_DIR / "semarang", folder)
    (folder / "skyline.svg").unlink()
    with pytest.raises(PresetError, match=r"brand\.hero"):
        load_preset(folder)


def test_the_officer_for_data_protection_is_named_where_rights_are(client, root, admin):
    admin.post(URL, said(data_officer="Ibu Ratna, pdp@kota.example"))
    admin.post(URL, {"do": "publish"})
    assert "Ibu Ratna, pdp@kota.example" in client.get("/privasi/").content.decode()


def test_hours_are_in_the_readers_language(client, root):
    assert "Senin sampai Jumat" in client.get("/tentang/").content.decode()
    english = client.get("/tentang/", headers={"accept-language": "en"}, HTTP_COOKIE="lapor_language=en")
    assert "Senin" not in english.content.decode()
