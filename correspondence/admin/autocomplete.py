"""Choices found while typing."""

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect


class NamedChoices(AutocompleteJsonView):
    """Names each choice as its admin does in `choice_name`, so that namesakes can be told apart."""

    def serialize_result(self, obj, to_field_name):
        choice = super().serialize_result(obj, to_field_name)
        if name := getattr(self.model_admin, "choice_name", None):
            choice["text"] = name(obj)
        return choice


class KnownChoiceSelect(AutocompleteSelect):
    """Shows the choice of a row from the row, where it was fetched with it, and not by a query for each."""

    known = None

    def optgroups(self, name, value, attrs=None):
        if self.known is None or value != [str(self.known.pk)]:
            return super().optgroups(name, value, attrs)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(self.known)
        options.append(self.create_option(name, self.known.pk, label, set(value), len(options)))
        return [(None, options, 0)]


def in_search(request):
    """Whether the request asks for choices while somebody types, and not for a list."""
    return request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"
