"""Each step of the form as a screen reader would say it, in Indonesian, English and Javanese; large text; without
JavaScript and styles."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.audit import SIDEWAYS

pytestmark = pytest.mark.journey
STEPS = ("what", "where", "you", "check")
TITLES = {
    "id": ("Ada masalah apa?", "Di mana tempatnya?", "Bagaimana kami menghubungi Anda?"),
    "en": ("What is wrong?", "Where is it?", "How do we reach you?"),
    "jv": ("Ana masalah apa?", "Panggonane ngendi?", "Kepriye carane ngubungi panjenengan?"),
}


@pytest.mark.parametrize("language", TITLES)
def test_each_step_is_spoken_with_its_title_fields_and_one_way_on(visitor, installation, language):
    person = visitor()
    person.context.add_cookies([{"name": "lapor_language", "value": language, "url": installation.url}])
    page = person.page
    page.goto("/lapor")
    assert page.get_attribute("html", "lang") == language
    for step, title in zip(STEPS, TITLES[language], strict=False):
        page.click(f".steps a[href='#step-{step}']")
        tree = page.locator("form[data-filing]").aria_snapshot()
        assert f'- heading "{title}" [level=2]' in tree
        assert page.evaluate("document.activeElement.textContent").strip() == title  # what is spoken first
        unnamed = [
            line
            for line in tree.splitlines()
            if line.strip() in {"- button", "- textbox", "- combobox", "- radio", "- checkbox", "- link"}
        ]
        assert unnamed == []
        assert tree.count("- heading") == 1  # one question at a time


def test_largest_text_of_a_phone_runs_out_nowhere(visitor):
    page = visitor().page
    for path in ("/lapor", "/laporan-saya/", "/lapor#step-you"):
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '130%'")
        assert page.evaluate(SIDEWAYS) == [], path


def test_old_browser_without_scripts_and_styles_files_too(visitor):
    person = visitor(java_script_enabled=False)
    page = person.page
    page.route("**/*.css", lambda route: route.abort())
    page.goto("/lapor")
    expect(page.locator("[data-voice]")).to_be_hidden()
    page.fill("#id_text", "Lampu taman mati, HP saya lama")
    page.click("[data-send]")
    steps.read_receipt(page)
    person.complaints[:] = [one for one in person.complaints if "ERR_FAILED" not in one]
