"""The help pages: the texts that come with the program, those a city wrote instead, made HTML.

Called by /bantuan/, /tentang/, /privasi/ and /konsol/halaman/.

Markdown without raw HTML and pictures; words in braces like {forward} become the numbers that are in force, so that a
text never promises another deadline than the clocks keep.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lapor.agencies import page_texts
from lapor.agencies.models import Agency, PageText
from lapor.agencies.queries import rules_of
from lapor.publish import about_texts

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LONGEST = 20_000  # characters
_BRACES = re.compile(r"\{([a-z_]{2,30})\}")


@dataclass(frozen=True)
class HelpText:
    """`is_own`: the city wrote it."""

    name: str
    title: str
    body: str
    is_own: bool


def _how() -> tuple[str, str]:
    return _("How it works"), _(
        "1. Add a photo if you have one.\n2. Say in your own words what is wrong, what you wish for or what you want to"
        " know.\n3. Say where: by your location, on the map, or by kelurahan and address.\n4. Choose whether the office"
        " may know your name and whether others may read the report. You need no account.\n5. Keep the number and the"
        " receipt code. The code is shown only once.\n\nYou can also write to us by WhatsApp, Telegram, SMS, email,"
        " Facebook, Instagram or X, or come to a counter: every way gets the same number, the same deadlines and the"
        " same answer."
    )


def _when() -> tuple[str, str]:
    return _("What happens when"), _(
        "All deadlines are working days: weekends, public holidays and joint leave do not count.\n\n| step | working"
        " days at most |\n|---|---|\n| An officer checks the report and sends it to the office responsible |"
        " {forward} (in danger: {urgent} hours) |\n| The office gives its first response | {response} after that |\n|"
        " The answer, simple matters | {simple} |\n| The answer, if somebody has to inspect | {inspection} |\n| The"
        " answer, if other offices have to oversee it | {oversight} |\n| Information requests | {information}, once"
        " {extension} more with a reason |\n| You say whether it is solved | {confirmation} |\n\nWithout your word"
        " the report is closed as “closed without confirmation”. It never counts as solved. If a deadline passes, the"
        " head of the office is told, then the overseer."
    )


def _rights() -> tuple[str, str]:
    return _("Your rights"), _(
        "- **Not solved?** Say so on the page of your report: the office goes on. The second time the head of the"
        " city decides who handles it. Within 30 days you can open it again.\n- **A call?** An officer of another"
        " office may ask you by telephone whether it is solved. If you do not want that, say so.\n- **Archived?** You"
        " can object once. Somebody else decides.\n- **Information refused?** You can object within 30 working days;"
        " then the Komisi Informasi decides (UU 14/2008).\n- **No answer?** After 60 days you can turn to the"
        " Ombudsman (UU 37/2008).\n- **Your data**: on the page of your report you can see, take along and erase what"
        " we keep of you (UU 27/2022).\n\nThe numbers of the laws are to be checked against their texts."
    )


def _public() -> tuple[str, str]:
    return _("What is public"), _(
        "- The public **never** sees your name, phone number or email address.\n- **Anonymous**: nobody who handles the"
        " report sees your name.\n- **Confidential**: only its handlers see the report at all.\n- Your words are"
        " published only after an officer has checked them for private details.\n- Number, state and deadlines of every"
        " other report are public at once, and so are the answers of the office once the words are.\n- Where a report"
        " could lead to a home (social aid, health, schooling …) the public sees the kelurahan, never the point."
    )


Text = Callable[[], tuple[str, str]]
HELP: dict[str, Text] = {"cara": _how, "waktu": _when, "hak": _rights, "terbuka": _public}
ABOUT: dict[str, Text] = {"tentang": about_texts.about, "hukum": about_texts.legal}
PRIVACY: dict[str, Text] = {"privasi": about_texts.privacy}
DEFAULTS: dict[str, Text] = {**HELP, **ABOUT, **PRIVACY}


def default_text(name: str, language: str) -> tuple[str, str]:
    """Title and Markdown as they come with the program. Raises KeyError."""
    with translation.override(language):
        return DEFAULTS[name]()


def help_texts(root: Agency, names: Collection[str], languages: Collection[str]) -> dict[tuple[str, str], HelpText]:
    """As they are shown now, by name and language, in the order asked for. Raises KeyError."""
    own = page_texts.newest(root, names, languages)
    return {
        (name, language): _shown(name, language, own.get((name, language))) for name in names for language in languages
    }


def help_text(root: Agency, name: str, language: str) -> HelpText:
    """As it is shown now. Raises KeyError."""
    return help_texts(root, [name], [language])[name, language]


def _shown(name: str, language: str, own: PageText | None) -> HelpText:
    title, body = default_text(name, language)
    return (
        HelpText(name, own.title or title, own.body, is_own=True) if own else HelpText(name, title, body, is_own=False)
    )


def numbers_in_force(root: Agency) -> dict[str, int]:
    policy = rules_of(root).policy
    return {
        "forward": policy.verify,
        "urgent": policy.verify_urgent_hours,
        "response": policy.response,
        "confirmation": policy.confirmation,
        "simple": policy.resolution["simple"],
        "inspection": policy.resolution["inspection"],
        "oversight": policy.resolution["oversight"],
        "information": policy.resolution["information"],
        "extension": 7,
    }


def unknown_words(root: Agency, body: str) -> list[str]:
    """Words in braces that mean nothing here."""
    known = numbers_in_force(root)
    return [word for word in dict.fromkeys(_BRACES.findall(body)) if word not in known]


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 4 MB, of use only where a text is shown

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def as_html(root: Agency, body: str) -> SafeString:
    """Raw HTML in the text is shown as it stands; links lead to web pages, mails and telephones only (the parser's
    rule)."""
    known = numbers_in_force(root)
    filled = _BRACES.sub(lambda found: str(known.get(found.group(1), found.group())), body)
    markdown = _markdown()
    tokens = markdown.parse(filled)
    _make_cards(tokens)
    html: str = markdown.renderer.render(tokens, markdown.options, {})
    return mark_safe(html)  # noqa: S308 - html is off: all of it is escaped


def _make_cards(tokens: Sequence["Token"]) -> None:
    """On a phone each row of a table is a card, whose cells name their column (styles/components/_table.scss)."""
    heads: list[str] = []
    column = 0
    for token, after in pairwise(tokens):
        match token.type:
            case "table_open":
                token.attrSet("class", "table as-cards")
                heads = []
            case "th_open":
                heads.append(after.content)
            case "tr_open":
                column = 0
            case "td_open":
                token.attrSet("data-label", heads[column])
                column += 1
