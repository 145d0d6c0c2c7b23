"""Writes about routing: another table, another version of a layer. Each is a new row and an event of the city."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from lapor.agencies.actions import record_power_event
from lapor.agencies.models import Agency, Officer, RuleSet
from lapor.agencies.routing.rows import RoutingRow
from lapor.core import clock
from lapor.ledger.event_names import EventName


def load_rows(root: Agency, rows: Sequence[RoutingRow], *, by: Officer | None = None) -> str:
    """Put these rows into force; gives their version. The same rows as those in force stay what they are.

    `by` None: at the command line."""
    content = {"rows": [row.as_data() for row in rows]}
    return _load(root, RuleSet.Kind.ROUTING, "", content, EventName.ROUTING_LOADED, by, rows=len(rows))


def load_layer(root: Agency, name: str, content: dict[str, Any], *, by: Officer | None = None) -> str:
    """Put a layer (read by layers.read_layer) into force under a name; gives its version."""
    shapes = len(content["shapes"])
    return _load(root, RuleSet.Kind.LAYER, name, content, EventName.ROUTING_LAYER_LOADED, by, layer=name, shapes=shapes)


@transaction.atomic
def _load(
    root: Agency,
    kind: RuleSet.Kind,
    name: str,
    content: dict[str, Any],
    event: EventName,
    by: Officer | None,
    **said: object,
) -> str:
    Agency.objects.select_for_update().get(pk=root.pk)  # two loads at once would want the same number
    content = json.loads(json.dumps(content))  # as the database gives it back
    earlier = RuleSet.objects.filter(root=root, kind=kind, name=name).order_by("id")
    newest = earlier.last()
    if newest is not None and newest.content == content:
        return newest.version
    number = earlier.count() + 1
    version = f"{name}-{number}" if name else str(number)
    RuleSet.objects.create(root=root, kind=kind, name=name, version=version, content=content, valid_from=clock.now())
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    record_power_event(root.pk, event, by=by, version=version, sha256=digest, **said)
    return version
