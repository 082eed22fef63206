"""Pictures of pages, drawn in the child that opens files, and kept beside the files that they are of."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import etag, require_safe

from correspondence.intake.models import IntakeItem
from correspondence.intake.opening.child import page_image
from correspondence.intake.opening.faults import CannotOpen
from correspondence.intake.pictures import keep_picture, kept_picture
from correspondence.intake.queries import page_of, place_of_page

WIDTHS = (240, 900, 1400, 2000)  # pixels: what is asked for is rounded up to one of these


def wanted_width(text):
    """The width that is drawn for the one that was asked for; that of a screen where none was."""
    if not text or not text.isdecimal() or len(text) > 5:
        return WIDTHS[1]
    return next((width for width in WIDTHS if width >= int(text)), WIDTHS[-1])


def _tag(request, pk, number):
    """What the picture depends on; nothing where the page is not there, or not for this person."""
    found = _found(request, pk, number)
    return found and f'"{found[0].document.sha256[:32]}-{found[2]}"'


def _found(request, pk, number):
    """The file, the page and how it is drawn, looked up once a request."""
    if not hasattr(request, "_page_found"):
        item = get_object_or_404(IntakeItem.objects.visible_to(request.user), pk=pk)
        place, page = place_of_page(item, number), page_of(item, number)
        if not place or not page or not page.width:
            raise Http404("There is no picture of this page.")
        file, in_file = place
        how = f"{in_file}-{wanted_width(request.GET.get('w'))}-{page.turned}-{page.straightened:.2f}"
        request._page_found = file, page, how
    return request._page_found


@require_safe
@etag(_tag)
def intake_page(request, pk, number):
    """A page as a picture, as it was put right for reading: words stand where their places say."""
    file, page, how = _found(request, pk, number)
    in_file = int(how.partition("-")[0])
    document = file.document
    kept = kept_picture(document, how)
    try:
        picture = kept.read_bytes()
    except FileNotFoundError:
        try:
            picture = page_image(
                document.file.path,
                in_file,
                width=wanted_width(request.GET.get("w")),
                turned=page.turned,
                straightened=page.straightened,
            )
        except (CannotOpen, FileNotFoundError):
            raise Http404("There is no picture of this page.") from None
        keep_picture(kept, picture)
    answer = HttpResponse(picture, content_type="image/jpeg")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    patch_vary_headers(answer, ["Cookie"])
    return answer
