"""Pages as small as they travel well."""

from django.middleware.gzip import GZipMiddleware


class PagesMiddleware(GZipMiddleware):
    """Django's, for pages alone: stored files are packed already, and an export begins to come at once.

    What only one person may read differs in length from answer to answer (BREACH): Django adds random
    bytes, and masks the token that a form carries anew each time.
    """

    def process_response(self, request, response):
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
