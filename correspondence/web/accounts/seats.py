"""The door to the desk: who is in no office has nothing to see there, and is told so kindly."""

from django.shortcuts import render


class SeatMiddleware:
    """Shows a page of its own to somebody signed in who is in no office.

    Addresses of one record are left to their views, to which that record does not exist; so are the
    admin, which the administrator needs, and what is open to everybody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        is_open = not getattr(view, "login_required", True) or request.resolver_match.namespaces
        if args or kwargs or is_open or not request.user.is_authenticated or request.user.seats:
            return None
        return render(request, "accounts/no_office.html", status=403)
