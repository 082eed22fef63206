"""For monitors: is it up, and does its database answer?"""

from datetime import UTC

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from correspondence.intake.mail.queries import troubled_mailboxes


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """200 where the database answers, 503 where it does not.

    A mailbox that cannot be read is told in a second line, without why, and is no reason to take this out of
    service: mail waits where it is.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        troubled = troubled_mailboxes(timezone.now())
    except Error:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    said = "ok\n" + "".join(f"mail: not read since {_since(one):%Y-%m-%dT%H:%MZ}\n" for one in troubled)
    return HttpResponse(said, content_type="text/plain")


def _since(mailbox):
    return (mailbox.fault_since or mailbox.tried_at).astimezone(UTC)
