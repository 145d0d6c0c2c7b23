"""Levels of a city's own, put into force for a test."""

import uuid

from lapor.agencies.models import RuleSet
from lapor.core import clock

OFFICER = {"at": "75%", "to": ["officer"]}
HEAD = {"at": "due", "to": ["head"]}
OVERSEER = {"at": "1 day after", "to": ["overseer"]}


def in_force(root, *levels, **more):
    """Gives the version."""
    version = f"uji-{uuid.uuid4()}"[:40]
    content = {"version": version, "levels": list(levels), **more}
    RuleSet.objects.create(
        root=root, kind="escalation", name="", version=version, content=content, valid_from=clock.now()
    )
    return version
