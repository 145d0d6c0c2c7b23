"""Links to one post are one post; links to two are two."""

import pytest

from lapor.core.links import platform_of, post_key

SAME = [
    ("https://x.com/budi/status/1800?s=20&t=abc", "http://mobile.twitter.com/i/web/status/1800/photo/1"),
    ("https://x.com/budi/status/1800", "https://x.com/i/status/1800#m"),
    ("https://www.instagram.com/p/C9xY_-1/?igsh=abc", "https://instagram.com/budi.smg/reel/C9xY_-1/"),
    (
        "https://m.facebook.com/story.php?story_fbid=12&id=34&mibextid=x",
        "https://www.facebook.com/story.php?id=34&story_fbid=12",
    ),
    ("https://www.suara.example/berita/1/?utm_source=wa", "https://suara.example/berita/1"),
]
OTHER = [
    ("https://x.com/budi/status/1800", "https://x.com/budi/status/18001"),
    ("https://www.instagram.com/p/C9xY/", "https://www.instagram.com/p/c9xy/"),  # capitals count there
    ("https://facebook.com/story.php?story_fbid=12&id=34", "https://facebook.com/story.php?story_fbid=13&id=34"),
    ("https://suara.example/berita?id=1", "https://suara.example/berita?id=2"),
    ("https://suara.example/x?t=1", "https://suara.example/x?t=2"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_links_to_one_post_have_one_key(first, second):
    assert post_key(first) == post_key(second) != ""


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_links_to_two_posts_have_two_keys(first, second):
    assert post_key(first) != post_key(second)


def test_platform_is_read_from_the_host_alone():
    found = {
        link: platform_of(link)
        for link in (
            "https://X.com/a/status/1",
            "https://fb.watch/q",
            "https://id-id.facebook.com/1",
            "https://x.com.contoh.example/",
            "https://contoh.example/?u=https://x.com/a",
        )
    }
    assert list(found.values()) == ["x", "facebook", "facebook", "", ""]
    assert [post_key(link) for link in ("", "  ", "halo", "http://[1", "/p/abc")] == [""] * 5
