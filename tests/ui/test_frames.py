"""A template that is written once and given its values gives what it gives when it is rendered with them."""

from html import unescape
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lapor.ui.frames import frame_of, placeholders
from lapor.ui.templatetags.ui import icon

ROW = "console/parts/inbox_row.html"
VALUES: dict[str, Any] = {
    "tracking_id": "4821093762",
    "number": "4821 0937 62",
    "url": "/konsol/laporan/4821093762?queue=mine&q=a",
    "title": "<b>Lampu</b> & \"jalan\" 'mati' \ue003 \ue000",
    "lang": SafeString(' lang="jv"'),
    "badges": SafeString("<i>baru</i>"),
    "place": "Bandarharjo · <script>",
    "age": "2 hari",
    "clock": "3 hari lagi",
    "days": "3",
    "clock_name": "Selesai",
    "clock_icon": icon("clock", "Selesai"),
    "percent": 40,
    "channel": icon("channel-web", "Web"),
}


NAMES = tuple(VALUES)


@pytest.mark.parametrize("is_late", [True, False])
@pytest.mark.parametrize("left_out", [{}, {"clock": ""}, {"percent": None}, {"clock": "", "percent": None}])
def test_filled_it_is_what_is_rendered(is_late, left_out):
    marked = {**placeholders(NAMES), "is_late": is_late, **left_out}
    filled = frame_of(ROW, {"row": marked}).filled([VALUES[name] for name in NAMES])
    rendered = render_to_string(ROW, {"row": {**VALUES, "is_late": is_late, **left_out}})
    assert filled == rendered
    assert isinstance(filled, SafeString)
    assert VALUES["title"] in unescape(filled)
    assert "<script>" not in filled


def test_it_is_filled_as_often_as_one_likes():
    words = {"act": "start", "label": "Mulai \ue000 <1>; value-1;"}
    frame = frame_of("ui/parts/folded_act.html", {**words, **placeholders(("form_url", "page_url"))})
    first, second = frame.filled(["/a?x=1&y=2", "/b"]), frame.filled(["/c", '"/d'])
    assert ("/a?x=1&amp;y=2" in first, "/c" in first) == (True, False)
    assert "Mulai \ue000 &lt;1&gt;; value-1;" in first
    assert ("&quot;/d" in second, "/b" in second) == (True, False)
