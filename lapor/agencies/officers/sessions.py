"""Officers' sessions in the database, under a keyed hash of the key that the browser holds: whoever reads the table is
nobody's session.

Named by SESSION_ENGINE. What Django's own store does with the key is done here with its hash; nothing else differs.
"""

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as PlainStore
from django.utils import timezone

from lapor.core.ids import keyed_hash
from lapor.db.compiled import Compiled, Given

_SIGNS = 40  # of the column; 160 bits


def stored_key(key: str) -> str:
    return keyed_hash(settings.LOOKUP_KEY, "session", key).hex()[:_SIGNS]


_SESSION: Compiled[Any] = Compiled(
    lambda model: model.objects.filter(session_key=Given("key"), expire_date__gt=Given("now"))
)


class SessionStore(PlainStore):
    def _get_session_from_db(self) -> Any:
        row = _SESSION.first(self.model, key=stored_key(self.session_key or ""), now=timezone.now())
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        return self.model.objects.filter(session_key=stored_key(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = stored_key(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=stored_key(key)).delete()
