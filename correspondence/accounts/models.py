"""Users, and what each may do in which office."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models

from correspondence.directory.models import Office

__all__ = ["OfficeMembership", "User"]


class User(AbstractUser):
    """Somebody who signs in. The administrator who installs the product holds no office role."""

    keys_off = models.JSONField(
        "keys switched off", default=list, blank=True, help_text="The names of keyboard shortcuts not wanted."
    )

    def __str__(self):
        return self.get_full_name() or self.username

    @cached_property
    def seats(self):
        """The user's memberships with their offices, by name of the office. Read once a request."""
        if not self.is_active:
            return []
        return list(self.memberships.select_related("office").order_by("office__name"))

    @property
    def roles(self):
        """The user's role in each office, by the office's id."""
        return {seat.office_id: seat.role for seat in self.seats}


class OfficeMembership(models.Model):
    """A seat in an office, with a role; each role includes those before it."""

    class Role(models.TextChoices):
        VIEWER = "viewer", "Viewer"
        CLERK = "clerk", "Clerk"
        COUNSEL = "counsel", "Counsel"
        MANAGER = "manager", "Manager"

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    office = models.ForeignKey(Office, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role)

    class Meta:
        verbose_name = "member"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office"],
                name="a_person_has_one_role_in_an_office",
                violation_error_message="This person is a member of the office already.",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display().lower()}, {self.office}"
