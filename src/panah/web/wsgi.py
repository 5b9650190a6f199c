"""The room as a WSGI application, for any server; it readies the database itself when nobody has."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "panah.web.settings")
if not settings.SECRET_KEY:
    from panah.web.start import setup

    setup(None, os.environ.get("PANAH_SINGLE_USER") == "1")

application = get_wsgi_application()
