"""What the admin's lists show beyond Django's own: labels for cards, filters in force, the span of a page."""

import re

from django import template
from django.contrib.admin.templatetags.admin_list import PAGE_VAR, SEARCH_VAR
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

register = template.Library()

TAGS = re.compile("<[^>]*>")
SHORT = len("SFRC-2023-0001")


@register.filter
def cells(result, headers):
    """The cells of a row, each with the words of its column, so that a phone can show it as a card."""
    return mark_safe("".join(map(_labelled, result, [*headers, {"text": ""}])))


def _labelled(cell, header):
    """Django's cell, which begins with its tag, with role, scope and label put into that tag.

    What is as short as a day or a reference stays on one line.
    """
    tag, rest = cell[:3], cell[3:]
    role = ' role="rowheader" scope="row"' if tag == "<th" else ' role="cell"'
    if ' class="action-checkbox"' in rest[:32]:
        return f"{tag}{role}{rest}"
    opening, _, content = rest.partition(">")
    if len(TAGS.sub("", content)) <= SHORT and "nowrap" not in opening:
        opening = opening.replace('class="', 'class="nowrap ', 1)
    label = conditional_escape(capfirst(str(header["text"])))
    return f'{tag}{role} data-label="{label}"{opening}>{content}'


@register.simple_tag
def filters_in_force(cl):
    """Each filter that is not at its first choice, and the search: its words, and the address without it."""
    found = []
    if cl.query:
        found.append({"words": f"“{cl.query}”", "without": cl.get_query_string(remove=[SEARCH_VAR])})
    for spec in cl.filter_specs:
        choices = list(spec.choices(cl))
        chosen = [choice for choice in choices[1:] if choice.get("selected")]
        if chosen:
            words = f"{capfirst(str(spec.title))}: {', '.join(str(choice['display']) for choice in chosen)}"
            found.append({"words": words, "without": choices[0]["query_string"]})
    return found


@register.simple_tag
def how_many(cl):
    """ "14 letters", or what the paginator says instead of a number it did not count to ("250+")."""
    count = getattr(cl.paginator, "count_words", None) or cl.result_count
    name = cl.opts.verbose_name if str(count) == "1" else cl.opts.verbose_name_plural
    return format_html("{} {}", count, name)


@register.simple_tag
def page_span(cl):
    """ "26 to 50 of 320 letters" where there are several pages, else "14 letters"."""
    if not cl.multi_page or cl.show_all:
        return how_many(cl)
    first = (cl.page_num - 1) * cl.list_per_page + 1
    return format_html("{} to {} of {}", first, first + len(cl.result_list) - 1, how_many(cl))


@register.simple_tag
def neighbouring_pages(cl):
    """The addresses of the page before and the page after, None where there is none."""
    last = cl.paginator.num_pages
    return {
        "before": cl.get_query_string({PAGE_VAR: cl.page_num - 1}) if cl.page_num > 1 else None,
        "after": cl.get_query_string({PAGE_VAR: cl.page_num + 1}) if cl.page_num < last else None,
    }
