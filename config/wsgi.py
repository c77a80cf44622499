"""The web process; without a broker it also carries beat as a thread."""

import os

from celery.beat import EmbeddedService
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config.celery import app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

if settings.EMBEDDED_BEAT:  # the schedules run inside this process; the home page says so
    app.loader.import_default_modules()  # or beat would send tasks to nobody
    beat = EmbeddedService(
        app, thread=True, max_interval=5, scheduler_cls=settings.CELERY_BEAT_SCHEDULER
    )
    beat.start()  # type: ignore[union-attr]
