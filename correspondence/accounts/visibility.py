"""The one way to say "of my offices": every list, autocomplete, export and file goes through it."""


def of_my_offices(queryset, user, path="office"):
    """Rows whose office (at `path`) the user is a member of; none for somebody without an office."""
    return of_offices(queryset, list(user.roles), path)


def of_offices(queryset, offices, path="office"):
    """Rows whose office (at `path`) is one of these, by id.

    A single office is compared with `=`, so that an index which begins with the office can also
    give the order.
    """
    if len(offices) == 1:
        return queryset.filter(**{f"{path}_id": offices[0]})
    return queryset.filter(**{f"{path}_id__in": offices})
