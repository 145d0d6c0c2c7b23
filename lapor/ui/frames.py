"""What a template writes around values that differ each time: written once, and given its values.

A template is the only place of its HTML, and a part that stands on a page thirty times need not be rendered thirty
times: it is rendered with a placeholder for each value, and cut there."""

import re
import secrets
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

_MARK = f"value-{secrets.token_hex(16)}-"  # drawn by each process: no words that people write hold it
_PLACEHOLDER = re.compile(f"{_MARK}([0-9]+);")


class Frame(NamedTuple):
    """`pieces`: what stands between the values. `names`: of the value behind each of them but the last."""

    pieces: tuple[str, ...]
    names: tuple[int, ...]

    def filled(self, values: Sequence[Any]) -> SafeString:
        """`values`: in the order of the names that the frame was made for; texts are escaped, safe ones are not."""
        found = [self.pieces[0]]
        for name, piece in zip(self.names, self.pieces[1:], strict=True):
            value = values[name]
            found += (value if isinstance(value, SafeString) else escape(str(value)), piece)
        return SafeString("".join(found))


def placeholders(names: Sequence[str]) -> dict[str, SafeString]:
    """What stands in the template in place of each value."""
    return {name: SafeString(f"{_MARK}{number};") for number, name in enumerate(names)}


def frame_of(template: str, context: Mapping[str, Any]) -> Frame:
    """The template with `placeholders` among its context. What it decides by has to be given as it is."""
    parts = _PLACEHOLDER.split(render_to_string(template, dict(context)))
    return Frame(tuple(parts[::2]), tuple(map(int, parts[1::2])))
