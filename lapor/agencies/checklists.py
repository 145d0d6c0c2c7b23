"""What an officer ticks before they answer a report of a category: data of the preset, kept on the category.

Nothing is forced: what is not ticked is asked about once (casework.asked_again)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lapor.ui.language import reads_english

MOST_ITEMS = 8


@dataclass(frozen=True)
class ChecklistItem:
    """`code` is kept with the answer, the words are shown."""

    code: str
    text: str
    text_en: str

    @property
    def label(self) -> str:
        """In the language of the reader."""
        return self.text_en if reads_english() else self.text

    def as_data(self) -> dict[str, str]:
        return asdict(self)


def item_from(data: Mapping[str, Any]) -> ChecklistItem:
    return ChecklistItem(**data)
