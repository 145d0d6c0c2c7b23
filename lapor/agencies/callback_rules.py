"""How the sample of closed reports that another office asks about is drawn: [callback] of the preset, else these
defaults. The one place for its numbers (docs/operate/call-back.md)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from lapor.agencies.models import RuleSet
from lapor.agencies.queries import Rules


@dataclass(frozen=True)
class CallbackRules:
    """`share`: per cent of the reports closed in a month. The weights are whole numbers; those of one report multiply.

    `unconfirmed`: of a report that nobody confirmed. `many_rejections`: of an office where at least `many_from` per
    cent of its reports closed that month were rejected once or more, and which closed at least `office_from` of them.
    `tries`: days on which somebody is called before they count as not reached."""

    version: str = ""
    share: int = 10
    unconfirmed: int = 2
    many_rejections: int = 2
    many_from: int = 10
    office_from: int = 10
    tries: int = 3

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def callback_rules(rules: Rules) -> CallbackRules:
    """In force in a city."""
    version = rules.versions.get((RuleSet.Kind.CALLBACK, ""))
    return _loaded(rules.root.pk, version) if version else CallbackRules()


def rules_from(content: Mapping[str, Any]) -> CallbackRules:
    return CallbackRules(**content)


@lru_cache(maxsize=64)
def _loaded(root_id: UUID, version: str) -> CallbackRules:
    rows = RuleSet.objects.values_list("content", flat=True)
    return rules_from(rows.get(root_id=root_id, kind=RuleSet.Kind.CALLBACK, version=version))
