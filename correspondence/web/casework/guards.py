"""What keeps machines and accidents off the public pages, and where a visitor comes from."""

import ipaddress
from contextlib import suppress
from functools import wraps

from django.core import signing
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from correspondence.casework.actions import may_try
from correspondence.casework.rules import source_of

LEAST_SECONDS = 4  # from the first page to sending: nobody reads and fills in four pages in less
_BEGUN = "correspondence.write.begun"


def body_within(most):
    """Answer a request with a larger body without reading it; CSRF is checked after that."""

    def decorate(view):
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def guarded(request, *args, **kwargs):
            length = request.META.get("CONTENT_LENGTH") or "0"
            if not length.isdecimal() or int(length) > most:
                return render(request, "write/too_large.html", status=413)
            return protected(request, *args, **kwargs)

        return guarded

    return decorate


def source(request):
    """A keyed hash of where a visitor comes from."""
    return source_of(visitor_address(request.META))


def visitor_address(meta):
    """The visitor's internet address: what the proxy on this machine says, else who asks; IPv6 by its /64."""
    address = meta.get("REMOTE_ADDR") or "127.0.0.1"
    with suppress(ValueError):
        if ipaddress.ip_address(address).is_loopback and (chain := meta.get("HTTP_X_FORWARDED_FOR")):
            address = chain.rpartition(",")[2].strip()
        parsed = ipaddress.ip_address(address)
        if parsed.version == 6:
            return str(ipaddress.ip_network((parsed, 64), strict=False))
        return str(parsed)
    return address[:64]


def may_go_on(request, kind):
    """Count one more of this kind for where the visitor comes from; False where it is too often."""
    return may_try(kind, source(request), now=timezone.now())


def begun_now():
    """A signed note of when a form was first shown."""
    return signing.dumps(int(timezone.now().timestamp()), salt=_BEGUN)


def begun_at(note):
    """When the form was first shown, in seconds; now, where the note is not ours or is a day old."""
    try:
        return signing.loads(note, salt=_BEGUN, max_age=24 * 3600)
    except signing.BadSignature:
        return int(timezone.now().timestamp())
