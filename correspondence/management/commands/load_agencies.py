"""Add the agencies and officials that come with the product."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from correspondence.directory.actions import load_agencies


class Command(BaseCommand):
    help = (
        "Add the agencies and heads of departments that come with the product; what is there stays as it is."
    )

    def handle(self, **options):
        loaded = load_agencies(by=None, now=timezone.now())
        self.stdout.write(
            f"Added {loaded.agencies} agencies, {loaded.people} people and {loaded.posts} posts; "
            f"ended {loaded.posts_ended} posts."
        )
