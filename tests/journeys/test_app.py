"""The installed app at 360 px: used in airplane mode, sent later by the browser itself or in parts over a bad network,
nothing kept of secrets."""

import json
import uuid

import pytest
from playwright.sync_api import expect

from lapor.core.ids import check_digit, digits_only
from tests.journeys import steps
from tests.journeys.app_tools import fire_sync, go_on, wait_for_the_app
from tests.journeys.audit import look_at
from tests.journeys.photos import jpeg_with_place

pytestmark = pytest.mark.journey
FILES = "reports_attachment JOIN reports_report ON reports_report.id = reports_attachment.report_id"
KEPT = """async () => {
  const base = await new Promise(done => {
    const asked = indexedDB.open("lapor-app");
    asked.onsuccess = () => done(asked.result); });
  const count = store => new Promise(done => {
    base.transaction(store).objectStore(store).count().onsuccess = event => done(event.target.result);
  });
  return [await count("drafts"), await count("outbox")];
}"""


def forgive_the_network(person) -> None:
    """That it was gone is noted by the browser too."""
    person.complaints[:] = [one for one in person.complaints if "net::ERR_" not in one]


@pytest.fixture
def two_photos(tmp_path):
    lights = (("satu.jpg", (90, 90, 90)), ("dua.jpg", (250, 240, 180)))
    return [jpeg_with_place(tmp_path / name, light=light) for name, light in lights]


def test_app_can_be_installed(visitor):
    person = visitor()
    person.page.goto("/")
    wait_for_the_app(person.page)
    session = person.context.new_cdp_session(person.page)
    errors = [one["errorId"] for one in session.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert errors == ["in-incognito"]  # each visitor of these tests is one
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    for picture in [*manifest["icons"], *manifest["screenshots"]]:
        answer = person.page.request.get(picture["src"])
        assert answer.headers["content-type"] == "image/png"
        size = person.page.evaluate(
            """async src => { const image = new Image(); image.src = src; await image.decode();
            return `${image.naturalWidth}x${image.naturalHeight}`; }""",
            picture["src"],
        )
        assert size == picture["sizes"]


def file_without_a_network(page, text, photos):
    """Two photos, a reload in between, and the list that says what waits."""
    page.goto("/lapor")
    page.set_input_files("#id_photos", photos)
    expect(page.locator(".preview img")).to_have_count(2)
    go_on(page, text)
    page.wait_for_timeout(800)  # the draft is kept a moment after the last key
    page.reload()  # the battery was taken out: words and photos are still there
    expect(page.locator(".preview")).to_have_count(2)
    expect(page.locator("#id_text")).to_have_value(text)
    page.click(".steps a[href='#step-check']")
    page.click("[data-send]")
    expect(page.locator("[data-kept-here]")).to_be_visible()
    look_at(page)
    page.click("[data-kept-here] a >> nth=0")
    expect(page.locator("[data-outbox-list] li[data-state=kept]")).to_contain_text(
        "Tersimpan di HP ini, belum terkirim"
    )
    look_at(page)


def test_filed_in_airplane_mode_with_two_photos_and_sent_by_the_browser_later(visitor, installation, two_photos):
    text = f"Gorong-gorong mampet di depan balai, air naik ke jalan {uuid.uuid4().hex}"
    person = visitor()
    page = person.page
    page.goto("/")
    wait_for_the_app(page)
    person.context.set_offline(True)
    file_without_a_network(page, text, two_photos)
    page.goto("/statistik/")
    expect(page.locator("h1")).to_have_text("Tidak ada jaringan")
    assert installation.count("reports_report", f"text = '{text}'") == 0

    page.goto("about:blank")
    person.context.set_offline(False)
    fire_sync(page)
    for _look in range(150):
        if installation.count("reports_report", f"text = '{text}'"):
            break
        page.wait_for_timeout(100)
    page.goto("/laporan-saya/")
    row = page.locator("[data-outbox-list] li[data-state=received]")
    expect(row).to_be_visible()
    number, code = (digits_only(row.locator(f"[data-{name}]").inner_text()) for name in ("number", "code"))
    assert (len(number), len(code)) == (10, 16)
    assert installation.count("reports_report", f"text = '{text}' AND tracking_id = '{number}'") == 1
    assert installation.count(FILES, f"tracking_id = '{number}'") == 2
    look_at(page)
    row.locator("[data-do=seen]").click()
    expect(row).to_have_count(0)
    person.context.clear_cookies()
    page.reload()
    page.click("[data-receipts-list] button[type=submit]")
    expect(page.locator("article")).to_contain_text(text)  # the receipt of the phone opens it
    forgive_the_network(person)


def test_broken_connection_sends_no_part_twice_and_a_lost_answer_makes_no_second_report(
    visitor, installation, two_photos
):
    text = f"Jembatan kayu lapuk di ujung gang {uuid.uuid4().hex}"
    person = visitor(service_workers="block")  # an old browser: no worker, no sync; the next opening sends
    page = person.page
    went: list[str] = []
    lost = []

    def break_off(route):
        went.append(route.request.url)
        route.continue_() if len(went) == 1 else route.abort()

    def lose_the_first_answer(route):
        lost.append(route.fetch())
        route.abort() if len(lost) == 1 else route.fulfill(response=lost[-1])

    page.route("**/lapor/bagian", break_off)
    page.route("**/lapor/simpanan", lose_the_first_answer)
    page.goto("/lapor")
    page.set_input_files("#id_photos", two_photos)
    expect(page.locator(".preview img")).to_have_count(2)
    go_on(page, text)
    page.click("[data-send]")
    expect(page.locator("[data-kept-here]")).to_be_visible()
    page.unroute("**/lapor/bagian")
    page.goto("/laporan-saya/")
    row = page.locator("[data-outbox-list] li")
    expect(page.locator("[data-more]")).to_contain_text("100%")  # what was opened sends by itself
    expect(row).to_have_attribute("data-state", "kept")
    page.click("[data-send-now]")
    expect(row).to_have_attribute("data-state", "received")
    assert [answer.status for answer in lost] == [201, 200]
    assert installation.count("reports_report", f"text = '{text}'") == 1
    assert installation.count(FILES, f"text = '{text}'") == 2
    forgive_the_network(person)


def file_for_a_family(page):
    """Two reports, one of them named as mother's while the phone is sending."""
    for text in ("Lampu gang mati, laporan ibu", "Selokan bau, laporan bapak"):
        page.goto("/lapor")
        go_on(page, text)
        page.click("[data-send]")
        steps.read_receipt(page)
        expect(page.locator("body[data-ready]")).to_be_attached()  # the phone keeps it
    page.goto("/laporan-saya/")
    rows = page.locator("[data-receipts-list] li")
    expect(rows).to_have_count(2)
    mother = rows.filter(has_text="laporan ibu")
    mother.locator("[data-person]").fill("Ibu")
    # what was sent meanwhile takes no word that is being typed
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_timeout(500)
    mother.locator("[data-person]").press("Tab")
    return rows


def test_family_on_one_phone_names_saves_deletes_and_takes_back_its_receipts(visitor):
    page = visitor().page
    rows = file_for_a_family(page)
    page.select_option("#receipts-of", "Ibu")
    expect(rows).to_have_count(1)
    look_at(page)
    with page.expect_download() as saved:
        page.click("[data-export]")
    content = json.loads(saved.value.path().read_text())
    assert sorted((len(one["number"]), len(one["code"]), one["person"]) for one in content["receipts"]) == [
        (10, 16, ""),
        (10, 16, "Ibu"),
    ]
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("[data-forget] button")
    page.wait_for_url("**/laporan-saya/")
    expect(page.locator("body[data-ready]")).to_be_attached()
    expect(page.locator(".report-card")).to_have_count(0)
    assert page.context.cookies() == [
        one for one in page.context.cookies() if not one["name"].startswith("lapor_receipt")
    ]
    page.click("[data-read-in] summary")
    look_at(page)
    page.set_input_files(
        "#receipts-file", {"name": "foto.json", "mimeType": "application/json", "buffer": b'{"format": "lain"}'}
    )
    expect(page.locator("[data-read-said]")).to_contain_text("bukan berkas tanda terima")
    # no text, a wrong check digit, nothing at all
    strange = [
        {"number": 1234567890, "code": ""},
        {"number": "1234567890", "code": ""},
        None,
    ]
    odd = {"number": f"123456789{check_digit('123456789')}", "code": "", "at": 1e300}
    file = {**content, "receipts": [*strange, odd, *content["receipts"]]}
    page.set_input_files(
        "#receipts-file", {"name": "aneh.json", "mimeType": "application/json", "buffer": json.dumps(file).encode()}
    )
    expect(rows).to_have_count(3)
    rows.filter(has_text="1234").locator("[data-remove]").click()
    page.set_input_files("#receipts-file", saved.value.path())
    expect(rows).to_have_count(2)
    page.select_option("#receipts-of", "Ibu")
    expect(rows).to_have_count(1)
    rows.get_by_role("button", name="Buka laporan").click()
    expect(page.locator("h1")).to_contain_text("laporan ibu")


def test_confidential_report_waits_on_the_open_page_and_leaves_nothing_on_the_phone(visitor):
    person = visitor()
    page = person.page
    page.goto("/lapor")
    wait_for_the_app(page)
    page.fill("#id_text", "Hanya untuk petugas: saya takut bicara terbuka.")
    page.click(".steps a[href='#step-you']")
    page.click("[data-visibility] summary")
    page.check("input[name=visibility][value=confidential]")
    page.click(".steps a[href='#step-check']")
    person.context.set_offline(True)
    page.click("[data-send]")
    expect(page.locator("[data-wait-here]")).to_be_visible()
    look_at(page)
    assert page.evaluate(KEPT) == [0, 0]
    person.context.set_offline(False)
    steps.read_receipt(page)  # by itself
    forgive_the_network(person)


def test_post_shared_from_another_app_stands_in_the_form(visitor, two_photos):
    page = visitor().page
    page.goto("/")
    wait_for_the_app(page)
    page.evaluate("""() => { document.body.insertAdjacentHTML("beforeend",
      '<form id="share" method="post" enctype="multipart/form-data" '
      + 'action="/lapor/bagikan"><input name="title"><input name="url"><input type="file" name="photos"></form>'); }""")
    page.fill("#share [name=title]", "Pohon tumbang di Jalan Pemuda")
    page.fill("#share [name=url]", "https://contoh.id/1")
    page.set_input_files("#share [name=photos]", two_photos[0])
    page.evaluate("document.getElementById('share').submit()")
    page.wait_for_url("**/lapor?dari=bagikan")
    expect(page.locator("#id_text")).to_have_value("Pohon tumbang di Jalan Pemuda\nhttps://contoh.id/1")
    expect(page.locator(".preview img")).to_have_count(1)
