"""HTML of mails as readable text. Called by structure.

An own reader of tags because each step must be linear for hostile input, which the standard library's parser is not in
every Python 3.11; nothing is rendered from its result but escaped text.
"""

import html
import re

_LONGEST = 1_000_000  # characters that are read
MOST_TAGS = 40_000  # that are read: a hostile mail costs a second or two, an honest newsletter has some thousands
_DEEPEST_QUOTE = 5
# Each piece stops at the next "<", so that no start of a tag is looked at twice.
_TAG = re.compile(r"""<(/?)([a-zA-Z][\w:-]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*+)/?>|<[/!?a-zA-Z][^<>]*>""")
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_RAW = {
    "script": re.compile(r"</script", re.I),
    "style": re.compile(r"</style", re.I),
    "title": re.compile(r"</title", re.I),
}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _SPACED | {
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "footer",
    "form",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "pre",
    "section",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
}
_LINKS = ("http://", "https://", "mailto:", "tel:")
# What mail programs wrap around the mail that is answered; the splitter takes it as the beginning of the quotation.
QUOTE_MARK = "\ufdd0"  # no character of any script: Unicode leaves it to programs
_QUOTE_WRAPS = re.compile(
    r"gmail_attr|moz-cite-prefix|yahoo_quoted|divRplyFwdMsg|appendonsend|OLK_SRC_BODY|reference-message|protonmail_quote|zmail_extra",
    re.I,
)


class _Reader:
    def __init__(self, *, hide: bool) -> None:
        self.hide = hide
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quote = 0
        self.pre = 0
        self.hidden: tuple[str, int] = ("", 0)  # the element that hides, how many of its name are open
        self.link: tuple[str, int] = ("", 0)  # where the open link leads, where its words begin in the line

    def text(self, raw: str) -> None:
        if self.hidden[1]:
            return
        raw = html.unescape(_LONG_NUMBER.sub("\ufffd", raw)).replace(QUOTE_MARK, "").replace("\u00a0", " ")
        if self.pre:
            first, *others = raw.split("\n")
            self.line.append(first)
            for other in others:
                self.end_line()
                self.line.append(other)
            return
        self.line.append(re.sub(r"[ \t\r\n\f]+", " ", raw))

    def end_line(self) -> None:
        text = "".join(self.line)
        text = text.rstrip() if self.pre else re.sub(" +", " ", text).strip(" ")
        self.lines.append("> " * min(self.quote, _DEEPEST_QUOTE) + text)
        self.line = []

    def end_block(self, *, spaced: bool = False) -> None:
        if "".join(self.line).strip():
            self.end_line()
        self.line = []
        if spaced and self.lines and self.lines[-1].strip("> "):
            self.lines.append("> " * min(self.quote, _DEEPEST_QUOTE))

    def tag(self, name: str, attributes: str, *, closing: bool) -> None:
        if self._stay_hidden(name, closing=closing):
            return
        found = {
            key.lower(): double or single or bare for key, double, single, bare in _ATTRIBUTE.findall(attributes[:2000])
        }
        is_hidden = (
            name == "head"
            or _HIDING.search(found.get("style", ""))
            or re.search(r"\shidden(?=[\s=/]|$)", attributes[:2000])
        )
        if self.hide and not closing and name not in _VOID and is_hidden:
            self.hidden = (name, 1)
            return
        if not closing and _QUOTE_WRAPS.search(
            f"{found.get('class', '')} {found.get('id', '')} {found.get('name', '')}"
        ):
            self.end_block()
            self.lines.append("> " * min(self.quote, _DEEPEST_QUOTE) + QUOTE_MARK)
        self._show(name, found, closing=closing)

    def _stay_hidden(self, name: str, *, closing: bool) -> bool:
        hiding, depth = self.hidden
        if not depth:
            return False
        if name == "body" and hiding == "head":  # a head that nobody closed
            self.hidden = ("", 0)
        elif name == hiding:
            self.hidden = (hiding, depth - 1 if closing else depth + 1)
        return True

    def _show(self, name: str, found: dict[str, str], *, closing: bool) -> None:
        if name == "br":
            self.end_line()
        elif name in _BLOCKS:
            self._block(name, closing=closing)
        elif name in {"td", "th"} and not closing and self.line:
            self.line.append(" ")
        elif name == "a":
            self._link(found.get("href", "") if not closing else "", closing=closing)
        elif name == "img" and len(found.get("alt", "")) <= 8 and "." not in found.get("alt", ""):  # noqa: PLR2004 - an emoji sent as a picture
            self.text(found.get("alt", ""))

    def _block(self, name: str, *, closing: bool) -> None:
        self.end_block(spaced=name in _SPACED)
        step = -1 if closing else 1
        if name == "blockquote":
            self.quote = max(0, self.quote + step)
        elif name == "pre":
            self.pre = max(0, self.pre + step)
        elif name == "li" and not closing:
            self.line.append("- ")

    def _link(self, href: str, *, closing: bool) -> None:
        if not closing:
            self.link = (html.unescape(_LONG_NUMBER.sub("", href)).strip(), len(self.line))
            return
        target, start = self.link
        self.link = ("", 0)
        address = target.removeprefix("mailto:").removeprefix("tel:")
        if target.lower().startswith(_LINKS) and address.rstrip("/") not in "".join(self.line[start:]):
            self.line.append(f" <{address}>")


def html_to_text(source: str) -> str:
    """Lines where blocks end, links beside their words, quotations with "> "; what a browser hides is left out unless
    that is all."""
    return html_and_rest(source)[0]


def html_and_rest(source: str) -> tuple[str, bool]:
    """The same, and whether the end was left out, since there are too many characters or tags."""
    text, is_cut = _read(source[:_LONGEST], hide=True)
    if not text.strip():
        text, is_cut = _read(source[:_LONGEST], hide=False)
    return text, is_cut or len(source) > _LONGEST


def _read(source: str, *, hide: bool) -> tuple[str, bool]:
    reader = _Reader(hide=hide)
    at, end = 0, len(source)
    unclosed: set[str] = set()
    tags = 0
    while at < end and tags < MOST_TAGS:
        tags += 1
        start = source.find("<", at)
        start = end if start < 0 else start
        if start > at:
            reader.text(source[at:start])
        if start == end:
            at = end
            break
        at = _one_tag(reader, source, start, unclosed)
    reader.end_block()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(reader.lines)).strip("\n"), at < end


def _one_tag(reader: _Reader, source: str, start: int, unclosed: set[str]) -> int:
    """Where reading goes on. `unclosed` remembers what has no end any more, so that it is looked for once only."""
    if source.startswith("<!--", start) and "comment" not in unclosed:
        stop = source.find("-->", start + 4)
        if stop >= 0:
            return stop + 3
        unclosed.add("comment")
    match = _TAG.match(source, start)
    if match is None:
        reader.text("<")
        return start + 1
    name = (match[2] or "").lower()
    if name in _RAW and not match[1] and name not in unclosed:
        closing = _RAW[name].search(source, match.end())
        if closing:
            return closing.start()
        unclosed.add(name)
    elif name:
        reader.tag(name, match[3] or "", closing=bool(match[1]))
    return match.end()
