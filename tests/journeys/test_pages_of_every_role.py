"""Pages that officers, heads and administrators set things up on, in Indonesian and in English, as every size and
setting of a reader shows them."""

import pytest
from django.conf import settings

from tests.journeys import steps
from tests.journeys.audit import look_at
from tests.journeys.browser import DESK

pytestmark = [pytest.mark.journey, pytest.mark.deep]
PAGES = {
    "verifikator": ("", "teks/", "makro/", "makro/baru", "usul/", "kabar/", "disposisi", "kejadian/", "cari-pelapor"),
    "penghubung": ("teks/baru", "makro/", "alih-tugas/", "regu/", "kabar/"),
    "pimpinan": ("usul/", "usul/setelan", "alih-tugas/"),
    "admin": ("rute/", "eskalasi/", "petugas/", "aset/", "peta-dasar/", "tampilan/", "halaman/"),
}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("role", PAGES)
def test_it_reads_well_for_everybody(visitor, installation, role, language):
    page = steps.sign_in(visitor(viewport=DESK), role)
    page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": installation.url}])
    for address in PAGES[role]:
        answer = page.goto(f"/konsol/{address}")
        assert answer.status == 200, address
        assert page.locator("html").get_attribute("lang") == language
        look_at(page)
