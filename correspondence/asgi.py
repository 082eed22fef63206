"""For servers that speak ASGI; bin/run uses wsgi."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "correspondence.settings")
application = get_asgi_application()
