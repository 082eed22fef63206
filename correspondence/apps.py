"""The one app, and the admin site it puts in Django's place."""

from django.apps import AppConfig, apps
from django.contrib import admin
from django.contrib.admin import apps as admin_apps
from django.utils.module_loading import autodiscover_modules


class CorrespondenceConfig(AppConfig):
    name = "correspondence"
    default = True
    default_auto_field = "django.db.models.BigAutoField"


class RecordsAdminConfig(admin_apps.SimpleAdminConfig):
    """Our site in place of Django's. Our modules are found after it is made: it lies in their package."""

    default = False
    default_site = "correspondence.admin.site.RecordsSite"

    def ready(self):
        super().ready()
        autodiscover_modules("admin", "admin.modules", register_to=admin.site)
        # What is queued is no record of the office's, and nobody's to change by hand.
        admin.site.unregister(apps.get_model("django_tasks_database.DBTaskResult"))
