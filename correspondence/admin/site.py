"""The admin site."""

from django.contrib.admin import AdminSite


class RecordsSite(AdminSite):
    site_header = "Correspondence"
