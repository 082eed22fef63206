"""The benchmark's browser sends what a person's would."""

import pytest

from benchmarks.browser import form_with
from benchmarks.operations import filled

PAGE = """
<form><input name="q" value="x"></form>
<form method="post">
  <input type="hidden" name="csrfmiddlewaretoken" value="abc">
  <input type="submit" name="_save" value="Save">
  <select name="kind"><option value="ack" selected>Acknowledgment<option value="full">Full</select>
  <textarea name="summary">\nWords</textarea>
  <input type="checkbox" name="rows-0-is_chosen"><input type="checkbox" name="told" checked>
  <select name="also" multiple><option value="7">Another letter</option></select>
  {rows}
</form>
"""
ROW = '<select name="rows-{n}-outcome"><option value="">–</option><option value="full">Full</option></select>\
<input type="checkbox" name="rows-{n}-settles">'


def page(rows):
    return PAGE.replace("{rows}", "".join(ROW.format(n=n) for n in range(rows)))


def test_form_is_found_by_a_field_of_it():
    fields = form_with(page(1), "outcome")

    sent = {field.name: field.value for field in fields if field.is_sent}
    assert sent["csrfmiddlewaretoken"] == "abc"
    assert sent["kind"] == "ack"
    assert sent["summary"] == "Words"
    assert sent["rows-0-outcome"] == ""
    assert sent["told"] == "on"
    assert "rows-0-is_chosen" not in sent
    assert "_save" not in sent
    assert "also" not in sent


def test_response_answers_each_request_in_full_and_settles_it():
    pairs = dict(filled(form_with(page(5), "outcome")))

    assert [pairs[f"rows-{n}-outcome"] for n in range(5)] == ["full"] * 5
    assert [pairs[f"rows-{n}-settles"] for n in range(5)] == ["on"] * 5
    assert pairs["kind"] == "full"


def test_form_without_five_requests_is_refused():
    fields = form_with(page(4), "outcome")

    with pytest.raises(LookupError, match="4 outcomes"):
        filled(fields)
