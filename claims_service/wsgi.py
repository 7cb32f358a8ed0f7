"""The WSGI application: `gunicorn claims_service.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "claims_service.settings")

application = get_wsgi_application()
