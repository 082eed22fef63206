"""The one app, and the admin site it puts in Django's place."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CorrespondenceConfig(AppConfig):
    name = "correspondence"
    default = True
    default_auto_field = "django.db.models.BigAutoField"


class RecordsAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "correspondence.admin.site.RecordsSite"
