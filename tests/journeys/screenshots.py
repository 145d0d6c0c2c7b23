"""`python -m tests.journeys.screenshots`: the pictures of the main screens in docs/screenshots/, from a demo of its
own.

Called by `make screenshots`. With a folder as argument it also writes what only eyes should judge: dark, longest
content.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from lapor.core.environment import PROJECT_DIR
from tests.journeys import steps
from tests.journeys.browser import DESK, PHONE, Visitor, chromium
from tests.journeys.installation import Installation, shared_installation
from tests.journeys.photos import jpeg_with_place

DOCS = PROJECT_DIR / "docs" / "screenshots"
APP = PROJECT_DIR / "frontend" / "screenshots"
SIZES = {"360": PHONE, "1280": DESK}
TALLEST = 1400  # pixels; what is below it says nothing new
QUALITY = 80
LONG_NAME = "Raden Ajeng Siti Nurhaliza Kusumaningtyas Dewi Prawirodirdjo"
LONG_TEXT = "Jalan di depan rumah kami berlubang sejak hujan pertama dan belum pernah ditambal. " * 60


def main(arguments: list[str]) -> None:
    for old in DOCS.glob("*.webp"):
        old.unlink()
    DOCS.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        shared_installation(Path(folder) / "demo") as running,
        chromium() as browser,
    ):
        photo = jpeg_with_place(Path(folder) / "jalan.jpg")
        for name, size in SIZES.items():
            public_screens(Visitor(browser, running.url, viewport=size), DOCS, name, photo)
            officers_screens(browser, running, DOCS, name)
        app_screens(browser, running)
        if arguments:
            for_eyes(browser, running, Path(arguments[0]), photo)
    total = sum(path.stat().st_size for path in DOCS.iterdir())
    print(f"{len(list(DOCS.iterdir()))} pictures, {total // 1024} KB in {DOCS.relative_to(PROJECT_DIR)}")


def public_screens(visitor: Visitor, folder: Path, name: str, photo: Path) -> None:
    page = visitor.page
    page.goto("/lapor")
    picture(page, folder / f"file-{name}")
    steps.file_report(page, photo)
    picture(page, folder / f"receipt-{name}")
    page.goto("/")
    picture(page, folder / f"home-{name}")
    solved = page.locator(".solved li:has(.before-after) h3 a").or_(page.locator(".solved h3 a")).first
    solved.click()
    picture(page, folder / f"report-{name}")
    page.goto("/laporan/")
    picture(page, folder / f"list-{name}")
    page.goto("/statistik/")
    picture(page, folder / f"statistics-{name}")
    visitor.close()


def app_screens(browser: Browser, running: Installation) -> None:
    """What a phone shows before the app is installed: exactly one screen, as the manifest says."""
    for name, size in {"phone": PHONE, "desk": DESK}.items():
        visitor = Visitor(browser, running.url, viewport=size)
        visitor.page.goto("/lapor")
        shot = Image.open(io.BytesIO(visitor.page.screenshot()))
        shot.quantize(64).save(APP / f"app-{name}.png", optimize=True)
        visitor.close()


def officers_screens(browser: Browser, running: Installation, folder: Path, name: str) -> None:
    visitor = Visitor(browser, running.url, viewport=SIZES[name])
    page = steps.sign_in(visitor, "verifikator")
    picture(page, folder / f"inbox-{name}")
    page.goto("/konsol/?state=received")
    page.click("[data-row] a >> nth=0")
    picture(page, folder / f"console-report-{name}")
    page.goto("/loket/")
    picture(page, folder / f"desk-{name}")
    visitor.close()
    if SIZES[name] == PHONE:
        camera_screen(Visitor(browser, running.url, viewport=PHONE, permissions=["camera"]), folder / f"camera-{name}")


def camera_screen(visitor: Visitor, path: Path) -> None:
    """The camera in an officer's page, with the word to be in frame."""
    page = steps.sign_in(visitor, "penghubung")
    page.goto("/konsol/?state=forwarded")
    page.click("[data-row] a >> nth=0")
    page.click("[data-open-camera]:visible >> nth=0")
    page.locator("[data-take]").wait_for()
    keep(page.locator("[data-camera]").screenshot(), path)
    visitor.close()


def for_eyes(browser: Browser, running: Installation, folder: Path, photo: Path) -> None:
    """Dark screens, and the longest report: 5,000 letters, a name of 60 letters, as many photos as a report takes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, size in SIZES.items():
        public_screens(Visitor(browser, running.url, viewport=size, color_scheme="dark"), folder, f"{name}-dark", photo)
        visitor = Visitor(browser, running.url, viewport=size)
        page = visitor.page
        number = file_longest(page, folder)
        picture(page, folder / f"longest-receipt-{name}")
        page.goto(f"/laporan/{number}")
        picture(page, folder / f"longest-report-{name}")
        steps.sign_in(visitor, "verifikator")
        page.goto(f"/konsol/laporan/{number}")
        picture(page, folder / f"longest-console-{name}")
        for path in ("/konsol/?q=tiada-apa-apa", "/laporan/?q=tiada-apa-apa", "/konsol/pesan/"):
            page.goto(path)
            picture(page, folder / f"other-{path.strip('/').replace('/', '-').partition('?')[0]}-{name}")
        visitor.close()


def file_longest(page: Page, folder: Path) -> str:
    photos = [jpeg_with_place(folder / f"foto-{number}.jpg", light=(number * 20, 200, 120)) for number in range(10)]
    page.goto("/lapor")
    page.set_input_files("#id_photos", photos)
    page.locator(".preview img >> nth=9").wait_for()
    picture(page, folder / "longest-photos")
    steps.say(page, LONG_TEXT[:5000])
    steps.choose_on_map(page)
    page.fill("#id_name", LONG_NAME)
    page.click("[data-next]")
    picture(page, folder / "longest-preview")
    page.click("[data-send]")
    return steps.read_receipt(page).number


def picture(page: Page, path: Path) -> None:
    """The page from its top, as tall as it is, but not taller than TALLEST; a small WebP, PNG beside docs/ for the
    eye."""
    page.wait_for_load_state("networkidle")
    size = page.viewport_size or PHONE
    height = min(TALLEST, max(size["height"], page.evaluate("document.documentElement.scrollHeight")))
    page.set_viewport_size({"width": size["width"], "height": height})
    shot = page.screenshot()
    page.set_viewport_size(size)
    keep(shot, path)


def keep(content: bytes, path: Path) -> None:
    shot = Image.open(io.BytesIO(content))
    if path.parent == DOCS:
        shot.convert("RGB").save(path.with_suffix(".webp"), "WEBP", quality=QUALITY, method=6)
    else:
        shot.save(path.with_suffix(".png"))


if __name__ == "__main__":
    main(sys.argv[1:])
