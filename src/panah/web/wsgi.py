"""The room as a WSGI application, for any server; it readies the database itself when nobody has."""

from __future__ import annotations

import os

from django.apps import apps
from django.core.wsgi import get_wsgi_application

if not apps.ready:
    from panah.web.start import setup

    setup(None, single_user=os.environ.get("PANAH_SINGLE_USER") == "1")

application = get_wsgi_application()
