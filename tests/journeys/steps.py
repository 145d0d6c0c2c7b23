"""What people do on the pages, in their words: shared by the journeys and the screenshots."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from lapor.core.ids import digits_only
from tests.journeys.browser import Visitor

PASSWORD = "lapor-demo-2026"  # of every demo account, as the sign-in page of the demo says
TEXT = "Lampu jalan di depan musala mati sejak Senin, gelap sekali kalau malam."


@dataclass(frozen=True)
class Receipt:
    """What a person is given after filing; both in digits only."""

    number: str
    code: str


def take_photo(page: Page, photo: Path) -> None:
    """The first step of the form begins with the camera."""
    page.set_input_files("#id_camera", photo)
    expect(page.locator(".preview img")).to_have_count(1)


def say(page: Page, text: str, category: str = "") -> None:
    """… and goes on with the words."""
    page.fill("#id_text", text)
    if category:
        page.select_option("#id_category", category)
    page.click("[data-next]")


def choose_on_map(page: Page) -> None:
    """The second step: open the map and tap its middle."""
    page.click("[data-open-map]")
    expect(page.locator("path.area").first).to_be_visible()
    go_near(page)
    page.locator("[data-map-canvas]").click()
    expect(page.locator("#id_area")).not_to_have_value("")
    expect(page.locator(".map-pin")).to_be_visible()
    page.click("[data-next]")


def go_near(page: Page) -> None:
    """Of the whole city a tap sets no point: it goes nearer, to where streets are seen."""
    page.locator("[data-map-canvas]").click()
    status = page.locator("[data-place-status]")
    expect(status).to_have_text(status.get_attribute("data-closer") or "")
    expect(page.locator("#id_latitude")).to_have_value("")


def leave_name(page: Page, name: str, email: str) -> None:
    """The third step: named, with an address for news."""
    expect(page.locator("input[name=identity] >> nth=0")).to_be_hidden()
    page.fill("#id_name", name)
    page.check("input[name=identity][value=named]")
    page.fill("#id_email", email)
    page.click("[data-next]")


def read_receipt(page: Page) -> Receipt:
    """The page after filing, whoever filed."""
    expect(page.locator(".tracking-big")).to_be_visible()
    expect(page.locator(".qr svg")).to_be_visible()
    return Receipt(digits_only(page.inner_text(".tracking-big")), digits_only(page.inner_text(".code-box")))


def file_report(page: Page, photo: Path, *, text: str = TEXT, email: str = "") -> Receipt:
    """From the first page to the receipt."""
    page.goto("/")
    page.click(".hero a.btn-accent")
    take_photo(page, photo)
    say(page, text, "lampu-jalan-mati")
    choose_on_map(page)
    leave_name(page, "Budi Santoso", email)
    expect(page.locator("[data-preview-card]")).to_contain_text(text)
    page.click("[data-send]")
    return read_receipt(page)


def sign_in(visitor: Visitor, username: str) -> Page:
    visitor.sign_in(username, PASSWORD)
    return visitor.page


def open_from_inbox(page: Page, number: str) -> None:
    """Look a report up in the console by its number and open it."""
    page.goto("/konsol/")
    page.fill("[data-search]", number)
    page.press("[data-search]", "Enter")
    page.click("[data-row] a")
    page.wait_for_url(f"**/konsol/laporan/{number}?*")


def open_act(page: Page, act: str) -> None:
    """Unfold an act unless it stands open."""
    fold = page.locator(f"details.act[data-act={act}]")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()


def do_act(page: Page, act: str) -> None:
    """Press the button of an act whose fields are filled."""
    page.click(f"form:has(input[name=act][value={act}]) button[type=submit]")
    expect(page.locator(".notice.tone-good").first).to_be_visible()


def show_code(page: Page, receipt: Receipt) -> None:
    """On another device: open the report by its number and prove it with the code."""
    page.goto(f"/laporan/{receipt.number}")
    page.fill("#id_receipt_code", receipt.code)
    page.click("#code button[type=submit]")
    expect(page.locator("#acts")).to_be_visible()
