"""The admin site: who may enter it, and what its first page lists."""

from functools import partial

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache

from correspondence.admin.autocomplete import NamedChoices

# What the first page lists, in the order in which clerks use it.
GROUPS = {
    "Letters and answers": ["Letter", "Response", "Contact", "FollowUpRequest", "Reminder", "ReminderRule"],
    "Messages": ["Message", "Case", "PrivacyRelease", "AnswerTemplate", "MessageDesk"],
    "Directory": ["Person", "Agency", "Office"],
    "Who works here": ["OfficeMembership", "User"],
}
OTHERS = "Other records"


def may_enter(user):
    """Whether somebody may enter the admin: a member of any office, or the administrator."""
    return user.is_active and (user.is_superuser or bool(user.roles))


class SignInForm(AuthenticationForm):
    """Asks for name and password, and says plainly when somebody has no office yet."""

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        if not may_enter(user):
            raise ValidationError(
                "You are not a member of any office yet: ask your office’s manager.", code="no_office"
            )


class RecordsSite(AdminSite):
    """Django's admin, entered by membership and not by `is_staff`."""

    site_title = "Correspondence"
    site_header = "Correspondence"
    index_title = "Records"
    site_url = "/"
    empty_value_display = "–"
    enable_nav_sidebar = False
    login_form = SignInForm

    def has_permission(self, request):
        return may_enter(request.user)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        """Django's, but it leads to the desk where nobody was on the way to another page."""
        if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
            extra_context = {REDIRECT_FIELD_NAME: reverse("today")} | (extra_context or {})
        return super().login(request, extra_context)

    def autocomplete_view(self, request):
        return NamedChoices.as_view(admin_site=self)(request)

    def each_context(self, request):
        """Django's, but for what only its first page needs, which is worked out where it is asked for."""
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": self.site_url,
            "has_permission": self.has_permission(request),
            "available_apps": SimpleLazyObject(partial(self.get_app_list, request)),
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
            "log_entries": self.get_log_entries(request),
            "office_names": partial(_office_names, request.user),
        }

    def get_app_list(self, request, app_label=None):
        """The models that the user may see, in named groups, in the order in which clerks use them."""
        found = {}
        apps = self._build_app_dict(request, app_label).values()
        for app in apps:
            for model in app["models"]:
                model["one"] = model["model"]._meta.verbose_name
                found[model["object_name"]] = (app, model)
        named = {name for names in GROUPS.values() for name in names}
        groups = {**GROUPS, OTHERS: sorted(found.keys() - named)}
        return [
            {
                **found[present[0]][0],
                "name": title,
                "models": [found[name][1] for name in present],
            }
            for title, names in groups.items()
            if (present := [name for name in names if name in found])
        ]


def _office_names(user):
    """The names of the user's offices, or how many they are where that is a crowd."""
    if not user.is_authenticated:
        return ""
    names = [seat.office.name for seat in user.seats]
    return " and ".join(names) if len(names) < 3 else f"{len(names)} offices"
