"""How days are written, for settings.FORMAT_MODULE_PATH."""
