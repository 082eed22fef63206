"""How an action says no."""


class Cannot(Exception):
    """An act was refused. The message can be shown; `field` names the field it belongs to, if any."""

    def __init__(self, message, *, field=None):
        super().__init__(message)
        self.message = message
        self.field = field
