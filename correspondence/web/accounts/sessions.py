"""Sessions as Django keeps them in the database, found by a statement that is worked out once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from correspondence.core.prepared import Prepared

_SESSIONS = Prepared(
    lambda key: Session.objects.filter(session_key=key).values_list("session_data", "expire_date")
)


class SessionStore(db.SessionStore):
    """Django's own, which each request begins with."""

    def _get_session_from_db(self):
        for data, expires in _SESSIONS.rows(self.session_key):
            if expires > timezone.now():
                return Session(self.session_key, data, expires)
        self._session_key = None
        return None
