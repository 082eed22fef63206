"""Filling in the admin's own forms over HTTP: what a browser would send, read from the page itself."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """The names and values that a browser would send for the page's largest form."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.values, self._select, self._area, self._text = {}, None, None, ""

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "input" and name:
            kind = attrs.get("type", "text")
            if kind in ("submit", "button", "file") or (
                kind in ("checkbox", "radio") and "checked" not in attrs
            ):
                return
            self.values.setdefault(name, []).append(
                attrs.get("value") or ("on" if kind == "checkbox" else "")
            )
        elif tag == "select" and name:
            self._select = (name, "multiple" in attrs)
            self.values.setdefault(name, [])
            self._first = None
        elif tag == "option" and self._select:
            value = attrs.get("value", "")
            if self._first is None:
                self._first = value
            if "selected" in attrs:
                self.values[self._select[0]].append(value)
        elif tag == "textarea" and name:
            self._area, self._text = name, ""

    def handle_data(self, data):
        if self._area:
            self._text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            text = self._text[1:] if self._text.startswith("\n") else self._text
            self.values.setdefault(self._area, []).append(text.replace("\r\n", "\n"))
            self._area = None
        elif tag == "select" and self._select:
            name, multiple = self._select
            if not multiple and not self.values[name] and self._first is not None:
                self.values[name].append(self._first)
            self._select = None


def fields_of(page):
    """All that a browser would send back for this page, unchanged: {name: [values]}."""
    parser = _Fields()
    html = page.text
    start = html.find('<div id="content-main"')
    parser.feed(html[start:] if start >= 0 else html)
    return {name: values for name, values in parser.values.items() if "__prefix__" not in name}


def fill(page, **changes):
    """What a browser would send after these changes; a list sends several values."""
    data = {name: (values if len(values) != 1 else values[0]) for name, values in fields_of(page).items()}
    return data | changes


def add_rows(data, prefix, rows):
    """Rows added to an inline, after those that it has on the page with something in them."""
    start = int(data.get(f"{prefix}-INITIAL_FORMS", 0))
    for n, row in enumerate(rows, start=start):
        for name, value in row.items():
            data[f"{prefix}-{n}-{name}"] = value
    data[f"{prefix}-TOTAL_FORMS"] = str(max(start + len(rows), int(data[f"{prefix}-TOTAL_FORMS"])))
    return data
