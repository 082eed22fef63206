"""How a signed-in user is found again at each request."""

from django.contrib.auth.backends import ModelBackend

from correspondence.accounts.models import OfficeMembership, User
from correspondence.core.prepared import Prepared
from correspondence.directory.models import Office

_MODELS = [(OfficeMembership, ""), (User, "user__"), (Office, "office__")]
_COLUMNS = [[field.attname for field in model._meta.concrete_fields] for model, _ in _MODELS]
_SEATS = Prepared(
    lambda user: (
        OfficeMembership.objects.filter(user=user)
        .order_by("office__name")
        .values_list(
            *(before + name for (_, before), names in zip(_MODELS, _COLUMNS, strict=True) for name in names)
        )
    )
)


class SeatsBackend(ModelBackend):
    """Django's own, reading a user and their offices in one statement."""

    def get_user(self, user_id):
        seats = [_seat(row) for row in _SEATS.rows(user_id)]
        if not seats:
            return super().get_user(user_id)
        user = seats[0].user
        user.seats = seats if user.is_active else []
        return user if self.user_can_authenticate(user) else None


def _seat(row):
    """The membership of a row, with its user and its office."""
    made, begin = [], 0
    for (model, _), names in zip(_MODELS, _COLUMNS, strict=True):
        made.append(model.from_db("default", names, row[begin : begin + len(names)]))
        begin += len(names)
    seat = made[0]
    _, seat.user, seat.office = made
    return seat
