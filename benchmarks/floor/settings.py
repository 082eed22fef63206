"""The product's settings, with the addresses of the benchmark beside its own."""

from pathlib import Path

from correspondence.settings import *  # noqa: F403
from correspondence.settings import MIDDLEWARE, TEMPLATES

ROOT_URLCONF = "benchmarks.floor.urls"
MIDDLEWARE = ["benchmarks.floor.views.count_statements", *MIDDLEWARE]
TEMPLATES[0]["DIRS"].append(Path(__file__).resolve().parent)
