"""How a signed-in user is found again at each request."""

from django.contrib.auth.backends import ModelBackend

from correspondence.accounts.models import OfficeMembership
from correspondence.core.prepared import Prepared

_SEATS = Prepared(
    lambda user: (
        OfficeMembership.objects.select_related("user", "office").filter(user=user).order_by("office__name")
    )
)


class SeatsBackend(ModelBackend):
    """Django's own, reading a user and their offices in one statement."""

    def get_user(self, user_id):
        seats = _SEATS.objects(user_id)
        if not seats:
            return super().get_user(user_id)
        user = seats[0].user
        user.seats = seats if user.is_active else []
        return user if self.user_can_authenticate(user) else None
