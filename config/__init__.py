"""Settings, queue, addresses, the admin site and the roles."""

from config.celery import app as celery_app

__all__ = ("celery_app",)
