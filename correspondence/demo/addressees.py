"""Those whom letters are addressed to, found in the directory by the name the files use."""

from correspondence.core.refusals import Cannot
from correspondence.directory.models import Agency, Appointment


class CannotLoad(Cannot):
    """The demonstration does not fit what the directory holds."""


def agency_called(name):
    """The agency that goes by this name now. Raises CannotLoad."""
    agency = Agency.objects.filter(name=name, valid_to=None).first()
    if agency is None:
        raise CannotLoad(f"No agency goes by the name of {name}, which the demonstration writes to.")
    return agency


def post_of(name, title, day):
    """The post with this title that the person of this name held on a day. Raises CannotLoad."""
    posts = Appointment.objects.on(day).filter(person__name=name, title=title)
    post = posts.select_related("person").first()
    if post is None:
        raise CannotLoad(f"The directory does not have {name} as {title}, whom the demonstration writes to.")
    return post
