"""How a signed-in user is found again at each request."""

from django.contrib.auth.backends import ModelBackend

from correspondence.accounts.models import OfficeMembership


class SeatsBackend(ModelBackend):
    """Django's own, reading a user and their offices in one statement."""

    def get_user(self, user_id):
        rows = OfficeMembership.objects.filter(user=user_id).select_related("user", "office")
        seats = list(rows.order_by("office__name"))
        if not seats:
            return super().get_user(user_id)
        user = seats[0].user
        user.seats = seats if user.is_active else []
        return user if self.user_can_authenticate(user) else None
