"""Photos: what cannot be read as one is said to be so."""

import pytest

from lapor.core.images import NotAPhoto, clean_photo


@pytest.mark.parametrize("content", [b"", b"abc", b"\xff\xd8\xff\xe0 broken", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_file_that_is_no_photo_is_said_to_be_unreadable(content):
    with pytest.raises(NotAPhoto) as found:
        clean_photo(content)
    assert found.value.code == "unreadable"
