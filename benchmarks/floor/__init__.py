"""The bare view that everything is measured against, and what else only a benchmark's server has."""
