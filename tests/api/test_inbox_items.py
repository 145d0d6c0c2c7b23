"""What a row of GET /api/v1/inbox says of a report."""

from datetime import timedelta

import pytest

from lapor.agencies.models import Area, Category
from lapor.core import clock
from lapor.reports.models import Report
from tests.reports.conftest import new_report

pytestmark = pytest.mark.django_db


def test_a_row_of_the_inbox_says_what_the_report_itself_says(root, caller, triage, token_of):
    """By columns of a list, and by the report with all that it joins."""
    plain, old, hidden = (new_report(root, text) for text in ("Lampu mati", "Jalan rusak", "Lain"))
    area = Area.objects.get(name="Bangetayu Kulon", level="village")
    category = Category.objects.get(root=root, code="lampu-jalan-baru")
    Report.objects.filter(pk=plain.pk).update(area=area, category=category, urgency="urgent", title="Gelap")
    texts = {"category_text": "PJU", "agency_text": "Dinas lama", "area_text": "Genuk"}
    Report.objects.filter(pk=old.pk).update(**texts, due_at=clock.now() - timedelta(hours=1))
    Report.objects.filter(pk=hidden.pk).update(is_protected=True)
    token = token_of(triage)
    for language, name in (("id", category.name), ("en", category.name_en)):
        found = caller.get("/inbox", token=token, language=language).json()["items"]
        rows = {row["tracking_id"]: row for row in found}
        assert set(rows) == {plain.tracking_id, old.tracking_id}
        row = rows[plain.tracking_id]
        assert (row["area"], row["area_name"]) == (area.pk, "Bangetayu Kulon, Genuk")
        assert (row["category"], row["category_name"], row["title"], row["text"]) == (
            category.code,
            name,
            "Gelap",
            "Lampu mati",
        )
        assert (row["is_urgent"], row["is_late"], row["has_proposal"]) == (True, False, False)
        assert row["url"].endswith(f"/konsol/laporan/{plain.tracking_id}")
        past = rows[old.tracking_id]
        assert (past["category"], past["category_name"], past["agency"], past["agency_name"], past["area_name"]) == (
            None,
            "PJU",
            None,
            "Dinas lama",
            "Genuk",
        )
        assert past["is_late"]
        one = caller.get(f"/reports/{plain.tracking_id}", token=token, language=language).json()
        both = (row.keys() & one.keys()) - {"url"}  # the office's page, and everybody's
        assert len(both) > 15
        assert {key: row[key] for key in both} == {key: one[key] for key in both}
