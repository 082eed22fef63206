"""What a constituent has typed so far: kept in their session, on the server, until it is sent or cleared."""

from uuid import UUID, uuid4

from django.utils import timezone

from correspondence.casework.models import HeldFile, Message
from correspondence.casework.rules import release_text

KEPT_FOR = 2 * 3600  # seconds without a step: a shared computer forgets
STEPS = ("who", "about", "message", "permission", "review")


class Writing:
    """One message being written to one office, in steps. Of each, `values` are what was asked and sound."""

    def __init__(self, request, desk):
        self._request, self.desk = request, desk
        self._key = f"write {desk.office.code}"
        kept = request.session.get(self._key) or {}
        if kept and kept.get("touched", 0) < timezone.now().timestamp() - KEPT_FOR:
            kept = {}
        self._kept = kept

    def begin(self, at):
        self._kept.setdefault("token", str(uuid4()))
        self._kept.setdefault("begun", at)

    @property
    def token(self):
        return UUID(self._kept["token"]) if "token" in self._kept else None

    @property
    def begun(self):
        return self._kept.get("begun", 0)

    def values(self, step):
        return self._kept.get("steps", {}).get(step, {})

    def shown(self, step):
        """What a step's form begins with: what was kept, and over it what was left half-typed."""
        return {**self.values(step), **self._kept.get("typed", {}).get(step, {})}

    def keep(self, step, values):
        self._kept.setdefault("steps", {})[step] = values
        self._kept.get("typed", {}).pop(step, None)
        self.save()

    def leave(self, step, typed):
        """Keep what was typed as it is, unasked."""
        self._kept.setdefault("typed", {})[step] = typed
        self.save()

    @property
    def wants_help(self):
        return self.values("about").get("stance") == Message.Stance.HELP

    @property
    def steps(self):
        """The steps of this message: only a case asks for permission."""
        return [step for step in STEPS if step != "permission" or self.wants_help]

    @property
    def missing(self):
        """The first step that is still to be done; "review" where none is."""
        return next((step for step in self.steps if not self._is_done(step)), "review")

    def _is_done(self, step):
        values = self.values(step)
        if step == "message":
            return bool(values) and bool(values.get("agency_named")) == self.wants_help
        if step == "permission":  # what was signed is what stands there now
            return bool(values) and (values["signs"] == "no" or values["text"] == self.release_text)
        return bool(values)

    @property
    def name(self):
        return f"{self.values('who').get('first_name', '')} {self.values('who').get('last_name', '')}".strip()

    @property
    def release_text(self):
        return release_text(self.name, self.values("message").get("agency_named", ""), self.desk.office)

    @property
    def files(self):
        """The files added so far, in their order."""
        keys = self._kept.get("files", [])
        held = {str(one.pk): one for one in HeldFile.objects.filter(pk__in=keys)} if keys else {}
        return [held[key] for key in keys if key in held]

    def add_file(self, held):
        self._kept.setdefault("files", []).append(str(held.pk))

    def take_out(self, key):
        """Forget a file; whether it was one of ours."""
        if key not in self._kept.get("files", []):
            return False
        self._kept["files"].remove(key)
        self.save()
        return True

    @property
    def file_keys(self):
        return list(self._kept.get("files", []))

    def save(self):
        session, self._kept["touched"] = self._request.session, int(timezone.now().timestamp())
        session[self._key] = self._kept
        if not self._request.user.is_authenticated:
            session.set_expiry(KEPT_FOR)

    def clear(self):
        self._kept = {}
        self._request.session.pop(self._key, None)

    @property
    def has_anything(self):
        return bool(self._kept)
