"""Whatever stands in an address, nobody gets a server error."""

import pytest

pytestmark = pytest.mark.django_db
LONG = "9" * 5000


@pytest.mark.parametrize(
    "address",
    [
        "/statistik/instansi/%00/",
        "/statistik/wilayah/%00/",
        "/laporan/%00",
        "/laporan/%00/kartu.png",
        "/data/terbaru/%00",
        "/ikuti/%00",
        "/ikuti/%00/berhenti",
        "/sematkan/?area=%00",
        "/sematkan/?agency=%00",
        "/sematkan/angka?area=%00",
        "/sematkan/angka?agency=%00",
        f"/statistik/tahun/{LONG}/",
        "/api/v1/reports/%00",
    ],
)
def test_what_names_nothing_is_not_found(client, root, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("zoom", [LONG, "", "²", "-1", "19", "4", "x"])
def test_zoom_that_is_none_is_refused(client, root, zoom):
    assert client.get("/peta/data.json", {"bbox": "110.3,-7.1,110.5,-6.9", "zoom": zoom}).status_code == 400
